/* Filters: what people write, what matches it, and what is said of mistakes. */
#include "crowd.h"

#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct crowd crowd;

static void open_crowd(void)
{
    crowd_open(&crowd);
    for (size_t i = 0; i < 3; i++)
        *crowd_player(&crowd, i) = (struct crowd_player){.health = 10 * (int)(i + 1),
                                                         .state = (uint32_t)i,
                                                         .flags = (uint32_t)i,
                                                         .ratio = 0.1F,
                                                         .rss = UINT64_C(1) << (10 * (i + 1)),
                                                         .big = UINT64_MAX - i,
                                                         .wide = {i, UINT64_C(1) << 40},
                                                         .below = {i, UINT64_MAX << 40},
                                                         .on = i == 1,
                                                         .letter = (char)('a' + i),
                                                         .took = 1000 * i,
                                                         .memory = 1024 * i,
                                                         .link = (void *)(uintptr_t)(0x1000 * i),
                                                         .depth = -(int64_t)i,
                                                         .pos = {1, (float)i},
                                                         .size = 77};
    strcpy(crowd_player(&crowd, 0)->name, "nginx");
    strcpy(crowd_player(&crowd, 1)->name, "two words");
    crowd_machine(&crowd)->load = 1.5;
    crowd_machine(&crowd)->health = 20;
}

static void close_crowd(void)
{
    crowd_close(&crowd);
}

/* The rows that match, as digits: "02". */
static const char *rows_of(const char *text)
{
    static char found[CROWD_ROWS + 1];
    struct filter_error err;
    struct filter_memory memory = {0};
    struct filter *filter = filter_compile(text, &err);
    size_t count = 0;
    ck_assert_msg(filter, "%s: at %zu: %s", text, err.at, filter ? "" : err.message);
    for (uint32_t i = 0; i < CROWD_ROWS; i++) {
        struct row row = row_at(&crowd.source, i);
        if (filter_matches(filter, &memory, &crowd.source, &row))
            found[count++] = (char)('0' + i);
    }
    found[count] = '\0';
    ck_assert(!memory.failed);
    filter_release(&filter);
    filter_memory_fini(&memory);
    return found;
}

static void check_rows(const char *text, const char *rows)
{
    const char *found = rows_of(text);
    ck_assert_msg(strcmp(found, rows) == 0, "%s: matches %s, not %s", text, found, rows);
}

/* The message, and the text that it points at. */
static void check_error(const char *text, const char *pointed_at, const char *message)
{
    struct filter_error err;
    struct filter *filter = filter_compile(text, &err);
    ck_assert_msg(!filter, "%s: is no mistake", text);
    ck_assert_msg(strstr(err.message, message), "%s: says '%s'", text, err.message);
    ck_assert_uint_le(err.at + err.length, strlen(text));
    ck_assert_msg(err.length == strlen(pointed_at) &&
                      strncmp(text + err.at, pointed_at, err.length) == 0,
                  "%s: points at %zu + %zu", text, err.at, err.length);
}

/* What filter_check says of a filter that compiles. */
static void check_misfit(const char *text, const char *pointed_at, const char *message)
{
    struct filter_error err;
    struct filter *filter = filter_compile(text, &err);
    ck_assert_msg(filter, "%s: %s", text, filter ? "" : err.message);
    ck_assert_msg(!filter_check(filter, crowd_types, 2, &err), "%s: fits", text);
    ck_assert_msg(strstr(err.message, message), "%s: says '%s'", text, err.message);
    ck_assert_msg(err.length == strlen(pointed_at) &&
                      strncmp(text + err.at, pointed_at, err.length) == 0,
                  "%s: points at %zu + %zu", text, err.at, err.length);
    filter_release(&filter);
}

START_TEST(test_words_are_looked_for_in_label_and_type)
{
    open_crowd();
    check_rows("", "0123");
    check_rows("  ", "0123");
    check_rows("web", "01");
    check_rows("player", "012");
    check_rows("machine", "3");
    check_rows("web player", "01");
    check_rows("web machine", "");
    check_rows("!web", "23");
    check_rows("\"h w\"", "2");
    check_rows("\"&&web\"", "");
    check_rows("\"\\|\\|web\"", "");
    check_rows("web-[2-9]", "1");
    check_rows("^web|^host", "013");
    check_rows("^w(eb|ib)-1$", "0");
    check_rows("\\^web", "");
    check_rows("nothing", "");
    close_crowd();
}
END_TEST

START_TEST(test_small_letters_ignore_case)
{
    open_crowd();
    check_rows("batch", "2");
    check_rows("Batch", "2");
    check_rows("BATCH", "");
    check_rows("^batch", "2");
    check_rows("^Web", "");
    close_crowd();
}
END_TEST

