/*
 * Free rows of one size class, given out by where they lie. Layer 2. Under the session's lock.
 *
 * Rows become free in the order in which their objects ended. If that has nothing to do with where
 * they lie, new objects come to lie anywhere; and where objects end in the order in which they
 * began, it stays so for good: each touches pages that no other near it in time does. So a class
 * that has many rows keeps a share of them free, and gives those out in rounds through the table:
 * what is made one after the other shares pages then. It is what "next fit" does with a list by
 * addresses (Wilson, Johnstone, Neely, Boles, "Dynamic Storage Allocation: A Survey and Critical
 * Review", 1995); with a bit for each row, and a share of them free, there is no list to go
 * through.
 */
#ifndef PRODUCER_REUSE_H
#define PRODUCER_REUSE_H

#include <stdbool.h>
#include <stdint.h>

#define REUSE_FROM  32768u /* rows of a class: fewer are on pages that a processor has in mind */
#define REUSE_SHARE 32u    /* one of so many is kept free */

struct reuse {
    uint64_t rows;      /* of the class */
    uint64_t *free;     /* a bit for each row of the table that is gathered here */
    uint32_t words, at; /* of them: how many; where the round is */
    uint32_t gathered;
    bool urgent; /* there was no room for a new row: none is kept */
};

/* The class has one more. Where there is no memory for its bit, it will not be gathered. */
void reuse_count(struct reuse *r, uint32_t row);
void reuse_fini(struct reuse *r);

/* So many are gathered before any is given out. */
static inline uint64_t reuse_kept(const struct reuse *r)
{
    return r->urgent ? 1 : r->rows / REUSE_SHARE;
}

/* False: it is not gathered. */
static inline bool reuse_put(struct reuse *r, uint32_t row)
{
    if (row / 64 >= r->words)
        return false;
    r->free[row / 64] |= UINT64_C(1) << row % 64;
    r->gathered++;
    return true;
}

/* At most so many rows, if those that are kept were gathered. How many. */
uint32_t reuse_take(struct reuse *r, uint32_t most, uint32_t *out);

#endif
