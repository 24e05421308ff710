/* The object directory: from ended rows to rows that can be used again. Layer 2. */
#include "producer/directory.h"

#define AHEAD_ROWS   24
#define AHEAD_BLOCKS 12

#define EVENTS_AT_ONCE 32

/* --- from a thread to the queue ----------------------------------------------------------------
 */

/* What one thread has ended comes in the order of time, what several have, nearly so: a row waits
 * longer when one before it ended later. */
static void collect(struct directory *d, struct hand *h)
{
    struct hand_ended *e = &h->ended;
    uint64_t head = load_acquire_64(&e->head), tail = load_relaxed_64(&e->tail);
    if (tail == head)
        return;
    for (; tail != head; tail++)
        queue_push(&d->ended, e->rows[tail & (HAND_ENDED - 1)]);
    __atomic_store_n(&e->tail, tail, __ATOMIC_RELEASE);
}

void directory_hand_in(struct directory *d, struct hand *h, uint32_t index)
{
    struct hand_ended *e = &h->ended;
    uint64_t head = e->head;
    if (head - load_acquire_64(&e->tail) == HAND_ENDED) {
        directory_lock(d);
        collect(d, h);
        directory_unlock(d);
    }
    e->rows[head & (HAND_ENDED - 1)] = index;
    __atomic_store_n(&e->head, head + 1, __ATOMIC_RELEASE);
}

/* --- from the queue to the free lists ----------------------------------------------------------
 */

static bool untouched(const struct directory *d, const struct directory_row *r)
{
    return d->guarded || block_untouched(r->payload, r->slot->payload, r->index);
}

/* Rows that moved on, of which the events are to be written: together, since each claim of a number
 * is a word that all threads want. The lock is held until then, so none of them is used again. */
struct told {
    uint32_t count;
    struct {
        uint32_t index, generation;
    } rows[EVENTS_AT_ONCE];
};

static void tell(struct directory *d, struct told *t)
{
    uint64_t *reclaimed = &d->store->tally->reclaimed;
    if (t->count == 0)
        return;
    store_relaxed_64(reclaimed, load_relaxed_64(reclaimed) + t->count);
    uint64_t first = events_claim(d->store, t->count);
    for (uint32_t i = 0; i < t->count; i++)
        event_fill(d->store, first + i, FORMAT_EVENT_RECLAIMED, t->rows[i].index,
                   t->rows[i].generation);
    t->count = 0;
}

/* The row moves on to its next generation and joins its block's free list. */
static void make_free(struct directory *d, uint32_t index, struct told *t)
{
    struct directory_row r;
    directory_look(d, index, &r);
    uint32_t generation = word_generation(load_relaxed_32(&r.row->state_generation));
    if (!untouched(d, &r))
        damage_late_write(d, index);
    store_release_32(&r.row->state_generation, (generation + 1) << 2 | FORMAT_FREE);
    if (r.slot->shown) { /* of others no reader knew */
        t->rows[t->count].index = index;
        t->rows[t->count++].generation = generation;
    }
    r.slot->used = 1;
    directory_put_back(d, index);
    if (t->count == EVENTS_AT_ONCE)
        tell(d, t);
}

/* What was ended a grace period ago is in no cache any more: what comes next in the queue is asked
 * for some turns ahead, the slots and rows first, then the blocks that they lead to. */
static void ask_for_row(const struct directory *d, uint64_t behind)
{
    if (behind >= queue_length(&d->ended))
        return;
    uint32_t index = queue_at(&d->ended, behind);
    __builtin_prefetch(directory_slot(d, index), 1);
    __builtin_prefetch(row_at(d->store, index), 1);
}

static void ask_for_block(const struct directory *d, uint64_t behind)
{
    if (d->guarded || behind >= queue_length(&d->ended))
        return;
    const char *payload = directory_payload(d, queue_at(&d->ended, behind));
    __builtin_prefetch(payload - sizeof(memglass_prefix), 1);
    __builtin_prefetch(payload + DIRECTORY_SECOND_LINE, 1);
}

static void look_ahead(const struct directory *d)
{
    for (uint64_t i = 0; i < AHEAD_ROWS; i++)
        ask_for_row(d, i);
    for (uint64_t i = 0; i < AHEAD_BLOCKS; i++)
        ask_for_block(d, i);
}

size_t directory_reclaim(struct directory *d, size_t most)
{
    for (struct hand *h = d->hands; h; h = h->next)
        collect(d, h);
    if (queue_length(&d->ended) == 0)
        return 0;
    uint64_t now = counter_now_ns(&d->store->clock, &d->time);
    uint64_t grace = d->grace_ns + counter_lag_ns(&d->store->clock);
    look_ahead(d);
    struct told told;
    told.count = 0;
    size_t done = 0;
    for (; done < most && queue_length(&d->ended) > 0; done++) {
        uint32_t index = queue_at(&d->ended, 0);
        if (now < directory_slot(d, index)->since_ns + grace)
            break;
        ask_for_row(d, AHEAD_ROWS);
        ask_for_block(d, AHEAD_BLOCKS);
        queue_pop(&d->ended);
        make_free(d, index, &told);
    }
    tell(d, &told);
    return done;
}

void directory_hand_back(struct directory *d, struct hand *h)
{
    collect(d, h);
    for (uint32_t class = 0; class < HAND_CLASSES; class ++)
        for (struct hand_rows *r = &h->free[class]; r->used < r->count; r->used++)
            directory_put_back(d, r->rows[r->used]);
    label_hand_back(&d->labels, &h->labels);
}
