/* Which region an address lies in: what adding a region to the table takes. Layer 2. */
#include "producer/whereabouts.h"

#include "base/error.h"

#include <stdlib.h>

#define LEAVES (UINT64_C(1) << WHEREABOUTS_ROOT_LOG2)
#define PIECES (UINT64_C(1) << WHEREABOUTS_LEAF_LOG2)

static int no_memory(memglass_error *err)
{
    return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory for where regions are");
}

/* Hardly any of it is ever touched. */
int whereabouts_init(struct whereabouts *w, memglass_error *err)
{
    w->leaves = calloc(LEAVES, sizeof *w->leaves);
    return w->leaves ? MEMGLASS_OK : no_memory(err);
}

void whereabouts_fini(struct whereabouts *w)
{
    for (uint64_t leaf = 0; w->leaves && leaf < LEAVES; leaf++)
        free(w->leaves[leaf]);
    free(w->leaves);
    w->leaves = NULL;
}

/* All leaves that it needs are there first, so that it is known as a whole or not at all. */
int whereabouts_add(struct whereabouts *w, struct region *region, const unsigned char *base,
                    uint64_t size, memglass_error *err)
{
    uint64_t first = (uintptr_t)base / SHM_ALIGN, last = ((uintptr_t)base + size - 1) / SHM_ALIGN;
    if (last / PIECES >= LEAVES)
        return error_set(err, MEMGLASS_E_LIMIT, 0, "a region was mapped beyond 2^48");
    for (uint64_t leaf = first / PIECES; leaf <= last / PIECES; leaf++) {
        struct region **pieces = w->leaves[leaf];
        if (!pieces && !(pieces = calloc(PIECES, sizeof(struct region *))))
            return no_memory(err);
        __atomic_store_n(&w->leaves[leaf], pieces, __ATOMIC_RELEASE);
    }
    for (uint64_t piece = first; piece <= last; piece++)
        __atomic_store_n(&w->leaves[piece / PIECES][piece % PIECES], region, __ATOMIC_RELEASE);
    return MEMGLASS_OK;
}
