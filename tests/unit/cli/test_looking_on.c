/* The subcommands that look for a while, or at two instants: watch, stat, wait, diff. */
#define UNIT_FORK
#include "by_hand.h"

#include <jansson.h>
#include <math.h>
#include <sys/wait.h>

/* Each line is a change, from where the one before led to. Whether each of five frames had one. */
static bool check_changes(const struct stage *s)
{
    (void)s;
    size_t lines = 0;
    json_int_t last = 0;
    for (char *rest = said, *line; (line = strsep(&rest, "\n")) && *line; lines++) {
        json_t *change = json_loads(line, 0, NULL);
        json_int_t old = json_integer_value(json_object_get(change, "old"));
        ck_assert_str_eq(json_string_value(json_object_get(change, "path")), "engine.ops");
        ck_assert(lines == 0 || old == last);
        last = json_integer_value(json_object_get(change, "new"));
        ck_assert_int_lt(old, last);
        json_decref(change);
    }
    ck_assert_uint_le(lines, 4);
    return lines == 4;
}

START_TEST(test_watch_prints_what_changes_and_nothing_else)
{
    struct stage s;
    pthread_t thread;
    stage_open(&s, "watch");
    struct turning t = {.stage = &s};
    pthread_create(&thread, NULL, turn, &t);
    run_longer(&s, "watch @ *.ops -n 5 --on-change --jsonl", "-i", 20, check_changes);
    t.stop = true;
    pthread_join(thread, NULL);
    stage_close(&s);
}
END_TEST

START_TEST(test_stat_says_how_fast_a_counter_grows)
{
    struct stage s;
    pthread_t thread;
    json_t *all;
    stage_open(&s, "stat");
    struct turning t = {.stage = &s};
    pthread_create(&thread, NULL, turn, &t);
    run_longer(&s, "stat @ engine.ops pump.left.level -i 20ms --json", "-d", 200,
               stat_said_it_turns);
    t.stop = true;
    pthread_join(thread, NULL);
    all = json_loads(said, 0, NULL);
    json_t *ops = json_array_get(all, 0), *level = json_array_get(all, 1);
    ck_assert_double_gt(json_real_value(json_object_get(ops, "rate")), 0);
    ck_assert_double_eq(json_real_value(json_object_get(level, "rate")), 0);
    ck_assert_double_eq(json_real_value(json_object_get(level, "p99")), 1.5);
    json_decref(all);
    stage_close(&s);
}
END_TEST

/* Statistics of past values are known wherever a term can stand. */
static bool stat_said_many_frames(const struct stage *s)
{
    (void)s;
    return stat_said("n") > 2;
}

/* Each value has its own series, also where values come in another order than the time before. */
START_TEST(test_stat_tells_many_values_apart)
{
    enum { MANY = 300 };
    struct stage s;
    struct turning t = {.stage = &s};
    pthread_t thread;
    stage_open(&s, "many");
    for (unsigned i = 0; i < MANY; i++) {
        struct thing *thing =
            memglass_create_object(s.session, &thing_type, 1, i % 2 ? "twin" : NULL);
        ck_assert_ptr_nonnull(thing);
        thing->level = i;
    }
    pthread_create(&thread, NULL, turn, &t);
    run_longer(&s, "stat @ *.level engine.ops engine.o* -i 10ms --json", "-d", 200,
               stat_said_many_frames);
    t.stop = true;
    pthread_join(thread, NULL);
    json_t *all = json_loads(said, 0, NULL), *first = json_array_get(all, 0);
    ck_assert_uint_eq(json_array_size(all), MANY + THINGS + 1);
    for (unsigned i = THINGS; i < MANY + THINGS; i++) {
        json_t *row = json_array_get(all, i);
        ck_assert_int_eq((int)json_number_value(json_object_get(row, "min")), (int)i - THINGS);
        ck_assert_int_eq((int)json_number_value(json_object_get(row, "max")), (int)i - THINGS);
        ck_assert(json_equal(json_object_get(row, "n"), json_object_get(first, "n")));
    }
    json_decref(all);
    stage_close(&s);
}
END_TEST

