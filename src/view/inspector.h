/* The inside of the inspector, shared by the files that build its parts. Layer 6. */
#ifndef VIEW_INSPECTOR_H
#define VIEW_INSPECTOR_H

#include "view/builder.h"
#include "view/search.h"
#include "view/values.h"

/* What is at the cursor, remembered beyond the walk. */
struct selected {
    char path[TREE_PATH_MAX];
    struct pair pair;
    uint64_t parent; /* line of what it is part of, or TREE_NO_LINE */
    uint64_t element, siblings;
    bool found, leaf, open;
};

/* One build of this screen. */
struct inspector {
    struct view_builder *b;
    const struct view_input *in;
    struct model *m;
    struct view_state *out;
    struct row_source rows;
    struct value_source values; /* of the inspected object */
    struct value_source other;  /* of the one that it is compared with */
    bool comparing;
    struct search_bytes bytes; /* of both */
    struct tree tree;
    struct tree_wants wants;
    struct view_tree_line *lines;
    size_t line_count;
    struct selected selected;      /* where the cursor has come to */
    uint64_t shown_from, shown_to; /* elements of the selected one's array that are visible */
};

/* --- inspector_places.c: where the cursor goes --------------------------------------------------
 */

/* Resolves the wishes: folds, finding, going to a path. The cursor follows the path. */
void inspector_resolve(struct inspector *v);
/* The line of the cursor. */
void inspector_select(struct inspector *v);

/* --- inspector_details.c: what is known of the selected field -----------------------------------
 */

void inspector_details(struct inspector *v);

/* --- inspector_chart.c -------------------------------------------------------------------------
 */

/* Keeps the selected field in the chart or takes it out, when that is wished for. */
void inspector_overlay(struct inspector *v);
void inspector_chart(struct inspector *v);

#endif
