/* The screen of objects: one row each, sorted, narrowed to a type. Layer 6. */
#include "view/builder.h"

#include "base/error.h"

#include <stdio.h>
#include <string.h>

#define DEFAULT_SORT "changes"

/* One build of this screen. */
struct objects {
    struct view_builder *b;
    const struct view_input *in;
    struct model *m;
    struct row_source source;
    const struct type_count *type; /* NULL: several */
    struct column columns[VIEW_COLUMNS_MAX];
    size_t column_count, sorted;
    struct row_choice choice;
};

/* --- choices -----------------------------------------------------------------------------------
 */

static size_t find_column(const struct objects *o, const char *name)
{
    for (size_t i = 0; i < o->column_count; i++)
        if (o->columns[i].name[0] && strcmp(o->columns[i].name, name) == 0)
            return i;
    return SIZE_MAX;
}

static void note_unknown_column(struct objects *o)
{
    char names[180];
    struct strbuf out;
    strbuf_init(&out, names, sizeof names);
    for (size_t i = VIEW_COLUMN_LABEL; i < o->column_count; i++)
        if (o->columns[i].name[0])
            strbuf_printf(&out, "%s%s", out.len ? ", " : "", o->columns[i].name);
    strbuf_finish(&out);
    error_set(&o->b->choices, MEMGLASS_E_NOTFOUND, 0, "no column '%.40s'; there are: %s",
              o->m->sort, names);
}

/* Columns that can be sorted by: those with a name, and the type where there are several. */
static bool is_sortable(const struct objects *o, size_t i)
{
    return o->columns[i].name[0] && !(o->type && i == VIEW_COLUMN_TYPE);
}

static size_t step_column(const struct objects *o, size_t at)
{
    int step = o->m->sort_step > 0 ? 1 : -1;
    for (int left = o->m->sort_step; left; left -= step)
        do {
            at = (at + o->column_count + (size_t)(step > 0 ? 1 : o->column_count - 1)) %
                 o->column_count;
        } while (!is_sortable(o, at));
    return at;
}

static void choose_sort(struct objects *o)
{
    struct model *m = o->m;
    size_t at = find_column(o, m->sort[0] ? m->sort : DEFAULT_SORT);
    if (at == SIZE_MAX &&
        columns_find_field(m->sort, o->type ? o->type : o->b->types, o->type ? 1 : o->b->type_count,
                           &o->b->arena, &o->columns[o->column_count]))
        at = o->column_count++;
    if (at == SIZE_MAX) {
        note_unknown_column(o);
        at = find_column(o, DEFAULT_SORT);
    }
    if (m->sort_step) {
        at = step_column(o, at);
        m->sort_step = 0;
        m->sort_default = true;
        snprintf(m->sort, sizeof m->sort, "%s", o->columns[at].name);
    }
    if (m->sort_default)
        m->descending = o->columns[at].descending_first != m->reverse_default;
    m->sort_default = m->reverse_default = false;
    o->sorted = at;
}

/* --- rows --------------------------------------------------------------------------------------
 */

static struct object_id id_of(const struct objects *o, size_t rank)
{
    if (rank >= o->b->order.count)
        return (struct object_id){0};
    struct row row = row_at(&o->source, o->b->order.entries[rank].row);
    return (struct object_id){.instance = row.frame->session.instance,
                              .index = row.object->index,
                              .generation = row.object->generation};
}

/* The cursor goes where its object has gone; when that is no more, it stays where it is. */
static void move_cursor(struct objects *o, uint64_t page)
{
    struct list_cursor *c = &o->m->objects;
    int64_t rank = c->home ? -1 : builder_rank(o->b, &o->choice, &o->m->object);
    if (rank >= 0)
        c->at = (uint64_t)rank;
    list_cursor_move(c, o->b->order.count, page);
    order_window(&o->b->order, c->first, page);
    o->m->object = id_of(o, c->at);
}

static enum view_role row_role(const struct row *row)
{
    bool born = row->mark->born && row->frame->tick > 1;
    return row->dying ? VIEW_ROLE_DYING : born ? VIEW_ROLE_BORN : VIEW_ROLE_PLAIN;
}

