/* From points to the dots of a chart. Layer 6. */
#include "view/chart.h"

#include "field/bits.h"
#include "field/field.h"
#include "view/text.h"
#include "view/width.h"

#include <math.h>
#include <string.h>

#define DOTS_ACROSS   2 /* of a cell of braille */
#define DOTS_DOWN     4
#define MARKER_CELLS  2 /* right of the plot */
#define ROWS_PER_STEP 3
#define LEGEND_GAP    3

static const char markers_ascii[] = "*+ox#@", markers[] = "123456";

/* One chart as it is made. */
struct making {
    const struct chart_input *in;
    struct view_arena *arena;
    struct view_chart *out;
    struct chart_marks values; /* before they have their place */
    struct chart_scale scales[VIEW_SERIES_MAX];
    double low[VIEW_SERIES_MAX], high[VIEW_SERIES_MAX]; /* of the points that are seen */
    uint64_t column_ns, end_ns;                         /* of the right edge */
};

/* --- texts -------------------------------------------------------------------------------------
 */

/* In the field's own way, with its unit; numbers that its format would round are written plainly.
 */
static const char *number_text(struct making *m, const struct chart_line *line, double number)
{
    static const struct field_style style = {.humane = true};
    char text[64];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    if (isnan(number))
        return "-";
    if (line->field->unit[0] || line->field->format[0])
        field_number_text(line->field, number, &style, &out);
    else
        text_measure(&out, number);
    if (line->rate)
        strbuf_text(&out, CHART_RATE_SUFFIX);
    return view_arena_text(m->arena, text);
}

/* --- scales ------------------------------------------------------------------------------------
 */

static bool is_binary(const memglass_field *field)
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "KB", "kB"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(field->unit, units[i]) == 0)
            return true;
    return false;
}

static bool is_whole(const struct chart_line *line)
{
    return bits_is_integer(line->field) && !line->rate;
}

static bool same_scale(const struct chart_line *a, const struct chart_line *b)
{
    return a->rate == b->rate && strcmp(a->field->unit, b->field->unit) == 0;
}

static uint64_t start_ns(const struct chart_input *in)
{
    return in->until_ns > in->span_ns ? in->until_ns - in->span_ns : 0;
}

static void find_extent(struct making *m, size_t i)
{
    const struct chart_line *line = &m->in->lines[i];
    uint64_t from = start_ns(m->in);
    m->low[i] = m->high[i] = (double)NAN;
    for (size_t k = 0; k < line->count; k++) {
        double value = line->points[k].value;
        if (line->points[k].time_ns < from || line->points[k].time_ns > m->in->until_ns ||
            !isfinite(value))
            continue;
        m->low[i] = fmin(m->low[i], value);
        m->high[i] = fmax(m->high[i], value);
    }
}

/* The range of the field when what is seen fills some part of it, or stands still. */
static void widen_to_range(const struct chart_line *line, double *low, double *high)
{
    const memglass_field *field = line->field;
    double range = field->range_max - field->range_min;
    if (!(field->flags & MEMGLASS_FIELD_RANGE) || line->rate ||
        (*high > *low && *high - *low <= range / 20))
        return;
    *low = fmin(*low, field->range_min);
    *high = fmax(*high, field->range_max);
}

static void find_scales(struct making *m, int rows)
{
    int steps = rows / ROWS_PER_STEP;
    for (size_t i = 0; i < m->in->count; i++) {
        const struct chart_line *line = &m->in->lines[i];
        double low = (double)NAN, high = (double)NAN;
        bool whole = true;
        for (size_t k = 0; k < m->in->count; k++) {
            if (!same_scale(line, &m->in->lines[k]))
                continue;
            low = fmin(low, m->low[k]);
            high = fmax(high, m->high[k]);
            whole = whole && is_whole(&m->in->lines[k]);
        }
        if (isnan(low))
            low = high = 0;
        widen_to_range(line, &low, &high);
        m->scales[i] = chart_scale(low, high, steps,
                                   is_binary(line->field) ? CHART_BINARY
                                   : whole                ? CHART_WHOLE
                                                          : CHART_DECIMAL);
    }
}

/* --- dots --------------------------------------------------------------------------------------
 */

/* In halves, since what lies between two numbers may be beyond the largest one. What is beyond the
 * scale may be so far that no row has that number: of the past that is not seen, or infinite. */
