/* One object's row and detail, read as of one moment. Layer 2. Runs inside shm_guarded. See row.h,
 * too. */
#ifndef OBSERVER_ROWS_H
#define OBSERVER_ROWS_H

#include "format/access.h"
#include "observer/observer.h"

#include <stdbool.h>

/* What a row says of an object, for as long as that lives; half a line of the cache. No two numbers
 * of 32 bits that are compared together are neighbours: one load of both waits until the two stores
 * before it have left the processor. */
struct row_facts {
    uint64_t place; /* of the payload */
    uint64_t created_ns;
    uint32_t type;  /* index in the types table */
    uint32_t label; /* granule index; FORMAT_NONE: none */
    uint32_t count; /* elements */
    uint32_t origin;
};

_Static_assert(sizeof(struct row_facts) == 32, "two are a line");

/* A row as it was read: nothing in it is checked yet. With live false, only its index is
 * meaningful. */
struct row {
    struct row_facts facts;
    uint32_t index, generation;
    uint32_t label_hash;
    bool live;
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

/* Where chunks of both tables lie, as far as they were asked for: they do not move. As the
 * addresses where row 0 would lie if all rows before the chunk's lay before it. Zeroed: none was.
 */
struct row_chunks {
    uintptr_t objects[FORMAT_CHUNKS];
    uintptr_t details[FORMAT_CHUNKS];
};

/* A row before it is read. */
struct row_place {
    uint32_t index;
    const struct format_object *object;
    const struct format_detail *detail;
};

/* Fills in where the chunk of an index lies; false: there is no such row. */
bool rows_find_chunk(struct row_chunks *c, const struct format_segments *s, uint32_t index,
                     uint32_t chunk);

/* Reads one row. MEMGLASS_OK or E_CORRUPT (there is no such row). */
int rows_look(struct row_chunks *c, const struct format_segments *s, uint32_t index,
              struct row *out);

/* Reads `want` rows from `index` on, at most; how many (0: that was the last one), or E_CORRUPT. */
int rows_read(const struct format_segments *s, uint32_t index, uint32_t want, struct row *out);

/* What the row's state word is behind everything that was read before: the second look. */
int row_word_again(const struct format_segments *s, uint32_t index, uint32_t *word);

#endif
