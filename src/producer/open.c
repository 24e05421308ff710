/* Making a session's segments, replacing those of a dead producer, and taking them away. Layer 2.
 */
#include "producer/store.h"

#include "base/clock.h"
#include "base/error.h"
#include "format/words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

/* Several producers may race to replace one dead session; each round of this many either wins or
 * finds a live one. */
#define TAKEOVER_ROUNDS 64

/* Pid that a header names, 0 when it cannot be read; and whether the file may be replaced. */
static bool replaceable(int fd, uint32_t *pid)
{
    struct format_header header;
    memset(&header, 0, sizeof header);
    ssize_t got = pread(fd, &header, offsetof(struct format_header, start_wall_ns), 0);
    *pid = header.pid;
    /* All zero: its producer died (or is) between creating and filling it. */
    return got >= 0 && (header.magic == FORMAT_MAGIC || header.magic == 0);
}

/* The name is taken. E_EXISTS or E_CORRUPT to stop, MEMGLASS_OK to try to create it again. */
static int remove_dead(const char *session, const char *header_name, memglass_error *err)
{
    int fd = shm_open_lock(header_name, err);
    if (fd < 0)
        return fd == MEMGLASS_E_NOSESSION ? MEMGLASS_OK : fd;
    uint32_t pid;
    bool ours = replaceable(fd, &pid);
    int code = MEMGLASS_OK;
    if (!ours)
        code = error_set(err, MEMGLASS_E_CORRUPT, 0,
                         "/dev/shm%s is not a memglass session: remove it, or choose another name",
                         header_name);
    else if (!shm_lock_take(fd))
        code = error_set(err, MEMGLASS_E_EXISTS, EEXIST,
                         "session '%s' belongs to a live producer (pid %u): stop it, or choose "
                         "another name",
                         session, pid);
    else if (shm_identify(fd, header_name) == SHM_SAME)
        shm_unlink_session(session);
    close(fd);
    return code;
}

/* Locks the header that was just created; false when another producer took it for dead before that.
 */
static bool lock_created(struct store *s, const char *name)
{
    s->lock_fd = shm_open_lock(name, NULL);
    /* While the segment has its name, the name led to it when it was opened for the lock. */
    if (s->lock_fd >= 0 && shm_lock_take(s->lock_fd) &&
        shm_identify(s->header_segment.fd, name) == SHM_SAME)
        return true;
    store_disown(s);
    shm_close(&s->header_segment);
    return false;
}

/* Creates the header and holds its lock: from here on the name is this process's. */
static int claim(struct store *s, memglass_error *err)
{
    char name[SHM_NAME_SIZE];
    shm_header_name(name, s->name);
    for (int round = 0; round < TAKEOVER_ROUNDS; round++) {
        int code =
            shm_create(name, sizeof(struct format_header), s->limits.mode, &s->header_segment, err);
        if (code == MEMGLASS_OK) {
            if (lock_created(s, name))
                return MEMGLASS_OK;
        } else if (code != MEMGLASS_E_EXISTS || (code = remove_dead(s->name, name, err))) {
            return code;
        }
    }
    return error_set(err, MEMGLASS_E_EXISTS, EEXIST,
                     "session '%s' is being opened by another producer at this moment", s->name);
}

static uint64_t random_instance(const struct format_header *header)
{
    uint64_t instance = 0;
    while (instance == 0)
        if (getrandom(&instance, sizeof instance, 0) < 0)
            instance = header->start_wall_ns ^ (uint64_t)header->pid << 32;
    return instance;
}

static void describe_self(struct format_header *header, const char *session)
{
    memcpy(header->name, session, strlen(session)); /* which was checked to fit */
    ssize_t length = readlink("/proc/self/exe", header->executable, sizeof header->executable - 1);
    header->executable[length > 0 ? length : 0] = '\0';
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
    s->start_ns = header.start_monotonic_ns;
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

int store_open(struct store *s, const char *name, const struct store_limits *limits,
               memglass_error *err)
{
    *s = (struct store){.limits = *limits, .lock_fd = -1, .header_segment = SHM_SEGMENT_NONE};
    strncpy(s->name, name, sizeof s->name - 1);
    int code = claim(s, err);
    if (code)
        return code;
    write_header(s);
    code = make_ring(s, err);
    if (code)
        store_close(s, true);
    return code;
}

void store_publish(struct store *s)
{
    /* Pairs with the first acquire of format_check_header. */
    store_release_32(&s->header->ready, 1);
}

void store_disown(struct store *s)
{
    if (s->lock_fd >= 0)
        close(s->lock_fd);
    s->lock_fd = -1;
}

void store_close(struct store *s, bool unlink)
{
    char name[SHM_NAME_SIZE];
    shm_header_name(name, s->name);
    if (unlink && shm_identify(s->header_segment.fd, name) == SHM_SAME)
        shm_unlink_session(s->name);
    for (uint32_t i = 0; i < s->region_count; i++)
        shm_unmap(s->regions[i].base, s->regions[i].size);
    free(s->regions);
    shm_close(&s->header_segment);
    store_disown(s); /* last: until here nobody can take the name over */
    *s = (struct store){.lock_fd = -1, .header_segment = SHM_SEGMENT_NONE};
}
