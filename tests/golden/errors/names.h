#include <memglass/observe.h>
#include <stdint.h>
struct MEMGLASS_OBSERVE player {
    int a;     // @enum(A=0,B=x)
    int b;     // @enum(A=0,=1)
    int c;     // @enum(A=0,A=1)
    uint8_t d; // @enum(A=0,B=256)
    int8_t e;  // @enum(A=-128,B=127)
    int8_t f;  // @enum(A=-129)
    int8_t g;  // @flags(TOP=0x80)
    unsigned h : 3; // @enum(A=8)
    uint64_t i; // @flags(TOP=0x8000000000000000)
    int j;     // @enum()
};
