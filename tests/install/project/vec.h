/* Included by game.h: when this changes, game.memglass.h is to be made again. */
#ifndef VEC_H
#define VEC_H

struct vec3 {
    float x, y, z;
};

#endif
