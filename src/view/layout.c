/* Where everything goes. Layer 6. */
#include "view/layout.h"

static struct rect line(int y, int width)
{
    return (struct rect){.x = 0, .y = y, .width = width, .height = 1};
}

#define TABS_LEAST 60 /* narrower screens need the line for the header */

/* The header gives way first: a table without rows is of no use. */
static int header_height(int height)
{
    return height >= 16 ? 3 : height >= 11 ? 2 : 1;
}

struct layout layout_compute(int width, int height, bool header)
{
    struct layout l = {.width = width, .height = height};
    if (width < LAYOUT_MIN_WIDTH || height < LAYOUT_MIN_HEIGHT) {
        l.too_small = true;
        l.body = line(0, width);
        l.body.height = height > 0 ? 1 : 0;
        return l;
    }
    int top = header ? header_height(height) : 0;
    bool airy = height >= 20;
    l.header = (struct rect){.x = 0, .y = 0, .width = width, .height = top};
    if (top && width >= TABS_LEAST)
        l.tabs = (struct rect){
            .x = width / 2, .y = top >= 3 ? 2 : 0, .width = width - 1 - width / 2, .height = 1};
    l.title = line(top + (airy && header ? 1 : 0), width);
    l.keys = line(height - 1, width);
    l.message = line(height - 2, width);
    int body = l.title.y + 1;
    l.body = (struct rect){.x = 0, .y = body, .width = width - 1, .height = height - 2 - body};
    l.scroll =
        (struct rect){.x = width - 1, .y = body + 1, .width = 1, .height = l.body.height - 1};
    return l;
}

/* Gives a column its width when it fits with the cell before it. */
static void take(int *room, int wanted, int *column)
{
    if (*room < wanted + 1)
        return;
    *column = wanted;
    *room -= wanted + 1;
}

/* Widens a column by a share of what is left. */
static void widen(int *room, int most, int *column)
{
    int more = *room < most ? *room : most;
    *column += more > 0 ? more : 0;
    *room -= more > 0 ? more : 0;
}

int tree_indent(int name_width, int depth)
{
    int indent = 1 + 2 * depth;
    return indent < name_width - 8 ? indent : name_width > 9 ? name_width - 8 : 1;
}

struct tree_widths layout_tree(int width, const struct tree_wants *wants)
{
    struct tree_widths w = {0};
    int room = width, least = width < 50 ? width / 2 : 20;
    take(&room, least, &w.name);
    take(&room, width < 50 ? room - 2 : 14, &w.value);
    take(&room, 9, &w.change);
    take(&room, 10, &w.spark);
    if (wants->gauge)
        take(&room, 8, &w.gauge);
    if (wants->rate)
        take(&room, 8, &w.rate);
    if (wants->truth)
        take(&room, 1, &w.truth); /* its first letter; the word when there is room */
    if (w.truth && room >= 8)
        widen(&room, 8, &w.truth);
    widen(&room, 2, &w.value);
    if (w.spark)
        widen(&room, 10, &w.spark);
    if (room > 16)
        take(&room, 14, &w.type);
    widen(&room, 8, &w.value);
    widen(&room, 12, &w.name);
    if (w.gauge)
        widen(&room, 12, &w.gauge);
    if (w.spark)
        widen(&room, 100, &w.spark);
    widen(&room, 20, &w.value);
    widen(&room, room, &w.name);
    return w;
}
