/* The TYPES screen: what each type has, one row each. Layer 6. */
#include "view/builder.h"

#include "base/clock.h"
#include "view/grid.h"
#include "view/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the columns -------------------------------------------------------------------------------
 */

static const struct grid_column columns[TYPES_COLUMN_COUNT] = {
#define COLUMN(id, column_title, sorted_by, is_right, cells, rank) \
    {.title = (column_title),                                      \
     .name = (sorted_by),                                          \
     .right = (is_right),                                          \
     .most = (cells),                                              \
     .urgency = (rank)},
    TYPES_COLUMN_LIST(COLUMN)
#undef COLUMN
};

enum types_column types_column_named(const char *name)
{
    int at = 0;
    while (at + 1 < TYPES_COLUMN_COUNT && strcmp(columns[at].name, name) != 0)
        at++;
    return (enum types_column)at;
}

enum types_column types_column_step(enum types_column column, int step)
{
    int at = (int)column;
    do
        at = (at + step + TYPES_COLUMN_COUNT) % TYPES_COLUMN_COUNT;
    while (!columns[at].name[0]);
    return (enum types_column)at;
}

bool types_column_falls(enum types_column column)
{
    return column != TYPES_COLUMN_NAME;
}

/* --- order -------------------------------------------------------------------------------------
 */

/* One build of this screen. */
struct types {
    struct view_builder *b;
    struct model *m;
    const struct type_stats *stats;
    double seconds; /* since the frame before; NaN: there is none */
    const struct type_stat **rows;
};

struct sort_row {
    const struct type_stat *stat;
    double key;
};

static double sort_number(const struct type_stat *s, enum types_column column)
{
    switch (column) {
    case TYPES_COLUMN_SIZE:
        return (double)s->type->size;
    case TYPES_COLUMN_OBJECTS:
        return (double)s->objects;
    case TYPES_COLUMN_BYTES:
        return (double)s->bytes;
    case TYPES_COLUMN_CREATED:
        return (double)s->created;
    case TYPES_COLUMN_DESTROYED:
        return (double)s->destroyed;
    case TYPES_COLUMN_CHANGES:
        return (double)s->changes;
    case TYPES_COLUMN_FIELDS:
        return (double)s->type->field_count;
    default:
        return 0;
    }
}

/* What is equal stays in order of name. */
static int by_key(const void *a, const void *b)
{
    const struct sort_row *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return strcmp(x->stat->type->name, y->stat->type->name);
}

static void sort_rows(struct types *t)
{
    size_t count = t->stats->count;
    const struct types_sort *sort = &t->m->types_sort;
    struct sort_row *rows = view_arena_alloc(&t->b->arena, (count + 1) * sizeof *rows);
    for (size_t i = 0; i < count; i++) {
        const struct type_stat *s = &t->stats->stats[i];
        double key = sort->column == TYPES_COLUMN_NAME ? (double)i : sort_number(s, sort->column);
        rows[i] = (struct sort_row){s, sort->descending ? -key : key};
    }
    qsort(rows, count, sizeof *rows, by_key);
    t->rows = view_arena_alloc(&t->b->arena, (count + 1) * sizeof *t->rows);
    for (size_t i = 0; i < count; i++)
        t->rows[i] = rows[i].stat;
}

/* The cursor follows the type by its name. */
static void move_cursor(struct types *t, uint64_t page)
{
    struct model *m = t->m;
    size_t count = t->stats->count;
    for (size_t i = 0; i < count && !m->types.home; i++)
        if (strcmp(t->rows[i]->type->name, m->type_at) == 0)
            m->types.at = i;
    list_cursor_move(&m->types, count, page);
    m->type_at[0] = '\0';
    if (count)
        snprintf(m->type_at, sizeof m->type_at, "%s", t->rows[m->types.at]->type->name);
}

/* --- cells -------------------------------------------------------------------------------------
 */

static void put(struct types *t, struct view_cell *cell, const char *text, double number)
{
    cell->text = view_arena_text(&t->b->arena, text);
    cell->role = number > 0 ? VIEW_ROLE_PLAIN : VIEW_ROLE_DIM;
}

static void put_rate(struct types *t, struct view_cell *cell, uint64_t count)
{
    char text[32];
    struct strbuf out;
    double rate = (double)count / t->seconds;
    strbuf_init(&out, text, sizeof text);
    if (isnan(rate))
        strbuf_char(&out, '-');
    else
        text_rate(&out, rate);
    put(t, cell, text, isnan(rate) ? 0 : rate);
}

static void put_count(struct types *t, struct view_cell *cell, uint64_t count,
                      void (*write)(struct strbuf *, uint64_t))
{
    char text[32];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    write(&out, count);
    put(t, cell, text, (double)count);
}

