/* Text that came from elsewhere: whole characters, nothing that a terminal would obey. */
#include "unit.h"

#include "base/strbuf.h"

#include <string.h>

static const char *foreign(char *out, size_t size, const char *bytes, size_t length)
{
    struct strbuf b;
    strbuf_init(&b, out, size);
    strbuf_foreign(&b, bytes, length);
    strbuf_finish(&b);
    return out;
}

START_TEST(test_foreign_bytes_cannot_command_a_terminal)
{
    char out[64];
    ck_assert_str_eq(foreign(out, sizeof out, "a\033[2Jb\r\n\x7f", 9), "a?[2Jb???");
    ck_assert_str_eq(foreign(out, sizeof out, "\xc2\x9b", 2), "?"); /* CSI as C1 */
    ck_assert_str_eq(foreign(out, sizeof out, "\0x", 2), "?x");
}
END_TEST

START_TEST(test_malformed_utf8_is_marked)
{
    char out[64];
    ck_assert_str_eq(foreign(out, sizeof out, "\xc3\xa9\xff\xc3", 4), "\xc3\xa9??");
    ck_assert_str_eq(foreign(out, sizeof out, "\xed\xa0\x80", 3), "???"); /* a surrogate */
    ck_assert_str_eq(foreign(out, sizeof out, "\xc0\xaf", 2), "??");      /* overlong */
    ck_assert_str_eq(foreign(out, sizeof out, "\xf0\x9f\x98\x80", 4), "\xf0\x9f\x98\x80");
    ck_assert_str_eq(foreign(out, sizeof out, "\xf5\x80\x80\x80", 4), "????");
}
END_TEST

START_TEST(test_a_cut_ends_in_dots_and_never_inside_a_character)
{
    char out[8];
    ck_assert_str_eq(foreign(out, sizeof out, "1234567", 7), "1234567");
    ck_assert_str_eq(foreign(out, sizeof out, "12345678", 8), "1234...");
    ck_assert_str_eq(foreign(out, sizeof out, "123\xc3\xa9\xc3\xa9\xc3\xa9", 9), "123...");
}
END_TEST

START_TEST(test_printf_never_overruns)
{
    char out[8];
    struct strbuf b;
    strbuf_init(&b, out, sizeof out);
    strbuf_printf(&b, "%d", 123);
    ck_assert(!b.cut);
    strbuf_printf(&b, "%s", "456789");
    ck_assert(b.cut);
    ck_assert_uint_eq(b.len, 7);
    strbuf_text(&b, "more");
    ck_assert_str_eq(out, "1234567");
}
END_TEST

MEMGLASS_SUITE("base/strbuf", test_foreign_bytes_cannot_command_a_terminal,
               test_malformed_utf8_is_marked, test_a_cut_ends_in_dots_and_never_inside_a_character,
               test_printf_never_overruns)
