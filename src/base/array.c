/* Arrays that grow as they are filled. Layer 0. */
#include "base/array.h"

#include "base/checked.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 16

bool array_grow(void *array, size_t size, size_t *capacity, size_t needed)
{
    uint64_t wanted, bytes;
    void *elements; /* by memcpy: a pointer to any type is kept there */
    if (!checked_mul(*capacity, 2, &wanted))
        return false;
    wanted = wanted > needed ? wanted : needed;
    wanted = wanted > FIRST_CAPACITY ? wanted : FIRST_CAPACITY;
    if (!checked_mul(wanted, size, &bytes) || bytes > SIZE_MAX)
        return false;
    memcpy(&elements, array, sizeof elements);
    elements = realloc(elements, bytes);
    if (!elements)
        return false;
    memcpy(array, &elements, sizeof elements);
    *capacity = wanted;
    return true;
}
