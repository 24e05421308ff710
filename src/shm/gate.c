/* The gate of a session's name: one process at a time creates or removes its header. Layer 1. */
#include "shm/shm.h"

#include "base/clock.h"
#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define WAIT_NS (2 * NS_PER_SEC)

/* Why it could not be opened, or is not what it must be: somebody else's file, or no file. */
static int refused(int error, const char *session, const char *name, memglass_error *err)
{
    char owner[SHM_USER_SIZE];
    struct stat status;
    bool there = shm_examine(name, &status) == 0;
    if (!there || (status.st_uid == geteuid() && S_ISREG(status.st_mode)))
        return error_sys(err, error == ENOSPC ? MEMGLASS_E_NOSPACE : MEMGLASS_E_SYSTEM, error,
                         "cannot create %s", name);
    return error_set(err, MEMGLASS_E_OWNER, 0,
                     "session '%s' cannot be opened or removed: /dev/shm%s belongs to %s; have it "
                     "removed, or choose another name",
                     session, name, shm_user_text(status.st_uid, owner));
}

/* The lock is ours, and on the file that the name leads to: not on one that its last holder
 * removed. */
static bool enter_now(int fd, const char *name)
{
    return shm_lock_take(fd) && shm_identify(fd, name) == SHM_SAME;
}

static int open_gate(const char *session, const char *name, memglass_error *err)
{
    uid_t owner;
    int error = EACCES;
    int fd =
        shm_open(name, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0)
        return refused(errno, session, name, err);
    if (shm_file_owner(fd, &owner) == MEMGLASS_OK && owner == geteuid()) {
        if (fchmod(fd, S_IRUSR | S_IWUSR) == 0) /* whatever the umask took away */
            return fd;
        error = errno;
        if (enter_now(fd, name)) /* nobody else is inside: it goes as it came */
            shm_unlink(name);
    }
    close(fd);
    return refused(error, session, name, err);
}

void shm_gate_pause(void)
{
    const struct timespec pause = timespec_from_ns(NS_PER_MS);
    nanosleep(&pause, NULL);
}

int shm_gate_enter(const char *session, void (*pause)(void), memglass_error *err)
{
    char name[SHM_NAME_SIZE];
    shm_gate_name(name, session);
    uint64_t deadline = clock_monotonic_ns() + WAIT_NS;
    for (;;) {
        int fd = open_gate(session, name, err);
        if (fd < 0 || enter_now(fd, name))
            return fd;
        close(fd);
        if (clock_monotonic_ns() >= deadline)
            return error_set(err, MEMGLASS_E_EXISTS, EEXIST,
                             "session '%s' is being opened or removed by another process: try "
                             "again",
                             session);
        pause();
    }
}

void shm_gate_leave(const char *session, int fd)
{
    char name[SHM_NAME_SIZE];
    shm_gate_name(name, session);
    shm_unlink(name);
    shm_lock_release(fd);
    close(fd);
}
