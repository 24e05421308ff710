/* A small hash map from pointers to 32-bit numbers: open addressing, linear probing, at most half
 * full. Layer 2. */
#include "producer/ptrmap.h"

#include <stdlib.h>

/* Fibonacci hashing (Knuth, TAOCP 3, 6.4): spreads the aligned low bits of pointers. */
static size_t slot_of(const struct ptrmap *m, const void *key)
{
    uint64_t mixed = (uint64_t)(uintptr_t)key * UINT64_C(0x9e3779b97f4a7c15);
    size_t i = (size_t)(mixed >> 32) & (m->capacity - 1);
    while (m->slots[i].key && m->slots[i].key != key)
        i = (i + 1) & (m->capacity - 1);
    return i;
}

void ptrmap_fini(struct ptrmap *m)
{
    free(m->slots);
    *m = (struct ptrmap){0};
}

bool ptrmap_get(const struct ptrmap *m, const void *key, uint32_t *value)
{
    if (!m->capacity)
        return false;
    const struct ptrmap_slot *slot = &m->slots[slot_of(m, key)];
    if (!slot->key)
        return false;
    *value = slot->value;
    return true;
}

static bool grow(struct ptrmap *m)
{
    struct ptrmap larger = {.capacity = m->capacity ? m->capacity * 2 : 64, .count = m->count};
    larger.slots = calloc(larger.capacity, sizeof *larger.slots);
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < m->capacity; i++)
        if (m->slots[i].key)
            larger.slots[slot_of(&larger, m->slots[i].key)] = m->slots[i];
    free(m->slots);
    *m = larger;
    return true;
}

bool ptrmap_put(struct ptrmap *m, const void *key, uint32_t value)
{
    if (m->count * 2 >= m->capacity && !grow(m))
        return false;
    struct ptrmap_slot *slot = &m->slots[slot_of(m, key)];
    if (!slot->key)
        m->count++;
    *slot = (struct ptrmap_slot){key, value};
    return true;
}
