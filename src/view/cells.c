/* The columns of the table of objects: what a row shows in them, and sorts by. Layer 6. */
#include "base/clock.h"
#include "view/columns.h"
#include "view/quantity.h"
#include "view/text.h"

#include <math.h>
#include <string.h>

/* --- sorting -----------------------------------------------------------------------------------
 */

/* Longer than any key and most values; what is equal up to there is decided by the index. */
#define SORT_TEXT_MAX 128

static uint64_t integer_key(const struct term *t, const struct row *row, bool descending)
{
    uint64_t integer;
    if (!term_integer(t, row, &integer))
        return ORDER_KEY_UNKNOWN;
    uint64_t bias = t->order == TERM_BY_SIGNED ? UINT64_C(1) << 63 : 0;
    return order_key_integer(integer + bias, descending);
}

static uint64_t difference_key(const struct term *t, const struct row_source *source,
                               const struct row *row, bool descending)
{
    struct delta d;
    return term_difference(t, source, row, &d) ? order_key_difference(d.falls, d.by, descending)
                                               : ORDER_KEY_UNKNOWN;
}

uint64_t term_key(const struct term *t, const struct row_source *source, const struct row *row,
                  bool descending)
{
    char buffer[SORT_TEXT_MAX];
    if (t->order == TERM_BY_TEXT)
        return order_key_text(term_string(t, row, buffer, sizeof buffer), descending);
    if (t->order == TERM_BY_DIFFERENCE)
        return difference_key(t, source, row, descending);
    if (t->order != TERM_BY_NUMBER)
        return integer_key(t, row, descending);
    if (t->id == TERM_AGE) /* also when the age itself is not known */
        return order_key_integer(~row->object->created_ns, descending);
    return order_key_number(term_number(t, source, row), descending);
}

int term_compare(const struct term *t, const struct row *a, const struct row *b)
{
    char buffer_a[SORT_TEXT_MAX], buffer_b[SORT_TEXT_MAX];
    return order_compare_text(term_string(t, a, buffer_a, sizeof buffer_a),
                              term_string(t, b, buffer_b, sizeof buffer_b));
}

/* --- cells -------------------------------------------------------------------------------------
 */

struct view_cell view_sign(enum view_sign sign)
{
    static const struct view_cell signs[] = {
#define SIGN(id, sign_text, of, help) {.text = (sign_text), .role = VIEW_ROLE_##of},
        VIEW_SIGN_LIST(SIGN)
#undef SIGN
    };
    return signs[sign];
}

static void mark_cell(const struct row *row, struct view_cell *out)
{
    if (row->dying)
        *out = view_sign(VIEW_SIGN_DYING);
    else if (row_state(row) & ROW_DAMAGED)
        *out = view_sign(VIEW_SIGN_DAMAGED);
    else if (row_truth(row) == MEMGLASS_TORN)
        *out = view_sign(VIEW_SIGN_TORN);
    else if (row_truth(row) == MEMGLASS_STALE)
        *out = view_sign(VIEW_SIGN_STALE);
    else if (row_state(row) & ROW_BORN && row->frame->tick > 1)
        *out = view_sign(VIEW_SIGN_BORN);
}

/* Ticks in which nothing changed stay empty, so that a quiet object is a quiet line. */
static void activity_cell(const struct row *row, struct view_arena *arena, struct view_cell *out)
{
    double *values = view_arena_alloc(arena, 16 * sizeof *values);
    uint64_t activity = frame_activity(row->frame, row->number);
    double high = 4;
    for (int i = 0; i < 16; i++) {
        unsigned nibble = (unsigned)(activity >> (4 * (15 - i))) & 15;
        values[i] = nibble ? (double)nibble : NAN;
        high = nibble > high ? (double)nibble : high;
    }
    out->spark = (struct view_spark){.values = values, .count = 16, .low = 0, .high = high};
    out->role = VIEW_ROLE_SPARK;
}

/* What changed less than this ago is still happening: it is told to the tenth of a second. */
#define JUST_NOW_NS (10.0 * NS_PER_SEC)

static void number_cell(const struct column *c, double number, struct view_arena *arena,
                        struct view_cell *out)
{
    char text[32];
    struct strbuf buffer;
    strbuf_init(&buffer, text, sizeof text);
    if (isnan(number)) {
        *out = (struct view_cell){.text = "-", .role = VIEW_ROLE_DIM};
        return;
    }
    if (c->id == VIEW_COLUMN_SIZE)
        text_bytes(&buffer, (uint64_t)number);
    else if (c->id == VIEW_COLUMN_CHANGES)
        text_rate(&buffer, number);
    else if (c->id == VIEW_COLUMN_AGE)
        text_standing_age(&buffer, (uint64_t)number);
    else if (number >= JUST_NOW_NS)
        text_standing_age(&buffer, (uint64_t)number);
    else if (number > 0)
        text_duration(&buffer, (uint64_t)number);
    else
        strbuf_text(&buffer, "now");
    out->role = number > 0 && c->id == VIEW_COLUMN_CHANGES ? VIEW_ROLE_PLAIN : VIEW_ROLE_DIM;
    out->text = view_arena_text(arena, text);
}