START_TEST(test_terms_look_back)
{
    struct stage s;
    pthread_t thread;
    stage_open(&s, "back");
    ck_assert_int_eq(run_on(&s, "wait @ 'level:max>2 level:first>=0' -i 10ms -t 30s"), 0);
    ck_assert_str_eq(said, "pump.right\n");
    ck_assert_int_eq(run_on(&s, "watch @ --when level:p99>2 --then print,exit -i 10ms -d 30s"), 0);
    ck_assert_says("pump.right");
    ck_assert_int_eq(run_on(&s, "objects @ level:mean>2 -c label,level:p50 --csv"), 0);
    ck_assert_str_eq(said, "label,level:p50\r\npump.right,2.5\r\n");
    struct turning t = {.stage = &s};
    pthread_create(&thread, NULL, turn, &t);
    record_turning(&s);
    t.stop = true;
    pthread_join(thread, NULL);
    ck_assert_int_eq(run_on(&s, "objects # label=pump.left -c level:min,level:max --csv"), 0);
    ck_assert_says("1.5,1.5");
    ck_assert_int_eq(run_on(&s, "wait # ops:max>0"), 0); /* a counter's is that of its rate */
    ck_assert_str_eq(said, "engine\n");
    ck_assert_int_eq(run_on(&s, "objects # ops:max>0 -c label --csv"), 0);
    ck_assert_str_eq(said, "label\r\nengine\r\n");
    ck_assert_int_eq(run_on(&s, "objects @ -c level:nothing"), 2);
    stage_close(&s);
}
END_TEST

START_TEST(test_stat_says_which_path_names_nothing)
{
    struct stage s;
    stage_open(&s, "statnone");
    ck_assert_int_eq(run_on(&s, "stat @ engine.ops nothing.ops -i 10ms -d 20ms"), 0);
    ck_assert_says("engine.ops");
    ck_assert_complains("no number is called 'nothing.ops'");
    ck_assert_int_eq(run_on(&s, "stat @ engine.ops engine.name -i 10ms -d 20ms"), 0);
    ck_assert_complains("no number is called 'engine.name'");
    ck_assert_int_eq(run_on(&s, "stat @ engine.name -i 10ms -d 20ms"), 1);
    ck_assert_complains("none of these is a number: engine.name is char[8]");
    ck_assert_int_eq(run_on(&s, "stat @ nothing.ops -i 10ms -d 20ms"), 1);
    ck_assert_complains("no object is called 'nothing.ops'");
    s.things[0]->level = (double)NAN;
    ck_assert_int_eq(run_on(&s, "stat @ engine.level -i 10ms -d 20ms"), 1);
    ck_assert_complains("none of these is a number: engine.level is not known");
    stage_close(&s);
}
END_TEST

START_TEST(test_stat_is_of_all_numbers_that_a_path_names)
{
    struct stage s;
    stage_open(&s, "statall");
    ck_assert_int_eq(run_on(&s, "stat @ engine.grid -i 10ms -d 20ms --jsonl"), 0);
    ck_assert_says("\"engine.grid[0][0]\"");
    ck_assert_says("\"engine.grid[1][2]\"");
    ck_assert_silent("level");
    ck_assert_int_eq(run_on(&s, "stat @ pump.left -i 10ms -d 20ms --jsonl"), 0);
    ck_assert_says("\"pump.left.level\"");
    ck_assert_says("\"pump.left.parts[1].y\"");
    ck_assert_silent("engine");
    ck_assert_silent("name");
    ck_assert_int_eq(run_on(&s, "export @ -t svg engine.grid engine.name"), 0);
    ck_assert_says("engine.grid[1][2]");
    ck_assert_int_eq(run_on(&s, "export @ -t svg engine.name"), 1);
    ck_assert_complains("none of these is a number: engine.name is char[8]");
    stage_close(&s);
}
END_TEST

START_TEST(test_wait_ends_when_the_condition_holds)
{
    struct stage s;
    pthread_t thread;
    stage_open(&s, "wait");
    struct turning t = {.stage = &s};
    pthread_create(&thread, NULL, turn, &t);
    ck_assert_int_eq(run_on(&s, "wait @ ops>1020,label=engine -i 10ms -t 30s"), 2);
    ck_assert_int_eq(run_on(&s, "wait @ 'ops>1020 label=engine' -i 10ms -t 30s"), 0);
    ck_assert_str_eq(said, "engine\n");
    t.stop = true;
    pthread_join(thread, NULL);
    ck_assert_int_eq(run_on(&s, "wait @ ops>1T -i 10ms -t 50ms"), 1);
    ck_assert_complains("'ops>1T' matched nothing within 50ms");
    long long begun = unit_now_ms(); /* no frame is due before it is to give up */
    ck_assert_int_eq(run_on(&s, "wait @ ops>1T -i 60s -t 50ms"), 1);
    ck_assert_int_lt(unit_now_ms() - begun, 30000);
    stage_close(&s);
}
END_TEST

/* A program that begins when others already wait for it. */
static void *begin_late(void *ctx)
{
    const struct timespec while_they_wait = {0, 100000000};
    struct stage *s = ctx;
    nanosleep(&while_they_wait, NULL);
    stage_open(s, "late");
    return NULL;
}

