/* Each theme has a style for each role, within what the terminal has. Tests only; no layer. */
#include "unit.h"

#include "tui/theme.h"

#include <string.h>

static void check_style(struct theme_style s, int colors)
{
    ck_assert_int_ge(s.foreground, -1);
    ck_assert_int_ge(s.background, -1);
    ck_assert_int_lt(s.foreground, colors);
    ck_assert_int_lt(s.background, colors);
}

START_TEST(test_no_theme_asks_for_a_colour_that_is_not_there)
{
    static const int colors[] = {8, 16, 256};
    for (int theme = VIEW_THEME_DARK; theme < VIEW_THEME_COUNT; theme++)
        for (size_t i = 0; i < sizeof colors / sizeof *colors; i++)
            for (int role = 0; role < VIEW_ROLE_COUNT; role++)
                for (int cursor = 0; cursor < 2; cursor++)
                    check_style(theme_style((enum view_theme)theme, colors[i], (enum view_role)role,
                                            cursor),
                                colors[i]);
}
END_TEST

START_TEST(test_the_terminals_own_colours_are_sixteen)
{
    for (int role = 0; role < VIEW_ROLE_COUNT; role++)
        check_style(theme_style(VIEW_THEME_TERMINAL, 256, (enum view_role)role, false), 16);
}
END_TEST

/* What colour says elsewhere, attributes say here: the roles that matter still differ. */
START_TEST(test_without_colours_there_are_none)
{
    for (int role = 0; role < VIEW_ROLE_COUNT; role++)
        for (int theme = VIEW_THEME_DARK; theme < VIEW_THEME_COUNT; theme++)
            for (int colors = 0; colors < 257; colors += 256) {
                if (colors && theme != VIEW_THEME_MONO)
                    continue;
                struct theme_style s =
                    theme_style((enum view_theme)theme, colors, (enum view_role)role, false);
                ck_assert_int_eq(s.foreground, -1);
                ck_assert_int_eq(s.background, -1);
            }
    ck_assert_uint_ne(theme_style(VIEW_THEME_DARK, 0, VIEW_ROLE_BAD, false).attributes, 0);
    ck_assert_uint_ne(theme_style(VIEW_THEME_DARK, 0, VIEW_ROLE_HEAD, false).attributes, 0);
    ck_assert_uint_ne(theme_style(VIEW_THEME_DARK, 0, VIEW_ROLE_CHANGED, false).attributes, 0);
}
END_TEST

/* With high contrast each text stands on a background that is far from it. */
static double luminance(int color)
{
    static const double levels[] = {0, 95, 135, 175, 215, 255};
    double rgb[3];
    if (color < 16)
        return color == 0 ? 0 : color == 7 ? 0.75 : 0.2;
    for (int i = 0; i < 3; i++) {
        static const int parts[] = {36, 6, 1};
        double level = color < 232 ? levels[(color - 16) / parts[i] % 6] : 8 + 10 * (color - 232);
        rgb[i] = level / 255;
        rgb[i] = rgb[i] * rgb[i]; /* near enough to the curve of sRGB */
    }
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

START_TEST(test_high_contrast_is_high)
{
    for (int role = 0; role < VIEW_ROLE_COUNT; role++)
        for (int cursor = 0; cursor < 2; cursor++) {
            struct theme_style s =
                theme_style(VIEW_THEME_CONTRAST, 256, (enum view_role)role, cursor);
            double a = luminance(s.foreground), b = luminance(s.background);
            double ratio = a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
            double least = role == VIEW_ROLE_GAUGE_REST ? 3 : 7; /* WCAG: graphics; text */
            ck_assert_msg(ratio >= least, "role %d: %.1f", role, ratio);
        }
}
END_TEST

START_TEST(test_eight_colours_are_not_made_bright_on_light)
{
    for (int role = 0; role < VIEW_ROLE_COUNT; role++) {
        struct theme_style s = theme_style(VIEW_THEME_LIGHT, 8, (enum view_role)role, false);
        ck_assert(s.foreground < 0 || !(s.attributes & THEME_BOLD));
    }
    ck_assert(theme_style(VIEW_THEME_LIGHT, 8, VIEW_ROLE_STRONG, false).attributes & THEME_BOLD);
    ck_assert(theme_style(VIEW_THEME_DARK, 8, VIEW_ROLE_GOOD, false).attributes & THEME_BOLD);
}
END_TEST

START_TEST(test_a_light_background_gets_the_light_theme)
{
    ck_assert_int_eq(theme_resolve(VIEW_THEME_AUTO, NULL, BACKGROUND_UNKNOWN), VIEW_THEME_DARK);
    ck_assert_int_eq(theme_resolve(VIEW_THEME_AUTO, "", BACKGROUND_UNKNOWN), VIEW_THEME_DARK);
    ck_assert_int_eq(theme_resolve(VIEW_THEME_AUTO, "15;0", BACKGROUND_UNKNOWN), VIEW_THEME_DARK);
    ck_assert_int_eq(theme_resolve(VIEW_THEME_AUTO, "0;15", BACKGROUND_UNKNOWN), VIEW_THEME_LIGHT);
    ck_assert_int_eq(theme_resolve(VIEW_THEME_AUTO, "0;default;7", BACKGROUND_UNKNOWN),
                     VIEW_THEME_LIGHT);
    ck_assert_int_eq(theme_resolve(VIEW_THEME_AUTO, "15;default", BACKGROUND_UNKNOWN),
                     VIEW_THEME_DARK);
    ck_assert_int_eq(theme_resolve(VIEW_THEME_AUTO, NULL, BACKGROUND_LIGHT), VIEW_THEME_LIGHT);
    ck_assert_int_eq(theme_resolve(VIEW_THEME_AUTO, "", BACKGROUND_DARK), VIEW_THEME_DARK);
    ck_assert_int_eq(theme_resolve(VIEW_THEME_AUTO, "15;0", BACKGROUND_LIGHT), VIEW_THEME_DARK);
    ck_assert_int_eq(theme_resolve(VIEW_THEME_MONO, NULL, BACKGROUND_LIGHT), VIEW_THEME_MONO);
    ck_assert_int_eq(theme_resolve(VIEW_THEME_MONO, "0;15", BACKGROUND_UNKNOWN), VIEW_THEME_MONO);
}
END_TEST

MEMGLASS_SUITE("tui/theme", test_no_theme_asks_for_a_colour_that_is_not_there,
               test_the_terminals_own_colours_are_sixteen, test_without_colours_there_are_none,
               test_high_contrast_is_high, test_eight_colours_are_not_made_bright_on_light,
               test_a_light_background_gets_the_light_theme)
