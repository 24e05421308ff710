/*
 * The pasts of the rows of a pool's frames. Layer 4. The sampler's thread.
 *
 * Each buffer has its own, since a frame that was handed over never changes; but from one frame to
 * the next only the rows that changed have another past. So each buffer knows which of its rows may
 * have another one than in the frame that was compared last (*behind*), and when it is used again,
 * only these are brought up. What never changed is never written, and takes no memory.
 */
#ifndef SAMPLE_PAST_ROWS_H
#define SAMPLE_PAST_ROWS_H

#include "sample/frame.h"
#include "sample/pages.h"

struct past_rows {
    struct pages pages;
    struct row_past *rows;
    uint64_t *behind; /* one bit a row */
    uint64_t roster;  /* serial of the roster whose rows they are; 0: of none */
    bool follows;     /* behind is kept up; else any row may differ */
};

/* Room for the rows of a roster; they keep what they have when they are of that roster already.
 * MEMGLASS_OK or E_NOMEM. */
int past_rows_fit(struct past_rows *p, const struct roster *r);
void past_rows_fini(struct past_rows *p);

/* Makes `count` rows from `row` on what `from` says. */
void past_rows_copy(struct past_rows *p, size_t row, const struct row_past *from, size_t count);
void past_rows_clear(struct past_rows *p, size_t row, size_t count);
/* Only `behind` rows of either may differ between the two. */
static inline bool past_rows_near(const struct past_rows *p, const struct past_rows *from)
{
    return p->follows && from->follows && p->roster == from->roster;
}

/* Makes all rows but the `touched` ones those of `from`, which is near. */
void past_rows_carry(struct past_rows *p, const struct past_rows *from, const uint64_t *touched,
                     size_t count);

/* `touched` rows of `now` differ from `before`, which they were carried from: what that is to
 * others of the same roster. */
void past_rows_fall_behind(struct past_rows *p, const struct past_rows *before,
                           const uint64_t *touched, size_t count);
/* The same for the two themselves. before NULL: it was of another roster, or there was none. */
void past_rows_settle(struct past_rows *now, struct past_rows *before, const uint64_t *touched,
                      size_t count);

#endif
