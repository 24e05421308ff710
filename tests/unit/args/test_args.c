/* Command lines by a table: what is taken, what is wrong in one line, the help. */
#include "unit.h"

#include "args/args.h"

#include <string.h>

struct values {
    bool all, help;
    const char *name;
    unsigned twice;
};

static int take_twice(char *argument, void *member, memglass_error *err)
{
    *(unsigned *)member = 2 * (unsigned)atoi(argument);
    if (argument[0] != '-')
        return MEMGLASS_OK;
    snprintf(err->message, sizeof err->message, "'%s' is below 0", argument);
    return MEMGLASS_E_INVALID;
}

static const struct args_option options[] = {
    {'a', "all", NULL, "everything", args_take_flag, offsetof(struct values, all)},
    {0, "name", "NAME", "what it is called", args_take_text, offsetof(struct values, name)},
    {'t', "twice", "N", "so much", take_twice, offsetof(struct values, twice)},
    {'h', "help", NULL, "this", args_take_end, offsetof(struct values, help)},
    {0}};

/* What args_parse says of the words of a line. */
static int parse(const char *line, struct values *v, memglass_error *err)
{
    static char text[256]; /* values point into it */
    static char *argv[16];
    char *rest = text;
    int argc = 0;
    snprintf(text, sizeof text, "program %s", line);
    for (char *word; (word = strsep(&rest, " "));)
        if (word[0])
            argv[argc++] = word;
    argv[argc] = NULL;
    *v = (struct values){0};
    int first = args_parse(options, argc, argv, v, err);
    return first < 0 ? first : argc - first;
}

START_TEST(test_options_are_taken_over_wherever_they_stand)
{
    struct values v;
    ck_assert_int_eq(parse("one -at3 two --name=x", &v, NULL), 2);
    ck_assert(v.all && !v.help);
    ck_assert_uint_eq(v.twice, 6);
    ck_assert_str_eq(v.name, "x");
    ck_assert_int_eq(parse("--tw 4 -- -a", &v, NULL), 1);
    ck_assert_uint_eq(v.twice, 8);
    ck_assert(!v.all);
}
END_TEST

START_TEST(test_a_letter_that_is_no_character_is_told_by_its_number)
{
    struct values v;
    memglass_error err;
    ck_assert_int_eq(parse("-\x1b", &v, &err), MEMGLASS_E_INVALID);
    ck_assert_str_eq(err.message, "-\\x1b is no option");
    ck_assert_int_eq(parse("-\xff", &v, &err), MEMGLASS_E_INVALID);
    ck_assert_str_eq(err.message, "-\\xff is no option");
}
END_TEST

START_TEST(test_behind_help_nothing_is_wrong)
{
    struct values v;
    ck_assert_int_ge(parse("-a --help --nothing -t", &v, NULL), 0);
    ck_assert(v.help && v.all);
}
END_TEST

START_TEST(test_what_is_wrong_is_named_as_it_was_written)
{
    static const struct {
        const char *line, *says;
    } mistakes[] = {
        {"-x", "-x is no option"},
        {"--nothing", "--nothing is no option"},
        {"--all -ax", "-x is no option"},
        {"--help=3", "--help takes no argument"},
        {"-t", "-t needs an argument"},
        {"--twice", "--twice needs an argument"},
        {"-t -1", "--twice: '-1' is below 0"},
    };
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct values v;
        memglass_error err = {0};
        ck_assert_int_eq(parse(mistakes[i].line, &v, &err), MEMGLASS_E_INVALID);
        ck_assert_str_eq(err.message, mistakes[i].says);
    }
}
END_TEST

START_TEST(test_help_has_a_line_for_each_option)
{
    char text[512] = "";
    FILE *out = fmemopen(text, sizeof text, "w");
    args_help(options, out);
    fclose(out);
    ck_assert_str_eq(text, "  -a, --all                  everything\n"
                           "      --name NAME            what it is called\n"
                           "  -t, --twice N              so much\n"
                           "  -h, --help                 this\n");
}
END_TEST

MEMGLASS_SUITE("args", test_a_letter_that_is_no_character_is_told_by_its_number,
               test_options_are_taken_over_wherever_they_stand, test_behind_help_nothing_is_wrong,
               test_what_is_wrong_is_named_as_it_was_written, test_help_has_a_line_for_each_option)
