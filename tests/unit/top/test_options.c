/* The command line of memglass-top, and that the man page has each option. Runs in the top folder
 * of the tree. Tests only; no layer. */
#include "unit.h"

#include "base/clock.h"
#include "top/options.h"

#include <string.h>

static int parse(const char *line, struct top_options *out, memglass_error *err)
{
    static char text[256];
    char *argv[32] = {"memglass-top"}, *rest = text;
    int argc = 1;
    struct top_mistake mistake;
    snprintf(text, sizeof text, "%s", line);
    for (char *word; (word = strsep(&rest, " "));)
        if (word[0])
            argv[argc++] = word;
    argv[argc] = NULL;
    return top_options_parse(argc, argv, out, &mistake, err);
}

START_TEST(test_every_option_is_taken_over)
{
    struct top_options o;
    ck_assert_int_eq(
        parse("-b -n 3 -d 0.5 -s rss -r -t process --rows 7 --width 90 --ascii proc", &o, NULL),
        MEMGLASS_OK);
    ck_assert(o.batch && o.reverse && o.ascii);
    ck_assert_uint_eq(o.count, 3);
    ck_assert_uint_eq(o.interval_ns, 500000000);
    ck_assert_str_eq(o.sort, "rss");
    ck_assert_str_eq(o.type, "process");
    ck_assert_uint_eq(o.rows, 7);
    ck_assert_int_eq(o.width, 90);
    ck_assert_str_eq(o.session, "proc");
    ck_assert_int_eq(parse("--no-color", &o, NULL), MEMGLASS_OK);
    ck_assert(o.no_color && !o.session);
    ck_assert_uint_eq(o.interval_ns, 0);
    ck_assert_int_eq(parse("--theme contrast --no-mouse", &o, NULL), MEMGLASS_OK);
    ck_assert_str_eq(o.theme, "contrast");
    ck_assert(o.no_mouse);
    ck_assert_int_eq(parse("--past 4G --history 0 p", &o, NULL), MEMGLASS_OK);
    ck_assert_str_eq(o.past, "4G");
    ck_assert_str_eq(o.history, "0");
    ck_assert_int_eq(parse("--unicode p", &o, NULL), MEMGLASS_OK);
    ck_assert(o.unicode && !o.ascii);
}
END_TEST

START_TEST(test_sorting_takes_two_columns_and_their_ways)
{
    struct top_options o;
    ck_assert_int_eq(parse("-s rss,-pid p", &o, NULL), MEMGLASS_OK);
    ck_assert_str_eq(o.sort, "rss");
    ck_assert_str_eq(o.sort2, "pid");
    ck_assert(!o.reverse1 && o.reverse2);
    ck_assert_int_eq(parse("-s -rss p", &o, NULL), MEMGLASS_OK);
    ck_assert_str_eq(o.sort, "rss");
    ck_assert(o.reverse1 && !o.sort2);
}
END_TEST

START_TEST(test_once_is_one_frame_of_text)
{
    struct top_options o;
    ck_assert_int_eq(parse("--once -g -f rss>1G -c label,rss:rate p", &o, NULL), MEMGLASS_OK);
    ck_assert(o.once && o.batch && o.group);
    ck_assert_uint_eq(o.count, 1);
    ck_assert_str_eq(o.filter, "rss>1G");
    ck_assert_uint_eq(o.column_count, 2);
    ck_assert_str_eq(o.columns[1].name, "rss:rate");
}
END_TEST

START_TEST(test_a_mistake_in_a_filter_has_its_place)
{
    char text[512] = "";
    struct top_options o;
    struct top_mistake mistake;
    memglass_error err = {0};
    char *argv[] = {"memglass-top", "--filter", "caf\u00e9 rss>", "p", NULL};
    ck_assert_int_eq(top_options_parse(4, argv, &o, &mistake, &err), MEMGLASS_E_INVALID);
    ck_assert_ptr_eq(mistake.text, argv[2]);
    FILE *out = fmemopen(text, sizeof text, "w");
    top_mistake_print(&mistake, out);
    fclose(out);
    /* In cells, not bytes: below the '>' that no value follows. */
    ck_assert_str_eq(text, "  caf\u00e9 rss>\n          ^\n");
}
END_TEST

/* The same options as those of memglass, from the same table. */
START_TEST(test_a_trigger_and_what_it_does)
{
    struct top_options o;
    ck_assert_int_eq(parse("-w ops>5 --then print,bell --run date --when-every 2m p", &o, NULL),
                     MEMGLASS_OK);
    ck_assert_str_eq(o.when.expression, "ops>5");
    ck_assert_str_eq(o.when.then, "print,bell");
    ck_assert_str_eq(o.when.run, "date");
    ck_assert_uint_eq(o.when.every_ns, UINT64_C(120000000000));
    ck_assert_int_eq(parse("p", &o, NULL), MEMGLASS_OK);
    ck_assert_ptr_null(o.when.expression);
}
END_TEST

