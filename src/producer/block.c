/* The ends of a block, by which damage shows. Layer 2. */
#include "producer/block.h"

/* A rotation and a sum: cheap, and the step can be undone, so no single changed word is missed. */
static inline uint64_t mixed(uint64_t hash, uint64_t word)
{
    return (hash << 13 | hash >> 51) + word;
}

static inline uint64_t word_at(const memglass_word *words, uint64_t i)
{
    return __atomic_load_n(&words[i], __ATOMIC_RELAXED);
}

/* Paid at each destruction: four sums, which the processor computes side by side. */
static uint64_t hash_of(const void *payload, uint64_t size)
{
    const memglass_word *words = payload;
    uint64_t count = round_up(size < BLOCK_WATCHED_BYTES ? size : BLOCK_WATCHED_BYTES, 8) / 8,
             i = 0;
    uint64_t a = size, b = 1, c = 2, d = 3;
    for (; i + 4 <= count; i += 4) {
        a = mixed(a, word_at(words, i));
        b = mixed(b, word_at(words, i + 1));
        c = mixed(c, word_at(words, i + 2));
        d = mixed(d, word_at(words, i + 3));
    }
    for (; i < count; i++)
        a = mixed(a, word_at(words, i));
    a = mixed(mixed(mixed(a, b), c), d);
    return a * UINT64_C(0x9e3779b97f4a7c15); /* a small change must not look like another index */
}

void block_retire(void *payload, uint64_t size, uint32_t index)
{
    store_relaxed_64(block_canary(payload, size), FORMAT_CANARY ^ index ^ hash_of(payload, size));
}

bool block_untouched(const void *payload, uint64_t size, uint32_t index)
{
    return load_relaxed_64(block_canary(payload, size)) ==
           (FORMAT_CANARY ^ index ^ hash_of(payload, size));
}
