/* Shell commands beside the work: started, never waited for, at most so many at once. Layer 6. */
#ifndef WHEN_RUNNER_H
#define WHEN_RUNNER_H

#include <memglass/base.h>
#include <stdbool.h>
#include <sys/types.h>

#define RUNNER_AT_ONCE 8

/* Zeroed is ready. */
struct runner {
    bool mute;                     /* what commands write goes nowhere */
    pid_t running[RUNNER_AT_ONCE]; /* 0: none */
};

/* Takes in those that ended. */
void runner_reap(struct runner *r);
/* Runs /bin/sh -c command, with nothing to read and no signal blocked, and these variables
 * ("NAME=value", the last NULL) instead of ours of the same names. E_LIMIT: RUNNER_AT_ONCE are
 * running; E_NOMEM, E_SYSTEM. */
int runner_start(struct runner *r, const char *command, char *const *variables,
                 memglass_error *err);

#endif
