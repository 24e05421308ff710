/* Files as bytes in memory, for tests that cut and damage them. Tests only; no layer. */
#ifndef TESTS_WHOLE_FILE_H
#define TESTS_WHOLE_FILE_H

#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>

/* What the file holds; the caller frees it. A file that cannot be read fails the test. */
static inline unsigned char *slurp(const char *path, size_t *size)
{
    struct stat about;
    int fd = open(path, O_RDONLY);
    ck_assert(fd >= 0 && fstat(fd, &about) == 0);
    *size = (size_t)about.st_size;
    unsigned char *bytes = malloc(*size);
    ck_assert(read(fd, bytes, *size) == (ssize_t)*size);
    close(fd);
    return bytes;
}

/* The file has these bytes and no others. */
static inline void spill(const char *path, const unsigned char *bytes, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ck_assert(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
    close(fd);
}

#endif
