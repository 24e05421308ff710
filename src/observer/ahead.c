/* What finds to come will wait for. Layer 2. Touches no shared memory. */
#include "observer/ahead.h"

#include "observer/lines.h"

#include <stdlib.h>

void ahead_fini(struct ahead *a)
{
    free(a->steps);
    *a = (struct ahead){0};
}

bool ahead_reserve(struct ahead *a, uint32_t count)
{
    if (count <= a->count)
        return true;
    uint64_t *steps =
        lines_grow_zeroed(a->steps, a->count, (uint64_t)count + AHEAD_STEPS, sizeof *steps);
    if (!steps)
        return false;
    a->steps = steps;
    a->count = count;
    return true;
}

void ahead_begin(struct ahead *a)
{
    a->at = 0;
}
