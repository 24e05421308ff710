/* --when on the dashboard: what fires is told, marked in the past, and acted upon. */
#include "dashboard.h"

#include "../unit/sample/synthetic.h"

#include <memglass/producer.h>
#include <string.h>
#include <unistd.h>

/* A session of the test's own with one thing, and the dashboard on it. */
struct stage {
    char name[UNIT_NAME_BYTES], file[128];
    memglass_session *session;
    struct thing *engine;
    struct screen *screen;
};

static void open_stage(struct stage *s, const char *tag)
{
    memset(s, 0, sizeof *s);
    unit_session_name(s->name, tag);
    snprintf(s->file, sizeof s->file, "/tmp/memglass-%s.txt", s->name);
    unlink(s->file);
    s->session = memglass_open(&(memglass_config){.name = s->name}, NULL);
    ck_assert_ptr_nonnull(s->session);
    s->engine = memglass_create_object(s->session, &thing_type, 1, "engine");
    ck_assert_ptr_nonnull(s->engine);
    s->engine->ops = 1000;
}

/* Looks for ops above 1500, a frame each 50 ms. */
static void start_top(struct stage *s, const char *option, const char *value)
{
    const char *const argv[] = {"memglass-top", s->name, "-d",  "0.05", "--when",
                                "ops>1500",     option,  value, NULL};
    s->screen = screen_start(120, 30, NULL, argv);
    ck_assert_shows(s->screen, "ALIVE");
}

static void close_stage(struct stage *s)
{
    screen_stop(&s->screen);
    memglass_close(s->session);
    unlink(s->file);
}

START_TEST(test_what_fires_is_told_and_can_be_looked_back_to)
{
    struct stage s;
    open_stage(&s, "when-told");
    start_top(&s, NULL, NULL);
    ck_assert_shows(s.screen, "engine");
    ck_assert(!screen_find(s.screen, "engine  ops", NULL, NULL));
    s.engine->ops = 2000;
    ck_assert_shows(s.screen, "engine  ops 2");
    s.engine->ops = 3000;
    ck_assert_shows(s.screen, "3000");
    screen_type(s.screen, "(");
    ck_assert_shows(s.screen, "LOOKING BACK");
    ck_assert_shows(s.screen, "ops>1500: engine");
    ck_assert_shows(s.screen, "2000");
    close_stage(&s);
}
END_TEST

/* The threads of the dashboard block signals; what they start does not. */
START_TEST(test_a_command_runs_beside_the_screen_and_leaves_it_alone)
{
    struct stage s;
    char command[512], text[512] = "", expected[256];
    open_stage(&s, "when-run");
    snprintf(command, sizeof command,
             "echo rubbish; echo $MEMGLASS_SESSION $MEMGLASS_LABEL $MEMGLASS_VALUE_ops $(grep "
             "SigBlk /proc/self/status) >%s.new && mv %s.new %s",
             s.file, s.file, s.file);
    start_top(&s, "--run", command);
    s.engine->ops = 2000;
    ck_assert_shows(s.screen, "engine  ops 2");
    long long deadline = unit_now_ms() + screen_patience_ms();
    FILE *file;
    while (!(file = fopen(s.file, "r"))) {
        ck_assert_int_lt(unit_now_ms(), deadline);
        screen_listen(s.screen, 10);
    }
    ck_assert_ptr_nonnull(fgets(text, sizeof text, file));
    fclose(file);
    snprintf(expected, sizeof expected, "%s engine 2000 SigBlk: 0000000000000000\n", s.name);
    ck_assert_str_eq(text, expected);
    screen_type(s.screen, "?");
    ck_assert_shows(s.screen, "Inspect the object");
    ck_assert(!screen_wrote(s.screen, "rubbish"));
    close_stage(&s);
}
END_TEST

static bool has_rung(struct screen *s, void *unused)
{
    (void)unused;
    return screen_rang(s);
}

START_TEST(test_the_bell_rings)
{
    struct stage s;
    open_stage(&s, "when-bell");
    start_top(&s, "--then", "print,bell");
    ck_assert(!screen_rang(s.screen));
    s.engine->ops = 2000;
    ck_assert_shows(s.screen, "engine  ops 2");
    ck_assert(screen_wait(s.screen, has_rung, NULL));
    close_stage(&s);
}
END_TEST

START_TEST(test_exit_ends_it_with_status_0)
{
    struct stage s;
    open_stage(&s, "when-exit");
    start_top(&s, "--then", "exit");
    s.engine->ops = 2000;
    ck_assert_int_eq(screen_wait_exit(s.screen), 0);
    close_stage(&s);
}
END_TEST

START_TEST(test_mistakes_are_one_line_before_the_screen)
{
    char out[1024];
    static const struct {
        const char *option, *value, *says;
    } mistakes[] = {
        {"--when", "ops>", "--when: "},
        {"--when", "ops>1 for 3x", "behind 'for'"},
        {"--then", "exit", "--then needs --when"},
        {"--when-every", "0", "--when-every: '0' is too small"},
    };
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        const char *const argv[] = {"memglass-top", "nobody", mistakes[i].option, mistakes[i].value,
                                    NULL};
        ck_assert_int_eq(run_program(out, sizeof out, argv), 2);
        ck_assert_msg(strstr(out, mistakes[i].says) != NULL, "%s: %s", mistakes[i].says, out);
    }
    const char *const batch[] = {"memglass-top", "-b", "nobody", "--when", "ops>1", NULL};
    ck_assert_int_eq(run_program(out, sizeof out, batch), 2);
    ck_assert_ptr_nonnull(strstr(out, "--when is not for --batch"));
}
END_TEST

START_TEST(test_a_field_that_no_type_has_is_told_on_the_screen)
{
    struct stage s;
    open_stage(&s, "when-field");
    const char *const argv[] = {"memglass-top", s.name, "--when", "opps>1", NULL};
    s.screen = screen_start(120, 30, NULL, argv);
    ck_assert_shows(s.screen, "--when: no field 'opps'");
    close_stage(&s);
}
END_TEST

START_TEST(test_without_a_past_there_is_nothing_to_mark)
{
    struct stage s;
    char out[1024];
    open_stage(&s, "when-nopast");
    const char *const argv[] = {"memglass-top", s.name,   "--past", "0", "--when",
                                "ops>1",        "--then", "mark",   NULL};
    ck_assert_int_eq(run_program(out, sizeof out, argv), 1);
    ck_assert_ptr_nonnull(strstr(out, "nothing is recorded here that could be marked"));
    close_stage(&s);
}
END_TEST

MEMGLASS_SUITE("e2e/when", test_what_fires_is_told_and_can_be_looked_back_to,
               test_a_command_runs_beside_the_screen_and_leaves_it_alone, test_the_bell_rings,
               test_exit_ends_it_with_status_0, test_mistakes_are_one_line_before_the_screen,
               test_a_field_that_no_type_has_is_told_on_the_screen,
               test_without_a_past_there_is_nothing_to_mark)
