/* Large memory takes no more than is used of it. Tests only. */
#include "sample/pages.h"
#include "unit.h"

#include <memglass/base.h>
#include <string.h>
#include <sys/mman.h>

enum { PAGE = 4096, HUGE = 2 << 20, ODD_BYTES = HUGE + HUGE / 2 };

static uint64_t resident(const struct pages *p)
{
    unsigned char in[10 * HUGE / PAGE];
    uint64_t sum = 0, count = p->size / PAGE;
    ck_assert_uint_le(count, sizeof in);
    ck_assert_int_eq(mincore(p->at, p->size, in), 0);
    for (uint64_t i = 0; i < count; i++)
        sum += (in[i] & 1) * (uint64_t)PAGE;
    return sum;
}

START_TEST(test_no_huge_page_stands_for_a_part_of_one)
{
    struct pages p = {0};
    ck_assert_int_eq(pages_fit(&p, ODD_BYTES), MEMGLASS_OK);
    ck_assert_uint_ge(p.size, ODD_BYTES);
    memset(p.at, 1, ODD_BYTES);
    ck_assert_uint_eq(resident(&p), ODD_BYTES);
    pages_free(&p);
}
END_TEST

START_TEST(test_what_is_sparse_takes_what_is_touched)
{
    struct pages p = {0};
    ck_assert_int_eq(pages_fit_sparse(&p, 8 * HUGE), MEMGLASS_OK);
    p.at[0] = p.at[5 * HUGE] = 1;
    ck_assert_uint_eq(resident(&p), 2 * PAGE);
    pages_free(&p);
}
END_TEST

START_TEST(test_memory_stays_until_it_is_too_small_or_far_too_large)
{
    struct pages p = {0};
    ck_assert_int_eq(pages_fit(&p, 4 * HUGE), MEMGLASS_OK);
    p.at[0] = 1;
    ck_assert_int_eq(pages_fit(&p, 4 * HUGE + PAGE), MEMGLASS_OK);
    ck_assert_int_eq(p.at[0], 1);
    ck_assert_int_eq(pages_fit(&p, 2 * HUGE), MEMGLASS_OK);
    ck_assert_int_eq(p.at[0], 1);
    ck_assert_int_eq(pages_fit(&p, PAGE), MEMGLASS_OK);
    ck_assert_uint_lt(p.size, HUGE);
    ck_assert_int_eq(pages_fit(&p, UINT64_MAX / 2), MEMGLASS_E_NOMEM);
    ck_assert_ptr_null(p.at);
}
END_TEST

MEMGLASS_SUITE("pages", test_no_huge_page_stands_for_a_part_of_one,
               test_what_is_sparse_takes_what_is_touched,
               test_memory_stays_until_it_is_too_small_or_far_too_large)
