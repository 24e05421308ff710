/* From bytes to values and text. Tests only; no layer. */
#include "unit.h"

#include "field/field.h"
#include "field/world.h"

#include <math.h>
#include <string.h>

static struct field_ref resolve(const char *path)
{
    struct field_ref whole = field_whole(&world_type, 1), ref;
    memglass_error err = {0};
    ck_assert_msg(field_resolve(&whole, path, &ref, &err) == MEMGLASS_OK, "%s", err.message);
    return ref;
}

static struct world world_zero(void)
{
    struct world w;
    memset(&w, 0, sizeof w);
    return w;
}

static memglass_value decode(const struct world *w, const char *path, memglass_truth truth)
{
    struct field_ref ref = resolve(path);
    memglass_value value;
    field_decode(&ref, (const void *)w, sizeof *w, truth, &value);
    return value;
}

static void expect(const struct world *w, const char *path, const struct field_style *style,
                   const char *wanted)
{
    struct field_ref ref = resolve(path);
    char text[MEMGLASS_TEXT_MAX];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    field_text(&ref, (const void *)w, sizeof *w, style, &out);
    ck_assert_msg(strcmp(text, wanted) == 0, "%s: '%s' instead of '%s'", path, text, wanted);
}

/* --- decoding --- */

START_TEST(test_integers_keep_their_sign_and_width)
{
    struct world w = world_zero();
    w.number = -7;
    w.big = UINT64_MAX;
    w.mood = -2;
    ck_assert_int_eq(decode(&w, "number", MEMGLASS_EXACT).as.i, -7);
    ck_assert_uint_eq(decode(&w, "big", MEMGLASS_EXACT).as.u, UINT64_MAX);
    ck_assert_int_eq(decode(&w, "mood", MEMGLASS_EXACT).as.i, -2);
    ck_assert_uint_eq(decode(&w, "mood", MEMGLASS_EXACT).kind, MEMGLASS_KIND_ENUM);
}
END_TEST

START_TEST(test_bit_fields_are_cut_out_of_their_bytes)
{
    struct world w = world_zero();
    w.low = 5;
    w.mid = 101;
    w.high = 3000001;
    ck_assert_uint_eq(decode(&w, "low", MEMGLASS_EXACT).as.u, 5);
    ck_assert_uint_eq(decode(&w, "mid", MEMGLASS_EXACT).as.u, 101);
    ck_assert_uint_eq(decode(&w, "high", MEMGLASS_EXACT).as.u, 3000001);
}
END_TEST

START_TEST(test_bit_fields_at_every_offset_and_width)
{
    unsigned char bytes[24];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 73 + 41);
    for (uint64_t at = 0; at < 64; at++)
        for (uint64_t size = 1; size <= 64; size++) {
            memglass_field field = *world_field("low");
            field.bit_offset = at;
            field.bit_size = size;
            struct field_ref ref = {.type = &world_type,
                                    .field = &field,
                                    .bit_offset = at,
                                    .guard_offset = FIELD_NO_GUARD,
                                    .elements = 1};
            uint64_t wanted = 0;
            for (uint64_t b = 0; b < size; b++)
                wanted |= (uint64_t)(bytes[(at + b) / 8] >> (at + b) % 8 & 1) << b;
            memglass_value value;
            field_decode(&ref, bytes, sizeof bytes, MEMGLASS_EXACT, &value);
            ck_assert_uint_eq(value.as.u, wanted);
        }
}
END_TEST

START_TEST(test_numbers_for_charts)
{
    struct world w = world_zero();
    struct field_ref ref = resolve("ratio");
    w.ratio = 0.25;
    w.number = -3;
    ck_assert(field_number(&ref, (void *)&w, sizeof w) == 0.25);
    ref = resolve("number");
    ck_assert(field_number(&ref, (void *)&w, sizeof w) == -3);
    ref = resolve("name");
    ck_assert(isnan(field_number(&ref, (void *)&w, sizeof w)));
    ref = resolve("safe.x");
    ck_assert(!isnan(field_number(&ref, (void *)&w, sizeof w)));
    w.safe.guard.sequence = 1;
    ck_assert(isnan(field_number(&ref, (void *)&w, sizeof w)));
}
END_TEST

