/*
 * --when: a trigger of a command line, and what is done when an object fires: a table of actions,
 * and commands of the user's. Layer 6: memglass and memglass-top have the same, and each says by
 * hooks how it prints, rings and marks. One thread at a time.
 */
#ifndef WHEN_WHEN_H
#define WHEN_WHEN_H

#include "base/strbuf.h"
#include "query/trigger.h"
#include "when/options.h"

/* X(ID, name, what it does): from it comes --then. */
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

#define WHEN_LINE_MAX 4096

struct when;

/* How things are done. All are called by when_look and when_close, on their thread. */
struct when_hooks {
    void (*print)(const struct when *w, const struct row *row, void *ctx);
    void (*bell)(void *ctx);
    /* NULL: there is no recording, --then mark is wrong. Its error is when_look's. */
    int (*mark)(const char *text, void *ctx, memglass_error *err);
    /* A line for the user: firings that were left out, commands that could not be run. */
    void (*complain)(const char *text, void *ctx);
    void *ctx;
};

/*
 * *out NULL: there is no expression. usual: actions (bits) when there is no --then. session: for
 * the environment of commands; like the options' texts, it must outlive *out. mute: commands have
 * nowhere to write to, since the terminal is taken. E_INVALID: the expression, the list, or options
 * without --when; E_NOMEM.
 */
int when_open(const struct when_options *o, const char *session, unsigned usual, bool mute,
              const struct when_hooks *hooks, struct when **out, memglass_error *err);
void when_close(struct when **w); /* accepts NULL; says how many firings were left out */

/* Looks at a frame, newer than the one before: how many fired; 0 also when w is NULL; negative: err
 * (E_INVALID: no type that is there has such a field). */
int when_look(struct when *w, const struct row_source *source, memglass_error *err);
/* An object fired, and "exit" is one of the actions. */
bool when_wants_exit(const struct when *w);

/* --- for the hooks ------------------------------------------------------------------------------
 */

const struct trigger *when_trigger(const struct when *w);
const struct row_source *when_source(const struct when *w); /* of the frame that is looked at */
/* "pump  ops 2000  level 1.5": the object, and the values that conditions are about. */
void when_line(const struct when *w, const struct row *row, struct strbuf *out);

#endif
