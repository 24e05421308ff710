/* The cells of one inspector line. Layer 6. */
#include "view/values.h"

#include "field/delta.h"
#include "view/text.h"

#include <math.h>
#include <string.h>

static const struct field_style plain_style = {.humane = true};

static const struct roster_row *object_of(const struct value_source *s)
{
    return &s->cur->roster->rows[s->row];
}

static const unsigned char *bytes_now(const struct value_source *s)
{
    return frame_data(s->cur, (size_t)s->row);
}

static const unsigned char *bytes_before(const struct value_source *s)
{
    return s->prev_row < 0 ? NULL : frame_data(s->prev, (size_t)s->prev_row);
}

static memglass_truth truth_of(const struct frame *frame, long row)
{
    return (memglass_truth)frame->marks[row].truth;
}

static void decode(const struct value_source *s, const struct field_ref *ref, bool before,
                   memglass_value *out)
{
    const struct frame *frame = before ? s->prev : s->cur;
    long row = before ? s->prev_row : s->row;
    field_decode(ref, frame_data(frame, (size_t)row), frame->roster->rows[row].size,
                 truth_of(frame, row), out);
}

/* --- change ------------------------------------------------------------------------------------
 */

static void quantity_change(const struct value_source *s, const struct field_ref *ref,
                            struct view_cell *out)
{
    static const struct field_style style = {.no_unit = true, .humane = true};
    memglass_value now, before;
    decode(s, ref, false, &now);
    decode(s, ref, true, &before);
    double delta = delta_between(ref->field, &now, &before);
    if (isnan(delta))
        return;
    char text[64];
    struct strbuf buffer;
    strbuf_init(&buffer, text, sizeof text);
    if (delta > 0)
        strbuf_char(&buffer, '+');
    if (ref->field->kind == MEMGLASS_KIND_FLOAT && !ref->field->format[0])
        text_measure(&buffer, delta);
    else
        field_number_text(ref->field, delta, &style, &buffer);
    if (strspn(text, "+-0.") == buffer.len) { /* a change too small for the field's format */
        strbuf_init(&buffer, text, sizeof text);
        strbuf_text(&buffer, delta > 0 ? "+" : "");
        text_measure(&buffer, delta);
    }
    if (buffer.len > 9) {
        strbuf_init(&buffer, text, sizeof text);
        if (delta > 0)
            strbuf_char(&buffer, '+');
        text_compact(&buffer, delta, delta > 0 ? 8 : 9);
    }
    out->text = view_arena_text(s->arena, text);
    out->role = delta < 0 ? VIEW_ROLE_FALLING : VIEW_ROLE_RISING;
}

static void change_cell(const struct value_source *s, const struct field_ref *ref,
                        struct view_tree_line *line)
{
    if (!bytes_before(s) || !diff_ref_changed(s->prev, s->prev_row, s->cur, s->row, ref))
        return;
    line->value.role = VIEW_ROLE_CHANGED;
    line->change = (struct view_cell){.text = "changed", .role = VIEW_ROLE_CHANGED};
    if (field_is_quantity(ref))
        quantity_change(s, ref, &line->change);
}

/* --- rate --------------------------------------------------------------------------------------
 */

/* In the field's own way where it has a unit ("1.5M/s" of bytes), in eight cells. */
static void rate_text(const memglass_field *field, double rate, struct strbuf *out)
{
    static const struct field_style style = {.humane = true, .no_unit = true};
    if (field->unit[0] && rate > 0)
        field_number_text(field, rate, &style, out);
    if (!out->len || out->len > 6) {
        strbuf_init(out, out->data, out->size);
        text_rate(out, rate);
    }
    strbuf_text(out, "/s");
}

static void rate_cell(const struct value_source *s, const struct field_ref *ref,
                      struct view_cell *out)
{
    if (!field_is_counter(ref))
        return;
    *out = (struct view_cell){.text = "-", .role = VIEW_ROLE_DIM};
    if (!bytes_before(s) || s->cur->time_ns <= s->prev->time_ns)
        return;
    memglass_value now, before;
    decode(s, ref, false, &now);
    decode(s, ref, true, &before);
    double growth = delta_counter(ref->field, &now, &before);
    if (isnan(growth))
        return;
    char text[64];
    struct strbuf buffer;
    strbuf_init(&buffer, text, sizeof text);
    rate_text(ref->field, growth / ((double)(s->cur->time_ns - s->prev->time_ns) / 1e9), &buffer);
    *out = (struct view_cell){.text = view_arena_text(s->arena, text),
                              .role = growth > 0 ? VIEW_ROLE_PLAIN : VIEW_ROLE_DIM};
}

/* --- graphics ----------------------------------------------------------------------------------
 */

static double fraction(const memglass_field *field, double number)
{
    double range = field->range_max - field->range_min;
    double part = range > 0 ? (number - field->range_min) / range : NAN;
    return isnan(part) ? 0 : part < 0 ? 0 : part > 1 ? 1 : part;
}

