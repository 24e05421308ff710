/* Notes what this process looks for. libclang tells which files it has read, but not where it
 * looked for them before, and a header that is put there later is found instead. So the C library's
 * functions that look are defined here, in the program, where the dynamic linker finds them first:
 * each does what the C library's does and notes its argument. Layer: gen. */
#include "seen.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WATCHED __attribute__((visibility("default")))

/* The functions have no context to carry it; libclang calls them from threads of its own. */
static struct {
    pthread_mutex_t lock;
    struct inputs inputs;
    bool paused;
} seen = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* ---- noting -----------------------------------------------------------------------------------*/

static bool is_noted(const char *name)
{
    return !seen.paused && name && *name && strncmp(name, "/proc/", 6) != 0;
}

static struct inputs *noting(void)
{
    if (!seen.inputs.pool)
        inputs_init(&seen.inputs, pool_create());
    return &seen.inputs;
}

static void note(enum input_kind kind, const char *name)
{
    int error = errno;
    pthread_mutex_lock(&seen.lock);
    if (is_noted(name))
        inputs_note(noting(), kind, name);
    pthread_mutex_unlock(&seen.lock);
    errno = error;
}

/* A file descriptor below 0: it is not open. */
static void note_path(const char *path, int fd)
{
    int error = errno;
    pthread_mutex_lock(&seen.lock);
    if (is_noted(path)) {
        inputs_note_probe(noting(), path);
        if (fd >= 0)
            inputs_note_open(noting(), path, fd);
    }
    pthread_mutex_unlock(&seen.lock);
    errno = error;
}

void seen_pause(void)
{
    pthread_mutex_lock(&seen.lock);
    seen.paused = true;
    pthread_mutex_unlock(&seen.lock);
}

void seen_resume(void)
{
    pthread_mutex_lock(&seen.lock);
    seen.paused = false;
    pthread_mutex_unlock(&seen.lock);
}

static bool was_read(const char *file)
{
    for (size_t i = 0; i < seen.inputs.count; i++)
        if (seen.inputs.items[i].kind == INPUT_READ && strcmp(seen.inputs.items[i].name, file) == 0)
            return true;
    return false;
}

static bool looked_for_folders(void)
{
    for (size_t i = 0; i < seen.inputs.count; i++)
        if (seen.inputs.items[i].kind == INPUT_FOLDER)
            return true;
    return false;
}

static int note_loaded(struct dl_phdr_info *info, size_t size, void *data)
{
    (void)size;
    if (info->dlpi_name && info->dlpi_name[0] == '/')
        inputs_note(data, INPUT_LOADED, info->dlpi_name);
    return 0;
}

/* Which libraries are loaded is decided before the first of our functions runs. */
static void note_program(struct inputs *inputs)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    path[length > 0 ? length : 0] = '\0';
    inputs_note(inputs, INPUT_LOADED, path);
    dl_iterate_phdr(note_loaded, inputs);
    inputs_note(inputs, INPUT_VARIABLE, "LD_LIBRARY_PATH");
    inputs_note(inputs, INPUT_VARIABLE, "LD_PRELOAD");
    inputs_note_probe(inputs, "/etc/ld.so.cache");
    inputs_note(inputs, INPUT_LOADED, "/etc/ld.so.cache");
}

struct inputs *seen_so_far(const char *const *files, size_t count)
{
    pthread_mutex_lock(&seen.lock);
    bool watched = looked_for_folders();
    for (size_t i = 0; i < count; i++)
        watched = watched && was_read(files[i]);
    if (watched)
        note_program(noting());
    pthread_mutex_unlock(&seen.lock);
    return watched ? &seen.inputs : NULL;
}

/* ---- the C library's functions ----------------------------------------------------------------*/

static int open_noted(const char *path, int flags, mode_t mode)
{
    int fd = openat(AT_FDCWD, path, flags, mode);
    note_path(path, (flags & O_ACCMODE) == O_RDONLY ? fd : -1);
    return fd;
}

static mode_t mode_of(int flags, va_list args)
{
    return flags & (O_CREAT | O_TMPFILE) & ~O_DIRECTORY ? va_arg(args, mode_t) : 0;
}

WATCHED int open(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = mode_of(flags, args);
    va_end(args);
    return open_noted(path, flags, mode);
}

WATCHED int stat(const char *path, struct stat *out)
{
    int result = fstatat(AT_FDCWD, path, out, 0);
    note_path(path, -1);
    return result;
}

#ifdef __GLIBC__ /* elsewhere these are the ones above */
WATCHED int open64(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = mode_of(flags, args);
    va_end(args);
    return open_noted(path, flags | O_LARGEFILE, mode);
}

WATCHED int stat64(const char *path, struct stat64 *out)
{
    int result = fstatat64(AT_FDCWD, path, out, 0);
    note_path(path, -1);
    return result;
}

WATCHED int lstat64(const char *path, struct stat64 *out)
{
    int result = fstatat64(AT_FDCWD, path, out, AT_SYMLINK_NOFOLLOW);
    note_path(path, -1);
    return result;
}
#endif

WATCHED int lstat(const char *path, struct stat *out)
{
    int result = fstatat(AT_FDCWD, path, out, AT_SYMLINK_NOFOLLOW);
    note_path(path, -1);
    return result;
}

WATCHED int access(const char *path, int mode)
{
    int result = faccessat(AT_FDCWD, path, mode, 0);
    note_path(path, -1);
    return result;
}

WATCHED DIR *opendir(const char *path)
{
    int fd = openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    note_path(path, -1);
    if (fd < 0)
        return NULL;
    note(INPUT_LISTED, path);
    DIR *folder = fdopendir(fd);
    if (!folder)
        close(fd);
    return folder;
}

WATCHED char *realpath(const char *path, char *resolved)
{
    char real[PATH_MAX];
    bool there = inputs_real_path(path, real);
    note(INPUT_LEADS, path);
    if (!there)
        return NULL;
    return resolved ? strcpy(resolved, real) : strdup(real);
}

WATCHED char *getenv(const char *name)
{
    note(INPUT_VARIABLE, name);
    return (char *)(uintptr_t)inputs_variable(name);
}
