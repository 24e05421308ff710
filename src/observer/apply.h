/*
 * Changing the catalog by what a row says, once its numbers were checked. Layer 2. Touches no
 * shared memory but for what is new, regions and types, which is mapped and read for it.
 *
 * Objects are mostly like the one before: what the checks came to for that one is kept, and a row
 * is compared with it.
 */
#ifndef OBSERVER_APPLY_H
#define OBSERVER_APPLY_H

#include "observer/state.h"

/* What holds for all objects of a type, of as many elements, in one region. */
struct alike {
    uint32_t type, count;
    uint64_t first, room; /* of places: from the first one on, the object lies within the region */
};

#define ALIKE_NONE ((struct alike){.first = 1}) /* no object: places are aligned */

/* Regions and types that are new; once in a refresh. MEMGLASS_OK, or why they cannot be had. */
int apply_catch_up(memglass_observer *o);

/* What holds for an object as it was read, and those like it. MEMGLASS_OK, E_CORRUPT, or why what
 * is new could not be had. */
int apply_check(memglass_observer *o, const struct row_facts *facts, struct alike *out);

/* The entry of a live row. As apply_check. */
int apply_entry(memglass_observer *o, const struct row *row, struct observer_entry *out);

static inline bool apply_is_alike(const struct alike *a, const struct row_facts *facts)
{
    return facts->type == a->type && facts->count == a->count &&
           facts->place - a->first <= a->room && facts->place % 8 == 0;
}

/* Of an object of that generation that the catalog has; there is room for it in the log. */
static inline void apply_end(memglass_observer *o, uint32_t index, uint32_t generation)
{
    if (__builtin_expect(o->labels.built, 0))
        label_index_remove(&o->labels, &o->catalog, index);
    catalog_remove(&o->catalog, index, generation);
}

/* An object whose facts were read into the catalog, where none is. */
struct newcomer {
    uint32_t index, generation, label_hash;
};

/* There is room for it. MEMGLASS_OK, or what apply_check says. */
static inline int apply_new(memglass_observer *o, const struct newcomer *n, struct alike *alike)
{
    const struct row_facts *facts = &o->catalog.rows[n->index];
    if (__builtin_expect(!apply_is_alike(alike, facts), 0)) {
        int status = apply_check(o, facts, alike);
        if (status)
            return status;
    }
    catalog_add(&o->catalog, n->index, n->generation);
    if (__builtin_expect(o->labels.built, 0))
        label_index_add(&o->labels, &o->catalog, n->index, n->label_hash);
    return MEMGLASS_OK;
}

/* A row that says something else than the catalog. As apply_row. */
int apply_change(memglass_observer *o, const struct row *row, struct alike *alike);

/* A row as it was read. MEMGLASS_OK, E_NOMEM, or what apply_check says. */
static inline int apply_row(memglass_observer *o, const struct row *row, struct alike *alike)
{
    if (row->live && catalog_knows(&o->catalog, row->index, row->generation))
        return MEMGLASS_OK;
    return apply_change(o, row, alike);
}

#endif
