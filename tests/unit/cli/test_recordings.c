/* The subcommands that make recordings and tell of them. */
#define UNIT_FORK
#include "by_hand.h"

#include "cli/interrupt.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/wait.h>

START_TEST(test_info_says_what_a_recording_holds)
{
    struct stage s;
    stage_open(&s, "info");
    record(&s);
    ck_assert_int_eq(run_on(&s, "info #"), 0);
    ck_assert_says(s.name);
    ck_assert_says("objects    3 at the end");
    ck_assert_silent("killed");
    stage_close(&s);
}
END_TEST

START_TEST(test_a_recording_is_not_emptied_by_accident)
{
    struct stage s;
    stage_open(&s, "replace");
    record(&s);
    ck_assert_int_eq(run_on(&s, "record @ # -d 1ms -i 1ms"), 1);
    ck_assert_complains("exists already: --replace takes its place");
    ck_assert_int_eq(run_on(&s, "info #"), 0);
    stage_close(&s);
}
END_TEST

START_TEST(test_a_name_that_is_too_long_is_not_cut)
{
    struct stage s;
    stage_open(&s, "longname");
    record(&s);
    ck_assert_int_eq(run_on(&s, "replay # --as aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
                     2);
    ck_assert_complains("longer than 63");
    stage_close(&s);
}
END_TEST

START_TEST(test_a_recording_is_not_what_it_is_made_of)
{
    struct stage s;
    stage_open(&s, "itself");
    record(&s);
    unsigned before = frames(&s);
    ck_assert_int_eq(run_on(&s, "record # # -R"), 1);
    ck_assert_complains("is what is read");
    ck_assert_int_eq(run_on(&s, "export # -t csv -o # -R"), 1);
    ck_assert_complains("is what is read");
    ck_assert_uint_eq(frames(&s), before);
    stage_close(&s);
}
END_TEST

START_TEST(test_two_recorders_do_not_write_one_file)
{
    struct stage s;
    struct by_hand b;
    stage_open(&s, "two");
    by_hand_open(&b, &s);
    by_hand_add(&b);
    ck_assert_int_eq(run_on(&s, "record @ # -R -d 1ms -i 1ms"), 1);
    ck_assert_complains("is being recorded into");
    ck_assert_int_eq(run_on(&s, "info #"), 0);
    ck_assert_says("the recorder is at work");
    by_hand_add(&b);
    by_hand_close(&b);
    ck_assert_int_eq(run_on(&s, "info #"), 0);
    ck_assert_says("frames     2");
    ck_assert_silent("recorder");
    ck_assert_int_eq(run_on(&s, "record @ # -R -d 1ms -i 1ms"), 0);
    stage_close(&s);
}
END_TEST

/* The moment is one that --at goes to: no frame before it, though frames come fast. */
START_TEST(test_marks_are_at_moments_that_can_be_gone_to)
{
    struct stage s;
    struct by_hand b;
    char line[LINE_BYTES], moment[32] = "";
    stage_open(&s, "moment");
    by_hand_open(&b, &s);
    for (unsigned i = 1; i <= 5; i++) {
        s.things[0]->ops = i;
        by_hand_add(&b);
        if (i == 4)
            ck_assert_int_eq(record_writer_mark(b.writer, "here", NULL), MEMGLASS_OK);
        for (long long now = unit_now_ms(); unit_now_ms() < now + 5;)
            continue;
    }
    by_hand_close(&b);
    ck_assert_int_eq(run_on(&s, "info #"), 0);
    char *mark = strstr(said, "mark ");
    ck_assert_ptr_nonnull(mark);
    ck_assert_int_eq(sscanf(mark, "mark at %31[^:]: here", moment), 1);
    ck_assert_ptr_nonnull(strstr(said, "length "));
    ck_assert(strtod(strstr(said, "length ") + strlen("length "), NULL) > 0.015);
    snprintf(line, sizeof line, "get # engine.ops --raw --at %s", moment);
    ck_assert_int_eq(run_on(&s, line), 0);
    ck_assert_str_eq(said, "4\n");
    stage_close(&s);
}
END_TEST

/* A recorder that is stopped for a while: the mark says for how long, however short it was. */
START_TEST(test_a_gap_is_said_in_digits_that_tell_something)
{
    struct stage s;
    char gap[32] = "";
    int status;
    stage_open(&s, "gap");
    pid_t pid = fork();
    if (pid == 0)
        _exit(run_on(&s, "record @ # -i 20ms -R"));
    long long deadline = unit_now_ms() + 30000;
    while (run_on(&s, "info #") != 0) {
        ck_assert_int_lt(unit_now_ms(), deadline);
        if (access(s.file, F_OK) == 0) /* then it has its handlers, too */
            kill(pid, SIGUSR1);        /* what waits for its block is written */
    }
    kill(pid, SIGSTOP);
    for (long long now = unit_now_ms(); unit_now_ms() < now + 100;)
        continue;
    kill(pid, SIGCONT);
    do { /* interrupted before its next frame it would know of no gap */
        kill(pid, SIGUSR1);
        ck_assert_int_eq(run_on(&s, "info #"), 0);
        ck_assert_int_lt(unit_now_ms(), deadline);
    } while (!strstr(said, "no frame for "));
    ck_assert_int_eq(sscanf(strstr(said, "no frame for "), "no frame for %31s", gap), 1);
    ck_assert_msg(strncmp(gap, "0.", 2) != 0, "%s", gap);
    kill(pid, SIGTERM);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    stage_close(&s);
}
END_TEST

/* What changed is since the frame before, also of the one instant that is looked at. */
START_TEST(test_an_instant_has_the_frame_before)
{
    struct stage s;
    struct by_hand b;
    char line[LINE_BYTES];
    stage_open(&s, "before");
    by_hand_open(&b, &s);
    by_hand_add(&b);
    s.things[0]->ops += 5;
    by_hand_add(&b);
    by_hand_close(&b);
    ck_assert_int_eq(run_on(&s, "objects # label=engine -c ops,ops:delta --csv"), 0);
    ck_assert_str_eq(said, "ops,ops:delta\r\n1005,5\r\n");
    ck_assert_int_eq(run_on(&s, "objects # label=engine -c ops,ops:delta -i 1s --csv"), 0);
    ck_assert_str_eq(said, "ops,ops:delta\r\n1005,5\r\n");
    ck_assert_int_eq(run_on(&s, "objects # ops:delta>0 -c label --csv --at 1s"), 0);
    ck_assert_str_eq(said, "label\r\nengine\r\n");
    ck_assert_int_eq(run_on(&s, "objects # label=engine -c ops,ops:delta --csv --at 0"), 0);
    ck_assert_str_eq(said, "ops,ops:delta\r\n1000,\r\n");
    snprintf(line, sizeof line, "export # --at 1s -o #.db -R");
    ck_assert_int_eq(run_on(&s, line), 0);
    sqlite3 *db;
    sqlite3_stmt *sessions;
    snprintf(line, sizeof line, "%s.db", s.file);
    ck_assert_int_eq(sqlite3_open(line, &db), SQLITE_OK);
    sqlite3_prepare_v2(db, "SELECT name FROM session", -1, &sessions, NULL);
    ck_assert_int_eq(sqlite3_step(sessions), SQLITE_ROW);
    ck_assert_int_eq(sqlite3_step(sessions), SQLITE_DONE);
    sqlite3_finalize(sessions);
    sqlite3_close(db);
    unlink(line);
    stage_close(&s);
}
END_TEST

/* A recording of a recording has its frames, and their interval. */
START_TEST(test_a_copy_has_the_interval_of_its_recording)
{
    struct stage s;
    char copy[160];
    stage_open(&s, "interval");
    record(&s);
    ck_assert_int_eq(run_on(&s, "record # #.copy.mgr -R"), 0);
    ck_assert_int_eq(run_on(&s, "info #.copy.mgr"), 0);
    ck_assert_says("interval   20ms");
    snprintf(copy, sizeof copy, "%s.copy.mgr", s.file);
    unlink(copy);
    stage_close(&s);
}
END_TEST

/* What could not be written at the end is said at the beginning. */
START_TEST(test_files_that_are_in_the_way_are_said_at_once)
{
    static const char *const ways[] = {"record @ # --last 1s -i 10ms", "record @ # -m 1M -i 10ms"};
    struct stage s;
    char second[160];
    stage_open(&s, "way");
    snprintf(second, sizeof second, "%.*s-12.mgr", (int)strlen(s.file) - 4, s.file);
    for (size_t i = 0; i < 2; i++) {
        close(open(second, O_CREAT | O_WRONLY, 0600));
        ck_assert_int_eq(run_on(&s, ways[i]), 1);
        ck_assert_complains("-12.mgr exists already: --replace takes its place");
        ck_assert_int_eq(unlink(second), 0);
        close(open(s.file, O_CREAT | O_WRONLY, 0600));
        ck_assert_int_eq(run_on(&s, ways[i]), 1);
        ck_assert_complains("exists already");
        ck_assert_int_eq(unlink(s.file), 0);
    }
    stage_close(&s);
}
END_TEST

static const char *number_path(const struct stage *s, unsigned number)
{
    static char path[160];
    snprintf(path, sizeof path, "%.*s-%u.mgr", (int)strlen(s->file) - 4, s->file, number);
    return path;
}

static bool is_there(const struct stage *s, unsigned number)
{
    return access(number_path(s, number), F_OK) == 0;
}

static void make_files(const struct stage *s)
{
    for (unsigned i = 2; i <= 3; i++)
        close(open(number_path(s, i), O_CREAT | O_WRONLY, 0600));
    close(open(number_path(s, 2024), O_CREAT | O_WRONLY, 0600));
}

/* They would be taken for files of the new one; what is called after a year is perhaps none. */
START_TEST(test_files_of_an_earlier_recording_go_with_the_first)
{
    static const char *const ways[] = {"record @ # -R -d 1ms -i 1ms --last 1s",
                                       "record @ # -R -d 1ms -i 1ms -m 1G"};
    struct stage s;
    stage_open(&s, "earlier");
    for (size_t i = 0; i < 2; i++) {
        make_files(&s);
        ck_assert_int_eq(run_on(&s, "record no-such-session # -R -m 1G"), 1);
        ck_assert_int_eq(run_on(&s, "record @ # -R -d 1ms -i 1ms"), 0); /* of one file */
        ck_assert(is_there(&s, 2) && is_there(&s, 3));
        ck_assert_int_eq(run_on(&s, ways[i]), 0);
        ck_assert_complains("-2024.mgr is not of this recording, and stays");
        ck_assert(!is_there(&s, 2) && !is_there(&s, 3) && is_there(&s, 2024));
    }
    unlink(number_path(&s, 2024));
    stage_close(&s);
}
END_TEST

/* Neither waited for nor begun. */
START_TEST(test_a_pipe_is_no_file_for_a_recording)
{
    struct stage s;
    stage_open(&s, "pipe");
    ck_assert_int_eq(mkfifo(s.file, 0600), 0);
    ck_assert_int_eq(run_on(&s, "record @ # -R -d 1ms -i 1ms"), 1);
    ck_assert_complains("is no file that can be recorded into");
    int reader = open(s.file, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    ck_assert_int_eq(run_on(&s, "record @ # -R -d 1ms -i 1ms"), 1);
    ck_assert_complains("is no file that can be recorded into");
    close(reader);
    ck_assert_int_eq(run_on(&s, "record @ /dev/null -R -d 1ms -i 1ms"), 0);
    ck_assert_int_eq(run_on(&s, "record @ '' -d 1ms"), 2);
    ck_assert_complains("a file has a name");
    stage_close(&s);
}
END_TEST

START_TEST(test_files_that_are_in_use_are_not_replaced)
{
    struct stage s, later;
    struct by_hand b;
    stage_open(&s, "inuse");
    record(&s);
    later = s;
    snprintf(later.file, sizeof later.file, "%.*s-2.mgr", (int)strlen(s.file) - 4, s.file);
    by_hand_open(&b, &later);
    by_hand_add(&b);
    ck_assert_int_eq(run_on(&s, "record @ # -R -m 1G -d 1ms -i 1ms"), 1);
    ck_assert_complains("-2.mgr is being recorded into");
    ck_assert_int_gt(frames(&s), 1); /* of which nothing was taken */
    unlink(s.file);                  /* as a recorder with --keep does */
    ck_assert_int_eq(run_on(&s, "record @ # -R -m 1G -d 1ms -i 1ms"), 1);
    ck_assert_complains("-2.mgr is being recorded into");
    by_hand_add(&b);
    by_hand_close(&b);
    char line[LINE_BYTES];
    snprintf(line, sizeof line, "record %s # -R -m 1G", later.file);
    ck_assert_int_eq(run_on(&s, line), 1);
    ck_assert_complains("-2.mgr is what is read");
    unlink(later.file);
    stage_close(&s);
}
END_TEST

START_TEST(test_a_level_that_there_is_not_leaves_no_file)
{
    struct stage s;
    stage_open(&s, "level");
    ck_assert_int_eq(run_on(&s, "record @ # -z 20"), 2);
    ck_assert_complains("--level: there are 1 to 19");
    ck_assert_int_eq(access(s.file, F_OK), -1);
    ck_assert_int_eq(run_on(&s, "record @ # -z 4294967299"), 2);
    stage_close(&s);
}
END_TEST

static bool says_many_frames(const struct stage *s)
{
    unsigned count = 0;
    char *line = strstr(complained, "memglass record: ");
    ck_assert_ptr_nonnull(line);
    sscanf(line, "memglass record: %u frames", &count);
    (void)s;
    return count > 2;
}

START_TEST(test_frames_of_all_files_are_counted)
{
    struct stage s;
    char path[160];
    stage_open(&s, "counted");
    run_longer(&s, "record @ # -i 10ms -m 1 -R", "-d", 100, says_many_frames);
    for (unsigned i = 2, gone = 0; gone < 1; i++) {
        snprintf(path, sizeof path, "%.*s-%u.mgr", (int)strlen(s.file) - 4, s.file, i);
        gone = unlink(path) < 0;
    }
    stage_close(&s);
}
END_TEST

static bool has_moments(const struct stage *s)
{
    ck_assert_complains("the last moments are in");
    return frames(s) >= 5;
}

/* Of an epoch that the ring has let go only the types are left. */
START_TEST(test_sessions_that_are_no_more_in_a_recording_do_not_count)
{
    struct stage s;
    struct by_hand b;
    struct record_ring *ring = record_ring_create(1);
    stage_open(&s, "ringepochs");
    by_hand_open_sink(&b, &s, record_sink_ring(ring));
    by_hand_add(&b);
    restart_with_less(&s);
    by_hand_add(&b);
    by_hand_add(&b);
    struct record_sink *file = record_sink_file(s.file, 1, true, NULL);
    ck_assert_int_eq(record_ring_write(ring, UINT64_MAX, file, NULL), MEMGLASS_OK);
    ck_assert_int_eq(file->ops->close(&file, NULL), MEMGLASS_OK);
    by_hand_close(&b);
    record_ring_release(&ring);
    ck_assert_int_eq(run_on(&s, "info #"), 0);
    ck_assert_says("objects    1 at the end");
    ck_assert_silent("one after the other");
    stage_close(&s);
}
END_TEST

/* No frame is due before it is to end. */
START_TEST(test_a_duration_ends_what_has_a_longer_interval)
{
    static const char *const lines[] = {
        "record @ # -R -d 50ms -i 1h", "watch @ engine.ops -d 50ms -i 1h",
        "stat @ engine.ops -d 50ms -i 1h", "export @ -t jsonl -d 50ms -i 1h"};
    struct stage s;
    stage_open(&s, "shortly");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        long long begun = unit_now_ms();
        ck_assert_int_eq(run_on(&s, lines[i]), 0);
        ck_assert_int_lt(unit_now_ms() - begun, 30000);
    }
    stage_close(&s);
}
END_TEST

/* Over and over, at the pace of its interval: not as fast as the processor can. */
START_TEST(test_the_last_frame_of_a_replay_is_there_for_a_while)
{
    struct stage s;
    char line[LINE_BYTES], again[UNIT_NAME_BYTES];
    int status;
    stage_open(&s, "stands");
    ck_assert_int_eq(run_on(&s, "record @ # -R -d 1ms -i 1h"), 0);
    memglass_close(s.session);
    unit_session_name(again, "stood");
    pid_t pid = fork();
    if (pid == 0) {
        snprintf(line, sizeof line, "replay %s --as %s", s.file, again);
        _exit(run(line));
    }
    snprintf(line, sizeof line, "wait %s pump.right -i 10ms -t 20s", again);
    long long deadline = unit_now_ms() + 20000;
    while (run(line) != 0)
        ck_assert_int_lt(unit_now_ms(), deadline);
    kill(pid, SIGTERM);
    waitpid(pid, &status, 0);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    unlink(s.file);
}
END_TEST

START_TEST(test_the_last_moments_are_kept)
{
    struct stage s;
    stage_open(&s, "last");
    run_longer(&s, "record @ # -i 10ms --last 100ms -R", "-d", 300, has_moments);
    ck_assert_uint_lt(frames(&s), 30);
    stage_close(&s);
}
END_TEST

/* Whatever reads it finds the chosen fields alone, and says so. */
START_TEST(test_chosen_fields_are_all_that_is_recorded)
{
    struct stage s;
    stage_open(&s, "fields");
    ck_assert_int_eq(run_on(&s, "record @ # -i 10ms -d 50ms -F ops,thing.gr* -f level>1 -R"), 0);
    ck_assert_int_eq(run_on(&s, "get # pump.left.ops pump.left.grid[1][2]"), 0);
    ck_assert_says(" 2000 ");
    ck_assert_says(" -7 ");
    ck_assert_int_eq(run_on(&s, "get # pump.left.level"), 1);
    ck_assert_complains("no field 'level' in thing: it has ops, grid");
    ck_assert_int_eq(run_on(&s, "objects # -c label"), 0);
    ck_assert_silent("engine"); /* by a field that is not recorded */
    ck_assert_int_eq(run_on(&s, "types #"), 0);
    ck_assert_says("2 of 10 fields were recorded");
    ck_assert_int_eq(run_on(&s, "export # -t csv"), 0);
    ck_assert_says(",grid[0][0],");
    ck_assert_silent("level");
    unlink(s.file);
    ck_assert_int_eq(run_on(&s, "record @ # -F ops,leevl"), 1);
    ck_assert_complains("no object has a field 'leevl'");
    ck_assert_int_eq(access(s.file, F_OK), -1);
    stage_close(&s);
}
END_TEST

/* FILE-N.mgr is there and can be read; it is removed then. */
static bool had_file(const struct stage *s, int number)
{
    char path[160], line[LINE_BYTES];
    size_t stem = strlen(s->file) - strlen(".mgr");
    snprintf(path, sizeof path, "%.*s-%d.mgr", (int)stem, s->file, number);
    snprintf(line, sizeof line, "info %s", path);
    return access(path, F_OK) == 0 && run(line) == 0 && unlink(path) == 0;
}

static bool first_is_gone(const struct stage *s)
{
    return access(s->file, F_OK) != 0;
}

START_TEST(test_only_the_newest_files_are_kept)
{
    struct stage s;
    int oldest = 2;
    stage_open(&s, "keep");
    run_longer(&s, "record @ # -i 20ms -m 1 -k 2 -R", "-d", 500, first_is_gone); /* one a frame */
    while (!had_file(&s, oldest))
        ck_assert_int_lt(oldest++, 10000);
    ck_assert(had_file(&s, oldest + 1));
    ck_assert(!had_file(&s, oldest + 2));
    ck_assert_int_eq(run_on(&s, "record @ # -k 2"), 2);
    ck_assert_complains("--keep is for more files than one");
    stage_close(&s);
}
END_TEST

START_TEST(test_replay_is_a_session_with_the_same_values)
{
    struct stage s;
    char line[LINE_BYTES], again[UNIT_NAME_BYTES];
    stage_open(&s, "replayed");
    record(&s);
    memglass_close(s.session); /* and its thread: ThreadSanitizer wants none when a process forks */
    unit_session_name(again, "again");
    pid_t pid = fork();
    if (pid == 0) {
        snprintf(line, sizeof line, "replay %s --as %s --loop", s.file, again);
        _exit(run(line));
    }
    snprintf(line, sizeof line, "wait %s pump.right -i 10ms -t 20s", again);
    long long deadline = unit_now_ms() + 20000;
    while (run(line) != 0)
        ck_assert_int_lt(unit_now_ms(), deadline);
    snprintf(line, sizeof line, "diff %s %s", s.file, again);
    ck_assert_msg(run(line) == 0, "%s", said);
    kill(pid, SIGTERM);
    int status;
    waitpid(pid, &status, 0);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    unlink(s.file);
}
END_TEST

START_TEST(test_replay_goes_on_where_types_are_others_after_a_restart)
{
    struct stage s;
    struct by_hand b;
    char line[LINE_BYTES], again[UNIT_NAME_BYTES];
    stage_open(&s, "replayrest");
    by_hand_open(&b, &s);
    by_hand_add(&b);
    restart_with_less(&s);
    by_hand_add(&b);
    by_hand_close(&b);
    unit_session_name(again, "againrest");
    snprintf(line, sizeof line, "replay # --as %s", again);
    ck_assert_msg(run_on(&s, line) == 0, "%s", complained);
    stage_close(&s);
}
END_TEST

/* As under nohup. */
START_TEST(test_a_hangup_that_is_ignored_ends_nothing)
{
    signal(SIGHUP, SIG_IGN);
    interrupt_install();
    raise(SIGHUP);
    ck_assert_int_eq(interrupt_came(), 0);
    signal(SIGHUP, SIG_DFL);
    interrupt_install();
    raise(SIGHUP);
    ck_assert_int_eq(interrupt_came(), SIGHUP);
}
END_TEST

MEMGLASS_SUITE("cli/recordings", test_files_of_an_earlier_recording_go_with_the_first,
               test_files_that_are_in_use_are_not_replaced, test_a_pipe_is_no_file_for_a_recording,
               test_an_instant_has_the_frame_before, test_a_copy_has_the_interval_of_its_recording,
               test_marks_are_at_moments_that_can_be_gone_to,
               test_a_gap_is_said_in_digits_that_tell_something,
               test_sessions_that_are_no_more_in_a_recording_do_not_count,
               test_a_duration_ends_what_has_a_longer_interval,
               test_the_last_frame_of_a_replay_is_there_for_a_while,
               test_two_recorders_do_not_write_one_file, test_a_hangup_that_is_ignored_ends_nothing,
               test_replay_goes_on_where_types_are_others_after_a_restart,
               test_a_name_that_is_too_long_is_not_cut, test_a_recording_is_not_what_it_is_made_of,
               test_files_that_are_in_the_way_are_said_at_once,
               test_a_level_that_there_is_not_leaves_no_file, test_frames_of_all_files_are_counted,
               test_info_says_what_a_recording_holds, test_a_recording_is_not_emptied_by_accident,
               test_the_last_moments_are_kept, test_chosen_fields_are_all_that_is_recorded,
               test_only_the_newest_files_are_kept, test_replay_is_a_session_with_the_same_values)
