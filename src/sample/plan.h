/*
 * The fields of a small object as masks of its words, so that the changed ones are counted by
 * words, without a look at the type. Layer 4. Pure.
 *
 * In each word of 8 bytes, `tops` are the highest bits of the fields and `lows` their other ones.
 * With x, the bits that differ, (x & lows) + lows carries into the top of each field that differs
 * below its top, and into no other.
 */
#ifndef SAMPLE_PLAN_H
#define SAMPLE_PLAN_H

#include "field/field.h"

enum { PLAN_WORDS = 64, PLAN_BYTES = PLAN_WORDS * 8 };

struct plan {
    const memglass_type *type; /* NULL: none */
    uint64_t count;            /* elements */
    bool whole;                /* false: it is not to be told by masks at all */
    bool bytes;                /* all tops are those of bytes */
    uint64_t lows[PLAN_WORDS], tops[PLAN_WORDS];
    uint64_t others[PLAN_WORDS]; /* bits that do not tell: see the type when one differs */
};

/* For objects of so many elements. */
void plan_make(struct plan *p, const memglass_type *type, uint64_t count);

/* Up to 64 pairs of objects of `size` bytes, `stride` apart. */
struct plan_blocks {
    const unsigned char *a, *b;
    uint64_t size, stride;
};

/* Fields that differ, as compare_whole counts them: changes[i] of pair i, for the pairs whose bits
 * are set. */
void plan_changes(const struct plan *p, const struct plan_blocks *s, uint64_t blocks,
                  uint64_t *changes);

#endif
