/* The subcommands that look into sessions and recordings: the same answers from both, and one clear
 * line where there is no answer. Tests only; no layer. */
#define UNIT_FORK
#include "unit.h"

#include "../sample/synthetic.h"
#include "run.h"

#include <fcntl.h>
#include <jansson.h>
#include <memglass/producer.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum { THINGS = 3, LINE_BYTES = 1024 };

/* A session with things, and a recording's name. */
struct stage {
    char name[UNIT_NAME_BYTES], file[128];
    memglass_session *session;
    struct thing *things[THINGS];
};

static void stage_open(struct stage *s, const char *tag)
{
    static const char *const labels[THINGS] = {"engine", "pump.left", "pump.right"};
    memset(s, 0, sizeof *s);
    unit_session_name(s->name, tag);
    snprintf(s->file, sizeof s->file, "/tmp/memglass-%s.mgr", s->name);
    unlink(s->file);
    s->session = memglass_open(&(memglass_config){.name = s->name}, NULL);
    ck_assert_ptr_nonnull(s->session);
    for (size_t i = 0; i < THINGS; i++) {
        s->things[i] = memglass_create_object(s->session, &thing_type, 1, labels[i]);
        ck_assert_ptr_nonnull(s->things[i]);
        s->things[i]->ops = 1000 * (i + 1);
        s->things[i]->level = 0.5 + (double)i;
        s->things[i]->grid[1][2] = -7;
        strcpy(s->things[i]->name, "n,\"me");
    }
}

static void stage_close(struct stage *s)
{
    memglass_close(s->session);
    unlink(s->file);
}

/* Runs a line in which every @ is the session and every # the recording. */
static int run_on(const struct stage *s, const char *pattern)
{
    char line[LINE_BYTES];
    size_t used = 0;
    for (; *pattern && used < sizeof line - sizeof s->file; pattern++) {
        const char *word = *pattern == '@' ? s->name : *pattern == '#' ? s->file : NULL;
        if (word)
            used += (size_t)sprintf(line + used, "%s", word);
        else
            line[used++] = *pattern;
    }
    line[used] = '\0';
    return run(line);
}

static void record(const struct stage *s)
{
    ck_assert_msg(run_on(s, "record @ # -i 20ms -d 100ms -R") == 0, "%s", complained);
}

/* The same line on the session and on its recording. */
static void both(struct stage *s, const char *on_session, const char *on_file, void (*check)(void))
{
    ck_assert_msg(run_on(s, on_session) == 0, "%s: %s", on_session, complained);
    check();
    record(s);
    ck_assert_msg(run_on(s, on_file) == 0, "%s: %s", on_file, complained);
    check();
}

/* --- what they print ---------------------------------------------------------------------------
 */

static void check_types(void)
{
    ck_assert_says("TYPE");
    ck_assert_says("thing");
    ck_assert_says(" 3 ");
}

START_TEST(test_types_are_listed)
{
    struct stage s;
    stage_open(&s, "types");
    both(&s, "types @", "types #", check_types);
    stage_close(&s);
}
END_TEST

static void check_objects(void)
{
    ck_assert_str_eq(said, "label,ops,level\r\npump.left,2000,1.5\r\npump.right,3000,2.5\r\n");
}

START_TEST(test_objects_are_filtered_and_have_columns)
{
    struct stage s;
    stage_open(&s, "objects");
    both(&s, "objects @ 'label~^pump ops>=2000' -c label,ops,level --csv",
         "objects # 'label~^pump ops>=2000' -c label,ops,level --csv", check_objects);
    stage_close(&s);
}
END_TEST

static void check_get(void)
{
    ck_assert_str_eq(said, "-7\n");
}

/* A label may have dots in it. */
START_TEST(test_one_value_is_printed_alone)
{
    struct stage s;
    stage_open(&s, "get");
    both(&s, "get @ pump.left.grid[1][2]", "get # pump.left.grid[1][2]", check_get);
    stage_close(&s);
}
END_TEST