static void build_rows(struct objects *o, const struct rect *body, struct view_table *out)
{
    const struct order *order = &o->b->order;
    struct list_cursor *c = &o->m->objects;
    size_t page = body->height > 1 ? (size_t)body->height - 1 : 0;
    size_t rows = order->count - c->first < page ? order->count - c->first : page;
    struct view_cell *cells =
        view_arena_alloc(&o->b->arena, rows * o->column_count * sizeof *cells);
    enum view_role *roles = view_arena_alloc(&o->b->arena, rows * sizeof *roles);
    for (size_t i = 0; i < rows; i++) {
        struct row row = row_at(&o->source, order->entries[c->first + i].row);
        roles[i] = row_role(&row);
        for (size_t column = 0; column < o->column_count; column++)
            column_cell(&o->columns[column], &o->source, &row, &o->b->arena,
                        &cells[i * o->column_count + column]);
    }
    out->row_roles = roles;
    out->first = c->first;
    out->total = order->count;
    out->cursor = rows && !o->in->batch ? (long)(c->at - c->first) : -1;
    const memglass_type *type = o->type ? o->type->type : NULL;
    if (o->b->widths_type != type)
        memset(o->b->widths, 0, sizeof o->b->widths);
    o->b->widths_type = type;
    builder_pack_table(o->b, o->columns, o->column_count, o->sorted, o->m->descending, body->width,
                       cells, rows, out);
}

/* --- the screen --------------------------------------------------------------------------------
 */

static void build_title(struct objects *o, struct view_state *out)
{
    struct view_arena *arena = &o->b->arena;
    unsigned long long count = o->b->order.count - o->b->dying;
    size_t part = 0;
    if (o->type) {
        out->title[part++] = (struct view_cell){.text = view_arena_text(arena, o->type->type->name),
                                                .role = VIEW_ROLE_TITLE};
        out->title[part++] = (struct view_cell){
            .text = view_arena_printf(arena, "%llu object%s", count, count == 1 ? "" : "s")};
    } else {
        out->title[part++] = (struct view_cell){.text = "all types", .role = VIEW_ROLE_TITLE};
        out->title[part++] =
            (struct view_cell){.text = view_arena_printf(arena, "%llu object%s of %zu types", count,
                                                         count == 1 ? "" : "s", o->b->type_count)};
    }
    const struct column *by = &o->columns[o->sorted];
    const char *way = by->id == VIEW_COLUMN_AGE    ? o->m->descending ? "oldest" : "youngest"
                      : by->id == VIEW_COLUMN_LAST ? o->m->descending ? "oldest" : "latest"
                      : by->term.text              ? o->m->descending ? "Z to A" : "A to Z"
                      : o->m->descending           ? "largest"
                                                   : "smallest";
    out->title[part] = (struct view_cell){
        .text = view_arena_printf(arena, "by %s, %s first", by->name, way), .role = VIEW_ROLE_DIM};
    if (by->term.text)
        out->title[part].text = view_arena_printf(arena, "by %s, %s", by->name, way);
}

static const char *empty_text(const struct objects *o)
{
    if (o->b->choices.code)
        return o->b->choices.message;
    return "The session has no objects.";
}

static void start(struct objects *o, const struct frame *frame)
{
    const struct snapshot *snapshot = o->in->snapshot;
    const struct frame *prev = snapshot->prev;
    if (prev && prev->session.instance != frame->session.instance)
        prev = NULL;
    o->source = (struct row_source){.cur = frame,
                                    .prev = prev,
                                    .history = o->in->history,
                                    .now_ns = builder_uptime_ns(o->b, frame)};
}

int build_objects(struct view_builder *b, const struct view_input *in, struct model *m,
                  struct view_state *out)
{
    const struct frame *frame = input_frame(in);
    if (!frame) {
        out->table.empty = in->snapshot && in->snapshot->status
                               ? view_arena_text(&b->arena, in->snapshot->message)
                               : "Looking ...";
        return MEMGLASS_OK;
    }
    struct objects *o = view_arena_alloc(&b->arena, sizeof *o);
    *o = (struct objects){.b = b, .in = in, .m = m};
    start(o, frame);
    int status = builder_count_types(b, frame);
    if (status)
        return status;
    o->type = builder_choose_type(b, m);
    o->column_count = columns_list(o->type ? o->type->type : NULL, &b->arena, o->columns);
    choose_sort(o);
    o->choice = (struct row_choice){.source = &o->source,
                                    .by = &o->columns[o->sorted],
                                    .type = o->type ? o->type->type : NULL,
                                    .descending = m->descending,
                                    .with_dying = !in->batch};
    status = builder_order_rows(b, &o->choice);
    if (status)
        return status;
    move_cursor(o, table_page(&out->layout));
    build_rows(o, &out->layout.body, &out->table);
    build_title(o, out);
    out->table.empty = view_arena_text(&b->arena, empty_text(o));
    return MEMGLASS_OK;
}
