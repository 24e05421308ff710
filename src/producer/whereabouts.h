/*
 * Which region an address lies in, in constant time. Layer 2.
 *
 * Regions are mapped at multiples of SHM_ALIGN, so no two of them share a piece of that size, and a
 * table of two levels by the number of the piece leads to the one that is there, if any. Regions
 * are added under the session's lock and never removed; any thread may look, since an entry is
 * stored when all behind it is.
 */
#ifndef PRODUCER_WHEREABOUTS_H
#define PRODUCER_WHEREABOUTS_H

#include "shm/shm.h"

#include <memglass/base.h>
#include <stdint.h>

struct region;

#define WHEREABOUTS_LEAF_LOG2 13u /* pieces of a leaf: 16 GiB of addresses */
#define WHEREABOUTS_ROOT_LOG2 14u /* leaves: 2^48 bytes, all that programs have without asking */

struct whereabouts {
    struct region ***leaves; /* store-release when the leaf is made; load-acquire */
};

int whereabouts_init(struct whereabouts *w, memglass_error *err);
void whereabouts_fini(struct whereabouts *w);
/* E_NOMEM; E_LIMIT: it lies beyond 2^48. On failure nothing leads to it. */
int whereabouts_add(struct whereabouts *w, struct region *region, const unsigned char *base,
                    uint64_t size, memglass_error *err);

/* The region that an address may lie in: its end is the caller's to check. NULL: none. */
static inline struct region *whereabouts_of(const struct whereabouts *w, const void *pointer)
{
    uint64_t piece = (uintptr_t)pointer / SHM_ALIGN, leaf = piece >> WHEREABOUTS_LEAF_LOG2;
    if (leaf >> WHEREABOUTS_ROOT_LOG2)
        return NULL;
    struct region **pieces = __atomic_load_n(&w->leaves[leaf], __ATOMIC_ACQUIRE);
    piece &= (UINT64_C(1) << WHEREABOUTS_LEAF_LOG2) - 1;
    /* Acquire: pairs with whereabouts_add, so that the region's own fields are there. */
    return pieces ? __atomic_load_n(&pieces[piece], __ATOMIC_ACQUIRE) : NULL;
}

#endif
