/* A recording on the dashboard: the player, the bar of time, going to times, marks and changes. */
#include "dashboard.h"

#include "../unit/record/damage.h"
#include "../unit/sample/synthetic.h"
#include "base/clock.h"
#include "record/writer.h"
#include "sample/diff.h"

#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TICKS = 61, MARKED = 41, CHANGED = 21 };

static char path[64];

/* A recorder of three things, a frame a second. */
struct recorder {
    struct synth synth;
    struct record_writer *writer;
    const struct frame *prev;
};

static void open_recorder(struct recorder *r)
{
    static const struct synth_object objects[] = {{0, 1}, {1, 1}, {2, 1}};
    const struct record_options options = {.interval_ns = NS_PER_SEC};
    memglass_error err = {0};
    *r = (struct recorder){.prev = NULL};
    snprintf(path, sizeof path, "/tmp/memglass-replay-%d.mgr", (int)getpid());
    synth_open(&r->synth, NULL);
    synth_roster(&r->synth, objects, 3);
    struct record_sink *sink = record_sink_file(path, NS_PER_SEC, true, &err);
    r->writer = sink ? record_writer_create(sink, &options, &err) : NULL;
    ck_assert_msg(r->writer != NULL, "%s", err.message);
}

/* The first one's level changes once, and one moment is marked. */
static void record_ticks(struct recorder *r, uint64_t first, uint64_t last)
{
    for (uint64_t tick = first; tick <= last; tick++) {
        struct frame *f = synth_frame(&r->synth, r->prev, tick);
        struct diff unused;
        synth_thing(f, 0)->ops = tick * 1000;
        synth_thing(f, 0)->level = tick < CHANGED ? 1.5 : 2.5;
        snprintf(f->session.name, sizeof f->session.name, "recorded");
        diff_frames(r->prev, f, &unused);
        ck_assert_int_eq(record_writer_add(r->writer, f, NULL), MEMGLASS_OK);
        if (tick == MARKED)
            ck_assert_int_eq(record_writer_mark(r->writer, "the lamp fell", NULL), MEMGLASS_OK);
        frame_release(&r->prev);
        r->prev = f;
    }
    ck_assert_int_eq(record_writer_flush(r->writer, NULL), MEMGLASS_OK);
}

static void close_recorder(struct recorder *r)
{
    ck_assert_int_eq(record_writer_close(&r->writer, NULL), MEMGLASS_OK);
    frame_release(&r->prev);
    synth_close(&r->synth);
}

/* A minute. */
static void make_recording(void)
{
    struct recorder r;
    open_recorder(&r);
    record_ticks(&r, 1, TICKS);
    close_recorder(&r);
}

static struct screen *replay_file(int rows)
{
    const char *const argv[] = {"memglass-top", "--replay", path, NULL};
    struct screen *s = screen_start(120, rows, NULL, argv);
    ck_assert_shows(s, "0.0s of 1m00s");
    ck_assert_shows(s, "recorded");
    return s;
}

static struct screen *replay(int rows)
{
    make_recording();
    return replay_file(rows);
}

static void end(struct screen **s)
{
    screen_stop(s);
    unlink(path);
}

START_TEST(test_steps_and_ends)
{
    struct screen *s = replay(30);
    walk(s, (step[]){{"...", "3.0s of 1m00s"},
                     {",", "2.0s of 1m00s"},
                     {"\033[F", "1m00s of 1m00s"},
                     {".", "This is the newest."},
                     {"\033[H", "0.0s of 1m00s"},
                     {",", "This is the oldest"},
                     {NULL}});
    screen_type(s, "Q");
    ck_assert_int_eq(screen_wait_exit(s), 0);
    end(&s);
}
END_TEST

START_TEST(test_values_are_those_of_the_instant)
{
    struct screen *s = replay(40);
    walk(s, (step[]){{"@12\r", " 12s of 1m00s"},
                     {"\r", "13000"},
                     {"@+30s\r", " 42s of 1m00s", "43000"},
                     {"@-2s\r", "41000"},
                     {"@soon\r", "a time is"},
                     {NULL}});
    end(&s);
}
END_TEST

