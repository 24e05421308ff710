/* One object's row and detail, read as of one moment. Layer 2. Runs inside shm_guarded. */
#ifndef OBSERVER_ROWS_H
#define OBSERVER_ROWS_H

#include "format/access.h"

#include <stdbool.h>

/* A row as it was read: nothing in it is checked yet. With live false, only index is meaningful. */
struct row {
    uint32_t index;
    bool live;
    uint32_t generation, type, count, label_hash, label;
    uint64_t place, created_ns;
};

/* Words of a row's state_generation. */
static inline uint32_t row_state(uint32_t word)
{
    return word & FORMAT_STATE_MASK;
}

static inline uint32_t row_generation(uint32_t word)
{
    return word >> 2;
}

/* MEMGLASS_OK or E_CORRUPT (no such row). */
int row_read(const struct format_segments *s, uint32_t index, struct row *out);

/* Reads `want` rows from `index` on, at most; how many (0: that was the last one), or E_CORRUPT. */
int rows_read(const struct format_segments *s, uint32_t index, uint32_t want, struct row *out);

/* What the row's state word is behind everything that was read before: the second look. */
int row_word_again(const struct format_segments *s, uint32_t index, uint32_t *word);

#endif
