/* Creating, opening and mapping segments; the liveness lock. Layer 1. */
#include "shm/shm.h"

#include "base/checked.h"
#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/*
 * Nothing that another user put at a name may mislead or hold up who opens it: no symbolic link is
 * followed (shm_open says O_NOFOLLOW; so do we, since the promise is ours), and a pipe does not
 * wait.
 */
#define SHM_SAFELY (O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)

/* A step of a reservation: short enough that an interrupting timer cannot starve it for ever. */
#define RESERVE_STEP_BYTES (UINT64_C(16) << 20)

/* MADV_POPULATE_READ and _WRITE of Linux 5.14, which older headers do not name. Of what is larger,
 * nobody may ever touch most. */
#define POPULATE_READ      22
#define POPULATE_WRITE     23
#define POPULATE_MAX_BYTES (UINT64_C(4) << 20)

/* For who may not open it, or meets something else there: whose it is, as far as can be seen. */
static int refused(memglass_error *err, int code, const char *name, int error, const char *what)
{
    char owner[SHM_USER_SIZE];
    struct stat status;
    if (shm_examine(name, &status) != 0)
        return error_sys(err, code, error, "cannot open %s", name);
    return error_set(err, code, error, "%s %s; it belongs to %s", name, what,
                     shm_user_text(status.st_uid, owner));
}

static int open_error(memglass_error *err, const char *name, int error)
{
    switch (error) {
    case ENOENT:
        return error_set(err, MEMGLASS_E_NOSESSION, error, "%s does not exist", name);
    case EEXIST:
        return error_set(err, MEMGLASS_E_EXISTS, error, "%s already exists", name);
    case EACCES:
    case EPERM:
        return refused(err, MEMGLASS_E_ACCESS, name, error, "may not be opened by this user");
    case ELOOP:
        return refused(err, MEMGLASS_E_CORRUPT, name, error, "is a symbolic link, no segment");
    case ENOSPC:
        return error_sys(err, MEMGLASS_E_NOSPACE, error, "cannot create %s", name);
    default:
        return error_sys(err, MEMGLASS_E_SYSTEM, error, "cannot open %s", name);
    }
}

/* Every page is allocated now, so that a full file system is an error here, never SIGBUS in a
 * store. */
static int reserve(int fd, uint64_t from, uint64_t size)
{
    struct statvfs free_space;
    if (size > (uint64_t)INT64_MAX - from)
        return EFBIG;
    /* What cannot fit must not fill the machine's memory on its way to failing. */
    if (size > RESERVE_STEP_BYTES && fstatvfs(fd, &free_space) == 0 && free_space.f_blocks &&
        size / free_space.f_frsize > free_space.f_bavail)
        return ENOSPC;
    for (uint64_t at = 0; at < size;) {
        uint64_t step = size - at < RESERVE_STEP_BYTES ? size - at : RESERVE_STEP_BYTES;
        int error = posix_fallocate(fd, (off_t)(from + at), (off_t)step);
        if (error && error != EINTR)
            return error;
        if (!error)
            at += step;
    }
    return 0;
}

static int map_at(struct shm_segment *segment, void *at, int protection)
{
    void *base =
        mmap(at, segment->size, protection, MAP_SHARED | (at ? MAP_FIXED : 0), segment->fd, 0);
    if (base == MAP_FAILED)
        return errno;
    segment->base = base;
    return 0;
}

static int map(struct shm_segment *segment, int protection)
{
    return map_at(segment, NULL, protection);
}

/* At a multiple of SHM_ALIGN: within addresses that nobody else has, of which the rest is given
 * back. */
static int map_aligned(struct shm_segment *segment, int protection)
{
    uint64_t page = shm_page_bytes(), size = round_up(segment->size, page);
    unsigned char *room =
        mmap(NULL, size + SHM_ALIGN, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED)
        return errno;
    uint64_t before = round_up((uintptr_t)room, SHM_ALIGN) - (uintptr_t)room;
    int error = map_at(segment, room + before, protection);
    if (error) {
        munmap(room, size + SHM_ALIGN);
        return error;
    }
    if (before)
        munmap(room, before);
    if (before < SHM_ALIGN)
        munmap(room + before + size, SHM_ALIGN - before);
    return 0;
}

static int reserve_error(memglass_error *err, const char *name, int error, uint64_t size)
{
    int code = error == ENOSPC || error == EFBIG || error == ENOMEM ? MEMGLASS_E_NOSPACE
                                                                    : MEMGLASS_E_SYSTEM;
    return error_sys(err, code, error, "cannot reserve %llu bytes of shared memory for %s",
                     (unsigned long long)size, name);
}

/* Which file it is, or an errno: then it is closed here, where the descriptor is its own yet. */
static int examine(struct shm_segment *opened, struct stat *status)
{
    if (fstat(opened->fd, status) != 0) {
        int error = errno;
        close(opened->fd);
        opened->fd = -1;
        return error;
    }
    opened->device = status->st_dev;
    opened->inode = status->st_ino;
    return 0;
}