START_TEST(test_to_marks_and_to_changes_of_a_field)
{
    struct screen *s = replay(40);
    walk(s, (step[]){{")", "the lamp fell", " 40s of 1m00s"},
                     {")", "no mark behind"},
                     {"\033[H\r:level\rv", " 20s of 1m00s", "2.5"},
                     {"v", "does not change behind"},
                     {"\033[FV", " 20s of 1m00s"},
                     {"\033[F(", " 40s of 1m00s"},
                     {NULL}});
    end(&s);
}
END_TEST

START_TEST(test_it_plays_faster_and_stops_at_the_end)
{
    struct screen *s = replay(30);
    walk(s, (step[]){{"ffffff", "stopped 100x"},
                     {"P", "1m00s of 1m00s", "stopped 100x"},
                     {"P", "This is the newest.", "stopped 100x"},
                     {"\033[HFFFFF ", "playing 2x"}, /* for half a minute */
                     {" ", "stopped 2x"},
                     {NULL}});
    end(&s);
}
END_TEST

static bool is_stopped(void *pid)
{
    char path_of[64], text[256] = "";
    snprintf(path_of, sizeof path_of, "/proc/%d/stat", (int)(intptr_t)pid);
    FILE *f = fopen(path_of, "r");
    bool known = f && fgets(text, sizeof text, f);
    if (f)
        fclose(f);
    return known && strstr(text, ") T ");
}

static int shown_seconds(struct screen *s)
{
    int row, column;
    ck_assert(screen_find(s, "s of 1m00s", &row, &column));
    const char *text = screen_row(s, row) + column;
    while (text > screen_row(s, row) && strchr("0123456789.", text[-1]))
        text--;
    return atoi(text);
}

/* As Ctrl-Z and fg do: the clock goes on, and the picture must not jump after it. */
START_TEST(test_playing_goes_on_from_where_it_was_stopped)
{
    struct screen *s = replay(30);
    long long begin = unit_now_ms();
    walk(s, (step[]){{"P", "playing 1x"}, {NULL}});
    screen_signal(s, SIGSTOP);
    ck_assert(unit_wait(is_stopped, (void *)(intptr_t)screen_pid(s), (int)screen_patience_ms()));
    long long played = unit_now_ms() - begin;
    screen_listen(s, 5000); /* for so long it stands still */
    begin = unit_now_ms();
    screen_signal(s, SIGCONT);
    walk(s, (step[]){{"P", " stopped "}, {NULL}});
    played += unit_now_ms() - begin;
    /* The frame that was waited for comes at once, and half a second behind it is made up for. */
    ck_assert_int_le(shown_seconds(s), (int)(played / 1000) + 2);
    end(&s);
}
END_TEST

START_TEST(test_what_a_recorder_writes_meanwhile_is_there)
{
    const char *const argv[] = {"memglass-top", "--replay", path, NULL};
    struct recorder r;
    open_recorder(&r);
    record_ticks(&r, 1, 3);
    struct screen *s = screen_start(120, 30, NULL, argv);
    walk(s, (step[]){{"", "0.0s of 2.0s"}, {"\033[F", "2.0s of 2.0s"}, {NULL}});
    record_ticks(&r, 4, 5);
    walk(s, (step[]){{".", "3.0s of 4.0s", "4000"}, {"\033[F", "4.0s of 4.0s", "5000"}, {NULL}});
    walk(s, (step[]){{"ffffffP", "playing 100x"}, {NULL}}); /* at the end, and waits for more */
    record_ticks(&r, 6, TICKS);
    walk(s, (step[]){{"", "1m00s of 1m00s", "61000", "playing 100x"}, {NULL}});
    close_recorder(&r);
    walk(s, (step[]){{"", "stopped 100x"}, {"\033[H)", "the lamp fell"}, {NULL}});
    end(&s);
}
END_TEST

