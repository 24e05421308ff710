/* The configuration file comes back as it was written, says where a line is wrong, and is never
 * half there. Tests only; no layer. */
#include "unit.h"

#include "top/config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char home[64], path[160];
static struct config config;
static struct settings settings;
static struct prefs columns;
static memglass_error err;

static void start(void)
{
    snprintf(home, sizeof home, "/tmp/memglass-config-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(home));
    snprintf(path, sizeof path, "%s/.config/memglass/top.conf", home);
    setenv("HOME", home, 1);
    unsetenv("XDG_CONFIG_HOME");
    settings_init(&settings);
    err = (memglass_error){0};
}

static void finish(void)
{
    char command[128];
    prefs_fini(&columns);
    columns = (struct prefs){0};
    config_close(&config);
    snprintf(command, sizeof command, "rm -rf %s", home);
    ck_assert_int_eq(system(command), 0);
}

static int reopen(void)
{
    prefs_fini(&columns);
    columns = (struct prefs){0};
    config_close(&config);
    settings_init(&settings);
    return config_open(&config, &settings, &columns, &err);
}

static void write_text(const char *text)
{
    char folder[160];
    snprintf(folder, sizeof folder, "%s/.config", home);
    mkdir(folder, 0700);
    snprintf(folder, sizeof folder, "%s/.config/memglass", home);
    mkdir(folder, 0700);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

static const char *read_text(void)
{
    static char text[16384];
    FILE *file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

static const char *word(enum view_setting setting)
{
    static char text[SETTING_WORD_BYTES];
    return setting_word(setting, settings.word[setting], text);
}

START_TEST(test_what_is_saved_comes_back)
{
    struct prefs_column list[PREFS_COLUMNS_MAX];
    size_t count;
    start();
    ck_assert_int_eq(reopen(), MEMGLASS_OK); /* no file is no error */
    settings_set(&settings, "theme", "contrast", NULL);
    settings_set(&settings, "interval", "200ms", NULL);
    settings_set(&settings, "delta", "baseline", NULL);
    settings_set(&settings, "statistics", "on", NULL);
    ck_assert_int_eq(prefs_parse_list("label=20,rss,rss:rate,-state", list, &count, NULL),
                     MEMGLASS_OK);
    prefs_set(&columns, "game::entity<int, 3>", list, count);
    prefs_set(&columns, "", list, 2);
    ck_assert_int_eq(config_save(&config, &settings, &columns, &err), MEMGLASS_OK);
    ck_assert_msg(reopen() == MEMGLASS_OK, "%s", err.message);
    ck_assert_str_eq(word(SETTING_THEME), "contrast");
    ck_assert_str_eq(word(SETTING_INTERVAL), "200ms");
    ck_assert_str_eq(word(SETTING_MOUSE), "on");
    ck_assert_str_eq(word(SETTING_DELTA), "baseline");
    ck_assert_str_eq(word(SETTING_STATISTICS), "on");
    const struct prefs_list *got = prefs_get(&columns, "game::entity<int, 3>");
    ck_assert_ptr_nonnull(got);
    ck_assert_uint_eq(got->count, 4);
    ck_assert_str_eq(got->columns[2].name, "rss:rate");
    ck_assert(got->columns[3].hidden);
    ck_assert_uint_eq(prefs_get(&columns, "")->count, 2);
    finish();
}
END_TEST

/* As many columns as there can be, with names as long as they can be. */
START_TEST(test_a_long_list_of_columns_comes_back_whole)
{
    static struct prefs_column list[PREFS_COLUMNS_MAX];
    start();
    ck_assert_int_eq(reopen(), MEMGLASS_OK);
    for (int i = 0; i < PREFS_COLUMNS_MAX; i++) {
        list[i] = (struct prefs_column){.width = PREFS_WIDTH_MAX, .hidden = i % 2};
        snprintf(list[i].name, sizeof list[i].name, "n%0100d.x:change", i);
    }
    prefs_set(&columns, "wide", list, PREFS_COLUMNS_MAX);
    ck_assert_int_eq(config_save(&config, &settings, &columns, &err), MEMGLASS_OK);
    ck_assert_msg(reopen() == MEMGLASS_OK, "%s", err.message);
    const struct prefs_list *got = prefs_get(&columns, "wide");
    ck_assert_ptr_nonnull(got);
    ck_assert_uint_eq(got->count, PREFS_COLUMNS_MAX);
    for (int i = 0; i < PREFS_COLUMNS_MAX; i++) {
        ck_assert_str_eq(got->columns[i].name, list[i].name);
        ck_assert_int_eq(got->columns[i].width, PREFS_WIDTH_MAX);
        ck_assert_int_eq(got->columns[i].hidden, i % 2);
    }
    finish();
}
END_TEST

START_TEST(test_comments_stand_alone_or_behind_a_setting)
{
    start();
    write_text(
        "# mine\n  # mine, too\ntheme = light # by day\ninterval = 5s\t#slow\n#mouse = off\n");
    ck_assert_msg(reopen() == MEMGLASS_OK, "%s", err.message);
    ck_assert_str_eq(word(SETTING_THEME), "light");
    ck_assert_str_eq(word(SETTING_INTERVAL), "5s");
    ck_assert_str_eq(word(SETTING_MOUSE), "on");
    finish();
}
END_TEST

START_TEST(test_a_bad_line_is_one_message_and_the_rest_counts)
{
    static const struct {
        const char *line, *says;
    } bad[] = {{"colour = red", "top.conf:3: there is no setting 'colour'"},
               {"theme = pink", "top.conf:3: theme is one of auto|dark"},
               {"just words", "top.conf:3: expected name = value"},
               {"columns x = a b=9999", "top.conf:3: "}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[256];
        start();
        snprintf(text, sizeof text, "# mine\n mouse=off  \n%s\ninterval = 5s\n", bad[i].line);
        write_text(text);
        ck_assert_int_eq(reopen(), MEMGLASS_E_INVALID);
        ck_assert_msg(strncmp(err.message, "~/.config/memglass/", 19) == 0, "%s", err.message);
        ck_assert_msg(strstr(err.message, bad[i].says) != NULL, "%s", err.message);
        ck_assert_str_eq(word(SETTING_MOUSE), "off");
        ck_assert_str_eq(word(SETTING_INTERVAL), "5s");
        /* What we do not understand may be of a newer version: it is not ours to throw away. */
        ck_assert_int_eq(config_save(&config, &settings, &columns, &err), MEMGLASS_OK);
        ck_assert_ptr_nonnull(strstr(read_text(), bad[i].line));
        finish();
    }
}
END_TEST

START_TEST(test_what_cannot_be_written_is_one_message_and_leaves_the_old_file)
{
    char folder[160];
    start();
    write_text("theme = light\n");
    snprintf(folder, sizeof folder, "%s/.config/memglass", home);
    ck_assert_int_eq(reopen(), MEMGLASS_OK);
    /* root may write anywhere: a file in a folder's place stops everyone */
    snprintf(config.path, sizeof config.path, "%s/top.conf/top.conf", folder);
    ck_assert_int_eq(config_save(&config, &settings, &columns, &err), MEMGLASS_E_SYSTEM);
    ck_assert_msg(strstr(err.message, "cannot be written: ") != NULL, "%s", err.message);
    ck_assert_str_eq(read_text(), "theme = light\n");
    finish();
}
END_TEST

START_TEST(test_a_link_stays_a_link)
{
    char target[160];
    struct stat status;
    start();
    write_text("");
    unlink(path);
    snprintf(target, sizeof target, "%s/dotfile", home);
    FILE *file = fopen(target, "w");
    fputs("theme = mono\n", file);
    fclose(file);
    ck_assert_int_eq(symlink(target, path), 0);
    ck_assert_int_eq(reopen(), MEMGLASS_OK);
    ck_assert_str_eq(word(SETTING_THEME), "mono");
    settings_set(&settings, "theme", "dark", NULL);
    ck_assert_int_eq(config_save(&config, &settings, &columns, &err), MEMGLASS_OK);
    ck_assert_int_eq(lstat(path, &status), 0);
    ck_assert(S_ISLNK(status.st_mode));
    ck_assert_int_eq(reopen(), MEMGLASS_OK);
    ck_assert_str_eq(word(SETTING_THEME), "dark");
    finish();
}
END_TEST

/* A folder in place of the file: root, who may read all, cannot read that either. */
START_TEST(test_what_cannot_be_read_is_not_written_over)
{
    struct stat status;
    start();
    write_text("theme = mono\n");
    unlink(path);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    ck_assert_int_eq(reopen(), MEMGLASS_E_SYSTEM);
    ck_assert_ptr_nonnull(strstr(err.message, "cannot be read: "));
    rmdir(path);
    write_text("theme = mono\n"); /* readable again, but nobody knows yet */
    ck_assert_int_eq(config_save(&config, &settings, &columns, &err), MEMGLASS_E_SYSTEM);
    ck_assert_ptr_nonnull(strstr(err.message, "cannot be read"));
    ck_assert_int_eq(stat(path, &status), 0);
    ck_assert_int_eq(status.st_size, strlen("theme = mono\n"));
    finish();
}
END_TEST

START_TEST(test_pipes_and_devices_are_neither_waited_for_nor_replaced)
{
    char target[160];
    struct stat status;
    start();
    write_text("");
    unlink(path);
    snprintf(target, sizeof target, "%s/pipe", home);
    ck_assert_int_eq(mkfifo(target, 0600), 0);
    ck_assert_int_eq(symlink(target, path), 0);
    ck_assert_int_eq(reopen(), MEMGLASS_OK);
    ck_assert_int_eq(config_save(&config, &settings, &columns, &err), MEMGLASS_E_SYSTEM);
    ck_assert_ptr_nonnull(strstr(err.message, "is no file"));
    ck_assert_int_eq(stat(target, &status), 0);
    ck_assert(S_ISFIFO(status.st_mode));
    finish();
}
END_TEST

START_TEST(test_without_a_home_nothing_is_kept)
{
    start();
    unsetenv("HOME");
    ck_assert_int_eq(reopen(), MEMGLASS_OK);
    ck_assert_int_eq(config_save(&config, &settings, &columns, &err), MEMGLASS_E_SYSTEM);
    ck_assert_ptr_nonnull(strstr(err.message, "HOME"));
    finish();
}
END_TEST

MEMGLASS_SUITE("top/config", test_what_is_saved_comes_back,
               test_a_long_list_of_columns_comes_back_whole,
               test_comments_stand_alone_or_behind_a_setting,
               test_a_bad_line_is_one_message_and_the_rest_counts,
               test_what_cannot_be_written_is_one_message_and_leaves_the_old_file,
               test_a_link_stays_a_link, test_what_cannot_be_read_is_not_written_over,
               test_pipes_and_devices_are_neither_waited_for_nor_replaced,
               test_without_a_home_nothing_is_kept)
