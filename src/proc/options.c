/* The command line of memglass-proc. Layer 8. */
#include "proc/options.h"

#include "args/args.h"
#include "base/clock.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdlib.h>

#define INTERVAL_MIN 0.01
#define INTERVAL_MAX 86400.0

/* What a command line is parsed into. */
struct line {
    struct options o;
    bool help, version;
};

static int take_interval(char *text, void *member, memglass_error *err)
{
    char *end;
    double seconds = strtod(text, &end);
    if (end == text || *end || !(seconds >= INTERVAL_MIN && seconds <= INTERVAL_MAX))
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "'%.60s' is not a number of seconds from %g to %g", text, INTERVAL_MIN,
                         INTERVAL_MAX);
    *(uint64_t *)member = (uint64_t)(seconds * (double)NS_PER_SEC);
    return MEMGLASS_OK;
}

static const struct args_option table[] = {
    {'i', "interval", "SECONDS", "time between scans, 0.01 to 86400 (default 1)", take_interval,
     offsetof(struct line, o.interval_ns)},
    {'n', "name", "NAME", "name of the session (default proc)", args_take_text,
     offsetof(struct line, o.name)},
    {'h', "help", NULL, "this text", args_take_end, offsetof(struct line, help)},
    {'V', "version", NULL, "the version", args_take_end, offsetof(struct line, version)},
    {0}};

static void print_help(void)
{
    puts("Usage: memglass-proc [-i SECONDS] [-n NAME]\n"
         "Publishes every process of this machine as an observed object.\n");
    args_help(table, stdout);
}

int options_parse(struct options *out, int argc, char **argv)
{
    memglass_error err;
    struct line line = {.o = {.name = "proc", .interval_ns = NS_PER_SEC}};
    int first = args_parse(table, argc, argv, &line, &err);
    if (line.help)
        print_help();
    if (line.version)
        printf("memglass-proc %s\n", memglass_version());
    if (line.help || line.version)
        return OPTIONS_DONE;
    if (first >= 0 && first < argc)
        first = error_set(&err, MEMGLASS_E_INVALID, 0, "there is no argument '%.80s'", argv[first]);
    if (first < 0) {
        fprintf(stderr, "memglass-proc: %s\nTry 'memglass-proc --help'.\n", err.message);
        return OPTIONS_WRONG;
    }
    *out = line.o;
    return MEMGLASS_OK;
}
