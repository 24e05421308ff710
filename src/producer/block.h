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

/* Notes down what a destroyed object's bytes are. The event of its destruction and a release fence
 * come first: a reader that sees the changed canary must be able to see why. */
void block_retire(void *payload, uint64_t size, uint32_t index);
/* Nothing was stored to it since. */
bool block_untouched(const void *payload, uint64_t size, uint32_t index);

#endif
