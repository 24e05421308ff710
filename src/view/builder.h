/* The builder's inside, shared by the files that build one screen each. Layer 6. */
#ifndef VIEW_BUILDER_H
#define VIEW_BUILDER_H

#include "query/uptime.h"
#include "view/arrange.h"
#include "view/build.h"
#include "view/columns.h"
#include "view/type_stats.h"

/* A column on the screen. */
struct packed_column {
    char name[VIEW_COLUMN_NAME_MAX];
    int width;
};

/* A filter that is typed: the last one without a mistake stays in force. */
struct typed_filter {
    char text[FILTER_TEXT_MAX]; /* as it was last looked at */
    struct filter *good;        /* in force; NULL: all objects pass */
    bool good_is_proven;        /* it fits types of a session */
    struct filter *proven;      /* while it is not: the last one that was */
    struct filter_error error;  /* of the text; message "": there is none */
    /* Against what the text was last looked at. */
    uint64_t instance, types; /* a session, a hash of its types; 0: they were not known */
    bool fits;
};

struct view_builder {
    struct view_arena arena;

    struct arrangement *arranged;                      /* what OBJECTS shows; NULL: none yet */
    struct arrange_memory arrange;                     /* for those that are made on the spot */
    char sums[ARRANGE_SUMS_MAX][VIEW_COLUMN_NAME_MAX]; /* columns that groups add up */
    struct typed_filter filter, find;
    struct verdicts found;        /* of rows that are shown */
    struct type_stats type_stats; /* of TYPES and SCHEMA */
    int widths[VIEW_COLUMNS_MAX]; /* columns grow as long as they are the same */
    const memglass_type *widths_type;
    uint64_t widths_of;                            /* hash of their names */
    struct packed_column packed[VIEW_COLUMNS_MAX]; /* of OBJECTS, as last shown */
    size_t packed_count;
    const struct frame *baseline; /* a reference: what changes since the baseline are since */

    const struct frame *kept_cur, *kept_prev; /* references: the last of the inspected object */
    const struct history *kept_history;       /* when the object was gone; NULL: it is not */
    struct object_id kept_id;
    /* In which frame it was looked for last after a restart. */
    uint64_t searched_instance, searched_tick;

    struct uptime uptime;
    double sample_ns; /* cost of a frame, smoothed, as of ... */
    uint64_t sample_tick;
    double sample_shown_ns; /* the one that is shown */
    uint64_t missed;        /* ticks, as last told ... */
    uint64_t missed_ns;     /* ... in a frame of that time */
    memglass_error choices;
};

/* The frame shown, or NULL. */
const struct frame *input_frame(const struct view_input *in);

/* The rows of the frames shown, with the baseline and what changes are since. There must be a
 * frame.
 */
struct row_source builder_source(const struct view_builder *b, const struct view_input *in,
                                 const struct model *m);
/* "since the baseline 12s before", what changes are since; in the arena. */
const char *builder_since_text(struct view_builder *b, const struct view_input *in,
                               const struct model *m);

void build_header(struct view_builder *b, const struct view_input *in, struct view_state *out);
void build_bars(struct view_builder *b, const struct view_input *in, const struct model *m,
                struct view_state *out); /* tabs and bottom line */
void build_timebar(struct view_builder *b, const struct view_input *in, struct view_state *out);
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

/* --- typed_filter.c ----------------------------------------------------------------------------
 */

void typed_filter_fini(struct typed_filter *t);
/* Makes `good` of the text, unless it has a mistake: one of writing, or one that only the types
 * show. Where none is known yet (NULL, or without types), it is looked at again once they are. */
void typed_filter_set(struct typed_filter *t, const char *text, const struct arrangement *known);

/* --- rows.c ------------------------------------------------------------------------------------
 */

/* Makes b->arranged what the spec asks for, at once or as soon as it is there. */
int builder_arrange(struct view_builder *b, const struct view_input *in,
                    const struct arrange_spec *spec, const struct row_source *source);

/* The lines of a table that shows an arrangement: its objects, and, where it has groups by type, a
 * head for each, behind which come the objects if the group is open. */
struct rows {
    struct arrangement *a;
    bool heads;
    bool *open;      /* each group; of heads */
    uint64_t *first; /* each group's first line, and one more: the total */
};

/* One line. */
struct rows_line {
    const struct arrange_group *group;
    const struct order_entry *entry; /* NULL: the group's head */
};

/* In the builder's arena. */
struct rows rows_of(struct view_builder *b, struct arrangement *a, const struct model *m);
uint64_t rows_total(const struct rows *r);
/* Puts lines first .. first + count - 1 in order: rows_line may then be asked for them. */
void rows_window(const struct rows *r, uint64_t first, uint64_t count);
struct rows_line rows_line(const struct rows *r, uint64_t line);
/* Lines of an object (of its group's head when that is closed) and of a head; -1: there is none. */
int64_t rows_find(const struct rows *r, const struct object_id *id);
int64_t rows_find_head(const struct rows *r, const char *type);

/* --- pack.c ------------------------------------------------------------------------------------
 */

/* Chooses the columns that fit into `width` cells and makes the table of them: `cells` has all
 * columns of each row. */
void builder_pack_table(struct view_builder *b, const struct column *columns, size_t count,
                        size_t sorted, bool descending, int width, const struct view_cell *cells,
                        size_t rows, struct view_table *out);

#endif
