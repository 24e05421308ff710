/* Exports: as text, as a database, as reports and charts. */
#define UNIT_FORK
#include "by_hand.h"

#include <fcntl.h>
#include <glob.h>
#include <jansson.h>
#include <math.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>

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
    ck_assert_int_eq(run_on(&s, "export # -t jsonl engine.ops"), 2);
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

/* Columns of other fields would be read as those that are named at the top. */
START_TEST(test_wide_is_of_one_layout_after_a_restart_too)
{
    struct stage s;
    struct by_hand b;
    stage_open(&s, "widelayout");
    by_hand_open(&b, &s);
    by_hand_add(&b);
    restart_with_less(&s);
    by_hand_add(&b);
    by_hand_close(&b);
    ck_assert_int_eq(run_on(&s, "export # -t wide -f label=engine"), 1);
    ck_assert_complains("other fields after a restart");
    ck_assert_int_eq(run_on(&s, "export # -t wide -f label=engine --at 1h"), 0);
    ck_assert_says("time,label,ops\r\n");
    stage_close(&s);
}
END_TEST

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
    record_turning(&s);
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

/* Fields are known by their order in a type, which an array of it has element by element. */
START_TEST(test_a_database_has_the_values_of_arrays_at_their_paths)
{
    struct stage s;
    struct by_hand b;
    char path[160];
    sqlite3 *db;
    stage_open(&s, "dbarray");
    struct thing *few = memglass_create_object(s.session, &thing_type, 2, "few");
    struct thing *many = memglass_create_object(s.session, &thing_type, 5, "many");
    few[1].level = 11;
    many[4].level = 44;
    by_hand_open(&b, &s);
    by_hand_add(&b);
    many[3].level = 33;
    s.things[2]->level = 22;
    by_hand_add(&b);
    by_hand_close(&b);
    export_to(&s, "", path, "sqlite");
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(ask(db, "SELECT value FROM change WHERE label='few' AND path='[1].level'"),
                     11);
    ck_assert_int_eq(ask(db, "SELECT value FROM change WHERE label='many' AND path='[4].level'"),
                     44);
    ck_assert_int_eq(
        ask(db, "SELECT sum(value) FROM change WHERE label='many' AND path='[3].level'"), 33);
    ck_assert_int_eq(ask(db, "SELECT value FROM change WHERE label='pump.right' AND path='level' "
                             "ORDER BY time DESC LIMIT 1"),
                     22);
    sqlite3_close(db);
    unlink(path);
    stage_close(&s);
}
END_TEST

/* A level is set to 7 in the second of four frames, which is damaged. */
static void record_with_a_gap(struct stage *s)
{
    struct by_hand b;
    by_hand_open(&b, s);
    by_hand_add(&b);
    s->things[0]->level = 7;
    off_t second = by_hand_add(&b);
    by_hand_add(&b);
    by_hand_add(&b);
    by_hand_close(&b);
    int fd = open(s->file, O_WRONLY);
    ck_assert_int_eq(pwrite(fd, "XXXXXXXX", 8, second + (off_t)sizeof(struct record_block) + 8), 8);
    close(fd);
}

START_TEST(test_a_database_has_what_changed_in_frames_that_are_damaged)
{
    struct stage s;
    char path[160];
    sqlite3 *db;
    stage_open(&s, "dbgap");
    record_with_a_gap(&s);
    export_to(&s, "", path, "sqlite");
    ck_assert_complains("frames 2 to 2 of 4 are damaged");
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(ask(db, "SELECT count(*) FROM frame"), 3);
    ck_assert_int_eq(ask(db, "SELECT count(*) FROM change WHERE label='engine' AND path='level'"),
                     2);
    ck_assert_int_eq(ask(db, "SELECT value FROM change WHERE label='engine' AND path='level' "
                             "ORDER BY time DESC LIMIT 1"),
                     7);
    sqlite3_close(db);
    unlink(path);
    stage_close(&s);
}
END_TEST

