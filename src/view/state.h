/*
 * ViewState: a frozen copy of everything one screenful shows, as text and numbers. Layer 6. Built
 * from a pair of frames and the user's choices (view/build.h); drawn by src/tui, which reads
 * nothing else. Drawing never samples, allocates, sorts or clamps: what a widget gets here fits the
 * rectangle that the layout gave.
 *
 * Memory: arrays and strings live in the builder's arena (view/arena.h), reset at each build; no
 * pointers into frames.
 */
#ifndef VIEW_STATE_H
#define VIEW_STATE_H

#include "view/layout.h"
#include "view/screens.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a piece of text means; the theme gives it colours and attributes. X(NAME) */
#define VIEW_ROLE_LIST(X)                                            \
    X(PLAIN)        /* text */                                       \
    X(DIM)          /* of second rank, and zeros */                  \
    X(STRONG)       /* names of what has parts */                    \
    X(TITLE)        /* the accent: what the screen is about */       \
    X(HEAD)         /* of columns */                                 \
    X(HEAD_SORTED)  /* of the column that is sorted by */            \
    X(CHANGED)      /* a value that differs from the frame before */ \
    X(RISING)       /* a change upwards */                           \
    X(FALLING)      /* a change downwards */                         \
    X(GOOD)         /* as it should be */                            \
    X(WARNING)      /* look here */                                  \
    X(BAD)          /* something is wrong */                         \
    X(TRUTH)        /* torn and stale values */                      \
    X(GAUGE_LOW)    /* a bar up to 60 % */                           \
    X(GAUGE_MIDDLE) /* a bar up to 85 % */                           \
    X(GAUGE_HIGH)   /* a bar above */                                \
    X(GAUGE_REST)   /* what a bar leaves, and flat graphs */         \
    X(SPARK)        /* graphs */                                     \
    X(KEY)          /* in the bottom line */                         \
    X(KEY_WORD)     /* what the key does */                          \
    X(TYPE)         /* names of types */                             \
    X(MATCH)        /* what is found */                              \
    X(SERIES_1)     /* the lines of a chart ... */                   \
    X(SERIES_2)                                                      \
    X(SERIES_3)                                                      \
    X(SERIES_4)                                                      \
    X(SERIES_5)                                                      \
    X(SERIES_6)                                                      \
    X(BORN)  /* the line of an object just created */                \
    X(DYING) /* the line of an object just destroyed */

enum view_role {
#define VIEW_ROLE_ENUM(name) VIEW_ROLE_##name,
    VIEW_ROLE_LIST(VIEW_ROLE_ENUM)
#undef VIEW_ROLE_ENUM
        VIEW_ROLE_COUNT
};

/* One value as a bar: from..to are the fill at the previous tick and now, 0 to 1, so that the bar
 * can glide between them. */
struct view_gauge {
    double from, to;
    bool valid, has_peak;
    double peak; /* the most of the window: a mark, where the bar does not reach */
};

/* Values for a sparkline, oldest first; NaN is a gap. low and high are the scale. */
struct view_spark {
    const double *values; /* NULL: none */
    size_t count;
    double low, high;
    double peak;   /* the most of them, which is marked ... */
    bool has_peak; /* ... unless they are all the same */
};

/* One cell of the table, or one column of an inspector line. */
struct view_cell {
    const char *text; /* UTF-8, printable; NULL when a graphic takes the cell, or nothing */
    enum view_role role;
    struct view_gauge gauge;
    struct view_spark spark;
};

struct view_column {
    const char *title;
    const char *name; /* what to sort by, as -s takes it; NULL: the table is not sorted by it */
    int x, width;     /* cells, from the table's left edge */
    bool right;       /* aligned to the right */
    bool sorted, descending;
};

/* The table of objects, sessions, ... Only visible rows are here. */
struct view_table {
    const struct view_column *columns;
    size_t column_count;
    const struct view_cell *cells; /* row_count * column_count, row by row */
    size_t row_count;
    const enum view_role *row_roles; /* PLAIN, BORN, DYING: of the whole row */
    long cursor;                     /* visible row of the cursor, -1 none */
    uint64_t first, total;           /* scroll position, for the scroll bar */
    const char *empty;               /* what to say when total is 0 */
};

/* One line of the inspector's tree. */
struct view_tree_line {
    int depth;
    enum { VIEW_TREE_LEAF, VIEW_TREE_OPEN, VIEW_TREE_CLOSED } fold;
    struct view_cell name, type, value, change, rate, gauge, spark, truth;
    struct view_cell other;             /* while comparing: the other object's value */
    struct view_cell stats[TREE_STATS]; /* min mean max p50 p99 of the window */
    bool equal;                         /* while comparing: both have the same */
};

