/* The canvas: clipping, wide and combining characters, ASCII. Tests only; no layer. */
#include "unit.h"

#include "tui/canvas.h"
#include "view/width.h"

#include <locale.h>
#include <memglass/base.h>
#include <string.h>

static void make(struct canvas *c, int width, int height)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    canvas_init(c);
    ck_assert_int_eq(canvas_resize(c, width, height), MEMGLASS_OK);
}

static void check_line(const struct canvas *c, int y, const char *expected)
{
    char line[1024];
    size_t size = canvas_line_text(c, y, line, sizeof line);
    ck_assert_str_eq(line, expected);
    ck_assert_uint_eq(size, strlen(expected));
}

START_TEST(test_text_is_cut_at_its_width_and_at_the_edge)
{
    struct canvas c;
    make(&c, 10, 2);
    ck_assert_int_eq(canvas_text(&c, 1, 0, 4, "abcdef", VIEW_ROLE_PLAIN), 4);
    check_line(&c, 0, " abcd");
    ck_assert_int_eq(canvas_text(&c, 8, 1, 50, "xyz", VIEW_ROLE_PLAIN), 2);
    check_line(&c, 1, "        xy");
    ck_assert_int_eq(canvas_text(&c, 10, 0, 5, "x", VIEW_ROLE_PLAIN), 0);
    ck_assert_int_eq(canvas_text(&c, 0, 2, 5, "x", VIEW_ROLE_PLAIN), 0);
    ck_assert_int_eq(canvas_text(&c, -1, -1, 5, "x", VIEW_ROLE_PLAIN), 0);
    canvas_fini(&c);
}
END_TEST

START_TEST(test_a_wide_character_is_never_cut_in_half)
{
    struct canvas c;
    make(&c, 6, 1);
    ck_assert_int_eq(canvas_text(&c, 0, 0, 3, "\u65e5\u672c", VIEW_ROLE_PLAIN), 2);
    check_line(&c, 0, "\u65e5");
    canvas_text(&c, 4, 0, 2, "\u672c", VIEW_ROLE_PLAIN);
    canvas_text(&c, 1, 0, 1, "x", VIEW_ROLE_PLAIN); /* over its right half */
    check_line(&c, 0, " x  \u672c");
    canvas_text(&c, 4, 0, 1, "y", VIEW_ROLE_PLAIN); /* over its left half */
    check_line(&c, 0, " x  y");
    canvas_fini(&c);
}
END_TEST

START_TEST(test_combining_characters_stay_with_their_base)
{
    struct canvas c;
    make(&c, 6, 1);
    ck_assert_int_eq(canvas_text(&c, 0, 0, 2, "e\u0301o\u0308u", VIEW_ROLE_PLAIN), 2);
    ck_assert_str_eq(c.cells[0].text, "e\u0301");
    ck_assert_str_eq(c.cells[1].text, "o\u0308");
    char tower[256] = "a";
    for (int i = 0; i < 50; i++)
        strcat(tower, "\u0301");
    canvas_text(&c, 3, 0, 1, tower, VIEW_ROLE_PLAIN);
    ck_assert_uint_eq(strlen(c.cells[3].text), 15); /* whole code points */
    canvas_fini(&c);
}
END_TEST

START_TEST(test_control_characters_never_reach_the_grid)
{
    struct canvas c;
    make(&c, 10, 1);
    canvas_text(&c, 0, 0, 10, "a\x1b[2J\t\x7f\xff", VIEW_ROLE_PLAIN);
    check_line(&c, 0, "a?[2J???");
    canvas_fini(&c);
}
END_TEST

START_TEST(test_ascii_has_one_question_mark_for_each_character)
{
    struct canvas c;
    make(&c, 12, 1);
    c.ascii = true;
    canvas_text(&c, 0, 0, 12, "w\u00f6rk \u65e5 e\u0301", VIEW_ROLE_PLAIN);
    check_line(&c, 0, "w?rk ? e");
    canvas_fini(&c);
}
END_TEST

/* Emoji joined and coloured, flags, CJK, combining marks: at each width of the place, at the edge,
 * no half character is there, and the cells add up. */
START_TEST(test_no_character_is_half_there_at_any_edge)
{
    static const char *const texts[] = {
        "\U0001f469\u200d\U0001f4bb ok", "\u65e5\u672c\u8a9e",  "e\u0301a\u0308o", "\u2764\ufe0f x",
        "\U0001f1e9\U0001f1ea",          "a\U0001f600b\u65e5c", "\u0301x",         "\u200b\u200d"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (int width = 1; width <= 8; width++) {
            struct canvas c;
            make(&c, 8, 1);
            int used = canvas_text_cut(&c, 8 - width, 0, width, texts[i], VIEW_ROLE_PLAIN);
            ck_assert_int_le(used, width);
            for (int x = 0; x < 8; x++) {
                bool right_half = !c.cells[x].text[0];
                ck_assert(!right_half || (x > 0 && width_of(c.cells[x - 1].text) == 2));
                ck_assert(width_of(c.cells[x].text) < 2 || (x < 7 && !c.cells[x + 1].text[0]));
            }
            canvas_fini(&c);
        }
}
END_TEST

START_TEST(test_what_is_cut_says_so)
{
    struct canvas c;
    make(&c, 12, 4);
    canvas_text_cut(&c, 0, 0, 5, "abcdefg", VIEW_ROLE_PLAIN);
    check_line(&c, 0, "abcd\u2026");
    canvas_text_cut(&c, 0, 1, 7, "abcdefg", VIEW_ROLE_PLAIN);
    check_line(&c, 1, "abcdefg");
    canvas_text_right(&c, 0, 2, 8, "12.5", VIEW_ROLE_PLAIN);
    check_line(&c, 2, "    12.5");
    c.ascii = true;
    canvas_text_right(&c, 0, 3, 4, "1234567", VIEW_ROLE_PLAIN);
    check_line(&c, 3, "12..");
    canvas_fini(&c);
}
END_TEST

MEMGLASS_SUITE("tui/canvas", test_text_is_cut_at_its_width_and_at_the_edge,
               test_a_wide_character_is_never_cut_in_half,
               test_combining_characters_stay_with_their_base,
               test_control_characters_never_reach_the_grid,
               test_ascii_has_one_question_mark_for_each_character,
               test_no_character_is_half_there_at_any_edge, test_what_is_cut_says_so)
