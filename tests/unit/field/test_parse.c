/* From what people type to numbers, and back from what is shown. */
#include "field/parse.h"

#include "field/world.h"
#include "unit.h"

#include <math.h>
#include <string.h>

static const memglass_field *field_in(const char *unit)
{
    static memglass_field field;
    field =
        (memglass_field){.unit = unit, .format = "", .kind = MEMGLASS_KIND_FLOAT, .bit_size = 64};
    return &field;
}

static void check(const char *unit, const char *text, long double expected)
{
    long double number = 0;
    memglass_error err = {0};
    int status = field_parse_number(field_in(unit), text, &number, &err);
    ck_assert_msg(status == MEMGLASS_OK, "%s of '%s': %s", text, unit, err.message);
    ck_assert_msg(number == expected, "%s of '%s' is %.20Lg", text, unit, number);
}

static void check_mistake(const char *unit, const char *text)
{
    long double number = 77;
    memglass_error err = {0};
    ck_assert_msg(field_parse_number(field_in(unit), text, &number, &err) == MEMGLASS_E_INVALID,
                  "%s of '%s' is %Lg", text, unit, number);
    ck_assert_msg(strstr(err.message, "is no number"), "%s", err.message);
    ck_assert(number == 77);
}

START_TEST(test_plain_numbers)
{
    check("", "20", 20);
    check("", "-1.5", -1.5L);
    check("", "+3", 3);
    check("", ".5", 0.5L);
    check("", "5.", 5);
    check("", "1e3", 1000);
    check("", "25e-2", 0.25L);
    check("", "0x1F", 31);
    check("", "-0x10", -16);
    check("", "18446744073709551615", 18446744073709551615.0L);
    check("", "0xffffffffffffffff", 18446744073709551615.0L);
    check("", "-9223372036854775808", -9223372036854775808.0L);
    check("", "0.1", 0.1L);
    check_mistake("", "");
    check_mistake("", "-");
    check_mistake("", ".");
    check_mistake("", "0x");
    check_mistake("", "abc");
    check_mistake("", "1,5");
    check_mistake("", "5 6");
    check_mistake("", "inf");
    check_mistake("", "nan");
    check_mistake("", "1e99999999999");
}
END_TEST

START_TEST(test_suffixes)
{
    check("", "3k", 3000);
    check("", "3K", 3000);
    check("", "1.5M", 1500000);
    check("hp", "20hp", 20);
    check("hp", "20 hp", 20);
    check("hp", "2k hp", 2000);
    check("m", "5m", 5);
    check("%", "50%", 50);
    check("B", "1K", 1024);
    check("B", "1KiB", 1024);
    check("B", "1kB", 1024);
    check("B", "512B", 512);
    check("bytes", "1.5G", 1610612736);
    check("KiB", "1M", 1024);
    check("KiB", "10", 10);
    check("MB", "512K", 0.5L);
    check("ns", "20ms", 20000000);
    check("us", "1.5s", 1500000);
    check("ms", "2m", 120000);
    check("s", "2h03m", 7380);
    check("s", "1d", 86400);
    check("s", "5d07h", 457200);
    check("h", "30min", 0.5L);
    check("min", "5", 5);
    check_mistake("hp", "20s");
    check_mistake("hp", "20kk");
    check_mistake("B", "5s");
    check_mistake("B", "5Q");
    check_mistake("B", "5iB");
    check_mistake("s", "5M");
    check_mistake("s", "5m6");
    check_mistake("s", "m");
    check_mistake("", "5%");
}
END_TEST

/* What is shown can be typed: it means what was shown, to the digits that were. */
START_TEST(test_amounts_are_exact)
{
    uint64_t ns;
    ck_assert_int_eq(field_parse_amount("s", "1ms", 1e9L, &ns, NULL), MEMGLASS_OK);
    ck_assert_uint_eq(ns, 1000000);
    ck_assert_int_eq(field_parse_amount("s", "0.3", 1e9L, &ns, NULL), MEMGLASS_OK);
    ck_assert_uint_eq(ns, 300000000);
}
END_TEST

START_TEST(test_what_is_shown_can_be_typed)
{
    static const char *const units[] = {"B", "KiB", "MB", "ns", "us", "ms", "s", "min", "h"};
    static const struct field_style style = {.humane = true, .no_unit = true};
    for (size_t u = 0; u < sizeof units / sizeof *units; u++)
        for (double shown = 0.001; shown < 1e12; shown *= 1.37) {
            char text[64];
            struct strbuf out;
            long double typed;
            memglass_error err;
            const memglass_field *field = field_in(units[u]);
            strbuf_init(&out, text, sizeof text);
            field_number_text(field, shown, &style, &out);
            ck_assert_msg(field_parse_number(field, text, &typed, &err) == MEMGLASS_OK, "%s: %s",
                          text, err.message);
            if (typed == 0)
                continue; /* nothing is 0s, whatever it was counted in */
            struct strbuf again_out;
            char again[64];
            strbuf_init(&again_out, again, sizeof again);
            field_number_text(field, (double)typed, &style, &again_out);
            ck_assert_msg(strcmp(again, text) == 0, "%g of %s is %s, which is %s", shown, units[u],
                          text, again);
        }
}
END_TEST

static long double value_of(const char *field, const char *text)
{
    long double number = NAN;
    memglass_error err = {0};
    ck_assert_msg(field_parse_value(world_field(field), text, &number, &err) == MEMGLASS_OK,
                  "%s=%s: %s", field, text, err.message);
    return number;
}

static void check_no_value(const char *field, const char *text, const char *message)
{
    long double number;
    memglass_error err = {0};
    ck_assert_int_ne(field_parse_value(world_field(field), text, &number, &err), MEMGLASS_OK);
    ck_assert_msg(strstr(err.message, message), "%s", err.message);
}

START_TEST(test_names_of_values)
{
    ck_assert(value_of("mood", "ANGRY") == -2);
    ck_assert(value_of("mood", "glad") == 5);
    ck_assert(value_of("mood", "-7") == -7);
    ck_assert(value_of("flags", "LOCKED") == 2);
    ck_assert(value_of("flags", "RUNNING|LATE") == 9);
    ck_assert(value_of("flags", "LATE|0x30") == 56);
    ck_assert(value_of("flags", "0") == 0);
    ck_assert(value_of("on", "true") == 1);
    ck_assert(value_of("on", "false") == 0);
    ck_assert(value_of("on", "1") == 1);
    ck_assert(value_of("letter", "x") == 'x');
    ck_assert(value_of("letter", "'x'") == 'x');
    ck_assert(value_of("letter", "'5'") == '5');
    ck_assert(value_of("letter", "5") == 5);
    ck_assert(value_of("seconds", "2h") == 7200);
    check_no_value("mood", "SAD", "'SAD' is none of CALM, ANGRY, GLAD");
    check_no_value("flags", "RUNNING|EARLY", "is none of RUNNING, LOCKED, BOTH, LATE");
    check_no_value("on", "yes", "'yes' is no number");
    check_no_value("letter", "xy", "'xy' is no number");
}
END_TEST

MEMGLASS_SUITE("field/parse", test_plain_numbers, test_suffixes, test_amounts_are_exact,
               test_what_is_shown_can_be_typed, test_names_of_values)
