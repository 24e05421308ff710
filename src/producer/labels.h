/* Label storage: granules of 16 bytes, given back by length and reused. Layer 2. Under the
 * session's lock. */
#ifndef PRODUCER_LABELS_H
#define PRODUCER_LABELS_H

#include "producer/store.h"

#define LABEL_CLASSES 16 /* a label takes 1 to 16 granules */

struct labels {
    struct store *store;
    uint32_t free[LABEL_CLASSES]; /* granule index of the first free label of 1, 2, ... granules;
                                     FORMAT_NONE */
    uint32_t *next;               /* by granule index: the next free one of its class */
    uint64_t next_capacity;
};

void labels_init(struct labels *l, struct store *store);
void labels_fini(struct labels *l);

/* Stores a label of 1 to 255 bytes; its granule index. E_NOSPACE, E_NOMEM, E_LIMIT. */
int label_store(struct labels *l, const char *label, size_t length, uint32_t *granule,
                memglass_error *err);
/* Gives a label's granules back. FORMAT_NONE is allowed. */
void label_release(struct labels *l, uint32_t granule);

#endif
