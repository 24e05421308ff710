/*
 * Keeping the catalog up with the session by its events. Layer 2.
 *
 * An event says only where to look: the row is read anew, so what is applied is never older than
 * the event, and an event may be followed twice. Of an object that ended, its event tells all: that
 * it did stays true whatever came after. Where another object is known in that row by then, it is a
 * later one. That a row is free again tells nothing new.
 *
 * What one event makes us touch is far from what the one before did, and takes longer to come than
 * to be worked on: it is asked for when the event is read, and used some objects later. That an
 * end and what came in its place are then followed in another order than they were told in changes
 * nothing.
 */
#include "observer/events.h"

#include "observer/apply.h"
#include "observer/row.h"

#define LOOKS 64
#define AHEAD 16u /* ends, and objects that came; half as many are too few */

/* Where events are gone along, and once more for those that are due behind the last one. */
#define INLINED static inline __attribute__((always_inline))

/* What is due, in the order in which it was told: where the next one is, the next event's goes. By
 * arrays whose elements one instruction finds. */
struct following {
    memglass_observer *o;
    int worst;
    struct alike alike;
    uint32_t next_ended, next_came;
    struct observer_removal ended[AHEAD];
    uint32_t came[AHEAD];                       /* indexes, and their rows: */
    const struct format_object *objects[AHEAD]; /* NULL: nothing is due there */
    const struct format_detail *details[AHEAD];
};

static void begin(struct following *f, memglass_observer *o)
{
    f->o = o;
    f->worst = MEMGLASS_OK;
    f->alike = ALIKE_NONE;
    f->next_ended = f->next_came = 0;
    for (uint32_t i = 0; i < AHEAD; i++) {
        f->ended[i].index = FORMAT_NONE;
        f->objects[i] = NULL;
    }
}

/* No function: gcc takes one that only asks for one that does nothing, and leaves its calls out. By
 * numbers, since there may be no such element. */
#define ASK_FOR(list, index) \
    __builtin_prefetch((const void *)((uintptr_t)(list) + (uintptr_t)(index) * sizeof *(list)))

/* A load from shared memory may be the last thing that is done here: the catalog is then as the
 * source says. */
static inline void settle(void)
{
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
}

/* --- the ring --- */

/* An event's words without its number, which they have at the top. */
struct event {
    uint64_t where, what;
};

/* Copies the event of that number (format_event_where of it); false when another one is there, or
 * this one not yet. Relaxed: the acquire of the head has seen what it tells of. */
static bool look(const struct format_event *shared, uint64_t number, struct event *out)
{
    out->where = load_relaxed_64(&shared->where) - number;
    out->what = load_relaxed_64(&shared->what) - 2 * number;
    return out->where >> 32 == 0 && out->what >> 33 == 0;
}

/* A writer may have claimed the event and be just about to store it. One that is stopped there is
 * not waited for: the directory has what it would tell. */
__attribute__((noinline)) static bool look_again(const struct format_event *shared, uint64_t number,
                                                 struct event *out)
{
    for (int i = 0; i < LOOKS; i++)
        if (look(shared, number, out))
            return true;
    return false;
}

/* --- an end --- */

INLINED void follow_ended(memglass_observer *o, const struct observer_removal *ended)
{
    if (catalog_knows(&o->catalog, ended->index, ended->generation))
        apply_end(o, ended->index, ended->generation);
}

INLINED void put_ended(struct following *f, memglass_observer *o, uint32_t at,
                       const struct event *event)
{
    ASK_FOR(o->catalog.generations, event->where);
    f->ended[at].index = (uint32_t)event->where;
    f->ended[at].generation = (uint32_t)event->what & FORMAT_GENERATION_MASK;
}

/* --- an object that came --- */

/* A row where the catalog has an object: of the same life, of a later one, or of none. */
__attribute__((noinline)) static int follow_known(struct following *f, uint32_t index,
                                                  const struct format_object *object,
                                                  const struct format_detail *detail)
{
    struct row row;
    row_look(&(struct row_place){index, object, detail}, &row);
    settle();
    return apply_row(f->o, &row, &f->alike);
}

INLINED int follow_came(struct following *f, memglass_observer *o, uint32_t at)
{
    uint32_t index = f->came[at];
    struct row_place place = {index, f->objects[at], f->details[at]};
    struct newcomer newcomer = {.index = index};
    if (!place.object)
        return MEMGLASS_OK;
    if (__builtin_expect(o->catalog.generations[index] != OBSERVER_VACANT, false))
        return follow_known(f, index, f->objects[at], f->details[at]);
    bool live =
        row_read(&place, &o->catalog.rows[index], &newcomer.generation, &newcomer.label_hash);
    settle();
    return __builtin_expect(live, true) ? apply_new(o, &newcomer, &f->alike) : MEMGLASS_OK;
}

