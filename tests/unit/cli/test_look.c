/* The subcommands that look into sessions and recordings: the same answers from both, and one clear
 * line where there is no answer. */
#define UNIT_FORK
#include "stage.h"

#include "format/access.h"

#include <fcntl.h>
#include <jansson.h>
#include <sys/mman.h>

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

/* --- what goes wrong ---------------------------------------------------------------------------
 */

/* Every command that looks at something; those that ask come last. */
#define ASKERS 2
static const char *const lookers[] = {"types %s",
                                      "objects %s",
                                      "get %s a.b",
                                      "dump %s --json",
                                      "watch %s a.b",
                                      "stat %s a.b",
                                      "record %s /tmp/x.mgr -R",
                                      "wait %s x -t 1",
                                      "diff %s %s"};

static void all_complain(const char *source, const char *what)
{
    size_t count = sizeof lookers / sizeof *lookers;
    for (size_t i = 0; i < count; i++) {
        char line[LINE_BYTES];
        snprintf(line, sizeof line, lookers[i], source, source);
        ck_assert_msg(run(line) == (i < count - ASKERS ? 1 : 2), "%s: %s", line, said);
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

START_TEST(test_names_that_are_none_are_said)
{
    struct stage s;
    stage_open(&s, "names");
    ck_assert_int_eq(run_on(&s, "get @ engine.nothing"), 1);
    ck_assert_complains("engine.nothing: no field 'nothing'");
    ck_assert_int_eq(run_on(&s, "get @ motor"), 1);
    ck_assert_complains("no object is called 'motor'");
    ck_assert_int_eq(run_on(&s, "objects @ 'ops>'"), 2);
    ck_assert_complains("filter: ");
    ck_assert_complains("^");
    ck_assert_int_eq(run_on(&s, "objects @ nothing>1"), 1);
    ck_assert_complains("no field 'nothing' in thing");
    ck_assert_int_eq(run_on(&s, "objects @ -c label,nothing"), 1);
    ck_assert_complains("nothing");
    ck_assert_int_eq(run_on(&s, "types"), 2);
    ck_assert_complains("an argument is missing");
    ck_assert_int_eq(run_on(&s, "types @ @"), 2);
    ck_assert_complains("one argument too many");
    ck_assert_int_eq(run_on(&s, "get @ engine.ops --at 1s"), 2);
    ck_assert_complains("--at is for recordings");
    ck_assert_int_eq(run_on(&s, "stat @ engine.ops -i nothing"), 2);
    ck_assert_complains("--interval");
    stage_close(&s);
}
END_TEST

/* Gives the first object's row a type that there is not. */
static void damage_first_object(const char *session)
{
    char path[UNIT_NAME_BYTES + 32];
    struct format_header h;
    uint32_t wrong = 1000;
    snprintf(path, sizeof path, "/memglass_%s_header", session);
    int header = shm_open(path, O_RDONLY, 0);
    ck_assert_int_eq(pread(header, &h, sizeof h, 0), sizeof h);
    snprintf(path, sizeof path, "/memglass_%s_region_0001", session);
    int region = shm_open(path, O_RDWR, 0);
    uint64_t row = format_place_offset(h.tables[FORMAT_TABLE_objects].chunks[0]);
    off_t at = (off_t)(row + offsetof(struct format_object, type));
    ck_assert_int_eq(pwrite(region, &wrong, sizeof wrong, at), sizeof wrong);
    close(header);
    close(region);
}

START_TEST(test_what_is_missing_of_a_damaged_session_is_said)
{
    struct stage s;
    stage_open(&s, "missing");
    damage_first_object(s.name);
    ck_assert_int_eq(run_on(&s, "objects @ -c label --csv"), 0);
    ck_assert_str_eq(said, "label\r\npump.left\r\npump.right\r\n");
    ck_assert_complains("part of it is damaged; what can be read is shown");
    ck_assert_int_eq(run_on(&s, "watch @ *.ops -i 1ms -n 5"), 0);
    ck_assert_ptr_eq(strchr(complained, '\n'),
                     strrchr(complained, '\n')); /* once, not each frame */
    stage_close(&s);
}
END_TEST

MEMGLASS_SUITE("cli/look", test_what_is_missing_of_a_damaged_session_is_said, test_types_are_listed,
               test_objects_are_filtered_and_have_columns, test_one_value_is_printed_alone,
               test_globs_name_many_values, test_dumps_are_json_that_programs_read,
               test_numbers_that_json_would_round_are_texts, test_csv_is_quoted,
               test_what_is_not_there_is_said_in_a_line, test_names_that_are_none_are_said)
