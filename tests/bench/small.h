/* What most benches have many of: a type of 64 bytes; and guarded fields of 24 and 64 bytes. */
#ifndef BENCH_SMALL_H
#define BENCH_SMALL_H

#include <memglass/guard.h>
#include <memglass/observe.h>
#include <stdint.h>

struct MEMGLASS_OBSERVE small_body {
    uint64_t counter; // @counter
    double pos[3];    // @unit(m)
    uint64_t words[4];
};

struct bench_vec3 {
    double x, y, z;
};

struct bench_line {
    uint64_t words[8];
};

struct MEMGLASS_OBSERVE guarded_body {
    MEMGLASS_GUARDED(struct bench_vec3) pos;
    MEMGLASS_GUARDED(struct bench_line) line;
};

#endif
