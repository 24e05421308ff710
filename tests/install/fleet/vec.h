/* Included by fleet.hpp and port.h: when this changes, both descriptions are to be made again. */
#ifndef VEC_H
#define VEC_H

struct vec2 {
    double x, y;
};

#endif
