/* Surviving: the producer killed and started again, signals, sizes, and terminals of every sort. */
#include "dashboard.h"

#include "shm/shm.h"

#include <signal.h>
#include <stdint.h>
#include <string.h>

START_TEST(test_a_killed_producer_is_dead_and_browsable_then_back)
{
    struct dashboard d = dashboard_start("kill", 100, 30, NULL);
    ck_assert_shows(d.screen, "ALIVE");
    ck_assert_shows(d.screen, "LABEL");
    stop_program(&d.producer, SIGKILL);
    ck_assert_shows(d.screen, "DEAD");
    screen_type(d.screen, "jj\r");
    ck_assert_shows(d.screen, "FIELD");
    screen_type(d.screen, "q");
    ck_assert_shows(d.screen, "LABEL");
    d.producer = dashboard_producer(d.session);
    ck_assert_shows(d.screen, "ALIVE");
    char pid[32];
    snprintf(pid, sizeof pid, "pid %d", (int)d.producer);
    ck_assert_shows(d.screen, pid);
    dashboard_stop(&d);
}
END_TEST

START_TEST(test_a_frozen_screen_says_that_the_producer_died_and_is_back)
{
    struct dashboard d = dashboard_start("froze", 100, 30, NULL);
    char then[32], now[32];
    snprintf(then, sizeof then, "pid %d", (int)d.producer);
    walk(d.screen, (step[]){{"", "ALIVE", "LABEL"}, {" ", "FROZEN"}, {NULL}});
    stop_program(&d.producer, SIGKILL);
    walk(d.screen, (step[]){{"", "ALIVE   now DEAD", then}, {NULL}});
    d.producer = dashboard_producer(d.session);
    snprintf(now, sizeof now, "pid %d", (int)d.producer);
    walk(d.screen, (step[]){{"", "restarted, now ALIVE", then},
                            {",", " back ", "restarted, now ALIVE", then},
                            {" ", NOT "restarted, now", now},
                            {NULL}});
    dashboard_stop(&d);
}
END_TEST

START_TEST(test_a_closed_session_is_gone_and_stays_on_screen)
{
    struct dashboard d = dashboard_start("gone", 100, 30, NULL);
    ck_assert_shows(d.screen, "ALIVE");
    stop_program(&d.producer, SIGTERM);
    ck_assert_shows(d.screen, "GONE");
    ck_assert_shows(d.screen, "LABEL");
    dashboard_stop(&d);
}
END_TEST

/* Waits for ms milliseconds without a byte; how many came in the last ones. */
static size_t come_to_rest(struct screen *s, int ms)
{
    long long deadline = unit_now_ms() + screen_patience_ms();
    size_t bytes;
    do
        bytes = screen_listen(s, ms);
    while (bytes && unit_now_ms() < deadline);
    return bytes;
}

static bool has_written(struct screen *s, void *before)
{
    return screen_bytes(s) > *(const size_t *)before;
}

/* A dead session changes nothing, so after it was shown not one byte may come. */
START_TEST(test_nothing_is_written_when_nothing_changes)
{
    struct dashboard d = dashboard_start("idle", 100, 30, NULL);
    ck_assert_shows(d.screen, "LABEL");
    stop_program(&d.producer, SIGKILL);
    ck_assert_shows(d.screen, "DEAD");
    /* Sparklines and rates of the last second run out first. */
    ck_assert_uint_eq(come_to_rest(d.screen, 3000), 0);
    size_t before = screen_bytes(d.screen);
    screen_type(d.screen, "j");
    ck_assert(screen_wait(d.screen, has_written, &before));
    dashboard_stop(&d);
    shm_unlink_session(d.session);
}
END_TEST

/* A frame comes each 200 ms; ages, uptime, what looking costs and the sessions of others change
 * once a second at most. So between these there are frames behind which not one byte is written. */
