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

#define TREE_LEAST    4   /* lines that a chart leaves: a head and three fields */
#define CHART_MOST    30  /* more lines say no more */
#define SIDE_FROM     150 /* cells from which details stand beside the tree */
#define SIDE_WIDTH    44
#define BELOW_FROM    40 /* lines from which they stand below it */
#define DETAILS_LINES 8

static void shrink_body(struct layout *l, int lines)
{
    l->body.height -= lines;
    l->scroll.height -= lines;
}

#define TIME_LEAST 4  /* lines of the body that one line of time leaves */
#define TIME_TWO   12 /* and lines from which there are two */

void layout_time(struct layout *l)
{
    if (l->too_small || l->body.height <= TIME_LEAST)
        return;
    int lines = l->body.height >= TIME_TWO ? 2 : 1;
    shrink_body(l, lines);
    l->time = (struct rect){0, l->body.y + l->body.height, l->width, lines};
}

static void take_chart(struct layout *l)
{
    int lines = l->body.height * 3 / 5;
    lines = lines > CHART_MOST ? CHART_MOST : lines;
    if (lines < LAYOUT_CHART_LEAST)
        lines = LAYOUT_CHART_LEAST;
    if (l->body.height - lines < TREE_LEAST)
        return;
    shrink_body(l, lines);
    l->chart = (struct rect){l->body.x, l->body.y + l->body.height, l->width, lines};
}

static void take_details(struct layout *l)
{
    struct rect *body = &l->body;
    if (body->width >= SIDE_FROM) {
        body->width -= SIDE_WIDTH + 1;
        l->scroll.x = body->x + body->width;
        l->details = (struct rect){l->scroll.x + 1, body->y, SIDE_WIDTH, body->height};
    } else if (body->height >= BELOW_FROM) {
        shrink_body(l, DETAILS_LINES);
        l->details = (struct rect){body->x, body->y + body->height, body->width, DETAILS_LINES};
    }
}

void layout_inspector(struct layout *l, bool chart)
{
    if (l->too_small)
        return;
    if (chart)
        take_chart(l);
    take_details(l);
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

static void take_past(int *room, const struct tree_wants *wants, struct tree_widths *w)
{
    take(room, 10, &w->spark);
    if (wants->gauge)
        take(room, 8, &w->gauge);
    if (wants->rate)
        take(room, 8, &w->rate);
}

/* Where there is not room for all, the extremes say more than what lies between them. */
static void take_stats(int *room, int stats[TREE_STATS])
{
    static const int urgent[TREE_STATS] = {0, 2, 1, 4, 3};
    for (int i = 0; i < TREE_STATS; i++)
        take(room, 8, &stats[urgent[i]]);
}

/* Two values beside each other are as wide as each other. */
static void widen_values(int *room, int most, struct tree_widths *w)
{
    if (!w->other) {
        widen(room, most, &w->value);
        return;
    }
    int more = *room / 2 < most ? *room / 2 : most;
    widen(room, more, &w->value);
    widen(room, more, &w->other);
}

struct tree_widths layout_tree(int width, const struct tree_wants *wants)
{
    struct tree_widths w = {0};
    int room = width, least = width < 50 ? width / 2 : 20;
    take(&room, least, &w.name);
    int value = width < 50 ? room - 2 : 14;
    if (wants->compare && value > room / 2 - 1)
        value = room / 2 - 1;
    take(&room, value, &w.value);
    if (wants->compare)
        take(&room, w.value, &w.other);
    take(&room, 9, &w.change);
    if (wants->stats)
        take_stats(&room, w.stats);
    else if (!wants->compare)
        take_past(&room, wants, &w);
    if (wants->truth)
        take(&room, 1, &w.truth); /* its first letter; the word when there is room */
    if (w.truth && room >= 8)
        widen(&room, 8, &w.truth);
    widen(&room, 2, &w.value);
    if (w.spark)
        widen(&room, 10, &w.spark);
    if (room > 16)
        take(&room, 14, &w.type);
    widen_values(&room, 8, &w);
    widen(&room, 12, &w.name);
    if (w.gauge)
        widen(&room, 12, &w.gauge);
    if (w.spark)
        widen(&room, 100, &w.spark);
    widen_values(&room, 20, &w);
    widen(&room, room, &w.name);
    return w;
}
