/* Counting a producer's steps, killing it at one of them, and refusing what it asks for. The
 * program is linked with --wrap for the system calls below. Tests only; no layer. */
#include "hooks.h"

#include <errno.h>
#include <fcntl.h>
#include <memglass/guard.h>
#include <pthread.h>
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
static uint64_t clock_ns, wall_ns;
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

void hooks_wall_clock(uint64_t now_ns)
{
    wall_ns = now_ns;
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

void *__real_malloc(size_t size);

static void note_mapping(void *base, size_t size)
{
    if (!steps || !steps->checking || mapping_count == MAPPINGS)
        return;
    struct mapping m = {
        .now = base, .before = __real_malloc(size), .words = size / sizeof(uint64_t)};
    memcpy(m.before, base, size);
    mappings[mapping_count++] = m;
}

/* --- what is asked of the system ---------------------------------------------------------------
 */

static struct refusals refusals;

void hooks_refuse(uint64_t first, uint64_t how_many)
{
    refusals = (struct refusals){.first = first, .how_many = how_many};
}

const struct refusals *hooks_refused(void)
{
    return &refusals;
}

static bool refuse(const char *call)
{
    if (!refusals.how_many)
        return false;
    refusals.calls++;
    if (refusals.calls < refusals.first || refusals.calls - refusals.first >= refusals.how_many)
        return false;
    refusals.refused++;
    refusals.call = call;
    return true;
}

static struct {
    const char *call;
    unsigned n; /* 0: nothing */
    void (*fn)(void *ctx);
    void *ctx;
} meanwhile;

void hooks_meanwhile(const char *call, unsigned n, void (*fn)(void *ctx), void *ctx)
{
    meanwhile.call = call;
    meanwhile.n = n;
    meanwhile.fn = fn;
    meanwhile.ctx = ctx;
}

static void let_others(const char *call)
{
    if (meanwhile.n && strcmp(call, meanwhile.call) == 0 && --meanwhile.n == 0)
        meanwhile.fn(meanwhile.ctx);
}

static int failed(int error)
{
    errno = error;
    return -1;
}

static void *nothing(int error)
{
    errno = error;
    return NULL;
}

/* A step before each and one behind, or its refusal: X(type, name, parameters, arguments, what is
 * given back instead). */
#define CALLS(X)                                                                        \
    X(int, shm_open, (const char *n, int f, mode_t m), (n, f, m), failed(EMFILE))       \
    X(int, posix_fallocate, (int fd, off_t at, off_t size), (fd, at, size), ENOSPC)     \
    X(int, fchmod, (int fd, mode_t mode), (fd, mode), failed(EPERM))                    \
    X(int, mprotect, (void *base, size_t size, int p), (base, size, p), failed(ENOMEM)) \
    X(int, pthread_create,                                                              \
      (pthread_t * thread, const pthread_attr_t *attr, void *(*fn)(void *), void *arg), \
      (thread, attr, fn, arg), EAGAIN)                                                  \
    X(void *, malloc, (size_t size), (size), nothing(ENOMEM))                           \
    X(void *, calloc, (size_t count, size_t size), (count, size), nothing(ENOMEM))      \
    X(void *, realloc, (void *old, size_t size), (old, size), nothing(ENOMEM))          \
    X(int, posix_memalign, (void **out, size_t align, size_t size), (out, align, size), ENOMEM)

/* Never refused: there is nothing to be done about it. */
#define CERTAIN(X)                                  \
    X(int, shm_unlink, (const char *n), (n), false) \
    X(int, close, (int fd), (fd), false)

#define DECLARE(type, name, parameters, arguments, refusal) \
    type __real_##name parameters;                          \
    type __wrap_##name parameters;
#define WRAP(type, name, parameters, arguments, refusal) \
    type __wrap_##name parameters                        \
    {                                                    \
        hooks_step();                                    \
        let_others(#name);                               \
        if (refuse(#name))                               \
            return refusal;                              \
        type result = __real_##name arguments;           \
        hooks_step();                                    \
        return result;                                   \
    }
#define WRAP_CERTAIN(type, name, parameters, arguments, refusal) \
    type __wrap_##name parameters                                \
    {                                                            \
        hooks_step();                                            \
        let_others(#name);                                       \
        type result = __real_##name arguments;                   \
        hooks_step();                                            \
        return result;                                           \
    }
CALLS(DECLARE)
CERTAIN(DECLARE)
CALLS(WRAP)
CERTAIN(WRAP_CERTAIN)

DECLARE(void *, mmap, (void *at, size_t size, int protection, int flags, int fd, off_t offset), , )
void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
    hooks_step();
    if (refuse("mmap")) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    void *base = __real_mmap(at, size, protection, flags, fd, offset);
    if (base != MAP_FAILED && protection & PROT_WRITE && flags & MAP_SHARED)
        note_mapping(base, size);
    hooks_step();
    return base;
}

DECLARE(int, munmap, (void *base, size_t size), , )
int __wrap_munmap(void *base, size_t size)
{
    hooks_step();
    let_others("munmap");
    for (size_t i = 0; i < mapping_count; i++)
        if (mappings[i].now == base)
            mappings[i] = mappings[--mapping_count];
    int result = __real_munmap(base, size);
    hooks_step();
    return result;
}

DECLARE(int, clock_gettime, (clockid_t clock, struct timespec *now), , )
int __wrap_clock_gettime(clockid_t clock, struct timespec *now)
{
    uint64_t told = clock == CLOCK_MONOTONIC ? clock_ns : clock == CLOCK_REALTIME ? wall_ns : 0;
    if (!told)
        return __real_clock_gettime(clock, now);
    *now = (struct timespec){(time_t)(told / 1000000000), (long)(told % 1000000000)};
    return 0;
}
