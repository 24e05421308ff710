/* What the command line of memglass-top says. Layer 8. */
#ifndef TOP_OPTIONS_H
#define TOP_OPTIONS_H

#include "args/args.h"
#include "view/prefs.h"
#include "when/options.h"

#include <memglass/observer.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* The OPTIONS section of memglass-top(1) has them all, as a test checks. The last has no name. */
extern const struct args_option top_options_table[];

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
    bool batch, reverse, ascii, unicode, no_color, no_mouse, help, version;
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
