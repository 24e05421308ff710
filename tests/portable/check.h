/*
 * As much of Check as tests/unit/unit.h and the tests use, in one header that needs libc alone:
 * where tests run for a machine or a C library that has no Check (make check-musl,
 * check-aarch64). Each case runs in a child, and the first assertion that fails ends it. Tests
 * only; no layer.
 */
#ifndef PORTABLE_CHECK_H
#define PORTABLE_CHECK_H

#include <inttypes.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct TTest {
    const char *name;
    void (*fn)(int);
} TTest;

#define START_TEST(test)                                  \
    static void test##_fn(int);                           \
    static const TTest test##_ttest = {#test, test##_fn}; \
    static const TTest *const test = &test##_ttest;       \
    static void test##_fn(__attribute__((unused)) int loop_i)
#define END_TEST

/* --- running ---------------------------------------------------------------------------------- */

enum fork_status { CK_FORK_GETENV, CK_FORK, CK_NOFORK };
enum print_output { CK_ENV };
enum { PORTABLE_CASES_MAX = 256 };

typedef struct TCase {
    const TTest *cases[PORTABLE_CASES_MAX];
    size_t count;
    unsigned timeout_s;
} TCase;

typedef struct Suite {
    const char *name;
    TCase *tcase;
} Suite;

typedef struct SRunner {
    Suite *suite;
    int failed;
} SRunner;

static inline void *portable_new(size_t size)
{
    void *made = calloc(1, size);
    if (!made)
        abort();
    return made;
}

static inline Suite *suite_create(const char *name)
{
    Suite *s = portable_new(sizeof *s);
    s->name = name;
    return s;
}

static inline TCase *tcase_create(const char *name)
{
    (void)name;
    return portable_new(sizeof(TCase));
}

static inline void tcase_set_timeout(TCase *t, double seconds)
{
    t->timeout_s = (unsigned)seconds;
}

static inline void tcase_add_test(TCase *t, const TTest *test)
{
    if (t->count == PORTABLE_CASES_MAX)
        abort();
    t->cases[t->count++] = test;
}

static inline void suite_add_tcase(Suite *s, TCase *t)
{
    s->tcase = t;
}

static inline SRunner *srunner_create(Suite *s)
{
    SRunner *r = portable_new(sizeof *r);
    r->suite = s;
    return r;
}

static inline int portable_run(const TTest *test, unsigned timeout_s)
{
    int status = 0;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        alarm(4 * timeout_s); /* an emulator takes its time */
        test->fn(0);
        fflush(NULL);
        _exit(0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child)
        abort();
    if (WIFSIGNALED(status))
        printf("%s: ended by signal %d%s\n", test->name, WTERMSIG(status),
               WTERMSIG(status) == SIGALRM ? " (too long)" : "");
    return status != 0;
}

static inline void srunner_run_all(SRunner *r, enum print_output output)
{
    const TCase *t = r->suite->tcase;
    const char *only = getenv("CK_RUN_TEST");
    (void)output;
    for (size_t i = 0; i < t->count; i++)
        if (!only || strcmp(only, t->cases[i]->name) == 0)
            r->failed += portable_run(t->cases[i], t->timeout_s);
    printf("%s: Checks: %zu, Failures: %d\n", r->suite->name, t->count, r->failed);
}

static inline int srunner_ntests_failed(const SRunner *r)
{
    return r->failed;
}

static inline void srunner_free(SRunner *r)
{
    free(r->suite->tcase);
    free(r->suite);
    free(r);
}

static inline void srunner_set_fork_status(SRunner *r, enum fork_status status)
{
    (void)r;
    (void)status;
}

static inline void check_set_max_msg_size(size_t size)
{
    (void)size;
}

/* --- assertions ------------------------------------------------------------------------------- */

/* Also in a child that a test made: its parent sees the status. */
_Noreturn static inline void portable_fail(const char *file, int line)
{
    printf("\n%s:%d: failed\n", file, line);
    fflush(NULL);
    _exit(1);
}

