/* Mapping a session's segments, and checking them before anyone else looks. Layer 2. */
#include "observer/attach.h"

#include "base/error.h"
#include "format/words.h"

#include <stdlib.h>
#include <string.h>

/* --- header ---------------------------------------------------------------------------------- */

struct header_check {
    struct attachment *a;
    memglass_error *err;
};

static int check_header(void *ctx)
{
    const struct header_check *c = ctx;
    struct attachment *a = c->a;
    int status = format_check_header(&a->segments.header, c->err);
    if (status)
        return status;
    const struct format_header *h = format_header_of(&a->segments);
    a->instance = load_relaxed_64(&h->instance);
    a->ring_place = load_relaxed_64(&h->ring_place);
    a->ring_capacity = load_relaxed_64(&h->ring_capacity);
    /* A link of another name to the file of a session is not that session. */
    if (strncmp(h->name, a->name, sizeof h->name) != 0)
        return error_set(c->err, MEMGLASS_E_CORRUPT, 0,
                         "the header of session '%s' does not have that name in it", a->name);
    return MEMGLASS_OK;
}

static int faulted(int status, memglass_error *err)
{
    if (status == MEMGLASS_E_FAULT)
        error_set(err, status, 0, "the session's shared memory was truncated while it was read");
    return status;
}

/* Anyone may put a session into /dev/shm; whoever made it could make it show anything. */
static int check_owner(const struct attachment *a, memglass_error *err)
{
    char owner[SHM_USER_SIZE], name[SHM_USER_SIZE];
    if (shm_is_trusted(a->header.owner, a->trusted))
        return MEMGLASS_OK;
    return error_set(err, MEMGLASS_E_OWNER, 0,
                     "session '%s' belongs to %s, who is neither you nor root: if you trust this "
                     "user, say --trust-owner %s",
                     a->name, shm_user_text(a->header.owner, owner),
                     shm_user_name(a->header.owner, name));
}

static int open_header(struct attachment *a, memglass_error *err)
{
    char name[SHM_NAME_SIZE];
    shm_header_name(name, a->name);
    int status = shm_open_readonly(name, &a->header, err);
    if (status == MEMGLASS_E_NOSESSION)
        return error_set(err, status, 0, "there is no session '%s' on this machine", a->name);
    if (status)
        return status;
    a->segments.header = (struct format_span){.base = a->header.base, .size = a->header.size};
    return check_owner(a, err);
}

int attach_header(struct attachment *a, const char *session, const memglass_attach_options *options,
                  memglass_error *err)
{
    *a = (struct attachment){.header = SHM_SEGMENT_NONE,
                             .trusted = options ? options->trust_uid : 0};
    int status = shm_check_session_name(session, err);
    if (status)
        return status;
    strncpy(a->name, session, sizeof a->name - 1);
    status = open_header(a, err);
    if (status == MEMGLASS_OK)
        status = faulted(shm_guarded(check_header, &(struct header_check){a, err}), err);
    if (status == MEMGLASS_E_NOSESSION && a->header.fd >= 0 && !shm_lock_held(a->header.fd))
        error_set(err, status, 0,
                  "session '%s' was never opened to its end: its producer died, or has just begun",
                  a->name);
    if (status)
        attach_close(a);
    return status;
}

/* --- regions --------------------------------------------------------------------------------- */

struct region_check {
    const struct attachment *a;
    const struct format_span *span;
    uint32_t number;
    memglass_error *err;
};

static int check_region(void *ctx)
{
    const struct region_check *c = ctx;
    return format_check_region(c->span, c->number, c->a->instance, c->err);
}

static int count_regions(void *ctx)
{
    const struct attachment *a = ctx;
    /* Pairs with the store-release behind which a new region is ready. */
    uint32_t count = load_acquire_32(&format_header_of(&a->segments)->region_count);
    return count <= INT32_MAX ? (int)count : MEMGLASS_E_CORRUPT;
}

