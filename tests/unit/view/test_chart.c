/* Charts: round scales, gaps, which dots a line covers, several scales at once. Tests only; no
 * layer. */
#include "unit.h"

#include "base/clock.h"
#include "view/chart.h"
#include "view/width.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define S(n) ((uint64_t)(n)*NS_PER_SEC)

static const memglass_field load = {
    .name = "load", .unit = "", .format = "", .kind = MEMGLASS_KIND_FLOAT};
static const memglass_field share = {
    .name = "share", .unit = "%", .format = "", .kind = MEMGLASS_KIND_FLOAT};
static const memglass_field memory = {
    .name = "memory", .unit = "B", .format = "", .kind = MEMGLASS_KIND_UINT};

struct drawing {
    struct view_arena arena;
    struct chart_input in;
    struct view_chart chart;
};

/* Ten seconds until 100 s. */
static void open_chart(struct drawing *d)
{
    *d = (struct drawing){.in = {.until_ns = S(100), .span_ns = S(10), .until = "now"}};
    view_arena_init(&d->arena);
}

static void add(struct drawing *d, const memglass_field *field, const struct lane_point *points,
                size_t count)
{
    d->in.lines[d->in.count++] =
        (struct chart_line){.name = field->name, .field = field, .points = points, .count = count};
}

static void make(struct drawing *d, int width, int height)
{
    chart_make(&d->in, (struct rect){0, 5, width, height}, &d->arena, &d->chart);
}

static void close_chart(struct drawing *d)
{
    view_arena_fini(&d->arena);
}

START_TEST(test_steps_are_one_two_or_five)
{
    struct chart_scale s = chart_scale(0.3, 9.2, 5, CHART_DECIMAL);
    ck_assert(fabs(s.step - 2) < 1e-9 && fabs(s.low) < 1e-9 && fabs(s.high - 10) < 1e-9);
    s = chart_scale(0.012, 0.047, 4, CHART_DECIMAL);
    ck_assert(fabs(s.step - 0.01) < 1e-9 && fabs(s.low - 0.01) < 1e-9 &&
              fabs(s.high - 0.05) < 1e-9);
    s = chart_scale(-130, 260, 4, CHART_DECIMAL);
    ck_assert(fabs(s.step - 100) < 1e-9 && fabs(s.low + 200) < 1e-9 && fabs(s.high - 300) < 1e-9);
    s = chart_scale(0, 3e9, 3, CHART_BINARY);
    ck_assert(fabs(s.step - 1073741824.0) < 1);
    s = chart_scale(7, 7, 4, CHART_DECIMAL);
    ck_assert(s.low < 7 && s.high > 7);
    s = chart_scale(1, 2, 4, CHART_WHOLE);
    ck_assert(fabs(s.step - 1) < 1e-9 && fabs(s.low - 1) < 1e-9 && fabs(s.high - 2) < 1e-9);
    s = chart_scale(0, 90, 5, CHART_WHOLE);
    ck_assert(fabs(s.step - 20) < 1e-9);
    s = chart_scale(0, 0, 4, CHART_DECIMAL);
    ck_assert(s.low == 0 && s.high > 0);
}
END_TEST

/* Whatever the numbers, all that is seen lies within the scale. */
START_TEST(test_a_scale_holds_what_it_is_made_for)
{
    for (double low = -1e6; low <= 1e6; low += 12345.678)
        for (double high = low; high < low + 1e7; high = high * 1.5 + 1 + fabs(high)) {
            struct chart_scale s = chart_scale(low, high, 5, CHART_DECIMAL);
            if (!(s.low <= low + 1e-6 * s.step && s.high >= high - 1e-6 * s.step && s.step > 0))
                ck_abort_msg("%g to %g: %g to %g by %g", low, high, s.low, s.high, s.step);
        }
}
END_TEST

START_TEST(test_moments_are_told_in_seconds_and_minutes)
{
    char text[32];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    chart_time_text(NS_PER_SEC / 2, &out);
    strbuf_char(&out, ' ');
    chart_time_text(S(30), &out);
    strbuf_char(&out, ' ');
    chart_time_text(S(90), &out);
    strbuf_char(&out, ' ');
    chart_time_text(S(120), &out);
    ck_assert_str_eq(text, "-0.5s -30s -1m30s -2m");
    ck_assert_uint_eq(chart_time_step(S(7)), S(10));
}
END_TEST

START_TEST(test_a_line_rises_from_left_to_right)
{
    const struct lane_point points[] = {{S(90), 0}, {S(95), 50}, {S(100), 100}};
    struct drawing d;
    open_chart(&d);
    add(&d, &load, points, 3);
    make(&d, 80, 12);
    const struct view_series *s = &d.chart.series[0];
    ck_assert_int_gt(d.chart.plot.width, 60);
    ck_assert_int_eq(d.chart.dot_columns, 2 * d.chart.plot.width);
    int before = 0;
    for (int column = 2; column < d.chart.dot_columns - 1; column++) {
        ck_assert_int_ge(s->low[column], 0);
        ck_assert_int_ge(s->high[column], before);
        before = s->low[column];
    }
    ck_assert_int_le(s->low[2], 2);
    ck_assert_int_ge(s->high[d.chart.dot_columns - 2], d.chart.dot_rows - 2);
    ck_assert_str_eq(s->value.text, "100");
    close_chart(&d);
}
END_TEST

