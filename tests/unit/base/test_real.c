/* The shortest text from which the same number is read. */
#include "unit.h"

#include "base/real.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

static const char *text_of(long double number, uint64_t bits)
{
    static char text[REAL_TEXT_BYTES];
    return real_text(text, number, bits);
}

START_TEST(test_digits_are_as_few_as_the_type_needs)
{
    ck_assert_str_eq(text_of((long double)0.1, 64), "0.1");
    ck_assert_str_eq(text_of((long double)0.1f, 32), "0.1");
    ck_assert_str_eq(text_of((long double)0.1f, 64), "0.10000000149011612");
    ck_assert_str_eq(text_of(0.1L, 128), "0.1");
    ck_assert_str_eq(text_of((long double)(0.1 + 0.2), 64), "0.30000000000000004");
    ck_assert_str_eq(text_of((long double)1763763277.123456, 64), "1763763277.123456");
    ck_assert_str_eq(text_of((long double)FLT_MAX, 32), "3.4028235e+38");
    ck_assert_str_eq(text_of((long double)DBL_MAX, 64), "1.7976931348623157e+308");
    ck_assert_str_eq(text_of((long double)5e-324, 64), "5e-324");
    ck_assert_str_eq(text_of((long double)1e-45f, 32), "1e-45");
}
END_TEST

START_TEST(test_whole_numbers_have_no_exponent)
{
    ck_assert_str_eq(text_of(2000000, 32), "2000000");
    ck_assert_str_eq(text_of(-16777216, 32), "-16777216");
    ck_assert_str_eq(text_of(999999999999999, 64), "999999999999999");
    ck_assert_str_eq(text_of((long double)1e15, 64), "1e+15");
    ck_assert_str_eq(text_of(0, 64), "0");
    ck_assert_str_eq(text_of((long double)-0.0, 64), "-0");
}
END_TEST

START_TEST(test_what_is_no_number_has_a_name)
{
    ck_assert_str_eq(text_of((long double)NAN, 64), "nan");
    ck_assert_str_eq(text_of(-(long double)NAN, 32), "nan");
    ck_assert_str_eq(text_of((long double)INFINITY, 64), "inf");
    ck_assert_str_eq(text_of(-(long double)INFINITY, 32), "-inf");
}
END_TEST

/* Where a long double has 128 bits, there is an exponent behind 36 digits. */
START_TEST(test_long_doubles_are_read_back)
{
    const long double numbers[] = {-LDBL_MIN * (1 + LDBL_EPSILON), -LDBL_MAX, 1 / 3.0L,
                                   -1e-4000L / 3, LDBL_MIN * LDBL_EPSILON};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        ck_assert_msg(strtold(text_of(numbers[i], 128), NULL) == numbers[i], "%La: %s", numbers[i],
                      text_of(numbers[i], 128));
}
END_TEST

/* Any bits: what is read back has the same ones. */
START_TEST(test_the_same_number_is_read_back)
{
    uint64_t seed = 88172645463325252u;
    for (int i = 0; i < 20000; i++) {
        double number, back;
        float single, single_back;
        seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
        memcpy(&number, &seed, sizeof number);
        memcpy(&single, &seed, sizeof single);
        back = strtod(text_of((long double)number, 64), NULL);
        ck_assert_msg(isnan(number) || memcmp(&back, &number, sizeof back) == 0, "%a", number);
        single_back = strtof(text_of((long double)single, 32), NULL);
        ck_assert_msg(isnan(single) || memcmp(&single_back, &single, sizeof single) == 0, "%a",
                      (double)single);
    }
}
END_TEST

MEMGLASS_SUITE("base/real", test_digits_are_as_few_as_the_type_needs,
               test_whole_numbers_have_no_exponent, test_what_is_no_number_has_a_name,
               test_long_doubles_are_read_back, test_the_same_number_is_read_back)
