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
#include "observer/recall.h"

struct label_slot {
    uint32_t hash;
    uint32_t head; /* of the chain; FORMAT_NONE: an empty slot */
};

/* An object's place in its chain. */
struct label_link {
    uint32_t older, newer; /* of the oldest, older is the newest; of that, newer is FORMAT_NONE */
    uint32_t hash;
    uint32_t reserved; /* so that none is on two lines */
};

struct label_index {
    bool built; /* kept up from the first find on */
    uint32_t seed;
    struct label_slot *slots;
    uint32_t slot_count, used; /* a power of two; slots with a chain */
    struct label_link *links;  /* by directory index */
    uint32_t capacity;
    struct recall recall;
};

void label_index_fini(struct label_index *l);

/* Makes the index of all live objects, from the hashes of their labels by directory index.
 * MEMGLASS_OK or E_NOMEM. */
int label_index_build(struct label_index *l, const struct catalog *c, const uint32_t *hashes);

/* Follow the catalog: behind catalog_add, before catalog_remove. Out of memory drops the index: the
 * next find makes it again. */
void label_index_add(struct label_index *l, const struct catalog *c, uint32_t index, uint32_t hash);
void label_index_remove(struct label_index *l, const struct catalog *c, uint32_t index);

/* The oldest object with a label of that hash; FORMAT_NONE when there is none. */
uint32_t label_index_first(const struct label_index *l, uint32_t hash);

/* The next newer one of the same hash, or FORMAT_NONE. */
static inline uint32_t label_index_next(const struct label_index *l, uint32_t index)
{
    return l->links[index].newer;
}

#endif