START_TEST(test_an_interval_is_a_time)
{
    static const struct {
        const char *line;
        uint64_t ns;
    } cases[] = {
        {"-d 500ms p", 500 * NS_PER_MS}, {"-d 2s p", 2 * NS_PER_SEC},
        {"-d 0.05 p", 50 * NS_PER_MS},   {"-d 60 p", 60 * NS_PER_SEC},
        {"-d 120s p", 120 * NS_PER_SEC}, {"--interval=1h p", 3600 * NS_PER_SEC},
    };
    struct top_options o;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_int_eq(parse(cases[i].line, &o, NULL), MEMGLASS_OK);
        ck_assert_uint_eq(o.interval_ns, cases[i].ns);
    }
}
END_TEST

START_TEST(test_mistakes_name_the_option)
{
    static const struct {
        const char *line, *says;
    } mistakes[] = {
        {"-x", "-x"},
        {"--nothing", "--nothing"},
        {"-n", "-n"},
        {"-n zero p", "count"},
        {"-n 0 p", "count"},
        {"-n -1 p", "count"},
        {"-d 0 p", "interval"},
        {"-d nan p", "interval"},
        {"-d 1x p", "interval"},
        {"-d 49ms p", "'49ms' is no time from 50ms to 1h"},
        {"-d 61min p", "'61min' is no time from 50ms to 1h"},
        {"-d 500 p", "write '500ms', or '500s' if they are meant"},
        {"-b", "--batch"},
        {"--rows 3 p", "--rows"},
        {"--width 90 p", "--width"},
        {"p q", "'q'"},
        {"-b --width 20 p", "width"},
        {"-b --no-color p", "--no-color"},
        {"-b --theme dark p", "--theme is not for --batch"},
        {"-b --no-mouse p", "--no-mouse is not for --batch"},
        {"--once --past 0 p", "--past is not for --batch"},
        {"--ascii --unicode p", "--ascii is not for --unicode"},
        {"--theme pink", "contrast"},
        {"--history 65M", "history is one of 0|16M"},
        {"-s , p", "--sort"},
        {"-s a,b,c p", "--sort"},
        {"-s a, p", "--sort"},
        {"-f rss> p", "--filter"},
        {"-b -c rss:nothing p", "--columns"},
        {"-c rss p", "--columns"},
        {"-b -c label,rss:base p", "'rss:base' is not known here: the key b of memglass-top sets"},
        {"-b -s rss:base p", "'rss:base' is not known here"},
        {"-b -s -rss,rss:base p", "'rss:base' is not known here"},
        {"--once -f rss:base>1 p", "'rss:base' is not known here"},
        {"--once", "--once"},
        {"--once -n 2 p", "--once"},
        {"--when ops> p", "--when"},
        {"--when ops>1 --then sing p", "'sing' is none of"},
        {"--when ops>1 --when-every soon p", "--when-every"},
        {"--run date p", "--run needs --when"},
        {"-b --when ops>1 p", "--when is not for --batch"},
        {"--replay x.mgr --when ops>1", "--when is not for --replay"},
    };
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct top_options o;
        memglass_error err = {0};
        ck_assert_msg(parse(mistakes[i].line, &o, &err) == MEMGLASS_E_INVALID, "%s",
                      mistakes[i].line);
        ck_assert_msg(strstr(err.message, mistakes[i].says) != NULL, "%s: %s", mistakes[i].line,
                      err.message);
    }
}
END_TEST

START_TEST(test_a_baseline_can_be_set_on_a_screen)
{
    struct top_options o;
    ck_assert_int_eq(parse("-s rss:base -f rss:base>1 p", &o, NULL), MEMGLASS_OK);
    ck_assert_str_eq(o.sort, "rss:base");
}
END_TEST

START_TEST(test_the_man_page_has_each_option)
{
    static char page[65536];
    FILE *file = fopen("man/memglass-top.1", "r");
    ck_assert_msg(file != NULL, "man/memglass-top.1 is not there");
    size_t size = 0;
    for (int c; (c = fgetc(file)) != EOF && size + 1 < sizeof page;)
        if (c != '\\')
            page[size++] = (char)c;
    fclose(file);
    for (const struct args_option *o = top_options_table; o->name; o++) {
        char name[64];
        snprintf(name, sizeof name, "--%s", o->name);
        ck_assert_msg(strstr(page, name) != NULL, "not in the page: %s", name);
        ck_assert_msg(strstr(page, o->what) != NULL, "not in the page: %s", o->what);
    }
}
END_TEST

MEMGLASS_SUITE("top/options", test_every_option_is_taken_over,
               test_sorting_takes_two_columns_and_their_ways, test_once_is_one_frame_of_text,
               test_a_trigger_and_what_it_does, test_a_mistake_in_a_filter_has_its_place,
               test_an_interval_is_a_time, test_mistakes_name_the_option,
               test_a_baseline_can_be_set_on_a_screen, test_the_man_page_has_each_option)