static int reserve(struct attachment *a, memglass_error *err)
{
    if (a->segments.region_count < a->capacity)
        return MEMGLASS_OK;
    uint32_t capacity = a->capacity ? 2 * a->capacity : 16;
    struct shm_segment *regions = realloc(a->regions, capacity * sizeof *regions);
    if (regions)
        a->regions = regions;
    struct format_span *spans = realloc(a->spans, capacity * sizeof *spans);
    if (spans)
        a->segments.regions = a->spans = spans;
    if (!regions || !spans)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory for %u regions", capacity);
    a->capacity = capacity;
    return MEMGLASS_OK;
}

static int was_closed(void *ctx)
{
    const struct attachment *a = ctx;
    /* Pairs with the store-release that begins the producer's closing. */
    return load_acquire_32(&format_header_of(&a->segments)->closed) != 0;
}

/* A region that is missing: of a session that has just ended or been replaced, or of a damaged one.
 */
static int missing(struct attachment *a, uint32_t number, memglass_error *err)
{
    if (attach_identity(a) != SHM_SAME || shm_guarded(was_closed, a) == 1)
        return error_set(err, MEMGLASS_E_NOSESSION, 0,
                         "session '%s' ended while it was attached to: try again", a->name);
    return error_set(err, MEMGLASS_E_CORRUPT, 0, "region %u of session '%s' is missing", number,
                     a->name);
}

static int map_region(struct attachment *a, uint32_t number, memglass_error *err)
{
    char name[SHM_NAME_SIZE];
    struct shm_segment segment = SHM_SEGMENT_NONE;
    int status = reserve(a, err);
    if (status)
        return status;
    shm_region_name(name, a->name, number);
    status = shm_open_readonly(name, &segment, err);
    if (status)
        return status == MEMGLASS_E_NOSESSION ? missing(a, number, err) : status;
    if (segment.owner != a->header.owner) {
        shm_close(&segment);
        return error_set(err, MEMGLASS_E_OWNER, 0,
                         "region %u of session '%s' belongs to another user than its header",
                         number, a->name);
    }
    struct format_span span = {.base = segment.base, .size = segment.size};
    struct region_check check = {.a = a, .span = &span, .number = number, .err = err};
    status = faulted(shm_guarded(check_region, &check), err);
    if (status) {
        shm_close(&segment);
        return status;
    }
    shm_close_descriptor(&segment); /* there may be more regions than a process has descriptors */
    a->regions[number - 1] = segment;
    a->spans[number - 1] = span;
    a->segments.region_count = number;
    return MEMGLASS_OK;
}

int attach_regions(struct attachment *a, memglass_error *err)
{
    int count = shm_guarded(count_regions, a), mapped = 0;
    if (count < 0)
        return error_set(err, count, 0, "the header of session '%s' is damaged", a->name);
    for (uint32_t n = a->segments.region_count + 1; n <= (uint32_t)count; n++, mapped++) {
        int status = map_region(a, n, err);
        if (status)
            return status;
    }
    return mapped;
}

/* --- all ------------------------------------------------------------------------------------- */

void attach_close(struct attachment *a)
{
    for (uint32_t i = 0; i < a->segments.region_count; i++)
        shm_close(&a->regions[i]);
    free(a->regions);
    free(a->spans);
    shm_close(&a->header);
    *a = (struct attachment){.header = SHM_SEGMENT_NONE};
}

uint64_t attach_bytes(const struct attachment *a)
{
    uint64_t bytes = a->segments.header.size;
    for (uint32_t i = 0; i < a->segments.region_count; i++)
        bytes += a->spans[i].size;
    return bytes;
}

enum shm_identity attach_identity(const struct attachment *a)
{
    char name[SHM_NAME_SIZE];
    shm_header_name(name, a->name);
    return shm_identify_segment(&a->header, name);
}
