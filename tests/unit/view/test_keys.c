/* The key table is complete, without clashes, and what the man page says. Runs in the top folder of
 * the tree. Tests only; no layer. */
#include "unit.h"

#include "view/keys.h"

#include <string.h>

#define PAGE "man/memglass-top.1"

static const struct view_key_row *row_of(int intent)
{
    return view_key_row((enum view_intent)intent);
}

START_TEST(test_each_key_of_the_table_gives_its_intent)
{
    for (int intent = 0; intent < VIEW_INTENT_COUNT; intent++)
        for (int screen = 0; screen < VIEW_SCREEN_COUNT; screen++)
            for (int i = 0; i < VIEW_KEYS_PER_INTENT && row_of(intent)->codes[i]; i++)
                if (row_of(intent)->screens & (1u << screen) &&
                    !(row_of(intent)->screens & VIEW_IN_TIME))
                    ck_assert_int_eq(
                        view_key_intent((enum view_screen)screen, row_of(intent)->codes[i]),
                        intent);
}
END_TEST

START_TEST(test_home_and_end_are_of_time_only_while_it_is_gone_about_in)
{
    ck_assert_int_eq(view_key_intent(VIEW_SCREEN_OBJECTS, VIEW_KEY_HOME), VIEW_INTENT_FIRST);
    ck_assert_int_eq(view_key_intent_in_time(VIEW_SCREEN_OBJECTS, VIEW_KEY_HOME),
                     VIEW_INTENT_TIME_FIRST);
    ck_assert_int_eq(view_key_intent_in_time(VIEW_SCREEN_INSPECTOR, VIEW_KEY_END),
                     VIEW_INTENT_TIME_LAST);
    ck_assert_int_eq(view_key_intent_in_time(VIEW_SCREEN_HELP, VIEW_KEY_END), VIEW_INTENT_LAST);
    ck_assert_int_eq(view_key_intent_in_time(VIEW_SCREEN_OBJECTS, 'g'), VIEW_INTENT_FIRST);
    ck_assert_int_eq(view_key_intent_in_time(VIEW_SCREEN_OBJECTS, 't'), VIEW_INTENT_TYPE_NEXT);
}
END_TEST

START_TEST(test_each_intent_has_as_many_names_as_keys)
{
    for (int intent = 0; intent < VIEW_INTENT_COUNT; intent++) {
        int names = 1, codes = 0;
        for (const char *at = row_of(intent)->labels; (at = strstr(at, ", ")); at++)
            names++;
        while (codes < VIEW_KEYS_PER_INTENT && row_of(intent)->codes[codes])
            codes++;
        ck_assert_msg(names == codes, "%s", row_of(intent)->labels);
    }
}
END_TEST

START_TEST(test_an_unknown_key_means_nothing)
{
    ck_assert_int_eq(view_key_intent(VIEW_SCREEN_OBJECTS, 'z'), VIEW_INTENT_NONE);
    ck_assert_int_eq(view_key_intent(VIEW_SCREEN_HELP, VIEW_KEY_ENTER), VIEW_INTENT_NONE);
    ck_assert_int_eq(view_key_intent(VIEW_SCREEN_OBJECTS, VIEW_KEY_NONE), VIEW_INTENT_NONE);
}
END_TEST

/* The page without the backslashes of roff, whose own name for one is \e. */
static char *read_page(void)
{
    static char text[65536];
    FILE *file = fopen(PAGE, "r");
    ck_assert_msg(file != NULL, PAGE " is not there");
    size_t size = 0;
    for (int c, before = 0; (c = fgetc(file)) != EOF && size + 1 < sizeof text; before = c)
        if (c != '\\')
            text[size++] = before == '\\' && c == 'e' ? '\\' : (char)c;
    text[size] = '\0';
    fclose(file);
    return text;
}

START_TEST(test_the_man_page_has_each_row_of_the_table)
{
    const char *keys = strstr(read_page(), "\n.SH KEYS");
    ck_assert_ptr_nonnull(keys);
    for (int intent = 0; intent < VIEW_INTENT_COUNT; intent++) {
        char entry[256];
        snprintf(entry, sizeof entry, ".B %s\n%s\n", row_of(intent)->labels, row_of(intent)->help);
        ck_assert_msg(strstr(keys, entry) != NULL, "not in " PAGE ": %s", entry);
    }
}
END_TEST

MEMGLASS_SUITE("view/keys", test_each_key_of_the_table_gives_its_intent,
               test_home_and_end_are_of_time_only_while_it_is_gone_about_in,
               test_each_intent_has_as_many_names_as_keys, test_an_unknown_key_means_nothing,
               test_the_man_page_has_each_row_of_the_table)
