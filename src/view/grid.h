/*
 * The columns of a table that is not the objects' one: as wide as their texts, and as many as fit.
 * Layer 6.
 */
#ifndef VIEW_GRID_H
#define VIEW_GRID_H

#include "view/arena.h"
#include "view/state.h"

struct grid_column {
    const char *title;
    const char *name; /* what to sort by; NULL or "": the table is not sorted by it */
    bool right;
    int most;    /* cells */
    int urgency; /* 0 first; what does not fit is left out; the last column takes what is left */
};

#define GRID_UNSORTED SIZE_MAX

/* Places the columns in `width` cells for cells of `rows` x `count`, and makes the table of them.
 */
void grid_place(struct view_arena *arena, const struct grid_column *columns, size_t count,
                int width, const struct view_cell *cells, size_t rows, size_t sorted,
                bool descending, struct view_table *out);

#endif
