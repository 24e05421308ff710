/* The producer's public face, but for objects (objects.c): arguments checked, the lock taken, the
 * work handed to the modules beside it. Layer 2. */
#include "producer/calls.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_INITIAL_BYTES (UINT64_C(1) << 20)
#define DEFAULT_MAX_BYTES     (UINT64_C(256) << 20)
#define DEFAULT_GRACE_MS      1000u
#define DEFAULT_RING_ENTRIES  65536u
#define OWNER_MODE            0600u
#define GROUP_MODE            0640u
#define SHARED_MODE           0644u /* all that may be asked for */

static const unsigned known_flags = MEMGLASS_NO_THREAD | MEMGLASS_KEEP | MEMGLASS_RECLAIM |
                                    MEMGLASS_GUARD_PAGES | MEMGLASS_TRACK_WRITES;

/* --- open and close ----------------------------------------------------------------------------
 */

/* Who looks needs to read and no more; that nobody else writes is what observers rely on. */
static int check_access(const memglass_config *c, struct shm_access *out, memglass_error *err)
{
    unsigned mode = c->mode ? c->mode : c->group ? GROUP_MODE : OWNER_MODE;
    if ((mode & OWNER_MODE) != OWNER_MODE || mode & ~SHARED_MODE)
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "mode 0%o: use 0600, 0640 (its group may look) or 0644 (everyone may)",
                         mode);
    if (c->group && !(mode & 0040))
        return error_set(err, MEMGLASS_E_INVALID, 0, "mode 0%o does not let group '%.64s' read",
                         mode, c->group);
    *out = (struct shm_access){.mode = mode, .has_group = c->group != NULL};
    return c->group ? shm_group_id(c->group, &out->group, err) : MEMGLASS_OK;
}

/* Guard pages also for a program that cannot be changed now: MEMGLASS_GUARD=1 in its environment.
 */
static bool wants_guard_pages(const memglass_config *config)
{
    const char *wish = secure_getenv("MEMGLASS_GUARD");
    return (config->flags & MEMGLASS_GUARD_PAGES) || (wish && strcmp(wish, "1") == 0);
}

static int check_config(const memglass_config *c, struct store_limits *limits, memglass_error *err)
{
    if (!c)
        return error_set(err, MEMGLASS_E_INVALID, 0, "the config is NULL");
    int code = shm_check_session_name(c->name, err);
    if (code)
        return code;
    if (c->flags & ~known_flags)
        return error_set(err, MEMGLASS_E_INVALID, 0, "unknown flags 0x%x in the config",
                         c->flags & ~known_flags);
    if (c->event_ring_entries && !is_power_of_two(c->event_ring_entries))
        return error_set(err, MEMGLASS_E_INVALID, 0, "event_ring_entries %u is not a power of two",
                         c->event_ring_entries);
    if (c->event_ring_entries > FORMAT_RING_MAX)
        return error_set(err, MEMGLASS_E_LIMIT, 0, "event_ring_entries %u is more than %u",
                         c->event_ring_entries, FORMAT_RING_MAX);
    uint64_t most = c->max_region_bytes ? c->max_region_bytes : DEFAULT_MAX_BYTES;
    uint64_t first = most < DEFAULT_INITIAL_BYTES ? most : DEFAULT_INITIAL_BYTES;
    *limits = (struct store_limits){
        .initial_bytes = c->initial_region_bytes ? c->initial_region_bytes : first,
        .max_bytes = most,
        .ring_entries = c->event_ring_entries ? c->event_ring_entries : DEFAULT_RING_ENTRIES,
    };
    /* The thread makes the looks; and guard pages are protected already. */
    limits->track_writes = (c->flags & MEMGLASS_TRACK_WRITES) && !(c->flags & MEMGLASS_NO_THREAD) &&
                           !wants_guard_pages(c);
    code = check_access(c, &limits->access, err);
    if (code)
        return code;
    if (limits->initial_bytes > UINT64_C(1) << 39 || limits->max_bytes > UINT64_C(1) << 39)
        return error_set(err, MEMGLASS_E_LIMIT, 0, "regions are at most 512 GiB large");
    if (limits->initial_bytes > limits->max_bytes)
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "initial_region_bytes %llu is more than max_region_bytes %llu",
                         (unsigned long long)limits->initial_bytes,
                         (unsigned long long)limits->max_bytes);
    return MEMGLASS_OK;
}

/* It is held for some microseconds at a time, while rows are freed: a thread that finds it taken
 * looks a few times more before it goes to sleep, where the C library knows how. */
static void init_lock(pthread_mutex_t *lock)
{
    pthread_mutexattr_t how;
    pthread_mutexattr_init(&how);
#ifdef PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP
    pthread_mutexattr_settype(&how, PTHREAD_MUTEX_ADAPTIVE_NP);
#endif
    pthread_mutex_init(lock, &how);
    pthread_mutexattr_destroy(&how);
}

/* From here on a forked child lets go of its lock. */
static int open_store(memglass_session *s, const char *name, const struct store_limits *limits,
                      memglass_error *err)
{
    int code = fork_hold_off(err);
    if (code)
        return code;
    code = store_open(&s->store, name, limits, fork_pause, err);
    if (code == MEMGLASS_OK) {
        init_lock(&s->lock);
        s->number = s->store.header->instance;
        fork_watch(s);
    }
    fork_let_go();
    return code;
}

/* Up to here it does. */
static void close_store(memglass_session *s, bool unlink)
{
    fork_hold_off(NULL); /* for which all is there since the opening */
    fork_forget(s);
    store_close(&s->store, unlink);
    fork_let_go();
}

