/*
 * Which objects of a run are as an earlier copy has them. Layer 2.
 *
 * An object is looked at as for a copy: its prefix, acquire, its bytes, acquire, its prefix again.
 * Of a guarded field that means what it means of a copy, too: its guard is among the bytes, and who
 * finds the same even guard finds the value that it is of. Whatever else could be said of an object
 * than that it is the same is left to a copy.
 */
#include "base/checked.h"
#include "observer/copying.h"
#include "observer/state.h"

/* So many stretches are asked for before they are come to, of each so many bytes at most: pages
 * that were written to lie here and there, and it takes a processor some lines of each until it
 * does so by itself. */
enum { AHEAD = 4, ASKED = 4096, LINE = 64 };

struct sift {
    const memglass_observer *o;
    const struct observer_run *run;
    const unsigned char *copies, *truths;
    const uint64_t *left;
    uint64_t *bits;
    size_t row;
    int64_t same;
};

/* Some neighbouring objects and their earlier copies. */
struct both {
    const unsigned char *from, *copies, *truths;
    uint64_t stride, size;
    bool word;
};

static struct both part_of(const struct both *b, uint64_t first)
{
    struct both part = *b;
    part.from += first * b->stride;
    part.copies += first * b->size;
    part.truths += first;
    return part;
}

/* --- stretches --- */

/* Objects whose bits are neighbours in a word. */
struct stretch {
    size_t row;
    unsigned count;
};

/* The first one from row `at` on, which goes behind it. */
static bool next_stretch(const struct sift *s, size_t *at, struct stretch *out)
{
    size_t end = s->row + s->run->count;
    while (*at < end) {
        uint64_t bits = (s->bits[*at / 64] & ~s->left[*at / 64]) >> *at % 64;
        if (!bits) {
            *at += 64 - *at % 64;
            continue;
        }
        unsigned skipped = (unsigned)__builtin_ctzll(bits);
        uint64_t others = ~(bits >> skipped);
        size_t row = *at + skipped;
        size_t count = others ? (unsigned)__builtin_ctzll(others) : 64;
        if (row >= end)
            return false;
        count = count < end - row ? count : end - row;
        *out = (struct stretch){.row = row, .count = (unsigned)count};
        *at = row + count;
        return true;
    }
    return false;
}

static void ask_for(const unsigned char *at, uint64_t bytes)
{
    for (uint64_t i = 0; i < bytes && i < ASKED; i += LINE)
        __builtin_prefetch(at + i, 0, 2);
}

static void ask_ahead(const struct sift *s, const struct both *b, size_t *at)
{
    struct stretch next;
    if (!next_stretch(s, at, &next))
        return;
    ask_for(b->from + (next.row - s->row) * b->stride, next.count * b->stride);
    ask_for(b->copies + (next.row - s->row) * b->size, next.count * b->size);
}

/* --- comparing --- */

#define INLINE static inline __attribute__((always_inline))

/* Whether the bytes of an object differ from a copy. */
typedef bool differ_fn(const unsigned char *copy, const unsigned char *from, uint64_t size);

/* Bits of those of `count` objects whose bytes differ. When it cannot be told of one of them,
 * trouble is not 0. */
INLINE uint64_t differing_some(struct both b, unsigned count, uint64_t *trouble, differ_fn *differ)
{
    uint64_t found = 0, before[TOGETHER], all = 0;
    for (unsigned i = 0; i < count; i++)
        before[i] = first_look(b.from + i * b.stride);
    for (unsigned i = 0; i < count; i++) {
        const unsigned char *from = b.from + i * b.stride;
        found |= (uint64_t)differ(b.copies + i * b.size, from, b.size) << i;
        all |= trouble_of(before[i], from, b.size);
        all |= b.truths[i] ^ (uint64_t)settled((uint32_t)before[i], b.word);
    }
    fence_acquire(); /* pairs as in copy_some, observer/copy_run.c */
    for (unsigned i = 0; i < count; i++)
        all |= moved(before[i], second_look(b.from + i * b.stride));
    *trouble |= all;
    return found;
}

INLINE uint64_t differing(struct both b, unsigned count, differ_fn *differ)
{
    uint64_t found = 0, trouble = 0;
    unsigned i = 0;
    for (; i + TOGETHER <= count; i += TOGETHER) {
        found |= differing_some(b, TOGETHER, &trouble, differ) << i;
        b.from += TOGETHER * b.stride;
        b.copies += TOGETHER * b.size;
        b.truths += TOGETHER;
    }
    for (; i < count; i++) {
        found |= differing_some(b, 1, &trouble, differ) << i;
        b.from += b.stride;
        b.copies += b.size;
        b.truths++;
    }
    return trouble ? lowest_bits(count) : found; /* a copy will tell of each */
}

/* A size that is common is compiled apart: all of its loop is known then. */
INLINE uint64_t differing_by_size(struct both b, unsigned count, differ_fn *differ)
{
    struct both known = b;
    known.size = 64;
    return b.size == 64 ? differing(known, count, differ) : differing(b, count, differ);
}

INLINE void sift_all(struct sift *s, const struct both *b, differ_fn *differ)
{
    struct stretch now;
    size_t at = s->row, ahead = s->row;
    for (int i = 0; i < AHEAD; i++)
        ask_ahead(s, b, &ahead);
    while (next_stretch(s, &at, &now)) {
        ask_ahead(s, b, &ahead);
        uint64_t found = differing_by_size(part_of(b, now.row - s->row), now.count, differ);
        s->bits[now.row / 64] &= ~((lowest_bits(now.count) & ~found) << now.row % 64);
        s->same += now.count - (found ? (unsigned)__builtin_popcountll(found) : 0);
    }
}

static void sift_words(struct sift *s, const struct both *b)
{
    sift_all(s, b, differ_words);
}

#if LOAD_HAS_VECTORS
LOAD_VECTORS static void sift_vectors(struct sift *s, const struct both *b)
{
    sift_all(s, b, differ_vectors);
}

static void sift_objects(struct sift *s, const struct both *b)
{
    uint64_t stride = s->run->count > 1 ? b->stride : 0;
    if (((uintptr_t)b->from | stride) % 16 || !__builtin_cpu_supports("avx2"))
        sift_words(s, b);
    else
        sift_vectors(s, b);
}
#else
static void sift_objects(struct sift *s, const struct both *b)
{
    sift_words(s, b);
}
#endif

static int sift_run(void *ctx)
{
    struct sift *s = ctx;
    const struct both b = {.from = run_payloads(s->o, s->run),
                           .copies = s->copies,
                           .truths = s->truths,
                           .stride = s->run->stride,
                           .size = round_up(s->run->size, 8),
                           .word = observer_type_of(s->run->type)->word && s->run->elements == 1};
    if (!b.from)
        return MEMGLASS_E_CORRUPT;
    sift_objects(s, &b);
    return MEMGLASS_OK;
}

int64_t observer_rows_sift(const memglass_observer *o, const struct observer_run *run,
                           const unsigned char *copies, const unsigned char *truths,
                           const uint64_t *left, uint64_t *bits, size_t row)
{
    struct sift s = {.o = o,
                     .run = run,
                     .copies = copies,
                     .truths = truths,
                     .left = left,
                     .bits = bits,
                     .row = row};
    int status = run->count ? shm_guarded(sift_run, &s) : MEMGLASS_OK;
    return status < 0 ? status : s.same;
}
