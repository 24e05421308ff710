/* Users and groups: whose a segment is, whom to believe, names and numbers. Layer 1. */
#include "shm/shm.h"

#include "base/error.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ENTRY_BYTES                                                              \
    4096 /* of one user's or group's entry; one that is larger has a number only \
          */

bool shm_is_trusted(uid_t owner, uid_t also)
{
    return owner == geteuid() || owner == 0 || (also != 0 && owner == also);
}

const char *shm_user_name(uid_t user, char buf[SHM_USER_SIZE])
{
    struct passwd entry, *found = NULL;
    char memory[ENTRY_BYTES];
    if (getpwuid_r(user, &entry, memory, sizeof memory, &found) != 0 || !found ||
        strlen(entry.pw_name) > 32)
        snprintf(buf, SHM_USER_SIZE, "%u", (unsigned)user);
    else
        snprintf(buf, SHM_USER_SIZE, "%s", entry.pw_name);
    return buf;
}

const char *shm_user_text(uid_t user, char buf[SHM_USER_SIZE])
{
    char name[SHM_USER_SIZE];
    shm_user_name(user, name);
    if (name[0] >= '0' && name[0] <= '9')
        snprintf(buf, SHM_USER_SIZE, "uid %u", (unsigned)user);
    else
        snprintf(buf, SHM_USER_SIZE, "%.32s (uid %u)", name, (unsigned)user);
    return buf;
}

/* Digits only, and an id: the largest number means "none" to the kernel. */
static bool parse_id(const char *text, uint32_t *out)
{
    char *end;
    errno = 0;
    unsigned long long id = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end || errno || id >= UINT32_MAX)
        return false;
    *out = (uint32_t)id;
    return true;
}

int shm_user_id(const char *text, uid_t *out, memglass_error *err)
{
    struct passwd entry, *found = NULL;
    char memory[ENTRY_BYTES];
    uint32_t id;
    if (parse_id(text, &id)) {
        *out = id;
        return MEMGLASS_OK;
    }
    if (getpwnam_r(text, &entry, memory, sizeof memory, &found) != 0 || !found)
        return error_set(err, MEMGLASS_E_INVALID, 0, "there is no user '%.64s'", text);
    *out = entry.pw_uid;
    return MEMGLASS_OK;
}

int shm_group_id(const char *text, gid_t *out, memglass_error *err)
{
    struct group entry, *found = NULL;
    char memory[ENTRY_BYTES];
    uint32_t id;
    if (parse_id(text, &id)) {
        *out = id;
        return MEMGLASS_OK;
    }
    int error = getgrnam_r(text, &entry, memory, sizeof memory, &found);
    if (error == ERANGE)
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "group '%.64s' has too many members to be looked up: give its number",
                         text);
    if (error || !found)
        return error_set(err, MEMGLASS_E_INVALID, 0, "there is no group '%.64s'", text);
    *out = entry.gr_gid;
    return MEMGLASS_OK;
}
