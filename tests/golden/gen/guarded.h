/* MEMGLASS_GUARDED: the field is the value, the guard is beside it. */
#ifndef GUARDED_H
#define GUARDED_H

#include <memglass/guard.h>
#include <memglass/observe.h>
#include <stdint.h>

typedef char label[24];

struct vec3 {
    float x, y, z;
};

struct MEMGLASS_OBSERVE guarded {
    uint8_t before;
    MEMGLASS_GUARDED(struct vec3) pos;
    MEMGLASS_GUARDED(uint8_t) small;
    MEMGLASS_GUARDED(uint64_t) row[4];
    MEMGLASS_GUARDED(struct vec3) grid[2][2];
    MEMGLASS_GUARDED(label) name;
    MEMGLASS_GUARDED(void *) address;
    MEMGLASS_GUARDED(long double) precise;
    uint8_t after;
};

#endif
