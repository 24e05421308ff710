/* Removing what a dead producer left: before a new one takes the name, or because somebody asks.
 * Layer 2. */
#include "producer/takeover.h"

#include "base/error.h"
#include "format/layout.h"
#include "shm/shm.h"

#include <errno.h>
#include <fcntl.h>
#include <memglass/producer.h>
#include <string.h>
#include <unistd.h>

/* Another user's files are never removed, not by root either: between the look and the removal
 * their owner could put a third user's session there. */
static int of_another(const char *session, const char *name, uid_t owner, memglass_error *err)
{
    char text[SHM_USER_SIZE];
    return error_set(err, MEMGLASS_E_OWNER, 0,
                     "session '%s': /dev/shm%s belongs to %s; have it removed, or choose another "
                     "name",
                     session, name, shm_user_text(owner, text));
}

/* Pid that a header names, 0 when it cannot be read; and whether the file is a session's. */
static bool is_session(int fd, uint32_t *pid)
{
    struct format_header header;
    memset(&header, 0, sizeof header);
    ssize_t got = pread(fd, &header, offsetof(struct format_header, start_wall_ns), 0);
    *pid = header.pid;
    /* All zero: its producer died between creating and filling it. */
    return got >= 0 && (header.magic == FORMAT_MAGIC || header.magic == 0);
}

/* MEMGLASS_OK: it is this user's, and its producer is dead. */
static int judge(int fd, const char *session, const char *name, memglass_error *err)
{
    uid_t owner;
    uint32_t pid;
    int code = shm_file_owner(fd, &owner);
    if (code == MEMGLASS_OK && owner != geteuid())
        return of_another(session, name, owner, err);
    if (code || !is_session(fd, &pid))
        return error_set(err, MEMGLASS_E_CORRUPT, 0,
                         "/dev/shm%s is not a memglass session: remove it, or choose another name",
                         name);
    if (shm_lock_held(fd))
        return error_set(err, MEMGLASS_E_EXISTS, EEXIST,
                         "session '%s' belongs to a live producer (pid %u): stop it, or choose "
                         "another name",
                         session, pid);
    return MEMGLASS_OK;
}

int takeover_check(const char *session, memglass_error *err)
{
    char name[SHM_NAME_SIZE];
    struct stat status;
    shm_header_name(name, session);
    if (shm_examine(name, &status) != 0)
        return MEMGLASS_E_NOSESSION;
    if (status.st_uid != geteuid())
        return of_another(session, name, status.st_uid, err);
    int fd = shm_open_existing(name, O_RDONLY, err);
    if (fd < 0)
        return fd;
    int code = judge(fd, session, name, err);
    close(fd);
    return code;
}

int takeover_region(const char *session, const char *name, memglass_error *err)
{
    struct stat status;
    if (shm_examine(name, &status) != 0)
        return MEMGLASS_OK; /* gone already */
    if (status.st_uid != geteuid())
        return of_another(session, name, status.st_uid, err);
    if (shm_unlink_name(name) != MEMGLASS_OK)
        return error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot remove %s", name);
    return MEMGLASS_OK;
}

static int no_session(const char *session, memglass_error *err)
{
    return error_set(err, MEMGLASS_E_NOSESSION, 0, "there is no session '%s' on this machine",
                     session);
}

/* Inside the gate. */
static int clean(const char *session, bool dry_run, bool had_gate, uint64_t *bytes,
                 memglass_error *err)
{
    int code = takeover_check(session, err);
    *bytes = shm_session_bytes(session, geteuid());
    /* Regions, or a gate, without a header: of one that was removed by hand or in part. */
    if (code == MEMGLASS_E_NOSESSION && (*bytes || had_gate))
        code = MEMGLASS_OK;
    if (code == MEMGLASS_OK && !dry_run)
        shm_unlink_session(session);
    return code == MEMGLASS_E_NOSESSION ? no_session(session, err) : code;
}

int memglass_clean(const char *session, unsigned flags, uint64_t *bytes, memglass_error *err)
{
    char name[SHM_NAME_SIZE];
    struct stat status;
    uint64_t found;
    int code = shm_check_session_name(session, err);
    if (code == MEMGLASS_OK && flags & ~MEMGLASS_CLEAN_DRY_RUN)
        code = error_set(err, MEMGLASS_E_INVALID, 0, "unknown flags 0x%x",
                         flags & ~MEMGLASS_CLEAN_DRY_RUN);
    /* A look from outside: no gate is made for what is not there or not ours. */
    if (code || ((code = takeover_check(session, err)) && code != MEMGLASS_E_NOSESSION))
        return code;
    shm_gate_name(name, session);
    bool had_gate = shm_examine(name, &status) == 0 && status.st_uid == geteuid();
    if (code == MEMGLASS_E_NOSESSION && !had_gate && !shm_session_bytes(session, geteuid()))
        return no_session(session, err);
    int gate = shm_gate_enter(session, shm_gate_pause, err);
    if (gate < 0)
        return gate;
    code = clean(session, flags & MEMGLASS_CLEAN_DRY_RUN, had_gate, &found, err);
    shm_gate_leave(session, gate);
    if (code == MEMGLASS_OK && bytes)
        *bytes = found;
    return code;
}
