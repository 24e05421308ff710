/* A file that is there once all of it is: what is there before, and what is left. Tests only; no
 * layer. */
#include "unit.h"

#include "cli/replacement.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- what is asked of the system ---------------------------------------------------------------
 */

static bool no_unnamed; /* as of a file system without O_TMPFILE */
static int sync_error;
static bool synced, named; /* named: after it was synchronised */

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (no_unnamed && (flags & O_TMPFILE) == O_TMPFILE) {
        errno = EOPNOTSUPP;
        return -1;
    }
    return __real_open(path, flags, mode);
}

int __wrap_fsync(int fd);
int __real_fsync(int fd);
int __wrap_fsync(int fd)
{
    errno = sync_error;
    synced = !sync_error && __real_fsync(fd) == 0;
    return synced ? 0 : -1;
}

int __real_linkat(int from, const char *old, int to, const char *new, int flags);
int __wrap_linkat(int from, const char *old, int to, const char *new, int flags);
int __wrap_linkat(int from, const char *old, int to, const char *new, int flags)
{
    named = synced;
    return __real_linkat(from, old, to, new, flags);
}

int __real_renameat2(int from, const char *old, int to, const char *new, unsigned flags);
int __wrap_renameat2(int from, const char *old, int to, const char *new, unsigned flags);
int __wrap_renameat2(int from, const char *old, int to, const char *new, unsigned flags)
{
    named = synced;
    return __real_renameat2(from, old, to, new, flags);
}

/* --- a folder ----------------------------------------------------------------------------------
 */

/* How it is written: each test is about all of them. */
static const struct {
    bool by_name, no_unnamed;
} ways[] = {{false, false}, {false, true}, {true, false}};
enum { WAYS = sizeof ways / sizeof *ways };

struct folder {
    char path[48], file[64];
    struct replacement r;
    bool by_name;
};

static void folder_open(struct folder *f, int way)
{
    *f = (struct folder){.path = "/tmp/memglass-replacement-XXXXXX", .by_name = ways[way].by_name};
    no_unnamed = ways[way].no_unnamed;
    sync_error = 0;
    ck_assert_ptr_nonnull(mkdtemp(f->path));
    snprintf(f->file, sizeof f->file, "%s/out.csv", f->path);
}

static int files_in(const struct folder *f)
{
    DIR *all = opendir(f->path);
    int count = 0;
    ck_assert_ptr_nonnull(all);
    for (struct dirent *e; (e = readdir(all));)
        count += e->d_name[0] != '.';
    closedir(all);
    return count;
}

static void folder_close(struct folder *f)
{
    unlink(f->file);
    ck_assert_int_eq(rmdir(f->path), 0); /* and nothing else was there */
}