struct view_tree {
    const struct view_tree_line *lines;
    size_t line_count;
    struct tree_widths widths;
    const char *change_title; /* what a change is since */
    long cursor;
    uint64_t first, total;
    const char *empty;
};

/* What is known of the selected field: a name and a text a line. */
struct view_details {
    const struct view_cell *cells; /* line_count pairs */
    size_t line_count;
};

#define VIEW_SERIES_MAX 6

/*
 * One line of a chart, in dots: of each dot column the lowest and the highest dot that the line
 * covers, counted from below; low -1 where nothing is known.
 */
struct view_series {
    const int16_t *low, *high;
    enum view_role role;
    char marker;    /* in the legend and at the newest value */
    int marker_row; /* line of the plot; -1: not marked */
    int x, y;       /* of the legend: name, value now, what is seen */
    struct view_cell name, value, extent;
};

struct view_axis_mark {
    int at; /* cells from the plot's top or left */
    const char *text;
};

/* A large chart: the plot, an axis of values to its left and one of times below, a legend above. */
struct view_chart {
    struct rect legend, axis, plot, times;
    int dot_columns, dot_rows; /* of the whole plot: a cell has 2 x 4, or 1 x 1 in ASCII */
    struct view_series series[VIEW_SERIES_MAX];
    size_t series_count;
    const struct view_axis_mark *values, *moments;
    size_t value_count, moment_count;
    const char *empty; /* what to say when there is nothing to draw */
    uint64_t next_ns;  /* clock at which another build gives another picture; 0: it stands */
};

/* A cell of the strip: what happened in its part of the time. */
struct view_time_cell {
    unsigned char level; /* of changes, 0 to 8 */
    enum view_role role; /* SPARK; BORN, DYING: objects came or went; MATCH: a mark lies there;
                            BAD: frames are missing */
};

/* The bar of time of a recording, or of what is looked back at. */
struct view_timebar {
    struct view_cell state, position, wall, what; /* "playing 2x", "12m of 1h", ... */
    int x[4];                                     /* where they stand */
    int width[4];
    struct rect strip;
    const struct view_time_cell *cells; /* strip.width of them */
    int at;                             /* cell of the instant that is shown */
};

struct view_header {
    struct view_cell damage; /* objects written past their end, or after their end; or no text */
    struct view_cell since;  /* while another moment is shown: what the session is now, "now DEAD",
                                where that is not what it was; or no text */
    struct view_cell session, state, producer, uptime, objects, types, turns, sample, changed;
    struct view_cell bytes; /* text, and the gauge of live payload in what is reserved */
};

#define VIEW_TITLE_PARTS 8

/* A word of the tab bar: "2 types". */
struct view_tab {
    const char *key, *title; /* title "": no room for it */
    int x, width;
    enum view_screen screen;
    bool shown; /* the screen, or what was opened from it */
};

/* A key of the bottom line and what it does. */
struct view_bar_key {
    const char *key, *word; /* word "": no room for it */
    int x, width;
    int intent; /* enum view_intent */
};

/* The line being typed, where the message is else; already cut to its place. */
struct view_prompt {
    bool open;
    const char *label;
    const char *text;         /* what is visible of it */
    size_t first;             /* so many bytes are not, before that */
    int x, width;             /* of the text's room */
    int cursor;               /* cell of the screen's cursor */
    int error_x, error_width; /* what the error is about; width 0: none */
    const char *error;        /* "" or why the text cannot be taken */
};

struct view_state {
    struct layout layout; /* where everything goes, for this size */
    enum view_screen screen;
    bool ascii; /* the terminal cannot show more than ASCII */
    struct view_header header;
    struct view_table table; /* of all screens but INSPECTOR */
    struct view_tree tree;   /* INSPECTOR */
    struct view_details details;
    struct view_chart chart; /* of the selected field; the plot has no width when there is none */
    struct view_cell title[VIEW_TITLE_PARTS]; /* line above the body: what is shown, how it is
                                                 sorted; text NULL: no more parts */
    const struct view_tab *tabs;              /* tab_count of them */
    size_t tab_count;
    const struct view_bar_key *keys; /* bottom line, key_count of them */
    size_t key_count;
    struct view_prompt prompt;
    struct view_timebar timebar; /* while layout.time has lines */
    const char *path;         /* of what the cursor is on, as the command line takes it; or NULL */
    struct view_cell message; /* a line for the user, text "" when none */
    uint64_t glide_start_ns;  /* gauges glide from this moment ... */
    uint64_t glide_end_ns;    /* ... to this one; equal: nothing moves */
};

#endif
