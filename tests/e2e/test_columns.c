/* The screen of columns and changes instead of values, at a real terminal. */
#include "dashboard.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A folder of its own for the configuration, which the screen of columns writes. */
struct columns {
    struct dashboard dashboard;
    char folder[64], variable[96];
};

static void start(struct columns *c, const char *tag)
{
    snprintf(c->folder, sizeof c->folder, "/tmp/memglass-columns-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(c->folder));
    snprintf(c->variable, sizeof c->variable, "XDG_CONFIG_HOME=%s", c->folder);
    const char *const env[] = {c->variable, NULL};
    c->dashboard = dashboard_start(tag, 130, 40, env);
    ck_assert_shows(c->dashboard.screen, "ALIVE");
    screen_type(c->dashboard.screen, "t");
    ck_assert_shows(c->dashboard.screen, " process ");
    ck_assert_shows(c->dashboard.screen, " threads ");
}

static void stop(struct columns *c)
{
    char file[128];
    dashboard_stop(&c->dashboard);
    snprintf(file, sizeof file, "%s/memglass/top.conf", c->folder);
    unlink(file);
    snprintf(file, sizeof file, "%s/memglass", c->folder);
    rmdir(file);
    rmdir(c->folder);
}

static struct screen *screen_of(struct columns *c)
{
    return c->dashboard.screen;
}

/* The first line that has the text, as it is now. */
static const char *line_with(struct screen *s, const char *text)
{
    int row;
    return screen_find(s, text, &row, NULL) ? screen_row(s, row) : "";
}

struct line {
    const char *with, *has;
};

static bool line_has(struct screen *s, void *ctx)
{
    const struct line *line = ctx;
    return strstr(line_with(s, line->with), line->has) != NULL;
}

/* Waits until the line with one text has another one. */
static void expect(struct screen *s, const char *with, const char *has)
{
    struct line line = {with, has};
    ck_assert_msg(screen_wait(s, line_has, &line), "'%s' is not in the line of '%s':\n%s", has,
                  with, screen_text(s));
}

struct place {
    int head, row;
};

static bool cursor_is_at(struct screen *s, void *ctx)
{
    const struct place *place = ctx;
    return screen_highlighted_row(s, place->head + 1) == place->row;
}

/* Of the screen of columns: goes down to a column, line by line. */
static void go_to(struct screen *s, const char *name)
{
    struct place place;
    char text[64];
    snprintf(text, sizeof text, "  %s ", name);
    screen_type(s, "g");
    ck_assert(screen_find(s, "WHAT IT IS", &place.head, NULL));
    for (place.row = place.head + 1; place.row < place.head + 33; place.row++) {
        ck_assert_msg(screen_wait(s, cursor_is_at, &place), "%s", screen_text(s));
        if (strstr(screen_row(s, place.row), text))
            return;
        screen_type(s, "j");
    }
    ck_abort_msg("no column %s:\n%s", name, screen_text(s));
}

START_TEST(test_c_and_f6_lead_to_the_columns_and_back)
{
    struct columns c;
    start(&c, "colopen");
    struct screen *s = screen_of(&c);
    screen_type(s, "c");
    ck_assert_shows(s, "WHAT IT IS");
    ck_assert_shows(s, "of process");
    expect(s, " rss ", "resident memory");
    walk(s, (step[]){{"q", NOT "WHAT IT IS"},
                     {"\033[17~", "WHAT IT IS"},
                     {"\033", NOT "WHAT IT IS"},
                     {NULL}});
    stop(&c);
}
END_TEST

START_TEST(test_columns_are_shown_moved_widened_and_forgotten)
{
    struct columns c;
    start(&c, "colkeys");
    struct screen *s = screen_of(&c);
    ck_assert_shows(s, "threads");
    screen_type(s, "c");
    ck_assert_shows(s, "WHAT IT IS");
    go_to(s, "threads");
    screen_type(s, " ");
    expect(s, "  threads ", " - ");
    go_to(s, "rss");
    screen_type(s, "[[");
    screen_type(s, ">>>><");
    screen_type(s, "\033[C\033[D");
    expect(s, "  rss ", "shown");
    walk(s, (step[]){{"]"},
                     {"q", "Kept in", NOT "threads"},
                     {"c", "your choice"},
                     {"x", "as usual"},
                     {NULL}});
    go_to(s, "threads");
    walk(s, (step[]){{" ", "your choice"}, {"\033[3~", "as usual"}, {"q", "threads"}, {NULL}});
    stop(&c);
}
END_TEST

START_TEST(test_aspects_are_columns)
{
    struct columns c;
    start(&c, "colaspect");
    struct screen *s = screen_of(&c);
    screen_type(s, "c");
    ck_assert_shows(s, "WHAT IT IS");
    go_to(s, "user_time");
    screen_type(s, "a");
    ck_assert_shows(s, "user_time:rate");
    go_to(s, "rss");
    walk(s,
         (step[]){
             {"a", "rss:change"}, {"aaaaaa", "rss:max"}, {"[[[[[[[["}, {"q", "rss max"}, {NULL}});
    stop(&c);
}
END_TEST

START_TEST(test_sorting_by_two_columns)
{
    struct columns c;
    start(&c, "colsort");
    struct screen *s = screen_of(&c);
    screen_type(s, "c");
    ck_assert_shows(s, "WHAT IT IS");
    go_to(s, "user");
    screen_type(s, "\r");
    expect(s, "shown  user ", " 1 ");
    go_to(s, "pid");
    screen_type(s, "2");
    expect(s, "shown  pid ", " 2 ");
    screen_type(s, "q");
    ck_assert_shows(s, "by user, A to Z, then pid, largest first");
    stop(&c);
}
END_TEST

START_TEST(test_d_and_b_show_changes)
{
    struct columns c;
    start(&c, "coldelta");
    struct screen *s = screen_of(&c);
    walk(s, (step[]){{"d", "changes since the previous tick", "rss \u0394"},
                     {"d", "changes since first seen", "rss \u0394first"},
                     {"b", "changes since the baseline <10s ago"},
                     {"d", NOT "changes since", NOT "\u0394"},
                     {NULL}});
    stop(&c);
}
END_TEST

MEMGLASS_SUITE("e2e/columns", test_c_and_f6_lead_to_the_columns_and_back,
               test_columns_are_shown_moved_widened_and_forgotten, test_aspects_are_columns,
               test_sorting_by_two_columns, test_d_and_b_show_changes)
