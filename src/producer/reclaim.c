/* The object directory: from ended rows to rows that can be used again. Layer 2. */
#include "producer/directory.h"

/* Rows that are looked at together. */
#define BATCH 64u

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

/* The oldest rows of the queue that have ended before `before`, at most so many and BATCH. What was
 * ended a grace period ago is in no cache any more: first all slots and rows are asked for, then
 * all the blocks that they lead to, before any of it is waited for. */
static size_t due(const struct directory *d, uint64_t before, size_t most,
                  struct directory_row rows[BATCH])
{
    uint64_t waiting = queue_length(&d->ended);
    size_t count = most < BATCH ? most : BATCH, i;
    count = waiting < count ? (size_t)waiting : count;
    for (i = 0; i < count; i++) {
        directory_look_beside(d, queue_at(&d->ended, i), NULL, &rows[i]);
        __builtin_prefetch(rows[i].slot, 1);
        __builtin_prefetch(rows[i].row, 1);
    }
    for (i = 0; i < count && rows[i].slot->since_ns <= before; i++) {
        const char *payload = region_pointer(d->store, load_relaxed_64(&rows[i].row->place));
        rows[i].payload = (void *)(uintptr_t)payload;
        if (d->guarded)
            continue;
        __builtin_prefetch(payload - sizeof(memglass_prefix), 1);
        __builtin_prefetch(payload + DIRECTORY_SECOND_LINE, 1);
    }
    return i;
}

static bool untouched(const struct directory *d, const struct directory_row *r)
{
    return d->guarded || block_untouched(r->payload, r->slot->payload, r->index);
}

/* The row moves on to its next generation and joins its block's free list. */
static void make_free(struct directory *d, const struct directory_row *r)
{
    uint32_t word = load_relaxed_32(&r->row->state_generation);
    if (!untouched(d, r))
        damage_late_write(d, r->index);
    store_release_32(&r->row->state_generation,
                     word_with_state(word + (FORMAT_STATE_MASK + 1), FORMAT_FREE));
    r->slot->used = 1;
    directory_put_back(d, r->index, r->slot);
}

/* The events of rows that moved on from the generation that they now have are written together,
 * since each claim of a number is a word that all threads want. The lock is held until then, so
 * none of them is used again. */
static void tell(struct directory *d, const struct directory_row *rows, size_t count)
{
    uint64_t *reclaimed = &d->store->tally->reclaimed;
    size_t shown = 0, i;
    for (i = 0; i < count; i++)
        shown += rows[i].slot->shown; /* of others no reader knew */
    if (shown == 0)
        return;
    store_relaxed_64(reclaimed, load_relaxed_64(reclaimed) + shown);
    uint64_t n = events_claim(d->store, shown);
    for (i = 0; i < count; i++)
        if (rows[i].slot->shown)
            event_fill(d->store, n++, FORMAT_EVENT_RECLAIMED, rows[i].index,
                       word_generation(load_relaxed_32(&rows[i].row->state_generation) -
                                       (FORMAT_STATE_MASK + 1)));
}

size_t directory_reclaim(struct directory *d, size_t most)
{
    for (struct hand *h = d->hands; h; h = h->next)
        collect(d, h);
    if (queue_length(&d->ended) == 0)
        return 0;
    uint64_t now = counter_now_ns(&d->store->clock, &d->time);
    uint64_t grace = d->grace_ns + counter_lag_ns(&d->store->clock);
    struct directory_row rows[BATCH];
    size_t done = 0, count = BATCH;
    for (; now >= grace && count == BATCH; done += count) {
        count = due(d, now - grace, most - done, rows);
        for (size_t i = 0; i < count; i++)
            make_free(d, &rows[i]);
        tell(d, rows, count);
        queue_pop(&d->ended, count);
    }
    return done;
}

void directory_hand_back(struct directory *d, struct hand *h)
{
    collect(d, h);
    for (uint32_t class = 0; class < HAND_CLASSES; class ++)
        for (struct hand_rows *r = &h->free[class]; r->used < r->count; r->used++)
            directory_put_back(d, r->rows[r->used], directory_slot(d, r->rows[r->used]));
    label_hand_back(&d->labels, &h->labels);
}
