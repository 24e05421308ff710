/* What the command line of memglass-top says. Layer 8. */
#ifndef TOP_OPTIONS_H
#define TOP_OPTIONS_H

#include "view/prefs.h"
#include "when/options.h"

#include <memglass/observer.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* X(ID, letter, "long name", "ARGUMENT" or NULL, "what it does"). From it come the parser, --help
 * and, checked by a test, the OPTIONS section of memglass-top(1). Letters above 255: no short form.
 */
#define TOP_OPTION_LIST(X)                                                                      \
    X(BATCH, 'b', "batch", NULL, "print frames as text instead of taking over the terminal")    \
    X(ONCE, 256, "once", NULL,                                                                  \
      "print one frame and end; with -d the second, SECONDS after the first")                   \
    X(COUNT, 'n', "count", "N", "end after N frames")                                           \
    X(INTERVAL, 'd', "interval", "SECONDS", "time between two frames, 0.05 to 3600 (1)")        \
    X(SORT, 's', "sort", "A[,B]",                                                               \
      "sort by a column or field, then by another; -A: the other way round")                    \
    X(REVERSE, 'r', "reverse", NULL, "sort the other way round")                                \
    X(TYPE, 't', "type", "NAME", "show only objects of this type, with its fields as columns")  \
    X(FILTER, 'f', "filter", "EXPRESSION", "show only objects that match")                      \
    X(GROUP, 'g', "group", NULL, "group by type, with what each group adds up to")              \
    X(PAST, 267, "past", "SIZE", "memory to look back into: 0, 16M, 64M, 256M, 1G or 4G (64M)") \
    X(HISTORY, 268, "history", "SIZE",                                                          \
      "memory for past values, as much again for first ones: 0, 16M, 64M, 256M or 1G (64M)")    \
    X(REPLAY, 266, "replay", "FILE",                                                            \
      "show a recording, as 'memglass record' makes them, instead of a session")                \
    X(COLUMNS, 'c', "columns", "LIST", "with -b: these columns, such as label,rss,rss:rate")    \
    X(ROWS, 262, "rows", "N", "with -b: print at most N objects")                               \
    X(WIDTH, 257, "width", "N", "with -b: cells of a line, 40 to 1000 (COLUMNS, or 120)")       \
    X(TRUST_OWNER, 265, "trust-owner", "USER",                                                  \
      "attach to sessions of this user, too, by name or number")                                \
    X(ASCII, 258, "ascii", NULL, "draw with ASCII characters only")                             \
    X(NO_COLOR, 259, "no-color", NULL, "use bold, faint and reverse instead of colours")        \
    X(THEME, 260, "theme", "NAME", "colours: auto, dark, light, contrast, mono or terminal")    \
    X(NO_MOUSE, 261, "no-mouse", NULL, "leave the mouse to the terminal")                       \
    WHEN_OPTION_LIST(X)                                                                         \
    X(HELP, 'h', "help", NULL, "print a short help")                                            \
    X(VERSION, 'V', "version", NULL, "print the version")

struct top_options {
    const char *session;             /* NULL: pick one */
    const char *replay;              /* a recording to be shown; NULL: none */
    const char *sort, *sort2, *type; /* sort: without the '-' in front */
    const char *filter;
    struct prefs_column columns[PREFS_COLUMNS_MAX];
    size_t column_count;        /* 0: the usual ones */
    const char *theme;          /* NULL: that of the configuration */
    const char *past, *history; /* likewise */
    uint64_t interval_ns;       /* 0: that of the configuration */
    uint64_t count;             /* 0: no end */
    uint64_t rows;              /* 0: all */
    int width;                  /* 0: COLUMNS, or 120 */
    memglass_attach_options attach;
    struct when_options when;
    bool reverse1, reverse2, group, once;
    bool batch, reverse, ascii, no_color, no_mouse, help, version;
};

/* The part of an argument that is wrong, when there is more to say than which argument. */
struct top_mistake {
    const char *text; /* the argument; NULL: there is none */
    size_t at, length;
};

/* MEMGLASS_OK; E_INVALID, a message for a person, and the mistake. Strings are those of argv, whose
 * --sort is taken apart in place. */
int top_options_parse(int argc, char **argv, struct top_options *out, struct top_mistake *mistake,
                      memglass_error *err);

/* The argument, and below it where the mistake is. */
void top_mistake_print(const struct top_mistake *mistake, FILE *out);

void top_options_help(void);

#endif
