/* Finding, filtering, grouping, and text for scripts: each key and option, at a real terminal. */
#include "dashboard.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SLEEPERS 3
#define F3       "\033OR"
#define F4       "\033OS"
#define F5       "\033[15~"

/* A dashboard, and processes of a name that no other has. */
struct scene {
    struct dashboard dashboard;
    struct screen *s;
    char name[16]; /* of the sleepers: a copy of sleep(1) */
    char path[64];
    pid_t sleepers[SLEEPERS];
};

/* Its own name is what the kernel shows: 15 characters of the program's file. */
static void copy_sleep(struct scene *scene, const char *tag)
{
    char command[128];
    snprintf(scene->name, sizeof scene->name, "z%d%s", (int)(getpid() % 100000), tag);
    snprintf(scene->path, sizeof scene->path, "/tmp/%s", scene->name);
    snprintf(command, sizeof command, "cp \"$(command -v sleep)\" %s", scene->path);
    ck_assert_int_eq(system(command), 0);
}

/* The kernel knows all of them by that name. */
static bool have_names(void *ctx)
{
    const struct scene *scene = ctx;
    int named = 0;
    for (int i = 0; i < SLEEPERS; i++) {
        char path[64], name[32] = "";
        snprintf(path, sizeof path, "/proc/%d/comm", (int)scene->sleepers[i]);
        FILE *file = fopen(path, "r");
        if (file && fgets(name, sizeof name, file))
            named += strncmp(name, scene->name, strlen(scene->name)) == 0;
        if (file)
            fclose(file);
    }
    return named == SLEEPERS;
}

static void start(struct scene *scene, const char *tag)
{
    *scene = (struct scene){0};
    copy_sleep(scene, tag);
    for (int i = 0; i < SLEEPERS; i++) {
        scene->sleepers[i] = fork();
        if (scene->sleepers[i] == 0) {
            execl(scene->path, scene->name, "1000", (char *)NULL);
            _exit(1);
        }
    }
    ck_assert(unit_wait(have_names, scene, (int)screen_patience_ms()));
    scene->dashboard = dashboard_start(tag, 150, 40, NULL);
    scene->s = scene->dashboard.screen;
    ck_assert_shows(scene->s, "LABEL");
    screen_type(scene->s, "t"); /* processes alone */
    ck_assert_shows(scene->s, " process ");
}

static void stop(struct scene *scene)
{
    for (int i = 0; i < SLEEPERS; i++) {
        kill(scene->sleepers[i], SIGKILL);
        waitpid(scene->sleepers[i], NULL, 0);
    }
    unlink(scene->path);
    dashboard_stop(&scene->dashboard);
}

static void type(struct scene *scene, const char *before, const char *behind)
{
    char keys[128];
    snprintf(keys, sizeof keys, "%s%s%s", before, scene->name, behind);
    screen_type(scene->s, keys);
}

static void shows_with_name(struct scene *scene, const char *format)
{
    char text[128];
    snprintf(text, sizeof text, format, scene->name);
    ck_assert_shows(scene->s, text);
}

/* The line under the cursor has the text in ctx. */
static bool cursor_has(struct screen *s, void *text)
{
    int head;
    if (!screen_find(s, "LABEL", &head, NULL))
        return false;
    int row = screen_highlighted_row(s, head + 1);
    return row >= 0 && strstr(screen_row(s, row), text) != NULL;
}

#define ck_assert_cursor(scene, text)                                                  \
    ck_assert_msg(screen_wait((scene)->s, cursor_has, (text)), "not at %s:\n%s", text, \
                  screen_text((scene)->s))

