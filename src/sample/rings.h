/*
 * What a history is made of: rings, chained, one for each numeric leaf of an object, so that rings
 * of any object fit any other. Layer 4. For history's own files.
 *
 * The protocol. The writer publishes tick T only when all values of T are stored, and stores values
 * of T + 1 after that; a value takes the cell of the one HISTORY_TICKS earlier. A reader that met a
 * value too young therefore finds a newest tick that tells so. In the same way the writer counts up
 * `uses` of the first ring before the rings of an object are used for another one. Values are
 * stored with release and loaded with acquire: whoever sees one sees the tick and the count before.
 */
#ifndef SAMPLE_RINGS_H
#define SAMPLE_RINGS_H

#include "sample/history.h"
#include "sample/pages.h"

#include <pthread.h>

#define RING_NONE  UINT32_MAX
#define TICK_NEVER UINT64_MAX

enum { RING_JUMP = 64 };

struct ring {
    _Atomic uint64_t cells[HISTORY_TICKS]; /* see sample/cell.h */
    _Atomic uint32_t next;                 /* leaf's ring, or next idle one */
    _Atomic uint32_t jump;                 /* of leaves 0, 64, ...: the ring of 64 leaves on */
    /* Of an object's first ring: */
    _Atomic uint64_t last; /* tick of the object's last value; TICK_NEVER while it lives */
    _Atomic uint32_t uses; /* how often it changed hands */
    uint32_t length;       /* rings of the object: the writer's alone */
    uint32_t closed;       /* the object that went after this one, likewise */
    uint32_t reserved;
};

/* What is read of a history. */
struct rings {
    struct pages memory;
    struct ring *at;
    _Atomic uint32_t made;   /* that were ever used */
    _Atomic uint64_t newest; /* tick whose values are all stored */
    _Atomic uint64_t times[HISTORY_TICKS];
    uint64_t only; /* of a copy of one object's rings, roster_row.history; HISTORY_NONE: of all */
};

struct history {
    _Atomic(const struct rings *) from; /* those to read: `own`, or whose a held one still shares */
    struct rings own;
    uint64_t upto;  /* the newest tick that may be asked for */
    uint32_t limit; /* rings that fit the budget */
    uint32_t idle, idle_count;
    uint32_t closed_first, closed_last; /* of objects that went, the oldest first */
    uint32_t closed_count;              /* rings of them all */

    pthread_mutex_t lock;        /* guards the list; never held while rings are copied */
    struct history *holds;       /* that were made of this one */
    _Atomic uint64_t held_bytes; /* of their copies */

    enum history_kind { HISTORY_ORIGINAL, HISTORY_HELD, HISTORY_KEPT } kind;
    _Atomic uint32_t refs; /* of a held or kept one; the writer frees a held one that has none */
    struct history *next;  /* in its list */
};

/*
 * Writer only, before it stores values of a tick, or (UINT64_MAX) gives the rings of an object to
 * another while their values can still be asked for: what is held gets its copy if it needs one,
 * and what was released goes.
 */
void history_save_held(struct history *h, uint64_t tick);

/* Whether the cell of a tick held it still when the newest one was that. */
static inline bool outlives(uint64_t tick, uint64_t newest)
{
    return tick + HISTORY_TICKS > newest + 1;
}

/* Those to read from. What was read counts only if it is the same afterwards: before the writer
 * takes away what a held history needs, it has stored (release) where its copy is. */
static inline const struct rings *rings_of(const struct history *h)
{
    return atomic_load_explicit(&h->from, memory_order_acquire);
}

static inline uint32_t load_32(const _Atomic uint32_t *word)
{
    return atomic_load_explicit(word, memory_order_acquire);
}

static inline void store_32(_Atomic uint32_t *word, uint32_t value)
{
    atomic_store_explicit(word, value, memory_order_release);
}

static inline uint64_t load_64(const _Atomic uint64_t *word)
{
    return atomic_load_explicit(word, memory_order_acquire);
}

static inline void store_64(_Atomic uint64_t *word, uint64_t value)
{
    atomic_store_explicit(word, value, memory_order_release);
}

/* roster_row.history: the first ring, and its count of uses. */
static inline uint32_t first_ring(uint64_t rings)
{
    return (uint32_t)rings;
}

static inline uint32_t uses_of(uint64_t rings)
{
    return (uint32_t)(rings >> 32);
}

#endif
