/* The prompt edits whole characters, remembers lines, and marks errors. Tests only; no layer. */
#include "unit.h"

#include "view/keys.h"
#include "view/prompt.h"

#include <locale.h>
#include <string.h>

static void type(struct prompt *p, const char *text)
{
    for (; *text; text++)
        ck_assert_int_eq(prompt_key(p, (unsigned char)*text), PROMPT_EDITED);
}

static struct prompt opened(const char *initial)
{
    struct prompt p = {0};
    setlocale(LC_ALL, "C.UTF-8");
    prompt_open(&p, PROMPT_FIND, initial);
    return p;
}

START_TEST(test_characters_go_in_where_the_cursor_is)
{
    struct prompt p = opened("");
    type(&p, "helo");
    ck_assert_int_eq(prompt_key(&p, VIEW_KEY_LEFT), PROMPT_MOVED);
    type(&p, "l");
    ck_assert_str_eq(p.text, "hello");
    prompt_key(&p, VIEW_KEY_HOME);
    prompt_key(&p, 0xe9);
    prompt_key(&p, 0x6f22);
    prompt_key(&p, 0x1f600);
    ck_assert_str_eq(p.text, "\u00e9\u6f22\U0001f600hello");
    prompt_key(&p, VIEW_KEY_CTRL('E'));
    ck_assert_uint_eq(p.cursor, strlen(p.text));
}
END_TEST

START_TEST(test_whole_characters_are_passed_and_taken)
{
    struct prompt p = opened("ae\u0301\u6f22b"); /* e with an accent that combines */
    prompt_key(&p, VIEW_KEY_LEFT);
    prompt_key(&p, VIEW_KEY_BACKSPACE);
    ck_assert_str_eq(p.text, "ae\u0301b");
    prompt_key(&p, '\b');
    ck_assert_str_eq(p.text, "ab");
    prompt_key(&p, VIEW_KEY_DELETE);
    ck_assert_str_eq(p.text, "a");
    ck_assert_int_eq(prompt_key(&p, VIEW_KEY_DELETE), PROMPT_MOVED);
    prompt_key(&p, VIEW_KEY_CTRL('A'));
    ck_assert_int_eq(prompt_key(&p, VIEW_KEY_BACKSPACE), PROMPT_MOVED);
    ck_assert_int_eq(prompt_key(&p, VIEW_KEY_LEFT), PROMPT_MOVED);
    prompt_key(&p, VIEW_KEY_RIGHT);
    ck_assert_int_eq(prompt_key(&p, VIEW_KEY_RIGHT), PROMPT_MOVED);
    ck_assert_uint_eq(p.cursor, 1);
}
END_TEST

START_TEST(test_words_and_ends_are_cut)
{
    struct prompt p = opened("rss>1G  type~Player x");
    prompt_key(&p, VIEW_KEY_CTRL('W'));
    ck_assert_str_eq(p.text, "rss>1G  type~Player ");
    prompt_key(&p, VIEW_KEY_CTRL('W'));
    ck_assert_str_eq(p.text, "rss>1G  ");
    prompt_key(&p, VIEW_KEY_HOME);
    prompt_key(&p, VIEW_KEY_RIGHT);
    prompt_key(&p, VIEW_KEY_CTRL('K'));
    ck_assert_str_eq(p.text, "r");
    prompt_key(&p, VIEW_KEY_CTRL('U'));
    ck_assert_str_eq(p.text, "");
}
END_TEST

START_TEST(test_alt_moves_and_cuts_by_words)
{
    struct prompt p = opened("rss>1G  type~Player x");
    prompt_key(&p, VIEW_KEY_ALT | 'b');
    prompt_key(&p, VIEW_KEY_ALT | 'b');
    ck_assert_uint_eq(p.cursor, strlen("rss>1G  "));
    prompt_key(&p, VIEW_KEY_ALT | 'f');
    ck_assert_uint_eq(p.cursor, strlen("rss>1G  type~Player"));
    prompt_key(&p, VIEW_KEY_ALT | 'd');
    ck_assert_str_eq(p.text, "rss>1G  type~Player");
    ck_assert_int_eq(prompt_key(&p, VIEW_KEY_ALT | 'd'), PROMPT_MOVED);
    prompt_key(&p, VIEW_KEY_ALT | VIEW_KEY_BACKSPACE);
    ck_assert_str_eq(p.text, "rss>1G  ");
    for (int code = 0; code < 0x80; code++)
        ck_assert_int_eq(prompt_knows_alt(code), strchr("bfd\x7f", code) && code);
}
END_TEST

