/* The fields of a small object as masks of its words. Layer 4. */
#include "sample/plan.h"

#include "field/bits.h"
#include "sample/compare.h"

#include <string.h>

#if defined(__x86_64__)
#    include <immintrin.h>
#endif

/* A description that takes more steps is damaged, or not worth it. */
enum { STEPS_MOST = 8 * PLAN_BYTES };

struct making {
    struct plan *plan;
    uint64_t bits; /* of the object */
    unsigned steps;
};

static uint64_t ones(uint64_t count)
{
    return count < 64 ? (UINT64_C(1) << count) - 1 : UINT64_MAX;
}

/* Words that a mask cannot tell of, and all bits of them that may matter. */
static void leave_to_type(struct making *m, uint64_t first, uint64_t bits)
{
    for (uint64_t w = first / 64; w <= (first + bits - 1) / 64; w++) {
        m->plan->values[w] = UINT64_MAX;
        m->plan->tops[w] = 0;
    }
}

static bool is_left(const struct plan *p, uint64_t word)
{
    return p->values[word] && !p->tops[word];
}

/* False: it is not within the object. */
static bool add_value(struct making *m, uint64_t first, uint64_t bits, bool plain)
{
    if (bits == 0)
        return true;
    if (first > m->bits || bits > m->bits - first)
        return false;
    uint64_t w = first / 64, at = first % 64;
    bool one_word = at + bits <= 64;
    uint64_t mask = one_word ? ones(bits) << at : 0;
    if (!plain || !one_word || is_left(m->plan, w) || m->plan->values[w] & mask) {
        leave_to_type(m, first, bits);
        return true;
    }
    m->plan->values[w] |= mask;
    m->plan->tops[w] |= UINT64_C(1) << (at + bits - 1);
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
}

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

static inline uint64_t values_differing(uint64_t x, uint64_t values, uint64_t tops)
{
    uint64_t differ = (((x & ~tops) + (values & ~tops)) | x) & tops;
    return (uint64_t)__builtin_popcountll(differ);
}

/* Bits that differ and of which the type has to tell are `unknown`. */
static uint64_t words_changed(const struct plan *p, uint64_t first, uint64_t words,
                              const unsigned char *a, const unsigned char *b, uint64_t *unknown)
{
    uint64_t changes = 0;
    for (uint64_t w = first; w < words; w++) {
        uint64_t x = (word_at(a + w * 8) ^ word_at(b + w * 8)) & p->values[w];
        *unknown |= p->tops[w] ? 0 : x;
        if (x)
            changes += values_differing(x, p->values[w], p->tops[w]);
    }
    return changes;
}

#if defined(__x86_64__)

#    define AVX2 __attribute__((target("avx2,popcnt")))

static inline AVX2 __m256i four_words(const void *at)
{
    return _mm256_loadu_si256(at);
}

static inline AVX2 uint64_t count_bits(__m256i four)
{
    __m128i low = _mm256_castsi256_si128(four), high = _mm256_extracti128_si256(four, 1);
    return (uint64_t)(_mm_popcnt_u64((uint64_t)_mm_cvtsi128_si64(low)) +
                      _mm_popcnt_u64((uint64_t)_mm_extract_epi64(low, 1)) +
                      _mm_popcnt_u64((uint64_t)_mm_cvtsi128_si64(high)) +
                      _mm_popcnt_u64((uint64_t)_mm_extract_epi64(high, 1)));
}

/* As words_changed, four words at a time; how many they were is `done`. */
static AVX2 uint64_t fours_changed(const struct plan *p, uint64_t words, const unsigned char *a,
                                   const unsigned char *b, uint64_t *unknown, uint64_t *done)
{
    const __m256i zero = _mm256_setzero_si256();
    __m256i strange = zero;
    uint64_t changes = 0, w = 0;
    for (; w + 4 <= words; w += 4) {
        __m256i values = four_words(&p->values[w]), tops = four_words(&p->tops[w]);
        __m256i x = _mm256_xor_si256(four_words(a + w * 8), four_words(b + w * 8));
        __m256i lows = _mm256_andnot_si256(tops, values);
        x = _mm256_and_si256(x, values);
        strange = _mm256_or_si256(strange, _mm256_and_si256(x, _mm256_cmpeq_epi64(tops, zero)));
        __m256i carried = _mm256_add_epi64(_mm256_and_si256(x, lows), lows);
        changes += count_bits(_mm256_and_si256(_mm256_or_si256(carried, x), tops));
    }
    *unknown |= !_mm256_testz_si256(strange, strange);
    *done = w;
    return changes;
}

#endif

uint64_t plan_changes(const struct plan *p, const unsigned char *a, const unsigned char *b,
                      uint64_t size)
{
    uint64_t changes = 0, unknown = !p->whole, words = size / 8, rest = size % 8, done = 0;
    if (unknown)
        return compare_whole(p->type, p->count, a, b);
#if defined(__x86_64__)
    if (words >= 4 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt"))
        changes = fours_changed(p, words, a, b, &unknown, &done);
#endif
    changes += words_changed(p, done, words, a, b, &unknown);
    if (rest) {
        uint64_t x = part_at(a + words * 8, rest) ^ part_at(b + words * 8, rest);
        x &= p->values[words];
        unknown |= p->tops[words] ? 0 : x;
        changes += values_differing(x, p->values[words], p->tops[words]);
    }
    return unknown ? compare_whole(p->type, p->count, a, b) : changes;
}
