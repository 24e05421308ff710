#include <memglass/observe.h>
struct MEMGLASS_OBSERVE player;
typedef struct MEMGLASS_OBSERVE {
    int a;
} fine;
struct MEMGLASS_OBSERVE {
    int a;
} unnamed_type;
struct MEMGLASS_OBSERVE empty {};
