/* The command line: its options, its help, its man page, and each subcommand on a /dev/shm of its
 * own. Runs in the top folder of the tree. Tests only; no layer. */
#define UNIT_FORK
#include "unit.h"

#include "run.h"

#include "cli/columns.h"
#include "cli/commands.h"
#include "cli/life.h"
#include "shm/shm.h"

#include <fcntl.h>
#include <memglass/producer.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>

/* A /dev/shm that nobody else has: `memglass clean` removes what it finds. False, and a word, where
 * that cannot be had. */
static bool private_shm(void)
{
    if (unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
        mount("tmpfs", "/dev/shm", "tmpfs", 0, "size=16m,mode=1777") == 0)
        return true;
    puts("skipped: no mount namespace of our own");
    return false;
}

static memglass_session *open_session(const char *name, unsigned flags)
{
    memglass_error err = {0};
    memglass_session *s = memglass_open(&(memglass_config){.name = name,
                                                           .initial_region_bytes = 1 << 16,
                                                           .event_ring_entries = 64,
                                                           .flags = flags},
                                        &err);
    ck_assert_msg(s != NULL, "%s", err.message);
    return s;
}

static void leave_dead(const char *name)
{
    memglass_close(open_session(name, MEMGLASS_KEEP | MEMGLASS_NO_THREAD));
}

/* --- the command line ------------------------------------------------------------------------- */

START_TEST(test_a_wrong_command_line_is_one_line_and_status_2)
{
    static const struct {
        const char *line, *says;
    } mistakes[] = {
        {"", "a command is missing"},
        {"remove", "'remove' is no command"},
        {"help remove", "'remove' is no command"},
        {"ls -x", "-x is no option"},
        {"ls --nothing", "--nothing is no option"},
        {"ls --dry-run", "--dry-run"},
        {"clean --trust-owner", "--trust-owner"},
        {"ls --trust-owner", "needs an argument"},
        {"ls --trust-owner no-such-user", "no-such-user"},
        {"--nothing", "'--nothing' is no command"},
        {"watch x y -i 500", "write '500ms', or '500s'"},
        {"watch x y -i 0.9ms", "1ms or more"},
        /* whatever there is to look at: here is nothing */
        {"types t-nothing --at 1s", "--at is for recordings"},
        {"types t-nothing.mgr --at tomorrow", "--at: 'tomorrow' is no number"},
        {"diff t-nothing t-nothing --at 1s", "--at is for recordings"},
        {"objects t-nothing -c label,,rss", "a name is missing"},
        {"objects t-nothing -c rss:base", "rss:base"},
        {"export t-nothing -t svg", "a chart needs the PATHs"},
        {"export t-nothing -t sqlite", "sqlite needs --output FILE"},
        {"replay t-nothing", "'t-nothing' is no recording"},
        {"replay t-nothing.mgr --as a/b", "--as: the session name has a '/'"},
    };
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        ck_assert_msg(run(mistakes[i].line) == 2, "%s", mistakes[i].line);
        ck_assert_complains(mistakes[i].says);
        ck_assert_ptr_nonnull(strstr(complained, "Try 'memglass"));
        ck_assert_str_eq(said, "");
    }
}
END_TEST

/* A file may be called anything, also where a shell has found its name. */
START_TEST(test_a_complaint_is_text_on_a_line)
{
    ck_assert_int_eq(run("info 'no\x1b[31m\nsuch\x7f.mgr'"), 1);
    ck_assert_str_eq(complained, "memglass info: cannot open no?[31m?such?.mgr: "
                                 "No such file or directory\n");
    ck_assert_int_eq(run("\x1b[31m"), 2);
    ck_assert_str_eq(complained, "memglass: '?[31m' is no command\nTry 'memglass --help'.\n");
    ck_assert_int_eq(run("objects t-nothing 'caf\u00e9\n\x1bm rss>'"), 2);
    ck_assert_complains("\n    caf\u00e9??m rss>\n               ^\nTry 'memglass objects");
}
END_TEST

