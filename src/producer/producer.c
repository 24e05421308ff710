/* The producer's public face: arguments checked, the lock taken, the work handed to the modules
 * beside it. Layer 2. */
#include "producer/session.h"

#include "base/checked.h"
#include "base/error.h"
#include "format/words.h"

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
#define ALIGN_MAX             4096u

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
    *limits = (struct store_limits){
        .initial_bytes = c->initial_region_bytes ? c->initial_region_bytes : DEFAULT_INITIAL_BYTES,
        .max_bytes = c->max_region_bytes ? c->max_region_bytes : DEFAULT_MAX_BYTES,
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

static int open_session(memglass_session *s, const memglass_config *config, memglass_error *err)
{
    struct store_limits limits;
    int code = check_config(config, &limits, err);
    if (code || (code = store_open(&s->store, config->name, &limits, err)))
        return code;
    unsigned grace_ms = config->reclaim_grace_ms ? config->reclaim_grace_ms : DEFAULT_GRACE_MS;
    s->flags = config->flags;
    pthread_mutex_init(&s->lock, NULL);
    s->number = s->store.header->instance;
    directory_init(&s->directory, &s->store, &s->lock, grace_ms * NS_PER_MS,
                   wants_guard_pages(config));
    code = registry_init(&s->registry, &s->store, err);
    if (code == MEMGLASS_OK && (code = fork_watch(s, err)) == MEMGLASS_OK) {
        if ((s->flags & MEMGLASS_NO_THREAD) || (code = heart_start(s, err)) == MEMGLASS_OK) {
            store_publish(&s->store); /* nothing can fail any more */
            return MEMGLASS_OK;
        }
        fork_forget(s);
    }
    registry_fini(&s->registry);
    directory_fini(&s->directory);
    store_close(&s->store, true);
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
    fork_forget(s);
    if (!s->forked)
        store_release_32(&s->store.header->closed, 1);
    store_close(&s->store, !s->forked && !(s->flags & MEMGLASS_KEEP));
    registry_fini(&s->registry);
    directory_fini(&s->directory);
    pthread_mutex_destroy(&s->lock);
    free(s);
    return MEMGLASS_OK;
}

/* --- calls on an open session ------------------------------------------------------------------
 */

static int check_open(const memglass_session *s, memglass_error *err)
{
    if (!s)
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "the session is NULL: did memglass_open fail?");
    if (s->forked)
        return error_set(
            err, MEMGLASS_E_FORKED, 0,
            "the session belongs to the parent process: open one of your own after fork()");
    return MEMGLASS_OK;
}

/* Enters a session: the thread's error slot, the refusals, and the lock. On failure nothing is to
 * be left. */
static int enter(memglass_session *s, memglass_error **err)
{
    *err = last_error_begin(s);
    int code = check_open(s, *err);
    if (code == MEMGLASS_OK)
        pthread_mutex_lock(&s->lock);
    return code;
}

static int count_failure(memglass_session *s, int code)
{
    if (code < 0)
        add_relaxed_64(&s->store.header->counters.failures, 1);
    return code;
}

static int leave(memglass_session *s, int code)
{
    count_failure(s, code);
    pthread_mutex_unlock(&s->lock);
    return code;
}

/* The same with the thread's hand, and without the lock: only where blocks have guard pages is it
 * held all the time. */
static int enter_with_hand(memglass_session *s, struct hand **hand, memglass_error **err)
{
    *err = last_error_begin(s);
    int code = check_open(s, *err);
    if (code || (code = hand_get(s, hand, *err)))
        return s && !s->forked ? count_failure(s, code) : code;
    if (s->directory.guarded)
        pthread_mutex_lock(&s->lock);
    return MEMGLASS_OK;
}

static int leave_hand(memglass_session *s, int code)
{
    if (s->directory.guarded)
        pthread_mutex_unlock(&s->lock);
    return count_failure(s, code);
}

int memglass_register(memglass_session *s, const memglass_type *type)
{
    memglass_error *err;
    uint32_t index;
    int code = enter(s, &err);
    if (code)
        return code;
    return leave(s, registry_type(&s->registry, type, &index, err));
}

/* --- objects -----------------------------------------------------------------------------------
 */

