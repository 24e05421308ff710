/*
 * The fields of a small object as masks of its words, so that the changed ones are counted by
 * words, without a look at the type. Layer 4. Pure.
 *
 * In each word of 8 bytes, `values` are the bits of fields and `tops` the highest bit of each. With
 * x, the bits that differ, (x without tops) + (values without tops) carries into the top of each
 * field that differs below its top, and into no other.
 */
#ifndef SAMPLE_PLAN_H
#define SAMPLE_PLAN_H

#include "field/field.h"

enum { PLAN_WORDS = 64, PLAN_BYTES = PLAN_WORDS * 8 };

struct plan {
    const memglass_type *type; /* NULL: none */
    uint64_t count;            /* elements */
    bool whole;                /* false: it is not to be told by masks at all */
    uint64_t values[PLAN_WORDS];
    uint64_t tops[PLAN_WORDS]; /* 0 where values are not: see the type for this word */
};

/* For objects of so many elements. */
void plan_make(struct plan *p, const memglass_type *type, uint64_t count);

/* Fields that differ, as compare_whole counts them. */
uint64_t plan_changes(const struct plan *p, const unsigned char *a, const unsigned char *b,
                      uint64_t size);

#endif
