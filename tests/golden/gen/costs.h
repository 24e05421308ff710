// only c
/* What --layout has to say: holes, padding, cache lines, a better order. */
#ifndef COSTS_H
#define COSTS_H

#include <memglass/observe.h>
#include <stdint.h>

struct MEMGLASS_OBSERVE wasteful {
    char a;
    double b;
    char c;
    int32_t d;
    char e[3];
    uint64_t f;
    uint8_t bit : 1, more : 4;
    uint16_t wide : 9;
    union {
        int i;
        float g;
    };
    char h;
};

struct MEMGLASS_OBSERVE improved { /* as it is told */
    double b;
    uint64_t f;
    int32_t d;
    union {
        int i;
        float g;
    };
    uint8_t bit : 1, more : 4;
    uint16_t wide : 9;
    char a, c, e[3], h;
};

struct MEMGLASS_OBSERVE tight {
    uint64_t a;
    uint32_t b, c;
};

#pragma pack(push, 4)
struct MEMGLASS_OBSERVE crossing {
    char a[60];
    double b; /* from byte 60 to 67 */
    int32_t rows[40];
    struct tight t;
};
#pragma pack(pop)

struct MEMGLASS_OBSERVE aligned {
    char a;
    __attribute__((aligned(16))) char b;
    char c;
};

struct MEMGLASS_OBSERVE tail {
    char kind;
    uint64_t length;
    char flag;
    uint32_t data[];
};

struct MEMGLASS_OBSERVE slight {
    char a;
    int16_t b;
};

#endif
