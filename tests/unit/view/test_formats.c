/* Values in other bases, as characters and as times. Tests only; no layer. */
#include "unit.h"

#include "view/formats.h"

#include <string.h>

#define OF(kind_name, bits, unit_text)                                             \
    {                                                                              \
        .name = "f", .type_name = "", .unit = unit_text, .format = "", .desc = "", \
        .kind = MEMGLASS_KIND_##kind_name, .bit_size = (bits)                      \
    }

static char text[256];

static const char *shown(const memglass_field *field, const void *bytes, size_t size,
                         enum value_format format)
{
    struct field_ref ref = {.field = field, .elements = 1, .guard_offset = FIELD_NO_GUARD};
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    value_format_text(&ref, bytes, size, format, &out);
    return text;
}

START_TEST(test_numbers_in_all_bases)
{
    static const memglass_field u16 = OF(UINT, 16, ""), i8 = OF(INT, 8, ""),
                                f32 = OF(FLOAT, 32, "");
    const uint16_t number = 0x1f2;
    const int8_t minus = -2;
    const float one = 1;
    ck_assert_str_eq(shown(&u16, &number, 2, VALUE_FORMAT_DEC), "498");
    ck_assert_str_eq(shown(&u16, &number, 2, VALUE_FORMAT_HEX), "0x01f2");
    ck_assert_str_eq(shown(&u16, &number, 2, VALUE_FORMAT_OCT), "0762");
    ck_assert_str_eq(shown(&u16, &number, 2, VALUE_FORMAT_BIN), "0b00000001_11110010");
    ck_assert_str_eq(shown(&i8, &minus, 1, VALUE_FORMAT_DEC), "-2");
    ck_assert_str_eq(shown(&i8, &minus, 1, VALUE_FORMAT_HEX), "0xfe");
    ck_assert_str_eq(shown(&f32, &one, 4, VALUE_FORMAT_HEX), "0x3f800000");
}
END_TEST

START_TEST(test_the_largest_numbers_are_whole)
{
    static const memglass_field u128 = OF(UINT, 128, "");
    unsigned char ones[16];
    memset(ones, 0xff, sizeof ones);
    ck_assert_str_eq(shown(&u128, ones, 16, VALUE_FORMAT_DEC),
                     "340282366920938463463374607431768211455");
    ck_assert_str_eq(shown(&u128, ones, 16, VALUE_FORMAT_HEX),
                     "0xffffffffffffffffffffffffffffffff");
    ck_assert_uint_eq(strlen(shown(&u128, ones, 16, VALUE_FORMAT_BIN)), 2 + 128 + 15);
}
END_TEST

START_TEST(test_characters_and_bytes)
{
    static const memglass_field u32 = OF(UINT, 32, ""), string = OF(STRING, 32, "");
    ck_assert_str_eq(shown(&u32, "RIFF", 4, VALUE_FORMAT_CHAR), "'RIFF'");
    ck_assert_str_eq(shown(&u32, "\1A\x80z", 4, VALUE_FORMAT_CHAR), "'.A.z'");
    ck_assert_str_eq(shown(&string, "ab\0c", 4, VALUE_FORMAT_HEX), "61 62 00 63");
}
END_TEST

START_TEST(test_times_by_unit_and_by_size)
{
    static const memglass_field bare = OF(UINT, 64, ""), ms = OF(INT, 64, "ms"),
                                seconds = OF(FLOAT, 64, "s");
    uint64_t number = UINT64_C(1700000000);
    const char *const expected = "2023-11-14 22:13:20";
    ck_assert_str_eq(shown(&bare, &number, 8, VALUE_FORMAT_TIME), "2023-11-14 22:13:20 UTC");
    number *= 1000;
    ck_assert_ptr_nonnull(strstr(shown(&bare, &number, 8, VALUE_FORMAT_TIME), expected));
    number += 250;
    ck_assert_str_eq(shown(&ms, &number, 8, VALUE_FORMAT_TIME), "2023-11-14 22:13:20.250 UTC");
    number = UINT64_C(1700000000) * 1000000;
    ck_assert_ptr_nonnull(strstr(shown(&bare, &number, 8, VALUE_FORMAT_TIME), expected));
    number *= 1000;
    ck_assert_ptr_nonnull(strstr(shown(&bare, &number, 8, VALUE_FORMAT_TIME), expected));
    double real = 1.7e9;
    ck_assert_ptr_nonnull(strstr(shown(&seconds, &real, 8, VALUE_FORMAT_TIME), expected));
    real = -5; /* no time: the number as it comes */
    ck_assert_str_eq(shown(&seconds, &real, 8, VALUE_FORMAT_TIME), "-5s");
}
END_TEST

START_TEST(test_only_what_suits_is_offered)
{
    static const memglass_field kinds[] = {OF(BOOL, 8, ""),   OF(INT, 32, ""),
                                           OF(FLOAT, 64, ""), OF(STRING, 64, ""),
                                           OF(BYTES, 64, ""), OF(UINT, 128, "")};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct field_ref ref = {.field = &kinds[i], .elements = 1};
        enum value_format format = VALUE_FORMAT_AUTO;
        int steps = 0;
        do {
            format = value_format_next(&ref, format);
            ck_assert(value_format_suits(&ref, format));
        } while (format != VALUE_FORMAT_AUTO && ++steps < 20);
        ck_assert_int_lt(steps, VALUE_FORMAT_COUNT);
    }
    struct field_ref whole = {.field = &kinds[0], .elements = 1};
    ck_assert(!value_format_suits(&whole, VALUE_FORMAT_TIME));
}
END_TEST

START_TEST(test_formats_are_kept_by_type_and_path_without_indexes)
{
    struct formats f;
    formats_init(&f);
    formats_set(&f, "a", "items[3].price", VALUE_FORMAT_HEX);
    ck_assert_int_eq(formats_get(&f, "a", "items[99].price"), VALUE_FORMAT_HEX);
    ck_assert_int_eq(formats_get(&f, "a", "items[99].pric"), VALUE_FORMAT_AUTO);
    ck_assert_int_eq(formats_get(&f, "a", "items[99].price.x"), VALUE_FORMAT_AUTO);
    ck_assert_int_eq(formats_get(&f, "b", "items[3].price"), VALUE_FORMAT_AUTO);
    formats_set(&f, "a", "items[1].price", VALUE_FORMAT_BIN);
    ck_assert_int_eq(formats_get(&f, "a", "items[3].price"), VALUE_FORMAT_BIN);
    formats_clear(&f);
    ck_assert_int_eq(formats_get(&f, "a", "items[3].price"), VALUE_FORMAT_AUTO);
    formats_fini(&f);
}
END_TEST

MEMGLASS_SUITE("view/formats", test_numbers_in_all_bases, test_the_largest_numbers_are_whole,
               test_characters_and_bytes, test_times_by_unit_and_by_size,
               test_only_what_suits_is_offered,
               test_formats_are_kept_by_type_and_path_without_indexes)
