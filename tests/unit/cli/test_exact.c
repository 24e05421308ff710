/* Values for programs: whole, with all digits, and nothing where nothing is known. */
#define UNIT_FORK
#include "by_hand.h"

#include "field/bits.h"

#include <float.h>
#include <math.h>
#include <memglass/guard.h>

enum { TEXT_BYTES = 6000 };

struct page {
    char text[TEXT_BYTES];
    double seconds;
    uint64_t bytes;
    double took;
    float part;
};

#define PAGE_FIELD(member, c_type, ...)                                 \
    {                                                                   \
        .name = #member, .type_name = c_type, .desc = "",               \
        .bit_offset = 8 * offsetof(struct page, member),                \
        .bit_size = 8 * sizeof(((struct page *)0)->member), __VA_ARGS__ \
    }

static const memglass_field page_fields[] = {
    PAGE_FIELD(text, "char", .unit = "", .format = "", .kind = MEMGLASS_KIND_STRING),
    PAGE_FIELD(seconds, "double", .unit = "s", .format = "%.1f", .kind = MEMGLASS_KIND_FLOAT),
    PAGE_FIELD(bytes, "uint64_t", .unit = "B", .format = "", .kind = MEMGLASS_KIND_UINT),
    PAGE_FIELD(took, "double", .unit = "ms", .format = "", .kind = MEMGLASS_KIND_FLOAT),
    PAGE_FIELD(part, "float", .unit = "", .format = "", .kind = MEMGLASS_KIND_FLOAT),
};

static const memglass_type page_type = {.name = "page",
                                        .spelling = "struct page",
                                        .desc = "",
                                        .file = "",
                                        .fields = page_fields,
                                        .field_count = 5,
                                        .size = sizeof(struct page),
                                        .align = 8};

static struct page *add_page(struct stage *s, const char *label)
{
    struct page *page = memglass_create_object(s->session, &page_type, 1, label);
    ck_assert_ptr_nonnull(page);
    memset(page->text, 'x', sizeof page->text - 2);
    page->text[sizeof page->text - 2] = '!';
    page->seconds = 1763763277.123456;
    page->bytes = 17406361;
    page->part = 0.1f;
    page->took = 1.253456;
    return page;
}

START_TEST(test_long_texts_arrive_whole)
{
    static const char *const lines[] = {"get @ page.text",
                                        "dump @ label=page --csv",
                                        "dump @ label=page --jsonl",
                                        "objects @ label=page -c text --csv",
                                        "export @ -t csv page.text",
                                        "export @ -t wide -f label=page",
                                        "export @ -t jsonl -f label=page"};
    struct stage s;
    stage_open(&s, "long");
    const struct page *page = add_page(&s, "page");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        ck_assert_int_eq(run_on(&s, lines[i]), 0);
        ck_assert_msg(strstr(said, page->text), "%s", lines[i]);
    }
    stage_close(&s);
}
END_TEST

START_TEST(test_conditions_are_on_all_of_a_text)
{
    struct stage s;
    stage_open(&s, "condition");
    add_page(&s, "page");
    ck_assert_int_eq(run_on(&s, "objects @ text~!$ -c label --csv"), 0);
    ck_assert_str_eq(said, "label\r\npage\r\n");
    ck_assert_int_eq(run_on(&s, "objects @ text!~! -c label --csv"), 0);
    ck_assert_str_eq(said, "label\r\n");
    stage_close(&s);
}
END_TEST

START_TEST(test_numbers_of_csv_have_all_their_digits)
{
    static const char *const lines[] = {"dump @ label=page --csv", "export @ -t csv -f label=page"};
    struct stage s;
    stage_open(&s, "digits");
    add_page(&s, "page");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        ck_assert_int_eq(run_on(&s, lines[i]), 0);
        ck_assert_says("page,page,seconds,1763763277.123456,s\r\n");
        ck_assert_says("page,page,bytes,17406361,B\r\n");
        ck_assert_says("page,page,part,0.1,\r\n");
    }
    ck_assert_int_eq(run_on(&s, "objects @ label=page -c bytes,seconds,part --csv"), 0);
    ck_assert_str_eq(said, "bytes,seconds,part\r\n17406361,1763763277.123456,0.1\r\n");
    ck_assert_int_eq(run_on(&s, "objects @ label=page -c bytes,seconds"), 0);
    ck_assert_says("16.6M");
    ck_assert_says("1763763277.1");
    stage_close(&s);
}
END_TEST