START_TEST(test_a_gap_stays_empty)
{
    const struct lane_point points[] = {
        {S(90), 5}, {S(93), 5}, {S(93) + 1, NAN}, {S(97), 5}, {S(100), 5}};
    struct drawing d;
    open_chart(&d);
    add(&d, &load, points, 5);
    make(&d, 80, 12);
    int columns = d.chart.dot_columns, empty = 0;
    for (int column = columns * 2 / 5; column < columns * 3 / 5; column++)
        empty += d.chart.series[0].low[column] < 0;
    ck_assert_int_eq(empty, columns * 3 / 5 - columns * 2 / 5);
    ck_assert_int_ge(d.chart.series[0].low[columns / 5], 0);
    ck_assert_int_ge(d.chart.series[0].low[columns * 4 / 5], 0);
    close_chart(&d);
}
END_TEST

/* The future is not drawn: the right edge may be of a moment ago. */
START_TEST(test_a_frozen_chart_ends_at_its_moment)
{
    const struct lane_point points[] = {{S(95), 1}, {S(105), 9}};
    struct drawing d;
    open_chart(&d);
    add(&d, &load, points, 2);
    make(&d, 80, 12);
    ck_assert_str_eq(d.chart.series[0].value.text, "1");
    ck_assert_int_lt(d.chart.series[0].low[d.chart.dot_columns - 1], 0);
    close_chart(&d);
}
END_TEST

START_TEST(test_other_units_have_a_scale_of_their_own)
{
    const struct lane_point a[] = {{S(95), 10}, {S(99), 90}}, b[] = {{S(95), 1e9}, {S(99), 4e9}},
                            c[] = {{S(95), 40}, {S(99), 50}};
    struct drawing d;
    open_chart(&d);
    add(&d, &share, a, 2);
    add(&d, &memory, b, 2);
    add(&d, &share, c, 2);
    make(&d, 120, 16);
    ck_assert_ptr_null(strstr(d.chart.series[0].extent.text, "scale"));
    ck_assert_ptr_nonnull(strstr(d.chart.series[1].extent.text, "scale 0B to 4G"));
    ck_assert_ptr_null(strstr(d.chart.series[2].extent.text, "scale")); /* that of the first */
    int column = d.chart.dot_columns * 9 / 10 - 2;
    ck_assert_int_gt(d.chart.series[0].high[column], d.chart.series[2].high[column]);
    ck_assert_int_ge(d.chart.series[1].marker_row, 0);
    for (int i = 1; i < 3; i++)
        ck_assert_int_ne(d.chart.series[i].role, d.chart.series[0].role);
    ck_assert_int_ne(d.chart.series[0].marker, d.chart.series[1].marker);
    close_chart(&d);
}
END_TEST

START_TEST(test_marks_of_the_axis_differ_and_lie_in_the_plot)
{
    static const memglass_field whole = {
        .name = "whole", .unit = "", .format = "%.0f", .kind = MEMGLASS_KIND_FLOAT};
    static const struct {
        double low, high;
    } spans[] = {{0.1, 0.9}, {17179869184, 17179873280}, {8.036e-297, 8.216e-297}};
    for (size_t k = 0; k < sizeof spans / sizeof *spans; k++) {
        const struct lane_point points[] = {{S(95), spans[k].low}, {S(99), spans[k].high}};
        struct drawing d;
        open_chart(&d);
        add(&d, &whole, points, 2);
        make(&d, 80, 14);
        ck_assert_uint_ge(d.chart.value_count, 3);
        for (size_t i = 0; i < d.chart.value_count; i++) {
            ck_assert(d.chart.values[i].at >= 0 && d.chart.values[i].at < d.chart.plot.height);
            ck_assert_int_le(width_of(d.chart.values[i].text), d.chart.axis.width);
            if (i)
                ck_assert_str_ne(d.chart.values[i].text, d.chart.values[i - 1].text);
        }
        for (size_t i = 0; i < d.chart.moment_count; i++)
            ck_assert(d.chart.moments[i].at >= 0 && d.chart.moments[i].at < d.chart.plot.width);
        close_chart(&d);
    }
}
END_TEST

/* What does not change gives the same picture while a column of dots lasts. */
START_TEST(test_the_picture_moves_by_whole_columns)
{
    const struct lane_point points[] = {{S(91), 3}, {S(95), 10}, {S(99), 4}};
    struct drawing d, later;
    open_chart(&d);
    add(&d, &load, points, 3);
    make(&d, 80, 12);
    uint64_t column = chart_column_ns(&d.chart, S(10));
    open_chart(&later);
    later.in = d.in;
    later.in.until_ns = (S(100) / column + 1) * column - 1;
    make(&later, 80, 12);
    size_t bytes = (size_t)d.chart.dot_columns * sizeof(int16_t);
    ck_assert_mem_eq(d.chart.series[0].low, later.chart.series[0].low, bytes);
    ck_assert_mem_eq(d.chart.series[0].high, later.chart.series[0].high, bytes);
    later.in.until_ns += 2;
    make(&later, 80, 12);
    ck_assert_mem_eq(d.chart.series[0].low + 1, later.chart.series[0].low, bytes - sizeof(int16_t));
    close_chart(&d);
    close_chart(&later);
}
END_TEST

