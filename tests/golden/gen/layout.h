/* Packed and over-aligned structs, and typedefs of structs. */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <memglass/observe.h>
#include <stdint.h>

struct MEMGLASS_OBSERVE __attribute__((packed)) packed {
    uint8_t a;
    uint32_t b;
    double c[2];
};

struct MEMGLASS_OBSERVE __attribute__((aligned(64))) line {
    uint32_t a;
    __attribute__((aligned(16))) uint8_t b;
};

struct MEMGLASS_OBSERVE holder {
    uint8_t pad;
    struct packed p[3];
    struct line l;
};

typedef struct MEMGLASS_OBSERVE {
    int value;
} unnamed_tag;

typedef struct MEMGLASS_OBSERVE tag_s {
    int value;
    unnamed_tag other;
} tag_t, *tag_ptr;

typedef tag_t tag_again;

#endif
