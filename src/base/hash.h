/* FNV-1a (Fowler, Noll, Vo; draft-eastlake-fnv): for labels and type layouts, short keys of our own
 * process. Layer 0. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_SEED UINT64_C(0xcbf29ce484222325)

static inline uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ at[i]) * UINT64_C(0x100000001b3);
    return hash;
}

/* The 32 bits that the format stores for a label, of all its bytes from HASH_SEED on. */
static inline uint32_t hash_label_end(uint64_t hash)
{
    return (uint32_t)(hash ^ (hash >> 32));
}

static inline uint32_t hash_label(const char *label, size_t size)
{
    return hash_label_end(hash_bytes(HASH_SEED, label, size));
}

#endif
