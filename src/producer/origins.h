/* Where objects are created: each pair of a place in the source and a thread once, in the origins
 * table. Layer 2. Under the session's lock. */
#ifndef PRODUCER_ORIGINS_H
#define PRODUCER_ORIGINS_H

#include "producer/store.h"

struct origins {
    struct store *store;
    uint32_t *slots; /* hash set of indexes, open addressing; 0 empty (index 0 is: nothing known) */
    size_t capacity, count;
};

int origins_init(struct origins *o, struct store *store, memglass_error *err);
void origins_fini(struct origins *o);

/* Index of a pair: string index of "file:line" or 0, kernel id of the thread. 0 when there is no
 * room: an origin is not worth a failure. */
uint32_t origin_of(struct origins *o, uint32_t site, uint32_t thread);

#endif
