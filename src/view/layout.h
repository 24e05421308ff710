/* Where everything goes: a pure function of the terminal's size and the screen. Layer 6. */
#ifndef VIEW_LAYOUT_H
#define VIEW_LAYOUT_H

#include <stdbool.h>

struct rect {
    int x, y, width, height;
};

#define LAYOUT_MIN_WIDTH  30
#define LAYOUT_MIN_HEIGHT 7

/* Rectangles do not overlap and lie within width x height; one that has no room has width or height
 * 0. */
struct layout {
    int width, height;
    struct rect header;  /* session, producer, gauges */
    struct rect tabs;    /* lies in the header, at its right end */
    struct rect title;   /* one line above the body, or two: what is shown */
    struct rect body;    /* table or tree; its first line is the head */
    struct rect scroll;  /* one column right of the body's rows */
    struct rect details; /* what is known of the selected field: right of the tree or below it */
    struct rect chart;   /* below the tree, over the whole width */
    struct rect time;    /* above the message, one line or two, while time is gone about in */
    struct rect message; /* one line for the user */
    struct rect keys;    /* bottom line */
    bool too_small;      /* only a line that says so fits, in body */
};

/* header: the screen shows a session. */
struct layout layout_compute(int width, int height, bool header);

/* Takes lines from the body for the bar of time; before layout_inspector. */
void layout_time(struct layout *l);

#define LAYOUT_CHART_LEAST 10 /* lines of a chart with its axis and legend */

#define LAYOUT_DETAILS_WIDTH 48 /* cells from which one column of details has another beside it */

/* Takes room from the body for a chart, when one is wanted and there are lines enough, and for
 * details, when there is room to spare. */
void layout_inspector(struct layout *l, bool chart);

#define TREE_STATS 5 /* min, mean, max, p50, p99 */

/* Widths of the inspector's columns in cells, 0 for one that is not shown; one cell lies between
 * two. */
struct tree_widths {
    int name, type, value, change, rate, gauge, spark, truth;
    int other;             /* while comparing */
    int stats[TREE_STATS]; /* in place of rate and gauge */
};

/* What the object has, so that no column stays empty. */
struct tree_wants {
    bool rate, gauge, truth;
    bool stats;   /* statistics of the window in place of rate, gauge and graph */
    bool compare; /* a second object's values; no past of the first */
};

/* Where the mark that opens and closes stands in the column of names. */
int tree_indent(int name_width, int depth);

struct tree_widths layout_tree(int width, const struct tree_wants *wants);

#endif
