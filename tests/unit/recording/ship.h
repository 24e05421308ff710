/* What the tests of recordings record: memglass-gen makes ship.memglass.h from it. */
#ifndef TESTS_SHIP_H
#define TESTS_SHIP_H

#include <memglass/guard.h>
#include <memglass/observe.h>
#include <stdint.h>

enum ship_state { SHIP_DOCKED, SHIP_UNDER_WAY };

struct ship_place {
    double x, y; // @unit(km)
};

struct MEMGLASS_OBSERVE ship {
    char name[16];
    uint64_t miles;                            // @counter
    float fuel;                                // @unit(t) @range(0,100) @format(%.1f)
    enum ship_state state;                     // shown by name
    uint32_t flags;                            // @flags(LIGHTS=1,HORN=2)
    MEMGLASS_GUARDED(struct ship_place) place; // read whole
    int32_t tanks[2][3];
};

struct MEMGLASS_OBSERVE buoy {
    uint8_t lit;
};

struct MEMGLASS_OBSERVE gull {
    uint16_t eggs;
};

#endif
