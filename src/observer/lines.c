/* Growing arrays whose elements lie on lines of the cache. Layer 2. */
#include "observer/lines.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Of entries that are looked at one here and one there, each lies on a page of its own, and where
 * that page lies takes as long to look up as the entry itself: what is filled from the beginning
 * has huge pages. What is not filled yet would be memory all the same. */
#define HUGE_BYTES (UINT64_C(2) << 20)

static void *grow(void *memory, uint64_t used, uint64_t filled, uint64_t count, size_t size)
{
    uint64_t huge = filled * size & ~(HUGE_BYTES - 1);
    void *moved;
    if (posix_memalign(&moved, huge ? HUGE_BYTES : LINE_BYTES, count * size) != 0)
        return NULL;
    if (huge)
        madvise(moved, huge, MADV_HUGEPAGE);
    if (used)
        memcpy(moved, memory, used * size);
    free(memory);
    return moved;
}

void *lines_grow(void *memory, uint64_t used, uint64_t count, size_t size)
{
    return grow(memory, used, used, count, size);
}

void *lines_grow_zeroed(void *memory, uint64_t used, uint64_t count, size_t size)
{
    unsigned char *moved = grow(memory, used, count, count, size);
    if (moved)
        memset(moved + used * size, 0, (count - used) * size);
    return moved;
}
