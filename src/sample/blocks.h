/* Equal blocks of memory side by side: which of them differ. Layer 4. Pure. */
#ifndef SAMPLE_BLOCKS_H
#define SAMPLE_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

enum { BLOCKS_MOST = 64 };

/* Bit i: block i of `count` (1 to BLOCKS_MOST) blocks of `size` bytes, a multiple of 8, differs
 * between a and b. */
uint64_t blocks_differing(const unsigned char *a, const unsigned char *b, size_t size,
                          unsigned count);

#endif