START_TEST(test_frames_of_a_still_program_write_nothing)
{
    static const struct {
        const char *keys, *shows, *back;
    } screens[] = {{"", "LABEL", ""},      {"p", "bed, 8 objects", "p"}, {"2", "SHARE", "1"},
                   {"2\r", "OFFSET", "1"}, {"\r", "VALUE", "q"},         {"\rc<<<", "-4s", ">>>cq"},
                   {"c", "WIDTH", "q"},    {"C", "SETTING", "q"},        {"?", "WHAT IT DOES", "q"},
                   {"3", "PROGRAM", "1"},  {"$", "processor", "q"}};
    struct dashboard d = dashboard_still("still", 110, 34, NULL);
    ck_assert_shows(d.screen, "LABEL");
    for (size_t i = 0; i < sizeof screens / sizeof *screens; i++) {
        screen_type(d.screen, screens[i].keys);
        ck_assert_shows(d.screen, screens[i].shows);
        size_t bytes = come_to_rest(d.screen, 300);
        ck_assert_msg(bytes == 0, "%zu bytes:\n%s", bytes, screen_text(d.screen));
        screen_type(d.screen, screens[i].back);
        ck_assert_shows(d.screen, "LABEL");
    }
    dashboard_stop(&d);
}
END_TEST

START_TEST(test_signals_restore_the_terminal)
{
    static const int signals[] = {SIGTERM, SIGINT, SIGHUP, SIGSEGV, SIGABRT};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct dashboard d = dashboard_still("signal", 100, 30, NULL);
        ck_assert_shows(d.screen, "LABEL");
        ck_assert(screen_is_alternate(d.screen));
        /* valgrind 3.19 fails itself at a SIGSEGV from outside that meets the end of a write. */
        ck_assert_uint_eq(come_to_rest(d.screen, 300), 0);
        screen_signal(d.screen, signals[i]);
        ck_assert_int_ge(screen_wait_exit(d.screen), 0);
        ck_assert_msg(!screen_is_alternate(d.screen), "signal %d", signals[i]);
        ck_assert_msg(screen_cursor_visible(d.screen), "signal %d", signals[i]);
        dashboard_stop(&d);
    }
}
END_TEST

/* As after fg of what a SIGSTOP stopped. */
START_TEST(test_a_screen_that_was_taken_twice_is_given_back)
{
    struct dashboard d = dashboard_still("again", 100, 30, NULL);
    ck_assert_shows(d.screen, "LABEL");
    ck_assert(screen_wait_cursor(d.screen, false));
    ck_assert_uint_eq(come_to_rest(d.screen, 300), 0);
    size_t before = screen_bytes(d.screen) + 1000; /* more than a tick writes */
    screen_signal(d.screen, SIGCONT);
    ck_assert(screen_wait(d.screen, has_written, &before));
    ck_assert(screen_is_alternate(d.screen));
    screen_signal(d.screen, SIGTERM);
    ck_assert_int_eq(screen_wait_exit(d.screen), 128 + SIGTERM);
    ck_assert(!screen_is_alternate(d.screen));
    ck_assert(screen_cursor_visible(d.screen));
    dashboard_stop(&d);
}
END_TEST

START_TEST(test_ctrl_z_gives_the_terminal_to_the_shell)
{
    static const char script[] = "set -m; \"$MEMGLASS_BUILD/memglass-top\" \"$0\";"
                                 "echo the sh''ell; read line; fg";
    struct dashboard d = dashboard_still("stop", 100, 30, NULL);
    const char *const argv[] = {"/bin/sh", "-c", script, d.session, NULL};
    struct screen *shell = screen_start(100, 30, NULL, argv);
    ck_assert_shows(shell, "LABEL");
    screen_type(shell, "/bed_");
    ck_assert_shows(shell, "Find: bed_");
    screen_type(shell, "\x1a");
    ck_assert_shows(shell, "the shell");
    ck_assert(!screen_is_alternate(shell));
    screen_type(shell, "\n");
    ck_assert_shows(shell, "Find: bed_");
    ck_assert(screen_is_alternate(shell));
    screen_stop(&shell);
    dashboard_stop(&d);
}
END_TEST

/* As behind a connection that hangs. */
START_TEST(test_a_terminal_that_takes_nothing_holds_up_no_signal)
{
    struct dashboard d = dashboard_still("held", 100, 30, NULL);
    ck_assert_shows(d.screen, "LABEL");
    screen_hold(d.screen, true);
    screen_type(d.screen, "?");
    screen_listen(d.screen, 100);
    screen_type(d.screen, "q2");
    screen_listen(d.screen, 100);
    screen_hold(d.screen, false);
    ck_assert_shows(d.screen, "SHARE");
    ck_assert(!screen_find(d.screen, "WHAT IT DOES", NULL, NULL));
    screen_hold(d.screen, true);
    screen_type(d.screen, "?");
    screen_listen(d.screen, 100);
    screen_signal(d.screen, SIGTERM);
    ck_assert_int_eq(screen_wait_exit(d.screen), 128 + SIGTERM);
    dashboard_stop(&d);
}
END_TEST

