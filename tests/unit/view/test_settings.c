/* Settings have words, defaults and a page. Runs in the top folder of the tree. Tests only. */
#include "unit.h"
#include "user.h"

#include "base/clock.h"
#include "view/settings.h"

#include <string.h>

START_TEST(test_each_word_is_taken_and_no_other)
{
    struct settings s;
    char word[SETTING_WORD_BYTES];
    memglass_error err = {0};
    settings_init(&s);
    for (int i = 0; i < SETTING_COUNT; i++) {
        enum view_setting setting = (enum view_setting)i;
        const struct view_setting_row *row = view_setting_row(setting);
        ck_assert_str_eq(setting_word(setting, s.word[i], word), row->initial);
        for (unsigned w = 0; w < setting_word_count(setting); w++) {
            setting_word(setting, w, word);
            ck_assert_int_eq(settings_set(&s, row->name, word, &err), MEMGLASS_OK);
            ck_assert_uint_eq(s.word[i], w);
        }
        ck_assert_int_eq(settings_set(&s, row->name, "nonsense", &err), MEMGLASS_E_INVALID);
        ck_assert_ptr_nonnull(strstr(err.message, row->words));
    }
    ck_assert_int_eq(settings_set(&s, "nonsense", "on", &err), MEMGLASS_E_NOTFOUND);
}
END_TEST

START_TEST(test_stepping_goes_round)
{
    struct settings s;
    settings_init(&s);
    for (int i = 0; i < SETTING_COUNT; i++) {
        enum view_setting setting = (enum view_setting)i;
        unsigned before = s.word[i];
        settings_step(&s, setting, -1);
        ck_assert_uint_ne(s.word[i], before);
        settings_step(&s, setting, 1);
        for (size_t w = 0; w < setting_word_count(setting); w++)
            settings_step(&s, setting, 1);
        ck_assert_uint_eq(s.word[i], before);
    }
}
END_TEST

START_TEST(test_sizes_are_bytes)
{
    struct settings s;
    settings_init(&s);
    ck_assert_uint_eq(settings_past_bytes(&s), UINT64_C(64) << 20);
    ck_assert_uint_eq(settings_history_bytes(&s), UINT64_C(64) << 20);
    settings_set(&s, "past", "4G", NULL);
    settings_set(&s, "history", "0", NULL);
    ck_assert_uint_eq(settings_past_bytes(&s), UINT64_C(4) << 30);
    ck_assert_uint_eq(settings_history_bytes(&s), 0);
}
END_TEST

START_TEST(test_intervals_step_from_anywhere_and_stop_at_the_ends)
{
    ck_assert_uint_eq(interval_step(NS_PER_SEC, 1), 2 * NS_PER_SEC);
    ck_assert_uint_eq(interval_step(NS_PER_SEC, -1), 500 * NS_PER_MS);
    ck_assert_uint_eq(interval_step(300 * NS_PER_MS, 1), 500 * NS_PER_MS);
    ck_assert_uint_eq(interval_step(300 * NS_PER_MS, -1), 200 * NS_PER_MS);
    ck_assert_uint_eq(interval_step(60 * NS_PER_SEC, 1), 60 * NS_PER_SEC);
    ck_assert_uint_eq(interval_step(50 * NS_PER_MS, -1), 50 * NS_PER_MS);
    ck_assert_uint_eq(interval_step(3600 * NS_PER_SEC, -1), 60 * NS_PER_SEC);
}
END_TEST

static const char *interval_shown(struct user *u)
{
    for (size_t row = 0; row < u->state.table.row_count; row++)
        if (strcmp(text_at(u, row, "SETTING"), "interval") == 0)
            return text_at(u, row, "NOW");
    return "not there";
}

/* Command line and keys set others than the file has. */
START_TEST(test_setup_shows_the_interval_that_counts_and_goes_on_from_it)
{
    struct user u;
    start(&u, 1);
    u.model.interval_ns = 300 * NS_PER_MS;
    press(&u, 'C');
    for (int i = 0; i < SETTING_INTERVAL; i++)
        press(&u, 'j');
    ck_assert_str_eq(interval_shown(&u), "300ms");
    press(&u, 'h');
    ck_assert_str_eq(interval_shown(&u), "200ms");
    press(&u, 'q');
    press(&u, '+');
    press(&u, '+');
    press(&u, 'C');
    ck_assert_str_eq(interval_shown(&u), "1s");
    press(&u, 'l');
    ck_assert_str_eq(interval_shown(&u), "2s");
    ck_assert_uint_eq(u.model.interval_ns, 2 * NS_PER_SEC);
    u.model.interval_ns = 3600 * NS_PER_SEC;
    press(&u, 'h');
    ck_assert_str_eq(interval_shown(&u), "60s");
    leave(&u);
}
END_TEST

START_TEST(test_the_man_page_has_each_setting)
{
    static char page[65536];
    FILE *file = fopen("man/memglass-top.1", "r");
    ck_assert_ptr_nonnull(file);
    size_t size = 0;
    for (int c; (c = fgetc(file)) != EOF && size + 1 < sizeof page;)
        if (c != '\\')
            page[size++] = (char)c;
    page[size] = '\0';
    fclose(file);
    for (int i = 0; i < SETTING_COUNT; i++) {
        const struct view_setting_row *row = view_setting_row((enum view_setting)i);
        char entry[256];
        snprintf(entry, sizeof entry, ".BR %s \" = \" %s\n%s", row->name, row->words, row->help);
        ck_assert_msg(strstr(page, entry) != NULL, "not in the page: %s", entry);
    }
}
END_TEST

MEMGLASS_SUITE("view/settings", test_each_word_is_taken_and_no_other, test_stepping_goes_round,
               test_sizes_are_bytes, test_intervals_step_from_anywhere_and_stop_at_the_ends,
               test_setup_shows_the_interval_that_counts_and_goes_on_from_it,
               test_the_man_page_has_each_setting)