START_TEST(test_what_is_damaged_is_passed_over_and_told)
{
    make_recording();
    damage(path, RECORD_DELTA, DAMAGE_LAST);
    struct screen *s = replay_file(30);
    walk(s, (step[]){{"\033[F", "behind this cannot be read", NOT "1m00s of 1m00s"},
                     {",", NOT "cannot be read"},
                     {"ffffffP", "behind this cannot be read", "stopped 100x"},
                     {"\033[H", NOT "cannot be read"},
                     {NULL}});
    end(&s);
}
END_TEST

START_TEST(test_the_baseline_stays_as_time_is_gone_about_in)
{
    struct screen *s = replay(40);
    walk(s, (step[]){{"@30\r", " 30s of 1m00s"},
                     {"\rb", "since the baseline"},
                     {"@10\r", "20s ahead", "-20000"},
                     {"@40\r", "10s ago", "+10000"},
                     {NULL}});
    end(&s);
}
END_TEST

START_TEST(test_a_click_on_the_bar_of_time_goes_there)
{
    struct screen *s = replay(30);
    int row;
    char click[64];
    ck_assert(screen_find(s, "0.0s of 1m00s", &row, NULL));
    snprintf(click, sizeof click, "\033[<0;60;%dM\033[<0;60;%dm", row + 2, row + 2);
    screen_type(s, click);
    ck_assert_shows(s, " 29s of 1m00s");
    end(&s);
}
END_TEST

START_TEST(test_what_is_not_recorded_is_said)
{
    struct screen *s = replay(40);
    screen_type(s, "\rd");
    ck_assert_shows(s, "since first seen, which is not recorded");
    screen_type(s, "d");
    ck_assert_hides(s, "which is not recorded");
    end(&s);
}
END_TEST

START_TEST(test_what_is_no_recording_is_one_line)
{
    char out[512];
    const char *const argv[] = {"memglass-top", "--replay", "/dev/null", NULL};
    ck_assert_int_eq(run_program(out, sizeof out, argv), 1);
    ck_assert_ptr_nonnull(strstr(out, "is no regular file"));
    const char *const both[] = {"memglass-top", "--replay", "x.mgr", "session", NULL};
    ck_assert_int_eq(run_program(out, sizeof out, both), 2);
    ck_assert_ptr_nonnull(strstr(out, "--replay is not for a session"));
}
END_TEST

/* Sampling goes on: the past that is shown lies ever further back. */
static bool two_seconds_behind(struct screen *s, void *ctx)
{
    const char *behind = strstr(screen_text(s), "s behind live");
    (void)ctx;
    while (behind && behind[-1] != ' ')
        behind--;
    return behind && atof(behind) >= 2;
}

START_TEST(test_looking_back_and_returning_to_live)
{
    struct dashboard d = dashboard_start("back", 120, 30, NULL);
    ck_assert_shows(d.screen, "ALIVE");
    screen_type(d.screen, "@0\r");
    ck_assert_shows(d.screen, " back  0.0s of");
    ck_assert_shows(d.screen, "LOOKING BACK");
    ck_assert(screen_wait(d.screen, two_seconds_behind, NULL));
    screen_type(d.screen, ".");
    ck_assert_hides(d.screen, " back  0.0s of");
    screen_type(d.screen, " ");
    ck_assert_hides(d.screen, "LOOKING BACK");
    dashboard_stop(&d);
}
END_TEST

MEMGLASS_SUITE("e2e/replay", test_steps_and_ends, test_values_are_those_of_the_instant,
               test_to_marks_and_to_changes_of_a_field, test_it_plays_faster_and_stops_at_the_end,
               test_what_a_recorder_writes_meanwhile_is_there,
               test_playing_goes_on_from_where_it_was_stopped,
               test_what_is_damaged_is_passed_over_and_told,
               test_the_baseline_stays_as_time_is_gone_about_in,
               test_a_click_on_the_bar_of_time_goes_there, test_what_is_not_recorded_is_said,
               test_what_is_no_recording_is_one_line, test_looking_back_and_returning_to_live)