START_TEST(test_a_session_can_be_waited_for)
{
    struct stage s;
    pthread_t thread;
    char line[LINE_BYTES];
    unit_session_name(s.name, "late");
    ck_assert_int_eq(run_on(&s, "wait @ engine -t 10s"), 2);
    ck_assert_complains("there is no session");
    ck_assert_int_eq(run_on(&s, "wait @ engine --await -t 50ms"), 1);
    ck_assert_complains("did not begin in time");
    ck_assert_int_eq(run_on(&s, "wait ./x.mgr engine --await"), 2);
    snprintf(line, sizeof line, "wait %s engine --await -t 60s -i 10ms", s.name);
    pthread_create(&thread, NULL, begin_late, &s);
    ck_assert_msg(run(line) == 0, "%s", complained);
    ck_assert_str_eq(said, "engine\n");
    pthread_join(thread, NULL);
    ck_assert_int_eq(run_on(&s, "watch @ engine.ops --await -n 1"), 0);
    stage_close(&s);
}
END_TEST

/* What was left behind is of the run before. */
START_TEST(test_a_session_of_the_dead_is_not_what_is_waited_for)
{
    struct stage s;
    stage_open(&s, "latedead");
    ck_assert_int_eq(run_on(&s, "wait @ engine --await -t 10s"), 0);
    stage_close(&s);
    pid_t pid = fork();
    if (pid == 0) {
        memglass_session *left = memglass_open(&(memglass_config){.name = s.name}, NULL);
        _exit(left && memglass_create_object(left, &thing_type, 1, "engine") ? 0 : 1);
    }
    int status;
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_int_eq(status, 0);
    ck_assert_int_eq(run_on(&s, "wait @ engine -t 10s"), 0);
    ck_assert_complains("has ended");
    ck_assert_int_eq(run_on(&s, "wait @ engine --await -t 50ms"), 1);
    ck_assert_complains("did not begin in time");
    ck_assert_int_eq(run_on(&s, "clean @"), 0);
}
END_TEST

/* No baseline is ever set here. */
START_TEST(test_changes_since_a_baseline_are_refused)
{
    static const char *const lines[] = {"objects @ 'ops:base>1'",
                                        "objects @ -c label,ops:base",
                                        "wait @ 'engine (ops<1 or ops:base>1)' -t 1ms",
                                        "watch @ engine.ops --when 'ops:base>1' -n 1",
                                        "record @ # -f 'ops:base>1' -d 1ms",
                                        "export @ -t csv -f 'ops:base>1'"};
    struct stage s;
    stage_open(&s, "baseline");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        ck_assert_msg(run_on(&s, lines[i]) == 2, "%s: %s", lines[i], complained);
        ck_assert_complains(
            "'ops:base' is not known here: the key b of memglass-top sets a baseline");
        ck_assert_str_eq(said, "");
    }
    stage_close(&s);
}
END_TEST

START_TEST(test_counts_are_whole_numbers_from_one_on)
{
    static const char *const counts[] = {"0", "-1", "1.5", "1e30", "inf", "x"};
    struct stage s;
    stage_open(&s, "counts");
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        char line[LINE_BYTES];
        snprintf(line, sizeof line, "watch @ engine.ops -i 1ms -n %s", counts[i]);
        ck_assert_msg(run_on(&s, line) == 2, "%s: %s", line, said);
        ck_assert_complains("--count: '");
        ck_assert_str_eq(said, "");
    }
    ck_assert_int_eq(run_on(&s, "watch @ engine.ops -i 1ms -n 2"), 0);
    stage_close(&s);
}
END_TEST

/* It has a meaning for who records, and ends no other that happens to be called memglass, too. */
START_TEST(test_sigusr1_ends_none_that_does_not_record)
{
    struct stage s;
    stage_open(&s, "usr1");
    ck_assert_int_eq(run_on(&s, "wait @ engine"), 0); /* signals are seen to from here on */
    ck_assert_int_eq(raise(SIGUSR1), 0);
    ck_assert_int_eq(run_on(&s, "watch @ engine.ops -i 1ms -n 3"), 0);
    stage_close(&s);
}
END_TEST

START_TEST(test_diff_names_what_differs)
{
    struct stage s;
    stage_open(&s, "diff");
    record(&s);
    ck_assert_int_eq(run_on(&s, "diff # @"), 0);
    s.things[1]->level = 9.25;
    memglass_destroy(s.session, s.things[2]);
    memglass_create_object(s.session, &thing_type, 1, "valve");
    ck_assert_int_eq(run_on(&s, "diff # @ --csv"), 1);
    ck_assert_str_eq(said, "path,first,second\r\npump.left.level,1.5,9.25\r\n"
                           "pump.right,thing,\r\nvalve,,thing\r\n");
    ck_assert_str_eq(complained, "");
    stage_close(&s);
}
END_TEST

