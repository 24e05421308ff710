/*
 * The subcommands of memglass. Layer 8. Each has a file of its own, cmd_<name>.c, with its options
 * and its function; from this table come the dispatch, `memglass --help`, `memglass NAME --help`
 * and, checked by a test, the sections of memglass(1).
 */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/options.h"

#include <stdio.h>

/* What the exit status tells. */
enum cli_status {
    CLI_DOES, /* 0: it was done, 1: something failed */
    CLI_ASKS, /* as of diff(1) and grep(1), 0: it is so, 1: it is not, 2: something failed */
};

/* X(name, DOES or ASKS, "ARGUMENTS", "what it does") */
#define CLI_COMMAND_LIST(X)                                                                        \
    X(ls, DOES, "[SESSION]...", "list the sessions of this machine")                               \
    X(clean, DOES, "[SESSION]...", "remove what dead programs left in shared memory")              \
    X(types, DOES, "SOURCE", "list the types of a session or a recording")                         \
    X(objects, DOES, "SOURCE [EXPRESSION]", "list objects, those that match a filter")             \
    X(get, DOES, "SOURCE PATH...", "print values, such as player_1.pos.x or 'web*.rss'")           \
    X(dump, DOES, "SOURCE [EXPRESSION]", "print all values of objects, those that match a filter") \
    X(watch, DOES, "SOURCE [PATH]...",                                                             \
      "print values when they change; objects that begin to match")                                \
    X(stat, DOES, "SOURCE PATH...", "print rates, least, largest, mean and percentiles of values") \
    X(wait, ASKS, "SOURCE EXPRESSION", "wait until an object matches a filter")                    \
    X(diff, ASKS, "SOURCE SOURCE", "print what differs between two sessions or recordings")        \
    X(record, DOES, "SESSION FILE", "write a recording of a session")                              \
    X(export, DOES, "SOURCE [PATH]...",                                                            \
      "write JSON lines, CSV, SQLite, an HTML report or a chart")                                  \
    X(replay, DOES, "FILE",                                                                        \
      "show a recording as a live session, at the pace at which it was recorded")                  \
    X(info, DOES, "FILE", "say what is in a recording")                                            \
    X(completion, DOES, "SHELL", "print what bash or zsh needs to complete command lines")

/* Of a command that asks: it is not so. err may have a message. */
#define CLI_NOT_SO 1

/*
 * Does it, and says what it found on `out`. MEMGLASS_OK, CLI_NOT_SO, or a negative code with err:
 * main says it on standard error, in one line, and ends with the status for it. A command that goes
 * on after a failure says that failure by cli_complain, and returns the code with an empty message.
 */
typedef int cli_command_fn(const struct cli_values *values, FILE *out, memglass_error *err);

struct cli_command {
    const char *name, *arguments, *what;
    enum cli_status status;
    const struct args_option *options; /* the last has no name */
    cli_command_fn *run;
};

#define CLI_COMMAND_DECLARE(name, ...)                      \
    extern const struct args_option cli_##name##_options[]; \
    cli_command_fn cli_##name;
CLI_COMMAND_LIST(CLI_COMMAND_DECLARE)
#undef CLI_COMMAND_DECLARE

/* All of them; the last has no name. */
const struct cli_command *cli_commands(void);
const struct cli_command *cli_command_find(const char *name); /* NULL: there is none */

/* One line on standard error, for a failure that the command goes on after. */
void cli_complain(const char *command, const memglass_error *err);

/* The program: its exit status; 2 also when the command line is wrong. */
int cli_main(int argc, char **argv, FILE *out);

#endif
