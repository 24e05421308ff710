/* A session that is still to begin. Layer 8. */
#ifndef CLI_AWAIT_H
#define CLI_AWAIT_H

#include "cli/options.h"

/* With --await: returns once there is a session of that name whose program runs, or one that is
 * refused for another reason, which opening it says. CLI_E_USAGE: it is a recording's name;
 * E_NOSESSION: --timeout is over, or a signal came. */
int await_session(const struct cli_values *v, const char *name, memglass_error *err);

#endif
