/*
 * --when: a trigger of a command line, and what is done when an object fires: a table of actions,
 * and commands of the user's. Layer 8.
 */
#ifndef CLI_WHEN_H
#define CLI_WHEN_H

#include "cli/look.h"
#include "cli/options.h"

/* X(ID, name, what it does): from it come --then and its help. */
#define WHEN_ACTION_LIST(X)                                              \
    X(PRINT, "print", "a line with the time, the object and its values") \
    X(BELL, "bell", "the terminal's bell")                               \
    X(MARK, "mark", "a mark in the recording")                           \
    X(EXIT, "exit", "the end of the command, with status 0")

enum when_action {
#define WHEN_ENUM(id, name, what) WHEN_##id,
    WHEN_ACTION_LIST(WHEN_ENUM)
#undef WHEN_ENUM
        WHEN_ACTIONS
};

#define CLI_OPTION_WHEN                                                                         \
    CLI_OPTION('w', "when", "EXPRESSION",                                                       \
               "tell of objects that begin to match, as in 'health<20 for 3s'", cli_take_text,  \
               when),                                                                           \
        CLI_OPTION(270, "then", "LIST", "with --when: what is done: print, bell, mark, exit",   \
                   cli_take_text, then),                                                        \
        CLI_OPTION(271, "run", "COMMAND",                                                       \
                   "with --when: run a shell command, with the values in its environment",      \
                   cli_take_text, run),                                                         \
        CLI_OPTION(272, "when-every", "TIME", "with --when: tell at most once in so long (1s)", \
                   cli_take_duration, when_every_ns)

struct when;

/* What a command adds. Each may be NULL. */
struct when_hooks {
    int (*mark)(const char *text, void *ctx, memglass_error *err); /* NULL: --then mark is wrong */
    void *ctx;
};

/* *out NULL: the command line has no --when. usual: actions (bits) when there is no --then.
 * E_INVALID: the expression, the list, or options without --when. */
int when_open(const struct cli_values *v, const char *command, unsigned usual,
              const struct when_hooks *hooks, FILE *out_file, struct when **out,
              memglass_error *err);
void when_close(struct when **w); /* accepts NULL; says how many firings were left out */

/* Looks at the frame: how many fired; 0 also when w is NULL; negative: err. */
int when_look(struct when *w, struct look *l, memglass_error *err);
/* An object fired, and "exit" is one of the actions. */
bool when_wants_exit(const struct when *w);

#endif