static void find_with(const char *tag, const char *key)
{
    struct scene scene;
    start(&scene, tag);
    type(&scene, key, "");
    ck_assert_cursor(&scene, scene.name);
    shows_with_name(&scene, "find: %s, 1 of 3");
    ck_assert_shows(scene.s, "LABEL"); /* the others stay */
    screen_type(scene.s, "\r");
    screen_type(scene.s, "n");
    shows_with_name(&scene, "find: %s, 2 of 3");
    ck_assert_cursor(&scene, scene.name);
    screen_type(scene.s, "nn");
    shows_with_name(&scene, "find: %s, 1 of 3");
    screen_type(scene.s, "N");
    shows_with_name(&scene, "find: %s, 3 of 3");
    screen_type(scene.s, "g");
    shows_with_name(&scene, "find: %s, 3 matches");
    stop(&scene);
}

START_TEST(test_finding_goes_from_match_to_match)
{
    find_with("find", "/");
}
END_TEST

START_TEST(test_f3_finds)
{
    find_with("f3", F3);
}
END_TEST

START_TEST(test_escape_ends_finding_where_it_began)
{
    struct scene scene;
    start(&scene, "cancel");
    type(&scene, "/", "");
    shows_with_name(&scene, "find: %s");
    screen_type(scene.s, "\033");
    ck_assert_hides(scene.s, "find:");
    ck_assert_hides(scene.s, "Find:");
    ck_assert_shows(scene.s, "LABEL");
    stop(&scene);
}
END_TEST

static void filter_with(const char *tag, const char *key)
{
    struct scene scene;
    start(&scene, tag);
    type(&scene, key, " threads=1");
    ck_assert_shows(scene.s, " 3 objects ");
    screen_type(scene.s, "\r");
    shows_with_name(&scene, "filter: %s threads=1");
    screen_type(scene.s, "|");
    ck_assert_hides(scene.s, "filter:");
    ck_assert_hides(scene.s, " 3 objects ");
    stop(&scene);
}

START_TEST(test_a_filter_hides_the_others_until_it_is_cleared)
{
    filter_with("filter", "\\");
}
END_TEST

START_TEST(test_f4_filters)
{
    filter_with("f4", F4);
}
END_TEST

START_TEST(test_a_mistake_in_a_filter_is_shown_in_place)
{
    struct scene scene;
    start(&scene, "mistake");
    type(&scene, "\\", " thraeds=1");
    walk(scene.s, (step[]){{"", "thraeds'"},  /* what is wrong */
                           {"\r", "Filter:"}, /* still open */
                           {"\033", NOT "Filter:"},
                           {"\\threads=0\r", "No object matches the filter 'threads=0'"},
                           {NULL}});
    stop(&scene);
}
END_TEST

static void group_with(const char *tag, const char *key)
{
    struct scene scene;
    start(&scene, tag);
    screen_type(scene.s, "a");
    ck_assert_shows(scene.s, "all types");
    screen_type(scene.s, key);
    ck_assert_shows(scene.s, "\u25be process, ");
    screen_type(scene.s, "*");
    ck_assert_shows(scene.s, "\u25b8 process, ");
    ck_assert_shows(scene.s, "\u25b8 system, ");
    screen_type(scene.s, "g\r"); /* the first group alone */
    ck_assert_shows(scene.s, "\u25be process, ");
    ck_assert_cursor(&scene, "process, ");
    screen_type(scene.s, "\r");
    ck_assert_shows(scene.s, "\u25b8 process, ");
    screen_type(scene.s, key);
    ck_assert_hides(scene.s, "process, ");
    stop(&scene);
}

START_TEST(test_groups_open_and_close)
{
    group_with("group", "p");
}
END_TEST

START_TEST(test_f5_groups)
{
    group_with("f5", F5);
}
END_TEST

START_TEST(test_two_sort_keys_of_the_command_line)
{
    char session[UNIT_NAME_BYTES];
    pid_t producer = dashboard_producer(unit_session_name(session, "keys"));
    const char *const argv[] = {"memglass-top", "-t", "process", "-s", "state,-pid", session, NULL};
    struct screen *s = screen_start(150, 30, NULL, argv);
    ck_assert_shows(s, "by state, smallest first, then pid, smallest first");
    screen_stop(&s);
    stop_program(&producer, SIGTERM);
}
END_TEST

/* --- text for scripts --- */

