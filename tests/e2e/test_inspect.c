/* The inspector, marks, types and their layout: what each key shows on the screen. */
#include "dashboard.h"

#include <signal.h>
#include <stdint.h>
#include <string.h>

/* The inspector on the machine's object: numbers that move, and an array of processors. */
static struct dashboard inspect_system(const char *tag, int columns, int rows,
                                       const char *const *env)
{
    struct dashboard d = dashboard_start(tag, columns, rows, env);
    ck_assert_shows(d.screen, "of 2 types");
    screen_type(d.screen, "tt");
    ck_assert_shows(d.screen, "1 object ");
    screen_type(d.screen, "\r");
    ck_assert_shows(d.screen, "FIELD");
    ck_assert_shows(d.screen, "memory_total");
    return d;
}

START_TEST(test_levels_and_all_below)
{
    struct dashboard d = inspect_system("levels", 110, 50, NULL);
    walk(d.screen, (step[]){{"", "[0]"},
                            {"[[", NOT "[0]"},
                            {"]", "[0]"},
                            {":cpu_use\r"},
                            {"*", NOT "[0]"},
                            {"*", "[0]"},
                            {NULL}});
    dashboard_stop(&d);
}
END_TEST

START_TEST(test_finding_and_going_to_a_path)
{
    struct dashboard d = inspect_system("find", 110, 30, NULL);
    walk(d.screen, (step[]){{"/load", "Find field: load"},
                            {"\r", "load_1: float"},
                            {"n", "load_5: float"},
                            {"N", "load_1: float"},
                            {":memory_free\r", "memory_free: uint64_t"},
                            {":nothing", "no field 'nothing'"},
                            {"\033", NOT "no field 'nothing'", "memory_free: uint64_t"},
                            {NULL}});
    dashboard_stop(&d);
}
END_TEST

START_TEST(test_formats_of_values)
{
    struct dashboard d = inspect_system("format", 120, 30, NULL);
    walk(d.screen, (step[]){{":swap_total\r", "swap_total: uint64_t"},
                            {"x"},
                            {"x", "0x00000000"},
                            {"X", NOT "0x00000000"},
                            {NULL}});
    dashboard_stop(&d);
}
END_TEST

START_TEST(test_statistics_and_changes)
{
    struct dashboard d = inspect_system("stats", 120, 40, NULL);
    walk(d.screen, (step[]){{"", "HISTORY"},
                            {"w", "P99", NOT "HISTORY"},
                            {"w", "HISTORY"},
                            {"b", "FROM BASE"},
                            {"d", "CHANGE"},
                            {"d", "FROM 1ST"},
                            {NULL}});
    dashboard_stop(&d);
}
END_TEST

/* Cells of braille on the screen. */
static size_t braille(struct screen *s)
{
    size_t cells = 0;
    for (const unsigned char *c = (const unsigned char *)screen_text(s); *c; c++)
        cells += c[0] == 0xe2 && c[1] >= 0xa0 && c[1] <= 0xa3;
    return cells;
}

static bool has_braille(struct screen *s, void *unused)
{
    (void)unused;
    return braille(s) > 3;
}

START_TEST(test_a_chart_with_several_lines)
{
    struct dashboard d = inspect_system("chart", 120, 40, NULL);
    screen_type(d.screen, ":memory_used\r");
    ck_assert_shows(d.screen, "memory_used");
    screen_type(d.screen, "c");
    ck_assert_shows(d.screen, " now");
    ck_assert_shows(d.screen, "-30s");
    ck_assert_msg(screen_wait(d.screen, has_braille, NULL), "%s", screen_text(d.screen));
    walk(d.screen, (step[]){{"<<<", "-4s"},
                            {">>>", "-30s"},
                            {"o:load_1\r", "1 load_1", "2 memory_used"},
                            {"c", NOT "2 memory_used"},
                            {NULL}});
    dashboard_stop(&d);
}
END_TEST

/* At one frame a minute. */
static bool chart_fills(struct screen *s, void *unused)
{
    (void)unused;
    return braille(s) > 12;
}

START_TEST(test_a_chart_moves_between_two_frames)
{
    char session[UNIT_NAME_BYTES];
    pid_t producer = dashboard_producer(unit_session_name(session, "lane"));
    struct screen *s = screen_start(
        120, 40, NULL, (const char *const[]){"memglass-top", "-d", "60", session, NULL});
    ck_assert_shows(s, "LABEL");
    screen_type(s, "\r");
    ck_assert_shows(s, "FIELD");
    screen_type(s, "c<<<");
    ck_assert_msg(screen_wait(s, chart_fills, NULL), "%s", screen_text(s));
    screen_stop(&s);
    stop_program(&producer, SIGTERM);
}
END_TEST

/* The lines of the plot, from the legend on, to that of its times. */
static void copy_plot(struct screen *s, int last, char out[16384])
{
    out[0] = '\0';
    for (int line = last - 10; line <= last; line++) {
        strncat(out, screen_row(s, line), 1024);
        strcat(out, "\n");
    }
}

