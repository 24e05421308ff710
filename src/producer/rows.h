/*
 * Rows, details, and what only the producer knows of them, by index. Layer 2. Entries never move:
 * any thread may look at those that it has come to know of.
 */
#ifndef PRODUCER_ROWS_H
#define PRODUCER_ROWS_H

#include "format/words.h"
#include "producer/store.h"

#define ROWS_BASE_LOG2 10u /* of the tables objects and details, and of slots */

/* What only the producer needs to know of a row; in its own memory, where stray stores cannot
 * reach. It belongs to who holds the row: the thread that makes or ends its object, or the
 * directory. */
struct directory_slot {
    uint64_t since_ns; /* when it was created; of an ended one, when it was destroyed */
    uint64_t payload;  /* bytes of the object, or of what was asked for */
    uint32_t next;     /* of a free row, in the list of them; FORMAT_NONE: it is the last. Of one in
                          use,     the row that a hand had behind it. Relaxed */
    uint32_t label;    /* granule index of the storage for labels that goes with the row, */
    uint16_t size_class;
    uint8_t label_granules; /* and how many granules that is; 0: none */
    uint8_t alignment : 4;  /* log2(align) - 4 */
    uint8_t used : 1;       /* the block has held something before */
    uint8_t shown; /* it is, or was, an object: not mere memory of memglass_alloc. Relaxed: reports
                      of damage look at neighbours */
};

static inline uint32_t slot_next(const struct directory_slot *slot)
{
    return __atomic_load_n(&slot->next, __ATOMIC_RELAXED);
}

static inline void slot_set_next(struct directory_slot *slot, uint32_t next)
{
    __atomic_store_n(&slot->next, next, __ATOMIC_RELAXED);
}

/* Chunks of slots, as those of the tables. */
struct slots {
    struct directory_slot *chunks[FORMAT_CHUNKS];
};

/* Slots for all rows up to `index`. Under the session's lock. E_NOMEM. */
int slots_reach(struct slots *s, uint64_t index, memglass_error *err);
void slots_fini(struct slots *s);

/* Where an index lies in each of the three: worked out once. */
struct rows_spot {
    uint64_t within;
    uint32_t chunk;
};

static inline struct rows_spot rows_spot(uint32_t index)
{
    struct rows_spot spot;
    spot.chunk = format_chunk_of(index, ROWS_BASE_LOG2, &spot.within);
    return spot;
}

static inline struct directory_slot *slot_of_spot(const struct slots *s, struct rows_spot spot)
{
    return &s->chunks[spot.chunk][spot.within];
}

static inline struct format_object *row_of_spot(const struct store *s, struct rows_spot spot)
{
    return (struct format_object *)(void *)s->chunks[FORMAT_TABLE_objects][spot.chunk] +
           spot.within;
}

static inline struct format_detail *detail_of_spot(const struct store *s, struct rows_spot spot)
{
    return (struct format_detail *)(void *)s->chunks[FORMAT_TABLE_details][spot.chunk] +
           spot.within;
}

static inline struct directory_slot *slot_at(const struct slots *s, uint32_t index)
{
    return slot_of_spot(s, rows_spot(index));
}

static inline struct format_object *row_at(const struct store *s, uint32_t index)
{
    return row_of_spot(s, rows_spot(index));
}

static inline struct format_detail *detail_at(const struct store *s, uint32_t index)
{
    return detail_of_spot(s, rows_spot(index));
}

/* Rows that are published. Acquire, with table_publish: they, and their chunks, are there. */
static inline uint64_t row_count(const struct store *s)
{
    return load_acquire_64(&s->header->tables[FORMAT_TABLE_objects].count);
}

static inline enum format_state word_state(uint32_t state_generation)
{
    return (enum format_state)(state_generation & FORMAT_STATE_MASK);
}

static inline uint32_t word_generation(uint32_t state_generation)
{
    return state_generation / (FORMAT_STATE_MASK + 1);
}

static inline uint32_t word_with_state(uint32_t state_generation, enum format_state state)
{
    return (state_generation & ~FORMAT_STATE_MASK) | (uint32_t)state;
}

/* It is live, or RAW. */
static inline bool word_is_in_use(uint32_t state_generation)
{
    enum format_state state = word_state(state_generation);
    return state == FORMAT_LIVE || state == FORMAT_RAW;
}

/* Of a row that nobody else may change; what its state_generation is from now on. */
static inline uint32_t row_set_state(struct format_object *row, enum format_state state)
{
    uint32_t word = word_with_state(load_relaxed_32(&row->state_generation), state);
    /* Pairs with the acquire by which every reader of a row begins. */
    store_release_32(&row->state_generation, word);
    return word;
}

#endif
