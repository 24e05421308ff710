/* Blocks in memory: the newest, within a budget. Layer 5. */
#include "base/array.h"
#include "base/error.h"
#include "record/sink.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct record_ring {
    _Atomic unsigned holders;
    pthread_mutex_t lock; /* guards what follows */
    struct record_ring_block **blocks;
    size_t count, capacity;
    uint64_t bytes, budget;
};

struct ring_sink {
    struct record_sink sink;
    struct record_ring *ring;
};

/* --- blocks ------------------------------------------------------------------------------------
 */

void record_ring_block_release(struct record_ring_block *b)
{
    if (atomic_fetch_sub_explicit(&b->holders, 1, memory_order_acq_rel) == 1)
        free(b);
}

static void drop_range(struct record_ring *r, size_t first, size_t count)
{
    if (count == 0) /* and perhaps there are no blocks at all */
        return;
    for (size_t i = first; i < first + count; i++) {
        r->bytes -= r->blocks[i]->head.stored_bytes;
        record_ring_block_release(r->blocks[i]);
    }
    memmove(&r->blocks[first], &r->blocks[first + count],
            (r->count - first - count) * sizeof(struct record_ring_block *));
    r->count -= count;
}

/* Differences at and behind `at`, of one stretch. */
static size_t count_deltas(const struct record_ring *r, size_t at)
{
    size_t count = 0;
    while (at + count < r->count && r->blocks[at + count]->head.kind == RECORD_DELTA)
        count++;
    return count;
}

/* The differences of the oldest stretch that has some, and is not the one that is being written. */
static bool thin(struct record_ring *r)
{
    for (size_t i = 0; i < r->count; i++) {
        size_t deltas = count_deltas(r, i);
        if (i + deltas == r->count)
            return false;
        if (deltas) {
            drop_range(r, i, deltas);
            return true;
        }
    }
    return false;
}

/* Types stay: they are few, and frames to come need them. So does the newest stretch: what follows
 * in it could not be read. */
static bool drop_oldest(struct record_ring *r)
{
    size_t newest = r->count;
    while (newest > 0 && r->blocks[newest - 1]->head.kind != RECORD_KEY)
        newest--;
    for (size_t i = 0; i + 1 < newest; i++)
        if (r->blocks[i]->head.kind != RECORD_SCHEMA) {
            drop_range(r, i, 1);
            return true;
        }
    return false;
}

static int ring_append(struct record_sink *sink, const struct record_block *head,
                       const struct bytes *block, memglass_error *err)
{
    struct record_ring *r = ((struct ring_sink *)sink)->ring;
    struct record_ring_block *b = malloc(sizeof *b + head->stored_bytes);
    if (!b)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "no memory to look back");
    b->head = *head;
    atomic_init(&b->holders, 1);
    memcpy(b->payload, block->at + sizeof *head, head->stored_bytes);
    pthread_mutex_lock(&r->lock);
    bool room = array_reserve(&r->blocks, sizeof *r->blocks, &r->capacity, r->count + 1);
    if (room) {
        r->blocks[r->count++] = b;
        r->bytes += head->stored_bytes;
        while (r->bytes > r->budget && (thin(r) || drop_oldest(r)))
            continue;
    }
    pthread_mutex_unlock(&r->lock);
    if (room)
        return MEMGLASS_OK;
    free(b);
    return error_set(err, MEMGLASS_E_NOMEM, 0, "no memory to look back");
}

int record_ring_blocks(struct record_ring *r, struct record_ring_block ***blocks, size_t *count)
{
    pthread_mutex_lock(&r->lock);
    struct record_ring_block **copy = malloc((r->count + 1) * sizeof(struct record_ring_block *));
    *count = copy ? r->count : 0;
    for (size_t i = 0; i < *count; i++) {
        copy[i] = r->blocks[i];
        atomic_fetch_add_explicit(&copy[i]->holders, 1, memory_order_relaxed);
    }
    pthread_mutex_unlock(&r->lock);
    *blocks = copy;
    return copy ? MEMGLASS_OK : MEMGLASS_E_NOMEM;
}

uint64_t record_ring_bytes(struct record_ring *r)
{
    pthread_mutex_lock(&r->lock);
    uint64_t bytes = r->bytes;
    pthread_mutex_unlock(&r->lock);
    return bytes;
}

/* --- life --------------------------------------------------------------------------------------
 */

struct record_ring *record_ring_create(uint64_t budget_bytes)
{
    struct record_ring *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->budget = budget_bytes;
    atomic_init(&r->holders, 1);
    pthread_mutex_init(&r->lock, NULL);
    return r;
}

struct record_ring *record_ring_hold(struct record_ring *r)
{
    atomic_fetch_add_explicit(&r->holders, 1, memory_order_relaxed);
    return r;
}

void record_ring_release(struct record_ring **ring)
{
    struct record_ring *r = *ring;
    *ring = NULL;
    if (!r || atomic_fetch_sub_explicit(&r->holders, 1, memory_order_acq_rel) != 1)
        return;
    drop_range(r, 0, r->count);
    free(r->blocks);
    pthread_mutex_destroy(&r->lock);
    free(r);
}

static int ring_close(struct record_sink **sink, memglass_error *err)
{
    struct ring_sink *s = (struct ring_sink *)*sink;
    *sink = NULL;
    (void)err;
    record_ring_release(&s->ring);
    free(s);
    return MEMGLASS_OK;
}

struct record_sink *record_sink_ring(struct record_ring *r)
{
    static const struct record_sink_ops ops = {.append = ring_append, .close = ring_close};
    struct ring_sink *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    *s = (struct ring_sink){.sink = {.ops = &ops}, .ring = record_ring_hold(r)};
    return &s->sink;
}