static int row_of(const struct making *m, size_t i, double value)
{
    const struct chart_scale *s = &m->scales[i];
    double part = (value / 2 - s->low / 2) / (s->high / 2 - s->low / 2);
    part = part > 0 ? fmin(part, 1) : 0;
    return (int)(part * (m->out->dot_rows - 1) + 0.5);
}

/* Where a moment lies, in columns; before the left edge it is negative. */
static double column_of(const struct making *m, uint64_t time_ns)
{
    double before =
        time_ns <= m->end_ns ? (double)(m->end_ns - time_ns) : -(double)(time_ns - m->end_ns);
    return m->out->dot_columns - before / (double)m->column_ns;
}

/* The column it is in; what lies left or right of the plot is just outside. */
static int column_in(const struct making *m, double x)
{
    return x < 0 ? -1 : x >= m->out->dot_columns ? m->out->dot_columns : (int)x;
}

struct dots {
    int16_t *low, *high;
    int columns;
};

static void cover(struct dots *d, int column, int from, int to)
{
    if (column < 0 || column >= d->columns)
        return;
    int low = from < to ? from : to, high = from < to ? to : from;
    if (d->low[column] < 0 || low < d->low[column])
        d->low[column] = (int16_t)low;
    if (high > d->high[column])
        d->high[column] = (int16_t)high;
}

/* The value at x between two points at x0 and x1; in halves, as in row_of. */
static double value_at(const struct lane_point *a, const struct lane_point *b, double x0, double x1,
                       double x)
{
    return 2 * (a->value / 2 + (b->value / 2 - a->value / 2) * ((x - x0) / (x1 - x0)));
}

/* A straight line between two points, column by column. */
static void join(const struct making *m, size_t i, struct dots *d, const struct lane_point *a,
                 const struct lane_point *b)
{
    double x0 = column_of(m, a->time_ns), x1 = column_of(m, b->time_ns);
    int first = column_in(m, x0), last = column_in(m, x1);
    int from = first < 0 ? 0 : first, to = last < d->columns ? last : d->columns - 1;
    for (int column = from; column <= to; column++) {
        double left = column > x0 ? column : x0, right = column + 1 < x1 ? column + 1 : x1;
        double y0 = x1 > x0 ? value_at(a, b, x0, x1, left) : a->value;
        double y1 = x1 > x0 ? value_at(a, b, x0, x1, right) : b->value;
        cover(d, column, row_of(m, i, y0), row_of(m, i, y1));
    }
}

static void draw_line(struct making *m, size_t i)
{
    const struct chart_line *line = &m->in->lines[i];
    struct dots d = {.columns = m->out->dot_columns};
    size_t bytes = (size_t)d.columns * sizeof *d.low;
    d.low = view_arena_alloc(m->arena, bytes);
    d.high = view_arena_alloc(m->arena, bytes);
    memset(d.low, 0xff, bytes);
    memset(d.high, 0xff, bytes);
    const struct lane_point *before = NULL;
    for (size_t k = 0; k < line->count; k++) {
        const struct lane_point *point = &line->points[k];
        if (point->time_ns > m->in->until_ns)
            break;
        if (!isfinite(point->value)) {
            before = NULL;
            continue;
        }
        int row = row_of(m, i, point->value);
        cover(&d, column_in(m, column_of(m, point->time_ns)), row, row);
        if (before)
            join(m, i, &d, before, point);
        before = point;
    }
    m->out->series[i].low = d.low;
    m->out->series[i].high = d.high;
}

/* --- legend ------------------------------------------------------------------------------------
 */

static double newest(const struct making *m, const struct chart_line *line)
{
    for (size_t k = line->count; k-- > 0;)
        if (line->points[k].time_ns <= m->in->until_ns)
            return line->points[k].value;
    return (double)NAN;
}

static void fill_series(struct making *m, size_t i)
{
    const struct chart_line *line = &m->in->lines[i];
    struct view_series *s = &m->out->series[i];
    bool several = m->in->count > 1;
    double now = newest(m, line);
    s->role = (enum view_role)(VIEW_ROLE_SERIES_1 + i);
    s->marker = m->in->ascii ? markers_ascii[i] : markers[i];
    s->marker_row =
        !several || isnan(now)
            ? -1
            : m->out->plot.height - 1 - row_of(m, i, now) * m->out->plot.height / m->out->dot_rows;
    bool own = i > 0 && !same_scale(line, &m->in->lines[0]);
    const char *scale = own ? view_arena_printf(m->arena, ", scale %s to %s",
                                                number_text(m, line, m->scales[i].low),
                                                number_text(m, line, m->scales[i].high))
                            : "";
    s->name =
        (struct view_cell){.text = several || m->in->ascii
                                       ? view_arena_printf(m->arena, "%c %s", s->marker, line->name)
                                       : line->name,
                           .role = s->role};
    s->value = (struct view_cell){.text = number_text(m, line, now), .role = VIEW_ROLE_STRONG};
    s->extent = (struct view_cell){
        .text = isnan(m->low[i])
                    ? "no values"
                    : view_arena_printf(m->arena, "%s to %s%s", number_text(m, line, m->low[i]),
                                        number_text(m, line, m->high[i]), scale),
        .role = VIEW_ROLE_DIM};
}

