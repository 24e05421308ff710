/* What there are a million of: one annotated type of 48 bytes. */
#ifndef BENCH_FRAME_BODY_H
#define BENCH_FRAME_BODY_H

#include <memglass/observe.h>
#include <stdint.h>

struct MEMGLASS_OBSERVE frame_body {
    uint64_t counter; // @counter
    double pos[3];    // @unit(m)
    int32_t kind, state;
    uint64_t when;
};

#endif
