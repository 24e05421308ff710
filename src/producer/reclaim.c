/* The object directory: from ended rows to rows that can be used again. Layer 2. */
#include "producer/directory.h"

#define AHEAD_ROWS   12
#define AHEAD_BLOCKS 6

/* --- from a thread to the queue ----------------------------------------------------------------
 */

static void enqueue(struct directory *d, uint32_t index)
{
    directory_slot(d, index)->next = FORMAT_NONE;
    if (d->newest == FORMAT_NONE)
        d->oldest = index;
    else
        directory_slot(d, d->newest)->next = index;
    d->newest = index;
}

/* What one thread has ended comes in the order of time, what several have, nearly so: a row waits
 * longer when one before it ended later. */
static void collect(struct directory *d, struct hand *h)
{
    struct hand_ended *e = &h->ended;
    uint64_t head = load_acquire_64(&e->head), tail = load_relaxed_64(&e->tail);
    if (tail == head)
        return;
    for (; tail != head; tail++)
        enqueue(d, e->rows[tail & (HAND_ENDED - 1)]);
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

/* The row moves on to its next generation and joins its block's free list. */
static void make_free(struct directory *d, uint32_t index)
{
    struct directory_row r;
    directory_look(d, index, &r);
    uint32_t generation = word_generation(load_relaxed_32(&r.row->state_generation));
    if (!untouched(d, &r))
        damage_late_write(d, index);
    store_release_32(&r.row->state_generation, (generation + 1) << 2 | FORMAT_FREE);
    if (r.slot->shown) { /* of others no reader knew */
        uint64_t *reclaimed = &d->store->tally->reclaimed;
        store_relaxed_64(reclaimed, load_relaxed_64(reclaimed) + 1);
        event_write(d->store, FORMAT_EVENT_RECLAIMED, index, generation);
    }
    r.slot->used = 1;
    directory_put_back(d, index);
}

/*
 * What was ended a grace period ago is in no cache any more: what comes next in the queue is asked
 * for some turns ahead, the slots and rows first, then the blocks that they lead to.
 */
struct ahead {
    uint32_t row, block; /* how far each has come; FORMAT_NONE: to the end */
};

static void ask_for_row(const struct directory *d, struct ahead *a)
{
    if (a->row == FORMAT_NONE)
        return;
    a->row = directory_slot(d, a->row)->next;
    if (a->row == FORMAT_NONE)
        return;
    __builtin_prefetch(directory_slot(d, a->row), 1);
    __builtin_prefetch(row_at(d->store, a->row), 1);
}

static void ask_for_block(const struct directory *d, struct ahead *a)
{
    if (a->block == FORMAT_NONE)
        return;
    const char *payload = directory_payload(d, a->block);
    __builtin_prefetch(payload - sizeof(memglass_prefix), 1);
    __builtin_prefetch(payload + DIRECTORY_SECOND_LINE, 1);
    a->block = directory_slot(d, a->block)->next;
}

static struct ahead look_ahead(const struct directory *d)
{
    struct ahead a = {d->oldest, d->guarded ? FORMAT_NONE : d->oldest};
    for (int i = 0; i < AHEAD_ROWS; i++)
        ask_for_row(d, &a);
    for (int i = 0; i < AHEAD_BLOCKS; i++)
        ask_for_block(d, &a);
    return a;
}

size_t directory_reclaim(struct directory *d, size_t most)
{
    for (struct hand *h = d->hands; h; h = h->next)
        collect(d, h);
    if (d->oldest == FORMAT_NONE)
        return 0;
    uint64_t now = counter_now_ns(&d->store->clock, &d->time);
    uint64_t grace = d->grace_ns + counter_lag_ns(&d->store->clock);
    struct ahead ahead = look_ahead(d);
    size_t done = 0;
    while (done < most && d->oldest != FORMAT_NONE) {
        uint32_t index = d->oldest;
        const struct directory_slot *slot = directory_slot(d, index);
        if (now < slot->since_ns + grace)
            break;
        ask_for_row(d, &ahead);
        ask_for_block(d, &ahead);
        d->oldest = slot->next;
        if (d->oldest == FORMAT_NONE)
            d->newest = FORMAT_NONE;
        make_free(d, index);
        done++;
    }
    return done;
}

void directory_hand_back(struct directory *d, struct hand *h)
{
    collect(d, h);
    for (uint32_t class = 0; class < HAND_CLASSES; class ++)
        while (h->rows[class] != FORMAT_NONE) {
            uint32_t index = h->rows[class];
            h->rows[class] = directory_slot(d, index)->next;
            directory_put_back(d, index);
        }
    label_hand_back(&d->labels, &h->labels);
}
