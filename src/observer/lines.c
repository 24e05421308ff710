/* Growing arrays whose elements lie on lines of the cache. Layer 2. */
#include "observer/lines.h"

#include "base/checked.h"

#include <stdlib.h>
#include <string.h>

void *lines_grow(void *memory, uint64_t used, uint64_t count, size_t size)
{
    void *moved = aligned_alloc(LINE_BYTES, round_up(count * size, LINE_BYTES));
    if (!moved)
        return NULL;
    if (used)
        memcpy(moved, memory, used * size);
    free(memory);
    return moved;
}
