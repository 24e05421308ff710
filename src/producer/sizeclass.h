/* Size classes of object blocks: exact up to 1 KiB, then eight to a doubling (at most 1/8 is lost).
 * Layer 2. Pure. */
#ifndef PRODUCER_SIZECLASS_H
#define PRODUCER_SIZECLASS_H

#include "format/layout.h"

#define SIZECLASS_STEP        16u
#define SIZECLASS_EXACT_BYTES 1024u
#define SIZECLASS_EXACT       (SIZECLASS_EXACT_BYTES / SIZECLASS_STEP) /* classes 0 to 64 */

/* Prefix before, canary behind. */
#define BLOCK_OVERHEAD_BYTES (sizeof(memglass_prefix) + sizeof(uint64_t))

/* Smallest class whose blocks have at least `bytes` (1 to 2^56), prefix and canary included. */
static inline uint32_t sizeclass_of(uint64_t bytes)
{
    if (bytes <= SIZECLASS_EXACT_BYTES)
        return (uint32_t)((bytes + SIZECLASS_STEP - 1) / SIZECLASS_STEP);
    uint32_t log2 = 63u - (uint32_t)__builtin_clzll(bytes - 1);
    uint32_t eighth = (uint32_t)((bytes - 1) >> (log2 - 3)) & 7u;
    return SIZECLASS_EXACT + (log2 - 10) * 8 + eighth + 1;
}

/* Bytes of a block of a class. */
static inline uint64_t sizeclass_bytes(uint32_t size_class)
{
    if (size_class <= SIZECLASS_EXACT)
        return (uint64_t)size_class * SIZECLASS_STEP;
    uint32_t log2 = (size_class - SIZECLASS_EXACT - 1) / 8 + 10;
    uint64_t eighth = (size_class - SIZECLASS_EXACT - 1) % 8 + 1;
    return (UINT64_C(1) << log2) + (eighth << (log2 - 3));
}

#endif