START_TEST(test_groups_and_alternatives)
{
    open_crowd();
    check_rows("web-1 or host", "03");
    check_rows("(web or host) player", "01");
    check_rows("(web or host) and player", "01");
    check_rows("player and (web-1 or batch)", "02");
    check_rows("web-1 and player or host and player", "0");
    check_rows("player (web-1 or batch)", "02");
    check_rows("!(web or host)", "2");
    check_rows("!!web", "01");
    check_rows("web-1 or web-2 or host", "013");
    check_rows("order", "");
    check_rows("\"or\"", "2");
    check_rows("health=10 or (load>1 !web)", "03");
    close_crowd();
}
END_TEST

START_TEST(test_conditions_on_what_every_object_has)
{
    open_crowd();
    check_rows("label=web-1", "0");
    check_rows("label=WEB-1", "");
    check_rows("label!=web-1", "123");
    check_rows("label~eb", "01");
    check_rows("label!~eb", "23");
    check_rows("type~Player", "");
    check_rows("type~player", "012");
    check_rows("type=machine", "3");
    check_rows("size<100", "3");
    check_rows("size>=0.1K", "012");
    check_rows("age>98500ms", "01");
    check_rows("age > 98.5", "01");
    check_rows("age<1m39s", "23");
    close_crowd();
}
END_TEST

START_TEST(test_numbers_are_in_the_units_of_the_field)
{
    open_crowd();
    check_rows("health<20", "0");
    check_rows("health<=20", "013");
    check_rows("health<20hp", "0");
    check_rows("health>0x13", "123");
    check_rows("health = 20", "13");
    check_rows("health!=20", "02");
    check_rows("rss=1K", "0");
    check_rows("rss>=1M", "12");
    check_rows("rss>1KiB", "12");
    check_rows("rss>=0.5G", "2");
    check_rows("rss>1023", "012");
    check_rows("took>=1ms", "12");
    check_rows("took=1000", "1");
    check_rows("took<2000us", "01");
    check_rows("memory=1M", "1");
    check_rows("memory=1024", "1");
    check_rows("ratio=0.1", "012");
    check_rows("ratio<0.2%", "012");
    check_rows("load=1.5", "3");
    check_rows("depth<-1", "2");
    check_rows("big>18446744073709551613", "01");
    check_rows("big=18446744073709551615", "0");
    check_rows("pos.y>=1", "12");
    check_rows("link=0x1000", "1");
    close_crowd();
}
END_TEST

/* 2^104 and the two behind it, and their negatives. */
START_TEST(test_integers_of_128_bits_are_compared_whole)
{
    open_crowd();
    check_rows("wide=20282409603651670423947251286017", "1");
    check_rows("wide!=20282409603651670423947251286017", "02");
    check_rows("wide>0x100000000000000000000000000", "12");
    check_rows("wide<=0x100000000000000000000000001", "01");
    check_rows("wide>-1", "012");
    check_rows("wide>2e31", "012");
    check_rows("wide<999999999999999999999999999999999999999999", "012");
    check_rows("below=-20282409603651670423947251286015", "1");
    check_rows("below>=-20282409603651670423947251286015", "12");
    check_rows("below<0xffffffffffffffffffffffffffffffff", "012");
    check_rows("below<1", "012");
    check_rows("below>-170141183460469231731687303715884105728", "012");
    close_crowd();
}
END_TEST

START_TEST(test_names_of_values)
{
    open_crowd();
    check_rows("state=RUNNING", "1");
    check_rows("state=running", "1");
    check_rows("state!=RUNNING", "02");
    check_rows("state>0", "12");
    check_rows("state~^(idle|dead)", "02");
    check_rows("flags=WRITE", "2");
    check_rows("flags=0", "0");
    check_rows("flags~write", "2");
    check_rows("on=true", "1");
    check_rows("on=false", "02");
    check_rows("on=1", "1");
    check_rows("letter=b", "1");
    check_rows("letter='b'", "1");
    check_rows("letter=98", "1");
    check_rows("name=nginx", "0");
    check_rows("name=\"two words\"", "1");
    check_rows("name~^ng", "0");
    check_rows("name!~o", "02");
    check_rows("pos~x=1", "012");
    crowd_player(&crowd, 2)->flags = 3;
    check_rows("flags=READ|WRITE", "2");
    check_rows("flags~READ", "12");
    close_crowd();
}
END_TEST

START_TEST(test_a_dot_makes_it_a_field)
{
    open_crowd();
    check_rows("size=77", "");
    check_rows(".size=77", "012");
    close_crowd();
}
END_TEST

