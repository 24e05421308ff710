/* What a process has opened of memglass sessions, as the kernel says it: /proc/PID/maps and
 * /proc/PID/fdinfo. Tests only; no layer. */
#ifndef MEMGLASS_UNIT_OPENED_H
#define MEMGLASS_UNIT_OPENED_H

#include "unit.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/types.h>

#define OPENED_SEGMENT "/dev/shm/memglass_"

struct opened {
    int mapped, mapped_writable; /* mappings of segments */
    int files, files_writable;   /* descriptors of segments */
};

static inline void opened_maps(long pid, struct opened *out)
{
    char path[64], line[1024], protection[8];
    snprintf(path, sizeof path, "/proc/%ld/maps", pid);
    FILE *maps = fopen(path, "r");
    ck_assert_msg(maps != NULL, "%s cannot be read", path);
    while (fgets(line, sizeof line, maps)) {
        if (!strstr(line, OPENED_SEGMENT) || sscanf(line, "%*s %7s", protection) != 1)
            continue;
        out->mapped++;
        out->mapped_writable += strchr(protection, 'w') != NULL;
    }
    fclose(maps);
}

/* How descriptor `fd` was opened: the flags of open(2). */
static inline unsigned opened_flags(long pid, const char *fd)
{
    char path[300], line[128];
    unsigned flags = O_RDWR;
    snprintf(path, sizeof path, "/proc/%ld/fdinfo/%s", pid, fd);
    FILE *info = fopen(path, "r");
    while (info && fgets(line, sizeof line, info))
        if (sscanf(line, "flags: %o", &flags) == 1)
            break;
    if (info)
        fclose(info);
    return flags;
}

static inline void opened_files(long pid, struct opened *out)
{
    char folder[64], path[400], target[512];
    snprintf(folder, sizeof folder, "/proc/%ld/fd", pid);
    DIR *fds = opendir(folder);
    ck_assert_msg(fds != NULL, "%s cannot be read", folder);
    for (struct dirent *entry; (entry = readdir(fds));) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        ssize_t length = readlink(path, target, sizeof target - 1);
        if (length < 0)
            continue;
        target[length] = '\0';
        if (strncmp(target, OPENED_SEGMENT, strlen(OPENED_SEGMENT)) != 0)
            continue;
        out->files++;
        out->files_writable += (opened_flags(pid, entry->d_name) & O_ACCMODE) != O_RDONLY;
    }
    closedir(fds);
}

static inline struct opened opened_by(long pid)
{
    struct opened found = {0};
    opened_maps(pid, &found);
    opened_files(pid, &found);
    return found;
}

#endif
