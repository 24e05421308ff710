/* A header in C, used by a program in C++; it needs a definition of the build. */
#ifndef PORT_H
#define PORT_H

#include "vec.h"
#include <memglass/observe.h>

struct MEMGLASS_OBSERVE port {
    struct vec2 at;
    int berths[BERTHS];
};

#endif
