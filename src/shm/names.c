/* Names of sessions and segments, and finding them. Layer 1. */
#include "base/array.h"
#include "shm/shm.h"

#include "base/error.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where Linux keeps POSIX shared memory; shm_overview(7). */
#define SHM_FOLDER    "/dev/shm"
#define PREFIX        "memglass_"
#define HEADER_SUFFIX "_header"
#define GATE_SUFFIX   "_gate"
#define REGION_INFIX  "_region_"

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
    snprintf(out, SHM_NAME_SIZE, "/" PREFIX "%s" REGION_INFIX "%04u", session, number);
}

void shm_gate_name(char out[SHM_NAME_SIZE], const char *session)
{
    snprintf(out, SHM_NAME_SIZE, "/" PREFIX "%s" GATE_SUFFIX, session);
}

int shm_examine(const char *name, struct stat *out)
{
    char path[sizeof SHM_FOLDER + SHM_NAME_SIZE];
    snprintf(path, sizeof path, SHM_FOLDER "%s", name);
    return lstat(path, out);
}

/* The session of a file name: what is between the prefix and a suffix of `tail` bytes, or false. */
static bool session_between(const char *file, size_t tail, char session[MEMGLASS_NAME_MAX + 1])
{
    size_t length = strlen(file), fixed = strlen(PREFIX) + tail;
    if (length <= fixed || length - fixed > MEMGLASS_NAME_MAX ||
        strncmp(file, PREFIX, strlen(PREFIX)) != 0)
        return false;
    memcpy(session, file + strlen(PREFIX), length - fixed);
    session[length - fixed] = '\0';
    return shm_check_session_name(session, NULL) == MEMGLASS_OK;
}

static bool ends_with(const char *file, const char *suffix)
{
    size_t length = strlen(file), tail = strlen(suffix);
    return length >= tail && strcmp(file + length - tail, suffix) == 0;
}

/* The session of a header segment's file name, or false. */
static bool session_of(const char *file, char session[MEMGLASS_NAME_MAX + 1])
{
    return ends_with(file, HEADER_SUFFIX) && session_between(file, strlen(HEADER_SUFFIX), session);
}

/* The session that a file of any kind was left by, or false. */
static bool session_of_any(const char *file, char session[MEMGLASS_NAME_MAX + 1])
{
    if (session_of(file, session))
        return true;
    if (ends_with(file, GATE_SUFFIX))
        return session_between(file, strlen(GATE_SUFFIX), session);
    const char *region = NULL;
    for (const char *at = file; (at = strstr(at, REGION_INFIX)); at++)
        region = at;
    if (!region || !region[strlen(REGION_INFIX)] ||
        region[strlen(REGION_INFIX) + strspn(region + strlen(REGION_INFIX), "0123456789")])
        return false;
    return session_between(file, strlen(region), session);
}

/* --- lists ------------------------------------------------------------------------------------ */

