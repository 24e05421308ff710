/* Cutting blocks from regions: a bump pointer, and a region of its own for what is large. Layer 2.
 */
#include "producer/store.h"

#include "base/checked.h"
#include "format/words.h"

/* What is to be cut. */
struct cut {
    uint64_t bytes, align, lead;
    bool later; /* its memory comes later */
};

/* Where a block would start in [at, end), or false. */
static bool fits(uint64_t at, uint64_t end, const struct cut *c, uint64_t *start)
{
    *start = round_up(at + c->lead, c->align) - c->lead;
    return *start <= end && c->bytes <= end - *start;
}

/* Memory up to `end` at least, and a step ahead where there is some. */
static int reach(struct store *s, struct region *r, uint64_t end, memglass_error *err)
{
    if (end <= r->ready)
        return MEMGLASS_OK;
    uint64_t needed = end - r->ready, left = r->segment.size - r->ready;
    uint64_t ahead = needed + STORE_STEP_BYTES < left ? needed + STORE_STEP_BYTES : left;
    int code = region_reserve(s, s->arena_region, r->ready, ahead, err);
    if (code == MEMGLASS_E_NOSPACE && ahead > needed)
        code = region_reserve(s, s->arena_region, r->ready, ahead = needed, err);
    if (code == MEMGLASS_OK)
        r->ready += ahead;
    return code;
}

/* Goes on behind it. What of it has memory already is counted when it is filled. */
static void leave_out(struct store *s, struct region *r, uint64_t start, uint64_t bytes)
{
    uint64_t end = start + bytes, has = r->ready > start ? r->ready - start : 0;
    add_relaxed_64(&s->header->counters.region_bytes, (uint64_t)0 - (has < bytes ? has : bytes));
    if (end > r->ready)
        r->ready = end;
    r->aside += bytes;
}

static int cut_here(struct store *s, const struct cut *c, uint64_t start, uint64_t *place,
                    memglass_error *err)
{
    struct region *r = region_of(s, s->arena_region);
    int code = c->later ? MEMGLASS_OK : reach(s, r, start + c->bytes, err);
    if (code)
        return code;
    if (c->later)
        leave_out(s, r, start, c->bytes);
    *place = format_place(s->arena_region, start);
    s->arena_at = start + c->bytes;
    return MEMGLASS_OK;
}

static int cut_own(struct store *s, const struct cut *c, uint64_t padded, uint64_t *place,
                   memglass_error *err)
{
    uint64_t start;
    int code = region_add(s, padded, 0, c->later ? 1 : UINT64_MAX / 2, err);
    if (code)
        return code;
    struct region *r = region_of(s, s->region_count);
    if (!fits(r->first, r->segment.size, c, &start))
        return MEMGLASS_E_LIMIT;
    if (c->later)
        leave_out(s, r, start, c->bytes);
    region_settle(r, true);
    *place = format_place(s->region_count, start);
    return MEMGLASS_OK;
}

static int cut(struct store *s, const struct cut *c, uint64_t *place, memglass_error *err)
{
    uint64_t start, padded;
    if (s->arena_region &&
        fits(s->arena_at, region_of(s, s->arena_region)->segment.size, c, &start))
        return cut_here(s, c, start, place, err);
    if (!checked_add(c->bytes, c->align + c->lead, &padded))
        padded = UINT64_MAX;
    /* A block that would fill most of a region gets one to itself, and the arena goes on where it
     * was. */
    if (s->arena_region && c->bytes > s->next_region_bytes / 2)
        return cut_own(s, c, padded, place, err);
    int code = region_add(s, padded, s->next_region_bytes, STORE_STEP_BYTES, err);
    if (code)
        return code;
    if (s->arena_region)
        region_settle(region_of(s, s->arena_region), true);
    uint64_t next = s->next_region_bytes * 2;
    s->next_region_bytes = next < s->limits.max_bytes ? next : s->limits.max_bytes;
    s->arena_region = s->region_count;
    s->arena_at = region_of(s, s->arena_region)->first;
    if (!fits(s->arena_at, region_of(s, s->arena_region)->segment.size, c, &start))
        return MEMGLASS_E_LIMIT;
    return cut_here(s, c, start, place, err);
}

int arena_take(struct store *s, uint64_t bytes, uint64_t align, uint64_t lead, uint64_t *place,
               memglass_error *err)
{
    return cut(s, &(struct cut){.bytes = bytes, .align = align, .lead = lead}, place, err);
}

int arena_set_aside(struct store *s, uint64_t bytes, uint64_t *place, memglass_error *err)
{
    return cut(s, &(struct cut){.bytes = bytes, .align = 64, .later = true}, place, err);
}

int arena_fill(struct store *s, uint64_t place, uint64_t bytes, memglass_error *err)
{
    uint32_t number = format_place_region(place);
    int code = region_reserve(s, number, format_place_offset(place), bytes, err);
    if (code)
        return code;
    struct region *r = region_of(s, number);
    r->aside -= bytes;
    region_settle(r, number != s->arena_region);
    return MEMGLASS_OK;
}
