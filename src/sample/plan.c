/* The fields of a small object as masks of its words. Layer 4. */
#include "sample/plan.h"

#include "base/checked.h"
#include "field/bits.h"
#include "sample/compare.h"

#include <string.h>

#if defined(__x86_64__)
#    include <immintrin.h>
#endif

/* A description that takes more steps is damaged, or not worth it. */
enum { STEPS_MOST = 8 * PLAN_BYTES };

#define BYTE_TOPS UINT64_C(0x8080808080808080)

struct making {
    struct plan *plan;
    uint64_t bits; /* of the object */
    unsigned steps;
};

/* Words that a mask cannot tell of, and all bits of them that may matter. */
static void leave_to_type(struct making *m, uint64_t first, uint64_t bits)
{
    for (uint64_t w = first / 64; w <= (first + bits - 1) / 64; w++) {
        m->plan->others[w] = UINT64_MAX;
        m->plan->lows[w] = m->plan->tops[w] = 0;
    }
}

/* False: it is not within the object. */
static bool add_value(struct making *m, uint64_t first, uint64_t bits, bool plain)
{
    if (bits == 0)
        return true;
    if (first > m->bits || bits > m->bits - first)
        return false;
    struct plan *p = m->plan;
    uint64_t w = first / 64, at = first % 64;
    bool one_word = at + bits <= 64;
    uint64_t mask = one_word ? lowest_bits(bits) << at : 0;
    if (!plain || !one_word || p->others[w] || (p->lows[w] | p->tops[w]) & mask) {
        leave_to_type(m, first, bits);
        return true;
    }
    p->lows[w] |= mask & mask >> 1;
    p->tops[w] |= mask & ~(mask >> 1);
    return true;
}

static bool add_struct(struct making *m, const memglass_type *type, uint64_t first);

/* Values that are the same when their bits are. */
static bool is_plain(const memglass_field *f)
{
    if (f->kind == MEMGLASS_KIND_STRING || f->bit_size > 64)
        return false;
    return (f->bit_offset | f->bit_size) % 8 == 0 || bits_is_integer(f);
}

static bool add_element(struct making *m, const memglass_field *f, uint64_t first)
{
    if (m->steps++ >= STEPS_MOST)
        return false;
    if (f->type)
        return add_struct(m, f->type, first);
    return add_value(m, first, f->bit_size, is_plain(f));
}

static bool add_field(struct making *m, const memglass_field *f, uint64_t first)
{
    uint64_t elements = field_elements(f), stride = f->stride_bytes;
    if (elements == 1)
        return add_element(m, f, first);
    if (elements == 0 || stride == 0)
        return true;
    if (elements > PLAN_BYTES || stride > PLAN_BYTES)
        return false;
    for (uint64_t i = 0; i < elements; i++)
        if (!add_element(m, f, first + i * stride * 8))
            return false;
    return true;
}

static bool add_struct(struct making *m, const memglass_type *type, uint64_t first)
{
    if (type->is_union)
        return add_value(m, first, type->size * 8, true);
    for (uint32_t i = 0; i < type->field_count; i++)
        if (!add_field(m, &type->fields[i], first + type->fields[i].bit_offset))
            return false;
    return true;
}

/* The lowest byte of a word is its first one here, as fields count their bits. */
static bool counts_from_low(void)
{
    const uint16_t one = 1;
    unsigned char first;
    memcpy(&first, &one, 1);
    return first == 1;
}

/* Each value ends where a byte does. */
static bool ends_with_bytes(const struct plan *p)
{
    uint64_t within = 0;
    for (size_t w = 0; w < PLAN_WORDS; w++)
        within |= p->tops[w] & ~BYTE_TOPS;
    return !within;
}

void plan_make(struct plan *p, const memglass_type *type, uint64_t count)
{
    uint64_t size = type->size * count;
    *p = (struct plan){.type = type, .count = count};
    if (size > PLAN_BYTES || !counts_from_low())
        return;
    struct making m = {.plan = p, .bits = size * 8};
    p->whole = true;
    for (uint64_t i = 0; i < count && p->whole; i++)
        p->whole = add_struct(&m, type, i * type->size * 8);
    p->bytes = ends_with_bytes(p);
}

/* --- counting --- */

