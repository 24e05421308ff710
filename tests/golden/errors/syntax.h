#include <memglass/observe.h>
struct MEMGLASS_OBSERVE player {
    int a
    int b;
};
