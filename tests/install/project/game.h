/* An annotated header of somebody else's. */
#ifndef GAME_H
#define GAME_H

#include "vec.h"
#include <memglass/observe.h>

struct MEMGLASS_OBSERVE player {
    struct vec3 pos;
    int health; // @unit(hp) @range(0,100)
};

#endif
