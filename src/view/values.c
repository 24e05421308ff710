/* The cells of one inspector line. Layer 6. */
#include "view/values.h"

#include "view/quantity.h"
#include "view/text.h"
#include "view/width.h"

#include <math.h>
#include <string.h>

#define CHANGE_CELLS 9
#define RATE_CELLS   8
#define STAT_CELLS   8

static void decode(const struct value_source *s, const struct field_ref *ref, memglass_value *out)
{
    field_decode(ref, row_bytes(&s->row), s->row.object->size, row_truth(&s->row), out);
}

/* --- numbers -----------------------------------------------------------------------------------
 */

void value_number_text(const memglass_field *field, double number, int cells, struct strbuf *out)
{
    static const struct field_style style = {.no_unit = true, .humane = true};
    if (field->kind == MEMGLASS_KIND_FLOAT && !field->format[0] && !field->unit[0])
        text_measure(out, number);
    else
        field_number_text(field, number, &style, out);
    if (out->len <= (size_t)cells)
        return;
    strbuf_init(out, out->data, out->size);
    text_compact(out, number, cells);
}

/* --- change ------------------------------------------------------------------------------------
 */

void value_delta_cell(struct view_arena *arena, const memglass_field *field, double delta,
                      struct view_cell *out)
{
    char text[64];
    struct strbuf buffer;
    strbuf_init(&buffer, text, sizeof text);
    quantity_text(field, TERM_DELTA, delta, CHANGE_CELLS, true, &buffer);
    *out = (struct view_cell){.text = view_arena_text(arena, text),
                              .role = delta < 0 ? VIEW_ROLE_FALLING : VIEW_ROLE_RISING};
}

/* The object's bytes at the moment that changes are counted from. */
static const unsigned char *bytes_then(const struct value_source *s)
{
    switch (s->rows->since) {
    case ROW_SINCE_FIRST:
        return row_bytes_first(&s->row);
    case ROW_SINCE_BASELINE:
        return row_bytes_in(&s->row, s->rows->baseline);
    default:
        return row_bytes_in(&s->row, s->rows->prev);
    }
}

/* Of more leaves than this nobody asks at once. */
#define LEAVES_COMPARED 4096

struct then {
    const unsigned char *now, *before;
    unsigned leaves;
};

static int leaf_differs(const struct field_ref *leaf, void *ctx)
{
    struct then *t = ctx;
    uint64_t at = leaf->bit_offset / 8;
    if (t->leaves++ == LEAVES_COMPARED)
        return -1;
    return memcmp(t->now + at, t->before + at, field_ref_bytes(leaf)) != 0;
}

static bool has_changed(const struct value_source *s, const struct field_ref *ref)
{
    const unsigned char *before = bytes_then(s);
    if (!before)
        return false;
    if (s->rows->since == ROW_SINCE_PREVIOUS) {
        long prev = frame_find(s->rows->prev, s->row.object->index, s->row.object->generation);
        return diff_ref_changed(s->rows->prev, prev, s->row.frame, (long)s->row.number, ref);
    }
    struct then t = {.now = row_bytes(&s->row), .before = before};
    return field_each_leaf(ref, leaf_differs, &t) > 0;
}

static void change_cell(const struct value_source *s, const struct field_ref *ref,
                        struct view_tree_line *line)
{
    if (!has_changed(s, ref))
        return;
    if (s->rows->since == ROW_SINCE_PREVIOUS)
        line->value.role = VIEW_ROLE_CHANGED;
    line->change = (struct view_cell){.text = "changed", .role = VIEW_ROLE_CHANGED};
    double delta = term_value(s->rows, &s->row, ref, TERM_CHANGE);
    if (field_is_quantity(ref) && isnan(delta))
        line->change.text = NULL;
    else if (field_is_quantity(ref))
        value_delta_cell(s->arena, ref->field, delta, &line->change);
}

/* --- rate --------------------------------------------------------------------------------------
 */

static void rate_cell(const struct value_source *s, const struct field_ref *ref,
                      struct view_cell *out)
{
    if (!field_is_counter(ref))
        return;
    *out = (struct view_cell){.text = "-", .role = VIEW_ROLE_DIM};
    double rate = term_value(s->rows, &s->row, ref, TERM_RATE);
    if (isnan(rate))
        return;
    char text[64];
    struct strbuf buffer;
    strbuf_init(&buffer, text, sizeof text);
    quantity_text(ref->field, TERM_RATE, rate, RATE_CELLS, true, &buffer);
    *out = (struct view_cell){.text = view_arena_text(s->arena, text),
                              .role = rate > 0 ? VIEW_ROLE_PLAIN : VIEW_ROLE_DIM};
}

/* --- the window --------------------------------------------------------------------------------
 */

static void stat_cell(const struct value_source *s, const struct field_ref *ref, double number,
                      struct view_cell *out)
{
    char text[64];
    struct strbuf buffer;
    if (isnan(number))
        return;
    strbuf_init(&buffer, text, sizeof text);
    if (field_is_counter(ref))
        quantity_text(ref->field, TERM_RATE, number, RATE_CELLS, true, &buffer);
    else
        value_number_text(ref->field, number, STAT_CELLS, &buffer);
    *out = (struct view_cell){.text = view_arena_text(s->arena, text)};
}

