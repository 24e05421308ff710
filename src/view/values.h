/* The cells of one inspector line: value, change, rate, gauge, sparkline, truth. Layer 6. */
#ifndef VIEW_VALUES_H
#define VIEW_VALUES_H

#include "query/term.h"
#include "view/arena.h"
#include "view/formats.h"
#include "view/state.h"
#include "view/tree.h"

/* An object that is looked at. */
struct value_source {
    const struct row_source *rows;
    struct row row;
    const struct formats *formats;
    struct view_arena *arena;
    int spark_cells; /* values that a sparkline shows */
    bool settled;    /* nothing happens to the object any more: gauges stand still */
};

/* Fills all but name, depth and fold of the line. path: as the tree writes it. */
void value_cells(const struct value_source *s, const struct field_ref *ref, const char *path,
                 const struct tree_widths *widths, struct view_tree_line *line);

/* The value alone: of the second object of two that are compared. */
void value_cell(const struct value_source *s, const struct field_ref *ref, const char *path,
                struct view_cell *out);

/* The same in at most `cells` cells, as far as digits that find no room can be done without; what
 * is longer all the same is cut where it is drawn. */
void value_cell_within(const struct value_source *s, const struct field_ref *ref, const char *path,
                       int cells, struct view_cell *out);

/* The declared type of a field, part of one, or object: "int16_t[4]". */
struct view_cell value_type_cell(struct view_arena *arena, const struct field_ref *ref);

/* A difference as the column of changes has it: "+1.5M". */
void value_delta_cell(struct view_arena *arena, const memglass_field *field, double delta,
                      struct view_cell *out);

/* A number in the field's own way, in at most `cells` cells. */
void value_number_text(const memglass_field *field, double number, int cells, struct strbuf *out);

#endif