/* What is shown is rounded; what is compared is not. */
/* One after the other, in the order of their creation. */
START_TEST(test_diff_takes_each_of_one_label_once)
{
    enum { MANY = 100 };
    struct thing *same[MANY];
    struct stage s;
    stage_open(&s, "diffsame");
    for (unsigned i = 0; i < MANY; i++) {
        same[i] = memglass_create_object(s.session, &thing_type, 1, "same");
        ck_assert_ptr_nonnull(same[i]);
        same[i]->level = i;
    }
    record(&s);
    ck_assert_int_eq(run_on(&s, "diff # @"), 0);
    same[70]->level = 1000;
    ck_assert_int_eq(run_on(&s, "diff # @ --csv"), 1);
    ck_assert_str_eq(said, "path,first,second\r\nsame.level,70,1000\r\n");
    memglass_destroy(s.session, same[MANY - 1]);
    ck_assert_int_eq(run_on(&s, "diff # @ --csv"), 1);
    ck_assert_str_eq(said, "path,first,second\r\nsame.level,70,1000\r\nsame,thing,\r\n");
    stage_close(&s);
}
END_TEST

START_TEST(test_diff_sees_what_texts_round_away)
{
    struct stage s;
    stage_open(&s, "diffsmall");
    s.things[0]->level = 0.1;
    record(&s);
    s.things[0]->level = 0.1 + 1e-15;
    ck_assert_int_eq(run_on(&s, "dump @ label=engine"), 0);
    ck_assert_says(" level       0.1  ");
    ck_assert_int_eq(run_on(&s, "dump # label=engine"), 0);
    ck_assert_says(" level       0.1  ");
    ck_assert_int_eq(run_on(&s, "diff # @ --csv"), 1);
    ck_assert_str_eq(said, "path,first,second\r\nengine.level,0.1,0.100000000000001\r\n");
    ck_assert_int_eq(run_on(&s, "diff # @"), 1);
    ck_assert_says("engine.level  0.1    0.100000000000001\n");
    stage_close(&s);
}
END_TEST

START_TEST(test_diff_of_two_instants_of_a_recording)
{
    struct stage s;
    stage_open(&s, "diffat");
    struct turning t = {.stage = &s};
    pthread_t thread;
    pthread_create(&thread, NULL, turn, &t);
    record_turning(&s);
    t.stop = true;
    pthread_join(thread, NULL);
    ck_assert_int_eq(run_on(&s, "diff # # --at 0 --and-at 0s"), 0);
    ck_assert_int_eq(run_on(&s, "get # engine.ops --at tomorrow"), 2);
    ck_assert_complains("--at: 'tomorrow' is no number");
    ck_assert_int_eq(run_on(&s, "diff # # --and-at -1s"), 2);
    ck_assert_complains("--and-at: '-1s' is too small");
    ck_assert_int_eq(run_on(&s, "diff # # --at 0 --and-at 1h --csv"), 1);
    const char *form = "path,first,second engine.ops,%u,%u";
    unsigned from, to, again_to, again_from;
    ck_assert_int_eq(sscanf(said, form, &from, &to), 2);
    ck_assert_int_eq(run_on(&s, "diff # # --at 1h --and-at 0 --csv"), 1);
    ck_assert_int_eq(sscanf(said, form, &again_to, &again_from), 2);
    ck_assert(from < to && from == again_from && to == again_to);
    ck_assert_int_eq(run_on(&s, "diff # @ --and-at 1s"), 2);
    ck_assert_complains("--and-at is for recordings");
    stage_close(&s);
}
END_TEST

START_TEST(test_a_mean_of_integers_has_all_its_digits)
{
    struct stage s;
    struct by_hand b;
    stage_open(&s, "meandigits");
    by_hand_open(&b, &s);
    for (int32_t i = 0; i < 4; i++) {
        s.things[0]->grid[0][0] = 2097152 + i / 3;
        by_hand_add(&b);
    }
    by_hand_close(&b);
    ck_assert_int_eq(run_on(&s, "stat # engine.grid[0][0] --jsonl"), 0);
    ck_assert_says("\"mean\":2097152.25,");
    stage_close(&s);
}
END_TEST

MEMGLASS_SUITE("cli/looking_on", test_watch_prints_what_changes_and_nothing_else,
               test_stat_says_how_fast_a_counter_grows, test_terms_look_back,
               test_stat_tells_many_values_apart, test_stat_says_which_path_names_nothing,
               test_stat_is_of_all_numbers_that_a_path_names,
               test_a_mean_of_integers_has_all_its_digits, test_a_session_can_be_waited_for,
               test_a_session_of_the_dead_is_not_what_is_waited_for,
               test_wait_ends_when_the_condition_holds, test_changes_since_a_baseline_are_refused,
               test_sigusr1_ends_none_that_does_not_record,
               test_counts_are_whole_numbers_from_one_on, test_diff_names_what_differs,
               test_diff_takes_each_of_one_label_once, test_diff_sees_what_texts_round_away,
               test_diff_of_two_instants_of_a_recording)
