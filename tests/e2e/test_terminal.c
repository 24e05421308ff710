/* The mouse, the prompt's cursor, tabs, themes, the configuration file: on a real terminal. */
#include "dashboard.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct dashboard d;

static void mouse(int button, int row, int column)
{
    char bytes[96];
    snprintf(bytes, sizeof bytes, "\033[<%d;%d;%dM\033[<%d;%d;%dm", button, column + 1, row + 1,
             button, column + 1, row + 1);
    screen_type(d.screen, bytes);
}

static void click_text(const char *text)
{
    int row, column;
    ck_assert_shows(d.screen, text);
    ck_assert(screen_find(d.screen, text, &row, &column));
    mouse(0, row, column);
}

static bool cursor_is_at(struct screen *s, void *text)
{
    int head, row;
    return screen_find(s, "LABEL", &head, NULL) && screen_find(s, text, &row, NULL) &&
           screen_highlighted_row(s, head + 1) == row;
}

START_TEST(test_clicks_select_open_sort_and_go)
{
    d = dashboard_still("mouse", 100, 30, NULL);
    ck_assert_shows(d.screen, "bed_5");
    click_text("bed_5");
    ck_assert_msg(screen_wait(d.screen, cursor_is_at, "bed_5"), "%s", screen_text(d.screen));
    click_text("bed_5");
    ck_assert_shows(d.screen, "VALUE");
    click_text("\u25be roots"); /* its mark closes it */
    ck_assert_hides(d.screen, "[11]");
    click_text("2 types");
    ck_assert_shows(d.screen, "SHARE");
    click_text("1 objects");
    ck_assert_shows(d.screen, "LABEL");
    click_text("AGE");
    ck_assert_shows(d.screen, "by age, oldest first");
    click_text("AGE");
    ck_assert_hides(d.screen, "oldest first");
    click_text("F1 help");
    ck_assert_shows(d.screen, "WHAT IT DOES");
    dashboard_stop(&d);
}
END_TEST

START_TEST(test_clicks_while_a_line_is_typed)
{
    int row, column;
    d = dashboard_still("typing", 100, 30, NULL);
    ck_assert_shows(d.screen, "bed_5");
    screen_type(d.screen, "\\be_[35]");
    ck_assert_shows(d.screen, "No object matches");
    ck_assert(screen_find(d.screen, "Filter: be_", &row, &column));
    mouse(0, row, column + (int)strlen("Filter: b")); /* on the e */
    screen_type(d.screen, "\033[Cd");
    ck_assert_shows(d.screen, "Filter: bed_[35]");
    ck_assert_hides(d.screen, "bed_4");
    click_text("bed_5 ");
    ck_assert_hides(d.screen, "Filter:");
    ck_assert_msg(screen_wait(d.screen, cursor_is_at, "bed_5 "), "%s", screen_text(d.screen));
    screen_type(d.screen, "/pump");
    click_text("2 types");
    ck_assert_shows(d.screen, "SHARE");
    dashboard_stop(&d);
}
END_TEST

/* Alt-B is Escape and b: it was the end of the line, and a baseline. */
START_TEST(test_alt_edits_the_line_and_is_escape_elsewhere)
{
    d = dashboard_still("alt", 100, 30, NULL);
    ck_assert_shows(d.screen, "bed_5");
    screen_type(d.screen, "\\ed_5 3\033bx\033b\033bb");
    ck_assert_shows(d.screen, "Filter: bed_5 x3");
    screen_type(d.screen, "\033d\033?");
    ck_assert_shows(d.screen, "WHAT IT DOES");
    ck_assert_hides(d.screen, "Filter:");
    dashboard_stop(&d);
}
END_TEST