/* What changed while a filter left the object out is there once it is back. */
START_TEST(test_a_database_has_what_changed_while_an_object_was_left_out)
{
    struct stage s;
    struct by_hand b;
    char path[160];
    sqlite3 *db;
    stage_open(&s, "dbback");
    by_hand_open(&b, &s);
    by_hand_add(&b);
    s.things[0]->level = 7;
    by_hand_add(&b);
    s.things[0]->ops = 5;
    by_hand_add(&b);
    s.things[0]->level = 0.5;
    by_hand_add(&b);
    by_hand_add(&b);
    by_hand_close(&b);
    export_to(&s, "-f 'label=engine level<1'", path, "sqlite");
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(ask(db, "SELECT count(*) FROM change WHERE path='ops'"), 2);
    ck_assert_int_eq(ask(db, "SELECT value FROM value JOIN field ON field.id=field "
                             "WHERE path='ops' AND tick=4"),
                     5);
    ck_assert_int_eq(ask(db, "SELECT count(*) FROM object WHERE first_tick=1 AND last_tick=5"), 1);
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

/* "<!--<script>" would keep the page's own script from ever beginning. */
START_TEST(test_no_text_ends_or_hides_the_script_of_a_report)
{
    struct stage s;
    char path[160];
    stage_open(&s, "hides");
    memglass_create_object(s.session, &thing_type, 1, "<!--<script>");
    record(&s);
    export_to(&s, "", path, "html");
    char *data = strstr(text_of_file(path), "application/json\">");
    ck_assert_ptr_nonnull(data);
    data += strlen("application/json\">");
    char *end = strstr(data, "</script>");
    ck_assert_ptr_nonnull(end);
    *end = '\0';
    ck_assert_ptr_null(strchr(data, '<'));
    json_t *all = json_loads(data, 0, NULL);
    ck_assert_str_eq(json_string_value(json_object_get(json_array_get(all, THINGS), "label")),
                     "<!--<script>");
    json_decref(all);
    stage_close(&s);
}
END_TEST

/* Numbers of a browser are doubles. */
START_TEST(test_a_report_rounds_no_integers)
{
    struct stage s;
    char path[160];
    stage_open(&s, "digits");
    s.things[0]->ops = (UINT64_C(1) << 53) + 1;
    record(&s);
    export_to(&s, "", path, "html");
    char *text = text_of_file(path);
    ck_assert_ptr_nonnull(strstr(text, "\"ops\":\"9007199254740993\""));
    ck_assert_ptr_nonnull(strstr(text, "\"ops\":2000,"));
    ck_assert_ptr_nonnull(strstr(text, "\"grid\":[[0,0,0],[0,0,-7]]"));
    stage_close(&s);
}
END_TEST

START_TEST(test_infinite_values_are_left_out_of_charts)
{
    struct stage s;
    stage_open(&s, "infinite");
    s.things[0]->level = INFINITY;
    ck_assert_int_eq(run_on(&s, "export @ -t svg engine.level pump.left.level"), 0);
    ck_assert_silent("inf");
    ck_assert_silent("nan");
    ck_assert_says("points=\"80.0,");
    /* a step of the axis that is less than the numbers can tell apart */
    s.things[0]->level = 0x1p63;
    s.things[1]->level = 0x1p63 + 2048;
    ck_assert_int_eq(run_on(&s, "export @ -t svg engine.level pump.left.level"), 0);
    ck_assert_silent("nan");
    s.things[0]->level = 1.7e308;
    s.things[1]->level = -1.7e308;
    ck_assert_int_eq(run_on(&s, "export @ -t svg engine.level pump.left.level"), 0);
    ck_assert_silent("nan,");
    stage_close(&s);
}
END_TEST

static void *come(void *ctx)
{
    struct turning *t = ctx;
    const struct timespec pause = {0, 30000000};
    while (!t->stop) {
        nanosleep(&pause, NULL);
        void *late = memglass_create_object(t->stage->session, &thing_type, 1, "late");
        nanosleep(&pause, NULL);
        memglass_destroy(t->stage->session, late);
    }
    return NULL;
}

static bool has_come(const struct stage *s)
{
    return run_on(s, "get # late.ops --at 0") != 0 && run_on(s, "export # -t csv late.ops") == 0;
}

/* The object comes and goes while the session is recorded. */
static void record_one_that_comes(struct stage *s)
{
    struct turning t = {.stage = s};
    pthread_t thread;
    pthread_create(&thread, NULL, come, &t);
    run_longer(s, "record @ # -i 20ms -R", "-d", 100, has_come);
    t.stop = true;
    pthread_join(thread, NULL);
}

START_TEST(test_charts_have_objects_that_come_later)
{
    struct stage s;
    stage_open(&s, "later");
    record_one_that_comes(&s);
    ck_assert_int_eq(run_on(&s, "get # late.ops --at 0"), 1);
    ck_assert_int_eq(run_on(&s, "export # -t svg late.ops"), 0);
    ck_assert_says("<polyline");
    ck_assert_int_eq(run_on(&s, "export # -t html late.ops"), 0);
    ck_assert_says("<polyline");
    ck_assert_int_eq(run_on(&s, "export # -t svg nothing.ops late.ops"), 0);
    ck_assert_complains("nothing is called 'nothing.ops'");
    ck_assert_int_eq(run_on(&s, "export # -t html -f label=engine late.ops"), 0);
    ck_assert_silent("<polyline");
    stage_close(&s);
}
END_TEST

/* What can be written piece by piece can go there; other files need a name, and say so. */
START_TEST(test_a_dash_is_standard_output)
{
    static const char *const formats[] = {"jsonl", "csv", "html"};
    struct stage s;
    char line[LINE_BYTES];
    stage_open(&s, "dash");
    record(&s);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        static char plain[sizeof said];
        snprintf(line, sizeof line, "export # -t %s", formats[i]);
        ck_assert_int_eq(run_on(&s, line), 0);
        memcpy(plain, said, sizeof plain);
        snprintf(line, sizeof line, "export # -t %s -R -o -", formats[i]);
        ck_assert_int_eq(run_on(&s, line), 0);
        ck_assert_msg(plain[0] && strcmp(said, plain) == 0, "%s: %s", line, said);
    }
    ck_assert_int_eq(run_on(&s, "export # -R -o -"), 2);
    ck_assert_complains("--to says which format");
    ck_assert_int_eq(run_on(&s, "export # -t sqlite -R -o -"), 2);
    ck_assert_complains("sqlite needs --output FILE");
    ck_assert_int_eq(run_on(&s, "record @ - -R -d 20ms"), 2);
    ck_assert_complains("a recording needs a file");
    ck_assert_int_eq(access("-", F_OK), -1);
    stage_close(&s);
}
END_TEST

