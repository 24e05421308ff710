/* The poll loop of the dashboard. Layer 8. */
#ifndef TOP_LOOP_H
#define TOP_LOOP_H

#include "top/options.h"

/* Shows the dashboard until the user leaves. Returns the signal that ended it, 0 when none did, or
 * a negative code with err. The terminal is given back. */
int top_loop(const struct top_options *options, memglass_error *err);

#endif
