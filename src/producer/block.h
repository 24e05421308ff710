/*
 * The ends of a block, by which damage shows: a check word (canary) right behind each payload, and,
 * from destruction to reuse, a hash of the payload in that word. Layer 2. Under the session's lock.
 */
#ifndef PRODUCER_BLOCK_H
#define PRODUCER_BLOCK_H

#include "base/checked.h"
#include "format/layout.h"
#include "format/words.h"

/* Of a destroyed object so many bytes are watched: destroying a large one must not read all of it.
 */
#define BLOCK_WATCHED_BYTES 1024u

static inline uint64_t *block_canary(const void *payload, uint64_t size)
{
    return (uint64_t *)(uintptr_t)((const char *)payload + round_up(size, 8));
}

/* Puts the canary behind `size` bytes of payload; whether it is still there. */
static inline void block_seal(void *payload, uint64_t size, uint32_t index)
{
    store_relaxed_64(block_canary(payload, size), FORMAT_CANARY ^ index);
}

static inline bool block_sealed(const void *payload, uint64_t size, uint32_t index)
{
    return load_relaxed_64(block_canary(payload, size)) == (FORMAT_CANARY ^ index);
}

/* Two words side by side. */
typedef uint64_t block_pair __attribute__((vector_size(16)));

/* Stray stores may come at any time: each word is loaded as a whole, so what is hashed is what was
 * there. x86-64 loads two at a time, and no order of the two is needed. */
static inline block_pair block_pair_at(const memglass_word *words, uint64_t i)
{
#if defined(__x86_64__) && !defined(MEMGLASS_WORDS_ONLY_)
    block_pair p;
    memcpy(&p, &words[i], sizeof p);
    return p;
#else
    return (block_pair){__atomic_load_n(&words[i], __ATOMIC_RELAXED),
                        __atomic_load_n(&words[i + 1], __ATOMIC_RELAXED)};
#endif
}

/*
 * Paid at each destruction, and once more at the end of the grace period. As Fletcher's checksum:
 * the sum of all words, and the sum of all sums on the way, so that a word counts by where it is.
 * One changed word is never missed: in the sums it counts 1 + 2k times, and that and the factors
 * are odd.
 */
static inline uint64_t block_hash(const void *payload, uint64_t size)
{
    const memglass_word *words = __builtin_assume_aligned(payload, 16);
    uint64_t watched = size < BLOCK_WATCHED_BYTES ? size : BLOCK_WATCHED_BYTES;
    uint64_t count = round_up(watched, 8) / 8, i = 0;
    block_pair sum = {size, 1}, sums = {0, 0};
    for (; i + 4 <= count; i += 4) {
        sums += sum += block_pair_at(words, i);
        sums += sum += block_pair_at(words, i + 2);
    }
    for (; i < count; i++)
        sums += sum += (block_pair){__atomic_load_n(&words[i], __ATOMIC_RELAXED), 0};
    sum += sums + sums;
    return sum[0] * UINT64_C(0x9e3779b97f4a7c15) + sum[1] * UINT64_C(0xc2b2ae3d27d4eb4f);
}

/* Notes down what a destroyed object's bytes are. The event of its destruction and a release fence
 * come first: a reader that sees the changed canary must be able to see why. */
static inline void block_retire(void *payload, uint64_t size, uint32_t index)
{
    store_relaxed_64(block_canary(payload, size),
                     FORMAT_CANARY ^ index ^ block_hash(payload, size));
}

/* Nothing was stored to it since. */
static inline bool block_untouched(const void *payload, uint64_t size, uint32_t index)
{
    return load_relaxed_64(block_canary(payload, size)) ==
           (FORMAT_CANARY ^ index ^ block_hash(payload, size));
}

#endif