/* False: no memory. */
INLINED bool came(struct following *f, memglass_observer *o, uint32_t at)
{
    int status = follow_came(f, o, at);
    settle();
    if (status)
        f->worst = status;
    return status != MEMGLASS_E_NOMEM;
}

/* The catalog has a row for it from then on. False: no memory. */
INLINED bool put_came(struct following *f, memglass_observer *o, uint32_t at, uint32_t index)
{
    struct row_place place;
    f->came[at] = index;
    if (!row_locate(&o->rows, &o->at.segments, index, &place)) {
        f->worst = MEMGLASS_E_CORRUPT;
        f->objects[at] = NULL;
        return true;
    }
    ASK_FOR(place.object, 0);
    ASK_FOR(place.detail, 0);
    ASK_FOR(o->catalog.generations, index);
    ASK_FOR(o->catalog.rows, index);
    f->objects[at] = place.object;
    f->details[at] = place.detail;
    return catalog_reach(&o->catalog, index);
}

/* --- all of them --- */

/* Events n and on, which lie one behind the other. MEMGLASS_OK, EVENTS_MISSED, E_NOMEM. */
INLINED int follow_stretch(struct following *f, memglass_observer *o,
                           const struct format_event *shared, uint64_t n, uint64_t count)
{
    const struct format_event *const stop = shared + count;
    uint32_t ended = f->next_ended, next = f->next_came;
    uint64_t number = format_event_where(n, 0);
    for (; shared < stop; shared++, number += UINT64_C(1) << 32) {
        struct event event = {.what = load_relaxed_64(&shared->what) - 2 * number};
        if (event.what >> 30 == FORMAT_EVENT_RECLAIMED)
            continue; /* whatever row it was */
        event.where = load_relaxed_64(&shared->where) - number;
        if (__builtin_expect((event.where >> 32 | event.what >> 33) != 0, false)) {
            struct event again; /* so that the other one may stay in registers */
            if (!look_again(shared, number, &again))
                return EVENTS_MISSED;
            event = again;
        }
        uint32_t kind = (uint32_t)(event.what >> 30);
        if (kind == FORMAT_EVENT_CREATED) {
            if (!came(f, o, next) || !put_came(f, o, next, (uint32_t)event.where))
                return MEMGLASS_E_NOMEM;
            next = (next + 1) % AHEAD;
        } else if (kind == FORMAT_EVENT_DESTROYED) {
            follow_ended(o, &f->ended[ended]);
            put_ended(f, o, ended, &event);
            ended = (ended + 1) % AHEAD;
        }
        settle();
    }
    f->next_ended = ended;
    f->next_came = next;
    return MEMGLASS_OK;
}

/* MEMGLASS_OK or E_NOMEM. */
static int follow_due(struct following *f)
{
    for (uint32_t i = 0; i < AHEAD; i++)
        follow_ended(f->o, &f->ended[(f->next_ended + i) % AHEAD]);
    settle();
    for (uint32_t i = 0; i < AHEAD; i++)
        if (!came(f, f->o, (f->next_came + i) % AHEAD))
            return MEMGLASS_E_NOMEM;
    return MEMGLASS_OK;
}

struct up_to {
    memglass_observer *o;
    uint64_t head;
};

static int follow_all(void *ctx)
{
    const struct up_to *to = ctx;
    memglass_observer *const o = to->o;
    const uint64_t head = to->head, capacity = o->at.ring_capacity;
    const struct format_event *ring =
        format_at(&o->at.segments, o->at.ring_place, capacity * sizeof *ring, 8);
    struct following f;
    int status = MEMGLASS_OK;
    if (!ring)
        return EVENTS_MISSED;
    if (!o->ring_ready) {
        shm_make_ready(ring, capacity * sizeof *ring);
        o->ring_ready = true;
    }
    begin(&f, o);
    for (uint64_t n = o->next_event, count; n != head && !status; n += count) {
        uint64_t first = n & (capacity - 1), room = capacity - first, left = head - n;
        count = room < left ? room : left;
        status = follow_stretch(&f, o, &ring[first], n, count);
    }
    if (!status)
        status = follow_due(&f);
    if (status)
        return status;
    o->next_event = head;
    return f.worst;
}

int events_follow(memglass_observer *o, uint64_t head)
{
    if (!catalog_reserve(&o->catalog, head - o->next_event))
        return MEMGLASS_E_NOMEM;
    return shm_guarded(follow_all, &(struct up_to){o, head});
}
