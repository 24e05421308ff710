/* Growing arrays whose elements lie on lines of the cache. Layer 2. */
#ifndef OBSERVER_LINES_H
#define OBSERVER_LINES_H

#include <stddef.h>
#include <stdint.h>

#define LINE_BYTES 64

/* Moves `used` elements of a size that divides a line, or is a multiple of it, to where there is
 * room for `count`; NULL: out of memory, and they are where they were. From free's memory to
 * free's. */
void *lines_grow(void *memory, uint64_t used, uint64_t count, size_t size);
/* The same; those behind `used` are zeros. */
void *lines_grow_zeroed(void *memory, uint64_t used, uint64_t count, size_t size);

/* Has memory ready for elements `from` to `to` of such an array: one call where each page would be
 * a fault when it is first stored to. */
void lines_make_ready(void *memory, uint64_t from, uint64_t to, size_t size);

#endif
