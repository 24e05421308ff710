/* A file that is there once all of it is. Layer 8. */
#include "cli/replacement.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINK_BYTES = 32, NAMES = 1000 };

/* --- opening -----------------------------------------------------------------------------------
 */

static mode_t creation_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* Under which a file without a name can be given one. */
static const char *link_of(int fd, char text[LINK_BYTES])
{
    snprintf(text, LINK_BYTES, "/dev/fd/%d", fd);
    return text;
}

static int with_mode(int fd, mode_t mode)
{
    if (fd >= 0 && fchmod(fd, mode) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

/* A file without a name in the folder of the target. Negative: there is no such thing here. */
static int open_unnamed(const struct replacement *r, mode_t mode)
{
    char text[LINK_BYTES];
    const char *slash = strrchr(r->target, '/');
    char *folder = slash ? strndup(r->target, (size_t)(slash - r->target) + 1) : strdup(".");
    int fd = folder ? open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600) : -1;
    free(folder);
    if (fd >= 0 && access(link_of(fd, text), F_OK) < 0) { /* it could not be named */
        close(fd);
        fd = -1;
    }
    return with_mode(fd, mode);
}

/* -1 and beside NULL: there is no memory, or none can be made. */
static int open_beside(struct replacement *r, mode_t mode)
{
    if (asprintf(&r->beside, "%s.XXXXXX", r->target) < 0) {
        r->beside = NULL;
        return -1;
    }
    int made = mkostemp(r->beside, O_CLOEXEC), fd = with_mode(made, mode);
    if (fd >= 0)
        return fd;
    if (made >= 0)
        unlink(r->beside);
    free(r->beside);
    r->beside = NULL;
    return -1;
}

static int open_new(struct replacement *r, mode_t mode, bool by_name)
{
    int fd = by_name ? -1 : open_unnamed(r, mode);
    r->unnamed = fd >= 0;
    return r->unnamed ? fd : open_beside(r, mode);
}

static void free_names(struct replacement *r)
{
    free(r->target);
    free(r->beside);
    *r = (struct replacement){.path = NULL};
}

static FILE *open_stream(const struct replacement *r, int fd, memglass_error *err)
{
    FILE *out = fd >= 0 ? fdopen(fd, "w") : fopen(r->path, "we");
    if (out)
        return out;
    error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot create %s", r->path);
    if (fd >= 0)
        close(fd);
    return NULL;
}

static int check_place(const char *path, bool replace, bool by_name, bool special,
                       memglass_error *err)
{
    if (!replace && faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        return error_set(err, MEMGLASS_E_EXISTS, EEXIST, "%s exists already", path);
    if (by_name && special)
        return error_set(err, MEMGLASS_E_INVALID, 0, "%s is no plain file", path);
    return MEMGLASS_OK;
}

FILE *replacement_open(struct replacement *r, const char *path, bool replace, bool by_name,
                       memglass_error *err)
{
    struct stat now;
    bool exists = stat(path, &now) == 0, special = exists && !S_ISREG(now.st_mode);
    *r = (struct replacement){.path = path, .replace = replace};
    if (check_place(path, replace, by_name, special, err))
        return NULL;
    r->target = exists && !special ? realpath(path, NULL) : strdup(path);
    mode_t mode = exists ? now.st_mode & 07777 : creation_mode();
    FILE *out = NULL;
    if (!r->target)
        error_set(err, MEMGLASS_E_NOMEM, 0, "%s: out of memory", path);
    else
        out = open_stream(r, special ? -1 : open_new(r, mode, by_name), err);
    if (!out && r->beside)
        unlink(r->beside);
    if (!out)
        free_names(r);
    return out;
}

const char *replacement_path(const struct replacement *r)
{
    return r->beside ? r->beside : r->path;
}

/* --- finishing ---------------------------------------------------------------------------------
 */

/* What has the name after a loss of power is whole, too. Some files (pipes, some file systems)
 * cannot be synchronised. */
static bool write_out(FILE *out)
{
    return fflush(out) == 0 && (fsync(fileno(out)) == 0 || errno == EINVAL || errno == EROFS);
}

/* A name of its own, since none that is there can be linked over. */
static int name_beside(struct replacement *r, const char *file)
{
    for (unsigned i = 0; i < NAMES; i++) {
        if (asprintf(&r->beside, "%s.%d-%u", r->target, (int)getpid(), i) < 0) {
            r->beside = NULL;
            errno = ENOMEM;
            return -1;
        }
        if (linkat(AT_FDCWD, file, AT_FDCWD, r->beside, AT_SYMLINK_FOLLOW) == 0)
            return 0;
        free(r->beside);
        r->beside = NULL;
        if (errno != EEXIST)
            return -1;
    }
    return -1;
}

/* Not where one came meanwhile that is not to be replaced, if the file system knows of that. */
static int rename_beside(const struct replacement *r)
{
    unsigned how = r->replace ? 0 : RENAME_NOREPLACE;
    if (renameat2(AT_FDCWD, r->beside, AT_FDCWD, r->target, how) == 0)
        return 0;
    return errno == EINVAL || errno == ENOSYS ? rename(r->beside, r->target) : -1;
}

static int put_in_place(struct replacement *r, int fd)
{
    char text[LINK_BYTES];
    const char *file = link_of(fd, text);
    if (r->unnamed && linkat(AT_FDCWD, file, AT_FDCWD, r->target, AT_SYMLINK_FOLLOW) == 0)
        return 0;
    if (r->unnamed && (errno != EEXIST || !r->replace || name_beside(r, file) < 0))
        return -1;
    return r->beside ? rename_beside(r) : 0;
}

/* And no pipe or device, such as /dev/null, that could be removed by accident. */
static bool is_file(const char *path)
{
    struct stat now;
    return stat(path, &now) == 0 && S_ISREG(now.st_mode);
}

static void remove_it(const struct replacement *r)
{
    bool has_name = r->beside || !r->unnamed;
    if (has_name && is_file(replacement_path(r)))
        unlink(replacement_path(r));
}

int replacement_finish(struct replacement *r, FILE *out, int status, memglass_error *err)
{
    if (!status && !write_out(out))
        status = error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot write %s", r->path);
    if (!status && put_in_place(r, fileno(out)) < 0)
        status = errno == EEXIST
                     ? error_set(err, MEMGLASS_E_EXISTS, EEXIST,
                                 "%s was made by somebody else meanwhile, and stays", r->path)
                     : error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot write %s", r->path);
    fclose(out); /* all of it is there, or it is to go */
    if (status)
        remove_it(r);
    free_names(r);
    return status;
}
