/* Scales of a chart: round steps, and the moments below it. Layer 6. */
#include "view/chart.h"

#include "base/clock.h"
#include "field/field.h"
#include "view/text.h"
#include "view/width.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define VALUES_MOST  64
#define VALUE_CELLS  8  /* of a value, where these are enough to tell it from the next */
#define MOMENT_CELLS 12 /* from one moment to the next, at least */

/* The least round step that is no smaller. */
static double round_step(double least, enum chart_steps kind)
{
    if (kind == CHART_WHOLE && least < 1)
        return 1;
    if (kind == CHART_BINARY && least >= 1)
        return exp2(ceil(log2(least) - 1e-9));
    double power = pow(10, floor(log10(least) + 1e-9)), part = least / power;
    return power * (part <= 1 + 1e-9 ? 1 : part <= 2 + 1e-9 ? 2 : part <= 5 + 1e-9 ? 5 : 10);
}

struct chart_scale chart_scale(double low, double high, int steps, enum chart_steps kind)
{
    low = fabs(low) < DBL_MIN ? 0 : low; /* there are no steps as small as that */
    high = fabs(high) < DBL_MIN ? 0 : high;
    if (!(high > low)) { /* a flat line lies in the middle, that of nothing at the bottom */
        double margin = fabs(low);
        low -= margin;
        high += margin > 0 ? margin : 1;
    }
    if (high / 2 - low / 2 > DBL_MAX / 8) /* whole steps would lead beyond all numbers */
        return (struct chart_scale){
            .low = low < 0 ? -DBL_MAX : 0, .high = high > 0 ? DBL_MAX : 0, .step = DBL_MAX / 2};
    double step = round_step(fmax((high - low) / (steps > 1 ? steps : 1), DBL_MIN), kind);
    return (struct chart_scale){.low = floor(low / step + 1e-9) * step,
                                .high = ceil(high / step - 1e-9) * step,
                                .step = step};
}

uint64_t chart_time_step(uint64_t least_ns)
{
    static const unsigned steps_ms[] = {100,    200,    500,    1000,    2000,
                                        5000,   10000,  15000,  30000,   60000,
                                        120000, 300000, 600000, 1200000, 1800000};
    for (size_t i = 0; i < sizeof steps_ms / sizeof *steps_ms; i++)
        if (steps_ms[i] * NS_PER_MS >= least_ns)
            return steps_ms[i] * NS_PER_MS;
    return 3600 * NS_PER_SEC;
}

void chart_time_text(uint64_t ns, struct strbuf *out)
{
    uint64_t ms = ns / NS_PER_MS, seconds = ms / 1000;
    if (ms % 1000)
        strbuf_printf(out, "-%.1fs", (double)ms / 1000);
    else if (seconds < 60)
        strbuf_printf(out, "-%us", (unsigned)seconds);
    else if (seconds % 60)
        strbuf_printf(out, "-%um%02us", (unsigned)(seconds / 60), (unsigned)(seconds % 60));
    else
        strbuf_printf(out, "-%um", (unsigned)(seconds / 60));
}

/* --- marks -------------------------------------------------------------------------------------
 */

/* Next to nothing is what is left of nothing by rounding. */
double chart_mark_value(const struct chart_scale *s, size_t k)
{
    double value = 2 * (s->low / 2 + (double)k * (s->step / 2));
    return fabs(value) < s->step / 1e6 ? 0 : value;
}

/* A number of at most so many cells; 0: in the field's own way. */
static const char *mark_text(const struct chart_line *line, struct view_arena *arena, double number,
                             int cells)
{
    static const struct field_style style = {.humane = true, .no_unit = true};
    char text[64];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    if (cells || (!line->field->unit[0] && !line->field->format[0]))
        text_compact(&out, number, cells ? cells : VALUE_CELLS);
    else
        field_number_text(line->field, number, &style, &out);
    if (line->rate)
        strbuf_text(&out, CHART_RATE_SUFFIX);
    return view_arena_text(arena, text);
}

/* The texts, from the lowest on; false: two neighbours read alike, or one has no room. */
static bool write_marks(const struct chart_scale *scale, const struct chart_line *line,
                        struct view_arena *arena, int cells, struct chart_marks *out)
{
    bool told_apart = true;
    out->widest = 0;
    for (size_t k = 0; k < out->count; k++) {
        const char *text = mark_text(line, arena, chart_mark_value(scale, k), cells);
        int width = width_of(text);
        if (k && strcmp(out->marks[k - 1].text, text) == 0)
            told_apart = false;
        out->marks[k].text = text;
        out->widest = width > out->widest ? width : out->widest;
    }
    return told_apart && out->widest <= CHART_AXIS_MOST;
}

/* Two marks that read alike, or one that has no room, are of no use: then all are plain numbers, as
 * short as they can be told apart. */
void chart_mark_values(const struct chart_scale *scale, const struct chart_line *line,
                       struct view_arena *arena, struct chart_marks *out)
{
    const int rate = line->rate ? (int)strlen(CHART_RATE_SUFFIX) : 0;
    double steps = 2 * ((scale->high / 2 - scale->low / 2) / scale->step) + 0.5;
    out->count = steps < VALUES_MOST - 1 ? (size_t)steps + 1 : VALUES_MOST;
    out->marks = view_arena_alloc(arena, out->count * sizeof *out->marks);
    if (!write_marks(scale, line, arena, 0, out) &&
        !write_marks(scale, line, arena, VALUE_CELLS, out))
        write_marks(scale, line, arena, CHART_AXIS_MOST - rate, out);
}

void chart_mark_moments(uint64_t span_ns, const char *until, int width, struct view_arena *arena,
                        struct chart_marks *out)
{
    uint64_t step =
        chart_time_step((uint64_t)((double)span_ns * MOMENT_CELLS / (width > 0 ? width : 1)));
    out->count = (size_t)(span_ns / step) + 1;
    out->marks = view_arena_alloc(arena, out->count * sizeof *out->marks);
    for (size_t k = 0; k < out->count; k++) {
        char text[16];
        struct strbuf buffer;
        strbuf_init(&buffer, text, sizeof text);
        chart_time_text(k * step, &buffer);
        double part = (double)(k * step) / (double)span_ns;
        out->marks[k] = (struct view_axis_mark){.at = (int)(width - 1 - part * (width - 1) + 0.5),
                                                .text = k ? view_arena_text(arena, text) : until};
    }
}
