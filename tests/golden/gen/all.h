// --all
/* --all: complete types, annotated or not; a comment of a foreign header may hold anything. */
#ifndef ALL_H
#define ALL_H

#include <stddef.h>

struct forward;

struct first {
    int a;        /* @range of values, @unit(unclosed */
    size_t flags; /* @flags: as the kernel writes, @whatever(it is) */
    struct forward *next;
};

union second {
    int i;
    float f;
};

typedef struct {
    struct nested {
        int deep;
    } n;
} third;

#endif