static int open_session(memglass_session *s, const memglass_config *config, memglass_error *err)
{
    struct store_limits limits;
    int code = check_config(config, &limits, err);
    if (code || (code = open_store(s, config->name, &limits, err)))
        return code;
    unsigned grace_ms = config->reclaim_grace_ms ? config->reclaim_grace_ms : DEFAULT_GRACE_MS;
    s->flags = config->flags;
    directory_init(&s->directory, &s->store, &s->lock, grace_ms * NS_PER_MS,
                   wants_guard_pages(config));
    code = registry_init(&s->registry, &s->store, err);
    if (code == MEMGLASS_OK &&
        ((s->flags & MEMGLASS_NO_THREAD) || (code = heart_start(s, err)) == MEMGLASS_OK)) {
        store_publish(&s->store); /* nothing can fail any more */
        return MEMGLASS_OK;
    }
    close_store(s, true);
    registry_fini(&s->registry);
    directory_fini(&s->directory);
    pthread_mutex_destroy(&s->lock);
    return code;
}

memglass_session *memglass_open(const memglass_config *config, memglass_error *err)
{
    memglass_session *s = calloc(1, sizeof *s);
    if (!s) {
        error_set(err, MEMGLASS_E_NOMEM, ENOMEM, "out of memory for a session");
        return NULL;
    }
    if (err)
        *err = (memglass_error){0};
    if (open_session(s, config, err) != MEMGLASS_OK) {
        free(s);
        return NULL;
    }
    last_error_forget(s);
    return s;
}

int memglass_close(memglass_session *s)
{
    if (!s)
        return MEMGLASS_OK;
    heart_stop(s);
    if (!s->forked)
        store_release_32(&s->store.header->closed, 1);
    close_store(s, !s->forked && !(s->flags & MEMGLASS_KEEP));
    registry_fini(&s->registry);
    directory_fini(&s->directory);
    pthread_mutex_destroy(&s->lock);
    free(s);
    return MEMGLASS_OK;
}

/* --- calls on an open session ------------------------------------------------------------------
 */

int memglass_register(memglass_session *s, const memglass_type *type)
{
    memglass_error *err;
    uint32_t index;
    int code = enter(s, &err);
    if (code)
        return code;
    return leave(s, registry_type(&s->registry, type, &index, err));
}

void memglass_tick(memglass_session *s)
{
    if (!s || s->forked)
        return;
    add_relaxed_64(&s->store.header->ticks, 1);
    add_relaxed_64(&s->store.header->heartbeats, 1);
}

void memglass_frame_begin(memglass_session *s)
{
    if (!s || s->forked)
        return;
    uint64_t *sequence = &s->store.header->frame_sequence;
    store_relaxed_64(sequence, load_relaxed_64(sequence) | 1);
    /* No store of the step is seen before the odd sequence. Pairs with the fence of a reader's
     * second look (observer_frame_sequence). */
    fence_release();
}

void memglass_frame_end(memglass_session *s)
{
    if (!s || s->forked)
        return;
    uint64_t *sequence = &s->store.header->frame_sequence;
    /* Pairs with the acquire of a reader's first look. */
    store_release_64(sequence, (load_relaxed_64(sequence) | 1) + 1);
}

size_t memglass_reclaim(memglass_session *s)
{
    memglass_error *err;
    if (enter(s, &err))
        return 0;
    size_t done = directory_reclaim(&s->directory, SIZE_MAX);
    leave(s, MEMGLASS_OK);
    return done;
}

int memglass_last_error(const memglass_session *s, memglass_error *err)
{
    return last_error_get(s, err);
}

uint64_t memglass_damage(memglass_session *s, memglass_error *last)
{
    if (!s) {
        if (last)
            *last = (memglass_error){0};
        return 0;
    }
    pthread_mutex_lock(&s->lock);
    uint64_t found = s->directory.damage.found;
    if (last)
        *last = s->directory.damage.last;
    pthread_mutex_unlock(&s->lock);
    return found;
}

/* What all threads have done; what ended first, so that no more ends than was made. */
static struct format_tally tallies(const struct store *s)
{
    struct format_tally sum = {0};
    for (int made = 0; made <= 1; made++)
        for (uint64_t i = 0; i < s->used[FORMAT_TABLE_tallies]; i++) {
            const struct format_tally *t = table_entry(s, FORMAT_TABLE_tallies, i);
            sum.reclaimed += made ? 0 : load_relaxed_64(&t->reclaimed);
            sum.destroyed += made ? 0 : load_relaxed_64(&t->destroyed);
            sum.destroyed_bytes += made ? 0 : load_relaxed_64(&t->destroyed_bytes);
            sum.created += made ? load_relaxed_64(&t->created) : 0;
            sum.created_bytes += made ? load_relaxed_64(&t->created_bytes) : 0;
        }
    return sum;
}

void memglass_stats(memglass_session *s, memglass_session_stats *out)
{
    if (!s) {
        *out = (memglass_session_stats){0};
        return;
    }
    pthread_mutex_lock(&s->lock);
    const struct format_counters *c = &s->store.header->counters;
    struct format_tally t = tallies(&s->store);
    *out = (memglass_session_stats){
        .created = t.created,
        .destroyed = t.destroyed,
        .reclaimed = t.reclaimed,
        .failures = load_relaxed_64(&c->failures),
        .live_objects = t.created - t.destroyed,
        .payload_bytes = t.created_bytes - t.destroyed_bytes,
        .region_bytes = c->region_bytes,
        .region_count = s->store.region_count,
        .type_count = (uint32_t)s->store.used[FORMAT_TABLE_types],
        .overruns = c->overruns,
        .late_writes = load_relaxed_64(&c->late_writes),
    };
    pthread_mutex_unlock(&s->lock);
}