/* From left to right, and on in the next line; how many lines. */
static int place_legend(struct making *m, struct rect area)
{
    int x = area.x + 1, y = area.y;
    for (size_t i = 0; i < m->in->count; i++) {
        struct view_series *s = &m->out->series[i];
        int width = width_of(s->name.text) + width_of(s->value.text) + width_of(s->extent.text) + 2;
        if (x > area.x + 1 && x + width > area.x + area.width) {
            x = area.x + 1;
            y++;
        }
        s->x = x;
        s->y = y;
        x += width + LEGEND_GAP;
    }
    return y - area.y + 1;
}

/* --- axes --------------------------------------------------------------------------------------
 */

static void place_values(struct making *m)
{
    const struct rect *plot = &m->out->plot;
    for (size_t k = 0; k < m->values.count; k++) {
        int row = row_of(m, 0, chart_mark_value(&m->scales[0], k));
        m->values.marks[k].at = plot->height - 1 - row * plot->height / m->out->dot_rows;
    }
    m->out->values = m->values.marks;
    m->out->value_count = m->values.count;
}

static void place_moments(struct making *m)
{
    struct chart_marks moments;
    chart_mark_moments(m->in->span_ns, m->in->until, m->out->plot.width, m->arena, &moments);
    m->out->moments = moments.marks;
    m->out->moment_count = moments.count;
}

/* --- all ---------------------------------------------------------------------------------------
 */

uint64_t chart_column_ns(const struct view_chart *chart, uint64_t span_ns)
{
    return chart->dot_columns > 0 ? span_ns / (uint64_t)chart->dot_columns + 1 : span_ns;
}

/* The plot has what legend, axes and markers leave. */
static void place(struct making *m, struct rect area, int legend, int axis)
{
    struct view_chart *out = m->out;
    bool several = m->in->count > 1;
    out->legend = (struct rect){area.x, area.y, area.width, legend};
    out->axis = (struct rect){area.x, area.y + legend, axis + 1, area.height - legend - 1};
    int left = area.x + out->axis.width + 1;
    out->plot =
        (struct rect){left, out->axis.y, area.x + area.width - left - (several ? MARKER_CELLS : 1),
                      out->axis.height};
    out->times = (struct rect){left, area.y + area.height - 1, out->plot.width, 1};
    out->dot_columns = out->plot.width * (m->in->ascii ? 1 : DOTS_ACROSS);
    out->dot_rows = out->plot.height * (m->in->ascii ? 1 : DOTS_DOWN);
}

void chart_make(const struct chart_input *in, struct rect area, struct view_arena *arena,
                struct view_chart *out)
{
    struct making *m = view_arena_alloc(arena, sizeof *m);
    *m = (struct making){.in = in, .arena = arena, .out = out};
    *out = (struct view_chart){.series_count = in->count};
    for (size_t i = 0; i < in->count; i++)
        find_extent(m, i);
    find_scales(m, area.height - 2);
    out->dot_rows = out->plot.height = 1;
    for (size_t i = 0; i < in->count; i++)
        fill_series(m, i);
    chart_mark_values(&m->scales[0], &in->lines[0], arena, &m->values);
    int widest = m->values.widest;
    place(m, area, place_legend(m, area), widest < CHART_AXIS_MOST ? widest : CHART_AXIS_MOST);
    if (out->plot.width < 4 || out->plot.height < 2) {
        *out = (struct view_chart){.empty = "No room for the chart."};
        return;
    }
    m->column_ns = chart_column_ns(out, in->span_ns);
    m->end_ns = (in->until_ns / m->column_ns + 1) * m->column_ns;
    for (size_t i = 0; i < in->count; i++) {
        fill_series(m, i);
        draw_line(m, i);
    }
    place_values(m);
    place_moments(m);
}
