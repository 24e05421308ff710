/* The arithmetic of the bench's harness, and its rows as text and JSON. Tests only. */
#include "../../bench/bench.h"
#include "unit.h"

#include <unistd.h>

START_TEST(test_median_is_of_the_middle_and_noise_of_the_middle_half)
{
    double odd[] = {9, 1, 5}, even[] = {4, 1, 3, 2}, spread[] = {1, 2, 3, 4, 100};
    ck_assert_double_eq(bench_median(odd, 3), 5);
    ck_assert_double_eq(bench_median(even, 4), 3);
    ck_assert_double_eq(bench_median(spread, 5), 3);
    ck_assert_double_eq(bench_noise(spread, 5), (4.0 - 2.0) / 3.0);
    double still[] = {0, 0, 0};
    ck_assert_double_eq(bench_noise(still, 3), 0);
}
END_TEST

struct side {
    char name, *order; /* of the turns of both */
    double values[4];
    size_t used;
};

static double take(void *ctx)
{
    struct side *side = ctx;
    side->order[strlen(side->order)] = side->name;
    return side->values[side->used++];
}

/* Medians of each; the ratio is the median of each repetition's own (2, 5, 3), not that of medians;
 * the warming turns (99) count for nothing. */
START_TEST(test_turns_alternate_and_the_ratio_is_of_each_repetition)
{
    char path[] = "/tmp/memglass-bench-XXXXXX", order[16] = "";
    struct side ours = {'a', order, {99, 2, 20, 6}, 0}, theirs = {'b', order, {99, 1, 4, 2}, 0};
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    setenv("BENCH_JSON", path, 1);
    bench_turns("a row", "ns", &(struct bench_turn){"one", take, &ours},
                &(struct bench_turn){"other", take, &theirs}, 3);
    unsetenv("BENCH_JSON");
    ck_assert_str_eq(order, "abbaabba");
    json_t *all = json_load_file(path, 0, NULL);
    ck_assert_uint_eq(json_array_size(all), 1);
    struct bench_row row = bench_row_from_json(json_array_get(all, 0));
    ck_assert_str_eq(row.name, "a row");
    ck_assert_str_eq(row.measured_name, "one");
    ck_assert_str_eq(row.baseline_name, "other");
    ck_assert_double_eq(row.measured, 6);
    ck_assert_double_eq(row.baseline, 2);
    ck_assert_double_eq(row.ratio, 3);
    ck_assert_double_eq(row.noise, (5.0 - 2.0) / 3.0);
    ck_assert(json_is_null(json_object_get(json_array_get(all, 0), "reach")));
    json_decref(all);
    close(fd);
    remove(path);
}
END_TEST

static const char *printed(const struct bench_row *row, char *text, size_t size)
{
    FILE *out = fmemopen(text, size, "w");
    bench_row_print(row, out);
    fclose(out);
    return text;
}

START_TEST(test_a_row_is_judged_by_the_figure_of_its_name)
{
    char text[256];
    struct bench_row row = {.name = "find",
                            .measured_name = "ours",
                            .baseline_name = "theirs",
                            .unit = "ns",
                            .measured = 3,
                            .baseline = 2,
                            .ratio = 1.5};
    ck_assert_ptr_nonnull(strstr(printed(&row, text, sizeof text), " yes "));
    row.ratio = 1.501;
    ck_assert_ptr_nonnull(strstr(printed(&row, text, sizeof text), " no "));
    json_t *json = bench_row_to_json(&row);
    ck_assert_double_eq(bench_number(json, "reach"), 1.5);
    ck_assert(json_is_false(json_object_get(json, "met")));
    json_decref(json);
    row.objects = 1000;
    ck_assert_ptr_null(strstr(printed(&row, text, sizeof text), " no "));
    row.objects = 0;
    row.name = "some other row";
    ck_assert_ptr_null(strstr(printed(&row, text, sizeof text), " no "));
}
END_TEST

START_TEST(test_what_is_left_out_says_why_and_has_no_figures)
{
    char text[256];
    struct bench_row row = {.name = "find",
                            .measured_name = "",
                            .baseline_name = "",
                            .unit = "",
                            .left_out = "it is not installed"};
    json_t *json = bench_row_to_json(&row);
    ck_assert(json_is_null(json_object_get(json, "measured")));
    ck_assert(json_is_null(json_object_get(json, "met")));
    struct bench_row again = bench_row_from_json(json);
    ck_assert_ptr_nonnull(
        strstr(printed(&again, text, sizeof text), "left out: it is not installed"));
    json_decref(json);
}
END_TEST

MEMGLASS_SUITE("bench/harness", test_median_is_of_the_middle_and_noise_of_the_middle_half,
               test_turns_alternate_and_the_ratio_is_of_each_repetition,
               test_a_row_is_judged_by_the_figure_of_its_name,
               test_what_is_left_out_says_why_and_has_no_figures)
