/* A row of values as bars. Layer 7. */
#include "tui/graphics.h"

#include <math.h>

static const char *bar_of(const struct canvas *c, double part)
{
    static const char *const blocks[] = {"\u2581", "\u2582", "\u2583", "\u2584",
                                         "\u2585", "\u2586", "\u2587", "\u2588"};
    static const char *const ascii[] = {"_", ".", "-", "=", "*", "#"};
    int steps = c->ascii ? 6 : 8;
    int step = (int)(part * (steps - 1) + 0.5);
    step = step < 0 ? 0 : step >= steps ? steps - 1 : step;
    return c->ascii ? ascii[step] : blocks[step];
}

void spark_draw(struct canvas *c, int x, int y, int width, const struct view_spark *spark,
                enum view_role role)
{
    size_t shown = width < 0 ? 0 : (size_t)width;
    if (!spark->values)
        return;
    shown = shown < spark->count ? shown : spark->count;
    const double *values = spark->values + (spark->count - shown);
    int left = x + width - (int)shown;
    for (size_t i = 0; i < shown; i++) {
        if (isnan(values[i]))
            continue;
        double part = (values[i] - spark->low) / (spark->high - spark->low);
        bool peak = spark->has_peak && values[i] == spark->peak;
        canvas_text(c, left + (int)i, y, 1, bar_of(c, isnan(part) ? 0 : part),
                    peak ? VIEW_ROLE_STRONG : role);
    }
}

void scroll_draw(struct canvas *c, struct rect area, uint64_t first, uint64_t shown, uint64_t total)
{
    if (area.height <= 0 || total <= shown)
        return;
    double height = area.height;
    int size = (int)(height * (double)shown / (double)total + 0.5);
    size = size < 1 ? 1 : size;
    int top = (int)((height - size) * (double)first / (double)(total - shown) + 0.5);
    for (int i = 0; i < area.height; i++) {
        bool thumb = i >= top && i < top + size;
        canvas_text(c, area.x, area.y + i, 1,
                    thumb      ? c->ascii ? "#" : "\u2590"
                    : c->ascii ? "|"
                               : "\u2595",
                    thumb ? VIEW_ROLE_TITLE : VIEW_ROLE_GAUGE_REST);
    }
}