/* Also where a format says less, and of a float no digits of the double that it becomes. */
START_TEST(test_numbers_have_the_fewest_digits_that_are_read_back)
{
    struct stage s;
    stage_open(&s, "fewest");
    struct page *page = add_page(&s, "page");
    ck_assert_int_eq(run_on(&s, "dump @ label=page --jsonl"), 0);
    ck_assert_says("\"seconds\":1763763277.123456,");
    ck_assert_says("\"part\":0.1}");
    ck_assert_int_eq(run_on(&s, "get @ page.part page.seconds --json"), 0);
    ck_assert_says("    \"value\": 0.1,\n");
    ck_assert_says("    \"value\": 1763763277.123456,\n");
    ck_assert_int_eq(run_on(&s, "export @ -t jsonl -f label=page"), 0);
    ck_assert_says("\"part\":0.1}");
    ck_assert_int_eq(run_on(&s, "stat @ page.part -i 1ms -d 2ms --jsonl"), 0);
    ck_assert_says("\"last\":0.1,");
    ck_assert_int_eq(run_on(&s, "stat @ page.part -i 1ms -d 2ms --csv"), 0);
    ck_assert_says(",0.1\r\n");
    page->part = 16777216.0f / 3;
    page->seconds = 0.1 + 0.2;
    ck_assert_int_eq(run_on(&s, "get @ page.part"), 0);
    ck_assert_str_eq(said, "5592405.5\n");
    ck_assert_int_eq(run_on(&s, "get @ page.seconds -r"), 0);
    ck_assert_str_eq(said, "0.30000000000000004\n");
    ck_assert_int_eq(run_on(&s, "get @ page.seconds"), 0);
    ck_assert_str_eq(said, "0.3 s\n");
    ck_assert_int_eq(run_on(&s, "get @ page.took -r"), 0);
    ck_assert_str_eq(said, "1.253456\n");
    ck_assert_int_eq(run_on(&s, "get @ page.took"), 0);
    ck_assert_str_eq(said, "1.3ms\n");
    stage_close(&s);
}
END_TEST

START_TEST(test_what_is_torn_is_no_value)
{
    struct stage s;
    stage_open(&s, "torn");
    memglass_write_begin(s.things[0]);
    s.things[0]->level = 7;
    ck_assert_int_eq(run_on(&s, "dump @ label=engine --csv"), 0);
    ck_assert_says("engine,thing,level,,\r\n");
    ck_assert_int_eq(run_on(&s, "export @ -t csv engine.level"), 0);
    ck_assert_says(",engine,thing,level,,\r\n");
    ck_assert_int_eq(run_on(&s, "objects @ label=engine -c label,level --csv"), 0);
    ck_assert_says("engine,\r\n");
    ck_assert_int_eq(run_on(&s, "dump @ label=engine"), 0);
    ck_assert_says("torn");
    memglass_write_end(s.things[0]);
    ck_assert_int_eq(run_on(&s, "dump @ label=engine --csv"), 0);
    ck_assert_says("engine,thing,level,7,\r\n");
    stage_close(&s);
}
END_TEST

START_TEST(test_diff_sees_the_end_of_long_texts)
{
    struct stage s;
    stage_open(&s, "difflong");
    struct page *page = add_page(&s, "page");
    record(&s);
    ck_assert_int_eq(run_on(&s, "diff # @"), 0);
    page->text[TEXT_BYTES - 2] = '?';
    ck_assert_int_eq(run_on(&s, "diff # @"), 1);
    ck_assert_says("page.text  ...!   ...?\n");
    ck_assert_int_eq(run_on(&s, "diff # @ --csv"), 1);
    ck_assert_says(page->text);
    stage_close(&s);
}
END_TEST

/* JSON spells them out, and no terminal obeys what is spelled out. */
START_TEST(test_strings_keep_their_lines_in_json)
{
    struct stage s;
    stage_open(&s, "lines");
    struct page *page = add_page(&s, "page");
    strcpy(page->text, "one\n\ttwo\x1b[2J\x7f\xc2\x9b\xff\"");
    ck_assert_int_eq(run_on(&s, "dump @ label=page --jsonl"), 0);
    ck_assert_says("\"text\":\"one\\n\\ttwo\\u001B[2J???\\\"\"");
    ck_assert_int_eq(run_on(&s, "get @ page.text --json"), 0);
    ck_assert_says("\"value\": \"one\\n\\ttwo\\u001B[2J???");
    ck_assert_int_eq(run_on(&s, "get @ page.text"), 0);
    ck_assert_str_eq(said, "one??two?[2J???\"\n");
    stage_close(&s);
}
END_TEST

