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

static mode_t creation_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* False: there is no memory. What cannot be made is done without. */
static bool make_beside(struct replacement *r, mode_t mode)
{
    if (asprintf(&r->beside, "%s.XXXXXX", r->target) < 0) {
        r->beside = NULL;
        return false;
    }
    int fd = mkostemp(r->beside, O_CLOEXEC);
    if (fd >= 0 && fchmod(fd, mode) == 0) {
        close(fd);
        return true;
    }
    if (fd >= 0) {
        close(fd);
        unlink(r->beside);
    }
    free(r->beside);
    r->beside = NULL;
    return true;
}

static void free_names(struct replacement *r)
{
    free(r->target);
    free(r->beside);
    *r = (struct replacement){.path = NULL};
}

static int begin(struct replacement *r, const char *path, bool replace, memglass_error *err)
{
    struct stat now;
    bool exists = stat(path, &now) == 0, special = exists && !S_ISREG(now.st_mode);
    *r = (struct replacement){.path = path};
    if (exists && !replace)
        return error_set(err, MEMGLASS_E_EXISTS, EEXIST, "%s exists already", path);
    r->target = exists && !special ? realpath(path, NULL) : strdup(path);
    mode_t mode = exists ? now.st_mode & 07777 : creation_mode();
    if (r->target && (special || make_beside(r, mode)))
        return MEMGLASS_OK;
    return error_set(err, MEMGLASS_E_NOMEM, 0, "%s: out of memory", path);
}

FILE *replacement_open(struct replacement *r, const char *path, bool replace, memglass_error *err)
{
    int status = begin(r, path, replace, err);
    FILE *out = status ? NULL : fopen(replacement_path(r), "we");
    if (!status && !out)
        error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot create %s", path);
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

/* And no pipe or device, such as /dev/null, that could be removed by accident. */
static bool is_file(const char *path)
{
    struct stat now;
    return stat(path, &now) == 0 && S_ISREG(now.st_mode);
}

int replacement_finish(struct replacement *r, int status, memglass_error *err)
{
    if (r->beside && !status && rename(r->beside, r->target) < 0)
        status = error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot replace %s", r->path);
    if (status && is_file(replacement_path(r)))
        unlink(replacement_path(r));
    free_names(r);
    return status;
}
