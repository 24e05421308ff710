/* What is known of the inspector's selected field: a pane, or one line. Layer 6. */
#include "view/inspector.h"

#include "view/width.h"

#include <string.h>

#define LINES_MAX 24

/* The pane as far as it is written. */
struct pane {
    struct inspector *v;
    struct view_cell *cells;
    size_t count, room;
    char text[VIEW_TEXT_MAX];
    struct strbuf out;
};

static struct strbuf *begin(struct pane *p)
{
    strbuf_init(&p->out, p->text, sizeof p->text);
    return &p->out;
}

static void end(struct pane *p, const char *name, enum view_role role)
{
    if (p->count == p->room || !p->out.len)
        return;
    strbuf_finish(&p->out);
    p->cells[2 * p->count] = (struct view_cell){.text = name, .role = VIEW_ROLE_DIM};
    p->cells[2 * p->count + 1] =
        (struct view_cell){.text = view_arena_text(&p->v->b->arena, p->text), .role = role};
    p->count++;
}

/* --- words -------------------------------------------------------------------------------------
 */

static void bits_text(struct strbuf *out, uint64_t bits)
{
    strbuf_printf(out, "%llu", (unsigned long long)(bits / 8));
    if (bits % 8)
        strbuf_printf(out, ":%llu", (unsigned long long)(bits % 8));
}

static void place_text(const struct field_ref *ref, struct strbuf *out)
{
    strbuf_text(out, "at ");
    bits_text(out, ref->bit_offset);
    strbuf_text(out, ", ");
    if (ref->field && field_is_leaf(ref) && ref->field->bit_size % 8)
        strbuf_printf(out, "%llu bits", (unsigned long long)ref->field->bit_size);
    else
        strbuf_printf(out, "%llu B", (unsigned long long)field_ref_bytes(ref));
}

static void kind_text(const struct field_ref *ref, struct strbuf *out)
{
    const memglass_field *field = ref->field;
    if (!field) {
        strbuf_text(out, ref->type->is_union ? "union" : "struct");
        return;
    }
    if (field->rank > ref->dims_used)
        strbuf_printf(out, "array of %llu, ", (unsigned long long)field_child_count(ref));
    strbuf_text(out, memglass_kind_name(field->kind));
    if (field->type && field->type->is_union)
        strbuf_text(out, ": each member is a view of the same bytes");
}

/* X(flag, word) */
#define FLAG_WORDS(X)                    \
    X(MEMGLASS_FIELD_COUNTER, "counter") \
    X(MEMGLASS_FIELD_GAUGE, "gauge")     \
    X(MEMGLASS_FIELD_ATOMIC, "atomic")   \
    X(MEMGLASS_FIELD_GUARDED, "guarded") \
    X(MEMGLASS_FIELD_BITFIELD, "bit-field")

static void flags_text(const struct field_ref *ref, struct strbuf *out)
{
    uint32_t flags = ref->field ? ref->field->flags : 0;
#define WORD(bit, word) \
    if (flags & (bit))  \
        strbuf_printf(out, "%s%s", out->len ? ", " : "", word);
    FLAG_WORDS(WORD)
#undef WORD
    if (!(flags & MEMGLASS_FIELD_GUARDED) && ref->guard_offset != FIELD_NO_GUARD)
        strbuf_printf(out, "%slies in a guarded field", out->len ? ", " : "");
}

/* What may be believed of it, in words. */
static const char *truth_text(memglass_truth truth)
{
    switch (truth) {
    case MEMGLASS_UNGUARDED:
        return "unguarded: larger than the processor writes at once";
    case MEMGLASS_TORN:
        return "torn: a write was under way at each try to read it";
    case MEMGLASS_STALE:
        return "stale: of an earlier frame";
    default:
        return "exact";
    }
}

/* --- the pane ----------------------------------------------------------------------------------
 */

