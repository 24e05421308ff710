/* What the command line of memglass-top says. Layer 8. */
#ifndef TOP_OPTIONS_H
#define TOP_OPTIONS_H

#include <memglass/observer.h>
#include <stdbool.h>
#include <stdint.h>

/* X(ID, letter, "long name", "ARGUMENT" or NULL, "what it does"). From it come the parser, --help
 * and, checked by a test, the OPTIONS section of memglass-top(1). Letters above 255: no short form.
 */
#define TOP_OPTION_LIST(X)                                                                      \
    X(BATCH, 'b', "batch", NULL, "print frames as text instead of taking over the terminal")    \
    X(COUNT, 'n', "count", "N", "end after N frames")                                           \
    X(INTERVAL, 'd', "interval", "SECONDS", "time between two frames, 0.05 to 3600 (1)")        \
    X(SORT, 's', "sort", "COLUMN", "sort by a column, or by a field of the type that is shown") \
    X(REVERSE, 'r', "reverse", NULL, "sort the other way round")                                \
    X(TYPE, 't', "type", "NAME", "show only objects of this type, with its fields as columns")  \
    X(ROWS, 256, "rows", "N", "with -b: print at most N objects")                               \
    X(WIDTH, 257, "width", "N", "with -b: cells of a line, 40 to 1000 (COLUMNS, or 120)")       \
    X(TRUST_OWNER, 260, "trust-owner", "USER",                                                  \
      "attach to sessions of this user, too, by name or number")                                \
    X(ASCII, 258, "ascii", NULL, "draw with ASCII characters only")                             \
    X(NO_COLOR, 259, "no-color", NULL, "use bold, faint and reverse instead of colours")        \
    X(HELP, 'h', "help", NULL, "print a short help")                                            \
    X(VERSION, 'V', "version", NULL, "print the version")

struct top_options {
    const char *session; /* NULL: pick one */
    const char *sort, *type;
    uint64_t interval_ns;
    uint64_t count; /* 0: no end */
    uint64_t rows;  /* 0: all */
    int width;      /* 0: COLUMNS, or 120 */
    memglass_attach_options attach;
    bool batch, reverse, ascii, no_color, help, version;
};

/* MEMGLASS_OK; E_INVALID and a message for a person. Strings are those of argv. */
int top_options_parse(int argc, char **argv, struct top_options *out, memglass_error *err);

void top_options_help(void);

#endif
