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
    bool answered; /* a is what the model asks for */
    struct rows rows;
    const memglass_type *type; /* the one that is shown; NULL: several */
    struct column columns[VIEW_COLUMNS_MAX];
    size_t column_count, sorted;
};

/* Fills type, columns, column_count and sorted, by the arrangement. */
void objects_columns(struct objects *o);

/* The table, by columns and rows, and where the model's cursor is. */
void objects_build_table(struct objects *o, const struct rect *body, struct view_table *out);

#endif
