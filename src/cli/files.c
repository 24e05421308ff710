/* The files that one recording goes into. Layer 8. */
#include "cli/files.h"

#include "base/error.h"
#include "record/sink.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
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

int files_check(const struct files *f, memglass_error *err)
{
    const char *slash = strrchr(f->name, '/'), *file = slash ? slash + 1 : f->name;
    int folder = (int)(file - f->name), status = MEMGLASS_OK;
    char path[sizeof f->path];
    if (f->replace)
        return MEMGLASS_OK;
    snprintf(path, sizeof path, "%.*s.", folder, f->name);
    DIR *all = opendir(path);
    for (struct dirent *e; all && !status && (e = readdir(all));)
        if (is_one(file, e->d_name))
            status = error_set(err, MEMGLASS_E_EXISTS, EEXIST, "%.*s%s exists already", folder,
                               f->name, e->d_name);
    if (all)
        closedir(all);
    return status;
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

struct record_sink *files_next(struct files *f, memglass_error *err)
{
    f->begun++;
    if (file_path(f, f->begun, f->path, sizeof f->path, err))
        return NULL;
    struct record_sink *sink = record_sink_file(f->path, f->interval_ns, f->replace, err);
    if (sink && remove_oldest(f, err)) {
        sink->ops->close(&sink, NULL);
        unlink(f->path); /* nothing is in it */
    }
    return sink;
}
