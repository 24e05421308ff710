/* Names of sessions and segments, and finding them. Layer 1. */
#include "shm/shm.h"

#include "base/error.h"

#include <dirent.h>
#include <errno.h>
#include <memglass/observer.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

/* Where Linux keeps POSIX shared memory; shm_overview(7). */
#define SHM_FOLDER    "/dev/shm"
#define PREFIX        "memglass_"
#define HEADER_SUFFIX "_header"

static bool name_character(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
}

int shm_check_session_name(const char *session, memglass_error *err)
{
    if (!session || !*session)
        return error_set(err, MEMGLASS_E_NAME, 0, "the session name is empty");
    size_t length = strnlen(session, MEMGLASS_NAME_MAX + 1);
    if (length > MEMGLASS_NAME_MAX)
        return error_set(err, MEMGLASS_E_NAME, 0, "the session name is longer than %d characters",
                         MEMGLASS_NAME_MAX);
    if (session[0] == '.')
        return error_set(err, MEMGLASS_E_NAME, 0, "the session name '%s' starts with '.'", session);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)session[i];
        if (!name_character(session[i]))
            return error_set(err, MEMGLASS_E_NAME, 0,
                             c > 0x20 && c < 0x7f
                                 ? "the session name has a '%c': use A-Z a-z 0-9 . _ -"
                                 : "the session name has a byte 0x%02x: use A-Z a-z 0-9 . _ -",
                             c);
    }
    return MEMGLASS_OK;
}

void shm_header_name(char out[SHM_NAME_SIZE], const char *session)
{
    snprintf(out, SHM_NAME_SIZE, "/" PREFIX "%s" HEADER_SUFFIX, session);
}

void shm_region_name(char out[SHM_NAME_SIZE], const char *session, uint32_t number)
{
    snprintf(out, SHM_NAME_SIZE, "/" PREFIX "%s_region_%04u", session, number);
}

/* The session of a header segment's file name, or false. */
static bool session_of(const char *file, char session[MEMGLASS_NAME_MAX + 1])
{
    size_t length = strlen(file), fixed = strlen(PREFIX) + strlen(HEADER_SUFFIX);
    if (length <= fixed || length - fixed > MEMGLASS_NAME_MAX ||
        strncmp(file, PREFIX, strlen(PREFIX)) != 0 ||
        strcmp(file + length - strlen(HEADER_SUFFIX), HEADER_SUFFIX) != 0)
        return false;
    memcpy(session, file + strlen(PREFIX), length - fixed);
    session[length - fixed] = '\0';
    return shm_check_session_name(session, NULL) == MEMGLASS_OK;
}

int shm_list_sessions(int (*fn)(const char *session, void *ctx), void *ctx, memglass_error *err)
{
    DIR *folder = opendir(SHM_FOLDER);
    if (!folder)
        return error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot list %s", SHM_FOLDER);
    char session[MEMGLASS_NAME_MAX + 1];
    int result = 0;
    for (struct dirent *entry; result == 0 && (entry = readdir(folder));)
        if (session_of(entry->d_name, session))
            result = fn(session, ctx);
    closedir(folder);
    return result;
}

/* The file is a region of the session: its name, "_region_", and digits only. */
static bool region_of(const char *file, const char *session)
{
    char prefix[SHM_NAME_SIZE];
    int length = snprintf(prefix, sizeof prefix, PREFIX "%s_region_", session);
    if (strncmp(file, prefix, (size_t)length) != 0)
        return false;
    const char *digits = file + length;
    return *digits && strspn(digits, "0123456789") == strlen(digits);
}

void shm_unlink_session(const char *session)
{
    char name[SHM_NAME_SIZE + 1];
    DIR *folder = opendir(SHM_FOLDER);
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        if (region_of(entry->d_name, session) && strlen(entry->d_name) < SHM_NAME_SIZE) {
            snprintf(name, sizeof name, "/%.*s", SHM_NAME_SIZE - 1, entry->d_name);
            shm_unlink(name);
        }
    if (folder)
        closedir(folder);
    /* The header goes last: whatever interrupts this, the session can still be found and cleaned.
     */
    shm_header_name(name, session);
    shm_unlink(name);
}

int shm_unlink_name(const char *name)
{
    return shm_unlink(name) == 0 ? MEMGLASS_OK : MEMGLASS_E_SYSTEM;
}
