/*
 * Equal blocks of memory side by side: which of them differ. Layer 4.
 *
 * Small blocks are compared without a branch for each, so that it costs the same whichever differ;
 * in large ones memcmp finds the difference as fast as anything.
 */
#include "sample/blocks.h"

#include <string.h>

#if defined(__x86_64__)
#    include <immintrin.h>
#endif

enum { SMALL = 256 };

#define INLINE static inline __attribute__((always_inline))

static uint64_t large_differing(const unsigned char *a, const unsigned char *b, size_t size,
                                unsigned count)
{
    uint64_t differing = 0;
    for (unsigned i = 0; i < count; i++)
        differing |= (uint64_t)(memcmp(a + i * size, b + i * size, size) != 0) << i;
    return differing;
}

#if defined(__x86_64__)

#    define AVX2 __attribute__((target("avx2")))

INLINE AVX2 __m256i difference_32(const unsigned char *a, const unsigned char *b)
{
    return _mm256_xor_si256(_mm256_loadu_si256((const void *)a),
                            _mm256_loadu_si256((const void *)b));
}

INLINE __m128i difference_16(const unsigned char *a, const unsigned char *b)
{
    return _mm_xor_si128(_mm_loadu_si128((const void *)a), _mm_loadu_si128((const void *)b));
}

INLINE __m128i difference_8(const unsigned char *a, const unsigned char *b)
{
    return _mm_xor_si128(_mm_loadl_epi64((const void *)a), _mm_loadl_epi64((const void *)b));
}

/* What is behind the last whole 32 bytes. */
INLINE __m128i difference_rest(const unsigned char *a, const unsigned char *b, size_t size)
{
    __m128i all = _mm_setzero_si128();
    size_t at = size & ~(size_t)31;
    if (size & 16)
        all = difference_16(a + at, b + at);
    at += size & 16;
    if (size & 8)
        all = _mm_or_si128(all, difference_8(a + at, b + at));
    return all;
}

INLINE AVX2 uint64_t wide_differing(const unsigned char *a, const unsigned char *b, size_t size,
                                    unsigned count)
{
    uint64_t differing = 0;
    for (unsigned i = 0; i < count; i++, a += size, b += size) {
        __m256i all = _mm256_zextsi128_si256(difference_rest(a, b, size));
        for (size_t at = 0; at + 32 <= size; at += 32)
            all = _mm256_or_si256(all, difference_32(a + at, b + at));
        differing |= (uint64_t)!_mm256_testz_si256(all, all) << i;
    }
    return differing;
}

INLINE uint64_t narrow_differing(const unsigned char *a, const unsigned char *b, size_t size,
                                 unsigned count)
{
    uint64_t differing = 0;
    for (unsigned i = 0; i < count; i++, a += size, b += size) {
        __m128i all = difference_rest(a, b, size);
        for (size_t at = 0; at + 32 <= size; at += 32)
            all = _mm_or_si128(all, _mm_or_si128(difference_16(a + at, b + at),
                                                 difference_16(a + at + 16, b + at + 16)));
        int equal = _mm_movemask_epi8(_mm_cmpeq_epi8(all, _mm_setzero_si128()));
        differing |= (uint64_t)(equal != 0xffff) << i;
    }
    return differing;
}

/* Sizes that are common are compiled apart: all of their loop is known then. */
#    define BY_SIZE(differing, a, b, size, count)      \
        ((size) == 32   ? (differing)(a, b, 32, count) \
         : (size) == 64 ? (differing)(a, b, 64, count) \
                        : (differing)(a, b, size, count))

static AVX2 uint64_t by_avx2(const unsigned char *a, const unsigned char *b, size_t size,
                             unsigned count)
{
    return BY_SIZE(wide_differing, a, b, size, count);
}

static uint64_t by_sse2(const unsigned char *a, const unsigned char *b, size_t size, unsigned count)
{
    return BY_SIZE(narrow_differing, a, b, size, count);
}

static uint64_t small_differing(const unsigned char *a, const unsigned char *b, size_t size,
                                unsigned count)
{
    return __builtin_cpu_supports("avx2") ? by_avx2(a, b, size, count) : by_sse2(a, b, size, count);
}

#else

INLINE uint64_t word_at(const unsigned char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

static uint64_t small_differing(const unsigned char *a, const unsigned char *b, size_t size,
                                unsigned count)
{
    uint64_t differing = 0;
    for (unsigned i = 0; i < count; i++, a += size, b += size) {
        uint64_t all = 0;
        for (size_t at = 0; at < size; at += 8)
            all |= word_at(a + at) ^ word_at(b + at);
        differing |= (uint64_t)(all != 0) << i;
    }
    return differing;
}

#endif

uint64_t blocks_differing(const unsigned char *a, const unsigned char *b, size_t size,
                          unsigned count)
{
    return size <= SMALL ? small_differing(a, b, size, count) : large_differing(a, b, size, count);
}