static unsigned place_known(const void *key)
{
    return (unsigned)((uintptr_t)key >> 4) & (HAND_KNOWN - 1);
}

static bool is_known_type(const struct hand_type *known, const memglass_type *type)
{
    return type && known->type == type && type->size == known->written->size &&
           type->field_count == known->written->field_count && strcmp(type->name, known->name) == 0;
}

/* As registry_type; what this thread asked for lately without the lock. */
static int type_of(memglass_session *s, struct hand *h, const memglass_type *type, uint32_t *index,
                   memglass_error *err)
{
    struct hand_type *known = &h->types[place_known(type)];
    if (is_known_type(known, type)) {
        *index = known->index;
        return MEMGLASS_OK;
    }
    directory_lock(&s->directory);
    int code = registry_type(&s->registry, type, index, err);
    if (code == MEMGLASS_OK)
        *known = (struct hand_type){.type = type,
                                    .written = registry_type_at(&s->registry, *index),
                                    .name = registry_type_name(&s->registry, *index),
                                    .index = *index};
    directory_unlock(&s->directory);
    return code;
}

static uint32_t origin_of_site(memglass_session *s, struct hand *h, const char *site)
{
    struct hand_site *known = &h->sites[place_known(site)];
    if (known->origin && known->site == site && (!site || strcmp(site, known->written) == 0))
        return known->origin;
    directory_lock(&s->directory);
    known->site = site;
    known->origin = registry_origin(&s->registry, site, h->thread, &known->written);
    directory_unlock(&s->directory);
    return known->origin;
}

/* What an object would be, from a caller's arguments; its type is registered. */
static int describe(memglass_session *s, struct hand *h, const memglass_type *type, size_t count,
                    const char *label, const char *site, struct directory_object *out,
                    memglass_error *err)
{
    int code = type_of(s, h, type, &out->type, err);
    if (code)
        return code;
    if (count == 0)
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "an object of type '%s' needs a count of at least 1", type->name);
    if (count > UINT32_MAX || !checked_mul(type->size, count, &out->payload))
        return error_set(err, MEMGLASS_E_LIMIT, 0,
                         "%zu elements of '%s' are too many for one object", count, type->name);
    out->label_length = label ? strnlen(label, 256) : 0;
    if (label && (out->label_length == 0 || out->label_length > 255))
        return error_set(err, MEMGLASS_E_INVALID, 0, "a label has 1 to 255 bytes, this one has %s",
                         *label ? "more" : "none");
    if (type->align > ALIGN_MAX)
        return error_set(err, MEMGLASS_E_LIMIT, 0, "type '%s' is aligned to more than %u bytes",
                         type->name, ALIGN_MAX);
    out->count = count;
    out->label = label;
    out->origin = origin_of_site(s, h, site);
    return MEMGLASS_OK;
}

/* Says in the error what the call was for, behind what the system said. */
static void explain_full(memglass_error *err, const char *name, uint64_t bytes)
{
    if (err->code != MEMGLASS_E_NOSPACE)
        return;
    char reason[sizeof err->message];
    memcpy(reason, err->message, sizeof reason);
    error_set(err, MEMGLASS_E_NOSPACE, err->sys_errno,
              "no room for %llu bytes of '%s' (df /dev/shm): %.160s", (unsigned long long)bytes,
              name, reason);
}

/* A row that was taken and not published goes the way of one that has ended. */
static void give_up(struct directory *d, struct hand *h, struct directory_row *row)
{
    directory_make_raw(row);
    row->seen = load_relaxed_32(&row->row->state_generation);
    directory_end(d, h, row, NULL);
}

static int create(memglass_session *s, struct hand *h, const memglass_type *type, size_t count,
                  const char *label, const char *site, void **object, memglass_error *err)
{
    struct directory *d = &s->directory;
    struct directory_object described = {.now_ns = directory_now_ns(d, h)};
    struct directory_row row;
    int code = describe(s, h, type, count, label, site, &described, err);
    if (code)
        return code;
    code = directory_take(d, h, described.payload, type->align, &row, err);
    if (code == MEMGLASS_OK &&
        (code = directory_take_label(d, h, &row, described.label_length, err)))
        give_up(d, h, &row);
    if (code) {
        explain_full(err, type->name, described.payload);
        return code;
    }
    directory_publish(d, h, &row, &described);
    *object = row.payload;
    return MEMGLASS_OK;
}

