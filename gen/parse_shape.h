/* What a member's type is made of, outside of its kind: array, atomic and guard layers. Layer: gen.
 */
#ifndef GEN_PARSE_SHAPE_H
#define GEN_PARSE_SHAPE_H

#include "parse_clang.h"

/* A member's type while its layers come off. */
struct shape {
    CXType type; /* as written, of what is left */
    uint64_t *dims;
    uint32_t rank;
    uint64_t stride;
    uint64_t string_bytes; /* not 0: an array of char, which is one value */
    bool atomic, guarded;
    uint64_t value_bits; /* from the guard to the value */
    const char *refusal; /* why the member cannot be observed */
    bool nothing;        /* takes no room: an empty struct, int tail[] */
    bool tail;           /* the latter */
    const char *unit;    /* that the type implies, or NULL */
};

/* Takes off every layer of shape->type. */
void shape_peel(struct parser *parser, struct shape *shape);

#endif
