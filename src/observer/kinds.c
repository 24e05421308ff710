/* Objects of one kind. Layer 2. Touches no shared memory. */
#include "observer/kinds.h"

#include <stdlib.h>

#define FIRST_KINDS 8

void kinds_fini(struct kinds *k)
{
    free(k->list);
    free(k->slots);
    *k = (struct kinds){0};
}

/* Where that kind is, or the empty slot where it is to be. */
static uint16_t *slot_of(const struct kinds *k, const memglass_type *type, uint64_t count,
                         uint32_t origin)
{
    uint64_t hash = ((uintptr_t)type ^ count << 32 ^ origin) * UINT64_C(0x9e3779b97f4a7c15);
    for (uint32_t at = (uint32_t)(hash >> 32);; at++) {
        uint16_t *slot = &k->slots[at & (k->slot_count - 1)];
        const struct kind *kind = *slot ? &k->list[*slot - 1] : NULL;
        if (!kind || (kind->type == type && kind->count == count && kind->origin == origin))
            return slot;
    }
}

/* Room for one more. */
static bool reserve(struct kinds *k)
{
    if (k->count < k->capacity)
        return true;
    uint32_t capacity = k->capacity ? 2 * k->capacity : FIRST_KINDS;
    struct kind *list = realloc(k->list, capacity * sizeof *list);
    if (!list)
        return false;
    k->list = list;
    uint16_t *slots = calloc(2 * (size_t)capacity, sizeof *slots);
    if (!slots)
        return false;
    free(k->slots);
    k->slots = slots;
    k->slot_count = 2 * capacity;
    k->capacity = capacity;
    for (uint32_t i = 0; i < k->count; i++)
        *slot_of(k, list[i].type, list[i].count, list[i].origin) = (uint16_t)(i + 1);
    return true;
}

uint32_t kinds_of(struct kinds *k, const struct observer_entry *entry, const struct maker *maker)
{
    if (k->count == KINDS_MAX || !reserve(k))
        return KINDS_MAX;
    uint16_t *slot = slot_of(k, entry->type, entry->count, entry->origin);
    if (*slot)
        return *slot - UINT32_C(1);
    struct kind *kind = &k->list[k->count];
    *kind = (struct kind){.type = entry->type,
                          .count = entry->count,
                          .size = entry->size,
                          .origin = entry->origin,
                          .thread = maker->thread,
                          .site_bytes = maker->site_bytes};
    memcpy(kind->site, maker->site, sizeof kind->site);
    *slot = (uint16_t)++k->count;
    return k->count - 1;
}
