/* Numbers as people read them, and how wide texts are. Tests only; no layer. */
#include "unit.h"

#include "view/text.h"
#include "view/width.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#define CHECK(call, expected)                       \
    do {                                            \
        char buffer_[64];                           \
        struct strbuf out;                          \
        strbuf_init(&out, buffer_, sizeof buffer_); \
        call;                                       \
        ck_assert_str_eq(buffer_, expected);        \
    } while (0)

START_TEST(test_durations)
{
    CHECK(text_duration(&out, 0), "0.0s");
    CHECK(text_duration(&out, 9940000000), "9.9s");
    CHECK(text_duration(&out, 9960000000), "10s");
    CHECK(text_duration(&out, 10990000000), "10s");
    CHECK(text_duration(&out, 59999999999), "59s");
    CHECK(text_duration(&out, 60000000000), "1m00s");
    CHECK(text_duration(&out, UINT64_C(7380) * 1000000000), "2h03m");
    CHECK(text_duration(&out, UINT64_C(457200) * 1000000000), "5d07h");
    CHECK(text_age(&out, 9940000000), "9s");
    CHECK(text_standing_age(&out, 9999999999), "<10s");
    CHECK(text_standing_age(&out, 59999999999), "50s");
    CHECK(text_standing_age(&out, 60000000000), "1m");
    CHECK(text_standing_age(&out, UINT64_C(3599) * 1000000000), "59m");
    CHECK(text_standing_age(&out, UINT64_C(7380) * 1000000000), "2h03m");
    CHECK(text_cost(&out, 999), "999ns");
    CHECK(text_cost(&out, 1200000), "1.2ms");
    CHECK(text_cost(&out, 999400), "999us");
    CHECK(text_cost(&out, 999600), "1.0ms");
    CHECK(text_cost(&out, 999400000), "999ms");
    CHECK(text_cost(&out, 999700000), "1.0s");
    CHECK(text_cost(&out, 1000000000), "1s");
}
END_TEST

START_TEST(test_sizes_and_rates)
{
    CHECK(text_bytes(&out, 64), "64");
    CHECK(text_bytes(&out, 1000), "1.0K");
    CHECK(text_bytes(&out, 1536), "1.5K");
    CHECK(text_bytes(&out, UINT64_C(230) << 20), "230M");
    CHECK(text_rate(&out, 0), "0.0");
    CHECK(text_rate(&out, 12.3), "12");
    CHECK(text_count(&out, 1000000), "1000000");
    CHECK(text_measure(&out, 82.74916), "82.75");
    CHECK(text_measure(&out, -4.9126), "-4.913");
}
END_TEST

START_TEST(test_compact_numbers_keep_to_their_cells)
{
    static const double numbers[] = {0,      1,        12345, 123456, 1234567,   99999,
                                     999999, -1234567, 1e15,  1.5e30, -2.25e-17, 1e300};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char text[64];
        struct strbuf out;
        strbuf_init(&out, text, sizeof text);
        text_compact(&out, numbers[i], 8);
        ck_assert_msg(strlen(text) <= 8, "%s", text);
        ck_assert_msg(strlen(text) > 0, "%g", numbers[i]);
    }
    CHECK(text_compact(&out, 123456, 5), "123k");
    CHECK(text_compact(&out, 12345678901.0, 6), "12.35G");
}
END_TEST

START_TEST(test_widths_of_wide_and_combining_characters)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    ck_assert_int_eq(width_of("abc"), 3);
    ck_assert_int_eq(width_of("w\u00f6rk"), 4);
    ck_assert_int_eq(width_of("\u65e5\u672c"), 4);
    ck_assert_int_eq(width_of("e\u0301x"), 2);
    ck_assert_int_eq(width_of("a\x1b[0m"), 5); /* an escape is a '?' */
    ck_assert_int_eq(width_of("\xff\xfe"), 2);
    ck_assert_int_eq(width_of("\xe6\x97"), 2); /* cut in the middle */
}
END_TEST

MEMGLASS_SUITE("view/text", test_durations, test_sizes_and_rates,
               test_compact_numbers_keep_to_their_cells,
               test_widths_of_wide_and_combining_characters)
