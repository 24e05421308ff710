/* Charts as SVG. Layer 8. */
#include "cli/svg.h"

#include "base/clock.h"
#include "view/chart.h"
#include "view/text.h"

#include <math.h>
#include <string.h>

enum {
    WIDTH = 960,
    HEIGHT = 260,
    LEFT = 80,
    RIGHT = 20,
    TOP = 24,
    BOTTOM = 34,
    LEGEND = 18,
    STEPS = 5
};

#define COLORS 8

/* The lines of one unit. */
struct panel {
    const struct series_list *all;
    const char *unit;
    struct chart_scale scale;
    uint64_t first_ns, last_ns;
    int top;
    FILE *out;
};

void svg_text(const char *text, FILE *out)
{
    for (; *text; text++)
        switch (*text) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        default:
            fputc(*text, out);
        }
}

static bool is_in(const struct panel *p, const struct series *s)
{
    return s->count && strcmp(s->unit, p->unit) == 0;
}

static double x_of(const struct panel *p, uint64_t time_ns)
{
    double span = p->last_ns > p->first_ns ? (double)(p->last_ns - p->first_ns) : 1;
    return LEFT + (double)(time_ns - p->first_ns) / span * (WIDTH - LEFT - RIGHT);
}

static double y_of(const struct panel *p, double value)
{
    double part = (value - p->scale.low) / (p->scale.high - p->scale.low);
    if (!isfinite(part)) /* what they span is no number */
        part = 0.5;
    return p->top + TOP + (1 - part) * (HEIGHT - TOP - BOTTOM);
}

/* Counted, since a step that is small beside the values adds nothing to them. */
static void draw_y_axis(const struct panel *p)
{
    for (int i = 0; i <= 2 * STEPS; i++) {
        double at = p->scale.low + i * p->scale.step;
        if (!(at <= p->scale.high + p->scale.step / 2))
            break;
        char text[32];
        struct strbuf b;
        double y = y_of(p, at);
        strbuf_init(&b, text, sizeof text);
        text_compact(&b, fabs(at) < p->scale.step / 1e6 ? 0 : at, 9);
        fprintf(p->out, "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" class=\"grid\"/>", LEFT,
                WIDTH - RIGHT, y, y);
        fprintf(p->out, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n", LEFT - 6,
                y + 4, text);
    }
    fprintf(p->out, "<text x=\"%d\" y=\"%d\">", LEFT, p->top + TOP - 8);
    svg_text(p->unit, p->out);
    fputs("</text>\n", p->out);
}

static void draw_x_axis(const struct panel *p)
{
    uint64_t step = chart_time_step((p->last_ns - p->first_ns) / 8 + 1);
    for (uint64_t at = 0; at <= p->last_ns - p->first_ns; at += step) {
        char text[32];
        struct strbuf b;
        double x = x_of(p, p->first_ns + at);
        strbuf_init(&b, text, sizeof text);
        text_duration(&b, at);
        fprintf(p->out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", x,
                p->top + HEIGHT - BOTTOM + 16, text);
    }
}

static void draw_line(const struct panel *p, const struct series *s, size_t color)
{
    fprintf(p->out, "<polyline class=\"s%zu\" points=\"", color % COLORS);
    for (size_t i = 0; i < s->count; i++)
        if (isfinite(s->values[i]))
            fprintf(p->out, "%.1f,%.1f ", x_of(p, s->times[i]), y_of(p, s->values[i]));
    fputs("\"><title>", p->out);
    svg_text(s->path, p->out);
    fputs("</title></polyline>\n", p->out);
}

/* How many lines there are; also what they span. */
static size_t measure(struct panel *p)
{
    size_t lines = 0;
    double low = INFINITY, high = -INFINITY;
    p->first_ns = UINT64_MAX;
    p->last_ns = 0;
    for (size_t i = 0; i < p->all->count; i++) {
        const struct series *s = &p->all->list[i];
        if (!is_in(p, s))
            continue;
        lines++;
        p->first_ns = s->times[0] < p->first_ns ? s->times[0] : p->first_ns;
        p->last_ns = s->times[s->count - 1] > p->last_ns ? s->times[s->count - 1] : p->last_ns;
        for (size_t v = 0; v < s->count; v++)
            if (isfinite(s->values[v])) {
                low = fmin(low, s->values[v]);
                high = fmax(high, s->values[v]);
            }
    }
    p->scale =
        chart_scale(isfinite(low) ? low : 0, isfinite(high) ? high : 1, STEPS, CHART_DECIMAL);
    return lines;
}

static int draw_legend(const struct panel *p)
{
    int y = p->top + HEIGHT;
    size_t color = 0;
    for (size_t i = 0; i < p->all->count; i++) {
        if (!is_in(p, &p->all->list[i]))
            continue;
        fprintf(p->out, "<line class=\"s%zu\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>",
                color++ % COLORS, LEFT, LEFT + 24, y - 4, y - 4);
        fprintf(p->out, "<text x=\"%d\" y=\"%d\">", LEFT + 30, y);
        svg_text(p->all->list[i].path, p->out);
        fputs("</text>\n", p->out);
        y += LEGEND;
    }
    return y + LEGEND;
}

/* The first series of a unit draws its panel. */
static bool is_first_of_unit(const struct series_list *all, size_t i)
{
    for (size_t before = 0; before < i; before++)
        if (all->list[before].count && strcmp(all->list[before].unit, all->list[i].unit) == 0)
            return false;
    return all->list[i].count > 0;
}

static int draw_panel(struct panel *p)
{
    size_t color = 0;
    measure(p);
    draw_y_axis(p);
    draw_x_axis(p);
    for (size_t i = 0; i < p->all->count; i++)
        if (is_in(p, &p->all->list[i]))
            draw_line(p, &p->all->list[i], color++);
    return draw_legend(p);
}

static int total_height(const struct series_list *all)
{
    int height = 0;
    for (size_t i = 0; i < all->count; i++)
        height +=
            (all->list[i].count ? LEGEND : 0) + (is_first_of_unit(all, i) ? HEIGHT + LEGEND : 0);
    return height ? height : HEIGHT;
}

void svg_chart(const struct series_list *all, FILE *out)
{
    static const char *const colors[COLORS] = {"#1f77b4", "#d62728", "#2ca02c", "#ff7f0e",
                                               "#9467bd", "#8c564b", "#17becf", "#7f7f7f"};
    int height = total_height(all), top = 0;
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
            "height=\"%d\">\n<style>text{font:12px sans-serif;fill:#444}.grid{stroke:#ddd}"
            "polyline{fill:none;stroke-width:1.5}",
            WIDTH, height, WIDTH, height);
    for (size_t i = 0; i < COLORS; i++)
        fprintf(out, ".s%zu{stroke:%s}", i, colors[i]);
    fputs("</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n", out);
    for (size_t i = 0; i < all->count; i++) {
        struct panel p = {.all = all, .unit = all->list[i].unit, .top = top, .out = out};
        if (is_first_of_unit(all, i))
            top = draw_panel(&p);
    }
    fputs("</svg>\n", out);
}
