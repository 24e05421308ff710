/*
 * A large chart of values over time: from points to what is drawn. Layer 6. Pure: the picture
 * depends on the points, the place and the moment alone.
 */
#ifndef VIEW_CHART_H
#define VIEW_CHART_H

#include "sample/lane.h"
#include "view/arena.h"
#include "view/state.h"

/* One line. Points are in order of time; NaN is a gap, other neighbours are joined. */
struct chart_line {
    const char *name;
    const memglass_field *field; /* for unit, range and format */
    bool rate;                   /* values are a second's */
    const struct lane_point *points;
    size_t count;
};

struct chart_input {
    struct chart_line lines[VIEW_SERIES_MAX]; /* the first has the axis */
    size_t count;
    uint64_t until_ns, span_ns; /* the right edge, and how long before it the left one is */
    const char *until;          /* what it is called: "now" */
    bool ascii;
};

/* Lines of the same unit share a scale, so that they may be compared; others have one each, which
 * the legend tells. */
void chart_make(const struct chart_input *in, struct rect area, struct view_arena *arena,
                struct view_chart *out);

/* How long one column of dots is: the picture stays the same for so long when nothing changes. */
uint64_t chart_column_ns(const struct view_chart *chart, uint64_t span_ns);

/* --- chart_axis.c: scales and marks ------------------------------------------------------------
 */

struct chart_scale {
    double low, high, step; /* low and high are multiples of step */
};

/* What a scale has steps of. */
enum chart_steps {
    CHART_DECIMAL, /* 1, 2 or 5 times a power of ten */
    CHART_WHOLE,   /* the same, from 1 on: there is nothing between two integers */
    CHART_BINARY,  /* a power of two from 1 on, below as CHART_DECIMAL */
};

/* About `steps` steps from low, which may be high, to high. */
struct chart_scale chart_scale(double low, double high, int steps, enum chart_steps kind);

/* A step of time that is easy to read: 1, 2, 5, 10, 15, 30 seconds, ...; at least so long. */
uint64_t chart_time_step(uint64_t least_ns);

/* "-5s", "-1m30s". */
void chart_time_text(uint64_t ns, struct strbuf *out);

#define CHART_RATE_SUFFIX "/s"
#define CHART_AXIS_MOST   12 /* cells of a value at the axis */

/* Of an axis, in the arena. */
struct chart_marks {
    struct view_axis_mark *marks;
    size_t count;
    int widest; /* cells */
};

/* The number of a scale's step, from 0 on. */
double chart_mark_value(const struct chart_scale *s, size_t k);
/* The scale's steps as numbers of that line; their places are not known yet. */
void chart_mark_values(const struct chart_scale *scale, const struct chart_line *line,
                       struct view_arena *arena, struct chart_marks *out);
/* The right edge and moments up to span_ns before it, below a plot of that width. */
void chart_mark_moments(uint64_t span_ns, const char *until, int width, struct view_arena *arena,
                        struct chart_marks *out);

#endif
