/* --when: what fires on the command line, and what is done then. Tests only; no layer. */
#define UNIT_FORK
#include "unit.h"

#include "../sample/synthetic.h"
#include "run.h"

#include "when/runner.h"

#include <jansson.h>
#include <memglass/producer.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

/* A session with two things, and the name of a file. */
struct stage {
    char name[UNIT_NAME_BYTES], file[128];
    memglass_session *session;
    struct thing *things[2];
};

static void stage_open(struct stage *s, const char *tag)
{
    memset(s, 0, sizeof *s);
    unit_session_name(s->name, tag);
    snprintf(s->file, sizeof s->file, "/tmp/memglass-%s.mgr", s->name);
    unlink(s->file);
    s->session = memglass_open(&(memglass_config){.name = s->name}, NULL);
    ck_assert_ptr_nonnull(s->session);
    s->things[0] = memglass_create_object(s->session, &thing_type, 1, "engine");
    s->things[1] = memglass_create_object(s->session, &thing_type, 1, "pump");
    ck_assert(s->things[0] && s->things[1]);
    s->things[0]->ops = 1000;
    s->things[1]->ops = 2000;
    s->things[1]->level = 1.5;
}

static void stage_close(struct stage *s)
{
    memglass_close(s->session);
    unlink(s->file);
}

/* Runs a line with the session, and then the file, for its two %s. */
static int run_on(const struct stage *s, const char *pattern)
{
    char line[1024];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(line, sizeof line, pattern, s->name, s->file);
#pragma GCC diagnostic pop
    return run(line);
}

START_TEST(test_what_matches_is_printed_with_its_values_and_once)
{
    struct stage s;
    stage_open(&s, "when-print");
    ck_assert_int_eq(run_on(&s, "watch %s --when 'ops>1500 level>1' -i 10ms -n 5"), 0);
    const char *line = strstr(said, "  pump  ops 2");
    ck_assert_msg(line != NULL, "%s", said);
    ck_assert_says("  level 1.5\n");
    ck_assert_silent("engine");
    ck_assert_ptr_eq(strchr(said, '\n'), strrchr(said, '\n'));
    stage_close(&s);
}
END_TEST

START_TEST(test_json_lines_have_the_values)
{
    struct stage s;
    stage_open(&s, "when-json");
    ck_assert_int_eq(run_on(&s, "watch %s --when ops>1500 -i 10ms -n 2 --jsonl"), 0);
    json_t *line = json_loads(said, 0, NULL);
    ck_assert_msg(line != NULL, "%s", said);
    ck_assert_str_eq(json_string_value(json_object_get(line, "label")), "pump");
    ck_assert_str_eq(json_string_value(json_object_get(line, "when")), "ops>1500");
    json_t *values = json_object_get(line, "values");
    ck_assert_int_eq(json_integer_value(json_object_get(values, "ops")), 2000);
    json_decref(line);
    /* no UTF-8 */
    ck_assert_int_eq(run_on(&s, "watch %s --when 'ops>1500 label!=\xff' -i 10ms -n 2 --jsonl"), 0);
    line = json_loads(said, 0, NULL);
    ck_assert_msg(line != NULL, "%s", said);
    ck_assert_str_eq(json_string_value(json_object_get(line, "when")), "ops>1500 label!=?");
    json_decref(line);
    stage_close(&s);
}
END_TEST

/* Without a count it would go on for ever. */
START_TEST(test_exit_ends_the_command_with_status_0)
{
    struct stage s;
    stage_open(&s, "when-exit");
    ck_assert_int_eq(run_on(&s, "watch %s --when 'ops>1500 for 30ms' --then exit -i 10ms"), 0);
    ck_assert_str_eq(said, "");
    ck_assert_int_eq(run_on(&s, "watch %s --when ops>1500 --then bell,exit -i 10ms"), 0);
    ck_assert_str_eq(complained, "\a");
    stage_close(&s);
}
END_TEST

START_TEST(test_a_storm_is_one_line_and_a_number)
{
    struct stage s;
    stage_open(&s, "when-storm");
    ck_assert_int_eq(run_on(&s, "watch %s --when ops>1 --when-every 1h -i 10ms -n 3"), 0);
    ck_assert_ptr_eq(strchr(said, '\n'), strrchr(said, '\n'));
    ck_assert_complains("1 more began to match 'ops>1'");
    stage_close(&s);
}
END_TEST

START_TEST(test_a_command_has_the_values_in_its_environment)
{
    struct stage s;
    char line[1024], text[512] = "";
    stage_open(&s, "when-run");
    snprintf(line, sizeof line,
             "watch %s --when 'ops>1500 size>0' --then exit -i 10ms --run 'echo "
             "$MEMGLASS_SESSION $MEMGLASS_LABEL $MEMGLASS_TYPE $MEMGLASS_VALUE_ops >%s.new && mv "
             "%s.new %s'",
             s.name, s.file, s.file, s.file);
    ck_assert_int_eq(run(line), 0);
    long long deadline = unit_now_ms() + 20000;
    FILE *file;
    while (!(file = fopen(s.file, "r")))
        ck_assert_int_lt(unit_now_ms(), deadline);
    ck_assert_ptr_nonnull(fgets(text, sizeof text, file));
    fclose(file);
    snprintf(line, sizeof line, "%s pump thing 2000\n", s.name);
    ck_assert_str_eq(text, line);
    stage_close(&s);
}
END_TEST