/* A terminal is given neither of them. */
START_TEST(test_strings_that_look_alike_differ)
{
    struct stage s;
    struct by_hand b;
    stage_open(&s, "alike");
    struct page *page = add_page(&s, "page");
    by_hand_open(&b, &s);
    strcpy(page->text, "a\tb");
    strcpy(s.things[0]->name, "\xff");
    by_hand_add(&b);
    page->text[1] = '\n';
    strcpy(s.things[0]->name, "\x1b");
    by_hand_add(&b);
    by_hand_close(&b);
    ck_assert_int_eq(run_on(&s, "diff # # --at 0"), 1);
    ck_assert_says("engine.name  \\xff    \\x1b");
    ck_assert_says("page.text    a\\x09b  a\\x0ab");
    ck_assert_int_eq(run_on(&s, "diff # # --at 0 --csv"), 1);
    ck_assert_says("engine.name,\\xff,\\x1b\r\n");
    ck_assert_says("page.text,a\\x09b,a\\x0ab\r\n");
    ck_assert_int_eq(run_on(&s, "diff # #"), 0);
    ck_assert_int_eq(run_on(&s, "watch # page.text -c"), 0);
    ck_assert_says("  page.text  a\\x09b -> a\\x0ab\n");
    memset(page->text, '\t', sizeof page->text - 1);
    by_hand_open(&b, &s);
    by_hand_add(&b);
    page->text[sizeof page->text - 2] = '\n';
    by_hand_add(&b);
    by_hand_close(&b);
    ck_assert_int_eq(run_on(&s, "diff # # --at 0"), 1);
    ck_assert_says("page.text  ...\\x09  ...\\x0a\n");
    ck_assert_int_eq(run_on(&s, "watch # page.text -c"), 0);
    ck_assert_says("  page.text  ...\\x09 -> ...\\x0a\n");
    stage_close(&s);
}
END_TEST

/* Of long texts, too, whose beginnings differ in what is not shown. */
START_TEST(test_what_differs_visibly_is_shown_as_it_is)
{
    struct stage s;
    stage_open(&s, "visibly");
    struct page *page = add_page(&s, "page");
    page->text[0] = '\t';
    record(&s);
    page->text[0] = '\n';
    page->text[TEXT_BYTES - 2] = '?';
    ck_assert_int_eq(run_on(&s, "diff # @"), 1);
    ck_assert_says("page.text  ...!   ...?\n");
    ck_assert_int_eq(run_on(&s, "diff # @ --csv"), 1);
    ck_assert_says("page.text,?xxx");
    ck_assert_silent("\\x");
    stage_close(&s);
}
END_TEST

struct wide {
    bits128 bytes;
    long double level;
};

static const memglass_field wide_fields[] = {{.name = "bytes",
                                              .type_name = "unsigned __int128",
                                              .unit = "B",
                                              .format = "",
                                              .desc = "",
                                              .kind = MEMGLASS_KIND_UINT,
                                              .bit_size = 128},
                                             {.name = "level",
                                              .type_name = "long double",
                                              .unit = "",
                                              .format = "",
                                              .desc = "",
                                              .kind = MEMGLASS_KIND_FLOAT,
                                              .bit_offset = 8 * offsetof(struct wide, level),
                                              .bit_size = 8 * sizeof(long double)}};
static const memglass_type wide_type = {.name = "wide",
                                        .spelling = "struct wide",
                                        .desc = "",
                                        .file = "",
                                        .fields = wide_fields,
                                        .field_count = 2,
                                        .size = sizeof(struct wide),
                                        .align = 16};

static struct wide *add_wide(struct stage *s)
{
    struct wide *wide = memglass_create_object(s->session, &wide_type, 1, "wide");
    ck_assert_ptr_nonnull(wide);
    *wide = (struct wide){.bytes = (bits128)1 << 100, .level = 1.0L};
    return wide;
}

/* Of numbers of more than 64 bits, too, the texts are rounded. */
START_TEST(test_diff_sees_all_of_wide_numbers)
{
    struct stage s;
    stage_open(&s, "diffwide");
    struct wide *wide = add_wide(&s);
    record(&s);
    ck_assert_int_eq(run_on(&s, "diff # @"), 0);
    wide->bytes++;
    wide->level += 1e-12L;
    ck_assert_int_eq(run_on(&s, "diff # @"), 1);
    ck_assert_says("wide.bytes  1267650600228229401496703205376");
    ck_assert_says("1267650600228229401496703205377");
    ck_assert_says("wide.level  1 ");
    ck_assert_says("1.000000000001");
    stage_close(&s);
}
END_TEST

