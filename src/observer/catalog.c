/* The live objects as of the last refresh. Layer 2. */
#include "observer/catalog.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

static int reserve_row(struct catalog *c, uint32_t index)
{
    if (index < c->row_capacity)
        return MEMGLASS_OK;
    uint64_t capacity = c->row_capacity ? 2 * (uint64_t)c->row_capacity : 256;
    if (capacity <= index)
        capacity = (uint64_t)index + 1;
    struct catalog_row *rows = lines_grow(c->rows, c->limit, capacity, sizeof *rows);
    if (!rows)
        return MEMGLASS_E_NOMEM;
    c->rows = rows;
    struct observer_life *lives = lines_grow(c->lives, c->limit, capacity, sizeof *lives);
    if (!lives)
        return MEMGLASS_E_NOMEM;
    c->lives = lives;
    c->row_capacity = (uint32_t)(capacity < UINT32_MAX ? capacity : UINT32_MAX);
    return MEMGLASS_OK;
}

void catalog_fini(struct catalog *c)
{
    free(c->rows);
    free(c->lives);
    free(c->live);
    free(c->removed);
    *c = (struct catalog){0};
}

int catalog_add(struct catalog *c, const struct observer_entry *entry, uint32_t label_hash)
{
    uint32_t index = entry->index;
    if (reserve_row(c, index) ||
        !array_reserve(&c->live, sizeof *c->live, &c->live_capacity, (size_t)c->live_count + 1))
        return MEMGLASS_E_NOMEM;
    while (c->limit <= index)
        c->lives[c->limit++].live_at = FORMAT_NONE;
    c->rows[index].entry = *entry;
    c->rows[index].label_hash = label_hash;
    c->lives[index] =
        (struct observer_life){.live_at = c->live_count, .generation = entry->generation};
    c->live[c->live_count++] = index;
    c->serial++;
    return MEMGLASS_OK;
}

int catalog_remove(struct catalog *c, uint32_t index)
{
    if (!catalog_has(c, index))
        return MEMGLASS_OK;
    if (!array_reserve(&c->removed, sizeof *c->removed, &c->removed_capacity, c->removed_count + 1))
        return MEMGLASS_E_NOMEM;
    struct observer_life *life = &c->lives[index];
    c->removed[c->removed_count++] =
        (struct observer_removal){.index = index, .generation = life->generation};
    uint32_t last = c->live[--c->live_count];
    c->live[life->live_at] = last;
    c->lives[last].live_at = life->live_at;
    life->live_at = FORMAT_NONE;
    c->serial++;
    return MEMGLASS_OK;
}

void catalog_clear_removed(struct catalog *c)
{
    c->removed_count = 0;
}