static int top(char *out, size_t size, const char *const *argv)
{
    memset(out, 0, size);
    return run_program(out, size, argv);
}

struct output {
    const char *const *argv;
    const char *has;
    char text[65536];
};

/* The producer's first scan may be under way. */
static bool prints(void *ctx)
{
    struct output *o = ctx;
    return top(o->text, sizeof o->text, o->argv) == 0 && strstr(o->text, o->has);
}

START_TEST(test_once_prints_one_frame_of_what_matches)
{
    static struct output out;
    char session[UNIT_NAME_BYTES], filter[32];
    pid_t producer = dashboard_producer(unit_session_name(session, "once"));
    snprintf(filter, sizeof filter, "pid=%d", (int)producer);
    const char *const argv[] = {"memglass-top", "--once", "-t",           "process", "-f",
                                filter,         "-c",     "label=30,pid", session,   NULL};
    out.argv = argv;
    out.has = " 1 object ";
    ck_assert_msg(unit_wait(prints, &out, (int)screen_patience_ms()), "%s", out.text);
    ck_assert_msg(strstr(out.text, "memglass-proc") != NULL, "%s", out.text);
    ck_assert_msg(strstr(out.text, "threads") == NULL, "%s", out.text); /* only those asked for */
    stop_program(&producer, SIGTERM);
}
END_TEST

START_TEST(test_once_with_an_interval_knows_changes)
{
    static char out[65536];
    char session[UNIT_NAME_BYTES];
    pid_t producer = dashboard_producer(unit_session_name(session, "twice"));
    const char *const at_once[] = {"memglass-top", "--once", session, NULL};
    const char *const later[] = {"memglass-top", "--once", "-d", "0.3", session, NULL};
    ck_assert_int_eq(top(out, sizeof out, at_once), 0);
    ck_assert_msg(strstr(out, "changed -") != NULL, "%s", out);
    ck_assert_int_eq(top(out, sizeof out, later), 0);
    ck_assert_msg(strstr(out, "changed -") == NULL, "%s", out);
    stop_program(&producer, SIGTERM);
}
END_TEST

START_TEST(test_groups_as_text)
{
    static char out[65536];
    char session[UNIT_NAME_BYTES];
    pid_t producer = dashboard_producer(unit_session_name(session, "heads"));
    const char *const argv[] = {"memglass-top", "--once", "-g", "--rows", "3", session, NULL};
    ck_assert_int_eq(top(out, sizeof out, argv), 0);
    ck_assert_msg(strstr(out, "process, ") != NULL, "%s", out);
    stop_program(&producer, SIGTERM);
}
END_TEST

START_TEST(test_a_mistake_on_the_command_line_has_its_place)
{
    static char out[65536];
    char session[UNIT_NAME_BYTES];
    pid_t producer = dashboard_producer(unit_session_name(session, "caret"));
    const char *const written[] = {"memglass-top", "--once", "-f", "web rss>", session, NULL};
    ck_assert_int_eq(top(out, sizeof out, written), 2);
    ck_assert_msg(strstr(out, "  web rss>\n         ^\n") != NULL, "%s", out);
    const char *const unknown[] = {"memglass-top", "--once", "-f", "rsss>1", session, NULL};
    ck_assert_int_eq(top(out, sizeof out, unknown), 1);
    ck_assert_msg(strstr(out, "rsss") != NULL, "%s", out);
    stop_program(&producer, SIGTERM);
}
END_TEST

MEMGLASS_SUITE("e2e/find", test_finding_goes_from_match_to_match, test_f3_finds,
               test_escape_ends_finding_where_it_began,
               test_a_filter_hides_the_others_until_it_is_cleared, test_f4_filters,
               test_a_mistake_in_a_filter_is_shown_in_place, test_groups_open_and_close,
               test_f5_groups, test_two_sort_keys_of_the_command_line,
               test_once_prints_one_frame_of_what_matches, test_once_with_an_interval_knows_changes,
               test_groups_as_text, test_a_mistake_on_the_command_line_has_its_place)
