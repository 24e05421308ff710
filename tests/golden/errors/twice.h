#include <memglass/observe.h>
struct MEMGLASS_OBSERVE player {
    int a; // @unit(s) @unit(ms)
    int b MEMGLASS_FIELD("unit(s)"); // @unit(ms)
    int c; // @counter(1)
    int d; // @unit()
};
