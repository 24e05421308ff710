/* Charts of figures over counts, both by powers of ten, as SVG: a panel for each unit, a line for
 * each figure, its name at the line's end, readable on light and dark. Tests only; no layer. */
#ifndef BENCH_PLOT_H
#define BENCH_PLOT_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PLOT_POINTS = 8,
    PLOT_LINES = 12,
    PLOT_WIDTH = 860,
    PLOT_HEIGHT = 400,
    PLOT_LEFT = 80,
    PLOT_RIGHT = 190,
    PLOT_TOP = 40,
    PLOT_BOTTOM = 50,
    PLOT_NAME_HEIGHT = 16,
};

struct plot_line {
    const char *name;
    double x[PLOT_POINTS], y[PLOT_POINTS]; /* above 0; x ascending */
    size_t count;
};

struct plot_panel {
    const char *title, *x_label;
    struct plot_line lines[PLOT_LINES];
    size_t count;
};

/* What is shown, from a power of ten to a power of ten. */
struct plot_frame {
    double x_low, x_high, y_low, y_high; /* exponents */
    double top;
};

static inline double plot_x(const struct plot_frame *f, double x)
{
    double part = (log10(x) - f->x_low) / (f->x_high - f->x_low);
    return PLOT_LEFT + part * (PLOT_WIDTH - PLOT_LEFT - PLOT_RIGHT);
}

static inline double plot_y(const struct plot_frame *f, double y)
{
    double part = (log10(y) - f->y_low) / (f->y_high - f->y_low);
    return f->top + PLOT_HEIGHT - PLOT_BOTTOM - part * (PLOT_HEIGHT - PLOT_TOP - PLOT_BOTTOM);
}

static inline struct plot_frame plot_frame_of(const struct plot_panel *p, double top)
{
    double x_low = INFINITY, x_high = -INFINITY, y_low = INFINITY, y_high = -INFINITY;
    for (size_t i = 0; i < p->count; i++)
        for (size_t k = 0; k < p->lines[i].count; k++) {
            x_low = fmin(x_low, p->lines[i].x[k]);
            x_high = fmax(x_high, p->lines[i].x[k]);
            y_low = fmin(y_low, p->lines[i].y[k]);
            y_high = fmax(y_high, p->lines[i].y[k]);
        }
    struct plot_frame f = {floor(log10(x_low)), ceil(log10(x_high)), floor(log10(y_low)),
                           ceil(log10(y_high)), top};
    f.x_high += f.x_high <= f.x_low;
    f.y_high += f.y_high <= f.y_low;
    return f;
}

/* --- text ----------------------------------------------------------------------------------------
 */

static inline void plot_text(const char *text, FILE *out)
{
    for (; *text; text++)
        switch (*text) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        default:
            fputc(*text, out);
        }
}

/* A power of ten: 0.01, 1, 10,000. */
static inline void plot_power(int exponent, FILE *out)
{
    if (exponent < 0) {
        fprintf(out, "%.*f", -exponent, pow(10, exponent));
        return;
    }
    fputc('1', out);
    while (exponent-- > 0)
        fputs(exponent % 3 == 2 ? ",0" : "0", out);
}

/* --- a panel -------------------------------------------------------------------------------------
 */

static inline void plot_grid(const struct plot_frame *f, FILE *out)
{
    for (int e = (int)f->y_low; e <= (int)f->y_high; e++) {
        double y = plot_y(f, pow(10, e));
        fprintf(out, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>", PLOT_LEFT, y,
                PLOT_WIDTH - PLOT_RIGHT);
        fprintf(out, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">", PLOT_LEFT - 8, y + 4);
        plot_power(e, out);
        fputs("</text>\n", out);
    }
    for (int e = (int)f->x_low; e <= (int)f->x_high; e++) {
        double x = plot_x(f, pow(10, e)), bottom = f->top + PLOT_HEIGHT - PLOT_BOTTOM;
        fprintf(out, "<path class=\"grid\" d=\"M%.1f %.1fV%.1f\"/>", x, f->top + PLOT_TOP, bottom);
        fprintf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">", x, bottom + 18);
        plot_power(e, out);
        fputs("</text>\n", out);
    }
}

/* Where the names stand: by the ends of their lines, as far as they leave each other room. */
static inline void plot_place_names(const struct plot_panel *p, const struct plot_frame *f,
                                    double *at)
{
    size_t order[PLOT_LINES];
    for (size_t i = 0; i < p->count; i++) {
        size_t k = i;
        at[i] = plot_y(f, p->lines[i].y[p->lines[i].count - 1]) + 4;
        for (; k > 0 && at[order[k - 1]] > at[i]; k--)
            order[k] = order[k - 1];
        order[k] = i;
    }
    double lowest = f->top + PLOT_HEIGHT - PLOT_BOTTOM + 4;
    for (size_t k = p->count; k-- > 0; lowest = at[order[k]] - PLOT_NAME_HEIGHT)
        at[order[k]] = fmin(at[order[k]], lowest);
    for (size_t k = 1; k < p->count; k++)
        at[order[k]] = fmax(at[order[k]], at[order[k - 1]] + PLOT_NAME_HEIGHT);
}

