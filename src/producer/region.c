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

/* They never move: any thread may look one up. */
static int make_room(struct store *s, memglass_error *err)
{
    uint64_t within;
    uint32_t chunk = format_chunk_of(s->region_count, REGION_BASE_LOG2, &within);
    if (chunk < REGION_CHUNKS && !s->regions[chunk])
        s->regions[chunk] =
            calloc(format_chunk_entries(chunk, REGION_BASE_LOG2), sizeof(struct region));
    if (chunk < REGION_CHUNKS && s->regions[chunk])
        return MEMGLASS_OK;
    return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory for a list of %u regions",
                     s->region_count + 1);
}

/* A region that a dead producer left behind may have the name; the header's lock says that it is
 * ours to remove. Without it, it may be that of another session, which lives. */
static int create_segment(struct store *s, uint32_t number, uint64_t size, uint64_t now,
                          struct shm_segment *out, memglass_error *err)
{
    char name[SHM_NAME_SIZE], owner[SHM_USER_SIZE];
    if (s->header_segment.owner != geteuid())
        return error_set(err, MEMGLASS_E_OWNER, 0,
                         "session '%s' was opened as %s and cannot grow as another user: "
                         "open it after changing users",
                         s->name, shm_user_text(s->header_segment.owner, owner));
    shm_region_name(name, s->name, number);
    int code = shm_create_growing(name, size, now, out, err);
    if (code == MEMGLASS_E_EXISTS && store_is_named(s) &&
        (code = takeover_region(s->name, name, err)) == MEMGLASS_OK)
        code = shm_create_growing(name, size, now, out, err);
    if (code == MEMGLASS_OK && (code = shm_share(out, &s->limits.access, err))) {
        shm_close(out);
        shm_unlink_name(name);
    }
    return code;
}

/* Where there is no room for the preferred size, half of it, a quarter, ... may fit, down to what
 * is needed. */
static int create_largest(struct store *s, uint64_t needed, uint64_t preferred, uint64_t *now,
                          struct shm_segment *out, memglass_error *err)
{
    uint64_t size = preferred > needed ? preferred : needed;
    for (;;) {
        *now = *now < size ? *now : size;
        int code = create_segment(s, s->region_count + 1, size, *now, out, err);
        if (code != MEMGLASS_E_NOSPACE || size == needed)
            return code;
        uint64_t half = round_up(size / 2, REGION_PAGE);
        size = half > needed ? half : needed;
    }
}

/* What only the producer knows of it. */
static int prepare(struct store *s, const struct shm_segment *segment, uint64_t now,
                   memglass_error *err)
{
    uint32_t number = s->region_count + 1;
    struct region *r = region_of(s, number);
    *r = (struct region){.segment = *segment, .ready = now, .number = number};
    r->first = sizeof(struct format_region) + tracking_bytes(&s->tracking, segment->size);
    r->runs = calloc(segment->size / REGION_RUN_PAGE + 1, sizeof *r->runs);
    if (!r->runs)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory for region %u", number);
    int code = whereabouts_add(&s->whereabouts, r, segment->base, segment->size, err);
    if (code)
        free(r->runs);
    else if (number < REGION_NEAR)
        s->near[number] = segment->base;
    return code;
}

static void publish(struct store *s, const struct shm_segment *segment)
{
    uint32_t number = s->region_count + 1;
    const struct format_region region = {
        .magic = FORMAT_REGION_MAGIC,
        .version = FORMAT_VERSION,
        .number = number,
        .instance = s->header->instance,
        .size = segment->size,
    };
    store_bytes(segment->base, &region, sizeof region);
    struct region *r = region_of(s, number);
    tracking_add(s, r);
    s->region_count = number;
    add_relaxed_64(&s->header->counters.region_bytes, r->ready);
    /* Pairs with the acquire of an observer that maps region `number` because it is counted. */
    store_release_32(&s->header->region_count, number);
    event_write(s, FORMAT_EVENT_REGION, number, 0);
}

int region_add(struct store *s, uint64_t bytes, uint64_t preferred, uint64_t now,
               memglass_error *err)
{
    uint64_t needed;
    if (!checked_add(bytes, sizeof(struct format_region) + REGION_PAGE, &needed) ||
        needed > UINT64_C(1) << FORMAT_PLACE_OFFSET_BITS)
        return error_set(err, MEMGLASS_E_LIMIT, 0, "%llu bytes are too large for one region",
                         (unsigned long long)bytes);
    if (!checked_add(needed, tracking_bytes(&s->tracking, needed > preferred ? needed : preferred),
                     &needed))
        return MEMGLASS_E_LIMIT;
    needed = round_up(needed, REGION_PAGE);
    struct shm_segment segment;
    int code = make_room(s, err);
    if (code)
        return code;
    uint64_t least =
        sizeof(struct format_region) + tracking_bytes(&s->tracking, needed + preferred);
    now = round_up(now > least ? now : least, REGION_PAGE);
    code = create_largest(s, needed, round_up(preferred, REGION_PAGE), &now, &segment, err);
    if (code)
        return code;
    code = prepare(s, &segment, now, err);
    if (code) {
        char name[SHM_NAME_SIZE];
        shm_region_name(name, s->name, s->region_count + 1);
        shm_close(&segment);
        shm_unlink_name(name);
        return code;
    }
    publish(s, &segment);
    return MEMGLASS_OK;
}

int region_reserve(struct store *s, uint32_t number, uint64_t at, uint64_t bytes,
                   memglass_error *err)
{
    char name[SHM_NAME_SIZE];
    shm_region_name(name, s->name, number);
    int code = shm_reserve(&region_of(s, number)->segment, name, at, bytes, err);
    if (code == MEMGLASS_OK)
        add_relaxed_64(&s->header->counters.region_bytes, bytes);
    return code;
}

void region_settle(struct region *r, bool is_full)
{
    if (is_full && !r->aside && r->segment.fd >= 0)
        shm_close_descriptor(&r->segment);
}

void region_note_block(struct region *r, uint64_t payload_offset, uint64_t bytes, uint32_t row)
{
    uint64_t *run = &r->runs[payload_offset / REGION_RUN_PAGE];
    uint64_t first = payload_offset % REGION_RUN_PAGE / 16, step = bytes / 16;
    uint64_t share = (REGION_RUN_SHARES + step - 1) / step;
    if (*run == 0)
        __atomic_store_n(run, (uint64_t)row << 32 | share << 8 | first, __ATOMIC_RELAXED);
}