static void put_share(struct types *t, const struct type_stat *s, struct view_cell *cells)
{
    double share = t->stats->bytes ? (double)s->bytes / (double)t->stats->bytes : 0;
    char text[16];
    snprintf(text, sizeof text, "%.1f%%", 100 * share);
    put(t, &cells[TYPES_COLUMN_SHARE], text, share);
    cells[TYPES_COLUMN_BAR].gauge = (struct view_gauge){.from = share, .to = share, .valid = true};
}

static void fill_row(struct types *t, const struct type_stat *s, struct view_cell *cells)
{
    const memglass_type *type = s->type;
    struct view_arena *arena = &t->b->arena;
    cells[TYPES_COLUMN_NAME] =
        (struct view_cell){.text = view_arena_text(arena, type->name), .role = VIEW_ROLE_STRONG};
    cells[TYPES_COLUMN_KIND] =
        (struct view_cell){.text = type->is_union ? "union" : "struct", .role = VIEW_ROLE_DIM};
    put_count(t, &cells[TYPES_COLUMN_SIZE], type->size, text_bytes);
    put_count(t, &cells[TYPES_COLUMN_OBJECTS], s->objects, text_count);
    put_count(t, &cells[TYPES_COLUMN_BYTES], s->bytes, text_bytes);
    put_share(t, s, cells);
    put_rate(t, &cells[TYPES_COLUMN_CREATED], s->created);
    put_rate(t, &cells[TYPES_COLUMN_DESTROYED], s->destroyed);
    put_rate(t, &cells[TYPES_COLUMN_CHANGES], s->changes);
    put_count(t, &cells[TYPES_COLUMN_FIELDS], type->field_count, text_count);
    cells[TYPES_COLUMN_DESC] =
        (struct view_cell){.text = view_arena_text(arena, type->desc), .role = VIEW_ROLE_DIM};
}

static void build_rows(struct types *t, const struct rect *body, uint64_t page,
                       struct view_table *out)
{
    const struct list_cursor *c = &t->m->types;
    size_t left = t->stats->count - (size_t)c->first, rows = left < page ? left : (size_t)page;
    struct view_cell *cells =
        view_arena_alloc(&t->b->arena, (rows + 1) * TYPES_COLUMN_COUNT * sizeof *cells);
    for (size_t i = 0; i < rows; i++)
        fill_row(t, t->rows[c->first + i], &cells[i * TYPES_COLUMN_COUNT]);
    grid_place(&t->b->arena, columns, TYPES_COLUMN_COUNT, body->width, cells, rows,
               t->m->types_sort.column, t->m->types_sort.descending, out);
    out->row_roles = view_arena_alloc(&t->b->arena, (rows + 1) * sizeof *out->row_roles);
    out->first = c->first;
    out->total = t->stats->count;
    out->cursor = rows ? (long)(c->at - c->first) : -1;
}

/* --- the screen --------------------------------------------------------------------------------
 */

static void build_title(struct types *t, const memglass_session_info *session,
                        struct view_state *out)
{
    const struct types_sort *sort = &t->m->types_sort;
    struct view_arena *arena = &t->b->arena;
    const char *way = sort->column == TYPES_COLUMN_NAME ? sort->descending ? ", Z to A" : ", A to Z"
                      : sort->descending                ? ", largest first"
                                                        : ", smallest first";
    out->title[0] = (struct view_cell){.text = "types", .role = VIEW_ROLE_TITLE};
    out->title[1] =
        (struct view_cell){.text = view_arena_printf(arena, "%zu with objects, of %u",
                                                     t->stats->count, session->type_count)};
    out->title[2] = (struct view_cell){
        .text = view_arena_printf(arena, "by %s%s", columns[sort->column].name, way),
        .role = VIEW_ROLE_DIM};
}

int build_types(struct view_builder *b, const struct view_input *in, struct model *m,
                struct view_state *out)
{
    const struct frame *cur = input_frame(in);
    if (!cur) {
        out->table.empty = "Looking ...";
        return MEMGLASS_OK;
    }
    const struct frame *prev = in->snapshot->prev;
    if (prev && !frame_same_session(prev, cur))
        prev = NULL;
    int status = type_stats_count(&b->type_stats, cur, prev);
    if (status)
        return status;
    struct types t = {.b = b, .m = m, .stats = &b->type_stats, .seconds = NAN};
    if (prev && cur->time_ns > prev->time_ns)
        t.seconds = (double)(cur->time_ns - prev->time_ns) / NS_PER_SEC;
    sort_rows(&t);
    move_cursor(&t, table_page(&out->layout));
    build_rows(&t, &out->layout.body, table_page(&out->layout), &out->table);
    build_title(&t, &cur->session, out);
    out->table.empty = "The session has no objects.";
    return MEMGLASS_OK;
}
