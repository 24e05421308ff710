/* Frames as text, for scripts and pipes. Layer 8. */
#ifndef TOP_BATCH_H
#define TOP_BATCH_H

#include "top/options.h"

#include <stdio.h>

/* Prints options->count frames of the session (no end when 0) through the view and the canvas that
 * the screen uses. MEMGLASS_OK, or a code and err. */
int top_batch(const struct top_options *options, FILE *out, memglass_error *err);

#endif
