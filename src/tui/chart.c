/* A large chart: braille dots, or one character a cell in ASCII. Layer 7. */
#include "tui/widgets.h"
#include "view/width.h"

#define DOTS_ACROSS 2
#define DOTS_DOWN   4

static bool covers(const struct view_series *s, int column, int row)
{
    return s->low[column] >= 0 && row >= s->low[column] && row <= s->high[column];
}

/* The dots of one series in a cell, as the bits of U+2800; x and y count cells, y from above. */
static unsigned dots_of(const struct view_chart *chart, const struct view_series *s, int x, int y)
{
    static const unsigned char bits[DOTS_DOWN][DOTS_ACROSS] = {
        {0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    unsigned dots = 0;
    for (int across = 0; across < DOTS_ACROSS; across++)
        for (int down = 0; down < DOTS_DOWN; down++)
            if (covers(s, DOTS_ACROSS * x + across, chart->dot_rows - 1 - (DOTS_DOWN * y + down)))
                dots |= bits[down][across];
    return dots;
}

/* A cell that several series are in has the colour of the first. */
static void draw_braille(struct canvas *c, const struct view_chart *chart, int x, int y)
{
    unsigned dots = 0;
    enum view_role role = VIEW_ROLE_PLAIN;
    for (size_t i = chart->series_count; i-- > 0;) {
        unsigned own = dots_of(chart, &chart->series[i], x, y);
        role = own ? chart->series[i].role : role;
        dots |= own;
    }
    if (!dots)
        return;
    const char text[] = {(char)0xe2, (char)(0xa0 | dots >> 6), (char)(0x80 | (dots & 0x3f)), '\0'};
    canvas_text(c, chart->plot.x + x, chart->plot.y + y, 1, text, role);
}

static void draw_character(struct canvas *c, const struct view_chart *chart, int x, int y)
{
    for (size_t i = 0; i < chart->series_count; i++) {
        const struct view_series *s = &chart->series[i];
        const char text[] = {s->marker, '\0'};
        if (!covers(s, x, chart->dot_rows - 1 - y))
            continue;
        canvas_text(c, chart->plot.x + x, chart->plot.y + y, 1, text, s->role);
        return;
    }
}

static void draw_plot(struct canvas *c, const struct view_chart *chart)
{
    for (int y = 0; y < chart->plot.height; y++)
        for (int x = 0; x < chart->plot.width; x++)
            if (c->ascii)
                draw_character(c, chart, x, y);
            else
                draw_braille(c, chart, x, y);
}

/* The axis, and a quiet line across the plot at each marked value, under the dots. */
static void draw_values(struct canvas *c, const struct view_chart *chart)
{
    const struct rect *axis = &chart->axis;
    int right = axis->x + axis->width;
    for (int y = 0; y < axis->height; y++)
        canvas_text(c, right, axis->y + y, 1, c->ascii ? "|" : "\u2502", VIEW_ROLE_GAUGE_REST);
    for (size_t i = 0; i < chart->value_count; i++) {
        int y = axis->y + chart->values[i].at;
        canvas_text_right(c, axis->x, y, axis->width, chart->values[i].text, VIEW_ROLE_DIM);
        canvas_text(c, right, y, 1, c->ascii ? "+" : "\u2524", VIEW_ROLE_GAUGE_REST);
        for (int x = 3; x < chart->plot.width; x += 4)
            canvas_text(c, chart->plot.x + x, y, 1, c->ascii ? "." : "\u00b7",
                        VIEW_ROLE_GAUGE_REST);
    }
}

/* Each moment's text ends at its place; one that would touch the text right of it is left out. */
static void draw_moments(struct canvas *c, const struct view_chart *chart)
{
    const struct rect *times = &chart->times;
    int limit = times->x + times->width;
    for (size_t i = 0; i < chart->moment_count; i++) {
        int end = times->x + chart->moments[i].at + 1, width = width_of(chart->moments[i].text);
        if (end > limit || end - width < times->x)
            continue;
        canvas_text(c, end - width, times->y, width, chart->moments[i].text, VIEW_ROLE_DIM);
        limit = end - width - 1;
    }
}

static void draw_legend(struct canvas *c, const struct view_chart *chart)
{
    int end = chart->legend.x + chart->legend.width;
    for (size_t i = 0; i < chart->series_count; i++) {
        const struct view_series *s = &chart->series[i];
        int x = s->x;
        x += canvas_text(c, x, s->y, end - x, s->name.text, s->name.role) + 1;
        x += canvas_text(c, x, s->y, end - x, s->value.text, s->value.role) + 1;
        canvas_text_cut(c, x, s->y, end - x, s->extent.text, s->extent.role);
    }
}

static void draw_markers(struct canvas *c, const struct view_chart *chart)
{
    int x = chart->plot.x + chart->plot.width;
    for (size_t i = chart->series_count; i-- > 0;) {
        const struct view_series *s = &chart->series[i];
        const char text[] = {s->marker, '\0'};
        if (s->marker_row >= 0)
            canvas_text(c, x, chart->plot.y + s->marker_row, 1, text, s->role);
    }
}

void chart_draw(struct canvas *c, const struct view_chart *chart)
{
    if (chart->empty)
        canvas_text_cut(c, chart->legend.x + 1, chart->legend.y, chart->legend.width - 2,
                        chart->empty, VIEW_ROLE_DIM);
    if (chart->plot.width <= 0)
        return;
    draw_legend(c, chart);
    draw_values(c, chart);
    draw_moments(c, chart);
    draw_plot(c, chart);
    draw_markers(c, chart);
}
