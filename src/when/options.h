/*
 * The options of --when, as memglass and memglass-top have them: one table, from which come both
 * parsers and both helps. Layer 6.
 */
#ifndef WHEN_OPTIONS_H
#define WHEN_OPTIONS_H

#include "args/args.h"

#include <stdint.h>

/* What a command line says of it. Texts are those of argv. */
struct when_options {
    const char *expression, *then, *run; /* NULL: not said */
    uint64_t every_ns;                   /* 0: not said */
};

/* X(ID, letter (0: no short form), "long name", "ARGUMENT", "what it does") */
#define WHEN_OPTION_LIST(X)                                                          \
    X(WHEN, 'w', "when", "EXPRESSION",                                               \
      "tell of objects that begin to match, as in 'health<20 for 3s'")               \
    X(THEN, 0, "then", "LIST", "with --when: what is done: print, bell, mark, exit") \
    X(RUN, 0, "run", "COMMAND",                                                      \
      "with --when: run a shell command, with the values in its environment")        \
    X(WHEN_EVERY, 0, "when-every", "TIME", "with --when: tell at most once in so long (1s)")

/* when_take_ID: takes the argument over into a struct when_options. MEMGLASS_OK, or E_INVALID and
 * what is wrong with the argument. */
#define WHEN_TAKE(id, letter, name, argument, what) args_take_fn when_take_##id;
WHEN_OPTION_LIST(WHEN_TAKE)
#undef WHEN_TAKE

#endif
