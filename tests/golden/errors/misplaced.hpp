#include <memglass/observe.h>
[[memglass::observe]] struct player {
    int a;
};
struct [[memglass::observe]] fine {
    int a;
};