/* A double would be infinite, or another number. */
START_TEST(test_long_doubles_are_exact)
{
    struct stage s;
    stage_open(&s, "longdouble");
    struct wide *wide = add_wide(&s);
    wide->level = 1e4000L;
    ck_assert_int_eq(run_on(&s, "dump @ label=wide --csv"), 0);
    ck_assert_says("wide,wide,level,1e+4000,");
    ck_assert_int_eq(run_on(&s, "get @ wide.level --jsonl"), 0);
    ck_assert_says("\"value\":\"1e+4000\"");
    ck_assert_int_eq(run_on(&s, "objects @ -c label,level --jsonl"), 0);
    ck_assert_says("{\"label\":\"wide\",\"level\":\"1e+4000\"}"); /* no text to the others */
    ck_assert_says("{\"label\":\"engine\",\"level\":0.5}");
    ck_assert_int_eq(run_on(&s, "objects @ -c label,level --csv"), 0);
    ck_assert_says("wide,1e+4000\r\n");
    ck_assert_int_eq(run_on(&s, "objects @ -c label,level"), 0);
    ck_assert_says("1e+4000\n");
    ck_assert_int_eq(run_on(&s, "dump @ label=wide --jsonl"), 0);
    ck_assert_says("\"level\":\"1e+4000\"");
    wide->level = 0.1L;
    ck_assert_int_eq(run_on(&s, "get @ wide.level --csv"), 0);
    ck_assert_says("wide.level,0.1,");
    wide->level = 0.1;
    ck_assert_int_eq(run_on(&s, "get @ wide.level --csv"), 0);
    ck_assert_says("wide.level,0.10000000000000000555");
    ck_assert_int_eq(run_on(&s, "get @ wide.level --jsonl"), 0);
    ck_assert_says("\"value\":0.1,");
    wide->level = (long double)INFINITY;
    ck_assert_int_eq(run_on(&s, "get @ wide.level --jsonl"), 0);
    ck_assert_says("\"value\":null");
    stage_close(&s);
}
END_TEST

START_TEST(test_stat_takes_wide_numbers)
{
    struct stage s;
    stage_open(&s, "statwide");
    add_wide(&s)->level = -2.5L;
    ck_assert_int_eq(run_on(&s, "stat @ wide -i 1ms -d 5ms --csv"), 0);
    ck_assert_says("wide.bytes,");
    ck_assert_says(",1.2676506002282294e+30\r\n");
    ck_assert_says("wide.level,");
    ck_assert_says(",-2.5\r\n");
    stage_close(&s);
}
END_TEST

START_TEST(test_watch_shows_what_changed_of_a_long_text)
{
    struct stage s;
    struct by_hand b;
    stage_open(&s, "watchlong");
    struct page *page = add_page(&s, "page");
    by_hand_open(&b, &s);
    by_hand_add(&b);
    page->text[TEXT_BYTES - 2] = '?';
    page->seconds += 0.001; /* less than its format shows */
    by_hand_add(&b);
    by_hand_close(&b);
    ck_assert_int_eq(run_on(&s, "watch # page.text -c"), 0);
    ck_assert_says("  page.text  ...! -> ...?\n");
    ck_assert_int_eq(run_on(&s, "watch # page.seconds -c"), 0);
    ck_assert_says("  page.seconds  1763763277.123456 -> 1763763277.124456\n");
    ck_assert_int_eq(run_on(&s, "watch # page -c"), 0); /* the object is longer than a line */
    ck_assert_says("  page.text  ...! -> ...?\n");
    ck_assert_says("  page.seconds  1763763277.123456 -> 1763763277.124456\n");
    ck_assert_silent("bytes");
    stage_close(&s);
}
END_TEST

START_TEST(test_diff_has_values_that_a_program_can_read)
{
    struct stage s;
    stage_open(&s, "diffvalues");
    struct page *page = add_page(&s, "page");
    record(&s);
    page->bytes = 17406362;
    page->seconds = 3.25;
    ck_assert_int_eq(run_on(&s, "diff # @ --csv"), 1);
    ck_assert_str_eq(said, "path,first,second\r\npage.seconds,1763763277.123456,3.25\r\n"
                           "page.bytes,17406361,17406362\r\n");
    ck_assert_int_eq(run_on(&s, "diff # @ --jsonl"), 1);
    ck_assert_says("\"first\":17406361,\"second\":17406362}");
    ck_assert_says("\"second\":3.25}");
    stage_close(&s);
}
END_TEST

MEMGLASS_SUITE("cli/exact", test_strings_keep_their_lines_in_json,
               test_strings_that_look_alike_differ, test_what_differs_visibly_is_shown_as_it_is,
               test_long_texts_arrive_whole, test_conditions_are_on_all_of_a_text,
               test_numbers_of_csv_have_all_their_digits,
               test_numbers_have_the_fewest_digits_that_are_read_back,
               test_what_is_torn_is_no_value, test_diff_sees_the_end_of_long_texts,
               test_diff_sees_all_of_wide_numbers, test_diff_has_values_that_a_program_can_read,
               test_stat_takes_wide_numbers, test_long_doubles_are_exact,
               test_watch_shows_what_changed_of_a_long_text)