START_TEST(test_no_size_and_no_values_are_no_trouble)
{
    const struct lane_point points[] = {{S(95), INFINITY}, {S(96), NAN}, {S(99), 1e300}};
    for (int width = 0; width < 60; width += 7)
        for (int height = 0; height < 20; height++) {
            struct drawing d;
            open_chart(&d);
            add(&d, &load, points, 3);
            add(&d, &memory, NULL, 0);
            d.in.ascii = width % 2;
            make(&d, width, height);
            ck_assert(d.chart.empty || d.chart.plot.width > 0);
            close_chart(&d);
        }
}
END_TEST

/* Least and most are what programs begin with that look for the least and the most. */
START_TEST(test_the_largest_and_the_smallest_numbers_have_a_scale)
{
    static const double pairs[][2] = {{-DBL_MAX, DBL_MAX}, {DBL_MAX, DBL_MAX}, {0, DBL_MAX},
                                      {5, DBL_MAX},        {-DBL_MAX, 3},      {0, 5e-324},
                                      {5e-324, 5e-324},    {0, 3e-12},         {0, 1e300}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const struct lane_point points[] = {{S(92), pairs[i][0]}, {S(99), pairs[i][1]}};
        struct drawing d;
        open_chart(&d);
        add(&d, i % 2 ? &load : &share, points, 2);
        make(&d, 80, 14);
        const struct view_series *s = &d.chart.series[0];
        int last = d.chart.dot_columns * 17 / 20; /* at 98.5 s */
        bool rises = pairs[i][1] > 1e-300 && pairs[i][0] < pairs[i][1];
        ck_assert_int_ge(s->low[last], 0);
        ck_assert_msg(!rises || s->high[last] - s->low[d.chart.dot_columns / 4] > 15, "%zu", i);
        ck_assert(d.chart.value_count >= 2);
        for (size_t k = 0; k < d.chart.value_count; k++) {
            ck_assert(strpbrk(d.chart.values[k].text, "0123456789"));
            ck_assert_uint_lt(strlen(d.chart.values[k].text), (size_t)d.chart.axis.width);
            ck_assert_msg(!rises || !k ||
                              strcmp(d.chart.values[k].text, d.chart.values[k - 1].text) != 0,
                          "%zu: %s twice", i, d.chart.values[k].text);
        }
        close_chart(&d);
    }
}
END_TEST

/* An integer has no marks between integers, unless a fraction shares its scale. */
START_TEST(test_integers_have_whole_steps)
{
    static const memglass_field level = {
        .name = "level", .unit = "", .format = "", .kind = MEMGLASS_KIND_INT, .bit_size = 32};
    const struct lane_point flat[] = {{S(91), 1}, {S(99), 1}};
    struct drawing d;
    open_chart(&d);
    add(&d, &level, flat, 2);
    make(&d, 80, 24);
    ck_assert_uint_eq(d.chart.value_count, 3);
    ck_assert_str_eq(d.chart.values[2].text, "2");
    ck_assert_str_eq(d.chart.values[0].text, "0");
    add(&d, &load, flat, 2);
    make(&d, 80, 24);
    ck_assert_uint_gt(d.chart.value_count, 3);
    close_chart(&d);
}
END_TEST

START_TEST(test_what_is_infinite_now_is_marked_at_the_top)
{
    const struct lane_point up[] = {{S(91), 1}, {S(95), 2}, {S(99), INFINITY}},
                            down[] = {{S(91), 1}, {S(95), 2}, {S(99), -INFINITY}};
    struct drawing d;
    open_chart(&d);
    add(&d, &load, up, 3);
    add(&d, &load, down, 3);
    make(&d, 80, 12);
    ck_assert_int_eq(d.chart.series[0].marker_row, 0);
    ck_assert_int_eq(d.chart.series[1].marker_row, d.chart.plot.height - 1);
    close_chart(&d);
}
END_TEST

MEMGLASS_SUITE("view/chart", test_what_is_infinite_now_is_marked_at_the_top,
               test_steps_are_one_two_or_five, test_a_scale_holds_what_it_is_made_for,
               test_moments_are_told_in_seconds_and_minutes, test_a_line_rises_from_left_to_right,
               test_a_gap_stays_empty, test_a_frozen_chart_ends_at_its_moment,
               test_other_units_have_a_scale_of_their_own,
               test_marks_of_the_axis_differ_and_lie_in_the_plot,
               test_the_picture_moves_by_whole_columns, test_no_size_and_no_values_are_no_trouble,
               test_the_largest_and_the_smallest_numbers_have_a_scale,
               test_integers_have_whole_steps)
