/* The live objects as of the last refresh: by directory index, as a dense list, and what went.
 * Layer 2. Touches no shared memory. */
#ifndef OBSERVER_CATALOG_H
#define OBSERVER_CATALOG_H

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
    struct observer_life *lives; /* as many, apart: an end touches eight bytes close to others */
    uint32_t limit, row_capacity;
    uint32_t *live; /* indexes */
    uint32_t live_count;
    size_t live_capacity;
    struct observer_removal *removed;
    size_t removed_count, removed_capacity;
    uint64_t serial;
};

void catalog_fini(struct catalog *c);

static inline bool catalog_has(const struct catalog *c, uint32_t index)
{
    return index < c->limit && c->lives[index].live_at != FORMAT_NONE;
}

static inline bool catalog_knows(const struct catalog *c, uint32_t index, uint32_t generation)
{
    return catalog_has(c, index) && c->lives[index].generation == generation;
}

/* The object at an index, or NULL. */
static inline struct catalog_row *catalog_at(const struct catalog *c, uint32_t index)
{
    return catalog_has(c, index) ? &c->rows[index] : NULL;
}

/* Adds an object where there is none. MEMGLASS_OK or E_NOMEM. */
int catalog_add(struct catalog *c, const struct observer_entry *entry, uint32_t label_hash);

/* Removes the object at an index and logs it; none there is allowed. MEMGLASS_OK or E_NOMEM. */
int catalog_remove(struct catalog *c, uint32_t index);

/* Forgets the log of removals. */
void catalog_clear_removed(struct catalog *c);

#endif
