/* Cutting blocks from regions: a bump pointer, and a region of its own for what is large. Layer 2.
 */
#include "producer/store.h"

#include "base/checked.h"

/* Where a block would start in [at, end), or false. */
static bool fits(uint64_t at, uint64_t end, uint64_t bytes, uint64_t align, uint64_t lead,
                 uint64_t *start)
{
    *start = round_up(at + lead, align) - lead;
    return *start <= end && bytes <= end - *start;
}

int arena_take(struct store *s, uint64_t bytes, uint64_t align, uint64_t lead, uint64_t *place,
               memglass_error *err)
{
    uint64_t start;
    if (s->arena_region && fits(s->arena_at, s->arena_end, bytes, align, lead, &start)) {
        *place = format_place(s->arena_region, start);
        s->arena_at = start + bytes;
        return MEMGLASS_OK;
    }
    /* A block that would fill most of a region gets one to itself, and the arena goes on where it
     * was. */
    bool own = s->arena_region && bytes > s->next_region_bytes / 2;
    uint64_t padded;
    if (!checked_add(bytes, align + lead, &padded))
        padded = UINT64_MAX;
    int code = region_add(s, padded, own ? 0 : s->next_region_bytes, err);
    if (code)
        return code;
    uint32_t region = s->region_count;
    uint64_t end = s->regions[region - 1].size;
    if (!fits(sizeof(struct format_region), end, bytes, align, lead, &start))
        return MEMGLASS_E_LIMIT;
    *place = format_place(region, start);
    if (!own) {
        uint64_t next = s->next_region_bytes * 2;
        s->next_region_bytes = next < s->limits.max_bytes ? next : s->limits.max_bytes;
        s->arena_region = region;
        s->arena_at = start + bytes;
        s->arena_end = end;
    }
    return MEMGLASS_OK;
}
