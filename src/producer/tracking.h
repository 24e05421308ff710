/*
 * Tells observers which pages the program has written to, for MEMGLASS_TRACK_WRITES. Layer 2. Four
 * times a second all pages that were written are noted with the number of that look, and protected
 * again: docs/decisions/16-written-pages.md. Under the session's lock.
 */
#ifndef PRODUCER_TRACKING_H
#define PRODUCER_TRACKING_H

#include "shm/shm.h"

#include <stdbool.h>
#include <stdint.h>

struct store;
struct region;

struct tracking {
    struct shm_descriptor tracker, pagemap;
};

#define TRACKING_NONE ((struct tracking){SHM_DESCRIPTOR_NONE, SHM_DESCRIPTOR_NONE})

/* Begins, before there is a region; does nothing where the kernel has no such thing. */
void tracking_start(struct store *s);
static inline bool tracking_runs(const struct tracking *w)
{
    return w->tracker.fd >= 0;
}

/* What a region of that size needs of its start for this, behind its header. */
uint64_t tracking_bytes(const struct tracking *w, uint64_t region_bytes);
/* A new region, before observers see it; its header is written. Gives up when it cannot be armed.
 */
void tracking_add(struct store *s, const struct region *r);

/* Notes what was written since the last time. Gives up when the program has closed a descriptor. */
void tracking_look(struct store *s);
/* For good: observers copy everything from now on. Before a fork, since a child's stores would not
 * be seen. */
void tracking_stop(struct store *s);

#endif
