/* A value as a bar. Layer 7. */
#include "tui/graphics.h"

double glide_position(const struct view_state *state, uint64_t now_ns)
{
    if (now_ns >= state->glide_end_ns)
        return 1;
    if (now_ns <= state->glide_start_ns)
        return 0;
    double part = (double)(now_ns - state->glide_start_ns) /
                  (double)(state->glide_end_ns - state->glide_start_ns);
    return part * (2 - part); /* fast first, then slow: the eye sees it arrive */
}

static enum view_role role_of(double fill)
{
    return fill < 0.6    ? VIEW_ROLE_GAUGE_LOW
           : fill < 0.85 ? VIEW_ROLE_GAUGE_MIDDLE
                         : VIEW_ROLE_GAUGE_HIGH;
}

static void draw_blocks(struct canvas *c, int x, int y, int width, double fill)
{
    static const char *const eighths[] = {"",       "\u258f", "\u258e", "\u258d",
                                          "\u258c", "\u258b", "\u258a", "\u2589"};
    int steps = (int)(fill * width * 8 + 0.5), full = steps / 8;
    enum view_role role = role_of(fill);
    for (int i = 0; i < full; i++)
        canvas_text(c, x + i, y, 1, "\u2588", role);
    int used = full;
    if (steps % 8)
        used += canvas_text(c, x + full, y, 1, eighths[steps % 8], role);
    for (int i = used; i < width; i++)
        canvas_text(c, x + i, y, 1, "\u2500", VIEW_ROLE_GAUGE_REST);
}

static void draw_ascii(struct canvas *c, int x, int y, int width, double fill)
{
    int inside = width - 2, full = (int)(fill * inside + 0.5);
    canvas_text(c, x, y, 1, "[", VIEW_ROLE_DIM);
    for (int i = 0; i < inside; i++)
        canvas_text(c, x + 1 + i, y, 1, i < full ? "#" : "-",
                    i < full ? role_of(fill) : VIEW_ROLE_GAUGE_REST);
    canvas_text(c, x + width - 1, y, 1, "]", VIEW_ROLE_DIM);
}

/* Where the value was at most, as far as the bar does not reach there. */
static void draw_peak(struct canvas *c, int x, int y, int width, double peak, double fill)
{
    int inside = c->ascii ? width - 2 : width, at = (int)(peak * inside);
    at = at < inside ? at : inside - 1;
    if (at > (int)(fill * inside) || (at == 0 && fill == 0))
        canvas_text(c, x + at + (c->ascii ? 1 : 0), y, 1, c->ascii ? "|" : "\u2502", role_of(peak));
}

void gauge_draw(struct canvas *c, int x, int y, int width, const struct view_gauge *gauge,
                double glide)
{
    double fill = gauge->from + (gauge->to - gauge->from) * glide;
    if (!gauge->valid || width < 3)
        return;
    if (c->ascii)
        draw_ascii(c, x, y, width, fill);
    else
        draw_blocks(c, x, y, width, fill);
    if (gauge->has_peak)
        draw_peak(c, x, y, width, gauge->peak, fill);
}
