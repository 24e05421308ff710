// only c
/* Members of anonymous structs and unions are members of what is around them. */
#ifndef ANONYMOUS_H
#define ANONYMOUS_H

#include <memglass/observe.h>

struct MEMGLASS_OBSERVE anonymous {
    char first;
    union {
        int number;
        float real;
        struct {
            short low, high; // @unit(px)
        };
    };
    struct {
        int a;
        union {
            double b;
            char c[8];
        };
    };
    int last;
};

#endif
