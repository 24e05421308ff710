/*
 * The object directory: rows and details, the blocks that go with them, and their way from created
 * to reusable. Layer 2.
 *
 * A row and its block stay together for good: when the grace period of a destroyed object is over,
 * its row goes to the free list of its block's size class, or, where the class has many, to those
 * that are gathered (reuse.h), and the next object of that class takes both. So there is no search
 * anywhere, and memory is bounded by the most objects of each class that were live, or in their
 * grace period, at one time, a 32nd of them, and by what threads have in hand.
 *
 * A row belongs to one side at a time, which alone may change it, its detail, slot and block:
 *
 *     directory --refill--> hand --take, publish--> object --end--> ended ring --> directory
 *     (lock)                (thread)                (nobody)        (thread)       (lock)
 *
 * Rows go from the directory to a hand and back under the session's lock. An object is taken from
 * nobody by changing its state_generation from what was seen of it, which one thread can do. So
 * functions that take a hand need no lock of their caller, and take the session's when the hand is
 * empty, or full, or there is damage to report. Where blocks have guard pages the caller holds the
 * lock in each of them.
 */
#ifndef PRODUCER_DIRECTORY_H
#define PRODUCER_DIRECTORY_H

#include "producer/block.h"
#include "producer/damage.h"
#include "producer/guardpage.h"
#include "producer/hand.h"
#include "producer/labels.h"
#include "producer/queue.h"
#include "producer/reuse.h"
#include "producer/rows.h"
#include "producer/store.h"

#define DIRECTORY_CLASSES    512
#define DIRECTORY_ALIGNMENTS 9 /* 16, 32, ..., 4096 */

/* From a payload: where the second cache line of a block is, in which a small object's canary lies.
 */
#define DIRECTORY_SECOND_LINE 64

/* All but `slots`, which any thread may look rows up in, is under the lock or does not change. */
struct directory {
    struct store *store;
    pthread_mutex_t *lock; /* the session's; NULL: each caller holds it */
    struct labels labels;
    struct counter_view time; /* of who holds the lock */
    uint64_t grace_ns;
    struct slots slots;
    uint32_t free[DIRECTORY_CLASSES][DIRECTORY_ALIGNMENTS];
    struct reuse reuse[HAND_CLASSES]; /* of these classes' free ones, those that are gathered */
    struct queue ended;               /* destroyed rows */
    struct hand *hands;               /* of all threads */
    struct damage damage;
    bool guarded; /* blocks have guard pages */
    struct guardpage pages;
};

/* What a new object is. */
struct directory_object {
    uint32_t type, count;
    uint64_t payload;
    struct label_text label;
    uint32_t origin; /* where it is created, */
    uint64_t now_ns; /* and when */
};

/* Where all that belongs to a row is: looked up once. */
struct directory_row {
    uint32_t index;
    uint32_t seen; /* directory_find: its state_generation, which it must have to be changed */
    struct format_object *row;
    struct format_detail *detail;
    struct directory_slot *slot;
    void *payload;
};

void directory_init(struct directory *d, struct store *store, pthread_mutex_t *lock,
                    uint64_t grace_ns, bool guarded);
void directory_fini(struct directory *d);

/* Since the session's start: the time of every creation and destruction. */
static inline uint64_t directory_now_ns(const struct directory *d, struct hand *h)
{
    return counter_now_ns(&d->store->clock, &h->time);
}

static inline void directory_lock(struct directory *d)
{
    if (d->lock)
        pthread_mutex_lock(d->lock);
}

static inline void directory_unlock(struct directory *d)
{
    if (d->lock)
        pthread_mutex_unlock(d->lock);
}

static inline struct directory_slot *directory_slot(const struct directory *d, uint32_t index)
{
    return slot_at(&d->slots, index);
}

/* `seen` is left to the caller. By a pointer: a struct that is copied right after its parts were
 * stored is waited for. */
static inline void directory_look_beside(const struct directory *d, uint32_t index, void *payload,
                                         struct directory_row *r)
{
    struct rows_spot spot = rows_spot(index);
    r->index = index;
    r->row = row_of_spot(d->store, spot);
    r->detail = detail_of_spot(d->store, spot);
    r->slot = slot_of_spot(&d->slots, spot);
    r->payload = payload;
}