START_TEST(test_what_lies_outside_the_copy_is_unknown)
{
    struct world w = world_zero();
    struct field_ref ref = resolve("seconds");
    memglass_value value;
    char text[16];
    struct strbuf out;
    field_decode(&ref, (void *)&w, 8, MEMGLASS_EXACT, &value);
    ck_assert_uint_eq(value.kind, MEMGLASS_KIND_BYTES);
    strbuf_init(&out, text, sizeof text);
    field_text(&ref, (void *)&w, 8, NULL, &out);
    ck_assert_str_eq(text, "?");
    ck_assert(isnan(field_number(&ref, (void *)&w, 8)));
}
END_TEST

/* --- truth --- */

START_TEST(test_an_aligned_scalar_is_exact_in_an_unguarded_object)
{
    struct world w = world_zero();
    ck_assert_int_eq(decode(&w, "number", MEMGLASS_UNGUARDED).truth, MEMGLASS_EXACT);
    ck_assert_int_eq(decode(&w, "high", MEMGLASS_UNGUARDED).truth, MEMGLASS_EXACT);
    ck_assert_int_eq(decode(&w, "link", MEMGLASS_UNGUARDED).truth, MEMGLASS_EXACT);
    ck_assert_int_eq(decode(&w, "pos", MEMGLASS_UNGUARDED).truth, MEMGLASS_UNGUARDED);
    ck_assert_int_eq(decode(&w, "name", MEMGLASS_UNGUARDED).truth, MEMGLASS_UNGUARDED);
    ck_assert_int_eq(decode(&w, "wide", MEMGLASS_UNGUARDED).truth, MEMGLASS_UNGUARDED);
    ck_assert_int_eq(decode(&w, "number", MEMGLASS_TORN).truth, MEMGLASS_TORN);
    ck_assert_int_eq(decode(&w, "number", MEMGLASS_STALE).truth, MEMGLASS_STALE);
}
END_TEST

START_TEST(test_a_misaligned_or_straddling_scalar_is_not)
{
    memglass_field field = *world_field("number");
    struct field_ref ref = {.type = &world_type,
                            .field = &field,
                            .bit_offset = 8,
                            .guard_offset = FIELD_NO_GUARD,
                            .elements = 1};
    unsigned char bytes[32] = {0};
    memglass_value value;
    field_decode(&ref, bytes, sizeof bytes, MEMGLASS_UNGUARDED, &value);
    ck_assert_int_eq(value.truth, MEMGLASS_UNGUARDED);
    field.flags = MEMGLASS_FIELD_BITFIELD;
    ref.bit_offset = 60;
    field_decode(&ref, bytes, sizeof bytes, MEMGLASS_UNGUARDED, &value);
    ck_assert_int_eq(value.truth, MEMGLASS_UNGUARDED);
}
END_TEST

START_TEST(test_a_guarded_field_has_a_truth_of_its_own)
{
    struct world w = world_zero();
    ck_assert_int_eq(decode(&w, "safe", MEMGLASS_UNGUARDED).truth, MEMGLASS_EXACT);
    ck_assert_int_eq(decode(&w, "safe.y", MEMGLASS_TORN).truth, MEMGLASS_EXACT);
    w.safe.guard.sequence = 7;
    ck_assert_int_eq(decode(&w, "safe", MEMGLASS_EXACT).truth, MEMGLASS_TORN);
    ck_assert_int_eq(decode(&w, "safe.y", MEMGLASS_UNGUARDED).truth, MEMGLASS_TORN);
    w.pair[1].guard.sequence = 7;
    ck_assert_int_eq(decode(&w, "pair[0]", MEMGLASS_UNGUARDED).truth, MEMGLASS_EXACT);
    ck_assert_int_eq(decode(&w, "pair[1]", MEMGLASS_UNGUARDED).truth, MEMGLASS_TORN);
}
END_TEST

/* --- text --- */

