/* The other half of cycle.h. */
#pragma once
#include "cycle.h"
#include <memglass/observe.h>

struct MEMGLASS_OBSERVE spoke {
    struct wheel *wheel;
    float length; // @unit(mm)
};
