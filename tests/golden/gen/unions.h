/* Unions: every member is a view of the same bytes. */
#ifndef UNIONS_H
#define UNIONS_H

#include <memglass/observe.h>
#include <stdint.h>

union MEMGLASS_OBSERVE word {
    uint32_t whole;
    uint8_t parts[4];
    struct {
        uint16_t low, high;
    } halves;
};

struct MEMGLASS_OBSERVE packet {
    int kind;
    union word word;
    union {
        int i;
        double d;
    } value;
    union {
        int x;
        float y;
    };
};

#endif
