/* The files that one recording goes into. Layer 8. */
#include "cli/files.h"

#include "base/error.h"
#include "record/sink.h"
#include "shm/shm.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* FILE, FILE-2, FILE-3, ... before the last dot. */
static int file_path(const struct files *f, uint64_t number, char *path, size_t size,
                     memglass_error *err)
{
    const char *name = f->name, *slash = strrchr(name, '/'), *dot = strrchr(name, '.');
    const char *file = slash ? slash + 1 : name;
    int stem = (int)(dot && dot > file ? (size_t)(dot - name) : strlen(name));
    int length = number == 1 ? snprintf(path, size, "%s", name)
                             : snprintf(path, size, "%.*s-%llu%s", stem, name,
                                        (unsigned long long)number, name + stem);
    if (length < 0 || (size_t)length >= size)
        return error_set(err, MEMGLASS_E_INVALID, 0, "the file's name is too long");
    return MEMGLASS_OK;
}

/* Whether an entry of FILE's folder is FILE, FILE-2 and so on. */
static bool is_one(const char *file, const char *entry)
{
    const char *dot = strrchr(file, '.');
    size_t stem = dot && dot > file ? (size_t)(dot - file) : strlen(file);
    if (strcmp(entry, file) == 0)
        return true;
    if (strncmp(entry, file, stem) != 0 || entry[stem] != '-')
        return false;
    size_t digits = strspn(entry + stem + 1, "0123456789");
    return digits && strcmp(entry + stem + 1 + digits, file + stem) == 0;
}

/* How many are in FILE's folder, but for FILE itself where `others`, and the path of one. */
static unsigned find_all(const struct files *f, bool others, char path[FILES_PATH_BYTES])
{
    const char *slash = strrchr(f->name, '/'), *file = slash ? slash + 1 : f->name;
    int folder = (int)(file - f->name);
    unsigned count = 0;
    snprintf(path, FILES_PATH_BYTES, "%.*s.", folder, f->name);
    DIR *all = opendir(path);
    for (struct dirent *e; all && (e = readdir(all));)
        if (is_one(file, e->d_name) && !(others && strcmp(e->d_name, file) == 0) && count++ == 0)
            snprintf(path, FILES_PATH_BYTES, "%.*s%s", folder, f->name, e->d_name);
    if (all)
        closedir(all);
    return count;
}

/* FILE may be a link to one. */
static bool is_there(const struct files *f, uint64_t number, char path[FILES_PATH_BYTES])
{
    struct stat now;
    if (file_path(f, number, path, FILES_PATH_BYTES, NULL))
        return false;
    return (number == 1 ? stat(path, &now) : lstat(path, &now)) == 0 && S_ISREG(now.st_mode);
}

int files_each_earlier(const struct files *f, files_fn *fn, void *ctx, memglass_error *err)
{
    char path[FILES_PATH_BYTES];
    int status = is_there(f, 1, path) ? fn(path, ctx, err) : MEMGLASS_OK;
    for (uint64_t n = 2; f->many && !status && is_there(f, n, path); n++)
        status = fn(path, ctx, err);
    return status;
}

static int check_free(const char *path, void *ctx, memglass_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool held = fd >= 0 && shm_lock_held(fd);
    (void)ctx;
    if (fd >= 0)
        close(fd);
    return held ? error_set(err, MEMGLASS_E_EXISTS, EBUSY, "%s is being recorded into", path)
                : MEMGLASS_OK;
}

int files_check(const struct files *f, memglass_error *err)
{
    char path[FILES_PATH_BYTES];
    if (f->replace)
        return files_each_earlier(f, check_free, NULL, err);
    if (f->many && find_all(f, false, path))
        return error_set(err, MEMGLASS_E_EXISTS, EEXIST, "%s exists already", path);
    return MEMGLASS_OK;
}

/* Somebody may have taken it away by now. */
static int remove_oldest(const struct files *f, memglass_error *err)
{
    char path[sizeof f->path];
    if (!f->keep || f->begun <= f->keep)
        return MEMGLASS_OK;
    int status = file_path(f, f->begun - f->keep, path, sizeof path, err);
    if (!status && unlink(path) < 0 && errno != ENOENT)
        status = error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot remove %s", path);
    return status;
}

static void say_others(unsigned count, const char *path)
{
    if (count == 1)
        fprintf(stderr, "memglass record: %s is not of this recording, and stays\n", path);
    else if (count)
        fprintf(stderr, "memglass record: %s and %u more are not of this recording, and stay\n",
                path, count - 1);
}

/* Which is not the one that has just been begun. */
static int remove_it(const char *path, void *ctx, memglass_error *err)
{
    const struct files *f = ctx;
    if (strcmp(path, f->path) != 0 && unlink(path) < 0 && errno != ENOENT)
        return error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot remove %s", path);
    return MEMGLASS_OK;
}

static int remove_earlier(struct files *f, memglass_error *err)
{
    char path[FILES_PATH_BYTES];
    int status = files_each_earlier(f, remove_it, f, err);
    if (!status)
        say_others(find_all(f, true, path), path);
    return status;
}

struct record_sink *files_next(struct files *f, memglass_error *err)
{
    f->begun++;
    if (file_path(f, f->begun, f->path, sizeof f->path, err))
        return NULL;
    struct record_sink *sink = record_sink_file(f->path, f->interval_ns, f->replace, err);
    int status = MEMGLASS_OK;
    if (sink && f->begun == 1 && f->many && f->replace)
        status = remove_earlier(f, err);
    if (sink && (status || remove_oldest(f, err))) {
        sink->ops->close(&sink, NULL);
        unlink(f->path); /* nothing is in it */
    }
    return sink;
}
