/* What the benches create: one annotated type of 1 KiB. */
#ifndef BENCH_BODY_H
#define BENCH_BODY_H

#include <memglass/observe.h>
#include <stdint.h>

struct MEMGLASS_OBSERVE bench_body {
    uint64_t counter; // @counter
    double pos[3];    // @unit(m)
    uint8_t rest[992];
};

#endif
