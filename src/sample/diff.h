/*
 * What differs between two frames. Layer 4. Blocks are compared first; fields only in blocks that
 * differ.
 */
#ifndef SAMPLE_DIFF_H
#define SAMPLE_DIFF_H

#include "sample/frame.h"

#include "field/field.h"

struct diff {
    uint64_t created;       /* objects of cur that prev has not: at the first tick, all of them */
    uint64_t destroyed;     /* objects of prev that cur has not */
    uint64_t changed;       /* objects with at least one changed field */
    uint64_t field_changes; /* elements of arrays count each, a union as one */
};

/*
 * Fills what cur says of its rows' changes (touched, pasts, and ROW_BORN of its states), carried
 * over from prev, and counts. prev NULL: everything is born, nothing changed. Frames of two
 * different sessions (instance) have nothing in common. Padding, guards and what lies behind a
 * string's end are no change; of a torn row nothing can be said, so nothing is. Cheapest where prev
 * is the frame that was compared last. The sampler's thread.
 */
void diff_frames(const struct frame *prev, const struct frame *cur, struct diff *out);

/* Something under ref (a value, or a whole struct or array) differs between two rows of two frames;
 * -1: no such row, which is no change. */
bool diff_ref_changed(const struct frame *prev, long prev_row, const struct frame *cur, long row,
                      const struct field_ref *ref);

#endif