START_TEST(test_every_kind_has_its_text)
{
    struct world w = world_zero();
    w.number = -12;
    w.big = UINT64_MAX;
    w.ratio = 12.5;
    w.exact = 0.125L;
    w.wide = -((world_i128)1 << 100);
    w.on = true;
    w.letter = 'a';
    memcpy(w.name, "h\xc3\xa9\033x\0zz", 8);
    w.link = (void *)(uintptr_t)0x7ffe1234;
    memcpy(w.raw, "\xde\xad\xbe\xef", 4);
    expect(&w, "number", NULL, "-12 hp");
    expect(&w, "big", NULL, "18446744073709551615");
    expect(&w, "ratio", NULL, "12.5");
    expect(&w, "exact", NULL, "0.125");
    expect(&w, "wide", NULL, "-1267650600228229401496703205376");
    expect(&w, "on", NULL, "true");
    expect(&w, "letter", NULL, "'a'");
    expect(&w, "name", NULL, "h\xc3\xa9?x");
    expect(&w, "link", NULL, "0x7ffe1234");
    expect(&w, "raw", NULL, "deadbeef");
    expect(&w, "load", NULL, "0.0%");
    w.wide = (world_i128)((world_u128)1 << 127);
    expect(&w, "wide", NULL, "-170141183460469231731687303715884105728");
}
END_TEST

START_TEST(test_characters_are_readable)
{
    struct world w = world_zero();
    expect(&w, "letter", NULL, "'\\0'");
    w.letter = '\n';
    expect(&w, "letter", NULL, "'\\n'");
    w.letter = '\033';
    expect(&w, "letter", NULL, "'\\x1b'");
    w.letter = '\'';
    expect(&w, "letter", NULL, "'\\''");
    w.letter = (char)0xe9;
    expect(&w, "letter", NULL, "'\\xe9'");
    w.character = 0x20ac;
    expect(&w, "character", NULL, "'\xe2\x82\xac'");
    w.character = 0xd800;
    expect(&w, "character", NULL, "'\\xd800'");
    w.character = 0x9b; /* a terminal's command */
    expect(&w, "character", NULL, "'\\x9b'");
    w.character = 0x202e; /* what turns the direction of writing round */
    expect(&w, "character", NULL, "'\\x202e'");
}
END_TEST

START_TEST(test_enums_and_flags_show_names)
{
    struct world w = world_zero();
    expect(&w, "mood", NULL, "CALM");
    w.mood = -2;
    expect(&w, "mood", NULL, "ANGRY");
    w.mood = -3;
    expect(&w, "mood", NULL, "-3");
    expect(&w, "flags", NULL, "0");
    w.flags = 1 | 8 | 16;
    expect(&w, "flags", NULL, "RUNNING|LATE|0x10");
    w.flags = 3;
    expect(&w, "flags", NULL, "BOTH");
    w.flags = 0x40;
    expect(&w, "flags", NULL, "0x40");
}
END_TEST

START_TEST(test_floats_read_well)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {0, "0"},
        {0.1, "0.1"},
        {1e9, "1000000000"},
        {0.1 + 0.2, "0.3"},
        {1.0 / 3, "0.3333333333"},
        {-2.5, "-2.5"},
        {1e20, "1e+20"},
        {1e-9, "1e-09"},
        {(double)INFINITY, "inf"},
    };
    struct world w = world_zero();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        w.ratio = cases[i].value;
        expect(&w, "ratio", NULL, cases[i].text);
    }
    w.pos.x = 0.1f;
    expect(&w, "pos.x", NULL, "0.1 m");
}
END_TEST

START_TEST(test_arrays_and_structs_in_one_line)
{
    struct world w = world_zero();
    for (int i = 0; i < 6; i++)
        w.grid[i / 3][i % 3] = i;
    w.pos = (struct vec3){1, 2, 3.5f};
    expect(&w, "grid[1]", NULL, "[3, 4, 5] m");
    expect(&w, "grid", NULL, "[[0, 1, 2], [3, 4, 5]] m");
    expect(&w, "pos", NULL, "{x=1 m, y=2 m, z=3.5 m}");
    expect(&w, "path", &(struct field_style){.no_unit = true},
           "[{x=0, y=0, z=0}, {x=0, y=0, z=0}]");
    w.pair[0].value = 5;
    w.pair[1].guard.sequence = 1;
    expect(&w, "pair", NULL, "[5, torn]");
}
END_TEST

START_TEST(test_long_text_is_cut_visibly)
{
    struct world w = world_zero();
    struct field_ref whole = field_whole(&world_type, 1);
    char text[32];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    field_text(&whole, (void *)&w, sizeof w, NULL, &out);
    strbuf_finish(&out);
    ck_assert_str_eq(text, "{pos={x=0 m, y=0 m, z=0 m}, ...");
}
END_TEST

