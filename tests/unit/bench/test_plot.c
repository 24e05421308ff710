/* The plot of growth. Tests only. */
#include "../../bench/plot.h"
#include "unit.h"

#include <stdbool.h>

static char svg[65536];

static void draw(const struct plot_panel *panels, size_t count)
{
    FILE *out = fmemopen(svg, sizeof svg, "w");
    plot_write(panels, count, out);
    ck_assert_int_eq(fclose(out), 0);
}

static bool has(const char *text)
{
    return strstr(svg, text) != NULL;
}

static int times(const char *text)
{
    int found = 0;
    for (const char *at = svg; (at = strstr(at, text)); at += strlen(text))
        found++;
    return found;
}

START_TEST(test_equal_factors_are_equal_distances)
{
    struct plot_panel p = {.lines = {{.name = "a", .x = {1000, 1e6}, .y = {2, 500}, .count = 2}},
                           .count = 1};
    struct plot_frame f = plot_frame_of(&p, 0);
    ck_assert_double_eq(f.x_low, 3);
    ck_assert_double_eq(f.x_high, 6);
    ck_assert_double_eq(f.y_low, 0);
    ck_assert_double_eq(f.y_high, 3);
    ck_assert_double_eq_tol(plot_x(&f, 1e5) - plot_x(&f, 1e4), plot_x(&f, 1e4) - plot_x(&f, 1e3),
                            1e-9);
    ck_assert_double_eq_tol(plot_x(&f, 1e3), PLOT_LEFT, 1e-9);
    ck_assert_double_eq_tol(plot_x(&f, 1e6), PLOT_WIDTH - PLOT_RIGHT, 1e-9);
    ck_assert_double_eq_tol(plot_y(&f, 1000), PLOT_TOP, 1e-9);
    ck_assert_double_eq_tol(plot_y(&f, 1), PLOT_HEIGHT - PLOT_BOTTOM, 1e-9);
}
END_TEST

/* Lines that end at one place have names that can be read, inside of the panel. */
START_TEST(test_names_keep_their_distance)
{
    struct plot_panel p = {.count = 6};
    for (size_t i = 0; i < p.count; i++)
        p.lines[i] = (struct plot_line){
            .name = "n", .x = {10, 100}, .y = {1, i < 4 ? 10 + 0.01 * (double)i : 1}, .count = 2};
    struct plot_frame f = plot_frame_of(&p, 400);
    double at[PLOT_LINES];
    plot_place_names(&p, &f, at);
    for (size_t i = 0; i < p.count; i++) {
        ck_assert_double_le(at[i], 400 + PLOT_HEIGHT - PLOT_BOTTOM + 4);
        for (size_t k = 0; k < i; k++)
            ck_assert_double_ge(fabs(at[i] - at[k]), PLOT_NAME_HEIGHT - 1e-9);
    }
}
END_TEST

START_TEST(test_each_line_has_its_name_points_and_colour)
{
    struct plot_panel p[] = {
        {.title = "a < b & c", .x_label = "objects", .count = 2},
        {.title = "nothing in it", .x_label = "objects"},
    };
    p[0].lines[0] = (struct plot_line){.name = "find", .x = {10, 100}, .y = {1, 2}, .count = 2};
    p[0].lines[1] = (struct plot_line){.name = "R&D", .x = {10}, .y = {3}, .count = 1};
    draw(p, 2);
    ck_assert(has("a &lt; b &amp; c"));
    ck_assert(has(">find</text>") && has(">R&amp;D</text>"));
    ck_assert(!has("nothing in it"));
    ck_assert_int_eq(times("<polyline"), 2);
    ck_assert_int_eq(times("<circle"), 3);
    ck_assert(has("class=\"c0\"") && has("class=\"c1\"") && !has("class=\"c2\""));
    ck_assert(has("prefers-color-scheme:dark"));
    ck_assert_int_eq(times("</svg>"), 1);
}
END_TEST

START_TEST(test_powers_of_ten_are_written_out)
{
    struct plot_panel p = {.title = "", .x_label = "", .count = 1};
    p.lines[0] =
        (struct plot_line){.name = "a", .x = {1000, 1000000}, .y = {0.03, 20000}, .count = 2};
    draw(&p, 1);
    const char *const labels[] = {">0.01<",  ">0.1<",    ">1<",       ">10<",       ">100<",
                                  ">1,000<", ">10,000<", ">100,000<", ">1,000,000<"};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        ck_assert_msg(has(labels[i]), "no %s", labels[i]);
}
END_TEST

MEMGLASS_SUITE("bench/plot", test_equal_factors_are_equal_distances, test_names_keep_their_distance,
               test_each_line_has_its_name_points_and_colour, test_powers_of_ten_are_written_out)
