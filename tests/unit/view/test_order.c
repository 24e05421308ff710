/* The window of an order is what sorting everything would give. Tests only; no layer. */
#include "unit.h"

#include "view/order.h"

#include <math.h>
#include <memglass/base.h>
#include <string.h>

static unsigned next_random(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 8;
}

static int by_entry(const void *a, const void *b)
{
    const struct order_entry *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->key2 != y->key2)
        return x->key2 < y->key2 ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

static void check_windows(struct order *o, size_t count, unsigned keys, unsigned keys2)
{
    unsigned seed = 1;
    ck_assert_int_eq(order_reset(o, count), MEMGLASS_OK);
    struct order_entry *sorted = calloc(count + 1, sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        ck_assert_int_eq(
            order_append(o,
                         &(struct order_entry){.key = keys ? next_random(&seed) % keys : count - i,
                                               .key2 = keys2 ? next_random(&seed) % keys2 : 0,
                                               .row = (uint32_t)i,
                                               .index = (uint32_t)i}),
            MEMGLASS_OK);
    if (count)
        memcpy(sorted, o->entries, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_entry);
    for (size_t round = 0; round < 60; round++) {
        size_t first = count ? next_random(&seed) % count : 0;
        order_window(o, first, 50);
        for (size_t i = first; i < first + 50 && i < count; i++)
            ck_assert_uint_eq(o->entries[i].row, sorted[i].row);
        if (count)
            ck_assert_uint_eq(order_rank(o, &sorted[first]), first);
        if (round == 10)
            order_split(o, 16);
    }
    free(sorted);
}

START_TEST(test_a_window_is_what_sorting_would_give)
{
    static const size_t counts[] = {0, 1, 2, 24, 25, 26, 100, 1000, 50000};
    struct order o;
    order_init(&o);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        check_windows(&o, counts[i], 0, 0);       /* descending */
        check_windows(&o, counts[i], 1, 0);       /* all equal */
        check_windows(&o, counts[i], 7, 0);       /* many equal */
        check_windows(&o, counts[i], 1000000, 0); /* hardly any */
        check_windows(&o, counts[i], 7, 5);       /* the second key decides */
    }
    order_fini(&o);
}
END_TEST

START_TEST(test_number_keys_order_as_numbers_do_and_unknown_is_last)
{
    static const double numbers[] = {-INFINITY, -1e300, -1.5, -0.0, 1e-300, 1, 1.5, 2, INFINITY};
    for (size_t i = 1; i < sizeof numbers / sizeof *numbers; i++) {
        ck_assert(order_key_number(numbers[i - 1], false) < order_key_number(numbers[i], false));
        ck_assert(order_key_number(numbers[i - 1], true) > order_key_number(numbers[i], true));
        ck_assert(order_key_number(NAN, false) > order_key_number(numbers[i], false));
        ck_assert(order_key_number(NAN, true) > order_key_number(numbers[i], true));
    }
    ck_assert(order_key_number(-0.0, false) == order_key_number(0.0, false));
}
END_TEST

START_TEST(test_integer_keys_are_exact_but_for_the_two_largest)
{
    static const uint64_t integers[] = {
        0, 1, UINT64_C(1) << 53, (UINT64_C(1) << 53) + 1, UINT64_MAX - 2, UINT64_MAX - 1};
    for (size_t i = 1; i < sizeof integers / sizeof *integers; i++) {
        uint64_t less = integers[i - 1], more = integers[i];
        ck_assert(order_key_integer(less, false) < order_key_integer(more, false));
        ck_assert(order_key_integer(less, true) > order_key_integer(more, true));
    }
    for (int descending = 0; descending < 2; descending++) {
        ck_assert(order_key_integer(0, descending) < ORDER_KEY_UNKNOWN);
        ck_assert(order_key_integer(UINT64_MAX, descending) ==
                  order_key_integer(UINT64_MAX - 1, descending));
        ck_assert(order_key_integer(UINT64_MAX, descending) < ORDER_KEY_UNKNOWN);
    }
}
END_TEST