/* Not known is not "no": the negation does not match either. */
START_TEST(test_what_is_not_known_never_matches)
{
    open_crowd();
    check_rows("load!=5", "3");
    check_rows("!load=5", "3");
    check_rows("!(load=5)", "3");
    check_rows("load=1.5 or web", "013");
    check_rows("!(load=5 or host)", "");
    check_rows("!(load=5 host)", "0123");
    check_rows("health:delta=0", "");
    check_rows("last<1h", "");
    crowd_player(&crowd, 0)->guarded.guard.sequence = 1;
    check_rows("guarded=0", "12");
    check_rows("guarded!=0", "");
    check_rows("guarded~0", "12");
    crowd.rows[1].count = 2;
    check_rows("guarded=0", "2");
    check_rows("size>1", "0123");
    close_crowd();
}
END_TEST

START_TEST(test_aspects)
{
    open_crowd();
    crowd_tick(&crowd);
    crowd_player(&crowd, 0)->rss += 2048;
    crowd_player(&crowd, 1)->ops += 7;
    check_rows("rss:delta>1K", "0");
    check_rows("rss:rate>=2K/s", "0");
    check_rows("ops:rate>0", "1");
    check_rows("rss:delta=0", "12");
    check_rows("rss:base=0", "");
    crowd.source.baseline = crowd.source.prev;
    check_rows("rss:base=2K", "0");
    close_crowd();
}
END_TEST

START_TEST(test_mistakes_are_pointed_at)
{
    open_crowd();
    check_error("health<", "<", "a value must follow '<'");
    check_error("(health<)", "<", "a value must follow '<'");
    check_error("a <5 <6", "<", "a name must stand before '<'");
    check_error("=5", "=", "a name must stand before '='");
    check_error("web (a", "(", "this parenthesis is not closed");
    check_error("web a)", ")", "this parenthesis was not opened");
    check_error("()", ")", "something must stand between the parentheses");
    check_error("or web", "or", "both sides of 'or'");
    check_error("and web", "and", "both sides of 'and'");
    check_error("(web and) player", "and", "both sides of 'and'");
    check_error("web and and player", "and", "both sides of 'and'");
    check_error("web and or player", "and", "both sides of 'and'");
    check_error("web && player", "&&", "written as words");
    check_error("web || player", "||", "written as words");
    check_error("(web)&&(player)", "&&", "written as words");
    check_error("web &&(player)", "&&", "written as words");
    check_error("web ||(player)", "||", "written as words");
    check_error("||player", "||", "written as words");
    check_error("web &&player", "&&", "written as words");
    check_error("web !||player", "||", "written as words");
    check_error("(web |) player", "|", "written as words");
    check_error("(web)|(player)", "|", "written as words");
    check_error("web &(player)", "&", "written as words");
    check_error("web &", "&", "written as words");
    check_error("web or", "or", "both sides of 'or'");
    check_error("web !", "!", "what '!' negates");
    check_error("label=\"abc", "\"", "this quote is not closed");
    check_error("label<abc", "<", "label is a text");
    check_error("size~5", "~", "size is a number");
    check_error("rss:max~5", "~", "rss:max is a number");
    check_error("x size>5q", "5q", "'5q' is no number of B");
    check_error("age<5M", "5M", "is no number of s");
    check_error("rss:peak>5", "rss:peak", "no aspect 'peak'");
    check_error("a|b<5", "a|b", "is no name of a field");
    check_error("web-[", "web-[", "");
    check_error("label~a**(", "a**(", "");
    close_crowd();
}
END_TEST

START_TEST(test_what_no_type_can_match_is_pointed_at)
{
    open_crowd();
    check_misfit("web healht<20", "healht", "no type has a field 'healht'");
    check_misfit("state=RUNING", "RUNING", "'RUNING' is none of IDLE, RUNNING, DEAD");
    check_misfit("flags=READ|EXECUTE", "READ|EXECUTE", "none of READ, WRITE");
    check_misfit("took>5G", "5G", "'5G' is no number of us");
    check_misfit("took>fast", "fast", "'fast' is no number");
    check_misfit("name<5", "name", "name is a text");
    check_misfit("name:max>5", "name:max", "is no number that can change");
    check_misfit("pos:max>5", "pos:max", "is no number that can change");
    close_crowd();
}
END_TEST

static void check_refused(const char *format, int count)
{
    char text[FILTER_TEXT_MAX + 100], part[FILTER_TEXT_MAX + 100] = "";
    struct filter_error err;
    for (int i = 0; i < count; i++)
        strcat(part, "(");
    snprintf(text, sizeof text, format, part);
    struct filter *filter = filter_compile(text, &err);
    ck_assert_msg(!filter, "%s: is taken", text);
}

