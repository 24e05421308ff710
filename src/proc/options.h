/* The command line of memglass-proc. Layer 8. */
#ifndef PROC_OPTIONS_H
#define PROC_OPTIONS_H

#include <stdint.h>

struct options {
    const char *name; /* of the session */
    uint64_t interval_ns;
};

/* MEMGLASS_OK: go on; OPTIONS_DONE: what was asked for is printed; OPTIONS_WRONG: the reason is on
 * stderr. */
enum { OPTIONS_DONE = 1, OPTIONS_WRONG = -1 };

int options_parse(struct options *o, int argc, char **argv);

#endif