static void gauge_cell(const struct value_source *s, const struct field_ref *ref,
                       struct view_cell *out)
{
    if (!field_is_numeric(ref) || !(ref->field->flags & MEMGLASS_FIELD_RANGE))
        return;
    double now = field_number(ref, bytes_now(s), object_of(s)->size);
    double before = now;
    if (bytes_before(s) && !s->settled)
        before = field_number(ref, bytes_before(s), s->prev->roster->rows[s->prev_row].size);
    if (isnan(now))
        return;
    out->gauge = (struct view_gauge){.valid = true, .to = fraction(ref->field, now)};
    out->gauge.from = isnan(before) ? out->gauge.to : fraction(ref->field, before);
}

static bool is_flat(const struct view_spark *spark)
{
    double first = NAN;
    for (size_t i = 0; i < spark->count; i++) {
        if (isnan(first))
            first = spark->values[i];
        if (!isnan(spark->values[i]) && spark->values[i] != first)
            return false;
    }
    return true;
}

/* The scale is the range when the field has one that is not far from what is seen, else what is
 * seen; a flat line lies at the bottom. */
static void scale_spark(const struct field_ref *ref, struct view_spark *spark)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < spark->count; i++) {
        if (isnan(spark->values[i]))
            continue;
        low = fmin(low, spark->values[i]);
        high = fmax(high, spark->values[i]);
    }
    bool ranged = ref->field->flags & MEMGLASS_FIELD_RANGE;
    double range = ref->field->range_max - ref->field->range_min;
    if (ranged && !field_is_counter(ref) && high - low > range / 20) {
        low = fmin(low, ref->field->range_min);
        high = fmax(high, ref->field->range_max);
    }
    spark->low = low;
    spark->high = high > low ? high : low + 1;
}

static void spark_cell(const struct value_source *s, const struct field_ref *ref,
                       struct view_cell *out)
{
    size_t wanted = s->spark_cells < 0 ? 0 : (size_t)s->spark_cells;
    wanted = wanted < HISTORY_SHOWN ? wanted : HISTORY_SHOWN;
    if (!s->history || !wanted || !field_is_quantity(ref))
        return;
    double *values = view_arena_alloc(s->arena, wanted * sizeof *values);
    if (!history_read(s->history, object_of(s), ref, s->cur->tick, field_is_counter(ref), values,
                      wanted))
        return;
    out->spark = (struct view_spark){.values = values, .count = wanted};
    out->role = is_flat(&out->spark) ? VIEW_ROLE_GAUGE_REST : VIEW_ROLE_SPARK;
    scale_spark(ref, &out->spark);
}

/* --- the line ----------------------------------------------------------------------------------
 */

/* Plain fields of up to eight bytes are whole by themselves: nothing to say. */
static void truth_cell(const struct value_source *s, const struct field_ref *ref,
                       struct view_cell *out)
{
    memglass_value value;
    if (!field_is_leaf(ref))
        return;
    decode(s, ref, false, &value);
    if (value.truth != MEMGLASS_EXACT)
        *out = (struct view_cell){.text = memglass_truth_name((int)value.truth),
                                  .role = value.truth == MEMGLASS_UNGUARDED ? VIEW_ROLE_DIM
                                                                            : VIEW_ROLE_TRUTH};
}

static void type_cell(const struct value_source *s, const struct field_ref *ref,
                      struct view_cell *out)
{
    char text[MEMGLASS_TEXT_MAX];
    struct strbuf buffer;
    strbuf_init(&buffer, text, sizeof text);
    strbuf_text(&buffer, ref->field ? ref->field->type_name : ref->type->spelling);
    *out = (struct view_cell){.text = view_arena_text(s->arena, text), .role = VIEW_ROLE_TYPE};
}

void value_cells(const struct value_source *s, const struct field_ref *ref,
                 struct view_tree_line *line)
{
    char text[MEMGLASS_TEXT_MAX];
    struct strbuf buffer;
    strbuf_init(&buffer, text, sizeof text);
    field_text(ref, bytes_now(s), object_of(s)->size, &plain_style, &buffer);
    strbuf_finish(&buffer);
    line->value = (struct view_cell){.text = view_arena_text(s->arena, text),
                                     .role = field_is_leaf(ref) ? VIEW_ROLE_PLAIN : VIEW_ROLE_DIM};
    type_cell(s, ref, &line->type);
    change_cell(s, ref, line);
    rate_cell(s, ref, &line->rate);
    gauge_cell(s, ref, &line->gauge);
    spark_cell(s, ref, &line->spark);
    truth_cell(s, ref, &line->truth);
}

void value_describe(const struct field_ref *ref, const char *path, struct strbuf *out)
{
    strbuf_text(out, path);
    if (!ref->field)
        return;
    const memglass_field *field = ref->field;
    strbuf_printf(out, ": %s", field->type_name);
    if (field->unit[0])
        strbuf_printf(out, " in %s", field->unit);
    if (field->flags & MEMGLASS_FIELD_COUNTER)
        strbuf_text(out, ", counter");
    if (field->flags & MEMGLASS_FIELD_RANGE)
        strbuf_printf(out, ", %g to %g", field->range_min, field->range_max);
    if (field->flags & MEMGLASS_FIELD_GUARDED)
        strbuf_text(out, ", guarded");
    strbuf_printf(out, ", %llu B at %llu", (unsigned long long)field_ref_bytes(ref),
                  (unsigned long long)(ref->bit_offset / 8));
    if (field->desc[0])
        strbuf_printf(out, ": %s", field->desc);
}