START_TEST(test_a_part_of_a_recording_is_no_export)
{
    struct stage s;
    struct stat about;
    char path[160];
    stage_open(&s, "part");
    record(&s);
    export_to(&s, "", path, "csv");
    unlink(path);
    raise(SIGINT); /* is waited for since the export before */
    ck_assert_int_eq(run_on(&s, "export # -o #.csv"), 1);
    ck_assert_complains("interrupted");
    ck_assert_int_eq(stat(path, &about), -1);
    stage_close(&s);
}
END_TEST

/* Who may remove /dev/null would not like to. */
START_TEST(test_an_export_that_fails_removes_no_device)
{
    struct stage s;
    struct stat about;
    char path[160];
    stage_open(&s, "device");
    snprintf(path, sizeof path, "%s.svg", s.file);
    ck_assert_int_eq(symlink("/dev/null", path), 0);
    record(&s);
    ck_assert_int_eq(run_on(&s, "export # nothing.x -o #.svg -R"), 1);
    ck_assert_int_eq(lstat(path, &about), 0);
    ck_assert_int_eq(unlink(path), 0);
    stage_close(&s);
}
END_TEST

static void write_old(const char *path)
{
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs("old", file);
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_int_eq(chmod(path, 0640), 0);
}

/* What is to be replaced stays until there is something to replace it with. */
START_TEST(test_an_export_that_fails_replaces_nothing)
{
    static const char *const fail[] = {"export # nothing.x -t csv -o #.out -R",
                                       "export # nothing.x -t svg -o #.link -R",
                                       "export # -t sqlite -f nothing>1 -o #.out -R"};
    struct stage s;
    struct stat about;
    char path[160], link[160], pattern[176];
    glob_t left;
    stage_open(&s, "replacing");
    record(&s);
    snprintf(path, sizeof path, "%s.out", s.file);
    snprintf(link, sizeof link, "%s.link", s.file);
    snprintf(pattern, sizeof pattern, "%s.*.*", s.file);
    write_old(path);
    ck_assert_int_eq(symlink(path, link), 0);
    for (size_t i = 0; i < sizeof fail / sizeof *fail; i++) {
        ck_assert_int_eq(run_on(&s, fail[i]), 1);
        ck_assert_int_eq(stat(path, &about), 0);
        ck_assert_int_eq(about.st_size, 3);
    }
    ck_assert_int_eq(run_on(&s, "export # -t sqlite -o #.link -R"), 0);
    ck_assert_int_eq(run_on(&s, "export # -t csv engine.ops -o #.link -R"), 0);
    ck_assert_int_eq(lstat(path, &about), 0);
    ck_assert(S_ISREG(about.st_mode) && (about.st_mode & 0777) == 0640);
    ck_assert_int_eq(glob(pattern, 0, NULL, &left), GLOB_NOMATCH);
    ck_assert_int_eq(unlink(link), 0);
    ck_assert_ptr_nonnull(strstr(text_of_file(path), "engine,thing,ops,1000"));
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
    ck_assert_int_eq(run_on(&s, "export # -o #.nothing"), 2);
    ck_assert_complains("'nothing' is no format");
    ck_assert_int_eq(run_on(&s, "export # -t sqlite"), 2);
    ck_assert_complains("needs --output FILE");
    ck_assert_int_eq(run_on(&s, "export # -t jsonl -o #"), 1);
    ck_assert_complains("exists already: --replace takes its place");
    ck_assert_int_eq(run_on(&s, "export # -t jsonl -o ''"), 2);
    ck_assert_complains("a file has a name");
    ck_assert_int_eq(run_on(&s, "export # -t sqlite -o /dev/null -R"), 1);
    ck_assert_complains("/dev/null is no plain file");
    ck_assert_int_eq(run_on(&s, "export # -t JSONL -o /dev/null -R"), 0);
    stage_close(&s);
}
END_TEST

MEMGLASS_SUITE(
    "cli/export", test_a_report_rounds_no_integers, test_a_part_of_a_recording_is_no_export,
    test_wide_is_of_one_layout_after_a_restart_too, test_wide_prints_nothing_of_objects_that_differ,
    test_csv_is_of_the_values_that_paths_name, test_exports_as_text_have_a_line_for_each_thing,
    test_a_database_has_each_value_once_and_its_changes,
    test_a_database_has_the_values_of_arrays_at_their_paths,
    test_reports_and_charts_carry_no_foreign_markup,
    test_a_database_has_what_changed_in_frames_that_are_damaged,
    test_a_database_has_what_changed_while_an_object_was_left_out,
    test_no_text_ends_or_hides_the_script_of_a_report, test_infinite_values_are_left_out_of_charts,
    test_charts_have_objects_that_come_later, test_a_dash_is_standard_output,
    test_an_export_that_fails_removes_no_device, test_an_export_that_fails_leaves_no_file,
    test_an_export_that_fails_replaces_nothing)
