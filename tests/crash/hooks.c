/* Counting a producer's steps, and killing it at one of them. The program is linked with --wrap for
 * the system calls below. Tests only; no layer. */
#include "hooks.h"

#include <fcntl.h>
#include <memglass/guard.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MAPPINGS = 32 };

/* What is mapped for writing, and what was there at the step before. Hooks have no argument. */
struct mapping {
    const uint64_t *now;
    uint64_t *before;
    size_t words;
};

static struct steps *steps;
static struct mapping mappings[MAPPINGS];
static size_t mapping_count;
static uint64_t clock_ns;
static bool skipped; /* steps that did not count: what they changed is not one store */

void hooks_count(struct steps *to)
{
    steps = to;
    mapping_count = 0;
}

void hooks_clock(uint64_t now_ns)
{
    clock_ns = now_ns;
}

static size_t changes(struct mapping *m)
{
    size_t changed = 0;
    if (memcmp(m->now, m->before, m->words * sizeof *m->now) == 0)
        return 0;
    for (size_t i = 0; i < m->words; i++)
        changed += m->now[i] != m->before[i];
    memcpy(m->before, m->now, m->words * sizeof *m->now);
    return changed;
}

/* A store that is no step would hide a moment at which a producer can die. */
static void check_last_step(void)
{
    size_t changed = 0;
    for (size_t i = 0; i < mapping_count; i++)
        changed += changes(&mappings[i]);
    if (changed > 1 && !skipped)
        steps->mistakes++;
    skipped = false;
}

void hooks_step(void)
{
    if (!steps)
        return;
    if (!steps->counting) {
        skipped = true;
        return;
    }
    if (steps->checking)
        check_last_step();
    if (++steps->taken == steps->die_at)
        kill(getpid(), SIGKILL);
}

void memglass_step(void)
{
    hooks_step();
}

static void note_mapping(void *base, size_t size)
{
    if (!steps || !steps->checking || mapping_count == MAPPINGS)
        return;
    struct mapping m = {.now = base, .before = malloc(size), .words = size / sizeof(uint64_t)};
    memcpy(m.before, base, size);
    mappings[mapping_count++] = m;
}

/* --- system calls: a step before and one behind ------------------------------------------------
 */

#define CALLS(X)                                                            \
    X(int, shm_open, (const char *n, int f, mode_t m), (n, f, m))           \
    X(int, shm_unlink, (const char *n), (n))                                \
    X(int, posix_fallocate, (int fd, off_t at, off_t size), (fd, at, size)) \
    X(int, fchmod, (int fd, mode_t mode), (fd, mode))                       \
    X(int, close, (int fd), (fd))

#define WRAP(type, name, parameters, arguments) \
    type __real_##name parameters;              \
    type __wrap_##name parameters;              \
    type __wrap_##name parameters               \
    {                                           \
        hooks_step();                           \
        type result = __real_##name arguments;  \
        hooks_step();                           \
        return result;                          \
    }
CALLS(WRAP)

void *__real_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset);
void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset);
void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
    hooks_step();
    void *base = __real_mmap(at, size, protection, flags, fd, offset);
    if (base != MAP_FAILED && protection & PROT_WRITE && flags & MAP_SHARED)
        note_mapping(base, size);
    hooks_step();
    return base;
}

int __real_munmap(void *base, size_t size);
int __wrap_munmap(void *base, size_t size);
int __wrap_munmap(void *base, size_t size)
{
    hooks_step();
    for (size_t i = 0; i < mapping_count; i++)
        if (mappings[i].now == base)
            mappings[i] = mappings[--mapping_count];
    int result = __real_munmap(base, size);
    hooks_step();
    return result;
}

int __real_clock_gettime(clockid_t clock, struct timespec *now);
int __wrap_clock_gettime(clockid_t clock, struct timespec *now);
int __wrap_clock_gettime(clockid_t clock, struct timespec *now)
{
    if (clock != CLOCK_MONOTONIC || !clock_ns)
        return __real_clock_gettime(clock, now);
    *now = (struct timespec){(time_t)(clock_ns / 1000000000), (long)(clock_ns % 1000000000)};
    return 0;
}
