/* --when on a command line of memglass: how it prints, rings and marks. Layer 8. */
#ifndef CLI_WHEN_H
#define CLI_WHEN_H

#include "cli/look.h"
#include "cli/options.h"
#include "when/when.h"

#define CLI_WHEN_ROW(id, letter, name, argument, what) \
    CLI_OPTION(letter, name, argument, what, when_take_##id, when),
/* All of them, with the comma behind. */
#define CLI_OPTIONS_WHEN WHEN_OPTION_LIST(CLI_WHEN_ROW)

typedef int cli_mark_fn(const char *text, void *ctx, memglass_error *err);

struct cli_when {
    struct when *when; /* NULL: the command line has no --when */
    const struct cli_values *values;
    const char *command;
    FILE *out;
    int out_error; /* errno of the first line that could not be printed; 0: all were */
    cli_mark_fn *mark;
    void *ctx;
};

/* usual: actions (bits) when there is no --then; mark NULL: --then mark is wrong. Errors are those
 * of when_open. */
int cli_when_open(struct cli_when *w, const struct cli_values *v, const char *command,
                  unsigned usual, cli_mark_fn *mark, void *ctx, FILE *out, memglass_error *err);
/* Bytes of past values that its conditions need. */
uint64_t cli_when_history(const struct cli_when *w);
/* Zeroed is closed. E_SYSTEM: not all that fired could be printed. */
int cli_when_close(struct cli_when *w, memglass_error *err);

#endif
