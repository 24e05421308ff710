/*
 * Which pages of a session its program has written to, and since when: the looks that the producer
 * notes (MEMGLASS_TRACK_WRITES), and, for the time since the last of them, the kernel, asked about
 * the producer's mappings. Layer 2. docs/decisions/16-written-pages.md says why nothing is missed.
 */
#ifndef OBSERVER_WRITTEN_H
#define OBSERVER_WRITTEN_H

#include "observer/attach.h"

struct written_region {
    uint64_t at;      /* where the producer has it */
    uint32_t *stamps; /* one a page: the look that found it written; look + 1: since the last */
    uint64_t pages;
    uint64_t first, end; /* the pages whose stamps are those of the last asking */
};

/* Zeroed: not asked yet. */
struct written {
    struct written_region *regions; /* regions[i] is region i + 1 */
    uint32_t count;
    uint32_t look; /* of the stamps */
    struct shm_descriptor pagemap;
    bool opened, refused; /* refused: it cannot be had, for good */
};

struct observer_run;

/* Makes the stamps of all pages that the runs lie on, and some between them, those of now; their
 * look, or 0 when they cannot be had. */
uint32_t written_ask(struct written *w, const struct attachment *a, const struct observer_run *runs,
                     size_t count);
void written_close(struct written *w);

#endif
