#include <memglass/observe.h>
struct MEMGLASS_OBSERVE player {
    float a;    // @format(%d)
    int b;      // @format(%.2f)
    int c;      // @format(%s)
    int d;      // @format(%d of %d)
    int e;      // @format(plain)
    float f;    // @format(%*f)
    long g;     // @format(0x%016lx)
    float h;    // @format(%5.1f%%)
};
