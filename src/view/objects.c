/* The table of objects: columns, cells, heads of groups. Layer 6. */
#include "view/objects.h"

#include "base/hash.h"
#include "view/quantity.h"
#include "view/text.h"

#include <math.h>
#include <string.h>

/* --- columns -----------------------------------------------------------------------------------
 */

const memglass_type *objects_type(const struct arrangement *a)
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

static struct columns_choice choice_of(const struct objects *o)
{
    return (struct columns_choice){
        .shown = o->type,
        .types = o->a->types,
        .type_count = o->a->type_count,
        .chosen = o->m->given.count ? &o->m->given
                                    : prefs_get(&o->m->prefs, o->type ? o->type->name : ""),
        .changes = o->m->changes,
        .since = o->m->since,
        .ascii = o->in->ascii,
    };
}

void objects_columns(struct objects *o)
{
    o->type = objects_type(o->a);
    struct columns_choice choice = choice_of(o);
    o->column_count = columns_list(&choice, &o->b->arena, o->columns);
    o->sorted = find_column(o, o->a->by[0].name);
    if (o->sorted != SIZE_MAX)
        return;
    o->sorted = o->column_count++;
    choice.shown = NULL;
    if (!columns_find_field(o->a->by[0].name, &choice, &o->b->arena, &o->columns[o->sorted]))
        o->columns[o->sorted] = o->a->by[0];
}

const char *objects_sort_name(const struct objects *o, const char *name)
{
    struct term term;
    struct column column;
    if (!o->m->changes || !o->b->arranged || term_parse(name, &term, NULL) != MEMGLASS_OK ||
        term.id != TERM_FIELD || term.aspect != TERM_VALUE)
        return name;
    const struct columns_choice choice = {.types = o->b->arranged->types,
                                          .type_count = o->b->arranged->type_count};
    const char *change =
        view_arena_printf(&o->b->arena, "%s:%s", name, term_aspect_info(TERM_CHANGE)->name);
    return columns_find_field(change, &choice, &o->b->arena, &column) ? change : name;
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
    char sums[ARRANGE_SUMS_MAX][VIEW_COLUMN_NAME_MAX] = {{0}};
    size_t count = 0;
    for (size_t i = 0; i < o->column_count && count < ARRANGE_SUMS_MAX; i++)
        if (shown[i] && can_be_added(&o->columns[i]))
            strncat(sums[count++], o->columns[i].name, VIEW_COLUMN_NAME_MAX - 1);
    o->sums_changed = o->m->group && memcmp(o->b->sums, sums, sizeof sums) != 0;
    memcpy(o->b->sums, sums, sizeof sums);
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
    else if (c->id == VIEW_COLUMN_FIELD && c->term.aspect != TERM_VALUE)
        quantity_text(c->term.places[0].ref.field, c->term.aspect, number, c->most, false, &buffer);
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
    bool born = row_state(row) & ROW_BORN && row->frame->tick > 1;
    return row->dying ? VIEW_ROLE_DYING : born ? VIEW_ROLE_BORN : VIEW_ROLE_PLAIN;
}

/* Lightly: the label alone. */
static void mark_match(const struct objects *o, struct view_cell *cells)
{
    for (size_t i = 0; i < o->column_count; i++)
        if (o->columns[i].id == VIEW_COLUMN_LABEL)
            cells[i].role = VIEW_ROLE_MATCH;
}

/* In the first column, unless something else is to be said of the object there. */
static void sign_marked(const struct objects *o, const struct row *row, struct view_cell *sign)
{
    struct object_id id = row_id(row);
    if (!sign->text && marks_has(&o->m->marks, &id))
        *sign = view_sign(VIEW_SIGN_MARKED);
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
    sign_marked(o, &row, &cells[0]);
    if (o->a->spec.find && verdicts_pass(&o->b->found, &o->source, &row))
        mark_match(o, cells);
    return row_role(&row);
}

/* Widths are forgotten when the columns are others; but for the one that is sorted by, which may be
 * behind them all. */
static void keep_widths(const struct objects *o)
{
    struct view_builder *b = o->b;
    uint64_t names = HASH_SEED;
    for (size_t i = 0; i < o->column_count && (i < o->sorted || i + 1 < o->column_count); i++)
        names = hash_bytes(names, o->columns[i].name, strlen(o->columns[i].name) + 1);
    if (b->widths_type != o->type || b->widths_of != names)
        memset(b->widths, 0, sizeof b->widths);
    b->widths_type = o->type;
    b->widths_of = names;
}

/* Which columns have found room, and how much: for the screen of columns and the next sums. */
static void note_shown(struct objects *o, const struct view_table *table)
{
    struct view_builder *b = o->b;
    bool shown[VIEW_COLUMNS_MAX] = {false};
    b->packed_count = 0;
    for (size_t i = 0; i < table->column_count; i++)
        for (size_t k = 0; k < o->column_count; k++) {
            if (o->columns[k].title != table->columns[i].title)
                continue;
            shown[k] = true;
            struct packed_column *packed = &b->packed[b->packed_count++];
            *packed = (struct packed_column){.width = table->columns[i].width};
            strncat(packed->name, o->columns[k].name, sizeof packed->name - 1);
            break;
        }
    note_sums(o, shown);
}

void objects_build_table(struct objects *o, const struct rect *body, struct view_table *out)
{
    struct view_builder *b = o->b;
    const struct list_cursor *c = &o->m->objects;
    uint64_t total = rows_total(&o->rows);
    size_t rows = (size_t)(total - c->first < o->page ? total - c->first : o->page);
    struct view_cell *cells = view_arena_alloc(&b->arena, rows * o->column_count * sizeof *cells);
    enum view_role *roles = view_arena_alloc(&b->arena, rows * sizeof *roles);
    verdicts_begin(&b->found, o->a->spec.find, &o->source);
    for (size_t i = 0; i < rows; i++) {
        struct rows_line line = rows_line(&o->rows, c->first + i);
        roles[i] = build_row(o, &line, &cells[i * o->column_count]);
    }
    out->row_roles = roles;
    out->first = c->first;
    out->total = total;
    out->cursor = rows && !o->in->batch ? (long)(c->at - c->first) : -1;
    keep_widths(o);
    builder_pack_table(b, o->columns, o->column_count, o->sorted, o->a->descending[0], body->width,
                       cells, rows, out);
    note_shown(o, out);
}
