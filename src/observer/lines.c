/* Growing arrays whose elements lie on lines of the cache. Layer 2. */
#include "observer/lines.h"

#include "base/checked.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Of entries that are looked at one here and one there, each lies on a page of its own, and where
 * that page lies takes as long to look up as the entry itself: what is filled from the beginning
 * has huge pages. What is not filled yet would be memory all the same. */
#define HUGE_BYTES (UINT64_C(2) << 20)

void *lines_grow(void *memory, uint64_t used, uint64_t count, size_t size)
{
    uint64_t filled = used * size & ~(HUGE_BYTES - 1);
    void *moved =
        aligned_alloc(filled ? HUGE_BYTES : LINE_BYTES, round_up(count * size, LINE_BYTES));
    if (!moved)
        return NULL;
    if (filled)
        madvise(moved, filled, MADV_HUGEPAGE);
    if (used)
        memcpy(moved, memory, used * size);
    free(memory);
    return moved;
}