START_TEST(test_the_wheel_scrolls)
{
    d = dashboard_still("wheel", 100, 30, NULL);
    ck_assert_shows(d.screen, "bed_8");
    mouse(65, 10, 10);
    ck_assert_msg(screen_wait(d.screen, cursor_is_at, "bed_3"), "%s", screen_text(d.screen));
    mouse(64, 10, 10);
    ck_assert_msg(screen_wait(d.screen, cursor_is_at, "pump "), "%s", screen_text(d.screen));
    dashboard_stop(&d);
}
END_TEST

/* More turns at once than are read at once: none of them is lost, or taken for keys. */
START_TEST(test_a_long_turn_of_the_wheel_is_nothing_else)
{
    static char turns[250 * sizeof "\033[<65;10;10M"];
    for (int i = 0; i < 250; i++)
        strcat(turns, "\033[<65;10;10M");
    d = dashboard_still("turns", 100, 30, NULL);
    ck_assert_shows(d.screen, "bed_8");
    screen_type(d.screen, turns);
    ck_assert_msg(screen_wait(d.screen, cursor_is_at, "bed_8"), "%s", screen_text(d.screen));
    screen_type(d.screen, "g");
    ck_assert_msg(screen_wait(d.screen, cursor_is_at, "pump "), "%s", screen_text(d.screen));
    ck_assert_shows(d.screen, "all types  9 objects of 2 types  by changes, largest first");
    dashboard_stop(&d);
}
END_TEST

static bool takes_mouse(struct screen *s, void *wanted)
{
    return screen_takes_mouse(s) == *(bool *)wanted;
}

static bool rests(struct screen *s, void *unused)
{
    (void)unused;
    return screen_is_asleep(s);
}

/* While it waits: valgrind fails an assertion of its own where a signal that ends the program comes
 * within a short system call. */
static int crash(struct screen *s)
{
    ck_assert(screen_wait(s, rests, NULL));
    screen_signal(s, SIGSEGV);
    return screen_wait_exit(s);
}

START_TEST(test_the_mouse_is_given_back)
{
    bool yes = true, no = false;
    d = dashboard_still("given", 100, 30, NULL);
    ck_assert_shows(d.screen, "LABEL");
    ck_assert(screen_wait(d.screen, takes_mouse, &yes));
    screen_type(d.screen, "Cjj"); /* mouse: off */
    ck_assert_shows(d.screen, "SETTING");
    screen_type(d.screen, "l");
    ck_assert(screen_wait(d.screen, takes_mouse, &no));
    screen_type(d.screen, "h");
    ck_assert(screen_wait(d.screen, takes_mouse, &yes));
    ck_assert_int_eq(crash(d.screen), 128 + SIGSEGV);
    ck_assert(!screen_takes_mouse(d.screen));
    dashboard_stop(&d);
}
END_TEST

static bool cursor_blinks_in(struct screen *s, void *wanted)
{
    int row;
    screen_cursor(s, &row, NULL);
    return row == *(int *)wanted;
}

START_TEST(test_the_prompt_shows_where_one_types)
{
    int label, column;
    d = dashboard_still("prompt", 60, 20, NULL);
    ck_assert_shows(d.screen, "LABEL");
    screen_type(d.screen, "\\moisture<<3");
    ck_assert_shows(d.screen, "Filter: moisture<<3");
    ck_assert(screen_wait_cursor(d.screen, true));
    ck_assert(screen_find(d.screen, "Filter: ", &label, &column));
    ck_assert_msg(screen_wait(d.screen, cursor_blinks_in, &label), "%s", screen_text(d.screen));
    screen_type(d.screen, "\001\013bed_2\r"); /* Ctrl-A Ctrl-K */
    ck_assert_shows(d.screen, "filter: bed_2");
    ck_assert_hides(d.screen, "bed_3");
    ck_assert(screen_wait_cursor(d.screen, false));
    screen_type(d.screen, "\\\033[A"); /* the history */
    ck_assert_shows(d.screen, "Filter: bed_2");
    /* A text longer than the line scrolls: its end, with the cursor, is there. */
    for (int i = 0; i < 12; i++)
        screen_type(d.screen, "0123456789");
    screen_type(d.screen, "end");
    ck_assert_shows(d.screen, "6789end");
    screen_type(d.screen, "\033");
    ck_assert_shows(d.screen, "filter: bed_2"); /* as it was before */
    dashboard_stop(&d);
}
END_TEST

