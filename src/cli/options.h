/* Options of the subcommands: a table each (args/args.h), which has its own part of the values.
 * Layer 8. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "args/args.h"
#include "cli/output.h"
#include "when/options.h"

#include <memglass/observer.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* The command line is wrong, whatever there is to look at: a code beside MEMGLASS_E_*, for
 * status 2. */
#define CLI_E_USAGE (-1000)

/* What a command line says. Each command uses what its options fill in. */
struct cli_values {
    memglass_attach_options attach;
    bool dry_run, help, raw, on_change, replace, none, await, quick;
    enum output_format format;
    const char *filter, *fields, *columns, *output, *at, *second_at;
    uint64_t interval_ns, duration_ns, last_ns, timeout_ns; /* 0: not said */
    uint64_t count, bytes, level, keep;                     /* 0: not said */
    struct when_options when;
    char **names; /* what is no option: those of argv */
    size_t name_count;
};

args_take_fn cli_take_user;
args_take_fn cli_take_interval; /* uint64_t: as a duration; 1 ms or more */
args_take_fn cli_take_duration; /* uint64_t: nanoseconds, of "20ms", "3s", "2h03m", or seconds */
args_take_fn cli_take_bytes;    /* uint64_t, of "64M" */
args_take_fn cli_take_count;    /* uint64_t, at least 1 */
/* enum output_format */
args_take_fn cli_take_TABLE, cli_take_JSON, cli_take_LINES, cli_take_CSV;

/* Options that several commands have. */
#define CLI_OPTION(short_letter, long_name, arg, text, taker, value)                      \
    {                                                                                     \
        .letter = (short_letter), .name = (long_name), .argument = (arg), .what = (text), \
        .take = (taker), .member = offsetof(struct cli_values, value)                     \
    }
#define CLI_OPTION_HELP CLI_OPTION('h', "help", NULL, "print this help", args_take_end, help)
#define CLI_OPTION_FORMAT(id, long_name, text) \
    CLI_OPTION(0, long_name, NULL, text, cli_take_##id, format),
/* All of them, with the comma behind. */
#define CLI_OPTION_FORMATS OUTPUT_FORMAT_LIST(CLI_OPTION_FORMAT)
#define CLI_OPTION_INTERVAL                                                               \
    CLI_OPTION('i', "interval", "TIME", "from one frame to the next, such as 100ms (1s)", \
               cli_take_interval, interval_ns)
#define CLI_OPTION_FILTER                                                                    \
    CLI_OPTION('f', "filter", "EXPRESSION", "only objects that match, such as 'rss>1G web'", \
               args_take_text, filter)
#define CLI_OPTION_AT                                                                    \
    CLI_OPTION(0, "at", "TIME", "of a recording: so long after its beginning (its end)", \
               args_take_text, at)
#define CLI_OPTION_AWAIT                                                                       \
    CLI_OPTION(0, "await", NULL, "wait until the program of the session runs", args_take_flag, \
               await)
#define CLI_OPTION_TRUST_OWNER                                                           \
    CLI_OPTION(0, "trust-owner", "USER",                                                 \
               "look into sessions of this user, too, by name or number", cli_take_user, \
               attach.trust_uid)

/* Parses what follows the command's name, argv[0]. Names and options may be mixed. E_INVALID. */
int cli_options_parse(const struct args_option *options, int argc, char **argv,
                      struct cli_values *out, memglass_error *err);

#endif