/* In the background it waits for the terminal, and for nothing else: what ends it, ends it. */
START_TEST(test_what_is_stopped_or_in_the_background_can_be_killed)
{
#define STOPPED "while ! jobs %1 | grep -q Stopped; do :; done;"
#define KILLED  "p=$(jobs -p %1); kill %1; while kill -0 $p 2>&-; do :; done; echo it ha''s ended"
    static const char *const scripts[] = {
        "set -m; \"$MEMGLASS_BUILD/memglass-top\" \"$0\"; echo the sh''ell; read line;" KILLED,
        "set -m; \"$MEMGLASS_BUILD/memglass-top\" \"$0\"; echo the sh''ell; read line;"
        "bg;" STOPPED KILLED,
        "set -m; echo LABEL; read line; \"$MEMGLASS_BUILD/memglass-top\" \"$0\" & echo the "
        "sh''ell;" STOPPED KILLED};
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        struct dashboard d = dashboard_still("kill", 100, 30, NULL);
        const char *const argv[] = {"/bin/bash", "-c", scripts[i], d.session, NULL};
        struct screen *shell = screen_start(100, 30, NULL, argv);
        ck_assert_shows(shell, "LABEL");
        screen_type(shell, "\x1a\n");
        ck_assert_shows(shell, "the shell");
        screen_type(shell, "\n");
        ck_assert_shows(shell, "it has ended");
        ck_assert(!screen_is_alternate(shell));
        screen_stop(&shell);
        dashboard_stop(&d);
    }
}
END_TEST

START_TEST(test_ctrl_z_without_a_shell_goes_on)
{
    struct dashboard d = dashboard_still("alone", 100, 30, NULL);
    ck_assert_shows(d.screen, "LABEL");
    screen_type(d.screen, "\x1a?");
    ck_assert_shows(d.screen, "WHAT IT DOES");
    ck_assert(screen_is_alternate(d.screen));
    dashboard_stop(&d);
}
END_TEST

START_TEST(test_every_size_is_survived)
{
    static const int sizes[][2] = {{240, 70}, {80, 24}, {20, 5},  {1, 1},   {40, 10}, {200, 6},
                                   {30, 60},  {79, 23}, {10, 40}, {130, 2}, {100, 30}};
    struct dashboard d = dashboard_start("size", 100, 30, NULL);
    ck_assert_shows(d.screen, "LABEL");
    for (int inspector = 0; inspector < 2; inspector++) {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            screen_resize(d.screen, sizes[i][0], sizes[i][1]);
            screen_type(d.screen, "jk");
            screen_listen(d.screen, 60);
        }
        ck_assert_shows(d.screen, inspector ? "FIELD" : "LABEL");
        screen_type(d.screen, "\r");
    }
    screen_resize(d.screen, 20, 5);
    ck_assert_shows(d.screen, "too small: need 30x7");
    screen_resize(d.screen, 80, 24);
    ck_assert_shows(d.screen, "ALIVE");
    dashboard_stop(&d);
}
END_TEST

/* A storm: any size at any moment, with keys of every screen in between; then all is in its place.
 */
START_TEST(test_a_storm_of_sizes_and_keys_leaves_a_whole_screen)
{
    static const char *const keys[] = {"2", "\r", "1", "\r", "c", "q", "C",    "jj", "q", "$",
                                       "q", "?",  "G", "q",  "/", "b", "\033", "p",  "*", "3"};
    unsigned random = 12345;
    struct dashboard d = dashboard_still("storm", 240, 70, NULL);
    ck_assert_shows(d.screen, "bed_8");
    for (size_t i = 0; i < 200; i++) {
        random = random * 1103515245 + 12345;
        int columns = 20 + (int)(random >> 16) % 221, rows = 5 + (int)(random >> 8) % 66;
        screen_resize(d.screen, columns, rows);
        screen_type(d.screen, keys[i % (sizeof keys / sizeof *keys)]);
        screen_listen(d.screen, i % 3 ? 0 : 20);
    }
    screen_resize(d.screen, 20, 5);
    ck_assert_shows(d.screen, "too small: need 30x7");
    screen_resize(d.screen, 90, 26);
    screen_listen(d.screen, 100);
    screen_type(d.screen, "\033");
    screen_listen(d.screen, 100);
    screen_type(d.screen, "1");
    ck_assert_shows(d.screen, "bed_8");
    ck_assert_shows(d.screen, "ALIVE");
    ck_assert_shows(d.screen, "1 objects  2 types  3 sessions");
    ck_assert_shows(d.screen, "F1 help");
    int row, column;
    ck_assert(screen_find(d.screen, "F1 help", &row, &column));
    ck_assert_int_eq(row, 25); /* the last line of 26 */
    ck_assert(screen_find(d.screen, "memglass", &row, &column));
    ck_assert_int_eq(row, 0);
    dashboard_stop(&d);
}
END_TEST

