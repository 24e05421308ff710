#include <memglass/observe.h>
struct MEMGLASS_OBSERVE player {
    float a; // @unit(hp
    float b; /* @range(0,(1) */
    float c MEMGLASS_FIELD("gauge unit(hp");
};
