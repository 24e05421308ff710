#include <memglass/observe.h>
struct MEMGLASS_OBSERVE player {
    int a;
    int health MEMGLASS_FIELD("unit(hp) colour(red)");
    int mana MEMGLASS_FIELD("conter");
    int gold MEMGLASS_FIELD("unit(g) ; hidden");
};
