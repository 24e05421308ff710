/* Headers that include each other, as they do where each is used alone. */
#pragma once
#include "cycle_back.h"
#include <memglass/observe.h>

struct MEMGLASS_OBSERVE wheel {
    struct spoke *first;
    int spokes;
};