#define PASTE(text) "\033[200~" text "\033[201~"

START_TEST(test_a_paste_is_text_and_never_keys)
{
    static char large[100000 + 32];
    d = dashboard_still("paste", 100, 30, NULL);
    ck_assert_shows(d.screen, "bed_8");
    ck_assert(screen_wrote(d.screen, "\033[?2004h"));
    screen_type(d.screen, PASTE("r\rQ\033OSQ\n"));
    ck_assert_shows(d.screen, "Pasted text is left out: no line is being typed.");
    ck_assert_shows(d.screen, "by changes, largest first");
    screen_type(d.screen, "\\" PASTE("bed_3\ror\nbed_4\n\n"));
    ck_assert_shows(d.screen, "Filter: bed_3 or bed_4");
    ck_assert_hides(d.screen, "bed_5");
    screen_type(d.screen, "\r");
    ck_assert_shows(d.screen, "filter: bed_3 or bed_4");
    memset(large, 'Q', sizeof large - 1);
    memcpy(large, "\033[200~", 6);
    memcpy(large + sizeof large - 7, "\033[201~", 6);
    screen_type(d.screen, large);
    screen_type(d.screen, "\\");
    ck_assert_shows(d.screen, "Filter:");
    ck_assert_int_eq(crash(d.screen), 128 + SIGSEGV);
    ck_assert(screen_wrote(d.screen, "\033[?2004l"));
    dashboard_stop(&d);
    d = dashboard_still("paste", 100, 30, (const char *const[]){"TERM=vt100", NULL});
    ck_assert_shows(d.screen, "bed_8");
    ck_assert(!screen_wrote(d.screen, "\033[?2004h"));
    dashboard_stop(&d);
}
END_TEST

/* --- settings ----------------------------------------------------------------------------------
 */

static char folder[64], xdg[96];

