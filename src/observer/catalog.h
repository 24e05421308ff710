/* The live objects as of the last refresh: by directory index, and what went. Layer 2. Touches no
 * shared memory. */
#ifndef OBSERVER_CATALOG_H
#define OBSERVER_CATALOG_H

#include "base/array.h"
#include "format/layout.h"
#include "observer/lines.h"
#include "observer/rows.h"

struct catalog {
    struct row_facts *rows; /* of no object: anything */
    uint32_t *generations;  /* as many, apart, since an end touches no more; OBSERVER_VACANT: there
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

/* Rows up to that index, at least. False: no memory. */
bool catalog_grow(struct catalog *c, uint32_t index);
static inline bool catalog_reach(struct catalog *c, uint32_t index)
{
    return index < c->limit || catalog_grow(c, index);
}

/* Room for so many more objects, and for as many ends in the log. False: no memory. */
static inline bool catalog_reserve(struct catalog *c, size_t more)
{
    return array_reserve(&c->list, sizeof *c->list, &c->list_capacity, c->live_count + more) &&
           array_reserve(&c->removed, sizeof *c->removed, &c->removed_capacity,
                         c->removed_count + more);
}

/* Adds an object whose facts were filled in, where there is none; there is room. */
static inline void catalog_add(struct catalog *c, uint32_t index, uint32_t generation)
{
    c->generations[index] = generation;
    c->live_count++;
    c->serial++;
}

/* Removes the object of that generation that is at an index, and logs it; there is room. */
static inline void catalog_remove(struct catalog *c, uint32_t index, uint32_t generation)
{
    struct observer_removal *log = &c->removed[c->removed_count++];
    log->index = index;
    log->generation = generation;
    c->generations[index] = OBSERVER_VACANT;
    c->live_count--;
    c->serial++;
}

/* The indexes of all that live, in order. Valid until the next change. */
const uint32_t *catalog_list(struct catalog *c);

/* Forgets the log of removals. */
void catalog_clear_removed(struct catalog *c);

#endif