static void put(const struct folder *f, const char *text, mode_t mode)
{
    FILE *file = fopen(f->file, "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_int_eq(chmod(f->file, mode), 0);
}

static void has(const struct folder *f, const char *text, mode_t mode)
{
    char now[64] = "";
    struct stat about;
    FILE *file = fopen(f->file, "r");
    ck_assert_ptr_nonnull(file);
    now[fread(now, 1, sizeof now - 1, file)] = '\0';
    fclose(file);
    ck_assert_str_eq(now, text);
    ck_assert_int_eq(stat(f->file, &about), 0);
    ck_assert_uint_eq(about.st_mode & 07777, mode);
}

static FILE *begin(struct folder *f, bool replace)
{
    memglass_error err = {0};
    FILE *out = replacement_open(&f->r, f->file, replace, f->by_name, &err);
    ck_assert_msg(out != NULL, "%s", err.message);
    fputs("new", out);
    ck_assert_int_eq(fflush(out), 0);
    return out;
}

/* --- tests -------------------------------------------------------------------------------------
 */

static void a_file_is_there_once_it_is_whole_and_on_the_disk(int way)
{
    struct folder f;
    mode_t mask = umask(027);
    folder_open(&f, way);
    FILE *out = begin(&f, false);
    ck_assert_int_eq(access(f.file, F_OK), -1);
    named = synced = false;
    ck_assert_int_eq(replacement_finish(&f.r, out, MEMGLASS_OK, NULL), MEMGLASS_OK);
    ck_assert(named);
    has(&f, "new", 0640);
    ck_assert_int_eq(files_in(&f), 1);
    folder_close(&f);
    umask(mask);
}

START_TEST(test_a_file_is_there_once_it_is_whole_and_on_the_disk)
{
    for (int way = 0; way < WAYS; way++)
        a_file_is_there_once_it_is_whole_and_on_the_disk(way);
}
END_TEST

static void what_is_replaced_is_whole_until_then(int way)
{
    struct folder f;
    folder_open(&f, way);
    put(&f, "old", 0604);
    FILE *out = begin(&f, true);
    has(&f, "old", 0604);
    named = synced = false;
    ck_assert_int_eq(replacement_finish(&f.r, out, MEMGLASS_OK, NULL), MEMGLASS_OK);
    ck_assert(named);
    has(&f, "new", 0604);
    ck_assert_int_eq(files_in(&f), 1);
    folder_close(&f);
}

START_TEST(test_what_is_replaced_is_whole_until_then)
{
    for (int way = 0; way < WAYS; way++)
        what_is_replaced_is_whole_until_then(way);
}
END_TEST

/* Whatever ends the process: SIGKILL leaves what is there at that moment. */
START_TEST(test_what_is_written_has_no_name)
{
    struct folder f;
    folder_open(&f, 0);
    FILE *probe = begin(&f, false);
    if (f.r.unnamed) /* else /tmp is of a file system that has none */
        ck_assert_int_eq(files_in(&f), 0);
    replacement_finish(&f.r, probe, MEMGLASS_E_SYSTEM, NULL);
    folder_close(&f);
}
END_TEST

static void a_failure_leaves_what_was_there(int way)
{
    struct folder f;
    folder_open(&f, way);
    FILE *out = begin(&f, false);
    ck_assert_int_eq(replacement_finish(&f.r, out, MEMGLASS_E_NOMEM, NULL), MEMGLASS_E_NOMEM);
    ck_assert_int_eq(files_in(&f), 0);
    put(&f, "old", 0600);
    out = begin(&f, true);
    ck_assert_int_eq(replacement_finish(&f.r, out, MEMGLASS_E_NOMEM, NULL), MEMGLASS_E_NOMEM);
    has(&f, "old", 0600);
    folder_close(&f);
}

START_TEST(test_a_failure_leaves_what_was_there)
{
    for (int way = 0; way < WAYS; way++)
        a_failure_leaves_what_was_there(way);
}
END_TEST

static void what_is_not_on_the_disk_replaces_nothing(int way)
{
    struct folder f;
    memglass_error err = {0};
    folder_open(&f, way);
    put(&f, "old", 0600);
    FILE *out = begin(&f, true);
    sync_error = EIO;
    ck_assert_int_eq(replacement_finish(&f.r, out, MEMGLASS_OK, &err), MEMGLASS_E_SYSTEM);
    ck_assert_ptr_nonnull(strstr(err.message, f.file));
    has(&f, "old", 0600);
    ck_assert_int_eq(files_in(&f), 1);
    folder_close(&f);
}

START_TEST(test_what_is_not_on_the_disk_replaces_nothing)
{
    for (int way = 0; way < WAYS; way++)
        what_is_not_on_the_disk_replaces_nothing(way);
}
END_TEST

static void what_came_meanwhile_stays(int way)
{
    struct folder f;
    memglass_error err = {0};
    folder_open(&f, way);
    FILE *out = begin(&f, false);
    put(&f, "theirs", 0600);
    ck_assert_int_eq(replacement_finish(&f.r, out, MEMGLASS_OK, &err), MEMGLASS_E_EXISTS);
    ck_assert_ptr_nonnull(strstr(err.message, "meanwhile"));
    has(&f, "theirs", 0600);
    ck_assert_int_eq(files_in(&f), 1);
    folder_close(&f);
}

START_TEST(test_what_came_meanwhile_stays)
{
    for (int way = 0; way < WAYS; way++)
        what_came_meanwhile_stays(way);
}
END_TEST

MEMGLASS_SUITE("cli/replacement", test_a_file_is_there_once_it_is_whole_and_on_the_disk,
               test_what_is_replaced_is_whole_until_then, test_what_is_written_has_no_name,
               test_a_failure_leaves_what_was_there, test_what_is_not_on_the_disk_replaces_nothing,
               test_what_came_meanwhile_stays)
