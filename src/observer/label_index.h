/*
 * From a label's hash to the objects that have it, oldest first. Layer 2. Touches no shared memory:
 * who asks compares the text.
 *
 * An open-addressing table leads from each hash to a chain of objects, so that a million equal
 * labels cost a find no more than one.
 */
#ifndef OBSERVER_LABEL_INDEX_H
#define OBSERVER_LABEL_INDEX_H

#include "observer/catalog.h"

struct label_slot {
    uint32_t hash;
    uint32_t head; /* of the chain; FORMAT_NONE: an empty slot */
};

/* An object's place in its chain. */
struct label_link {
    uint32_t older, newer; /* of the oldest, older is the newest; of that, newer is FORMAT_NONE */
};

#define LABEL_TEXT  14 /* bytes of a label that lie with what is told */
#define LABEL_MORE  32 /* behind these, elsewhere */
#define LABEL_KNOWN (LABEL_TEXT + LABEL_MORE)

/* What is told of an object once it was asked for: that stays as it is for as long as it lives.
 * Small: what a find waits for is how much memory all of them are spread over. */
struct label_known {
    uint64_t created_ns;
    uint32_t generation;
    uint16_t type, origin; /* indexes; of an object with higher ones nothing is remembered */
    uint8_t count;         /* the same */
    uint8_t length;        /* of the label; 0: nothing is remembered */
    char text[LABEL_TEXT]; /* printable as it is */
};

_Static_assert(2 * sizeof(struct label_known) == LINE_BYTES, "two are a line");

struct label_more {
    char text[LABEL_MORE];
};

struct label_index {
    bool built; /* kept up from the first find on */
    uint32_t seed;
    struct label_slot *slots;
    uint32_t slot_count, used; /* a power of two; slots with a chain */
    struct label_link *links;  /* by directory index, as the next two */
    struct label_known *known;
    struct label_more *more; /* NULL until a label is that long */
    uint32_t capacity;
};

void label_index_fini(struct label_index *l);

/* Makes the index of all live objects; nothing when there is one. MEMGLASS_OK or E_NOMEM. */
int label_index_build(struct label_index *l, const struct catalog *c);

/* Follow the catalog: behind catalog_add, before catalog_remove. Out of memory drops the index: the
 * next find makes it again. */
void label_index_add(struct label_index *l, const struct catalog *c, uint32_t index);
void label_index_remove(struct label_index *l, const struct catalog *c, uint32_t index);

/* The oldest object with a label of that hash; FORMAT_NONE when there is none. */
uint32_t label_index_first(const struct label_index *l, uint32_t hash);

/* Remembers an object that has just been seen to live, with that label. */
void label_index_remember(struct label_index *l, const struct observer_entry *entry,
                          const char *label, size_t length);

/* Whether the label that is remembered is that one. */
bool label_index_is(const struct label_index *l, uint32_t index, const char *label, size_t length);

/* The next newer one of the same hash, or FORMAT_NONE. */
static inline uint32_t label_index_next(const struct label_index *l, uint32_t index)
{
    return l->links[index].newer;
}

/* What is remembered of an object that has a label; its length is 0 when nothing is. */
static inline const struct label_known *label_index_known(const struct label_index *l,
                                                          uint32_t index)
{
    return &l->known[index];
}

#endif
