/* Arrays of any dimension; arrays of char are strings. */
#ifndef ARRAYS_H
#define ARRAYS_H

#include <memglass/observe.h>
#include <stdint.h>

typedef float matrix[4][4];
typedef char name[12];

struct point {
    int16_t x, y;
};

struct MEMGLASS_OBSERVE arrays {
    int one[3];
    uint8_t two[2][3];
    double three[2][1][4];
    matrix transform;
    matrix bones[2];
    char text[16];
    char lines[3][20];
    name owner;
    name team[4];
    signed char samples[8];
    struct point outline[5];
    struct point *refs[2];
    int (*handlers[3])(void);
};

#endif
