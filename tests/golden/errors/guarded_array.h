#include <memglass/guard.h>
#include <memglass/observe.h>
typedef float triple[3];
typedef char name[16];
struct MEMGLASS_OBSERVE player {
    MEMGLASS_GUARDED(name) ok;
    MEMGLASS_GUARDED(triple) pos;
};