START_TEST(test_huge_arrays_cost_only_what_fits)
{
    const uint64_t dims[] = {UINT64_C(1) << 40};
    memglass_field field = *world_field("raw");
    field.dims = dims;
    field.rank = 1;
    field.stride_bytes = 0;
    struct field_ref ref = {
        .type = &world_type, .field = &field, .guard_offset = FIELD_NO_GUARD, .elements = 1};
    unsigned char bytes[8] = {0};
    char text[64];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    field_text(&ref, bytes, sizeof bytes, NULL, &out);
    ck_assert(out.cut);
}
END_TEST

/* --- formats from another process --- */

static const char *formatted(const char *format, double number, char text[64])
{
    memglass_field field = *world_field("ratio");
    struct strbuf out;
    field.format = format;
    strbuf_init(&out, text, 64);
    field_number_text(&field, number, NULL, &out);
    return text;
}

START_TEST(test_a_format_of_one_conversion_is_followed)
{
    char text[64];
    ck_assert_str_eq(formatted("%.2f", 3.14159, text), "3.14");
    ck_assert_str_eq(formatted("%08.3f", 3.14159, text), "0003.142");
    ck_assert_str_eq(formatted("<%+d>", 3.6, text), "<+4>");
    ck_assert_str_eq(formatted("0x%04lx", 255, text), "0x00ff");
    ck_assert_str_eq(formatted("100%% of %g", 2, text), "100% of 2");
    ck_assert_str_eq(formatted("%lu", 1e19, text), "10000000000000000000");
}
END_TEST

/* What it would print is another number. */
START_TEST(test_a_number_that_has_no_room_in_a_format_is_shown_without)
{
    char text[64];
    ck_assert_str_eq(formatted("%lu", 1e30, text), "1e+30");
    ck_assert_str_eq(formatted("%d", 1e19, text), "1e+19");
    ck_assert_str_eq(formatted("%u", -2, text), "-2");
    ck_assert_str_eq(formatted("%d", (double)NAN, text), "nan");
    ck_assert_str_eq(formatted("%x", (double)INFINITY, text), "inf");
}
END_TEST

START_TEST(test_any_other_format_is_ignored)
{
    static const char *const hostile[] = {
        "%s",   "%n",    "%d %d",       "%*d",   "%99999d", "%.999f", "%",    "%5",
        "%1$d", "%d%n",  "no number",   "%lc",   "%p",      "%m",     "%-",   "%.",
        "%hhn", "%d %s", "%#########s", "%w64d", "%\n",     "%ls",    "%65d", "%.33f",
    };
    char text[64];
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++)
        ck_assert_str_eq(formatted(hostile[i], 2.5, text), "2.5");
}
END_TEST

static const char *integer_formatted(const struct world *w, const char *name, const char *format)
{
    static char text[64];
    memglass_field field = *world_field(name);
    struct field_ref ref = resolve(name);
    struct strbuf out;
    field.format = format;
    field.unit = "";
    ref.field = &field;
    strbuf_init(&out, text, sizeof text);
    field_text(&ref, (const void *)w, sizeof *w, NULL, &out);
    return text;
}

START_TEST(test_integers_follow_formats_too)
{
    struct world w = world_zero();
    w.number = -1;
    ck_assert_str_eq(integer_formatted(&w, "number", "<%5d>"), "<   -1>");
    ck_assert_str_eq(integer_formatted(&w, "number", "%x"), "ffffffff");
    ck_assert_str_eq(integer_formatted(&w, "number", "%lu"), "4294967295");
}
END_TEST

START_TEST(test_integers_that_have_no_room_in_a_format_are_shown_without)
{
    struct world w = world_zero();
    w.wide = -5;
    w.big = UINT64_MAX;
    ck_assert_str_eq(integer_formatted(&w, "wide", "%3d"), " -5");
    ck_assert_str_eq(integer_formatted(&w, "wide", "%x"), "-5");
    ck_assert_str_eq(integer_formatted(&w, "big", "%d"), "18446744073709551615");
    ck_assert_str_eq(integer_formatted(&w, "big", "%lx"), "ffffffffffffffff");
    w.wide = ((world_i128)1 << 64) + 5;
    ck_assert_str_eq(integer_formatted(&w, "wide", "%x"), "18446744073709551621");
    ck_assert_str_eq(integer_formatted(&w, "wide", "%d"), "18446744073709551621");
}
END_TEST

