/* What objects are compared with: the same bytes of malloc's, whichever malloc the process has.
 * Tests only; no layer. */
#ifndef BENCH_ALLOCATING_H
#define BENCH_ALLOCATING_H

#include "bench.h"

enum {
    ALLOCATING_BYTES = 64,
    ALLOCATING_WARM = 20000,   /* blocks that are there at once, touched before */
    ALLOCATING_LIVE = 100000,  /* among which churn goes about */
    ALLOCATING_COLD = 1000000, /* in a fresh process */
    ALLOCATING_STEP = 7919,
};

struct blocks {
    void **at;
    size_t next;
};

static inline void blocks_open(struct blocks *b)
{
    *b = (struct blocks){.at = calloc(ALLOCATING_LIVE, sizeof *b->at)};
    if (!b->at)
        bench_fail("no memory");
}

static inline void *block_make(void)
{
    void *block = malloc(ALLOCATING_BYTES);
    bench_keep(block);
    if (!block)
        bench_fail("no memory");
    return block;
}

/* Nanoseconds each; a bench_once, as all of these are. */
static inline double malloc_warm(void *ctx)
{
    struct blocks *b = ctx;
    double start = bench_now_ns();
    for (size_t i = 0; i < ALLOCATING_WARM; i++)
        b->at[i] = block_make();
    double ns = (bench_now_ns() - start) / ALLOCATING_WARM;
    for (size_t i = 0; i < ALLOCATING_WARM; i++)
        free(b->at[i]);
    return ns;
}

/* To be called in a process that has not allocated much. */
static inline double malloc_cold(void *ctx)
{
    (void)ctx;
    double start = bench_now_ns();
    for (size_t i = 0; i < ALLOCATING_COLD; i++)
        memset(block_make(), 0, ALLOCATING_BYTES);
    return (bench_now_ns() - start) / ALLOCATING_COLD;
}

static inline void blocks_fill(struct blocks *b)
{
    for (size_t i = 0; i < ALLOCATING_LIVE; i++)
        b->at[i] = block_make();
}

static inline void blocks_close(struct blocks *b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(b->at[i]);
    free(b->at);
}

/* One is given back and had again, n times; a bench_loop. */
static inline void malloc_churn(void *ctx, size_t n)
{
    struct blocks *b = ctx;
    while (n--) {
        free(b->at[b->next]);
        b->at[b->next] = block_make();
        b->next = (b->next + ALLOCATING_STEP) % ALLOCATING_LIVE;
    }
}

#endif
