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

static void lay_rows(struct image *m)
{
    struct image_row rows[ROWS];
    for (uint32_t i = 0; i < ROWS; i++)
        rows[i] = (struct image_row){.index = 2 * i, .words = 4};
    struct image_change all = {.come = rows, .come_count = ROWS};
    ck_assert_int_eq(image_change(m, &all, UINT64_MAX), MEMGLASS_OK);
    for (uint64_t i = 0; i < m->word_count; i++)
        m->words[i] = i;
}

static void come(struct image *m, struct image_row row)
{
    struct image_change one = {.come = &row, .come_count = 1};
    ck_assert_int_eq(image_change(m, &one, UINT64_MAX), MEMGLASS_OK);
}

/* The words of the row of an index are those that it had, or zeros. */
static void holds(const struct image *m, uint32_t index, uint64_t first, bool zeros)
{
    size_t at = image_find(m, index);
    ck_assert_uint_lt(at, m->count);
    ck_assert_uint_eq(m->rows[at].index, index);
    ck_assert(!m->rows[at].dead);
    ck_assert_uint_eq(m->ends[at], m->rows[at].first_word + m->rows[at].words);
    for (uint64_t i = 0; i < m->rows[at].words; i++)
        ck_assert_uint_eq(m->words[m->rows[at].first_word + i], zeros ? 0 : first + i);
}

/* That is what keeps seeking quick while objects come and go. */
START_TEST(test_rows_come_and_go_without_laying_out_the_others)
{
    struct image m = {0};
    uint64_t gone[] = {3, 7};
    lay_rows(&m);
    uint64_t layouts = m.layouts;
    struct image_change go = {.gone = gone, .gone_count = 2};
    ck_assert_int_eq(image_change(&m, &go, UINT64_MAX), MEMGLASS_OK);
    ck_assert_uint_eq(image_rows(&m), ROWS - 2);
    come(&m, (struct image_row){.index = 6, .words = 4, .generation = 2}); /* that of row 3 */
    come(&m, (struct image_row){.index = 2 * ROWS, .words = 9});
    for (uint32_t i = 1; i < MANY / 4096; i++) /* more than there is room for */
        come(&m, (struct image_row){.index = 2 * ROWS + i, .words = 64});
    ck_assert_uint_eq(m.layouts, layouts);
    ck_assert_uint_eq(m.dead_count, 1);
    holds(&m, 4, 8, false);
    holds(&m, 6, 0, true);
    holds(&m, 2 * ROWS - 2, 4 * (ROWS - 1), false);
    holds(&m, 2 * ROWS, 0, true);
    holds(&m, 2 * ROWS + 9, 0, true);
    ck_assert(m.rows[7].dead);
    image_fini(&m);
}
END_TEST

START_TEST(test_rows_without_a_place_have_all_laid_out_anew)
{
    struct image m = {0};
    uint64_t gone[ROWS] = {3};
    struct image_change go = {.gone = gone, .gone_count = 1};
    lay_rows(&m);
    uint64_t layouts = m.layouts;
    ck_assert_int_eq(image_change(&m, &go, UINT64_MAX), MEMGLASS_OK);
    come(&m, (struct image_row){.index = 6, .words = 5}); /* larger than row 3 */
    ck_assert_uint_eq(m.layouts, ++layouts);
    ck_assert_uint_eq(m.count, ROWS);
    come(&m, (struct image_row){.index = 51, .words = 4}); /* between two others */
    ck_assert_uint_eq(m.layouts, ++layouts);
    holds(&m, 4, 8, false);
    holds(&m, 6, 0, true);
    holds(&m, 50, 100, false);
    holds(&m, 51, 0, true);
    holds(&m, 52, 104, false);
    for (uint64_t i = 0; i <= ROWS / 2; i++) /* more than half of them */
        gone[i] = i;
    go.gone_count = ROWS / 2 + 1;
    ck_assert_int_eq(image_change(&m, &go, UINT64_MAX), MEMGLASS_OK);
    ck_assert_uint_eq(m.layouts, ++layouts);
    ck_assert_uint_eq(m.count, ROWS + 1 - go.gone_count);
    ck_assert_uint_eq(m.dead_count, 0);
    image_fini(&m);
}
END_TEST

START_TEST(test_rows_that_come_stay_within_the_limit)
{
    struct image m = {0};
    struct image_row row = {.index = 2 * ROWS, .words = MANY};
    struct image_change one = {.come = &row, .come_count = 1};
    lay_rows(&m);
    ck_assert_int_eq(image_change(&m, &one, MANY), MEMGLASS_E_LIMIT);
    ck_assert_uint_eq(m.count, 0);
    image_fini(&m);
}
END_TEST

MEMGLASS_SUITE("record/memory", test_a_buffer_shrinks_once_little_of_it_is_used,
               test_an_image_that_begins_anew_is_one,
               test_an_image_that_goes_on_keeps_what_it_knows,
               test_rows_come_and_go_without_laying_out_the_others,
               test_rows_without_a_place_have_all_laid_out_anew,
               test_rows_that_come_stay_within_the_limit)
