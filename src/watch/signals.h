/* Signals as a descriptor of the poll loop. Layer 1. */
#ifndef WATCH_SIGNALS_H
#define WATCH_SIGNALS_H

#include <memglass/base.h>
#include <stdbool.h>

/* Blocks SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH and SIGUSR1, in this thread
 * and those made later, and opens a descriptor that they come from; negative: an error. */
int signals_open(memglass_error *err);

/* The next signal without waiting, 0 when there is none. */
int signals_next(int fd);

/* Stops the process as SIGTSTP does; returns when it is continued, or at once where no shell would
 * continue it. */
void signals_stop_self(void);

/* Whether one of those that end the process waits to be read. */
bool signals_end_waits(void);

/* Ends the process by this signal, so that the shell sees what it died of. */
void signals_die_of(int signal);

#endif