#define ck_abort_msg(...)             (printf(__VA_ARGS__), portable_fail(__FILE__, __LINE__))
#define ck_assert_msg(condition, ...) ((condition) ? (void)0 : ck_abort_msg(__VA_ARGS__))
#define ck_assert(condition)          ck_assert_msg(condition, "Assertion '%s'", #condition)

#define PORTABLE_COMPARE(type, format, x, op, y)                                         \
    do {                                                                                 \
        type portable_x = (x);                                                           \
        type portable_y = (y);                                                           \
        ck_assert_msg(portable_x op portable_y, "Assertion '%s': %" format ", %" format, \
                      #x " " #op " " #y, portable_x, portable_y);                        \
    } while (0)
#define ck_assert_int_eq(x, y)  PORTABLE_COMPARE(intmax_t, PRIdMAX, x, ==, y)
#define ck_assert_int_ne(x, y)  PORTABLE_COMPARE(intmax_t, PRIdMAX, x, !=, y)
#define ck_assert_int_lt(x, y)  PORTABLE_COMPARE(intmax_t, PRIdMAX, x, <, y)
#define ck_assert_int_le(x, y)  PORTABLE_COMPARE(intmax_t, PRIdMAX, x, <=, y)
#define ck_assert_int_gt(x, y)  PORTABLE_COMPARE(intmax_t, PRIdMAX, x, >, y)
#define ck_assert_int_ge(x, y)  PORTABLE_COMPARE(intmax_t, PRIdMAX, x, >=, y)
#define ck_assert_uint_eq(x, y) PORTABLE_COMPARE(uintmax_t, PRIuMAX, x, ==, y)
#define ck_assert_uint_ne(x, y) PORTABLE_COMPARE(uintmax_t, PRIuMAX, x, !=, y)
#define ck_assert_uint_lt(x, y) PORTABLE_COMPARE(uintmax_t, PRIuMAX, x, <, y)
#define ck_assert_uint_le(x, y) PORTABLE_COMPARE(uintmax_t, PRIuMAX, x, <=, y)
#define ck_assert_uint_gt(x, y) PORTABLE_COMPARE(uintmax_t, PRIuMAX, x, >, y)
#define ck_assert_uint_ge(x, y) PORTABLE_COMPARE(uintmax_t, PRIuMAX, x, >=, y)
#define ck_assert_ptr_eq(x, y) \
    PORTABLE_COMPARE(uintptr_t, PRIxPTR, (uintptr_t)(x), ==, (uintptr_t)(y))
#define ck_assert_ptr_ne(x, y) \
    PORTABLE_COMPARE(uintptr_t, PRIxPTR, (uintptr_t)(x), !=, (uintptr_t)(y))
#define ck_assert_ptr_null(x)     ck_assert_ptr_eq(x, NULL)
#define ck_assert_ptr_nonnull(x)  ck_assert_ptr_ne(x, NULL)
#define ck_assert_double_eq(x, y) PORTABLE_COMPARE(double, "g", x, ==, y)
#define ck_assert_double_eq_tol(x, y, t) \
    ck_assert_msg((x) - (y) <= (t) && (y) - (x) <= (t), "Assertion '%s'", #x " is about " #y)
#define ck_assert_double_nan(x)   ck_assert((x) != (x))
#define ck_assert_mem_eq(x, y, n) ck_assert(memcmp(x, y, n) == 0)
#define ck_assert_str_eq(x, y)                                                                 \
    do {                                                                                       \
        const char *portable_x = (x), *portable_y = (y);                                       \
        ck_assert_msg(portable_x &&portable_y &&strcmp(portable_x, portable_y) == 0,           \
                      "Assertion '%s': \"%s\", \"%s\"", #x " is " #y,                          \
                      portable_x ? portable_x : "(null)", portable_y ? portable_y : "(null)"); \
    } while (0)
#define ck_assert_str_ne(x, y) ck_assert(strcmp(x, y) != 0)

#endif
