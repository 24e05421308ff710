/*
 * The queue of ended rows, by time. Layer 2. Under the session's lock. An array, so that what comes
 * some places later can be asked for: a list in the rows themselves has to be followed row by row,
 * and each of them is in no cache.
 */
#ifndef PRODUCER_QUEUE_H
#define PRODUCER_QUEUE_H

#include <memglass/base.h>
#include <stdint.h>

struct queue {
    uint32_t *rows;      /* a ring */
    uint64_t capacity;   /* a power of two, or 0 */
    uint64_t head, tail; /* entries that came, entries that went */
};

/* Room for `rows` at a time: each row is there once, so no push fails when there is room for all.
 * E_NOMEM. */
int queue_reserve(struct queue *q, uint64_t rows, memglass_error *err);
void queue_fini(struct queue *q);

static inline uint64_t queue_length(const struct queue *q)
{
    return q->head - q->tail;
}

static inline void queue_push(struct queue *q, uint32_t row)
{
    q->rows[q->head++ & (q->capacity - 1)] = row;
}

/* The one that waits `behind` the oldest; behind < queue_length. */
static inline uint32_t queue_at(const struct queue *q, uint64_t behind)
{
    return q->rows[(q->tail + behind) & (q->capacity - 1)];
}

static inline void queue_pop(struct queue *q, uint64_t rows)
{
    q->tail += rows;
}

#endif