/* The program that runs it passes the signal over. */
START_TEST(test_a_command_has_signals_as_usual)
{
    struct stage s;
    char line[1024];
    stage_open(&s, "when-signals");
    snprintf(line, sizeof line,
             "watch %s --when 'ops>1500 size>0' --then exit -i 10ms --run 'sh -c \"kill -USR1 "
             "\\$\\$; echo survived\" >%s.new; mv %s.new %s'",
             s.name, s.file, s.file, s.file);
    ck_assert_int_eq(run(line), 0);
    long long deadline = unit_now_ms() + 20000;
    struct stat about;
    while (stat(s.file, &about) < 0)
        ck_assert_int_lt(unit_now_ms(), deadline);
    ck_assert_int_eq(about.st_size, 0);
    stage_close(&s);
}
END_TEST

START_TEST(test_a_recording_is_marked)
{
    struct stage s;
    stage_open(&s, "when-mark");
    ck_assert_int_eq(run_on(&s, "record %s %s --when ops>1500 --then mark,exit -i 10ms"), 0);
    char line[256];
    snprintf(line, sizeof line, "info %s", s.file);
    ck_assert_int_eq(run(line), 0);
    ck_assert_says("ops>1500: pump");
    stage_close(&s);
}
END_TEST

START_TEST(test_what_fires_keeps_the_ring)
{
    struct stage s;
    char second[160];
    stage_open(&s, "when-ring");
    snprintf(second, sizeof second, "/tmp/memglass-%s-2.mgr", s.name);
    unlink(second);
    ck_assert_int_eq(run_on(&s, "record %s %s --last 1s --when ops>1500 -i 10ms -d 100ms"), 0);
    ck_assert_int_eq(access(s.file, R_OK), 0); /* when it fired */
    ck_assert_int_eq(access(second, R_OK), 0); /* at the end */
    char line[256];
    snprintf(line, sizeof line, "info %s", s.file);
    ck_assert_int_eq(run(line), 0);
    ck_assert_says("ops>1500: pump");
    unlink(second);
    stage_close(&s);
}
END_TEST

/* Nothing is waited for, and what ended makes room. */
START_TEST(test_so_many_commands_run_at_once_and_no_more)
{
    static char *const none[] = {NULL};
    struct runner r = {0};
    memglass_error err;
    for (size_t i = 0; i < RUNNER_AT_ONCE; i++)
        ck_assert_int_eq(runner_start(&r, "exec sleep 100", none, &err), MEMGLASS_OK);
    ck_assert_int_eq(runner_start(&r, "true", none, &err), MEMGLASS_E_LIMIT);
    ck_assert_ptr_nonnull(strstr(err.message, "8 commands are running"));
    for (size_t i = 0; i < RUNNER_AT_ONCE; i++)
        kill(r.running[i], SIGKILL);
    long long deadline = unit_now_ms() + 20000;
    while (runner_start(&r, "true", none, &err) != MEMGLASS_OK)
        ck_assert_int_lt(unit_now_ms(), deadline);
}
END_TEST

START_TEST(test_mistakes_are_said)
{
    static const struct {
        const char *line, *says;
        int status; /* 1: other types could have that field */
    } mistakes[] = {
        {"watch %s a.b --then exit", "--then needs --when", 2},
        {"watch %s --when 'ops>1 for 3x'", "behind 'for'", 2},
        {"watch %s --when ops>1 --then mark", "nothing is recorded here", 2},
        {"watch %s --when ops>1 --then sing", "'sing' is none of", 2},
        {"watch %s --when nothing>1", "no field 'nothing'", 1},
    };
    struct stage s;
    stage_open(&s, "when-wrong");
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        ck_assert_msg(run_on(&s, mistakes[i].line) == mistakes[i].status, "%s", mistakes[i].line);
        ck_assert_complains(mistakes[i].says);
    }
    ck_assert_int_eq(run_on(&s, "watch %s --then exit"), 2);
    ck_assert_complains("an argument is missing");
    stage_close(&s);
}
END_TEST

MEMGLASS_SUITE("cli/when", test_what_matches_is_printed_with_its_values_and_once,
               test_json_lines_have_the_values, test_exit_ends_the_command_with_status_0,
               test_a_storm_is_one_line_and_a_number,
               test_a_command_has_the_values_in_its_environment,
               test_a_command_has_signals_as_usual, test_a_recording_is_marked,
               test_what_fires_keeps_the_ring, test_mistakes_are_said,
               test_so_many_commands_run_at_once_and_no_more)
