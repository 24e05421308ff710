/*
 * Keeping the catalog up with the session by its events. Layer 2.
 *
 * An event says only where to look: the row is read anew, so what is applied is never older than
 * the event, and an event may be followed twice. Of an object that ended, its event tells all: that
 * it did stays true whatever came after. Where another object is known in that row by then, it is a
 * later one. That a row is free again tells nothing new.
 *
 * What one event makes us touch is far from what the one before did, and takes longer to come than
 * to be worked on: it is asked for when the event is read, and used some events later.
 */
#include "observer/events.h"

#include "observer/apply.h"
#include "observer/row.h"

#define LOOKS 64
#define AHEAD 32u /* events; half as many and twice as many are as good */

struct event {
    uint32_t kind, index, generation;
};

/* What is to be done for an event: for one that tells of a new object, its row is known. */
struct due {
    struct row_place place;
    uint32_t generation; /* of the object that ended */
};

#define NOWHERE ((struct row_place){.index = FORMAT_NONE}) /* nothing is known of that row */
#define NOTHING ((struct event){.index = FORMAT_NONE})

struct following {
    memglass_observer *o;
    uint64_t head;
    int worst;
    struct alike alike;
    struct due due[AHEAD]; /* the next one is where the next event's goes */
};

/* --- the ring --- */

/* Copies event n; false when another one is there, or this one not yet. Relaxed: the acquire of the
 * head has seen what it tells of. */
static inline bool look(const struct format_event *shared, uint64_t n, struct event *out)
{
    uint64_t where = load_relaxed_64(&shared->where), what = load_relaxed_64(&shared->what);
    out->index = (uint32_t)where;
    out->kind = (uint32_t)(what >> 30) & 7u;
    out->generation = (uint32_t)what & FORMAT_GENERATION_MASK;
    /* Both have the same number at the top, the second one a bit less of it. */
    return where >> 32 == (uint32_t)(n + 1) && (what ^ where << 1) >> 33 == 0;
}

/* A writer may have claimed the event and be just about to store it. One that is stopped there is
 * not waited for: the directory has what it would tell. */
__attribute__((noinline)) static bool look_again(const struct format_event *shared, uint64_t n,
                                                 struct event *out)
{
    for (int i = 0; i < LOOKS; i++)
        if (look(shared, n, out))
            return true;
    return false;
}

/* --- one event --- */

/* No function: gcc takes one that only asks for one that does nothing, and leaves its calls out. */
#define ASK_FOR(what) __builtin_prefetch(what)

static inline void note(struct following *f, memglass_observer *o, const struct event *event,
                        struct due *out)
{
    const struct catalog *c = &o->catalog;
    uint32_t index = event->index;
    out->generation = event->generation;
    out->place.index = index;
    out->place.object = NULL;
    if (index < c->limit)
        ASK_FOR(&c->generations[index]);
    if (event->kind != FORMAT_EVENT_CREATED)
        return;
    if (!row_locate(&o->rows, &o->at.segments, index, &out->place)) {
        f->worst = MEMGLASS_E_CORRUPT;
        out->place = NOWHERE;
        return;
    }
    ASK_FOR(out->place.object);
    ASK_FOR(out->place.detail);
    if (index < c->limit)
        ASK_FOR(&c->rows[index]);
}

/* A load from shared memory may be the last thing that is done here: the catalog is then as the
 * source says. */
static inline void settle(void)
{
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
}

/* A row where the catalog has an object: of the same life, of a later one, or of none. */
static int follow_known(struct following *f, const struct row_place *place)
{
    struct row row;
    row_look(place, &row);
    settle();
    return apply_row(f->o, &row, &f->alike);
}

static inline int follow_created(struct following *f, memglass_observer *o,
                                 const struct row_place *place)
{
    uint32_t type;
    if (catalog_has(&o->catalog, place->index))
        return follow_known(f, place);
    struct catalog_row *room = catalog_room(&o->catalog, place->index);
    if (!room)
        return MEMGLASS_E_NOMEM;
    bool live = row_read(place, &room->entry, &type, &room->label_hash);
    settle();
    return live ? apply_new(o, room, type, &f->alike) : MEMGLASS_OK;
}

static inline int follow(struct following *f, memglass_observer *o, const struct due *due)
{
    if (due->place.object)
        return follow_created(f, o, &due->place);
    if (catalog_knows(&o->catalog, due->place.index, due->generation))
        return apply_end(o, due->place.index);
    return MEMGLASS_OK;
}

/* --- all of them --- */

static int follow_all(void *ctx)
{
    struct following *f = ctx;
    memglass_observer *const o = f->o;
    const struct attachment *at = &o->at;
    const uint64_t mask = at->ring_capacity - 1;
    const struct format_event *ring = format_at(&at->segments, at->ring_place,
                                                at->ring_capacity * sizeof(struct format_event), 8);
    struct due *due = f->due;
    struct event event, again; /* two, so that one may stay in registers */
    if (!ring)
        return EVENTS_MISSED;
    if (!o->ring_ready) {
        shm_make_ready(ring, at->ring_capacity * sizeof *ring);
        o->ring_ready = true;
    }
    uint64_t n = o->next_event, left = f->head - n + AHEAD;
    for (; left > 0; left--, n++) {
        const struct format_event *shared = &ring[n & mask];
        if (left <= AHEAD) {
            event = NOTHING; /* so many are still due */
        } else {
            if (!look(shared, n, &event)) {
                if (!look_again(shared, n, &again))
                    return EVENTS_MISSED;
                event = again;
            }
            if (event.kind != FORMAT_EVENT_CREATED && event.kind != FORMAT_EVENT_DESTROYED)
                continue;
        }
        int status = follow(f, o, due);
        settle();
        if (status == MEMGLASS_E_NOMEM)
            return status;
        if (status)
            f->worst = status;
        note(f, o, &event, due);
        due = due + 1 == f->due + AHEAD ? f->due : due + 1;
    }
    o->next_event = f->head;
    return f->worst;
}

int events_follow(memglass_observer *o, uint64_t head)
{
    struct following f = {.o = o, .head = head, .alike = ALIKE_NONE};
    for (uint32_t i = 0; i < AHEAD; i++)
        f.due[i].place = NOWHERE;
    return shm_guarded(follow_all, &f);
}
