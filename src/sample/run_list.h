/* How the rows of a roster lie in the session, as a list of extents: in the order of the rows.
 * Layer 4. The sampler's thread. */
#ifndef SAMPLE_RUN_LIST_H
#define SAMPLE_RUN_LIST_H

#include "observer/observer.h"
#include "sample/pages.h"

#include <stdbool.h>

/* Zeroed: empty, without room. */
struct run_list {
    struct pages pages;
    size_t count;
};

static inline struct observer_run *run_list_at(const struct run_list *l)
{
    return (struct observer_run *)(void *)l->pages.at;
}

/* Empties it, with room for so many rows. MEMGLASS_OK or E_NOMEM. */
int run_list_begin(struct run_list *l, size_t rows);
void run_list_free(struct run_list *l);

/* One more row. */
void run_list_add(struct run_list *l, const struct observer_entry *e);

/* Going along a list by rows, ascending. Zeroed: at the first one. */
struct run_cursor {
    size_t run;   /* this one's */
    size_t first; /* row */
};

/* Adds the rows `row` to `end` - 1 of another list. */
void run_list_carry(struct run_list *l, const struct run_list *from, struct run_cursor *at,
                    size_t row, size_t end);

#endif
