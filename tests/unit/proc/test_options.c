/* The command line of memglass-proc. Tests only; no layer. */
#include "unit.h"

#include "proc/options.h"

#include <string.h>

/* Parses the words of a line. */
static int parse(const char *line, struct options *o)
{
    static char words[256]; /* options point into it */
    char *argv[16];
    int argc = 0;
    snprintf(words, sizeof words, "memglass-proc %s", line);
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    argv[argc] = NULL;
    return options_parse(o, argc, argv);
}

START_TEST(test_defaults)
{
    struct options o;
    ck_assert_int_eq(parse("", &o), 0);
    ck_assert_str_eq(o.name, "proc");
    ck_assert_uint_eq(o.interval_ns, 1000000000);
}
END_TEST

START_TEST(test_fractions_of_seconds)
{
    struct options o;
    ck_assert_int_eq(parse("-i 0.25 -n fast", &o), 0);
    ck_assert_uint_eq(o.interval_ns, 250000000);
    ck_assert_str_eq(o.name, "fast");
    ck_assert_int_eq(parse("--interval=86400 --name long", &o), 0);
    ck_assert_uint_eq(o.interval_ns, UINT64_C(86400000000000));
    ck_assert_int_eq(parse("-i 250ms", &o), 0); /* as memglass takes them */
    ck_assert_uint_eq(o.interval_ns, 250000000);
    ck_assert_int_eq(parse("-i 1m30s", &o), 0);
    ck_assert_uint_eq(o.interval_ns, UINT64_C(90000000000));
}
END_TEST

START_TEST(test_wrong_lines_are_refused)
{
    static const char *const lines[] = {"-i 0",     "-i -1",  "-i 0.001", "-i 86401", "-i x",
                                        "-i 1x",    "-i nan", "-i inf",   "-x",       "-n",
                                        "argument", "-i",     "-i 9ms",   "-i 25h",   "-n a/b"};
    struct options o;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        ck_assert_msg(parse(lines[i], &o) == OPTIONS_WRONG, "%s", lines[i]);
}
END_TEST

START_TEST(test_help_and_version_end_it)
{
    struct options o;
    ck_assert_int_eq(parse("-h", &o), OPTIONS_DONE);
    ck_assert_int_eq(parse("--version -i x", &o), OPTIONS_DONE);
}
END_TEST

MEMGLASS_SUITE("proc/options", test_defaults, test_fractions_of_seconds,
               test_wrong_lines_are_refused, test_help_and_version_end_it)
