/* Loads of foreign bytes: from any place, of any size, as many bytes as are asked for and no more;
 * and the comparisons that are made of the same loads. */
#include "observer/load.h"
#include "unit.h"

#include <string.h>

enum { SIZE_MOST = 200, MARGIN = 64, FILL = 0xa5 };

/* Loads go by whole aligned words: there is one before, and one behind. */
static unsigned char from[MARGIN + SIZE_MOST + MARGIN] __attribute__((aligned(64)));
static unsigned char to[MARGIN + SIZE_MOST + MARGIN] __attribute__((aligned(64)));

typedef void load_fn(unsigned char *copy, const unsigned char *bytes, uint64_t size);
typedef bool differ_fn(const unsigned char *copy, const unsigned char *bytes, uint64_t size);

static void set_up(void)
{
    for (size_t i = 0; i < sizeof from; i++)
        from[i] = (unsigned char)(i * 7 + 1);
    memset(to, FILL, sizeof to);
}

/* What is beside them stays. */
static void check_load(load_fn *load, size_t at, size_t size)
{
    set_up();
    load(to + MARGIN, from + MARGIN + at, size);
    ck_assert_mem_eq(to + MARGIN, from + MARGIN + at, size);
    for (size_t i = 0; i < MARGIN; i++)
        ck_assert_msg(to[i] == FILL, "before: byte %zu of %zu from %zu", i, size, at);
    for (size_t i = MARGIN + size; i < sizeof to; i++)
        ck_assert_msg(to[i] == FILL, "behind: byte %zu of %zu from %zu", i - MARGIN, size, at);
}

/* Each byte alone may make the difference. */
static void check_differ(differ_fn *differ, size_t at, size_t size)
{
    set_up();
    memcpy(to + MARGIN, from + MARGIN + at, size);
    ck_assert(!differ(to + MARGIN, from + MARGIN + at, size));
    for (size_t i = 0; i < size; i++) {
        to[MARGIN + i] ^= 0x10;
        ck_assert_msg(differ(to + MARGIN, from + MARGIN + at, size), "byte %zu of %zu", i, size);
        to[MARGIN + i] ^= 0x10;
    }
}

START_TEST(test_as_many_bytes_are_loaded_as_are_asked_for)
{
    for (size_t size = 0; size <= SIZE_MOST; size++)
        for (size_t at = 0; at < 16; at++) {
            check_load(load_bytes, at, size);
            if (at % 8 == 0)
                check_load(load_words, at, size);
        }
}
END_TEST

START_TEST(test_each_byte_is_compared)
{
    for (size_t size = 0; size <= SIZE_MOST; size += 8)
        for (size_t at = 0; at < 16; at += 8)
            check_differ(differ_words, at, size);
}
END_TEST

#if LOAD_HAS_VECTORS
LOAD_VECTORS static void by_vectors(unsigned char *copy, const unsigned char *bytes, uint64_t size)
{
    load_vectors(copy, bytes, size);
}

LOAD_VECTORS static void past_caches(unsigned char *copy, const unsigned char *bytes, uint64_t size)
{
    load_streaming(copy, bytes, size);
    _mm_sfence();
}

LOAD_VECTORS static bool differ_by_vectors(const unsigned char *copy, const unsigned char *bytes,
                                           uint64_t size)
{
    return differ_vectors(copy, bytes, size);
}

START_TEST(test_vectors_do_the_same)
{
    for (size_t size = 0; size <= SIZE_MOST && __builtin_cpu_supports("avx2"); size += 8)
        for (size_t at = 0; at < 64; at += 16) {
            check_load(by_vectors, at, size);
            check_differ(differ_by_vectors, at, size);
            if (size && size % 32 == 0)
                check_load(past_caches, at, size);
        }
}
END_TEST
#else
START_TEST(test_vectors_do_the_same)
{
    ck_assert(!LOAD_HAS_VECTORS); /* all goes by words */
}
END_TEST
#endif

MEMGLASS_SUITE("observer/load", test_as_many_bytes_are_loaded_as_are_asked_for,
               test_each_byte_is_compared, test_vectors_do_the_same)