START_TEST(test_help_has_each_command_and_each_option)
{
    ck_assert_int_eq(run("help"), 0);
    ck_assert_says("COMMAND");
    ck_assert_int_eq(run("--help"), 0);
    for (const struct cli_command *c = cli_commands(); c->name; c++) {
        ck_assert_says(c->what);
        ck_assert_ptr_eq(cli_command_find(c->name), c);
    }
    for (const struct cli_command *c = cli_commands(); c->name; c++) {
        char line[64];
        snprintf(line, sizeof line, "help %s", c->name);
        ck_assert_int_eq(run(line), 0);
        char *help = strdup(said);
        snprintf(line, sizeof line, "%s --help", c->name);
        ck_assert_int_eq(run(line), 0);
        ck_assert_str_eq(said, help);
        free(help);
        ck_assert_says(c->arguments);
        for (const struct args_option *o = c->options; o->name; o++)
            ck_assert_says(o->what);
    }
    ck_assert_int_eq(run("-V"), 0);
    ck_assert_says(memglass_version());
}
END_TEST

START_TEST(test_the_man_page_has_each_command_and_each_option)
{
    static char page[65536];
    FILE *file = fopen("man/memglass.1", "r");
    ck_assert_msg(file != NULL, "man/memglass.1 is not there");
    size_t size = 0;
    for (int c; (c = fgetc(file)) != EOF && size + 1 < sizeof page;)
        if (c != '\\')
            page[size++] = (char)c;
    fclose(file);
    for (const struct cli_command *c = cli_commands(); c->name; c++) {
        char text[64];
        snprintf(text, sizeof text, "\n.SS %s ", c->name);
        const char *section = strstr(page, text);
        ck_assert_msg(section != NULL, "no section of %s", c->name);
        for (const struct args_option *o = c->options; o->name; o++) {
            snprintf(text, sizeof text, "--%s", o->name);
            ck_assert_msg(strstr(section, text) != NULL, "%s: not in the page: %s", c->name, text);
            ck_assert_msg(strstr(section, o->what) != NULL, "%s: not in the page: %s", c->name,
                          o->what);
        }
    }
}
END_TEST

START_TEST(test_columns_are_as_wide_as_their_texts)
{
    static const struct column columns[] = {{"A", false}, {"NUMBER", true}, {"LAST", false}};
    static const char *const cells[] = {"a long name", "1", "x", "b", "1234567", "y"};
    struct columns c;
    char *out = NULL;
    size_t size;
    FILE *memory = open_memstream(&out, &size);
    columns_init(&c, columns, 3);
    for (size_t i = 0; i < 6; i++)
        columns_add(&c, cells[i]);
    ck_assert_int_eq(columns_print(&c, memory, NULL), MEMGLASS_OK);
    fclose(memory);
    ck_assert_str_eq(out, "A             NUMBER  LAST\n"
                          "a long name        1  x\n"
                          "b            1234567  y\n");
    free(out);
    columns_fini(&c);
}
END_TEST

START_TEST(test_one_long_text_makes_no_wide_column)
{
    static const struct column columns[] = {{"A", false}, {"B", false}};
    struct columns c;
    char *out = NULL, text[500] = "";
    size_t size;
    FILE *memory = open_memstream(&out, &size);
    memset(text, 'x', sizeof text - 1);
    columns_init(&c, columns, 2);
    const char *const cells[] = {text, "1", "short", "2"};
    for (size_t i = 0; i < 4; i++)
        columns_add(&c, cells[i]);
    ck_assert_int_eq(columns_print(&c, memory, NULL), MEMGLASS_OK);
    fclose(memory);
    ck_assert_ptr_nonnull(strstr(out, "A      B\n"));
    ck_assert_ptr_nonnull(strstr(out, "xxx  1\n"));
    ck_assert_ptr_nonnull(strstr(out, "short  2\n"));
    free(out);
    columns_fini(&c);
}
END_TEST

/* --- ls --------------------------------------------------------------------------------------- */

