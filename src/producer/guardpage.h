/*
 * The debug mode in which each block ends where a page ends, and the next page cannot be touched: a
 * store past an object's end stops the program there, and so does one to a destroyed object. Layer
 * 2. Only the producer's mapping is protected; observers have mappings of their own.
 *
 *     | data pages: padding, prefix, payload | guard page: the canary is its first word |
 */
#ifndef PRODUCER_GUARDPAGE_H
#define PRODUCER_GUARDPAGE_H

#include "producer/ptrmap.h"
#include "producer/store.h"

struct guardpage {
    uint64_t page;    /* the system's; set by the first block */
    uint64_t *blocks; /* by row: place of the first data page */
    size_t capacity;
    struct ptrmap rows; /* payload to row: a prefix that cannot be read names none */
};

void guardpage_fini(struct guardpage *g);

/* The size class of a block, without its guard page, for such an object. */
uint32_t guardpage_class(struct guardpage *g, uint64_t size, uint64_t align);

/* A new block for a row, with its guard page. On failure nothing is left but unused memory. */
int guardpage_new(struct guardpage *g, struct store *s, uint32_t row, uint32_t size_class,
                  memglass_error *err);

/* Opens a row's block for an object of that size; the place of its payload. */
int guardpage_open(struct guardpage *g, struct store *s, uint32_t row, uint32_t size_class,
                   uint64_t size, uint64_t align, uint64_t *place, memglass_error *err);
/* The canary lies before the guard page, since the alignment leaves room: it can be touched. */
bool guardpage_has_canary(const struct guardpage *g, const struct store *s, uint32_t row,
                          uint32_t size_class, const void *payload, uint64_t size);
/* Nobody of this process touches it from here on. */
void guardpage_close(const struct guardpage *g, struct store *s, uint32_t row, uint32_t size_class);

#endif
