/* The table of objects: columns, cells, heads of groups. Layer 6. */
#include "view/objects.h"

#include "view/text.h"

#include <math.h>
#include <string.h>

/* --- columns -----------------------------------------------------------------------------------
 */

/* The type that is asked for, or the only one there is. */
static const memglass_type *shown_type(const struct arrangement *a)
{
    for (size_t i = 0; i < a->type_count; i++)
        if (strcmp(a->types[i].type->name, a->spec.type) == 0)
            return a->types[i].type;
    return a->type_count == 1 && !a->spec.type[0] ? a->types[0].type : NULL;
}

static size_t find_column(const struct objects *o, const char *name)
{
    for (size_t i = 0; i < o->column_count; i++)
        if (strcmp(o->columns[i].name, name) == 0)
            return i;
    return SIZE_MAX;
}

void objects_columns(struct objects *o)
{
    o->type = shown_type(o->a);
    o->column_count = columns_list(o->type, &o->b->arena, o->columns);
    o->sorted = find_column(o, o->a->by[0].name);
    if (o->sorted != SIZE_MAX)
        return;
    o->sorted = o->column_count++;
    o->columns[o->sorted] = o->a->by[0];
}

/* --- groups ------------------------------------------------------------------------------------
 */

/* What many of make one of: bytes do, pids do not. */
static bool can_be_added(const struct column *c)
{
    if (c->id != VIEW_COLUMN_FIELD || c->term.text || !c->term.place_count ||
        term_is_window(c->term.aspect))
        return false;
    const struct field_ref *ref = &c->term.places[0].ref;
    return field_is_quantity(ref) && (ref->field->unit[0] || field_is_counter(ref) ||
                                      (ref->field->flags & MEMGLASS_FIELD_GAUGE));
}

/* What the next arrangement adds up: columns that are shown. */
static void note_sums(struct objects *o, const bool *shown)
{
    size_t count = 0;
    memset(o->b->sums, 0, sizeof o->b->sums);
    for (size_t i = 0; i < o->column_count && count < ARRANGE_SUMS_MAX; i++)
        if (shown[i] && can_be_added(&o->columns[i]))
            strncat(o->b->sums[count++], o->columns[i].name, VIEW_COLUMN_NAME_MAX - 1);
}

static double sum_of(const struct objects *o, const struct arrange_group *g, const char *name)
{
    for (size_t i = 0; i < o->a->sum_count; i++)
        if (strcmp(o->a->spec.sums[i], name) == 0)
            return g->sums[i];
    return NAN;
}

static const char *head_label(const struct objects *o, const struct arrange_group *g)
{
    size_t group = (size_t)(g - o->a->groups);
    const char *sign = o->in->ascii          ? o->rows.open[group] ? "-" : "+"
                       : o->rows.open[group] ? "\u25be"
                                             : "\u25b8";
    return view_arena_printf(&o->b->arena, "%s %s, %llu object%s", sign, g->type->name,
                             (unsigned long long)g->objects, g->objects == 1 ? "" : "s");
}

static void head_number(const struct objects *o, const struct column *c, double number,
                        struct view_cell *out)
{
    static const struct field_style style = {.no_unit = true, .humane = true};
    char text[64];
    struct strbuf buffer;
    strbuf_init(&buffer, text, sizeof text);
    if (c->id == VIEW_COLUMN_SIZE)
        text_bytes(&buffer, (uint64_t)number);
    else if (c->id == VIEW_COLUMN_CHANGES)
        text_rate(&buffer, number);
    else if (c->measure)
        text_measure(&buffer, number);
    else
        field_number_text(c->term.places[0].ref.field, number, &style, &buffer);
    if ((int)buffer.len > c->most) {
        strbuf_init(&buffer, text, sizeof text);
        text_compact(&buffer, number, c->most);
    }
    out->text = view_arena_text(&o->b->arena, text);
}

/* The head of a group: its name, and the sums of what can be added. */
static void head_cell(const struct objects *o, const struct column *c,
                      const struct arrange_group *g, struct view_cell *out)
{
    double number = c->id == VIEW_COLUMN_SIZE      ? (double)g->bytes
                    : c->id == VIEW_COLUMN_CHANGES ? g->changes
                    : c->id == VIEW_COLUMN_FIELD   ? sum_of(o, g, c->name)
                                                   : NAN;
    *out = (struct view_cell){.role = VIEW_ROLE_PLAIN};
    if (c->id == VIEW_COLUMN_LABEL)
        out->text = head_label(o, g);
    else if (!isnan(number))
        head_number(o, c, number, out);
}

/* --- rows --------------------------------------------------------------------------------------
 */

static enum view_role row_role(const struct row *row)
{
    bool born = row->mark->born && row->frame->tick > 1;
    return row->dying ? VIEW_ROLE_DYING : born ? VIEW_ROLE_BORN : VIEW_ROLE_PLAIN;
}

static enum view_role build_row(struct objects *o, const struct rows_line *line,
                                struct view_cell *cells)
{
    if (!line->entry) {
        for (size_t i = 0; i < o->column_count; i++)
            head_cell(o, &o->columns[i], line->group, &cells[i]);
        return VIEW_ROLE_STRONG;
    }
    struct row row = arrangement_row(o->a, line->entry, &o->source);
    for (size_t i = 0; i < o->column_count; i++)
        column_cell(&o->columns[i], &o->source, &row, &o->b->arena, &cells[i]);
    return row_role(&row);
}

static void find_shown(const struct objects *o, const struct view_table *table, bool *shown)
{
    for (size_t i = 0; i < table->column_count; i++)
        for (size_t k = 0; k < o->column_count; k++)
            shown[k] = shown[k] || o->columns[k].title == table->columns[i].title;
}

void objects_build_table(struct objects *o, const struct rect *body, struct view_table *out)
{
    struct view_builder *b = o->b;
    const struct list_cursor *c = &o->m->objects;
    uint64_t total = rows_total(&o->rows);
    size_t rows = (size_t)(total - c->first < o->page ? total - c->first : o->page);
    struct view_cell *cells = view_arena_alloc(&b->arena, rows * o->column_count * sizeof *cells);
    enum view_role *roles = view_arena_alloc(&b->arena, rows * sizeof *roles);
    bool shown[VIEW_COLUMNS_MAX] = {false};
    for (size_t i = 0; i < rows; i++) {
        struct rows_line line = rows_line(&o->rows, c->first + i);
        roles[i] = build_row(o, &line, &cells[i * o->column_count]);
    }
    out->row_roles = roles;
    out->first = c->first;
    out->total = total;
    out->cursor = rows && !o->in->batch ? (long)(c->at - c->first) : -1;
    if (b->widths_type != o->type)
        memset(b->widths, 0, sizeof b->widths);
    b->widths_type = o->type;
    builder_pack_table(b, o->columns, o->column_count, o->sorted, o->a->descending[0], body->width,
                       cells, rows, out);
    find_shown(o, out, shown);
    note_sums(o, shown);
}
