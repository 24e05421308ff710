/* Enums, and integers with names. */
#ifndef ENUMS_H
#define ENUMS_H

#include <memglass/observe.h>
#include <stdint.h>

enum mode { MODE_IDLE, MODE_RUN = 5, MODE_STOP };
enum sign { SIGN_MINUS = -1, SIGN_NONE, SIGN_PLUS };
typedef enum { RED = 1, GREEN = 2, BLUE = 4 } colour;
enum huge { HUGE_SMALL = 1, HUGE_LARGE = 0x7fffffff };

struct MEMGLASS_OBSERVE enums {
    enum mode mode;
    enum sign sign;
    colour tint;
    enum huge huge[2];
    enum { LOCAL_A, LOCAL_B } local;
    uint8_t state;   // @enum(off=0, on=1, broken=0xff)
    int16_t counted; // @enum(a,b=5,c)
    uint32_t bits;   // @flags(READ=1,WRITE=2,TOP=0x80000000)
    int64_t wide;    // @enum(low=-9223372036854775808,high=9223372036854775807)
    uint64_t all;    // @flags(TOP=0x8000000000000000)
};

#endif
