/*
 * Label storage: granules of 16 bytes, given back by length and reused. Layer 2. Each thread has
 * some in hand (struct label_hand), which only it touches; the rest is under the session's lock.
 */
#ifndef PRODUCER_LABELS_H
#define PRODUCER_LABELS_H

#include "producer/label_text.h"
#include "producer/store.h"

#include <pthread.h>

#define LABEL_CLASSES 16 /* a label takes 1 to 16 granules */
#define LABEL_BASE    8u /* of the table, and of `next` */

struct labels {
    struct store *store;
    pthread_mutex_t *lock;         /* NULL: each caller holds it */
    uint32_t free[LABEL_CLASSES];  /* granule index of the first free label of 1, 2, ... granules;
                                      FORMAT_NONE */
    uint32_t *next[FORMAT_CHUNKS]; /* by granule index, in chunks: the next free one of its class.
                                      A stray store into the session cannot lead it astray */
};

/* What one thread has in hand. */
struct label_hand {
    uint32_t free[LABEL_CLASSES]; /* as above */
    uint32_t count[LABEL_CLASSES];
    uint32_t run, run_left; /* granules that were never used */
    uint32_t step;          /* how many the next run has */
};

void labels_init(struct labels *l, struct store *store, pthread_mutex_t *lock);
void labels_fini(struct labels *l);
void label_hand_init(struct label_hand *h);
/* Gives back all that is in hand. The caller holds the lock. */
void label_hand_back(struct labels *l, struct label_hand *h);

/* Storage of so many granules; the index of the first. E_NOSPACE, E_NOMEM, E_LIMIT. */
int label_take(struct labels *l, struct label_hand *h, uint32_t granules, uint32_t *granule,
               memglass_error *err);
/* Back into the hand; of many, some to the session. */
void label_release(struct labels *l, struct label_hand *h, uint32_t granules, uint32_t granule);

/* Where that lies. */
static inline uint64_t *label_place(const struct labels *l, uint32_t granule)
{
    uint64_t within;
    uint32_t chunk = format_chunk_of(granule, LABEL_BASE, &within);
    unsigned char *first = l->store->chunks[FORMAT_TABLE_labels][chunk];
    return (uint64_t *)(void *)(first + within * sizeof(struct format_granule));
}

/* Writes a label that was read. */
static inline void label_fill(const struct labels *l, uint32_t granule,
                              const struct label_text *label)
{
    uint64_t *to = label_place(l, granule);
    store_relaxed_64(&to[0], label->words[0]);
    store_relaxed_64(&to[1], label->words[1]);
    if (label->length > LABEL_TEXT_FIRST)
        label_store_rest(to, label->text, label->length);
}

#endif
