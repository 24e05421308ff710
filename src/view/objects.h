/* The screen of objects, shared by the files that build it. Layer 6. */
#ifndef VIEW_OBJECTS_H
#define VIEW_OBJECTS_H

#include "view/builder.h"

/* One build of this screen. */
struct objects {
    struct view_builder *b;
    const struct view_input *in;
    struct model *m;
    struct row_source source; /* of the values that are shown */
    uint64_t page;
    struct arrangement *a;
    bool answered;  /* a is what the model asks for */
    uint64_t match; /* of those that are found, which one is at the cursor, from 1 on; 0: none */
    struct rows rows;
    const memglass_type *type; /* the one that is shown; NULL: several */
    struct column columns[VIEW_COLUMNS_MAX];
    size_t column_count, sorted;
    bool sums_changed;   /* groups are to add up other columns than they did */
    bool filter_changed; /* the types that are shown have changed the filter in force */
};

/* The type that is asked for, or the only one there is; NULL: several. */
const memglass_type *objects_type(const struct arrangement *a);

/* Fills type, columns, column_count and sorted, by the arrangement. */
void objects_columns(struct objects *o);
/* The name to sort by: of the change of a field while changes are shown; in the arena. */
const char *objects_sort_name(const struct objects *o, const char *name);

/* The table, by columns and rows, and where the model's cursor is. */
void objects_build_table(struct objects *o, const struct rect *body, struct view_table *out);

/* --- what is asked for: objects_ask.c ----------------------------------------------------------
 */

/* Another type or another order, by steps from what there is; waits until that is known. */
void objects_take_wishes(struct objects *o);
/* What is typed, as far as it makes sense for the types that there are. */
void objects_set_filters(struct objects *o);
/* The arrangement that the model wants. */
void objects_ask(const struct objects *o, struct arrange_spec *out);
/* Names that led to nothing, and ways that are known now. */
void objects_note_result(struct objects *o);

#endif