START_TEST(test_ls_shows_the_living_and_the_dead)
{
    if (!private_shm())
        return;
    ck_assert_int_eq(run("ls"), 0);
    ck_assert_str_eq(said, "");
    ck_assert_complains("No sessions");
    memglass_session *s = open_session("living", MEMGLASS_NO_THREAD);
    leave_dead("gone-by");
    ck_assert_int_eq(run("ls"), 0);
    ck_assert_msg(strncmp(said, "SESSION  STATE  ", 16) == 0, "%s", said);
    ck_assert_says("\ngone-by  DEAD ");
    ck_assert_says("\nliving   ALIVE ");
    ck_assert_says("test_cli");
    ck_assert_int_eq(run("ls living"), 0);
    ck_assert_silent("gone-by");
    ck_assert_int_eq(run("ls living nobody"), 1);
    ck_assert_says("living");
    ck_assert_complains("no session 'nobody'");
    ck_assert_int_eq(run("ls a/b"), 1);
    memglass_close(s);
}
END_TEST

START_TEST(test_ls_says_what_is_wrong_with_a_session)
{
    if (!private_shm())
        return;
    int fd = open("/dev/shm/memglass_odd_header", O_RDWR | O_CREAT, 0600);
    ck_assert_int_eq(write(fd, "something else, long enough for a header", 40), 40);
    ck_assert_int_eq(run("ls"), 0);
    ck_assert_says("\nodd      -");
    ck_assert_says("does not start like a memglass session");
    ck_assert_int_eq(run("ls odd"), 0);
    if (geteuid() == 0) {
        leave_dead("theirs");
        ck_assert_int_eq(chown("/dev/shm/memglass_theirs_header", 61001, 61001), 0);
        ck_assert_int_eq(chown("/dev/shm/memglass_theirs_region_0001", 61001, 61001), 0);
        ck_assert_int_eq(run("ls theirs"), 0);
        ck_assert_says("61001");
        ck_assert_says("neither you nor root");
        ck_assert_int_eq(run("ls --trust-owner 61001 theirs"), 0);
        ck_assert_says("DEAD");
    }
    close(fd);
}
END_TEST

/* The program's path is the program's word: it may be anything. */
START_TEST(test_ls_prints_no_escape_sequences)
{
    if (!private_shm())
        return;
    memglass_session *s = open_session("escape", MEMGLASS_NO_THREAD);
    int fd = open("/dev/shm/memglass_escape_header", O_RDWR);
    ck_assert_int_eq(pwrite(fd, "\x1b]0;evil\x07\x9b\xff\xfe\n", 13, 120), 13);
    close(fd);
    ck_assert_int_eq(run("ls escape"), 0);
    ck_assert_says("?]0;evil?");
    for (const char *at = strchr(said, '\n') + 1; *at; at++)
        ck_assert_msg(*at == '\n' || (unsigned char)*at >= 0x20, "byte %#x", (unsigned char)*at);
    ck_assert_uint_eq((size_t)(strrchr(said, '\n') - said), strlen(said) - 1);
    memglass_close(s);
}
END_TEST

/* --- clean ------------------------------------------------------------------------------------ */

START_TEST(test_clean_removes_the_dead_and_no_other)
{
    if (!private_shm())
        return;
    memglass_session *s = open_session("living", MEMGLASS_NO_THREAD);
    leave_dead("dead-1");
    leave_dead("dead-2");
    int fd = open("/dev/shm/memglass_half_region_0003", O_RDWR | O_CREAT, 0600);
    ck_assert_int_eq(ftruncate(fd, 100), 0);
    close(fd);
    ck_assert_int_eq(run("clean --dry-run"), 0);
    ck_assert_says("would remove dead-1, ");
    ck_assert_int_eq(run("ls dead-1 dead-2"), 0);
    ck_assert_int_eq(run("clean"), 0);
    ck_assert_says("removed dead-1, ");
    ck_assert_says("removed dead-2, ");
    ck_assert_says("removed half, 100");
    ck_assert_silent("living");
    ck_assert_int_eq(access("/dev/shm/memglass_half_region_0003", F_OK), -1);
    ck_assert_int_eq(run("clean"), 0);
    ck_assert_complains("Nothing to remove");
    ck_assert_int_eq(run("ls living"), 0);
    ck_assert_says("ALIVE");
    memglass_close(s);
}
END_TEST