static void add_value(struct pane *p, const struct field_ref *ref)
{
    const struct value_source *s = &p->v->values;
    enum value_format format =
        formats_get(&p->v->m->inspect.formats, s->row.object->type->name, p->v->selected.path);
    struct view_cell value;
    value_cell(s, ref, p->v->selected.path, &value);
    strbuf_text(begin(p), value.text);
    end(p, "value", VIEW_ROLE_STRONG);
    if (format != VALUE_FORMAT_AUTO) {
        strbuf_text(begin(p), value_format_name(format));
        end(p, "format", VIEW_ROLE_PLAIN);
    }
}

static void add_truth(struct pane *p, const struct field_ref *ref)
{
    const struct value_source *s = &p->v->values;
    memglass_value value;
    if (!field_is_leaf(ref))
        return;
    field_decode(ref, row_bytes(&s->row), s->row.object->size, row_truth(&s->row), &value);
    strbuf_text(begin(p), truth_text(value.truth));
    end(p, "truth",
        value.truth == MEMGLASS_TORN || value.truth == MEMGLASS_STALE ? VIEW_ROLE_TRUTH
                                                                      : VIEW_ROLE_PLAIN);
}

static void add_number(struct pane *p, const memglass_field *field, const char *name, double number)
{
    static const struct field_style style = {.humane = true};
    begin(p);
    if (number == number)
        field_number_text(field, number, &style, &p->out);
    end(p, name, VIEW_ROLE_PLAIN);
}

/* How it has moved: in the window, since a baseline, since it was first seen. */
static void add_past(struct pane *p, const struct field_ref *ref)
{
    const struct value_source *s = &p->v->values;
    double values[HISTORY_SHOWN];
    if (!field_is_leaf(ref) || !field_is_quantity(ref))
        return;
    size_t count = term_window(s->rows, &s->row, ref, values);
    const char *per = field_is_counter(ref) ? "a second, " : "";
    if (count) {
        begin(p);
        value_number_text(ref->field, term_statistic(TERM_MIN, values, count), 12, &p->out);
        char most[64];
        struct strbuf out;
        strbuf_init(&out, most, sizeof most);
        value_number_text(ref->field, term_statistic(TERM_MAX, values, count), 12, &out);
        strbuf_printf(&p->out, " to %s, %s%zu tick%s", most, per, count, count == 1 ? "" : "s");
        end(p, "window", VIEW_ROLE_PLAIN);
    }
    add_number(p, ref->field, "since first", term_value(s->rows, &s->row, ref, TERM_FIRST));
    add_number(p, ref->field, "since base", term_value(s->rows, &s->row, ref, TERM_BASE));
}

static void add_field(struct pane *p, const struct field_ref *ref)
{
    const memglass_field *field = ref->field;
    field_type_text(ref, begin(p));
    end(p, "type", VIEW_ROLE_TYPE);
    kind_text(ref, begin(p));
    end(p, "kind", VIEW_ROLE_PLAIN);
    place_text(ref, begin(p));
    end(p, "place", VIEW_ROLE_PLAIN);
    flags_text(ref, begin(p));
    end(p, "is", VIEW_ROLE_PLAIN);
    if (field) {
        strbuf_text(begin(p), field->unit);
        end(p, "unit", VIEW_ROLE_PLAIN);
    }
    if (field && field->flags & MEMGLASS_FIELD_RANGE) {
        strbuf_printf(begin(p), "%g to %g", field->range_min, field->range_max);
        end(p, "range", VIEW_ROLE_PLAIN);
    }
}

/* Once the fast lane has asked who created the object. */
static void add_origin(struct pane *p)
{
    struct lane_origin origin;
    if (!lane_origin(p->v->in->lane, &p->v->m->inspected, &origin))
        return;
    strbuf_text(begin(p), origin.site);
    end(p, "created at", VIEW_ROLE_PLAIN);
    begin(p);
    if (origin.thread)
        strbuf_printf(&p->out, "thread %u", origin.thread);
    end(p, "created by", VIEW_ROLE_PLAIN);
}