static bool only_ascii(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

START_TEST(test_plain_terminals_get_plain_characters)
{
    static const char *const environments[][4] = {
        {"TERM=vt100", "LC_ALL=C", NULL},
        {"TERM=xterm", "LC_ALL=C", "NO_COLOR=1", NULL},
        {"TERM=linux", "LC_ALL=POSIX", NULL},
        {"TERM=linux", NULL},
    };
    for (size_t i = 0; i < sizeof environments / sizeof *environments; i++) {
        struct dashboard d = dashboard_start("ascii", 80, 24, environments[i]);
        ck_assert_shows(d.screen, "LABEL");
        ck_assert_shows(d.screen, "ALIVE");
        screen_listen(d.screen, 500);
        ck_assert_msg(only_ascii(screen_text(d.screen)), "%s", screen_text(d.screen));
        screen_type(d.screen, "\r");
        ck_assert_shows(d.screen, "FIELD");
        ck_assert_msg(only_ascii(screen_text(d.screen)), "%s", screen_text(d.screen));
        dashboard_stop(&d);
    }
}
END_TEST

/* The state's lamp, and the arrow of the column that is sorted by. */
START_TEST(test_whoever_knows_better_gets_all_characters)
{
    static const struct {
        const char *environment[3], *option;
    } ways[] = {{{"TERM=linux", NULL}, "--unicode"},
                {{"LC_ALL=C", NULL}, "--unicode"},
                {{"LC_ALL=", "LANG=xx_XX.UTF-8", NULL}, "--no-mouse"},
                {{"LC_ALL=xx_XX.utf8@other", NULL}, "--no-mouse"}};
    struct dashboard d = dashboard_still("known", 80, 24, NULL);
    ck_assert_shows(d.screen, "\u25cf ALIVE");
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        const char *const argv[] = {"memglass-top", ways[i].option, d.session, NULL};
        struct screen *s = screen_start(80, 24, ways[i].environment, argv);
        walk(s, (step[]){{"", "\u25cf ALIVE", "CHG/S\u25be"}, {NULL}});
        screen_stop(&s);
    }
    walk(d.screen, (step[]){{"Cj\r", "* ALIVE", "ascii"},
                            {"\r", "\u25cf ALIVE", "unicode"},
                            {"\r", "auto"},
                            {NULL}});
    dashboard_stop(&d);
}
END_TEST

START_TEST(test_an_unknown_terminal_is_one_clear_line)
{
    char session[UNIT_NAME_BYTES];
    pid_t producer = dashboard_producer(unit_session_name(session, "term"));
    const char *const env[] = {"TERM=no-such-terminal", NULL};
    struct screen *s =
        screen_start(80, 24, env, (const char *const[]){"memglass-top", session, NULL});
    ck_assert_int_eq(screen_wait_exit(s), 1);
    ck_assert_msg(screen_find(s, "no-such-terminal", NULL, NULL), "%s", screen_text(s));
    screen_stop(&s);
    stop_program(&producer, SIGTERM);
}
END_TEST

MEMGLASS_SUITE(
    "e2e/survive", test_a_killed_producer_is_dead_and_browsable_then_back,
    test_a_frozen_screen_says_that_the_producer_died_and_is_back,
    test_a_closed_session_is_gone_and_stays_on_screen, test_nothing_is_written_when_nothing_changes,
    test_frames_of_a_still_program_write_nothing, test_signals_restore_the_terminal,
    test_a_screen_that_was_taken_twice_is_given_back, test_ctrl_z_gives_the_terminal_to_the_shell,
    test_ctrl_z_without_a_shell_goes_on, test_a_terminal_that_takes_nothing_holds_up_no_signal,
    test_what_is_stopped_or_in_the_background_can_be_killed, test_every_size_is_survived,
    test_a_storm_of_sizes_and_keys_leaves_a_whole_screen, test_plain_terminals_get_plain_characters,
    test_whoever_knows_better_gets_all_characters, test_an_unknown_terminal_is_one_clear_line)
