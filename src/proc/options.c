/* The command line of memglass-proc. Layer 8. */
#include "proc/options.h"

#include "args/args.h"
#include "base/clock.h"
#include "base/error.h"
#include "field/parse.h"
#include "shm/shm.h"

#include <stdbool.h>

#define INTERVAL_MIN_NS (10 * NS_PER_MS)
#define INTERVAL_MAX_NS (86400 * NS_PER_SEC)

/* What a command line is parsed into. */
struct line {
    struct options o;
    bool help, version;
};

/* "0.25", "250ms". */
static int take_interval(char *text, void *member, memglass_error *err)
{
    uint64_t ns;
    memglass_error unsaid;
    if (field_parse_amount("s", text, 1e9L, &ns, &unsaid) || ns < INTERVAL_MIN_NS ||
        ns > INTERVAL_MAX_NS)
        return error_set(err, MEMGLASS_E_INVALID, 0, "'%.60s' is no time from 10ms to 1d", text);
    *(uint64_t *)member = ns;
    return MEMGLASS_OK;
}

static const struct args_option table[] = {
    {'i', "interval", "TIME", "from one scan to the next, 10ms to 1d (1s)", take_interval,
     offsetof(struct line, o.interval_ns)},
    {'n', "name", "NAME", "name of the session (default proc)", args_take_text,
     offsetof(struct line, o.name)},
    {'h', "help", NULL, "this text", args_take_end, offsetof(struct line, help)},
    {'V', "version", NULL, "the version", args_take_end, offsetof(struct line, version)},
    {0}};

static void print_help(void)
{
    puts("Usage: memglass-proc [-i TIME] [-n NAME]\n"
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
    if (first >= 0 && shm_check_session_name(line.o.name, &err))
        first = MEMGLASS_E_INVALID;
    if (first < 0) {
        fprintf(stderr, "memglass-proc: %s\nTry 'memglass-proc --help'.\n", err.message);
        return OPTIONS_WRONG;
    }
    *out = line.o;
    return MEMGLASS_OK;
}