void *memglass_create_object_at(memglass_session *s, const memglass_type *type, size_t count,
                                const char *label, const char *site)
{
    memglass_error *err;
    struct hand *hand;
    if (enter_with_hand(s, &hand, &err))
        return NULL;
    void *object = NULL;
    leave_hand(s, create(s, hand, type, count, label, site, &object, err));
    return object;
}

void *memglass_create_object(memglass_session *s, const memglass_type *type, size_t count,
                             const char *label)
{
    return memglass_create_object_at(s, type, count, label, NULL);
}

static int not_an_object(const void *pointer, memglass_error *err)
{
    return error_set(err, MEMGLASS_E_NOTOBJECT, 0,
                     "%p is not a live object of this session (destroyed already, or never one)",
                     pointer);
}

int memglass_destroy(memglass_session *s, void *object)
{
    memglass_error *err;
    struct hand *hand;
    struct directory_row row;
    int code = enter_with_hand(s, &hand, &err);
    if (code)
        return code;
    int found = directory_find(&s->directory, hand, object, &row, err);
    code = found == MEMGLASS_E_NOTOBJECT ? found : directory_end(&s->directory, hand, &row, err);
    if (code == MEMGLASS_E_NOTOBJECT)
        return leave_hand(s, not_an_object(object, err));
    return leave_hand(s, code ? code : found);
}

static int allocate(memglass_session *s, struct hand *h, size_t size, size_t align, void **memory,
                    memglass_error *err)
{
    struct directory_row row;
    if (size == 0 || (align && !is_power_of_two(align)) || align > ALIGN_MAX)
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "cannot allocate %zu bytes aligned to %zu: at least one byte, and a power "
                         "of two up to %u",
                         size, align, ALIGN_MAX);
    int code = directory_take(&s->directory, h, size, align ? align : 16, &row, err);
    if (code) {
        explain_full(err, "memory", size);
        return code;
    }
    directory_make_raw(&row);
    *memory = row.payload;
    return MEMGLASS_OK;
}

void *memglass_alloc(memglass_session *s, size_t size, size_t align)
{
    memglass_error *err;
    struct hand *hand;
    if (enter_with_hand(s, &hand, &err))
        return NULL;
    void *memory = NULL;
    leave_hand(s, allocate(s, hand, size, align, &memory, err));
    return memory;
}

static int not_adoptable(const void *pointer, memglass_error *err)
{
    return error_set(err, MEMGLASS_E_NOTOBJECT, 0,
                     "%p is not memory of memglass_alloc that waits to be adopted", pointer);
}

static int adopt(memglass_session *s, struct hand *h, void *mem, const memglass_type *type,
                 size_t count, const char *label, memglass_error *err)
{
    struct directory *d = &s->directory;
    struct directory_object described = {.now_ns = directory_now_ns(d, h)};
    struct directory_row row;
    int code = describe(s, h, type, count, label, NULL, &described, err);
    if (code)
        return code;
    if (directory_find(d, h, mem, &row, NULL) == MEMGLASS_E_NOTOBJECT ||
        word_state(row.seen) != FORMAT_RAW)
        return not_adoptable(mem, err);
    if (described.payload > directory_block_room(d, row.index))
        return error_set(err, MEMGLASS_E_SIZE, 0,
                         "%zu of '%s' need %llu bytes, the memory has %llu", count, type->name,
                         (unsigned long long)described.payload,
                         (unsigned long long)directory_block_room(d, row.index));
    if (!directory_claim_raw(&row))
        return not_adoptable(mem, err);
    code = directory_take_label(d, h, &row, described.label_length, err);
    if (code) {
        directory_make_raw(&row);
        return code;
    }
    directory_publish(d, h, &row, &described);
    return MEMGLASS_OK;
}

int memglass_adopt(memglass_session *s, void *mem, const memglass_type *type, size_t count,
                   const char *label)
{
    memglass_error *err;
    struct hand *hand;
    int code = enter_with_hand(s, &hand, &err);
    return code ? code : leave_hand(s, adopt(s, hand, mem, type, count, label, err));
}

void memglass_tick(memglass_session *s)
{
    if (s->forked)
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
