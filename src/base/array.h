/* Arrays that grow as they are filled. Layer 0. */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

bool array_grow(void *array, size_t size, size_t *capacity, size_t needed);

/*
 * Room for `needed` elements of `size` bytes in an array from malloc, or NULL while *capacity is 0.
 * `array` is where the pointer to it is kept, since the array may move. Capacities at least double,
 * so that an element costs the same however many there are; new room is not cleared. False without
 * memory: nothing has changed.
 */
static inline bool array_reserve(void *array, size_t size, size_t *capacity, size_t needed)
{
    return needed <= *capacity || array_grow(array, size, capacity, needed);
}

#endif
