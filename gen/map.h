/* A hash table from strings to pointers, in a pool. Layer: gen. */
#ifndef GEN_MAP_H
#define GEN_MAP_H

#include "pool.h"

struct map_slot {
    const char *key;
    void *value;
};

/* All zero but the pool: an empty map. */
struct map {
    struct pool *pool;
    struct map_slot *slots;
    size_t slot_count, used;
};

void *map_find(const struct map *map, const char *key);
/* The key is kept, not copied. Putting a key again changes its value. */
void map_put(struct map *map, const char *key, void *value);

#endif