static inline uint64_t word_at(const unsigned char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* Of fewer bytes than a word has. */
static uint64_t part_at(const unsigned char *bytes, uint64_t size)
{
    uint64_t word = 0;
    memcpy(&word, bytes, size);
    return word;
}

/* Of a word whose bits x differ: values that do. Bits of which the type has to tell are `unknown`.
 */
static inline uint64_t word_changes(const struct plan *p, uint64_t w, uint64_t x, uint64_t *unknown)
{
    uint64_t differ = (((x & p->lows[w]) + p->lows[w]) | x) & p->tops[w];
    *unknown |= x & p->others[w];
    return differ ? (uint64_t)__builtin_popcountll(differ) : 0;
}

/* From word `first` on. */
static uint64_t words_changes(const struct plan *p, uint64_t first, const unsigned char *a,
                              const unsigned char *b, uint64_t size, uint64_t *unknown)
{
    uint64_t changes = 0, words = size / 8, rest = size % 8;
    for (uint64_t w = first; w < words; w++)
        changes += word_changes(p, w, word_at(a + w * 8) ^ word_at(b + w * 8), unknown);
    if (rest) {
        uint64_t x = part_at(a + words * 8, rest) ^ part_at(b + words * 8, rest);
        changes += word_changes(p, words, x, unknown);
    }
    return changes;
}

static uint64_t block_changes(const struct plan *p, const unsigned char *a, const unsigned char *b,
                              uint64_t size)
{
    uint64_t unknown = 0, changes = words_changes(p, 0, a, b, size, &unknown);
    return unknown ? compare_whole(p->type, p->count, a, b) : changes;
}

#if defined(__x86_64__)

#    define AVX2 __attribute__((target("avx2,popcnt")))

static inline AVX2 __m256i four_words(const void *at)
{
    return _mm256_loadu_si256(at);
}

/* As block_changes, four words at a time: the top of a value that ends with a byte is that of the
 * byte. */
static inline AVX2 uint64_t block_changes_wide(const struct plan *p, const unsigned char *a,
                                               const unsigned char *b, uint64_t size)
{
    __m256i strange = _mm256_setzero_si256();
    uint64_t changes = 0, unknown = 0, w = 0;
    for (; w + 4 <= size / 8; w += 4) {
        __m256i lows = four_words(&p->lows[w]), tops = four_words(&p->tops[w]);
        __m256i x = _mm256_xor_si256(four_words(a + w * 8), four_words(b + w * 8));
        strange = _mm256_or_si256(strange, _mm256_and_si256(x, four_words(&p->others[w])));
        __m256i carried = _mm256_add_epi64(_mm256_and_si256(x, lows), lows);
        __m256i differ = _mm256_and_si256(_mm256_or_si256(carried, x), tops);
        changes += (uint64_t)_mm_popcnt_u32((uint32_t)_mm256_movemask_epi8(differ));
    }
    if (w * 8 < size)
        changes += words_changes(p, w, a, b, size, &unknown);
    if (unknown || !_mm256_testz_si256(strange, strange))
        return compare_whole(p->type, p->count, a, b);
    return changes;
}

static AVX2 void all_wide(const struct plan *p, const struct plan_blocks *s, uint64_t blocks,
                          uint64_t *changes)
{
    for (; blocks; blocks &= blocks - 1) {
        unsigned i = (unsigned)__builtin_ctzll(blocks);
        changes[i] = block_changes_wide(p, s->a + i * s->stride, s->b + i * s->stride, s->size);
    }
}

static bool can_wide(const struct plan *p)
{
    return p->bytes && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
}

#else

static void all_wide(const struct plan *p, const struct plan_blocks *s, uint64_t blocks,
                     uint64_t *changes)
{
    (void)p, (void)s, (void)blocks, (void)changes;
}

static bool can_wide(const struct plan *p)
{
    (void)p;
    return false;
}

#endif

void plan_changes(const struct plan *p, const struct plan_blocks *s, uint64_t blocks,
                  uint64_t *changes)
{
    if (p->whole && can_wide(p)) {
        all_wide(p, s, blocks, changes);
        return;
    }
    for (; blocks; blocks &= blocks - 1) {
        unsigned i = (unsigned)__builtin_ctzll(blocks);
        const unsigned char *a = s->a + i * s->stride, *b = s->b + i * s->stride;
        changes[i] =
            p->whole ? block_changes(p, a, b, s->size) : compare_whole(p->type, p->count, a, b);
    }
}