START_TEST(test_difference_keys_are_exact_but_for_the_largest)
{
    static const struct {
        bool falls;
        uint64_t by;
    } rising[] = {{true, UINT64_MAX},
                  {true, UINT64_C(1) << 63},
                  {true, (UINT64_C(1) << 62) + 4},
                  {true, UINT64_C(1) << 62},
                  {true, (UINT64_C(1) << 53) + 1},
                  {true, UINT64_C(1) << 53},
                  {true, 1},
                  {false, 0},
                  {false, 1},
                  {false, UINT64_C(1) << 53},
                  {false, (UINT64_C(1) << 53) + 1},
                  {false, (UINT64_C(1) << 62) - 1},
                  {false, UINT64_C(1) << 62},
                  {false, (UINT64_C(1) << 62) + 4},
                  {false, UINT64_MAX}};
    for (size_t i = 1; i < sizeof rising / sizeof *rising; i++)
        for (int descending = 0; descending < 2; descending++) {
            uint64_t less = order_key_difference(rising[i - 1].falls, rising[i - 1].by, descending);
            uint64_t more = order_key_difference(rising[i].falls, rising[i].by, descending);
            ck_assert(descending ? less > more : less < more);
            ck_assert(less != ORDER_KEY_UNKNOWN && more != ORDER_KEY_UNKNOWN);
        }
}
END_TEST

START_TEST(test_texts_order_numbers_inside_by_value)
{
    static const char *const texts[] = {
        "",   "10",   "a",        "a2",        "a10",        "a10b",           "a11", "b", "b007",
        "b8", "b08c", "player_9", "player_10", "player_100", "player_1000000", "z"};
    for (size_t i = 1; i < sizeof texts / sizeof *texts; i++) {
        ck_assert_msg(order_compare_text(texts[i - 1], texts[i]) < 0, "%s, %s", texts[i - 1],
                      texts[i]);
        ck_assert_msg(order_key_text(texts[i - 1], false) <= order_key_text(texts[i], false),
                      "%s, %s", texts[i - 1], texts[i]);
        ck_assert(order_key_text(texts[i - 1], true) >= order_key_text(texts[i], true));
    }
    ck_assert_int_eq(order_compare_text("same1", "same1"), 0);
}
END_TEST

static const char *const alike[] = {"worker-queue-1",   "worker-queue-2",   "worker-queue-10",
                                    "worker-queue-10b", "worker-queue-100", "worker-queue-9",
                                    "worker",           "worker-",          ""};
#define ALIKE (sizeof alike / sizeof *alike)

static int compare_alike(const void *ctx, int which, uint32_t a, uint32_t b)
{
    ck_assert_int_eq(which, 0);
    (*(int *)ctx)++;
    return order_compare_text(alike[a], alike[b]);
}

/* Texts that begin alike for longer than one key, some for longer than two. */
START_TEST(test_wide_keys_order_texts_as_comparing_them_does)
{
    for (int descending = 0; descending < 2; descending++) {
        int compared = 0;
        struct order o;
        order_init(&o);
        ck_assert_int_eq(order_reset(&o, ALIKE), MEMGLASS_OK);
        o.by[0] =
            (struct order_by){.descending = descending, .wide = true, .compare = compare_alike};
        o.ctx = &compared;
        for (uint32_t i = 0; i < ALIKE; i++) {
            uint64_t keys[2];
            order_key_wide(alike[i], descending, keys);
            order_append(&o, &(struct order_entry){keys[0], keys[1], i, i});
        }
        order_window(&o, 0, ALIKE);
        for (size_t i = 1; i < ALIKE; i++) {
            int way = order_compare_text(alike[o.entries[i - 1].row], alike[o.entries[i].row]);
            ck_assert(descending ? way > 0 : way < 0);
        }
        ck_assert_int_gt(compared, 0); /* "...queue-10" and "...queue-10b" */
        order_fini(&o);
    }
}
END_TEST

MEMGLASS_SUITE("view/order", test_wide_keys_order_texts_as_comparing_them_does,
               test_a_window_is_what_sorting_would_give,
               test_number_keys_order_as_numbers_do_and_unknown_is_last,
               test_difference_keys_are_exact_but_for_the_largest,
               test_integer_keys_are_exact_but_for_the_two_largest,
               test_texts_order_numbers_inside_by_value)