START_TEST(test_what_is_no_text_and_what_is_too_long_stay_out)
{
    struct prompt p = opened("");
    ck_assert_int_eq(prompt_key(&p, VIEW_KEY_F5), PROMPT_MOVED);
    ck_assert_int_eq(prompt_key(&p, VIEW_KEY_TAB), PROMPT_MOVED);
    ck_assert_int_eq(prompt_key(&p, 0x85), PROMPT_MOVED);
    ck_assert_int_eq(prompt_key(&p, 0xdc00), PROMPT_MOVED);
    for (int i = 0; i < 2 * PROMPT_TEXT_MAX; i++)
        prompt_key(&p, 0x6f22);
    ck_assert_uint_eq(strlen(p.text), (PROMPT_TEXT_MAX - 1) / 3 * 3);
}
END_TEST

static void accept(struct prompt *p, enum prompt_kind kind, const char *text)
{
    prompt_open(p, kind, text);
    ck_assert_int_eq(prompt_key(p, VIEW_KEY_ENTER), PROMPT_ACCEPTED);
    ck_assert(!p->open);
}

START_TEST(test_each_kind_remembers_its_lines)
{
    struct prompt p = opened("");
    accept(&p, PROMPT_FIND, "one");
    accept(&p, PROMPT_FIND, "two");
    accept(&p, PROMPT_FIND, "one"); /* moves to the end: no line twice */
    accept(&p, PROMPT_FIND, "");
    accept(&p, PROMPT_FILTER, "other");
    prompt_open(&p, PROMPT_FIND, "typed");
    ck_assert_int_eq(prompt_key(&p, VIEW_KEY_UP), PROMPT_EDITED);
    ck_assert_str_eq(p.text, "one");
    prompt_key(&p, VIEW_KEY_UP);
    ck_assert_str_eq(p.text, "two");
    ck_assert_int_eq(prompt_key(&p, VIEW_KEY_UP), PROMPT_MOVED);
    ck_assert_str_eq(p.text, "two");
    prompt_key(&p, VIEW_KEY_DOWN);
    prompt_key(&p, VIEW_KEY_DOWN);
    ck_assert_str_eq(p.text, "typed");
    ck_assert_int_eq(prompt_key(&p, VIEW_KEY_DOWN), PROMPT_MOVED);
    ck_assert_int_eq(prompt_key(&p, VIEW_KEY_ESCAPE), PROMPT_CANCELLED);
}
END_TEST

START_TEST(test_the_history_keeps_the_newest)
{
    struct prompt p = opened("");
    char line[16];
    for (int i = 0; i < 3 * PROMPT_HISTORY; i++) {
        snprintf(line, sizeof line, "line %d", i);
        accept(&p, PROMPT_FIND, line);
    }
    prompt_open(&p, PROMPT_FIND, "");
    for (int i = 0; i < 2 * PROMPT_HISTORY; i++)
        prompt_key(&p, VIEW_KEY_UP);
    snprintf(line, sizeof line, "line %d", 2 * PROMPT_HISTORY);
    ck_assert_str_eq(p.text, line);
}
END_TEST

START_TEST(test_an_error_stays_in_the_text_and_goes_with_an_edit)
{
    struct prompt p = opened("rss>");
    prompt_error(&p, "a value is missing", 4, 9);
    ck_assert_uint_eq(p.error.at, 4);
    ck_assert_uint_eq(p.error.length, 0);
    ck_assert_str_eq(p.error.message, "a value is missing");
    prompt_key(&p, VIEW_KEY_LEFT);
    ck_assert_str_ne(p.error.message, "");
    type(&p, "=");
    ck_assert_str_eq(p.error.message, "");
}
END_TEST

MEMGLASS_SUITE("view/prompt", test_characters_go_in_where_the_cursor_is,
               test_whole_characters_are_passed_and_taken, test_words_and_ends_are_cut,
               test_alt_moves_and_cuts_by_words, test_what_is_no_text_and_what_is_too_long_stay_out,
               test_each_kind_remembers_its_lines, test_the_history_keeps_the_newest,
               test_an_error_stays_in_the_text_and_goes_with_an_edit)