static void stat_cells(const struct value_source *s, const struct field_ref *ref,
                       struct view_tree_line *line)
{
    static const enum term_aspect aspects[TREE_STATS] = {TERM_MIN, TERM_MEAN, TERM_MAX, TERM_P50,
                                                         TERM_P99};
    double values[HISTORY_SHOWN];
    size_t count = term_window(s->rows, &s->row, ref, values);
    for (int i = 0; i < TREE_STATS; i++)
        stat_cell(s, ref, term_statistic(aspects[i], values, count), &line->stats[i]);
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
    double now = field_number(ref, row_bytes(&s->row), s->row.object->size);
    const unsigned char *then = s->settled ? NULL : row_bytes_in(&s->row, s->rows->prev);
    double before = then ? field_number(ref, then, s->row.object->size) : now;
    if (isnan(now))
        return;
    out->gauge = (struct view_gauge){.valid = true, .to = fraction(ref->field, now)};
    out->gauge.from = isnan(before) ? out->gauge.to : fraction(ref->field, before);
    double peak = term_value(s->rows, &s->row, ref, TERM_MAX);
    out->gauge.has_peak = !field_is_counter(ref) && peak > now;
    out->gauge.peak = out->gauge.has_peak ? fraction(ref->field, peak) : 0;
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
    double low = INFINITY, high = -INFINITY, lowest;
    for (size_t i = 0; i < spark->count; i++) {
        if (isnan(spark->values[i]))
            continue;
        low = fmin(low, spark->values[i]);
        high = fmax(high, spark->values[i]);
    }
    lowest = low;
    spark->peak = high;
    bool ranged = ref->field->flags & MEMGLASS_FIELD_RANGE;
    double range = ref->field->range_max - ref->field->range_min;
    if (ranged && !field_is_counter(ref) && high - low > range / 20) {
        low = fmin(low, ref->field->range_min);
        high = fmax(high, ref->field->range_max);
    }
    spark->low = low;
    spark->has_peak = spark->peak > lowest;
    spark->high = high > low ? high : low + 1;
}

static void spark_cell(const struct value_source *s, const struct field_ref *ref,
                       struct view_cell *out)
{
    size_t wanted = s->spark_cells < 0 ? 0 : (size_t)s->spark_cells;
    wanted = wanted < HISTORY_SHOWN ? wanted : HISTORY_SHOWN;
    if (!s->rows->history || !wanted || !field_is_quantity(ref))
        return;
    double *values = view_arena_alloc(s->arena, wanted * sizeof *values);
    if (!history_read(s->rows->history, s->row.object, ref, s->row.frame->tick,
                      field_is_counter(ref), values, wanted))
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
    decode(s, ref, &value);
    if (value.truth != MEMGLASS_EXACT)
        *out = (struct view_cell){.text = memglass_truth_name((int)value.truth),
                                  .role = value.truth == MEMGLASS_UNGUARDED ? VIEW_ROLE_DIM
                                                                            : VIEW_ROLE_TRUTH};
}

struct view_cell value_type_cell(struct view_arena *arena, const struct field_ref *ref)
{
    char text[MEMGLASS_TEXT_MAX];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    field_type_text(ref, &out);
    strbuf_finish(&out);
    return (struct view_cell){.text = view_arena_text(arena, text), .role = VIEW_ROLE_TYPE};
}

void value_cell(const struct value_source *s, const struct field_ref *ref, const char *path,
                struct view_cell *out)
{
    char text[MEMGLASS_TEXT_MAX];
    struct strbuf buffer;
    strbuf_init(&buffer, text, sizeof text);
    value_format_text(ref, row_bytes(&s->row), s->row.object->size,
                      formats_get(s->formats, s->row.object->type->name, path), &buffer);
    strbuf_finish(&buffer);
    *out = (struct view_cell){.text = view_arena_text(s->arena, text),
                              .role = field_is_leaf(ref) ? VIEW_ROLE_PLAIN : VIEW_ROLE_DIM};
}

/* Digits behind the point can be done without, an exponent behind them cannot. */
void value_cell_within(const struct value_source *s, const struct field_ref *ref, const char *path,
                       int cells, struct view_cell *out)
{
    char text[64];
    struct strbuf buffer;
    value_cell(s, ref, path, out);
    bool plain = field_is_leaf(ref) && ref->field->kind == MEMGLASS_KIND_FLOAT &&
                 formats_get(s->formats, s->row.object->type->name, path) == VALUE_FORMAT_AUTO;
    if (!plain || width_of(out->text) <= cells)
        return;
    double number = field_number(ref, row_bytes(&s->row), s->row.object->size);
    if (isnan(number))
        return;
    strbuf_init(&buffer, text, sizeof text);
    text_compact(&buffer, number, cells);
    out->text = view_arena_text(s->arena, text);
}

void value_cells(const struct value_source *s, const struct field_ref *ref, const char *path,
                 const struct tree_widths *widths, struct view_tree_line *line)
{
    value_cell_within(s, ref, path, widths->value, &line->value);
    line->type = value_type_cell(s->arena, ref);
    change_cell(s, ref, line);
    if (widths->rate)
        rate_cell(s, ref, &line->rate);
    if (widths->gauge)
        gauge_cell(s, ref, &line->gauge);
    if (widths->spark)
        spark_cell(s, ref, &line->spark);
    if (widths->stats[0])
        stat_cells(s, ref, line);
    truth_cell(s, ref, &line->truth);
}
