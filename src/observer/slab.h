/* Memory that lives until detach and never moves, with a bound on its sum. Layer 2. */
#ifndef OBSERVER_SLAB_H
#define OBSERVER_SLAB_H

#include <stddef.h>
#include <stdint.h>

struct slab_block;

/* Zeroed memory is an empty slab. */
struct slab {
    struct slab_block *newest;
    uint64_t used; /* bytes given out */
};

/* size zero bytes, aligned for anything; NULL when malloc fails or the sum would pass limit. */
void *slab_give(struct slab *a, size_t size, uint64_t limit);
void slab_fini(struct slab *a);

#endif
