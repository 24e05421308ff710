#include <memglass/guard.h>
#include <memglass/observe.h>
struct MEMGLASS_OBSERVE player {
    int before;
    MEMGLASS_GUARDED(MEMGLASS_GUARDED(int)) pos;
};
