/* A small hash map from pointers to 32-bit numbers: descriptor to type index, site literal to
 * string index. Layer 2. */
#ifndef PRODUCER_PTRMAP_H
#define PRODUCER_PTRMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ptrmap_slot {
    const void *key; /* NULL: empty */
    uint32_t value;
};

struct ptrmap {
    struct ptrmap_slot *slots;
    size_t capacity, count; /* capacity: a power of two, or 0 */
};

void ptrmap_fini(struct ptrmap *m);
bool ptrmap_get(const struct ptrmap *m, const void *key, uint32_t *value);
/* Adds or replaces; false when out of memory (the map stays as it was). */
bool ptrmap_put(struct ptrmap *m, const void *key, uint32_t value);

#endif
