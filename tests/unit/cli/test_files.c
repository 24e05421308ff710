/* The files that one recording goes into. Tests only; no layer. */
#include "unit.h"

#include "base/clock.h"
#include "cli/files.h"
#include "record/sink.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void begin(struct files *f)
{
    memglass_error err = {0};
    struct record_sink *sink = files_next(f, &err);
    ck_assert_msg(sink != NULL, "%s", err.message);
    sink->ops->close(&sink, NULL);
}

/* The new one would be empty, so it is not left behind. */
START_TEST(test_a_file_that_cannot_be_removed_ends_it)
{
    char place[] = "/tmp/memglass-files-XXXXXX", first[64], second[64];
    memglass_error err = {0};
    ck_assert_ptr_nonnull(mkdtemp(place));
    snprintf(first, sizeof first, "%s/a.mgr", place);
    snprintf(second, sizeof second, "%s/a-2.mgr", place);
    struct files f = {.name = first, .interval_ns = NS_PER_SEC, .keep = 1};
    begin(&f);
    ck_assert_int_eq(unlink(first), 0);
    ck_assert_int_eq(mkdir(first, 0700), 0); /* no unlink removes that */
    ck_assert_ptr_null(files_next(&f, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "cannot remove"));
    ck_assert_int_eq(access(second, F_OK), -1);
    rmdir(first);
    rmdir(place);
}
END_TEST

START_TEST(test_names_are_numbered_before_the_last_dot)
{
    char place[] = "/tmp/memglass-files-XXXXXX", name[64];
    ck_assert_ptr_nonnull(mkdtemp(place));
    snprintf(name, sizeof name, "%s/a.b.mgr", place);
    struct files f = {.name = name, .interval_ns = NS_PER_SEC, .keep = 2};
    for (int i = 0; i < 3; i++)
        begin(&f);
    ck_assert_int_eq(access(name, F_OK), -1);
    for (int i = 2; i <= 3; i++) {
        snprintf(name, sizeof name, "%s/a.b-%d.mgr", place, i);
        ck_assert_int_eq(unlink(name), 0);
    }
    ck_assert_int_eq(rmdir(place), 0);
}
END_TEST

/* As files_check looks for them. */
START_TEST(test_the_dot_of_a_hidden_file_ends_no_stem)
{
    char place[] = "/tmp/memglass-files-XXXXXX", name[64];
    memglass_error err = {0};
    ck_assert_ptr_nonnull(mkdtemp(place));
    snprintf(name, sizeof name, "%s/.mgr", place);
    struct files f = {.name = name, .interval_ns = NS_PER_SEC, .many = true};
    begin(&f);
    begin(&f);
    ck_assert_int_eq(unlink(name), 0);
    ck_assert_int_eq(files_check(&f, &err), MEMGLASS_E_EXISTS);
    snprintf(name, sizeof name, "%s/.mgr-2", place);
    ck_assert_int_eq(unlink(name), 0);
    ck_assert_int_eq(rmdir(place), 0);
}
END_TEST

MEMGLASS_SUITE("cli/files", test_the_dot_of_a_hidden_file_ends_no_stem,
               test_a_file_that_cannot_be_removed_ends_it,
               test_names_are_numbered_before_the_last_dot)
