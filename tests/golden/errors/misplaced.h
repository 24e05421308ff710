#include <memglass/observe.h>
MEMGLASS_OBSERVE struct player {
    int a;
};
#if 0
MEMGLASS_OBSERVE
#endif
struct MEMGLASS_OBSERVE fine {
    int a;
};
