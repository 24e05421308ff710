/* What every test program shares: a main made from a list of cases, a wait with a deadline, session
 * names that are ours alone. Tests only; no layer.
 *
 *     #include "unit.h"
 *
 *     START_TEST(test_add_reports_overflow) { ck_assert_int_eq(checked_add(...), ...); }
 *     END_TEST
 *
 *     MEMGLASS_SUITE("base/checked", test_add_reports_overflow, ...)
 *
 * Cases run in this process, one after the other; a file that needs a process for each case
 * (because a case must crash, or leaves threads behind) says `#define UNIT_FORK` before it includes
 * this. CK_FORK=yes|no, CK_RUN_CASE and CK_VERBOSITY=verbose in the environment work as Check
 * documents them. */
#ifndef MEMGLASS_UNIT_H
#define MEMGLASS_UNIT_H

#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* Check notes each passed assertion down in a file, to name the last one before a crash: in a loop
 * that is nearly all of a test's time, and what crashes here has a sanitizer's report. */
#define _mark_point(file, line) ((void)0)

enum { UNIT_NAME_BYTES = 64, UNIT_CASE_SECONDS = 60 };

#ifdef UNIT_FORK
#    define UNIT_FORK_STATUS CK_FORK
#else
#    define UNIT_FORK_STATUS CK_NOFORK
#endif

static inline int unit_main(const char *name, const TTest *const *cases, size_t count,
                            enum fork_status fork_status)
{
    check_set_max_msg_size(1 << 18); /* a whole screen fits a message */
    Suite *suite = suite_create(name);
    TCase *tcase = tcase_create(name);
    tcase_set_timeout(tcase, UNIT_CASE_SECONDS);
    for (size_t i = 0; i < count; i++)
        tcase_add_test(tcase, cases[i]);
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);
    if (!getenv("CK_FORK"))
        srunner_set_fork_status(runner, fork_status);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* The last line of a test file: its name, then its cases in the order in which they run. */
#define MEMGLASS_SUITE(name, ...)                                                          \
    int main(void)                                                                         \
    {                                                                                      \
        const TTest *const cases[] = {__VA_ARGS__};                                        \
        return unit_main(name, cases, sizeof(cases) / sizeof(cases[0]), UNIT_FORK_STATUS); \
    }

static inline long long unit_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits until cond(ctx) holds; false when it still does not after timeout_ms. The deadline may be
 * generous: it is only reached by a test that fails. */
static inline bool unit_wait(bool (*cond)(void *ctx), void *ctx, int timeout_ms)
{
    const struct timespec pause = {.tv_sec = 0, .tv_nsec = 1000000};
    long long deadline = unit_now_ms() + timeout_ms;
    while (!cond(ctx)) {
        if (unit_now_ms() >= deadline)
            return cond(ctx);
        nanosleep(&pause, NULL);
    }
    return true;
}

/* A session name that no other running test uses: t-<tag>-<pid>. The tag is short, of `a-z 0-9 -`.
 * Returns buf. */
static inline char *unit_session_name(char buf[UNIT_NAME_BYTES], const char *tag)
{
    snprintf(buf, UNIT_NAME_BYTES, "t-%.40s-%ld", tag, (long)getpid());
    return buf;
}

#endif
