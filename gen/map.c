/* A hash table from strings to pointers: open addressing, at most half full. Layer: gen. */
#include "map.h"

#include "base/hash.h"

#include <string.h>

static struct map_slot *slot_of(const struct map *map, const char *key)
{
    size_t mask = map->slot_count - 1, i = (size_t)hash_bytes(HASH_SEED, key, strlen(key)) & mask;
    while (map->slots[i].key && strcmp(map->slots[i].key, key) != 0)
        i = (i + 1) & mask;
    return &map->slots[i];
}

static void enlarge(struct map *map)
{
    struct map old = *map;
    map->slot_count = old.slot_count ? 2 * old.slot_count : 64;
    map->slots = pool_alloc(map->pool, map->slot_count * sizeof *map->slots);
    for (size_t i = 0; i < old.slot_count; i++)
        if (old.slots[i].key)
            *slot_of(map, old.slots[i].key) = old.slots[i];
}

void *map_find(const struct map *map, const char *key)
{
    return map->slot_count ? slot_of(map, key)->value : NULL;
}

void map_put(struct map *map, const char *key, void *value)
{
    if (2 * (map->used + 1) > map->slot_count)
        enlarge(map);
    struct map_slot *slot = slot_of(map, key);
    map->used += slot->key == NULL;
    slot->key = key;
    slot->value = value;
}