START_TEST(test_globs_name_many_values)
{
    struct stage s;
    stage_open(&s, "globs");
    ck_assert_int_eq(run_on(&s, "get @ pump.*.ops --csv"), 0);
    ck_assert_str_eq(said, "path,value,truth\r\npump.left.ops,2000,exact\r\n"
                           "pump.right.ops,3000,exact\r\n");
    ck_assert_int_eq(run_on(&s, "get @ engine.grid[1][*] --csv"), 0);
    ck_assert_says("engine.grid[1][0],0,");
    ck_assert_says("engine.grid[1][2],-7,");
    ck_assert_silent("engine.grid[0]");
    stage_close(&s);
}
END_TEST

static void check_json(void)
{
    json_error_t error;
    json_t *all = json_loads(said, 0, &error);
    ck_assert_msg(all != NULL, "%s in: %s", error.text, said);
    ck_assert_uint_eq(json_array_size(all), 1);
    json_t *value = json_object_get(json_array_get(all, 0), "value");
    ck_assert_int_eq(json_integer_value(json_object_get(value, "ops")), 1000);
    ck_assert_double_eq(json_real_value(json_object_get(value, "level")), 0.5);
    json_t *grid = json_array_get(json_object_get(value, "grid"), 1);
    ck_assert_int_eq(json_integer_value(json_array_get(grid, 2)), -7);
    ck_assert_str_eq(json_string_value(json_object_get(value, "name")), "n,\"me");
    json_decref(all);
}

START_TEST(test_dumps_are_json_that_programs_read)
{
    struct stage s;
    stage_open(&s, "dump");
    both(&s, "dump @ label=engine --json", "dump # label=engine --json", check_json);
    stage_close(&s);
}
END_TEST

START_TEST(test_numbers_that_json_would_round_are_texts)
{
    struct stage s;
    stage_open(&s, "large");
    s.things[0]->ops = UINT64_MAX;
    s.things[0]->level = 0.0 / 0.0;
    ck_assert_int_eq(run_on(&s, "dump @ label=engine --jsonl"), 0);
    ck_assert_says("\"ops\":\"18446744073709551615\"");
    ck_assert_says("\"level\":null");
    stage_close(&s);
}
END_TEST

START_TEST(test_csv_is_quoted)
{
    struct stage s;
    stage_open(&s, "csv");
    ck_assert_int_eq(run_on(&s, "dump @ label=engine --csv"), 0);
    ck_assert_says("engine,thing,name,\"n,\"\"me\",\r\n");
    stage_close(&s);
}
END_TEST

/* --- over time ---------------------------------------------------------------------------------
 */

struct turning {
    struct stage *stage;
    _Atomic bool stop;
};

static void *turn(void *ctx)
{
    struct turning *t = ctx;
    const struct timespec pause = {0, 2000000};
    while (!t->stop) {
        t->stage->things[0]->ops += 5;
        nanosleep(&pause, NULL);
    }
    return NULL;
}

