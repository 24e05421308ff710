/* The builder's inside, shared by the files that build one screen each. Layer 6. */
#ifndef VIEW_BUILDER_H
#define VIEW_BUILDER_H

#include "view/build.h"
#include "view/columns.h"
#include "view/order.h"
#include "view/type_stats.h"

/* What the rows in `order` were made from: while it is the same, they are used again. */
struct order_origin {
    uint64_t instance, tick, serial;
    const struct frame *frame;
    const memglass_type *type;
    char sort[VIEW_COLUMN_NAME_MAX];
    bool descending, valid;
};

struct view_builder {
    struct view_arena arena;

    struct type_count *types; /* of the roster with types_serial */
    size_t type_count, type_capacity;
    uint64_t types_instance, types_serial;

    struct type_stats type_stats; /* of TYPES and SCHEMA */

    struct order order;
    struct order_origin origin;
    size_t dying;                 /* of the rows in order */
    int widths[VIEW_COLUMNS_MAX]; /* columns grow as long as the type shown is the same */
    const memglass_type *widths_type;

    const struct frame *kept_cur, *kept_prev; /* references: the last of the inspected object */
    const struct history *kept_history; /* when the object was gone; NULL: it is not */
    struct object_id kept_id;
    uint64_t searched_instance; /* session in which it was looked for after a restart */

    uint64_t alive_instance, alive_ns; /* when the producer was last seen alive */
    double sample_ns;                  /* cost of a frame, smoothed, as of ... */
    uint64_t sample_tick;
    memglass_error choices;
};

/* The frame shown, or NULL. */
const struct frame *input_frame(const struct view_input *in);
/* Time that the session has lived, as far as it is known; UINT64_MAX when it is not. */
uint64_t builder_uptime_ns(const struct view_builder *b, const struct frame *frame);

void build_header(struct view_builder *b, const struct view_input *in, struct view_state *out);
void build_bars(struct view_builder *b, const struct view_input *in, const struct model *m,
                struct view_state *out); /* tabs and bottom line */
void build_prompt(struct view_builder *b, const struct view_input *in, const struct model *m,
                  struct view_state *out);

/* Each screen's: fills in table or tree, the title, and maybe the message. */
typedef int build_fn(struct view_builder *b, const struct view_input *in, struct model *m,
                     struct view_state *out);
#define VIEW_BUILD_DECLARE(id, word, ...) build_fn build_##word;
VIEW_SCREEN_LIST(VIEW_BUILD_DECLARE)
#undef VIEW_BUILD_DECLARE

/* Rows of a table: of its body without the head. */
static inline uint64_t table_page(const struct layout *l)
{
    return l->body.height > 1 ? (uint64_t)l->body.height - 1 : 0;
}

/* --- types.c -----------------------------------------------------------------------------------
 */

int builder_count_types(struct view_builder *b, const struct frame *frame);
/* The one type shown: the model's, or the only one there is; NULL for several. Resolves the wish
 * for another one. */
const struct type_count *builder_choose_type(struct view_builder *b, struct model *m);

/* --- rows.c ------------------------------------------------------------------------------------
 */

/* Which rows, in which order. */
struct row_choice {
    const struct row_source *source;
    const struct column *by;
    const memglass_type *type; /* NULL: all */
    bool descending;
    bool with_dying; /* and what the frame before had, but this one has not */
};

/* Makes b->order that of these rows, which it may be already. The choice must live as long as
 * b->order is used. */
int builder_order_rows(struct view_builder *b, const struct row_choice *c);
/* The rank of an object, or -1 when it is not among the rows. */
int64_t builder_rank(const struct view_builder *b, const struct row_choice *c,
                     const struct object_id *id);

/* --- pack.c ------------------------------------------------------------------------------------
 */

/* Chooses the columns that fit into `width` cells and makes the table of them: `cells` has all
 * columns of each row. */
void builder_pack_table(struct view_builder *b, const struct column *columns, size_t count,
                        size_t sorted, bool descending, int width, const struct view_cell *cells,
                        size_t rows, struct view_table *out);

#endif
