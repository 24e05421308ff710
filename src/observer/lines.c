/* Growing arrays whose elements lie on lines of the cache. Layer 2. */
#include "observer/lines.h"

#include "base/checked.h"
#include "shm/shm.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Of entries that are looked at one here and one there, each lies on a page of its own, and where
 * that page lies takes as long to look up as the entry itself: an array of which a huge page's
 * worth is filled has huge pages. The last one of them may be memory that is not filled yet. */
#define HUGE_BYTES (UINT64_C(2) << 20)

/* MADV_POPULATE_WRITE of Linux 5.14, which older headers do not name. */
#define POPULATE_WRITE 23

static void *grow(void *memory, uint64_t used, uint64_t filled, uint64_t count, size_t size)
{
    bool huge = filled * size >= HUGE_BYTES;
    uint64_t bytes = huge ? round_up(count * size, HUGE_BYTES) : count * size;
    void *moved;
    if (posix_memalign(&moved, huge ? HUGE_BYTES : LINE_BYTES, bytes) != 0)
        return NULL;
    if (huge)
        madvise(moved, bytes, MADV_HUGEPAGE);
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

void lines_make_ready(void *memory, uint64_t from, uint64_t to, size_t size)
{
    uintptr_t page = shm_page_bytes(), first = (uintptr_t)memory + from * size;
    uintptr_t start = first / page * page, end = ((uintptr_t)memory + to * size) / page * page;
    if (start < end)
        madvise((void *)start, end - start, POPULATE_WRITE);
}
