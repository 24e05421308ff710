/* Creating, opening and mapping segments; the liveness lock. Layer 1. */
#include "shm/shm.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* A step of a reservation: short enough that an interrupting timer cannot starve it for ever. */
#define RESERVE_STEP_BYTES (UINT64_C(16) << 20)

static int open_error(memglass_error *err, const char *name, int error)
{
    switch (error) {
    case ENOENT:
        return error_set(err, MEMGLASS_E_NOSESSION, error, "%s does not exist", name);
    case EEXIST:
        return error_set(err, MEMGLASS_E_EXISTS, error, "%s already exists", name);
    case EACCES:
    case EPERM:
        return error_sys(err, MEMGLASS_E_ACCESS, error, "cannot open %s", name);
    case ENOSPC:
        return error_sys(err, MEMGLASS_E_NOSPACE, error, "cannot create %s", name);
    default:
        return error_sys(err, MEMGLASS_E_SYSTEM, error, "cannot open %s", name);
    }
}

/* Every page is allocated now, so that a full file system is an error here, never SIGBUS in a
 * store. */
static int reserve(int fd, uint64_t size)
{
    struct statvfs free_space;
    if (size > (uint64_t)INT64_MAX)
        return EFBIG;
    /* What cannot fit must not fill the machine's memory on its way to failing. */
    if (fstatvfs(fd, &free_space) == 0 && free_space.f_blocks &&
        size / free_space.f_frsize > free_space.f_bavail)
        return ENOSPC;
    for (uint64_t at = 0; at < size;) {
        uint64_t step = size - at < RESERVE_STEP_BYTES ? size - at : RESERVE_STEP_BYTES;
        int error = posix_fallocate(fd, (off_t)at, (off_t)step);
        if (error && error != EINTR)
            return error;
        if (!error)
            at += step;
    }
    return 0;
}

static int map(struct shm_segment *segment, int protection)
{
    void *base = mmap(NULL, segment->size, protection, MAP_SHARED, segment->fd, 0);
    if (base == MAP_FAILED)
        return errno;
    segment->base = base;
    return 0;
}

int shm_create(const char *name, uint64_t size, unsigned mode, struct shm_segment *out,
               memglass_error *err)
{
    struct shm_segment made = {.size = size};
    made.fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    if (made.fd < 0)
        return open_error(err, name, errno);
    int code = MEMGLASS_E_SYSTEM, error = reserve(made.fd, size);
    if (error) {
        code = error == ENOSPC || error == EFBIG || error == ENOMEM ? MEMGLASS_E_NOSPACE
                                                                    : MEMGLASS_E_SYSTEM;
        error_sys(err, code, error, "cannot reserve %llu bytes of shared memory for %s",
                  (unsigned long long)size, name);
    } else if ((error = map(&made, PROT_READ | PROT_WRITE))) {
        error_sys(err, code, error, "cannot map %llu bytes of %s", (unsigned long long)size, name);
    } else if (fchmod(made.fd, (mode_t)mode) != 0) {
        error_sys(err, code, errno, "cannot set the mode of %s", name);
    } else {
        *out = made;
        return MEMGLASS_OK;
    }
    shm_close(&made);
    shm_unlink(name);
    return code;
}

int shm_open_readonly(const char *name, struct shm_segment *out, memglass_error *err)
{
    struct shm_segment opened = {.fd = shm_open(name, O_RDONLY, 0)};
    if (opened.fd < 0)
        return open_error(err, name, errno);
    struct stat status;
    int code = MEMGLASS_E_SYSTEM, error;
    if (fstat(opened.fd, &status) != 0) {
        error_sys(err, code, errno, "cannot examine %s", name);
    } else if (status.st_size <= 0) {
        code = error_set(err, MEMGLASS_E_CORRUPT, 0, "%s is empty", name);
    } else {
        opened.size = (uint64_t)status.st_size;
        if (!(error = map(&opened, PROT_READ))) {
            *out = opened;
            return MEMGLASS_OK;
        }
        error_sys(err, code, error, "cannot map %s", name);
    }
    shm_close(&opened);
    return code;
}

void shm_close(struct shm_segment *segment)
{
    if (segment->base)
        munmap(segment->base, segment->size);
    if (segment->fd >= 0)
        close(segment->fd);
    *segment = SHM_SEGMENT_NONE;
}

void shm_close_descriptor(struct shm_segment *segment)
{
    close(segment->fd);
    segment->fd = -1;
}

void shm_unmap(const unsigned char *base, uint64_t size)
{
    munmap((void *)(uintptr_t)base, size);
}

int shm_protect(void *base, uint64_t size, bool accessible)
{
    return mprotect(base, size, accessible ? PROT_READ | PROT_WRITE : PROT_NONE) == 0 ? 0 : errno;
}

uint64_t shm_page_bytes(void)
{
    long bytes = sysconf(_SC_PAGESIZE);
    return bytes > 0 ? (uint64_t)bytes : 4096;
}

int shm_open_lock(const char *name, memglass_error *err)
{
    int fd = shm_open(name, O_RDWR, 0);
    return fd >= 0 ? fd : open_error(err, name, errno);
}

static struct flock whole_file(short type)
{
    return (struct flock){.l_type = type, .l_whence = SEEK_SET};
}

bool shm_lock_take(int fd)
{
    struct flock lock = whole_file(F_WRLCK);
    return fcntl(fd, F_OFD_SETLK, &lock) == 0;
}

bool shm_lock_held(int fd)
{
    struct flock lock = whole_file(F_RDLCK);
    return fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

enum shm_identity shm_identify(int fd, const char *name)
{
    struct stat ours, theirs;
    if (fstat(fd, &ours) != 0)
        return SHM_UNLINKED;
    if (ours.st_nlink > 0)
        return SHM_SAME;
    int other = shm_open(name, O_RDONLY, 0);
    if (other < 0)
        return SHM_UNLINKED;
    bool replaced = fstat(other, &theirs) == 0 &&
                    (theirs.st_ino != ours.st_ino || theirs.st_dev != ours.st_dev);
    close(other);
    return replaced ? SHM_REPLACED : SHM_UNLINKED;
}

uid_t shm_owner(int fd)
{
    struct stat status;
    return fstat(fd, &status) == 0 ? status.st_uid : (uid_t)-1;
}