static inline void plot_draw_line(const struct plot_line *line, size_t color,
                                  const struct plot_frame *f, double name_y, FILE *out)
{
    double last_x = plot_x(f, line->x[line->count - 1]);
    double last_y = plot_y(f, line->y[line->count - 1]);
    fprintf(out, "<g class=\"c%zu\"><polyline points=\"", color);
    for (size_t k = 0; k < line->count; k++)
        fprintf(out, "%s%.1f,%.1f", k ? " " : "", plot_x(f, line->x[k]), plot_y(f, line->y[k]));
    fputs("\"/>", out);
    for (size_t k = 0; k < line->count; k++)
        fprintf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>", plot_x(f, line->x[k]),
                plot_y(f, line->y[k]));
    fprintf(out, "<path class=\"lead\" d=\"M%.1f %.1fL%.1f %.1f\"/>", last_x + 5, last_y,
            last_x + 20, name_y - 4);
    fprintf(out, "<text x=\"%.1f\" y=\"%.1f\">", last_x + 24, name_y);
    plot_text(line->name, out);
    fputs("</text></g>\n", out);
}

static inline void plot_draw_panel(const struct plot_panel *p, double top, FILE *out)
{
    struct plot_frame f = plot_frame_of(p, top);
    double names[PLOT_LINES];
    plot_grid(&f, out);
    fprintf(out, "<text class=\"title\" x=\"%d\" y=\"%.1f\">", PLOT_LEFT, top + 24);
    plot_text(p->title, out);
    fprintf(out, "</text>\n<text x=\"%d\" y=\"%.1f\" text-anchor=\"middle\">",
            (PLOT_LEFT + PLOT_WIDTH - PLOT_RIGHT) / 2, top + PLOT_HEIGHT - 12);
    plot_text(p->x_label, out);
    fputs("</text>\n", out);
    plot_place_names(p, &f, names);
    for (size_t i = 0; i < p->count; i++)
        plot_draw_line(&p->lines[i], i, &f, names[i], out);
}

/* --- the picture ---------------------------------------------------------------------------------
 */

static inline void plot_colors(const char *const *colors, size_t count, FILE *out)
{
    for (size_t i = 0; i < count; i++)
        fprintf(out, ".c%zu{stroke:%s;fill:%s}", i, colors[i], colors[i]);
}

static inline void plot_style(FILE *out)
{
    static const char *const light[PLOT_LINES] = {"#0b62a8", "#b3261e", "#1b7837", "#8a5a00",
                                                  "#6a3d9a", "#006d77", "#a0186f", "#444444",
                                                  "#5b7000", "#8c4a2f", "#00539c", "#7a0019"};
    static const char *const dark[PLOT_LINES] = {"#79b8ff", "#ff8a80", "#7ee787", "#f0c674",
                                                 "#d2a8ff", "#5fd7d7", "#ff9bd2", "#c9d1d9",
                                                 "#c5e478", "#e0a487", "#9ecbff", "#ffb3ba"};
    fputs("<style>text{font:13px sans-serif;fill:#333}.title{font-weight:bold}.back{fill:#fff}"
          ".grid{stroke:#ddd}polyline,.lead{fill:none}polyline{stroke-width:2}"
          ".lead{stroke-width:1}g text{stroke:none;fill:inherit}",
          out);
    plot_colors(light, PLOT_LINES, out);
    fputs("\n@media(prefers-color-scheme:dark){text{fill:#ccc}.back{fill:#161b22}"
          ".grid{stroke:#333}",
          out);
    plot_colors(dark, PLOT_LINES, out);
    fputs("}</style>\n", out);
}

/* One <svg> element. A panel without lines is left out. */
static inline void plot_write(const struct plot_panel *panels, size_t count, FILE *out)
{
    size_t shown = 0;
    for (size_t i = 0; i < count; i++)
        shown += panels[i].count > 0;
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %zu\" width=\"%d\" "
            "height=\"%zu\">\n",
            PLOT_WIDTH, shown * PLOT_HEIGHT, PLOT_WIDTH, shown * PLOT_HEIGHT);
    plot_style(out);
    fputs("<rect class=\"back\" width=\"100%\" height=\"100%\"/>\n", out);
    double top = 0;
    for (size_t i = 0; i < count; i++)
        if (panels[i].count) {
            plot_draw_panel(&panels[i], top, out);
            top += PLOT_HEIGHT;
        }
    fputs("</svg>\n", out);
}

#endif
