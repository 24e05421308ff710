#include <memglass/observe.h>
struct MEMGLASS_OBSERVE player {
    float a; // @range(0;100)
    float b; // @range(low,high)
    float c; // @range(100,0)
    float d; // @range(1)
    float e; // @range
    float f; // @range(0, inf)
    float g; // @range(-1e3, 0x10)
};
