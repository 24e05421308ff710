/* Making a session's segments, replacing those of a dead producer, and taking them away. Layer 2.
 */
#include "producer/store.h"

#include "base/clock.h"
#include "base/error.h"
#include "format/words.h"
#include "producer/takeover.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * The lock, on an open file of its own. It is taken while the mode is still 0600: whoever may read
 * the header may take read locks on it, and these would keep ours away.
 */
static int lock_header(struct store *s, const char *name, memglass_error *err)
{
    s->lock_fd = shm_open_existing(name, O_RDWR, err);
    if (s->lock_fd < 0)
        return s->lock_fd;
    if (shm_identify(s->lock_fd, name) == SHM_SAME && shm_lock_take(s->lock_fd))
        return MEMGLASS_OK;
    close(s->lock_fd);
    s->lock_fd = -1;
    return error_set(err, MEMGLASS_E_SYSTEM, 0, "%s cannot be locked: another process removed it",
                     name);
}

static int create_header(struct store *s, const char *name, memglass_error *err)
{
    int code = shm_create(name, sizeof(struct format_header), &s->header_segment, err);
    if (code)
        return code;
    code = lock_header(s, name, err);
    if (code == MEMGLASS_OK)
        code = shm_share(&s->header_segment, &s->limits.access, err);
    if (code) {
        shm_unlink_name(name);
        store_disown(s);
        shm_close(&s->header_segment);
    }
    return code;
}

/* Creates the header and holds its lock: from here on the name is this process's. */
static int claim(struct store *s, void (*pause)(void), memglass_error *err)
{
    char name[SHM_NAME_SIZE];
    int gate = shm_gate_enter(s->name, pause, err);
    if (gate < 0)
        return gate;
    shm_header_name(name, s->name);
    int code = takeover_check(s->name, err);
    if (code == MEMGLASS_OK)
        shm_unlink_session(s->name);
    if (code == MEMGLASS_OK || code == MEMGLASS_E_NOSESSION)
        code = create_header(s, name, err);
    shm_gate_leave(s->name, gate);
    return code;
}

static uint64_t random_instance(const struct format_header *header)
{
    uint64_t instance = 0;
    while (instance == 0)
        if (!shm_random(&instance, sizeof instance))
            instance = header->start_wall_ns ^ (uint64_t)header->pid << 32;
    return instance;
}

static void describe_self(struct format_header *header, const char *session)
{
    memcpy(header->name, session, strlen(session)); /* which was checked to fit */
    shm_executable(header->executable, sizeof header->executable);
    header->pid = (uint32_t)getpid();
    header->start_wall_ns = clock_wall_ns();
    header->start_monotonic_ns = clock_monotonic_ns();
    header->instance = random_instance(header);
}