static void add_damage(struct pane *p)
{
    if (!(row_state(&p->v->values.row) & ROW_DAMAGED))
        return;
    strbuf_text(begin(p), "the words around the object were written over");
    end(p, "overrun", VIEW_ROLE_BAD);
}

static void build_pane(struct inspector *v, const struct field_ref *ref)
{
    const struct rect *area = &v->out->layout.details;
    int columns = area->width > LAYOUT_DETAILS_WIDTH ? area->width / LAYOUT_DETAILS_WIDTH : 1;
    int lines = area->height * columns;
    size_t room = lines > LINES_MAX ? LINES_MAX : (size_t)lines;
    struct pane p = {.v = v,
                     .room = room,
                     .cells =
                         view_arena_alloc(&v->b->arena, 2 * (room + 1) * sizeof(struct view_cell))};
    strbuf_text(begin(&p), v->selected.path);
    end(&p, "field", VIEW_ROLE_TITLE);
    const memglass_field *field = ref->field;
    strbuf_text(begin(&p), field ? field->desc : ref->type->desc);
    end(&p, "", VIEW_ROLE_PLAIN);
    add_value(&p, ref);
    add_truth(&p, ref);
    add_damage(&p);
    add_field(&p, ref);
    add_past(&p, ref);
    add_origin(&p);
    v->out->details = (struct view_details){.cells = p.cells, .line_count = p.count};
}

/* --- one line ----------------------------------------------------------------------------------
 */

/* A value that its column has no room for, and of which there is no other place to read it. */
static void add_cut_value(const struct inspector *v, const struct value_source *s,
                          const struct field_ref *ref, const struct view_cell *shown, int width,
                          struct strbuf *out)
{
    struct view_cell whole;
    if (!shown->text || !shown->text[0])
        return;
    value_cell(s, ref, v->selected.path, &whole);
    if (strcmp(whole.text, shown->text) != 0 || width_of(whole.text) > width)
        strbuf_printf(out, "%s%s", s == &v->other ? ", beside " : " = ", whole.text);
}

static void add_cut_values(const struct inspector *v, struct strbuf *out)
{
    const struct view_tree *tree = &v->out->tree;
    const struct pair *pair = &v->selected.pair;
    if (tree->cursor < 0)
        return;
    const struct view_tree_line *line = &tree->lines[tree->cursor];
    if (pair->has_ref && v->selected.leaf)
        add_cut_value(v, &v->values, &pair->ref, &line->value, tree->widths.value, out);
    if (v->comparing && pair->has_other && v->selected.leaf)
        add_cut_value(v, &v->other, &pair->other, &line->other, tree->widths.other, out);
}

static void build_line(struct inspector *v, const struct field_ref *ref)
{
    const memglass_field *field = ref->field;
    char text[VIEW_TEXT_MAX];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    strbuf_text(&out, v->selected.path);
    add_cut_values(v, &out);
    if (field) {
        strbuf_text(&out, ": ");
        field_type_text(ref, &out);
        if (field->unit[0])
            strbuf_printf(&out, " in %s", field->unit);
        if (field->flags & MEMGLASS_FIELD_COUNTER)
            strbuf_text(&out, ", counter");
        if (field->flags & MEMGLASS_FIELD_RANGE)
            strbuf_printf(&out, ", %g to %g", field->range_min, field->range_max);
        if (field->flags & MEMGLASS_FIELD_GUARDED)
            strbuf_text(&out, ", guarded");
        strbuf_text(&out, ", ");
        place_text(ref, &out);
        if (field->desc[0])
            strbuf_printf(&out, ": %s", field->desc);
    }
    strbuf_finish(&out);
    v->out->message =
        (struct view_cell){.text = view_arena_text(&v->b->arena, text), .role = VIEW_ROLE_DIM};
}

void inspector_details(struct inspector *v)
{
    if (!v->selected.found)
        return;
    const struct field_ref *ref = pair_shape(&v->selected.pair);
    if (v->out->layout.details.height > 0 && v->selected.pair.has_ref)
        build_pane(v, ref);
    else if (!v->out->message.text)
        build_line(v, ref);
}