START_TEST(test_expressions_that_take_for_ever_are_refused)
{
    open_crowd();
    check_error("\"(a*)\\1\"", "\"(a*)\\1\"", "refers back");
    static const char *const circles[] = {"xY??????????????????????????????++++",
                                          "(a*)*",
                                          "(a|)+",
                                          "((b?)(c?))*",
                                          "(a|b*)+",
                                          "(a{0,3}){2,}",
                                          "(^)*",
                                          "(\\b)+",
                                          "(x(a?)*)y"};
    for (size_t k = 0; k < sizeof circles / sizeof *circles; k++) {
        char text[80];
        snprintf(text, sizeof text, "\"%s\"", circles[k]);
        check_error(text, text, "what may be nothing");
    }
    static const char *const straight[] = {
        "a*b+c?", "(a*b)+",  "(a|b*c|d)+",     "a.*?b", "(^a)*", "((a?){3}b)*", "x????",
        "[]*]+",  "(a\\*)*", "(foo|bar|baz)*", "a++",   "^$",    "(a+)+"};
    for (size_t k = 0; k < sizeof straight / sizeof *straight; k++) {
        char text[80];
        struct filter_error err;
        snprintf(text, sizeof text, "\"%s\"", straight[k]);
        struct filter *f = filter_compile(text, &err);
        ck_assert_msg(f != NULL, "%s: %s", text, err.message);
        filter_release(&f);
    }
    check_error("\"((a{100}){100}){100}\"", "\"((a{100}){100}){100}\"", "come to more than");
    check_error("x{1,99999}", "x{1,99999}", "come to more than");
    check_error("b++++++++++++++++++++++++++++++", "b++++++++++++++++++++++++++++++",
                "come to more");
    check_rows("^[a-z]+-[0-9]{1,9}(\\.[a-z]{1,63}){0,5}$", "01");
    check_refused("%s", 40);
    check_refused("%s", FILTER_TEXT_MAX);
    check_rows("[\\1]", "0");
    check_rows("\"(w|e|b)*(w|e|b)*(w|e|b)*(w|e|b)*(w|e|b)*-1$\"", "0");
    close_crowd();
}
END_TEST

START_TEST(test_filters_say_what_they_depend_on)
{
    open_crowd();
    static const struct {
        const char *text;
        bool fixed, empty;
    } cases[] = {{"", true, true},
                 {"web !type~x", true, false},
                 {"web size>5", false, false},
                 {"a or b<5", false, false},
                 {"label=x", true, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct filter *filter = filter_compile(cases[i].text, NULL);
        ck_assert_ptr_nonnull(filter);
        ck_assert_int_eq(filter_is_fixed(filter), cases[i].fixed);
        ck_assert_int_eq(filter_is_empty(filter), cases[i].empty);
        ck_assert_str_eq(filter_text(filter), cases[i].text);
        filter_release(&filter);
        ck_assert_ptr_null(filter);
    }
    close_crowd();
}
END_TEST

/* A type at an address where another one was. */
START_TEST(test_a_memory_forgets_types)
{
    open_crowd();
    struct filter_memory memory = {0};
    memglass_type type = crowd_player_type;
    struct filter *filter = filter_compile("health=10", NULL);
    struct row row = row_at(&crowd.source, 0);
    crowd.rows[0].type = &type;
    ck_assert(filter_matches(filter, &memory, &crowd.source, &row));
    type = crowd_machine_type;
    filter_memory_forget(&memory);
    ck_assert(!filter_matches(filter, &memory, &crowd.source, &row));
    filter_release(&filter);
    filter_memory_fini(&memory);
    ck_assert(filter_matches(NULL, &memory, &crowd.source, &row));
    close_crowd();
}
END_TEST

/* One memory for one filter after the other; more types than fit at first. */
START_TEST(test_a_memory_serves_many_types_and_filters)
{
    open_crowd();
    struct filter_memory memory = {0};
    memglass_type types[100];
    for (int round = 0; round < 3; round++) {
        struct filter *filter = filter_compile(round == 1 ? "health=20" : "health=10", NULL);
        for (size_t i = 0; i < 200; i++) {
            types[i % 100] = crowd_player_type;
            crowd.rows[0].type = &types[i % 100];
            struct row row = row_at(&crowd.source, 0);
            ck_assert_int_eq(filter_matches(filter, &memory, &crowd.source, &row), round != 1);
        }
        filter_release(&filter);
    }
    filter_memory_fini(&memory);
    close_crowd();
}
END_TEST

MEMGLASS_SUITE("query/filter", test_words_are_looked_for_in_label_and_type,
               test_small_letters_ignore_case, test_groups_and_alternatives,
               test_conditions_on_what_every_object_has, test_numbers_are_in_the_units_of_the_field,
               test_integers_of_128_bits_are_compared_whole, test_names_of_values,
               test_a_dot_makes_it_a_field, test_what_is_not_known_never_matches, test_aspects,
               test_mistakes_are_pointed_at, test_what_no_type_can_match_is_pointed_at,
               test_expressions_that_take_for_ever_are_refused,
               test_filters_say_what_they_depend_on, test_a_memory_forgets_types,
               test_a_memory_serves_many_types_and_filters)
