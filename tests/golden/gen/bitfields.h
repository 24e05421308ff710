/* Bit-fields: signed, unsigned, bool, enum; zero width; straddling. */
#ifndef BITFIELDS_H
#define BITFIELDS_H

#include <memglass/observe.h>
#include <stdbool.h>
#include <stdint.h>

struct MEMGLASS_OBSERVE bitfields {
    unsigned a : 3; // @range(0,7)
    int b : 5;
    bool c : 1;
    unsigned : 0;
    unsigned d : 31;
    unsigned e : 2;
    uint64_t f : 40;
    uint8_t g : 4, h : 4; // @flags(X=1,Y=2)
    char tail;
    short : 3;
    long long i : 63;
};

#pragma pack(push, 1)
struct MEMGLASS_OBSERVE packed_bits {
    uint8_t a : 5;
    uint32_t b : 17;
    uint64_t c : 42;
    uint16_t d;
};
#pragma pack(pop)

#endif
