/* What a greenhouse shows of itself: memglass-gen makes greenhouse.memglass.h from it. */
#ifndef GREENHOUSE_H
#define GREENHOUSE_H

#include <memglass/guard.h>
#include <memglass/observe.h>
#include <stdint.h>

struct place {
    float x, y; // @unit(m)
};

enum stage { STAGE_SEED, STAGE_LEAF, STAGE_FLOWER, STAGE_FRUIT };

struct MEMGLASS_OBSERVE bed {
    char plant[16];                       // @desc(what grows in it)
    enum stage stage;                     // @desc(how far it is)
    float moisture;                       // @unit(%) @range(0,100) @format(%.1f) @desc(of the soil)
    float warmth;                         // @unit(C) @range(0,40) @format(%.1f)
    uint32_t open;                        // @flags(VALVE=1,LAMP=2,ALARM=4)
    uint64_t watered;                     // @counter @unit(ms) @desc(time the valve was open)
    MEMGLASS_GUARDED(struct place) place; // @desc(read whole)
    int16_t roots[12];                    // @desc(raw readings, from the top down)
};

struct MEMGLASS_OBSERVE pump {
    double pressure; // @unit(bar) @range(0,6) @format(%.2f)
    uint64_t litres; // @counter @desc(since it was built in)
    uint8_t running;
    union {
        uint32_t word;
        uint8_t bytes[4];
    } fault; // @desc(of its controller)
};

#endif
