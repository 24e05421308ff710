/*
 * Bytes out of memory that somebody stores to while they are read: each aligned scalar of up to 8
 * bytes is had whole, whatever the writer does. Layer 2.
 *
 * By words everywhere: relaxed atomic loads of 8 bytes. By vectors on x86-64, where the manuals
 * promise that an aligned load of 16 bytes by MOVDQA is one access on every processor that has AVX:
 * Intel's in volume 3A, "Guaranteed Atomic Operations"; AMD's in volume 2, "Access Atomicity",
 * which extends naturally aligned loads from a quadword to a double quadword. Of 32 bytes neither
 * says anything, so what is loaded is halves, and only what is stored, to memory that is ours
 * alone, is 32 bytes. Loads are not moved behind later loads there, and the asm is volatile: the
 * compiler neither repeats one nor moves it over a fence. ThreadSanitizer would not see these
 * loads, so under it all goes by words.
 */
#ifndef OBSERVER_LOAD_H
#define OBSERVER_LOAD_H

#include <memglass/guard.h>
#include <stdbool.h>

#if defined(__SANITIZE_THREAD__)
#    define LOAD_WORDS_ONLY
#elif defined(__has_feature)
#    if __has_feature(thread_sanitizer)
#        define LOAD_WORDS_ONLY
#    endif
#endif
#if defined(__x86_64__) && !defined(LOAD_WORDS_ONLY)
#    include <immintrin.h>
#    define LOAD_HAS_VECTORS 1
#else
#    define LOAD_HAS_VECTORS 0
#endif

/* From an aligned place, whose last word is readable as a whole: a canary or padding follows. */
static inline void load_words(unsigned char *to, const unsigned char *from, uint64_t size)
{
    const memglass_word *words = (const memglass_word *)(const void *)from;
    uint64_t whole = size / sizeof(uint64_t), rest = size % sizeof(uint64_t), word;
    for (uint64_t i = 0; i < whole; i++) {
        word = __atomic_load_n(&words[i], __ATOMIC_RELAXED);
        memcpy(to + i * sizeof word, &word, sizeof word);
    }
    if (rest) {
        word = __atomic_load_n(&words[whole], __ATOMIC_RELAXED);
        memcpy(to + whole * sizeof word, &word, rest);
    }
}

/* The same from any place: of a word that begins before, no more is stored than is asked for. */
static inline void load_bytes(unsigned char *to, const unsigned char *from, uint64_t size)
{
    uint64_t before = (uintptr_t)from % sizeof(uint64_t), head = sizeof(uint64_t) - before, word;
    if (before) {
        head = head < size ? head : size;
        word =
            __atomic_load_n((const memglass_word *)(const void *)(from - before), __ATOMIC_RELAXED);
        memcpy(to, (const unsigned char *)&word + before, head);
        to += head;
        from += head;
        size -= head;
    }
    load_words(to, from, size);
}

/* Whether the bytes differ from those of an earlier copy. `size` is a multiple of 8. */
static inline bool differ_words(const unsigned char *copy, const unsigned char *from, uint64_t size)
{
    const memglass_word *words = (const memglass_word *)(const void *)from;
    uint64_t all = 0, word;
    for (uint64_t at = 0; at < size; at += sizeof word) {
        memcpy(&word, copy + at, sizeof word);
        all |= word ^ __atomic_load_n(&words[at / sizeof word], __ATOMIC_RELAXED);
    }
    return all != 0;
}

#if LOAD_HAS_VECTORS

#    define LOAD_VECTORS __attribute__((target("avx2")))

LOAD_VECTORS static inline __m128i load_vector(const unsigned char *from)
{
    __m128i vector;
    __asm__ volatile("vmovdqa %1, %0" : "=x"(vector) : "m"(*(const __m128i *)(const void *)from));
    return vector;
}

LOAD_VECTORS static inline __m256i load_both(const unsigned char *from)
{
    __m128i low = load_vector(from), high = load_vector(from + 16);
    return _mm256_set_m128i(high, low);
}

/* `from` is a multiple of 16, `size` of 8. */
LOAD_VECTORS static inline void load_vectors(unsigned char *to, const unsigned char *from,
                                             uint64_t size)
{
    uint64_t at = 0;
    for (; at + 32 <= size; at += 32)
        _mm256_storeu_si256((__m256i *)(void *)(to + at), load_both(from + at));
    if (at + 16 <= size) {
        _mm_storeu_si128((__m128i *)(void *)(to + at), load_vector(from + at));
        at += 16;
    }
    if (at < size)
        load_words(to + at, from + at, sizeof(uint64_t));
}

/* As differ_words; `from` is a multiple of 16. */
LOAD_VECTORS static inline bool differ_vectors(const unsigned char *copy, const unsigned char *from,
                                               uint64_t size)
{
    __m256i all = _mm256_setzero_si256();
    uint64_t at = 0;
    for (; at + 32 <= size; at += 32) {
        __m256i was = _mm256_loadu_si256((const void *)(copy + at));
        all = _mm256_or_si256(all, _mm256_xor_si256(was, load_both(from + at)));
    }
    if (at + 16 <= size) {
        __m128i was = _mm_loadu_si128((const void *)(copy + at));
        __m128i differ = _mm_xor_si128(was, load_vector(from + at));
        all = _mm256_or_si256(all, _mm256_zextsi128_si256(differ));
        at += 16;
    }
    bool rest = at < size && differ_words(copy + at, from + at, sizeof(uint64_t));
    return rest || !_mm256_testz_si256(all, all);
}

/* As load_vectors, past the caches: `to` and `size` are multiples of 32, `size` is not 0, and a
 * store fence comes before anybody reads the copy. */
LOAD_VECTORS static inline void load_streaming(unsigned char *to, const unsigned char *from,
                                               uint64_t size)
{
    uint64_t at = 0;
    do {
        _mm256_stream_si256((__m256i *)(void *)(to + at), load_both(from + at));
        at += 32;
    } while (at < size);
}

#endif
#endif
