/* Free rows by where they lie. Layer 2. */
#include "producer/reuse.h"

#include <stdlib.h>
#include <string.h>

void reuse_count(struct reuse *r, uint32_t row)
{
    if (++r->rows < REUSE_FROM || row / 64 < r->words)
        return;
    uint32_t words = 2 * (row / 64 + 1);
    uint64_t *larger = realloc(r->free, words * sizeof *larger);
    if (!larger)
        return;
    memset(larger + r->words, 0, (words - r->words) * sizeof *larger);
    r->free = larger;
    r->words = words;
}

void reuse_fini(struct reuse *r)
{
    free(r->free);
    *r = (struct reuse){0};
}

uint32_t reuse_take(struct reuse *r, uint32_t most, uint32_t *out)
{
    uint32_t taken = 0;
    if (r->gathered < reuse_kept(r))
        return 0;
    while (taken < most && r->gathered > 0) {
        uint64_t word = r->free[r->at];
        for (; word && taken < most; word &= word - 1, r->gathered--)
            out[taken++] = r->at * 64 + (uint32_t)__builtin_ctzll(word);
        r->free[r->at] = word;
        if (!word)
            r->at = (r->at + 1) % r->words;
    }
    return taken;
}
