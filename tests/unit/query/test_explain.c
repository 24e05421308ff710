/* What is wrong with a filter, for who wrote it: three lines that have room. */
#include "unit.h"

#include "query/filter.h"

#include <string.h>

static memglass_error err;

/* What is said of a mistake at a place. */
static const char *said(const char *message, const char *text, size_t at)
{
    struct filter_error why = {.at = at};
    snprintf(why.message, sizeof why.message, "%s", message);
    ck_assert_int_eq(filter_explain(&why, "filter", text, MEMGLASS_E_INVALID, &err),
                     MEMGLASS_E_INVALID);
    ck_assert_int_eq(err.code, MEMGLASS_E_INVALID);
    return err.message;
}

START_TEST(test_the_mark_is_below_the_mistake)
{
    ck_assert_str_eq(said("no", "web rss>", 8), "filter: no\n    web rss>\n            ^");
    ck_assert_str_eq(said("no", "caf\u00e9 rss>", 6), "filter: no\n    caf\u00e9 rss>\n         ^");
    ck_assert_str_eq(said("no", "", 0), "filter: no\n    \n    ^");
    ck_assert_str_eq(said("no", "a", 99), "filter: no\n    a\n     ^");
}
END_TEST

START_TEST(test_what_is_no_text_stays_on_its_line)
{
    ck_assert_str_eq(said("no \x1b[m", "a\n\x1b[31mb", 8),
                     "filter: no ?[m\n    a??[31mb\n            ^");
}
END_TEST

START_TEST(test_of_a_long_text_what_is_around_the_mistake_is_shown)
{
    char text[FILTER_TEXT_MAX];
    memset(text, 'a', sizeof text);
    text[300] = 'X';
    text[sizeof text - 1] = '\0';
    ck_assert_str_eq(said("no", text, 300),
                     "filter: no\n    ...aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX"
                     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...\n"
                     "                                           ^");
    ck_assert_ptr_nonnull(strstr(said("no", text, 511), "aaa\n"));
    for (size_t i = 0; i < 298; i += 2)
        memcpy(text + i, "\u00e9", 2);
    memset(text + 298, 'a', 2); /* 36 bytes from here, both ends are inside of characters */
    for (size_t i = 300; i + 2 < sizeof text; i += 2)
        memcpy(text + i, "\u00e9", 3);
    ck_assert_ptr_nonnull(strstr(said("no", text, 299), "...\u00e9"));
    ck_assert_ptr_null(strchr(err.message, '?')); /* no character is split */
}
END_TEST

/* However long both are, the mark is there, and a message that is cut says so. */
START_TEST(test_all_of_it_has_room)
{
    char message[200], text[FILTER_TEXT_MAX];
    memset(message, 'm', sizeof message);
    message[sizeof message - 1] = '\0';
    for (size_t length = 0; length < sizeof text; length++) {
        memset(text, 't', length);
        text[length] = '\0';
        for (size_t at = 0; at <= length; at += 7) {
            const char *all = said(message, text, at);
            ck_assert_int_eq(all[strlen(all) - 1], '^');
            ck_assert(strstr(all, message) || strstr(all, "mmm...\n"));
        }
    }
    ck_assert_ptr_nonnull(strstr(said(message, "rss>", 4), message));
}
END_TEST

MEMGLASS_SUITE("query/explain", test_the_mark_is_below_the_mistake,
               test_what_is_no_text_stays_on_its_line,
               test_of_a_long_text_what_is_around_the_mistake_is_shown, test_all_of_it_has_room)
