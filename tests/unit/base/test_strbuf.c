/* Text that came from elsewhere: whole characters, nothing that a terminal would obey. */
#include "unit.h"

#include "base/error.h"
#include "base/strbuf.h"

#include <stdio.h>
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

/* Each of these would make what stands around it read in another order, or on another line. */
START_TEST(test_foreign_text_cannot_be_turned_round)
{
    static const struct {
        uint32_t first, last;
    } commands[] = {{0x61c, 0x61c}, {0x200e, 0x200f}, {0x2028, 0x202e}, {0x2066, 0x2069}};
    char out[16], bytes[8];
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        for (uint32_t code = commands[i].first - 1; code <= commands[i].last + 1; code++) {
            bool command = code >= commands[i].first && code <= commands[i].last;
            int length = code < 0x800 ? snprintf(bytes, sizeof bytes, "a%c%cb", 0xc0 | code >> 6,
                                                 0x80 | (code & 0x3f))
                                      : snprintf(bytes, sizeof bytes, "a%c%c%cb", 0xe0 | code >> 12,
                                                 0x80 | (code >> 6 & 0x3f), 0x80 | (code & 0x3f));
            foreign(out, sizeof out, bytes, (size_t)length);
            ck_assert_str_eq(out, command ? "a?b" : bytes);
            ck_assert_int_eq(strbuf_is_text(code), !command);
        }
    ck_assert_str_eq(foreign(out, sizeof out, "\xf0\x9f\x98\x80\xc2\xa0", 6),
                     "\xf0\x9f\x98\x80\xc2\xa0");
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

START_TEST(test_a_message_that_is_cut_says_so)
{
    char text[400];
    memglass_error err;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    ck_assert_int_eq(error_set(&err, MEMGLASS_E_INVALID, 0, "%s", text), MEMGLASS_E_INVALID);
    ck_assert_str_eq(err.message + strlen(err.message) - 4, "x...");
    for (size_t i = 0; i + 2 < sizeof text; i += 2)
        memcpy(text + i, "\xc3\xa9", 2); /* a character of two bytes is there, or not */
    error_set(&err, MEMGLASS_E_INVALID, 0, "%s", text);
    ck_assert_str_eq(err.message + strlen(err.message) - 5, "\xc3\xa9...");
    error_set(&err, MEMGLASS_E_INVALID, 0, "%.255s", "short");
    ck_assert_str_eq(err.message, "short");
}
END_TEST

MEMGLASS_SUITE("base/strbuf", test_a_message_that_is_cut_says_so,
               test_foreign_bytes_cannot_command_a_terminal,
               test_foreign_text_cannot_be_turned_round, test_malformed_utf8_is_marked,
               test_a_cut_ends_in_dots_and_never_inside_a_character, test_printf_never_overruns)
