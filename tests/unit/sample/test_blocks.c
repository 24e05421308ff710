/* Which blocks differ: each way of finding out against memcmp, at each size and number. */
#include "sample/blocks.c"
#include "unit.h"

#include <stdlib.h>

enum { LARGEST = SMALL + 24, ROUNDS = 40 };

typedef uint64_t way(const unsigned char *a, const unsigned char *b, size_t size, unsigned count);

/* Blocks that differ in one bit, anywhere; what lies behind them always does. */
static void check_way(way *differing, unsigned size, unsigned count, unsigned *seed)
{
    static unsigned char a[BLOCKS_MOST * LARGEST + 64], b[sizeof a];
    uint64_t expected = 0;
    memset(b, 1, sizeof b);
    memset(a, 2, sizeof a);
    memset(a, 1, (size_t)size * count);
    for (unsigned i = 0; i < count; i++) {
        if (rand_r(seed) % 3)
            continue;
        b[i * size + (unsigned)rand_r(seed) % size] ^= (unsigned char)(1 << rand_r(seed) % 8);
        expected |= UINT64_C(1) << i;
    }
    ck_assert_msg(differing(a, b, size, count) == expected, "%u blocks of %u", count, size);
}

static void check_sizes(way *differing, unsigned largest)
{
    unsigned seed = 3;
    for (unsigned size = 8; size <= largest; size += 8)
        for (unsigned round = 0; round < ROUNDS; round++)
            check_way(differing, size, 1 + (unsigned)rand_r(&seed) % BLOCKS_MOST, &seed);
}

START_TEST(test_blocks_that_differ_are_found)
{
    check_sizes(blocks_differing, LARGEST);
}
END_TEST

#if defined(__x86_64__)
START_TEST(test_blocks_are_found_by_sse2)
{
    check_sizes(by_sse2, SMALL);
}
END_TEST

START_TEST(test_blocks_are_found_by_avx2)
{
    if (__builtin_cpu_supports("avx2"))
        check_sizes(by_avx2, SMALL);
}
END_TEST

MEMGLASS_SUITE("sample/blocks", test_blocks_that_differ_are_found, test_blocks_are_found_by_sse2,
               test_blocks_are_found_by_avx2)
#else
MEMGLASS_SUITE("sample/blocks", test_blocks_that_differ_are_found)
#endif
