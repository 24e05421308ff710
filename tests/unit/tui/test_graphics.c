/* Gauges, sparklines, scroll bars. Tests only; no layer. */
#include "unit.h"

#include "tui/graphics.h"

#include <locale.h>
#include <math.h>
#include <memglass/base.h>
#include <string.h>

static struct canvas canvas;

static const char *line(int y)
{
    static char text[1024];
    canvas_line_text(&canvas, y, text, sizeof text);
    return text;
}

static void clear(bool ascii)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    canvas_fini(&canvas);
    ck_assert_int_eq(canvas_resize(&canvas, 20, 12), MEMGLASS_OK);
    canvas.ascii = ascii;
}

static const char *gauge(bool ascii, double fill)
{
    clear(ascii);
    gauge_draw(&canvas, 0, 0, ascii ? 10 : 8,
               &(struct view_gauge){.from = fill, .to = fill, .valid = true}, 1);
    return line(0);
}

START_TEST(test_a_gauge_is_as_full_as_its_value)
{
    ck_assert_str_eq(gauge(false, 0), "────────");
    ck_assert_str_eq(gauge(false, 1), "████████");
    ck_assert_str_eq(gauge(false, 0.5), "████────");
    ck_assert_str_eq(gauge(false, 0.5 + 3.0 / 64), "████▍───");
    ck_assert_str_eq(gauge(true, 0), "[--------]");
    ck_assert_str_eq(gauge(true, 0.5), "[####----]");
    ck_assert_str_eq(gauge(true, 1), "[########]");
}
END_TEST

static const char *peak(bool ascii, double fill, double most)
{
    struct view_gauge g = {.from = fill, .to = fill, .valid = true, .has_peak = true};
    g.peak = most;
    clear(ascii);
    gauge_draw(&canvas, 0, 0, ascii ? 10 : 8, &g, 1);
    return line(0);
}

START_TEST(test_a_gauge_marks_its_peak_where_the_bar_does_not_reach)
{
    ck_assert_str_eq(peak(false, 0.5, 0.8), "████──│─");
    ck_assert_str_eq(peak(false, 0.5, 1), "████───│");
    ck_assert_str_eq(peak(false, 0.5 + 3.0 / 64, 0.56), "████▍───");
    ck_assert_str_eq(peak(false, 0, 0.01), "│───────");
    ck_assert_str_eq(peak(false, 1, 1), "████████");
    ck_assert_str_eq(peak(true, 0.5, 0.8), "[####--|-]");
    ck_assert_str_eq(peak(true, 0, 1), "[-------|]");
}
END_TEST

START_TEST(test_a_sparkline_marks_its_peak)
{
    static const double values[] = {0, 5, 1, 5};
    struct view_spark s = {.values = values, .count = 4, .low = 0, .high = 7, .peak = 5};
    clear(false);
    spark_draw(&canvas, 0, 0, 4, &s, VIEW_ROLE_SPARK);
    ck_assert_int_eq(canvas.cells[1].role, VIEW_ROLE_SPARK);
    s.has_peak = true;
    spark_draw(&canvas, 0, 0, 4, &s, VIEW_ROLE_SPARK);
    ck_assert_int_eq(canvas.cells[0].role, VIEW_ROLE_SPARK);
    ck_assert_int_eq(canvas.cells[1].role, VIEW_ROLE_STRONG);
    ck_assert_int_eq(canvas.cells[3].role, VIEW_ROLE_STRONG);
}
END_TEST

START_TEST(test_a_gauge_glides_from_the_last_value_to_this_one)
{
    struct view_gauge g = {.to = 1, .valid = true};
    clear(false);
    gauge_draw(&canvas, 0, 0, 8, &g, 0);
    gauge_draw(&canvas, 0, 1, 8, &g, 0.5);
    gauge_draw(&canvas, 0, 2, 8, &g, 1);
    ck_assert_str_eq(line(0), "────────");
    ck_assert_str_eq(line(1), "████────");
    ck_assert_str_eq(line(2), "████████");
    struct view_state state = {.glide_start_ns = 100, .glide_end_ns = 200};
    ck_assert(glide_position(&state, 0) == 0 && glide_position(&state, 300) == 1);
    ck_assert(glide_position(&state, 150) > 0.5 && glide_position(&state, 150) < 1);
    state.glide_end_ns = 100;
    ck_assert(glide_position(&state, 100) == 1);
}
END_TEST

START_TEST(test_a_sparkline_shows_the_newest_values_and_leaves_gaps)
{
    static const double values[] = {9, 0, 1, NAN, 7, 7};
    struct view_spark s = {.values = values, .count = 6, .low = 0, .high = 7};
    clear(false);
    spark_draw(&canvas, 0, 0, 5, &s, VIEW_ROLE_SPARK);
    ck_assert_str_eq(line(0), "▁▂ ██");
    spark_draw(&canvas, 0, 1, 8, &s, VIEW_ROLE_SPARK);
    ck_assert_str_eq(line(1), "  █▁▂ ██"); /* out of scale: full */
    clear(true);
    spark_draw(&canvas, 0, 0, 5, &s, VIEW_ROLE_SPARK);
    ck_assert_str_eq(line(0), "_. ##");
    s.values = NULL;
    spark_draw(&canvas, 0, 1, 5, &s, VIEW_ROLE_SPARK);
    ck_assert_str_eq(line(1), "");
}
END_TEST

static int thumb_top(uint64_t first, uint64_t total)
{
    clear(true);
    scroll_draw(&canvas, (struct rect){0, 0, 1, 10}, first, 10, total);
    for (int y = 0; y < 10; y++)
        if (strcmp(line(y), "#") == 0)
            return y;
    return -1;
}

START_TEST(test_the_scroll_bar_reaches_both_ends)
{
    ck_assert_int_eq(thumb_top(0, 10), -1); /* all is visible */
    ck_assert_int_eq(thumb_top(0, 100), 0);
    ck_assert_int_eq(thumb_top(90, 100), 9);
    ck_assert_int_eq(thumb_top(0, UINT64_C(1) << 40), 0);
    ck_assert_int_eq(thumb_top((UINT64_C(1) << 40) - 10, UINT64_C(1) << 40), 9);
}
END_TEST

MEMGLASS_SUITE("tui/graphics", test_a_gauge_is_as_full_as_its_value,
               test_a_gauge_marks_its_peak_where_the_bar_does_not_reach,
               test_a_sparkline_marks_its_peak, test_a_gauge_glides_from_the_last_value_to_this_one,
               test_a_sparkline_shows_the_newest_values_and_leaves_gaps,
               test_the_scroll_bar_reaches_both_ends)
