/* The command line of memglass-proc: one table makes the parser and the help. Layer 8. */
#include "proc/options.h"

#include "base/clock.h"

#include <getopt.h>
#include <memglass/base.h>
#include <stdio.h>
#include <stdlib.h>

#define INTERVAL_MIN 0.01
#define INTERVAL_MAX 86400.0

/* X(letter, long name, argument or NULL, what it does) */
#define OPTION_LIST(X)                                                             \
    X('i', "interval", "SECONDS", "time between scans, 0.01 to 86400 (default 1)") \
    X('n', "name", "NAME", "name of the session (default proc)")                   \
    X('h', "help", NULL, "this text")                                              \
    X('V', "version", NULL, "the version")

static const struct option_row {
    char letter;
    const char *name, *argument, *help;
} rows[] = {
#define OPTION_ROW(letter, name, argument, help) {letter, name, argument, help},
    OPTION_LIST(OPTION_ROW)
#undef OPTION_ROW
};

enum { ROWS = sizeof rows / sizeof *rows };

static int parse_interval(struct options *o, const char *text)
{
    char *end;
    double seconds = strtod(text, &end);
    if (end == text || *end || !(seconds >= INTERVAL_MIN && seconds <= INTERVAL_MAX)) {
        fprintf(stderr, "memglass-proc: -i %s: the interval is a number of seconds from %g to %g\n",
                text, INTERVAL_MIN, INTERVAL_MAX);
        return OPTIONS_WRONG;
    }
    o->interval_ns = (uint64_t)(seconds * (double)NS_PER_SEC);
    return MEMGLASS_OK;
}

static int print_help(void)
{
    puts("usage: memglass-proc [-i SECONDS] [-n NAME]\n"
         "Publishes every process of this machine as an observed object.\n");
    for (int i = 0; i < ROWS; i++) {
        char head[40];
        snprintf(head, sizeof head, "-%c, --%s%s%s", rows[i].letter, rows[i].name,
                 rows[i].argument ? " " : "", rows[i].argument ? rows[i].argument : "");
        printf("  %-24s %s\n", head, rows[i].help);
    }
    return OPTIONS_DONE;
}

static int apply(struct options *o, int letter)
{
    switch (letter) {
    case 'i':
        return parse_interval(o, optarg);
    case 'n':
        o->name = optarg;
        return MEMGLASS_OK;
    case 'h':
        return print_help();
    case 'V':
        printf("memglass-proc %s\n", memglass_version());
        return OPTIONS_DONE;
    default:
        fputs("Try 'memglass-proc --help'.\n", stderr);
        return OPTIONS_WRONG;
    }
}

int options_parse(struct options *o, int argc, char **argv)
{
    char letters[2 * ROWS + 1];
    struct option longs[ROWS + 1];
    size_t length = 0;
    for (int i = 0; i < ROWS; i++) {
        int wants = rows[i].argument ? required_argument : no_argument;
        letters[length++] = rows[i].letter;
        if (wants == required_argument)
            letters[length++] = ':';
        longs[i] = (struct option){rows[i].name, wants, NULL, rows[i].letter};
    }
    letters[length] = '\0';
    longs[ROWS] = (struct option){0};

    *o = (struct options){.name = "proc", .interval_ns = NS_PER_SEC};
    for (int letter; (letter = getopt_long(argc, argv, letters, longs, NULL)) != -1;) {
        int status = apply(o, letter);
        if (status != MEMGLASS_OK)
            return status;
    }
    if (optind < argc) {
        fprintf(stderr, "memglass-proc: there is no argument %s\n", argv[optind]);
        return OPTIONS_WRONG;
    }
    return MEMGLASS_OK;
}
