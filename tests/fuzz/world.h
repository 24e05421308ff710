/* The types of the sessions that are fuzzed: a bit of everything that a description can say. Tests
 * only. */
#ifndef FUZZ_WORLD_H
#define FUZZ_WORLD_H

#include <memglass/guard.h>
#include <memglass/type.h>

struct pair {
    double x;
    char text[8];
};

struct sample {
    MEMGLASS_GUARDED(struct pair) safe;
    struct pair pairs[3];
    uint32_t mood;
    int16_t number;
};

extern const memglass_type world_pair, world_sample;

#endif
