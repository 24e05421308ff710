/* The live objects as of the last refresh: by directory index, and what went. Layer 2. Touches no
 * shared memory. */
#ifndef OBSERVER_CATALOG_H
#define OBSERVER_CATALOG_H

#include "base/array.h"
#include "format/layout.h"
#include "observer/lines.h"
#include "observer/observer.h"

#include <stdbool.h>

/* One line of the cache. */
struct catalog_row {
    _Alignas(LINE_BYTES) struct observer_entry entry; /* of no object: anything */
    uint32_t label_hash;
};

_Static_assert(sizeof(struct catalog_row) == LINE_BYTES, "a row is one line");

struct catalog {
    struct catalog_row *rows;
    uint32_t *generations; /* as many, apart, since an end touches no more; OBSERVER_VACANT: there
                              is no object */
    uint32_t limit, row_capacity;
    uint32_t ready; /* rows that have memory, from the first one on; the rest gets it by and by */
    uint32_t live_count;
    uint32_t *list; /* room for the indexes of all that live: filled when somebody lists them */
    size_t list_capacity;
    uint64_t listed; /* the serial of the list; 0: it was not filled yet */
    struct observer_removal *removed;
    size_t removed_count, removed_capacity;
    uint64_t serial;
};

void catalog_fini(struct catalog *c);

static inline bool catalog_has(const struct catalog *c, uint32_t index)
{
    return index < c->limit && c->generations[index] != OBSERVER_VACANT;
}

static inline bool catalog_knows(const struct catalog *c, uint32_t index, uint32_t generation)
{
    return index < c->limit && c->generations[index] == generation;
}

/* The object at an index, or NULL. */
static inline struct catalog_row *catalog_at(const struct catalog *c, uint32_t index)
{
    return catalog_has(c, index) ? &c->rows[index] : NULL;
}

/* Room for one more object, at an index where there is none: to be filled, and then added. NULL: no
 * memory. */
struct catalog_row *catalog_grow(struct catalog *c, uint32_t index);
static inline struct catalog_row *catalog_room(struct catalog *c, uint32_t index)
{
    if (index < c->limit && c->live_count < c->list_capacity)
        return &c->rows[index];
    return catalog_grow(c, index);
}

static inline void catalog_add(struct catalog *c, const struct catalog_row *row)
{
    c->generations[row->entry.index] = row->entry.generation;
    c->live_count++;
    c->serial++;
}

/* Removes the object at an index, where there is one, and logs it. MEMGLASS_OK or E_NOMEM. */
static inline int catalog_remove(struct catalog *c, uint32_t index)
{
    if (!array_reserve(&c->removed, sizeof *c->removed, &c->removed_capacity, c->removed_count + 1))
        return MEMGLASS_E_NOMEM;
    c->removed[c->removed_count++] =
        (struct observer_removal){.index = index, .generation = c->generations[index]};
    c->generations[index] = OBSERVER_VACANT;
    c->live_count--;
    c->serial++;
    return MEMGLASS_OK;
}

/* The indexes of all that live, in order. Valid until the next change. */
const uint32_t *catalog_list(struct catalog *c);

/* Forgets the log of removals. */
void catalog_clear_removed(struct catalog *c);

#endif
