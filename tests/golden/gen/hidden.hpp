// --all
/* Types that a function or a variable of the same name hides, as stat() does. */
#pragma once

#include <memglass/observe.h>

#pragma GCC diagnostic ignored "-Wshadow"

extern "C" {
struct MEMGLASS_OBSERVE status {
    int code;
    struct {
        short low, high;
    } parts;
};
int status(struct status *);
}

union either {
    int i;
    float f;
};
extern union either either;

struct MEMGLASS_OBSERVE holder {
    struct status own;
    union either one;
    struct plain {
        char c;
    } two;
};
