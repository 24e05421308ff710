/* Pages that were written to: userfaultfd and PAGEMAP_SCAN. Layer 1. The kernel's own documents:
 * admin-guide/mm/userfaultfd.rst and pagemap.rst. */
#include "shm/written.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/ioctl.h> /* _IOWR */
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* Of linux/userfaultfd.h and linux/fs.h of 6.7, whose values are for good: older systems and other
 * C libraries lack them, or a part. */
enum { USER_MODE_ONLY = 1, API = 0xaa };

struct tracker_api {
    uint64_t api, features, ioctls;
};

struct tracker_range {
    uint64_t start, length, mode, ioctls;
};

#define API_CALL          _IOWR(API, 0x3f, struct tracker_api)
#define REGISTER_CALL     _IOWR(API, 0x00, struct tracker_range)
#define MODE_PROTECT      (UINT64_C(1) << 1)
#define FEATURE_SHMEM     (UINT64_C(1) << 12) /* each of write protection */
#define FEATURE_UNTOUCHED (UINT64_C(1) << 13)
#define FEATURE_ASYNC     (UINT64_C(1) << 15)

struct page_span {
    uint64_t start, end, categories;
};

struct pagemap_scan {
    uint64_t size, flags, start, end, walk_end, vec, vec_len, max_pages;
    uint64_t category_inverted, category_mask, category_anyof_mask, return_mask;
};

#define PAGEMAP_SCAN_CALL _IOWR('f', 16, struct pagemap_scan)
#define PAGE_WRITTEN      (UINT64_C(1) << 1)
#define SCAN_PROTECT      (UINT64_C(1) << 0)
#define SCAN_CHECK_ARMED  (UINT64_C(1) << 1)

enum { SPANS = 256 };

/* Not ioctl(): of which type its second parameter is depends on the C library. */
static int call(int fd, unsigned long what, void *argument)
{
    return (int)syscall(__NR_ioctl, fd, what, argument);
}

int shm_written_open(void)
{
    int fd = (int)syscall(__NR_userfaultfd, O_CLOEXEC | O_NONBLOCK | USER_MODE_ONLY);
    struct tracker_api api = {.api = API,
                              .features = FEATURE_SHMEM | FEATURE_UNTOUCHED | FEATURE_ASYNC};
    if (fd < 0)
        return -1;
    if (call(fd, API_CALL, &api) == 0)
        return fd;
    close(fd);
    return -1;
}

bool shm_written_arm(int tracker, void *base, uint64_t size)
{
    struct tracker_range range = {.start = (uintptr_t)base, .length = size, .mode = MODE_PROTECT};
    return call(tracker, REGISTER_CALL, &range) == 0;
}

static int open_of(pid_t pid, const char *what)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%ld/%s", (long)pid, what);
    return open(path, O_RDONLY | O_CLOEXEC);
}

int shm_pagemap_open(pid_t pid)
{
    return open_of(pid, "pagemap");
}

uint64_t shm_mapped_at(pid_t pid, const struct shm_segment *segment)
{
    char line[512];
    uint64_t found = 0, start, end, inode;
    unsigned major_number, minor_number, matches = 0;
    char access[5];
    int maps = open_of(pid, "maps");
    FILE *in = maps >= 0 ? fdopen(maps, "r") : NULL;
    if (!in)
        return 0;
    while (fgets(line, sizeof line, in)) {
        if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %4s %*x %x:%x %" SCNu64, &start, &end, access,
                   &major_number, &minor_number, &inode) != 6 ||
            access[1] != 'w' || inode != segment->inode || major_number != major(segment->device) ||
            minor_number != minor(segment->device))
            continue;
        matches++;
        found = end - start == segment->size ? start : 0;
    }
    fclose(in);
    return matches == 1 ? found : 0;
}

bool shm_written_each(int pagemap, uint64_t start, uint64_t size, bool protect, shm_written_fn *fn,
                      void *ctx)
{
    struct page_span spans[SPANS];
    struct pagemap_scan scan = {.size = sizeof scan,
                                .flags = SCAN_CHECK_ARMED | (protect ? SCAN_PROTECT : 0),
                                .start = start,
                                .end = start + size,
                                .vec = (uintptr_t)spans,
                                .vec_len = SPANS,
                                .category_mask = PAGE_WRITTEN,
                                .return_mask = PAGE_WRITTEN};
    while (scan.start < scan.end) {
        int count = call(pagemap, PAGEMAP_SCAN_CALL, &scan);
        if (count < 0)
            return false;
        for (int i = 0; i < count; i++)
            fn(ctx, spans[i].start - start, spans[i].end - start);
        if (scan.walk_end <= scan.start)
            return false;
        scan.start = scan.walk_end;
    }
    return true;
}