/* --- for people --- */

static void expect_humane(const char *unit, double number, const char *wanted)
{
    const struct field_style humane = {.humane = true};
    memglass_field field = *world_field("memory");
    char text[64];
    struct strbuf out;
    field.unit = unit;
    strbuf_init(&out, text, sizeof text);
    field_number_text(&field, number, &humane, &out);
    ck_assert_msg(strcmp(text, wanted) == 0, "%g %s: '%s' instead of '%s'", number, unit, text,
                  wanted);
}

START_TEST(test_sizes_are_scaled)
{
    expect_humane("B", 0, "0B");
    expect_humane("B", 1000, "1000B");
    expect_humane("B", 1024, "1K");
    expect_humane("B", 1023.7, "1K");
    expect_humane("KiB", 512 * 1024, "512M");
    expect_humane("MiB", 1280, "1.25G");
    expect_humane("kB", 1536 * 1024, "1.5G");
    expect_humane("KB", 1, "1K");
    expect_humane("GiB", 20480, "20T");
    expect_humane("B", 1023.6 * 1048576, "1G");
    expect_humane("B", -2048, "-2K");
    expect_humane("hp", 2048, "2048 hp");
    expect_humane("B", (double)NAN, "nan B");
}
END_TEST

START_TEST(test_times_are_scaled)
{
    expect_humane("ns", 850, "850ns");
    expect_humane("ns", 0, "0s");
    expect_humane("ms", 0, "0s");
    expect_humane("us", 1.25, "1.2us");
    expect_humane("ns", 1200000, "1.2ms");
    expect_humane("ns", 999600, "1ms");
    expect_humane("ms", 1500, "1.5s");
    expect_humane("s", 45, "45s");
    expect_humane("s", 60, "1m00s");
    expect_humane("s", 59.97, "1m00s");
    expect_humane("s", 200, "3m20s");
    expect_humane("min", 123, "2h03m");
    expect_humane("s", 5 * 86400 + 2 * 3600, "5d02h");
    expect_humane("s", 1e20, "1e+20s");
}
END_TEST

START_TEST(test_rates_of_whole_numbers_are_short)
{
    char text[64];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    field_number_text(world_field("big"), 12.3456789, NULL, &out);
    strbuf_char(&out, ' ');
    field_number_text(world_field("number"), 7, NULL, &out);
    ck_assert_str_eq(text, "12.35 7 hp");
}
END_TEST

static void expect_type(const char *path, const char *wanted)
{
    struct field_ref ref = resolve(path);
    char text[64];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    field_type_text(&ref, &out);
    ck_assert_msg(strcmp(text, wanted) == 0, "%s: '%s' instead of '%s'", path, text, wanted);
}

START_TEST(test_types_are_told_as_they_are_declared)
{
    expect_type("", "struct world");
    expect_type("number", "int");
    expect_type("name", "string[8]");
    expect_type("mid", "uint:7");
    expect_type("grid", "int[2][3]");
    expect_type("grid[1]", "int[3]");
    expect_type("grid[1][2]", "int");
    expect_type("path[1].x", "float");
}
END_TEST

MEMGLASS_SUITE("field/text", test_integers_keep_their_sign_and_width,
               test_bit_fields_are_cut_out_of_their_bytes,
               test_bit_fields_at_every_offset_and_width, test_numbers_for_charts,
               test_what_lies_outside_the_copy_is_unknown,
               test_an_aligned_scalar_is_exact_in_an_unguarded_object,
               test_a_misaligned_or_straddling_scalar_is_not,
               test_a_guarded_field_has_a_truth_of_its_own, test_every_kind_has_its_text,
               test_characters_are_readable, test_enums_and_flags_show_names, test_floats_read_well,
               test_arrays_and_structs_in_one_line, test_long_text_is_cut_visibly,
               test_huge_arrays_cost_only_what_fits, test_a_format_of_one_conversion_is_followed,
               test_any_other_format_is_ignored, test_integers_follow_formats_too,
               test_a_number_that_has_no_room_in_a_format_is_shown_without,
               test_integers_that_have_no_room_in_a_format_are_shown_without, test_sizes_are_scaled,
               test_times_are_scaled, test_rates_of_whole_numbers_are_short,
               test_types_are_told_as_they_are_declared)
