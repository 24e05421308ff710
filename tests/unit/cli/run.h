/* Command lines of memglass within a test's process, and what they print. Tests only; no layer. */
#ifndef TESTS_CLI_RUN_H
#define TESTS_CLI_RUN_H

/* Of the last command line; ends in NUL. */
extern char said[65536], complained[65536];

/* Runs what follows `memglass`, words parted by blanks; words in '...' may have blanks. The exit
 * status. */
int run(const char *line);

#define ck_assert_says(text) \
    ck_assert_msg(strstr(said, text) != NULL, "'%s' is not in: %s", text, said)
#define ck_assert_silent(text) \
    ck_assert_msg(strstr(said, text) == NULL, "'%s' is in: %s", text, said)
#define ck_assert_complains(text) \
    ck_assert_msg(strstr(complained, text) != NULL, "'%s' is not in: %s", text, complained)

#endif