START_TEST(test_clean_by_name_says_why_not)
{
    if (!private_shm())
        return;
    memglass_session *s = open_session("living", MEMGLASS_NO_THREAD);
    leave_dead("dead");
    leave_dead("other");
    ck_assert_int_eq(run("clean living dead nobody"), 1);
    ck_assert_says("removed dead, ");
    ck_assert_silent("other");
    ck_assert_complains("'living' belongs to a live producer");
    ck_assert_complains("no session 'nobody'");
    if (geteuid() == 0) {
        ck_assert_int_eq(chown("/dev/shm/memglass_other_header", 61001, 61001), 0);
        ck_assert_int_eq(run("clean other"), 1);
        ck_assert_complains("uid 61001");
        ck_assert_int_eq(run("clean"), 0);
        ck_assert_int_eq(access("/dev/shm/memglass_other_header", F_OK), 0);
    }
    memglass_close(s);
}
END_TEST

START_TEST(test_values_of_a_program_that_has_ended_are_told_apart)
{
    if (!private_shm())
        return;
    memglass_session *s = open_session("living", MEMGLASS_NO_THREAD);
    leave_dead("dead");
    ck_assert_int_eq(run("objects living"), 0);
    ck_assert_str_eq(complained, "");
    ck_assert_int_eq(run("objects dead"), 0);
    ck_assert_complains("the program of dead (pid ");
    ck_assert_complains(") has ended: these are its last values\n");
    ck_assert_int_eq(run("watch dead -w size>0 -i 1ms -n 3"), 0);
    char *first = strstr(complained, "has ended");
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_null(strstr(first + 1, "has ended"));
    memglass_close(s);
}
END_TEST

/* Between the old program's end and the first look at the new one, only the old one is known. */
START_TEST(test_who_is_back_is_the_new_program)
{
    static const struct {
        memglass_state state;
        uint32_t pid;
    } seen[] = {{MEMGLASS_STATE_ALIVE, 11},
                {MEMGLASS_STATE_DEAD, 11},
                {MEMGLASS_STATE_RESTARTED, 11},
                {MEMGLASS_STATE_ALIVE, 22}};
    const memglass_error nothing = {0};
    struct life life = {.over = false};
    char text[512] = "";
    FILE *err = tmpfile();
    int saved = dup(STDERR_FILENO);
    ck_assert(err && saved >= 0);
    dup2(fileno(err), STDERR_FILENO);
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++) {
        memglass_session_info info = {.state = seen[i].state, .pid = seen[i].pid};
        life_note(&life, "game", &info, &nothing);
    }
    fflush(stderr);
    dup2(saved, STDERR_FILENO);
    close(saved);
    ck_assert_int_gt(pread(fileno(err), text, sizeof text - 1, 0), 0);
    fclose(err);
    ck_assert_str_eq(text, "memglass: the program of game (pid 11) has ended: these are its last "
                           "values\nmemglass: game is back, of pid 22\n");
}
END_TEST

MEMGLASS_SUITE("cli", test_who_is_back_is_the_new_program,
               test_a_wrong_command_line_is_one_line_and_status_2,
               test_a_complaint_is_text_on_a_line, test_help_has_each_command_and_each_option,
               test_the_man_page_has_each_command_and_each_option,
               test_columns_are_as_wide_as_their_texts, test_one_long_text_makes_no_wide_column,
               test_ls_shows_the_living_and_the_dead, test_ls_says_what_is_wrong_with_a_session,
               test_ls_prints_no_escape_sequences, test_clean_removes_the_dead_and_no_other,
               test_clean_by_name_says_why_not,
               test_values_of_a_program_that_has_ended_are_told_apart)