/* The size, and memory for the first of it. */
static int make_room(struct shm_segment *made, uint64_t now)
{
    struct stat status;
    int error = examine(made, &status);
    if (error)
        return error;
    if (made->size > (uint64_t)INT64_MAX)
        return EFBIG;
    if (now < made->size && ftruncate(made->fd, (off_t)made->size) != 0)
        return errno;
    return reserve(made->fd, 0, now);
}

int shm_create_growing(const char *name, uint64_t size, uint64_t now, struct shm_segment *out,
                       memglass_error *err)
{
    struct shm_segment made = {.size = size, .owner = geteuid()};
    made.fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL | SHM_SAFELY, 0600);
    if (made.fd < 0)
        return open_error(err, name, errno);
    int code = MEMGLASS_E_SYSTEM, error = make_room(&made, now);
    if (error) {
        code = reserve_error(err, name, error, now);
    } else if ((error = map_aligned(&made, PROT_READ | PROT_WRITE))) {
        error_sys(err, code, error, "cannot map %llu bytes of %s", (unsigned long long)size, name);
    } else if (fchmod(made.fd, 0600) != 0) { /* whatever the umask took away */
        error_sys(err, code, errno, "cannot set the mode of %s", name);
    } else {
        *out = made;
        return MEMGLASS_OK;
    }
    shm_close(&made);
    shm_unlink(name);
    return code;
}

int shm_create(const char *name, uint64_t size, struct shm_segment *out, memglass_error *err)
{
    return shm_create_growing(name, size, size, out, err);
}

int shm_reserve(const struct shm_segment *segment, const char *name, uint64_t at, uint64_t bytes,
                memglass_error *err)
{
    uint64_t page = shm_page_bytes(), first = at / page * page;
    if (!shm_has_descriptor(segment, segment->fd))
        return error_set(err, MEMGLASS_E_SYSTEM, EBADF,
                         "%s cannot get memory: the program has closed its descriptor", name);
    int error = reserve(segment->fd, first, at + bytes - first);
    if (error)
        return reserve_error(err, name, error, bytes);
    /* One call for what would be a fault for each page. Older kernels refuse: then they fault. */
    if (bytes <= POPULATE_MAX_BYTES)
        madvise(segment->base + first, at + bytes - first, POPULATE_WRITE);
    return MEMGLASS_OK;
}

int shm_share(const struct shm_segment *segment, const struct shm_access *access,
              memglass_error *err)
{
    /* The group first: the segment's first group must not be let in meanwhile. */
    if (access->has_group && fchown(segment->fd, (uid_t)-1, access->group) != 0)
        return error_sys(err, MEMGLASS_E_ACCESS, errno,
                         "cannot give the session to group %u: is this user a member of it?",
                         (unsigned)access->group);
    if (fchmod(segment->fd, (mode_t)access->mode) != 0)
        return error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot set mode 0%o", access->mode);
    return MEMGLASS_OK;
}

/* What was opened is a plain file with something in it. */
static int examine_opened(struct shm_segment *opened, const char *name, memglass_error *err)
{
    struct stat status;
    int error = examine(opened, &status);
    if (error)
        return error_sys(err, MEMGLASS_E_SYSTEM, error, "cannot examine %s", name);
    if (!S_ISREG(status.st_mode))
        return refused(err, MEMGLASS_E_CORRUPT, name, 0, "is not a plain file");
    if (status.st_size <= 0)
        return error_set(err, MEMGLASS_E_CORRUPT, 0, "%s is empty", name);
    opened->size = (uint64_t)status.st_size;
    opened->owner = status.st_uid;
    return MEMGLASS_OK;
}

int shm_open_readonly(const char *name, struct shm_segment *out, memglass_error *err)
{
    struct shm_segment opened = {.fd = shm_open(name, O_RDONLY | SHM_SAFELY, 0)};
    if (opened.fd < 0)
        return open_error(err, name, errno);
    int error, code = examine_opened(&opened, name, err);
    if (code == MEMGLASS_OK && (error = map(&opened, PROT_READ)))
        code = error_sys(err, MEMGLASS_E_SYSTEM, error, "cannot map %s", name);
    if (code == MEMGLASS_OK)
        *out = opened;
    else
        shm_close(&opened);
    return code;
}

void shm_close(struct shm_segment *segment)
{
    if (segment->base)
        munmap(segment->base, segment->size);
    shm_close_descriptor(segment);
    *segment = SHM_SEGMENT_NONE;
}

void shm_close_descriptor(struct shm_segment *segment)
{
    if (shm_has_descriptor(segment, segment->fd))
        close(segment->fd);
    segment->fd = -1;
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

void shm_make_ready(const void *from, uint64_t bytes)
{
    uintptr_t page = shm_page_bytes(), start = (uintptr_t)from / page * page;
    uint64_t most = bytes < POPULATE_MAX_BYTES ? bytes : POPULATE_MAX_BYTES;
    madvise((void *)start, (uintptr_t)from - start + most, POPULATE_READ);
}

int shm_open_existing(const char *name, int flags, memglass_error *err)
{
    int fd = shm_open(name, flags | SHM_SAFELY, 0);
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

void shm_lock_release(int fd)
{
    struct flock lock = whole_file(F_UNLCK);
    fcntl(fd, F_OFD_SETLK, &lock);
}
