/* The chain of regions: numbered segments, each at least twice as large as the one before, up to a
 * maximum. Layer 2. */
#include "producer/store.h"

#include "base/checked.h"
#include "base/error.h"
#include "format/words.h"
#include "producer/takeover.h"

#include <stdlib.h>
#include <unistd.h>

#define REGION_PAGE 4096u

static int make_room(struct store *s, memglass_error *err)
{
    if (s->region_count < s->region_capacity)
        return MEMGLASS_OK;
    uint32_t capacity = s->region_capacity ? s->region_capacity * 2 : 8;
    struct format_span *regions = realloc(s->regions, capacity * sizeof *regions);
    if (!regions)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory for a list of %u regions",
                         capacity);
    s->regions = regions;
    s->region_capacity = capacity;
    return MEMGLASS_OK;
}

/* A region that a dead producer left behind may have the name; the header's lock says that it is
 * ours to remove. */
static int create_segment(struct store *s, uint32_t number, uint64_t size, struct shm_segment *out,
                          memglass_error *err)
{
    char name[SHM_NAME_SIZE], owner[SHM_USER_SIZE];
    if (s->header_segment.owner != geteuid())
        return error_set(err, MEMGLASS_E_OWNER, 0,
                         "session '%s' was opened as %s and cannot grow as another user: "
                         "open it after changing users",
                         s->name, shm_user_text(s->header_segment.owner, owner));
    shm_region_name(name, s->name, number);
    int code = shm_create(name, size, out, err);
    if (code == MEMGLASS_E_EXISTS && (code = takeover_region(s->name, name, err)) == MEMGLASS_OK)
        code = shm_create(name, size, out, err);
    if (code == MEMGLASS_OK && (code = shm_share(out, &s->limits.access, err))) {
        shm_close(out);
        shm_unlink_name(name);
    }
    return code;
}

/* Where there is no room for the preferred size, half of it, a quarter, ... may fit, down to what
 * is needed. */
static int create_largest(struct store *s, uint64_t needed, uint64_t preferred,
                          struct shm_segment *out, memglass_error *err)
{
    uint64_t size = preferred > needed ? preferred : needed;
    for (;;) {
        int code = create_segment(s, s->region_count + 1, size, out, err);
        if (code != MEMGLASS_E_NOSPACE || size == needed)
            return code;
        uint64_t half = round_up(size / 2, REGION_PAGE);
        size = half > needed ? half : needed;
    }
}

static void publish(struct store *s, const struct shm_segment *segment, uint32_t number)
{
    const struct format_region region = {
        .magic = FORMAT_REGION_MAGIC,
        .version = FORMAT_VERSION,
        .number = number,
        .instance = s->header->instance,
        .size = segment->size,
    };
    store_bytes(segment->base, &region, sizeof region);
    s->regions[s->region_count++] = (struct format_span){segment->base, segment->size};
    add_relaxed_64(&s->header->counters.region_bytes, segment->size);
    /* Pairs with the acquire of an observer that maps region `number` because it is counted. */
    store_release_32(&s->header->region_count, s->region_count);
    event_write(s, FORMAT_EVENT_REGION, number, 0);
}

int region_add(struct store *s, uint64_t bytes, uint64_t preferred, memglass_error *err)
{
    uint64_t needed;
    if (!checked_add(bytes, sizeof(struct format_region) + REGION_PAGE, &needed) ||
        needed > UINT64_C(1) << FORMAT_PLACE_OFFSET_BITS)
        return error_set(err, MEMGLASS_E_LIMIT, 0, "%llu bytes are too large for one region",
                         (unsigned long long)bytes);
    needed = round_up(needed, REGION_PAGE);
    struct shm_segment segment;
    int code = make_room(s, err);
    if (code)
        return code;
    code = create_largest(s, needed, round_up(preferred, REGION_PAGE), &segment, err);
    if (code)
        return code;
    publish(s, &segment, s->region_count + 1);
    shm_close_descriptor(&segment);
    return MEMGLASS_OK;
}

void *region_pointer(const struct store *s, uint64_t place)
{
    const struct format_span *region = &s->regions[format_place_region(place) - 1];
    return (void *)(uintptr_t)(region->base + format_place_offset(place));
}

uint64_t region_place(const struct store *s, const void *pointer)
{
    uintptr_t at = (uintptr_t)pointer;
    for (uint32_t i = s->region_count; i-- > 0;) {
        uintptr_t base = (uintptr_t)s->regions[i].base;
        if (at >= base && at - base < s->regions[i].size)
            return format_place(i + 1, at - base);
    }
    return 0;
}