/* The row of the same object in the frame before, when the value is to be compared. */
static enum view_role field_role(const struct field_ref *ref, const struct row_source *source,
                                 const struct row *row)
{
    if (row->dying || !frame_changes(row->frame, row->number) || !source->prev)
        return VIEW_ROLE_PLAIN;
    long before = frame_find(source->prev, row->object->index, row->object->generation);
    return before >= 0 &&
                   diff_ref_changed(source->prev, before, source->cur, (long)row->number, ref)
               ? VIEW_ROLE_CHANGED
               : VIEW_ROLE_PLAIN;
}

static void aspect_cell(const struct column *c, const struct row_source *source,
                        const struct row *row, struct view_arena *arena, struct view_cell *out)
{
    const struct field_ref *ref = term_ref(&c->term, row);
    enum term_aspect aspect = c->term.aspect;
    double number = ref ? term_value(source, row, ref, aspect) : NAN;
    char text[64];
    struct strbuf buffer;
    strbuf_init(&buffer, text, sizeof text);
    quantity_text(ref ? ref->field : NULL, aspect, number, c->most, false, &buffer);
    *out = (struct view_cell){.text = view_arena_text(arena, text),
                              .role = quantity_role(aspect, number)};
}

static void field_cell(const struct column *c, const struct row_source *source,
                       const struct row *row, struct view_arena *arena, struct view_cell *out)
{
    static const struct field_style style = {.no_unit = true, .humane = true};
    char text[MEMGLASS_TEXT_MAX];
    struct strbuf buffer;
    const struct field_ref *ref = term_ref(&c->term, row);
    if (!ref) {
        *out = (struct view_cell){.text = "-", .role = VIEW_ROLE_DIM};
        return;
    }
    strbuf_init(&buffer, text, sizeof text);
    double number = field_number(ref, row_bytes(row), row->object->size);
    if (c->measure)
        text_measure(&buffer, number);
    else
        field_text(ref, row_bytes(row), row->object->size, &style, &buffer);
    if (c->right && (int)buffer.len > c->most) {
        strbuf_init(&buffer, text, sizeof text);
        text_compact(&buffer, number, c->most);
    }
    out->role = field_role(ref, source, row);
    if (c->right && out->role == VIEW_ROLE_PLAIN && number == 0)
        out->role = VIEW_ROLE_DIM; /* a table is mostly zeros: what is not stands out */
    out->text = view_arena_text(arena, text);
}

/* "pid 12  state RUNNING": as many single values as a wide screen has room for. */
static void fields_cell(const struct row *row, struct view_arena *arena, struct view_cell *out)
{
    static const struct field_style style = {.humane = true};
    char text[VIEW_TEXT_MAX / 2];
    struct strbuf buffer;
    struct field_ref whole = field_whole(row->object->type, row->object->count);
    uint64_t count = field_child_count(&whole);
    strbuf_init(&buffer, text, sizeof text);
    for (uint64_t i = 0; i < count && !buffer.cut; i++) {
        struct field_ref child = field_child(&whole, i);
        if (!field_is_leaf(&child) || (child.field->flags & MEMGLASS_FIELD_HIDDEN))
            continue;
        if (buffer.len)
            strbuf_text(&buffer, "  ");
        field_step_text(&whole, i, &buffer);
        strbuf_char(&buffer, ' ');
        field_text(&child, row_bytes(row), row->object->size, &style, &buffer);
    }
    strbuf_finish(&buffer);
    *out = (struct view_cell){.text = view_arena_text(arena, text), .role = VIEW_ROLE_DIM};
}

void column_cell(const struct column *c, const struct row_source *source, const struct row *row,
                 struct view_arena *arena, struct view_cell *out)
{
    *out = (struct view_cell){.role = VIEW_ROLE_PLAIN};
    switch (c->id) {
    case VIEW_COLUMN_MARK:
        mark_cell(row, out);
        break;
    case VIEW_COLUMN_LABEL:
        out->text = view_arena_text(arena, row->object->label);
        break;
    case VIEW_COLUMN_TYPE:
        out->text = view_arena_text(arena, row->object->type->name);
        out->role = VIEW_ROLE_TYPE;
        break;
    case VIEW_COLUMN_ACTIVITY:
        activity_cell(row, arena, out);
        break;
    case VIEW_COLUMN_FIELDS:
        fields_cell(row, arena, out);
        break;
    case VIEW_COLUMN_AGE:
        number_cell(c, row_age_ns(source, row), arena, out);
        break;
    case VIEW_COLUMN_FIELD:
        if (c->term.aspect == TERM_VALUE)
            field_cell(c, source, row, arena, out);
        else
            aspect_cell(c, source, row, arena, out);
        break;
    default:
        number_cell(c, term_number(&c->term, source, row), arena, out);
    }
}