static void start_with_folder(const char *tag, const char *text)
{
    char path[160];
    snprintf(folder, sizeof folder, "/tmp/memglass-e2e-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(xdg, sizeof xdg, "XDG_CONFIG_HOME=%s", folder);
    if (text) {
        snprintf(path, sizeof path, "%s/memglass", folder);
        mkdir(path, 0700);
        snprintf(path, sizeof path, "%s/memglass/top.conf", folder);
        FILE *file = fopen(path, "w");
        ck_assert_ptr_nonnull(file);
        fputs(text, file);
        fclose(file);
    }
    d = dashboard_still(tag, 110, 30, (const char *const[]){xdg, NULL});
    ck_assert_shows(d.screen, "LABEL");
}

static void again(void)
{
    screen_stop(&d.screen);
    const char *const argv[] = {"memglass-top", d.session, NULL};
    d.screen = screen_start(110, 30, (const char *const[]){xdg, NULL}, argv);
    ck_assert_shows(d.screen, "LABEL");
}

static void stop_with_folder(void)
{
    char command[96];
    dashboard_stop(&d);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    ck_assert_int_eq(system(command), 0);
}

START_TEST(test_settings_and_columns_are_kept)
{
    start_with_folder("kept", NULL);
    walk(d.screen, (step[]){{"C", "SETTING"},
                            {"lq", "Kept in "},
                            {"c", "WIDTH"},
                            {"gj q", NOT "WIDTH", NOT "TYPE"}, /* no TYPE any more */
                            {NULL}});
    again();
    ck_assert_hides(d.screen, "TYPE");
    screen_type(d.screen, "C");
    ck_assert_shows(d.screen, "theme       dark");
    stop_with_folder();
}
END_TEST

START_TEST(test_a_bad_line_is_told_of_with_its_number)
{
    start_with_folder("badline", "interval = 5s\nspeed = 9\n");
    ck_assert_shows(d.screen, "memglass/top.conf:2: there is no setting 'speed'");
    again(); /* without -d, the file's interval counts */
    ck_assert_shows(d.screen, "every 5s");
    stop_with_folder();
}
END_TEST

START_TEST(test_what_cannot_be_kept_is_one_line)
{
    d = dashboard_still("nokeep", 110, 30, NULL); /* /dev/null is no folder */
    ck_assert_shows(d.screen, "LABEL");
    screen_type(d.screen, "C");
    ck_assert_shows(d.screen, "SETTING");
    screen_type(d.screen, "lq");
    ck_assert_shows(d.screen, "cannot be written: Not a directory");
    dashboard_stop(&d);
}
END_TEST

/* Whether any cell has a colour. */
static bool has_colors(struct screen *s, void *wanted)
{
    return screen_has_colors(s) == *(bool *)wanted;
}

START_TEST(test_no_color_means_none_until_a_theme_is_asked_for)
{
    static const char *const environments[][3] = {
        {"NO_COLOR=1", NULL}, {"TERM=vt100", NULL}, {"TERM=xterm-mono", NULL}};
    bool yes = true, no = false;
    for (size_t i = 0; i < sizeof environments / sizeof *environments; i++) {
        d = dashboard_still("mono", 80, 24, environments[i]);
        ck_assert_shows(d.screen, "bed_8");
        ck_assert(screen_wait(d.screen, has_colors, &no));
        screen_type(d.screen, "\r");
        ck_assert_shows(d.screen, "VALUE");
        ck_assert(!screen_has_colors(d.screen));
        dashboard_stop(&d);
    }
    d = dashboard_still("color", 80, 24, NULL);
    screen_stop(&d.screen);
    const char *const argv[] = {"memglass-top", "--theme", "contrast", d.session, NULL};
    d.screen = screen_start(80, 24, environments[0], argv);
    ck_assert_shows(d.screen, "bed_8");
    ck_assert(screen_wait(d.screen, has_colors, &yes));
    dashboard_stop(&d);
}
END_TEST

/* The session's name, which stands still, has another colour. */
static bool looks_other(struct screen *s, void *was)
{
    struct screen_cell row[12];
    screen_cells(s, 0, 12, row);
    return memcmp(row[11].colors, was, sizeof row[11].colors) != 0;
}

/* As a terminal with a white background does. */
START_TEST(test_a_terminal_that_is_asked_gets_the_light_theme)
{
    struct screen_cell dark[12];
    d = dashboard_still("light", 80, 24, NULL);
    ck_assert_shows(d.screen, "bed_8");
    ck_assert(screen_wrote(d.screen, "\033]11;?\033\\"));
    screen_cells(d.screen, 0, 12, dark);
    screen_type(d.screen, "\033]11;rgb:ffff/ffff/ffff\033\\");
    ck_assert(screen_wait(d.screen, looks_other, dark[11].colors));
    ck_assert_hides(d.screen, "baseline"); /* nor was any of it a key */
    dashboard_stop(&d);
}
END_TEST

MEMGLASS_SUITE("e2e/terminal", test_clicks_select_open_sort_and_go,
               test_clicks_while_a_line_is_typed, test_alt_edits_the_line_and_is_escape_elsewhere,
               test_the_wheel_scrolls, test_a_long_turn_of_the_wheel_is_nothing_else,
               test_the_mouse_is_given_back, test_the_prompt_shows_where_one_types,
               test_a_paste_is_text_and_never_keys, test_settings_and_columns_are_kept,
               test_a_bad_line_is_told_of_with_its_number, test_what_cannot_be_kept_is_one_line,
               test_no_color_means_none_until_a_theme_is_asked_for,
               test_a_terminal_that_is_asked_gets_the_light_theme)