static inline void directory_look(const struct directory *d, uint32_t index,
                                  struct directory_row *r)
{
    directory_look_beside(d, index, NULL, r);
    r->payload = region_pointer(d->store, load_relaxed_64(&r->row->place));
}

static inline void *directory_payload(const struct directory *d, uint32_t index)
{
    return region_pointer(d->store, load_relaxed_64(&row_at(d->store, index)->place));
}

/* --- blocks.c ----------------------------------------------------------------------------------
 */

/* What directory_take (life.h) does where hands keep no rows: of more than 1 KiB, of larger
 * alignment, where there are guard pages. */
int directory_take_alone(struct directory *d, uint64_t size, uint64_t align,
                         struct directory_row *row, memglass_error *err);
/* Rows of a class for a hand that has none of it left; one at least. */
int directory_refill(struct directory *d, struct hand_rows *rows, uint32_t size_class,
                     memglass_error *err);
/* Storage of another length for the row's labels. On failure it has none. */
int directory_change_label(struct directory *d, struct hand *h, struct directory_slot *slot,
                           uint32_t granules, memglass_error *err);
/* The caller holds the lock. */
void directory_put_back(struct directory *d, uint32_t index, struct directory_slot *slot);

/* The canary behind a payload can be touched: it lies before the guard page, if there is one. */
static inline bool directory_has_canary(const struct directory *d, const struct directory_row *r)
{
    return !d->guarded || guardpage_has_canary(&d->pages, d->store, r->index, r->slot->size_class,
                                               r->payload, r->slot->payload);
}

/* It is put there; nothing was written behind the payload. */
static inline void directory_seal(const struct directory *d, const struct directory_row *r)
{
    if (directory_has_canary(d, r))
        block_seal(r->payload, r->slot->payload, r->index);
}

static inline bool directory_sealed(const struct directory *d, const struct directory_row *r)
{
    return !directory_has_canary(d, r) || block_sealed(r->payload, r->slot->payload, r->index);
}

/* A row that was taken gets a block of zeros. */
static inline void directory_open(const struct directory_row *row, uint64_t size)
{
    if (row->slot->used) {
        /* A reader that copies any byte stored from here on sees, behind its own acquire fence,
         * that the row moved on: row_word_again, and the refresh behind a frame's copies. The fence
         * is this thread's, since the one that ended the object did not store what comes now. */
        fence_release();
        store_zeros(row->payload, round_up(size, 8));
    }
    row->slot->payload = size;
    __atomic_store_n(&row->slot->shown, 0, __ATOMIC_RELAXED);
    memglass_prefix *prefix = memglass_object_prefix(row->payload);
    store_relaxed_32(&prefix->index, row->index);
    store_relaxed_32(&prefix->sequence, 0);
}

/* --- directory.c -------------------------------------------------------------------------------
 */

/* Makes what directory_take gave memory that is no object, with a canary: readers pass over it. */
void directory_make_raw(const struct directory *d, const struct directory_row *row);
/* Puts it back as it was: a RAW row that was claimed. */
void directory_leave_raw(const struct directory_row *row);
/* Reports memory that was written past its end by who filled it before it is adopted. */
void directory_check_raw(struct directory *d, const struct directory_row *row);
/* Takes such memory back from nobody. False: another thread was quicker. */
bool directory_claim_raw(const struct directory_row *row);
/* It was written past its end: reported under the lock. E_OVERRUN. */
int directory_overrun(struct directory *d, uint32_t index, memglass_error *err);
/* What directory_find (life.h) does where a block's place does not tell its row, `index`, or its
 * prefix tells another. */
int directory_search(struct directory *d, uint32_t index, void *payload, uint64_t place,
                     struct directory_row *row, memglass_error *err);

/* --- reclaim.c ---------------------------------------------------------------------------------
 */

/* Into the ring of what this thread has ended. */
void directory_hand_in(struct directory *d, struct hand *h, uint32_t index);
/* Hands at most `most` rows whose grace period is over back for reuse; how many. The caller holds
 * the lock. */
size_t directory_reclaim(struct directory *d, size_t most);
/* All that is in a hand goes back. The caller holds the lock. */
void directory_hand_back(struct directory *d, struct hand *h);

#endif