START_TEST(test_a_frozen_chart_stands_still)
{
    struct dashboard d = inspect_system("frozen", 120, 40, NULL);
    static char before[16384], after[16384];
    screen_type(d.screen, ":memory_used\r");
    screen_type(d.screen, "c<<<");
    ck_assert_shows(d.screen, "-4s");
    ck_assert_shows(d.screen, " now");
    ck_assert_msg(screen_wait(d.screen, has_braille, NULL), "%s", screen_text(d.screen));
    int times = 0;
    ck_assert(screen_find(d.screen, " now", &times, NULL));
    screen_type(d.screen, " ");
    ck_assert_shows(d.screen, "FROZEN");
    ck_assert_shows(d.screen, "1s behind");
    copy_plot(d.screen, times, before);
    ck_assert_msg(!strstr(before, " now") && strstr(before, ":"), "%s", before);
    ck_assert_shows(d.screen, "3s behind");
    copy_plot(d.screen, times, after);
    ck_assert_str_eq(before, after);
    screen_type(d.screen, " ");
    ck_assert_hides(d.screen, "FROZEN");
    dashboard_stop(&d);
}
END_TEST

START_TEST(test_a_chart_in_ascii)
{
    struct dashboard d =
        inspect_system("ascii", 80, 24, (const char *const[]){"LC_ALL=C", "TERM=vt100", NULL});
    screen_type(d.screen, "c");
    ck_assert_shows(d.screen, "* cpu");
    ck_assert_shows(d.screen, "****");
    for (const char *c = screen_text(d.screen); *c; c++)
        ck_assert_int_lt((unsigned char)*c, 0x80);
    dashboard_stop(&d);
}
END_TEST

/* Two processes side by side, which live as long as the test: their numbers differ. */
START_TEST(test_marks_and_comparing)
{
    char filter[64];
    struct dashboard d = dashboard_start("compare", 130, 30, NULL);
    ck_assert_shows(d.screen, "of 2 types");
    screen_type(d.screen, "t");
    ck_assert_shows(d.screen, "rss");
    snprintf(filter, sizeof filter, "\\^(%d|%d)[^0-9]\r", (int)d.producer,
             (int)screen_pid(d.screen));
    screen_type(d.screen, filter);
    walk(d.screen,
         (step[]){{"", " 2 objects"},
                  {"<g", "by age, oldest first"},
                  {"m", "*"},
                  {"M", NOT "*"},
                  {"m", "*"},
                  {"G\r", "FIELD"},
                  {"=", "OTHER", "beside"},
                  {"[[}", NOT "pid: int32_t"}, /* from the first field, which differs, to another */
                  {"{", "pid: int32_t"},
                  {"=", NOT "OTHER"},
                  {NULL}});
    dashboard_stop(&d);
}
END_TEST

START_TEST(test_details_beside_the_tree)
{
    struct dashboard d = inspect_system("details", 200, 40, NULL);
    ck_assert_shows(d.screen, "place");
    ck_assert_shows(d.screen, "of all cores");
    screen_resize(d.screen, 80, 24);
    ck_assert_hides(d.screen, "place  ");
    ck_assert_shows(d.screen, "cpu: float in %");
    dashboard_stop(&d);
}
END_TEST

START_TEST(test_types_and_how_they_lie_in_memory)
{
    struct dashboard d = dashboard_start("types", 140, 40, NULL);
    walk(d.screen, (step[]){{"", "of 2 types"},
                            {"2", "OF ALL BYTES", "process", "by bytes, largest first"},
                            {">", "by created/s, largest first"},
                            {"<r", "by bytes, smallest first"},
                            {"r\r", "OFFSET", "cache line 1"},
                            {"t", "LABEL", NOT "all types"},
                            {"2", "OF ALL BYTES"},
                            {"jo", "LABEL"},
                            {NULL}});
    dashboard_stop(&d);
}
END_TEST

START_TEST(test_keys_that_need_past_values_say_when_none_are_kept)
{
    struct dashboard d = {0};
    unit_session_name(d.session, "nohistory");
    d.producer = dashboard_producer(d.session);
    const char *const argv[] = {"memglass-top", d.session, "--history", "0", NULL};
    d.screen = screen_start(120, 40, NULL, argv);
    walk(d.screen, (step[]){{"", "of 2 types"},
                            {"tt", "1 object "},
                            {"\r", "memory_total"},
                            {"w", "no past values are kept, the setting 'history' is 0"},
                            {"w", NOT "the setting 'history' is 0"},
                            {"c", "The chart begins here"},
                            {"c", NOT "The chart begins here"},
                            {"d", "What objects were when first seen is not kept"},
                            {NULL}});
    dashboard_stop(&d);
}
END_TEST

MEMGLASS_SUITE("e2e/inspect", test_levels_and_all_below, test_finding_and_going_to_a_path,
               test_formats_of_values, test_statistics_and_changes, test_a_chart_with_several_lines,
               test_a_chart_moves_between_two_frames, test_a_frozen_chart_stands_still,
               test_a_chart_in_ascii, test_marks_and_comparing, test_details_beside_the_tree,
               test_keys_that_need_past_values_say_when_none_are_kept,
               test_types_and_how_they_lie_in_memory)