static void describe_format(struct format_header *header)
{
    header->magic = FORMAT_MAGIC;
    header->version = FORMAT_VERSION;
    header->minimum_reader = FORMAT_MINIMUM_READER;
    header->byte_order = FORMAT_BYTE_ORDER;
    header->header_bytes = sizeof *header;
#define DESCRIBE_TABLE(table, type, base)                            \
    header->tables[FORMAT_TABLE_##table].entry_bytes = sizeof(type); \
    header->tables[FORMAT_TABLE_##table].base_log2 = (base);
    FORMAT_TABLE_LIST(DESCRIBE_TABLE)
#undef DESCRIBE_TABLE
}

/* All that does not change later. Readers wait for `ready`. */
static void write_header(struct store *s)
{
    struct format_header header = {0};
    describe_self(&header, s->name);
    describe_format(&header);
    counter_init(&s->clock, header.start_monotonic_ns);
    s->header = (struct format_header *)(void *)s->header_segment.base;
    store_bytes(s->header, &header, sizeof header);
}

static int make_ring(struct store *s, memglass_error *err)
{
    uint64_t bytes = s->limits.ring_entries * sizeof(struct format_event), place;
    s->next_region_bytes =
        s->limits.initial_bytes + bytes; /* the first region has room beside the ring */
    int code = arena_take(s, bytes, 64, 0, &place, err);
    if (code)
        return code;
    s->next_region_bytes = s->limits.initial_bytes;
    s->ring = region_pointer(s, place);
    store_relaxed_64(&s->header->ring_place, place);
    store_relaxed_64(&s->header->ring_capacity, s->limits.ring_entries);
    return MEMGLASS_OK;
}

static int make_tally(struct store *s, memglass_error *err)
{
    uint64_t first;
    int code = table_append(s, FORMAT_TABLE_tallies, 1, &first, err);
    if (code)
        return code;
    s->tally = table_entry(s, FORMAT_TABLE_tallies, first);
    table_publish(s, FORMAT_TABLE_tallies);
    return MEMGLASS_OK;
}

int store_open(struct store *s, const char *name, const struct store_limits *limits,
               void (*pause)(void), memglass_error *err)
{
    *s = (struct store){.limits = *limits,
                        .lock_fd = -1,
                        .header_segment = SHM_SEGMENT_NONE,
                        .tracking = TRACKING_NONE};
    strncpy(s->name, name, sizeof s->name - 1);
    int code = claim(s, pause, err);
    if (code)
        return code;
    write_header(s);
    if (limits->track_writes)
        tracking_start(s);
    code = whereabouts_init(&s->whereabouts, err);
    if (code == MEMGLASS_OK)
        code = make_ring(s, err);
    if (code == MEMGLASS_OK)
        code = make_tally(s, err);
    if (code)
        store_close(s, true);
    return code;
}

void store_publish(struct store *s)
{
    counter_measure(&s->clock);
    /* Pairs with the first acquire of format_check_header. */
    store_release_32(&s->header->ready, 1);
}

bool store_is_named(const struct store *s)
{
    char name[SHM_NAME_SIZE];
    shm_header_name(name, s->name);
    return shm_has_descriptor(&s->header_segment, s->lock_fd) &&
           shm_identify_segment(&s->header_segment, name) == SHM_SAME;
}

void store_disown(struct store *s)
{
    if (shm_has_descriptor(&s->header_segment, s->lock_fd))
        close(s->lock_fd);
    s->lock_fd = -1;
}

static void unlink_while_it_is_ours(const struct store *s, const char *name)
{
    if (shm_identify_segment(&s->header_segment, name) == SHM_SAME)
        shm_unlink_session(s->name);
}

/* Where the program has closed the lock's descriptor, only the gate keeps others from the name. Who
 * does not get in leaves a dead session, for the next that takes the name. */
static void remove_files(const struct store *s)
{
    char name[SHM_NAME_SIZE];
    shm_header_name(name, s->name);
    if (shm_has_descriptor(&s->header_segment, s->lock_fd)) {
        unlink_while_it_is_ours(s, name);
    } else if (shm_identify_segment(&s->header_segment, name) == SHM_SAME) {
        int gate = shm_gate_enter(s->name, shm_gate_pause, NULL);
        if (gate < 0)
            return;
        unlink_while_it_is_ours(s, name);
        shm_gate_leave(s->name, gate);
    }
}

void store_close(struct store *s, bool unlink)
{
    if (unlink)
        remove_files(s);
    tracking_stop(s);
    for (uint32_t number = 1; number <= s->region_count; number++) {
        shm_close(&region_of(s, number)->segment);
        free(region_of(s, number)->runs);
    }
    whereabouts_fini(&s->whereabouts);
    for (uint32_t chunk = 0; chunk < REGION_CHUNKS; chunk++)
        free(s->regions[chunk]);
    store_disown(s); /* last: until here nobody can take the name over */
    shm_close(&s->header_segment);
    *s = (struct store){
        .lock_fd = -1, .header_segment = SHM_SEGMENT_NONE, .tracking = TRACKING_NONE};
}
