/* What is asked of the system, and refused. For one program a test, which is linked with --wrap for
 * these calls (Makefile). Tests only; no layer. */
#ifndef TESTS_RECORD_REFUSALS_H
#define TESTS_RECORD_REFUSALS_H

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/* From one call (1, 2, ...) of this thread on, so many are refused; how_many 0: none. */
static _Thread_local struct {
    uint64_t first, how_many, calls, refused;
    const char *call; /* the last one that was */
} refusals;

static void refuse(uint64_t first, uint64_t how_many)
{
    refusals.first = first;
    refusals.how_many = how_many;
    refusals.calls = refusals.refused = 0;
}

static bool is_refused(const char *call, int error)
{
    if (!refusals.how_many || ++refusals.calls < refusals.first ||
        refusals.calls - refusals.first >= refusals.how_many)
        return false;
    refusals.refused++;
    refusals.call = call;
    errno = error;
    return true;
}

/* X(type, name, parameters, arguments, errno, what is given back instead) */
#define CALLS(X)                                                                       \
    X(void *, malloc, (size_t size), (size), ENOMEM, NULL)                             \
    X(void *, calloc, (size_t count, size_t size), (count, size), ENOMEM, NULL)        \
    X(void *, realloc, (void *old, size_t size), (old, size), ENOMEM, NULL)            \
    X(void *, mmap, (void *at, size_t size, int how, int flags, int fd, off_t offset), \
      (at, size, how, flags, fd, offset), ENOMEM, MAP_FAILED)                          \
    X(int, ftruncate, (int fd, off_t size), (fd, size), EIO, -1)

#define WRAP(type, name, parameters, arguments, error, refusal) \
    type __real_##name parameters;                              \
    type __wrap_##name parameters;                              \
    type __wrap_##name parameters                               \
    {                                                           \
        if (is_refused(#name, error))                           \
            return refusal;                                     \
        return __real_##name arguments;                         \
    }
CALLS(WRAP)

/* Nothing is lost here but by what is refused: a busy disk is not waited for, some hundred times.
 */
int __wrap_fsync(int fd);
int __wrap_fsync(int fd)
{
    (void)fd;
    return is_refused("fsync", EIO) ? -1 : 0;
}

/* A disk that is full takes a part first. */
ssize_t __real_pwrite(int fd, const void *from, size_t size, off_t at);
ssize_t __wrap_pwrite(int fd, const void *from, size_t size, off_t at);
ssize_t __wrap_pwrite(int fd, const void *from, size_t size, off_t at)
{
    if (!is_refused("pwrite", ENOSPC))
        return __real_pwrite(fd, from, size, at);
    __real_pwrite(fd, from, size / 2, at);
    errno = ENOSPC;
    return -1;
}

#endif
