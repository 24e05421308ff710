/* The live objects as of the last refresh. Layer 2. */
#include "observer/catalog.h"

#include <stdlib.h>
#include <string.h>

/* Rows have memory by steps of a sixteenth of what there is room for. */
static void make_ready(struct catalog *c, uint32_t index)
{
    if (index < c->ready)
        return;
    uint64_t step = c->row_capacity / 16, end = index + UINT64_C(1) + step;
    c->ready = (uint32_t)(end < c->row_capacity ? end : c->row_capacity);
    lines_make_ready(c->rows, index, c->ready, sizeof *c->rows);
}

static bool reserve_row(struct catalog *c, uint32_t index)
{
    if (index < c->row_capacity)
        return true;
    uint64_t capacity = c->row_capacity ? 2 * (uint64_t)c->row_capacity : 256;
    if (capacity <= index)
        capacity = (uint64_t)index + 1;
    struct row_facts *rows = lines_grow(c->rows, c->limit, capacity, sizeof *rows);
    if (!rows)
        return false;
    c->rows = rows;
    c->ready = c->limit;
    uint32_t *generations = lines_grow(c->generations, c->limit, capacity, sizeof *generations);
    if (!generations)
        return false;
    c->generations = generations;
    c->row_capacity = (uint32_t)(capacity < UINT32_MAX ? capacity : UINT32_MAX);
    return true;
}

void catalog_fini(struct catalog *c)
{
    free(c->rows);
    free(c->generations);
    free(c->list);
    free(c->removed);
    *c = (struct catalog){0};
}

bool catalog_grow(struct catalog *c, uint32_t index)
{
    if (!reserve_row(c, index))
        return false;
    make_ready(c, index);
    while (c->limit <= index)
        c->generations[c->limit++] = OBSERVER_VACANT;
    return true;
}

const uint32_t *catalog_list(struct catalog *c)
{
    size_t count = 0;
    for (uint32_t i = 0; c->listed != c->serial && i < c->limit; i++)
        if (c->generations[i] != OBSERVER_VACANT)
            c->list[count++] = i;
    c->listed = c->serial;
    return c->list;
}

void catalog_clear_removed(struct catalog *c)
{
    c->removed_count = 0;
}
