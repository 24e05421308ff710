/* One of each thing whose alteration run.sh wants to be noticed; what WITHOUT_... leaves out
 * is to be missed. */
#pragma once

#include <memglass/guard.h>

enum direction { north, east, south };

struct moved {
    bool on;
    direction way;
    unsigned low : 3, high : 9;
    short grid[2][5];
#ifndef WITHOUT_letter
    char letter;
#endif
};

#ifndef WITHOUT_safe
struct safe {
    int before;
    MEMGLASS_GUARDED(double) level;
};
#endif