START_TEST(test_watch_prints_what_changes_and_nothing_else)
{
    struct stage s;
    pthread_t thread;
    stage_open(&s, "watch");
    struct turning t = {.stage = &s};
    pthread_create(&thread, NULL, turn, &t);
    ck_assert_int_eq(run_on(&s, "watch @ *.ops -i 300ms -n 5 --on-change --jsonl"), 0);
    t.stop = true;
    pthread_join(thread, NULL);
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
    ck_assert_uint_eq(lines, 4);
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
    ck_assert_int_eq(run_on(&s, "stat @ engine.ops pump.left.level -i 20ms -d 200ms --json"), 0);
    t.stop = true;
    pthread_join(thread, NULL);
    all = json_loads(said, 0, NULL);
    json_t *ops = json_array_get(all, 0), *level = json_array_get(all, 1);
    ck_assert_double_gt(json_real_value(json_object_get(ops, "rate")), 0);
    ck_assert_double_lt(json_real_value(json_object_get(ops, "min")),
                        json_real_value(json_object_get(ops, "max")));
    ck_assert_double_eq(json_real_value(json_object_get(level, "rate")), 0);
    ck_assert_double_eq(json_real_value(json_object_get(level, "p99")), 1.5);
    json_decref(all);
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
    ck_assert_int_eq(run_on(&s, "wait @ ops>1020,label=engine -i 10ms -t 30s"), 1);
    ck_assert_int_eq(run_on(&s, "wait @ 'ops>1020 label=engine' -i 10ms -t 30s"), 0);
    ck_assert_str_eq(said, "engine\n");
    t.stop = true;
    pthread_join(thread, NULL);
    ck_assert_int_eq(run_on(&s, "wait @ ops>1T -i 10ms -t 50ms"), 1);
    ck_assert_complains("'ops>1T' matched nothing within");
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
START_TEST(test_diff_sees_what_texts_round_away)
{
    struct stage s;
    stage_open(&s, "diffsmall");
    s.things[0]->level = 0.1;
    record(&s);
    s.things[0]->level = 0.1 + 1e-15;
    ck_assert_int_eq(run_on(&s, "get @ engine.level"), 0);
    ck_assert_str_eq(said, "0.1\n");
    ck_assert_int_eq(run_on(&s, "get # engine.level"), 0);
    ck_assert_str_eq(said, "0.1\n");
    ck_assert_int_eq(run_on(&s, "diff # @ --csv"), 1);
    ck_assert_str_eq(said, "path,first,second\r\n"
                           "engine.level,0.10000000000000001,0.100000000000001\r\n");
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
    ck_assert_int_eq(run_on(&s, "record @ # -i 20ms -d 500ms -R"), 0);
    t.stop = true;
    pthread_join(thread, NULL);
    ck_assert_int_eq(run_on(&s, "diff # # --at 0 --and-at 0"), 0);
    ck_assert_int_eq(run_on(&s, "diff # # --at 0 --and-at 9s --csv"), 1);
    const char *form = "path,first,second engine.ops,%u,%u";
    unsigned from, to, again_to, again_from;
    ck_assert_int_eq(sscanf(said, form, &from, &to), 2);
    ck_assert_int_eq(run_on(&s, "diff # # --at 9s --and-at 0 --csv"), 1);
    ck_assert_int_eq(sscanf(said, form, &again_to, &again_from), 2);
    ck_assert(from < to && from == again_from && to == again_to);
    ck_assert_int_eq(run_on(&s, "diff # @ --and-at 1s"), 1);
    ck_assert_complains("--at is for recordings");
    stage_close(&s);
}
END_TEST

/* --- recordings --------------------------------------------------------------------------------
 */

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
    ck_assert_complains("exists already");
    ck_assert_int_eq(run_on(&s, "info #"), 0);
    stage_close(&s);
}
END_TEST

