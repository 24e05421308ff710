/* The cells of one inspector line: value, change, rate, gauge, sparkline, truth. Layer 6. */
#ifndef VIEW_VALUES_H
#define VIEW_VALUES_H

#include "sample/sampler.h"
#include "view/arena.h"
#include "view/state.h"
#include "view/tree.h"

/* The object that is looked at, in its frame and the one before. */
struct value_source {
    const struct frame *cur, *prev; /* prev may be NULL */
    long row, prev_row;             /* prev_row -1: it was not there */
    const struct history *history;  /* NULL: none */
    struct view_arena *arena;
    int spark_cells; /* values that a sparkline shows */
    bool settled;    /* nothing happens to the object any more: gauges stand still */
};

/* Fills all but name, depth and fold of the line. */
void value_cells(const struct value_source *source, const struct field_ref *ref,
                 struct view_tree_line *line);

/* "health: float hp, 0 to 100, at 16, 4 bytes: hit points left" for the message line. */
void value_describe(const struct field_ref *ref, const char *path, struct strbuf *out);

#endif
