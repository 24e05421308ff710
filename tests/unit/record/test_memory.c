/* A recorder keeps no more memory than what it does takes. Tests only. */
#include "record/bytes.h"
#include "record/image.h"
#include "unit.h"

#include <memglass/base.h>
#include <string.h>

enum { MANY = 4 << 20, FEW = 1000, ROWS = 100 };

static void use(struct bytes *b, size_t size)
{
    ck_assert_ptr_nonnull(bytes_reserve(b, size));
    b->used = size;
    bytes_shrink(b);
    ck_assert_uint_eq(b->used, 0);
}

START_TEST(test_a_buffer_shrinks_once_little_of_it_is_used)
{
    struct bytes b = {0};
    use(&b, MANY);
    ck_assert_uint_ge(b.capacity, MANY);
    use(&b, MANY / 2);
    ck_assert_uint_ge(b.capacity, MANY);
    use(&b, FEW);
    ck_assert_uint_eq(b.capacity, 0);
    use(&b, FEW);
    use(&b, 1);
    ck_assert_uint_ge(b.capacity, FEW);
    bytes_fini(&b);
}
END_TEST

/* Each whole frame begins without rows. */
START_TEST(test_an_image_that_begins_anew_is_one)
{
    struct image m = {0};
    struct image_row rows[ROWS];
    for (uint32_t i = 0; i < ROWS; i++)
        rows[i] = (struct image_row){.index = i, .words = 8};
    struct image_change all = {.come = rows, .come_count = ROWS};
    for (int turn = 0; turn < 2; turn++) {
        ck_assert_int_eq(image_change(&m, &all, UINT64_MAX), MEMGLASS_OK);
        ck_assert_uint_eq(m.count, ROWS);
        ck_assert_uint_eq(m.word_count, 8 * ROWS);
        ck_assert_uint_eq(m.rows[ROWS - 1].index, ROWS - 1);
        ck_assert_uint_eq(m.words[8 * ROWS - 1], 0);
        ck_assert_ptr_null(m.row_pages[1].at);
        memset(m.words, 1, m.word_count * 8);
        image_clear(&m);
    }
    image_fini(&m);
}
END_TEST

START_TEST(test_an_image_that_goes_on_keeps_what_it_knows)
{
    struct image m = {0};
    struct image_row first = {.index = 1, .words = 1}, second = {.index = 2, .words = 1};
    struct image_change one = {.come = &first, .come_count = 1};
    struct image_change two = {.come = &second, .come_count = 1};
    ck_assert_int_eq(image_change(&m, &one, UINT64_MAX), MEMGLASS_OK);
    m.words[0] = 42;
    ck_assert_int_eq(image_change(&m, &two, UINT64_MAX), MEMGLASS_OK);
    ck_assert_uint_eq(m.count, 2);
    ck_assert_uint_eq(m.words[0], 42);
    ck_assert_uint_eq(m.words[1], 0);
    image_fini(&m);
}
END_TEST

MEMGLASS_SUITE("record/memory", test_a_buffer_shrinks_once_little_of_it_is_used,
               test_an_image_that_begins_anew_is_one,
               test_an_image_that_goes_on_keeps_what_it_knows)
