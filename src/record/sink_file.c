/* Blocks into a file. Layer 5. */
#include "base/clock.h"
#include "base/error.h"
#include "record/sink.h"
#include "shm/shm.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct file_sink {
    struct record_sink sink;
    char *path;
    int fd;
    uint64_t size;
    struct bytes index; /* offsets and heads of what was written */
};

static bool write_all(int fd, const unsigned char *bytes, size_t size, uint64_t offset)
{
    while (size) {
        ssize_t written = pwrite(fd, bytes, size, (off_t)offset);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        size -= (size_t)written;
        offset += (size_t)written;
    }
    return true;
}

/* What goes into a file that was removed, or cut behind our back, nobody will read. */
static int check_place(const struct file_sink *s, memglass_error *err)
{
    struct stat now;
    if (fstat(s->fd, &now) < 0)
        return error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot write %s", s->path);
    if (S_ISREG(now.st_mode) && now.st_nlink == 0)
        return error_set(err, MEMGLASS_E_SYSTEM, ENOENT, "%s was removed while it was written",
                         s->path);
    if (S_ISREG(now.st_mode) && (uint64_t)now.st_size < s->size)
        return error_set(err, MEMGLASS_E_SYSTEM, EIO, "%s was cut short while it was written",
                         s->path);
    return MEMGLASS_OK;
}

static int append_bytes(struct file_sink *s, const void *bytes, size_t size, memglass_error *err)
{
    int status = check_place(s, err);
    if (status)
        return status;
    if (write_all(s->fd, bytes, size, s->size)) {
        s->size += size;
        return MEMGLASS_OK;
    }
    int why = errno;
    if (ftruncate(s->fd, (off_t)s->size) < 0 || !s->size)
        return error_sys(err, MEMGLASS_E_SYSTEM, why, "cannot write %s", s->path);
    return error_sys(err, MEMGLASS_E_SYSTEM, why, "cannot write %s, which is whole up to here",
                     s->path);
}

static int file_append(struct record_sink *sink, const struct record_block *head,
                       const struct bytes *block, memglass_error *err)
{
    struct file_sink *s = (struct file_sink *)sink;
    size_t indexed = s->index.used;
    bytes_raw(&s->index, &s->size, sizeof s->size);
    bytes_raw(&s->index, head, sizeof *head);
    int status = append_bytes(s, block->at, block->used, err);
    if (status)
        s->index.used = indexed;
    return status;
}

static int write_index(struct file_sink *s, memglass_error *err)
{
    struct record_block head = {.kind = RECORD_INDEX};
    struct record_footer footer;
    struct packer packer;
    struct bytes end = {0};
    record_footer_fill(&footer, s->size);
    int status = packer_init(&packer, 3);
    if (!status)
        status = packer_block(&packer, &head, &s->index, NULL, &end);
    packer_fini(&packer);
    bytes_raw(&end, &footer, sizeof footer);
    if (status || end.failed)
        status = error_set(err, MEMGLASS_E_NOMEM, 0, "%s: out of memory", s->path);
    else
        status = append_bytes(s, end.at, end.used, err);
    bytes_fini(&end);
    return status;
}

static void free_file(struct file_sink *s)
{
    if (s->fd >= 0)
        close(s->fd);
    bytes_fini(&s->index);
    free(s->path);
    free(s);
}

/* Some files (pipes, some file systems) cannot be synchronised. */
static int file_close(struct record_sink **sink, memglass_error *err)
{
    struct file_sink *s = (struct file_sink *)*sink;
    *sink = NULL;
    int status = write_index(s, err);
    if (!status && fsync(s->fd) < 0 && errno != EINVAL && errno != EROFS)
        status = error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot write %s", s->path);
    free_file(s);
    return status;
}

/* Two recorders would write over each other's blocks: the file is locked for as long as it is
 * written, where the file system has locks, and emptied only then. Readers ask for the lock to tell
 * a recorder that is at work from one that was killed. */
static int take_file(const struct file_sink *s, bool replace, memglass_error *err)
{
    if (!shm_lock_take(s->fd) && shm_lock_held(s->fd))
        return error_set(err, MEMGLASS_E_EXISTS, EBUSY, "%s is being recorded into", s->path);
    if (replace && ftruncate(s->fd, 0) < 0 && errno != EINVAL) /* EINVAL: a device */
        return error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot empty %s", s->path);
    return MEMGLASS_OK;
}

/* Blocks are written where they belong, which a pipe has no notion of; a device may swallow them.
 */
static int check_kind(const struct file_sink *s, memglass_error *err)
{
    struct stat about;
    if (fstat(s->fd, &about) == 0 && (S_ISREG(about.st_mode) || S_ISCHR(about.st_mode)))
        return MEMGLASS_OK;
    return error_set(err, MEMGLASS_E_INVALID, 0, "%s is no file that can be recorded into",
                     s->path);
}

static int open_file(struct file_sink *s, uint64_t interval_ns, bool replace, memglass_error *err)
{
    struct record_header header;
    int how = O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK; /* a pipe is not waited for */
    s->fd = open(s->path, how | (replace ? 0 : O_EXCL), 0600);
    if (s->fd < 0 && errno == EEXIST)
        return error_set(err, MEMGLASS_E_EXISTS, EEXIST, "%s exists already", s->path);
    if (s->fd < 0 && errno == ENXIO)
        return error_set(err, MEMGLASS_E_INVALID, 0, "%s is no file that can be recorded into",
                         s->path);
    if (s->fd < 0)
        return error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot create %s", s->path);
    int taken = check_kind(s, err);
    if (!taken)
        taken = take_file(s, replace, err);
    if (taken)
        return taken;
    record_header_fill(&header, clock_wall_ns(), interval_ns);
    int status = append_bytes(s, &header, sizeof header, err);
    if (status && !replace)
        unlink(s->path); /* nothing is in it */
    return status;
}

struct record_sink *record_sink_file(const char *path, uint64_t interval_ns, bool replace,
                                     memglass_error *err)
{
    static const struct record_sink_ops ops = {.append = file_append, .close = file_close};
    struct file_sink *s = calloc(1, sizeof *s);
    if (s)
        *s = (struct file_sink){
            .sink = {.ops = &ops, .keeps_all = true}, .fd = -1, .path = strdup(path)};
    if (!s || !s->path)
        error_set(err, MEMGLASS_E_NOMEM, 0, "%s: out of memory", path);
    else if (open_file(s, interval_ns, replace, err) == MEMGLASS_OK)
        return &s->sink;
    if (s)
        free_file(s);
    return NULL;
}