START_TEST(test_the_last_moments_are_kept)
{
    struct stage s;
    stage_open(&s, "last");
    ck_assert_int_eq(run_on(&s, "record @ # -i 10ms -d 300ms --last 100ms -R"), 0);
    ck_assert_complains("the last moments are in");
    ck_assert_int_eq(run_on(&s, "stat # engine.ops --json"), 0);
    json_t *all = json_loads(said, 0, NULL);
    json_int_t frames = json_integer_value(json_object_get(json_array_get(all, 0), "n"));
    ck_assert_int_ge(frames, 5);
    ck_assert_int_lt(frames, 30);
    json_decref(all);
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

START_TEST(test_csv_is_of_the_values_that_paths_name)
{
    struct stage s;
    stage_open(&s, "csvpaths");
    record(&s);
    ck_assert_int_eq(run_on(&s, "export # -t csv --at 0 pump.*.level engine.parts[1]"), 0);
    ck_assert_says(",pump.left,thing,level,1.5,");
    ck_assert_says(",pump.right,thing,level,2.5,");
    ck_assert_says(",engine,thing,parts[1].x,0,");
    ck_assert_silent("ops");
    ck_assert_silent("parts[0]");
    ck_assert_silent("engine,thing,level");
    ck_assert_int_eq(run_on(&s, "export # -t csv engine.nothing"), 1);
    ck_assert_complains("no field 'nothing'");
    ck_assert_int_eq(run_on(&s, "export # -t jsonl engine.ops"), 1);
    ck_assert_complains("jsonl is of whole objects");
    stage_close(&s);
}
END_TEST

START_TEST(test_wide_prints_nothing_of_objects_that_differ)
{
    struct stage s;
    stage_open(&s, "widest");
    ck_assert_ptr_nonnull(memglass_create_object(s.session, &thing_type, 2, "pair"));
    ck_assert_int_eq(run_on(&s, "export @ -t wide"), 1);
    ck_assert_complains("pair is longer or shorter");
    ck_assert_str_eq(said, "");
    ck_assert_int_eq(run_on(&s, "export @ -t wide -f pump"), 0);
    ck_assert_says("time,label,ops,");
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

START_TEST(test_only_the_newest_files_are_kept)
{
    struct stage s;
    int oldest = 2;
    stage_open(&s, "keep");
    ck_assert_int_eq(run_on(&s, "record @ # -i 20ms -d 500ms -m 1 -k 2 -R"), 0); /* one a frame */
    ck_assert_int_eq(access(s.file, F_OK), -1);
    while (!had_file(&s, oldest))
        ck_assert_int_lt(oldest++, 100);
    ck_assert(had_file(&s, oldest + 1));
    ck_assert(!had_file(&s, oldest + 2));
    ck_assert_int_eq(run_on(&s, "record @ # -k 2"), 1);
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

/* --- exports -----------------------------------------------------------------------------------
 */

static void export_to(const struct stage *s, const char *line, char path[160], const char *end)
{
    char whole[LINE_BYTES];
    snprintf(path, 160, "%s.%s", s->file, end);
    unlink(path);
    snprintf(whole, sizeof whole, "export # %s -o #.%s", line, end);
    ck_assert_msg(run_on(s, whole) == 0, "%s: %s", whole, complained);
}

static char *text_of_file(const char *path)
{
    static char text[1 << 20];
    FILE *file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    unlink(path);
    return text;
}

static size_t count_lines(const char *text)
{
    size_t lines = 0;
    for (; (text = strchr(text, '\n')); text++)
        lines++;
    return lines;
}

START_TEST(test_exports_as_text_have_a_line_for_each_thing)
{
    struct stage s;
    char path[160];
    stage_open(&s, "lines");
    record(&s);
    export_to(&s, "--at 0", path, "jsonl");
    char *text = text_of_file(path);
    ck_assert_uint_eq(count_lines(text), THINGS);
    json_t *first = json_loads(text, JSON_DISABLE_EOF_CHECK, NULL);
    ck_assert_str_eq(json_string_value(json_object_get(first, "label")), "engine");
    json_decref(first);
    export_to(&s, "--at 0 -f label=engine", path, "csv");
    text = text_of_file(path);
    ck_assert_ptr_nonnull(strstr(text, ",engine,thing,grid[1][2],-7,\r\n"));
    export_to(&s, "--at 0 -t wide", path, "csv");
    text = text_of_file(path);
    ck_assert_uint_eq(count_lines(text), THINGS + 1);
    ck_assert_ptr_eq(strstr(text, "time,label,ops,level,"), text);
    stage_close(&s);
}
END_TEST

static int64_t ask(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;
    ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK, "%s: %s", sql,
                  sqlite3_errmsg(db));
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    int64_t answer = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return answer;
}

START_TEST(test_a_database_has_each_value_once_and_its_changes)
{
    struct stage s;
    char path[160];
    pthread_t thread;
    sqlite3 *db;
    stage_open(&s, "db");
    struct turning t = {.stage = &s};
    pthread_create(&thread, NULL, turn, &t);
    record(&s);
    t.stop = true;
    pthread_join(thread, NULL);
    export_to(&s, "", path, "sqlite");
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(ask(db, "SELECT count(*) FROM object"), THINGS);
    ck_assert_int_eq(ask(db, "SELECT count(*) FROM change WHERE label='engine' AND path='level'"),
                     1);
    ck_assert_int_gt(ask(db, "SELECT count(*) FROM change WHERE label='engine' AND path='ops'"), 1);
    ck_assert_int_eq(ask(db, "SELECT value FROM change WHERE label='pump.left' AND path='ops'"),
                     2000);
    sqlite3_close(db);
    unlink(path);
    stage_close(&s);
}
END_TEST

START_TEST(test_reports_and_charts_carry_no_foreign_markup)
{
    struct stage s;
    char path[160];
    stage_open(&s, "report");
    memglass_create_object(s.session, &thing_type, 1, "</script><b>");
    record(&s);
    export_to(&s, "engine.ops", path, "html");
    char *text = text_of_file(path);
    ck_assert_ptr_nonnull(strstr(text, "<svg "));
    ck_assert_ptr_null(strstr(text, "</script><b>"));
    export_to(&s, "*script*.ops engine.level", path, "svg");
    text = text_of_file(path);
    ck_assert_ptr_nonnull(strstr(text, "&lt;/script&gt;&lt;b&gt;.ops"));
    ck_assert_ptr_nonnull(strstr(text, "<polyline"));
    stage_close(&s);
}
END_TEST

START_TEST(test_an_export_that_fails_leaves_no_file)
{
    struct stage s;
    struct stat about;
    char path[160];
    stage_open(&s, "noexport");
    record(&s);
    snprintf(path, sizeof path, "%s.svg", s.file);
    ck_assert_int_eq(run_on(&s, "export # nothing.x -o #.svg"), 1);
    ck_assert_complains("no object is called 'nothing.x'");
    ck_assert_int_eq(stat(path, &about), -1);
    ck_assert_int_eq(run_on(&s, "export # -o #.nothing"), 1);
    ck_assert_complains("'nothing' is no format");
    ck_assert_int_eq(run_on(&s, "export # -t sqlite"), 1);
    ck_assert_complains("needs --output FILE");
    ck_assert_int_eq(run_on(&s, "export # -t jsonl -o #"), 1);
    ck_assert_complains("exists already");
    stage_close(&s);
}
END_TEST

/* --- what goes wrong ---------------------------------------------------------------------------
 */

/* Every command that looks at something. */
static const char *const lookers[] = {"types %s",       "objects %s",   "get %s a.b",
                                      "dump %s --json", "watch %s a.b", "stat %s a.b",
                                      "wait %s x -t 1", "diff %s %s",   "record %s /tmp/x.mgr -R"};

static void all_complain(const char *source, const char *what)
{
    for (size_t i = 0; i < sizeof lookers / sizeof *lookers; i++) {
        char line[LINE_BYTES];
        snprintf(line, sizeof line, lookers[i], source, source);
        ck_assert_msg(run(line) == 1, "%s: %s", line, said);
        ck_assert_complains(what);
        char *end = strchr(complained, '\n');
        ck_assert_msg(end && !end[1], "%s: more than a line: %s", line, complained);
    }
}

START_TEST(test_what_is_not_there_is_said_in_a_line)
{
    all_complain("t-no-such-session", "t-no-such-session");
    all_complain("/tmp/no-such-file.mgr", "/tmp/no-such-file.mgr: No such file or directory");
    all_complain("/proc/self/exe", "is not a memglass recording");
}
END_TEST

/* Without its types no frame can be read, though the heads of blocks say how many there are. */
START_TEST(test_a_recording_whose_types_are_damaged_is_said_to_be)
{
    struct stage s;
    stage_open(&s, "damaged");
    record(&s);
    int fd = open(s.file, O_WRONLY);
    ck_assert_int_eq(pwrite(fd, "XXXXXXXX", 8, 48 + 104 + 20), 8);
    close(fd);
    ck_assert_int_eq(run_on(&s, "types #"), 1);
    ck_assert_complains("nothing there can be read");
    ck_assert_int_eq(run_on(&s, "export # -t csv"), 1);
    ck_assert_complains("none of its frames can be read");
    ck_assert_int_eq(run_on(&s, "info #"), 0);
    ck_assert_says("damaged    none of its frames can be read");
    stage_close(&s);
}
END_TEST

START_TEST(test_a_recording_that_was_cut_is_read_as_far_as_it_goes)
{
    struct stage s;
    stage_open(&s, "cut");
    record(&s);
    struct stat about;
    ck_assert_int_eq(stat(s.file, &about), 0);
    ck_assert_int_eq(truncate(s.file, about.st_size - 100), 0);
    ck_assert_int_eq(run_on(&s, "get # engine.ops"), 0);
    ck_assert_str_eq(said, "1000\n");
    ck_assert_int_eq(run_on(&s, "info #"), 0);
    ck_assert_says("the recorder was killed");
    stage_close(&s);
}
END_TEST

START_TEST(test_names_that_are_none_are_said)
{
    struct stage s;
    stage_open(&s, "names");
    ck_assert_int_eq(run_on(&s, "get @ engine.nothing"), 1);
    ck_assert_complains("engine.nothing: no field 'nothing'");
    ck_assert_int_eq(run_on(&s, "get @ motor"), 1);
    ck_assert_complains("no object is called 'motor'");
    ck_assert_int_eq(run_on(&s, "objects @ 'ops>>1'"), 1);
    ck_assert_complains("filter: ");
    ck_assert_complains("^");
    ck_assert_int_eq(run_on(&s, "objects @ -c label,nothing"), 1);
    ck_assert_complains("nothing");
    ck_assert_int_eq(run_on(&s, "types"), 2);
    ck_assert_complains("an argument is missing");
    ck_assert_int_eq(run_on(&s, "types @ @"), 2);
    ck_assert_complains("one argument too many");
    ck_assert_int_eq(run_on(&s, "get @ engine.ops --at 1s"), 1);
    ck_assert_complains("--at is for recordings");
    ck_assert_int_eq(run_on(&s, "stat @ engine.ops -i nothing"), 2);
    ck_assert_complains("--interval");
    stage_close(&s);
}
END_TEST

START_TEST(test_a_full_disk_is_said_and_what_was_written_opens)
{
    struct stage s;
    struct rlimit before, small;
    struct stat about;
    stage_open(&s, "full");
    record(&s);
    ck_assert_int_eq(stat(s.file, &about), 0);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = (rlim_t)about.st_size + 600; /* room for a second or two */
    setrlimit(RLIMIT_FSIZE, &small);
    pthread_t thread;
    struct turning t = {.stage = &s};
    pthread_create(&thread, NULL, turn, &t);
    ck_assert_int_eq(run_on(&s, "record @ # -i 100ms -d 60s -R"), 1);
    setrlimit(RLIMIT_FSIZE, &before);
    t.stop = true;
    pthread_join(thread, NULL);
    ck_assert_complains("whole up to here");
    ck_assert_int_eq(run_on(&s, "info #"), 0);
    stage_close(&s);
}
END_TEST

MEMGLASS_SUITE("cli/look", test_types_are_listed, test_objects_are_filtered_and_have_columns,
               test_one_value_is_printed_alone, test_globs_name_many_values,
               test_dumps_are_json_that_programs_read, test_numbers_that_json_would_round_are_texts,
               test_csv_is_quoted, test_watch_prints_what_changes_and_nothing_else,
               test_stat_says_how_fast_a_counter_grows, test_wait_ends_when_the_condition_holds,
               test_diff_names_what_differs, test_diff_sees_what_texts_round_away,
               test_diff_of_two_instants_of_a_recording, test_info_says_what_a_recording_holds,
               test_a_recording_is_not_emptied_by_accident, test_the_last_moments_are_kept,
               test_chosen_fields_are_all_that_is_recorded, test_only_the_newest_files_are_kept,
               test_wide_prints_nothing_of_objects_that_differ,
               test_csv_is_of_the_values_that_paths_name,
               test_replay_is_a_session_with_the_same_values,
               test_exports_as_text_have_a_line_for_each_thing,
               test_a_database_has_each_value_once_and_its_changes,
               test_reports_and_charts_carry_no_foreign_markup,
               test_an_export_that_fails_leaves_no_file, test_what_is_not_there_is_said_in_a_line,
               test_a_recording_whose_types_are_damaged_is_said_to_be,
               test_a_recording_that_was_cut_is_read_as_far_as_it_goes,
               test_names_that_are_none_are_said,
               test_a_full_disk_is_said_and_what_was_written_opens)