static int add_name(struct shm_names *n, size_t *capacity, const char *session)
{
    if (!array_reserve(&n->list, sizeof *n->list, capacity, n->count + 1))
        return MEMGLASS_E_NOMEM;
    snprintf(n->list[n->count++], sizeof *n->list, "%s", session);
    return MEMGLASS_OK;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* By name, each once. */
static void put_in_order(struct shm_names *n)
{
    size_t kept = 0;
    if (n->count)
        qsort(n->list, n->count, sizeof *n->list, compare_names);
    for (size_t i = 0; i < n->count; i++)
        if (i == 0 || strcmp(n->list[i], n->list[kept - 1]) != 0)
            memmove(n->list[kept++], n->list[i], sizeof *n->list);
    n->count = kept;
}

static int list_names(bool (*of)(const char *file, char *session), struct shm_names *out,
                      memglass_error *err)
{
    struct shm_names names = {0};
    size_t capacity = 0;
    char session[MEMGLASS_NAME_MAX + 1];
    int status = MEMGLASS_OK;
    DIR *folder = opendir(SHM_FOLDER);
    if (!folder)
        return error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot list %s", SHM_FOLDER);
    for (struct dirent *entry; status == MEMGLASS_OK && (entry = readdir(folder));)
        if (of(entry->d_name, session))
            status = add_name(&names, &capacity, session);
    closedir(folder);
    if (status != MEMGLASS_OK) {
        shm_names_free(&names);
        return error_set(err, status, 0, "out of memory for the names of the sessions");
    }
    put_in_order(&names);
    *out = names;
    return MEMGLASS_OK;
}

int shm_list_sessions(struct shm_names *out, memglass_error *err)
{
    return list_names(session_of, out, err);
}

int shm_list_files(struct shm_names *out, memglass_error *err)
{
    return list_names(session_of_any, out, err);
}

void shm_names_free(struct shm_names *n)
{
    free(n->list);
    *n = (struct shm_names){0};
}

/* --- the files of one session ----------------------------------------------------------------- */

/* The file is a region of the session: its name, "_region_", and digits only. */
static bool region_of(const char *file, const char *session)
{
    char prefix[SHM_NAME_SIZE];
    int length = snprintf(prefix, sizeof prefix, PREFIX "%s" REGION_INFIX, session);
    if (strncmp(file, prefix, (size_t)length) != 0)
        return false;
    const char *digits = file + length;
    return *digits && strspn(digits, "0123456789") == strlen(digits);
}

/* Those that are numbered without a gap, as a producer makes them. */
static void each_number(const char *session, void (*fn)(const char *name, void *ctx), void *ctx)
{
    char name[SHM_NAME_SIZE];
    struct stat status;
    for (uint32_t number = 1; number; number++) {
        shm_region_name(name, session, number);
        if (shm_examine(name, &status) != 0)
            break;
        fn(name, ctx);
    }
}

/* Calls fn with the name of each region that the session has. A process that has no descriptor left
 * to read the folder with must not leave its memory behind. */
static void each_region(const char *session, void (*fn)(const char *name, void *ctx), void *ctx)
{
    char name[SHM_NAME_SIZE + 1];
    DIR *folder = opendir(SHM_FOLDER);
    if (!folder)
        each_number(session, fn, ctx);
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        if (region_of(entry->d_name, session) && strlen(entry->d_name) < SHM_NAME_SIZE) {
            snprintf(name, sizeof name, "/%.*s", SHM_NAME_SIZE - 1, entry->d_name);
            fn(name, ctx);
        }
    if (folder)
        closedir(folder);
}

static void unlink_own(const char *name, void *ctx)
{
    struct stat status;
    (void)ctx;
    if (shm_examine(name, &status) == 0 && status.st_uid == geteuid())
        shm_unlink(name);
}

void shm_unlink_session(const char *session)
{
    char name[SHM_NAME_SIZE];
    each_region(session, unlink_own, NULL);
    /* The header goes last: whatever interrupts this, the session can still be found and cleaned.
     */
    shm_header_name(name, session);
    unlink_own(name, NULL);
}

struct bytes_of {
    uid_t owner;
    uint64_t bytes;
};

static void add_bytes(const char *name, void *ctx)
{
    struct bytes_of *sum = ctx;
    struct stat status;
    if (shm_examine(name, &status) == 0 && status.st_uid == sum->owner && status.st_size > 0)
        /* One that has no memory yet is there all the same. */
        sum->bytes += (uint64_t)(status.st_blocks ? status.st_blocks * 512 : status.st_size);
}

uint64_t shm_session_bytes(const char *session, uid_t owner)
{
    char name[SHM_NAME_SIZE];
    struct bytes_of sum = {.owner = owner};
    each_region(session, add_bytes, &sum);
    shm_header_name(name, session);
    add_bytes(name, &sum);
    return sum.bytes;
}

int shm_unlink_name(const char *name)
{
    return shm_unlink(name) == 0 ? MEMGLASS_OK : MEMGLASS_E_SYSTEM;
}
