/* The origins table: every distinct pair once. Layer 2. */
#include "producer/origins.h"

#include "format/words.h"

#include <stdlib.h>

int origins_init(struct origins *o, struct store *store, memglass_error *err)
{
    *o = (struct origins){.store = store};
    uint64_t first;
    int code = table_append(store, FORMAT_TABLE_origins, 1, &first, err);
    if (code == MEMGLASS_OK)
        table_publish(store, FORMAT_TABLE_origins);
    return code;
}

void origins_fini(struct origins *o)
{
    free(o->slots);
    *o = (struct origins){0};
}

static const struct format_origin *origin_at(const struct origins *o, uint32_t index)
{
    return table_entry(o->store, FORMAT_TABLE_origins, index);
}

/* The slot that holds the pair, or the empty one where it belongs. */
static size_t slot_of(const struct origins *o, const uint32_t *slots, size_t capacity,
                      struct format_origin pair)
{
    uint64_t key = (uint64_t)pair.site << 32 | pair.thread;
    size_t i = (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (capacity - 1);
    for (; slots[i]; i = (i + 1) & (capacity - 1)) {
        const struct format_origin *known = origin_at(o, slots[i]);
        if (known->site == pair.site && known->thread == pair.thread)
            break;
    }
    return i;
}

static bool grow(struct origins *o)
{
    size_t capacity = o->capacity ? o->capacity * 2 : 64;
    uint32_t *slots = calloc(capacity, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < o->capacity; i++)
        if (o->slots[i])
            slots[slot_of(o, slots, capacity, *origin_at(o, o->slots[i]))] = o->slots[i];
    free(o->slots);
    o->slots = slots;
    o->capacity = capacity;
    return true;
}

uint32_t origin_of(struct origins *o, uint32_t site, uint32_t thread)
{
    const struct format_origin pair = {.site = site, .thread = thread};
    if (o->count * 2 >= o->capacity && !grow(o))
        return 0;
    size_t slot = slot_of(o, o->slots, o->capacity, pair);
    uint64_t index;
    if (!o->slots[slot]) {
        if (table_append(o->store, FORMAT_TABLE_origins, 1, &index, NULL))
            return 0;
        store_bytes(table_entry(o->store, FORMAT_TABLE_origins, index), &pair, sizeof pair);
        table_publish(o->store, FORMAT_TABLE_origins);
        o->slots[slot] = (uint32_t)index;
        o->count++;
    }
    return o->slots[slot];
}
