/* One object's row and detail, read as of one moment. Layer 2. Runs inside shm_guarded. */
#ifndef OBSERVER_ROWS_H
#define OBSERVER_ROWS_H

#include "format/access.h"

#include <stdbool.h>

/* A row as it was read: nothing in it is checked yet. With live false, only index is meaningful. */
struct row {
    uint32_t index;
    bool live;
    bool ended; /* it was not read: the object of that generation is known to have ended */
    uint32_t generation, type, count, label_hash, label, origin;
    uint64_t place, created_ns;
};

static inline void row_set_ended(struct row *row, uint32_t index, uint32_t generation)
{
    row->index = index;
    row->generation = generation;
    row->live = false;
    row->ended = true;
}

/* Words of a row's state_generation. */
static inline uint32_t row_state(uint32_t word)
{
    return word & FORMAT_STATE_MASK;
}

static inline uint32_t row_generation(uint32_t word)
{
    return word >> 2;
}

/* Where chunks of both tables lie, as far as they were asked for: they do not move. Zeroed: none
 * was. */
struct row_chunks {
    const struct format_object *objects[FORMAT_CHUNKS];
    const struct format_detail *details[FORMAT_CHUNKS];
};

/* A row before it is read. */
struct row_place {
    uint32_t index;
    const struct format_object *object;
    const struct format_detail *detail;
};

/* Where a row lies; touches it only where chunks are new. MEMGLASS_OK or E_CORRUPT (no such row).
 */
int row_locate(struct row_chunks *c, const struct format_segments *s, uint32_t index,
               struct row_place *out);
void row_read(const struct row_place *place, struct row *out);

/* Reads `want` rows from `index` on, at most; how many (0: that was the last one), or E_CORRUPT. */
int rows_read(const struct format_segments *s, uint32_t index, uint32_t want, struct row *out);

/* What the row's state word is behind everything that was read before: the second look. */
int row_word_again(const struct format_segments *s, uint32_t index, uint32_t *word);

#endif
