/* Threads of our own. Layer 0. */
#include "base/thread.h"

#include "base/clock.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { HANDLER_BYTES = 64 << 10 };

/* The least that the system takes; its own are some milliseconds. */
#define HURRIED_NS (NS_PER_MS / 10)

/* The system's struct sched_attr, of which the C library knows nothing yet. */
struct scheduling {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime_ns, deadline_ns, period_ns; /* runtime of SCHED_OTHER: a turn; 0: as usual */
};

static void set_turn(uint64_t turn_ns)
{
    struct scheduling s = {.size = sizeof s};
    if (syscall(SYS_sched_getattr, 0, &s, sizeof s, 0) != 0 || s.policy != SCHED_OTHER)
        return;
    s.runtime_ns = turn_ns;
    syscall(SYS_sched_setattr, 0, &s, 0);
}

void thread_hurry(void)
{
    set_turn(HURRIED_NS);
}

struct start {
    void *(*run)(void *);
    void *arg;
    _Alignas(64) char room[HANDLER_BYTES]; /* for handlers, also when the stack has run out */
};

static void *run_with_room(void *arg)
{
    struct start *start = arg;
    stack_t before, stack = {.ss_sp = start->room, .ss_size = sizeof start->room};
    set_turn(0);
    int failed = sigaltstack(&stack, &before);
    void *result = start->run(start->arg);
    if (!failed)
        sigaltstack(&before, NULL);
    free(start);
    return result;
}

int thread_start(pthread_t *thread, void *(*run)(void *), void *arg)
{
    struct start *start = aligned_alloc(_Alignof(struct start), sizeof *start);
    if (!start)
        return ENOMEM;
    start->run = run;
    start->arg = arg;
    static const int faults[] = {SIGBUS, SIGSEGV, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};
    sigset_t blocked, before;
    sigfillset(&blocked);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
        sigdelset(&blocked, faults[i]);
    pthread_sigmask(SIG_SETMASK, &blocked, &before);
    int failed = pthread_create(thread, NULL, run_with_room, start);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failed)
        free(start);
    return failed;
}

void thread_cond_init(pthread_cond_t *cond)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(cond, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

uint64_t thread_cpu_ns(pthread_t thread)
{
    clockid_t clock;
    struct timespec spent;
    if (pthread_getcpuclockid(thread, &clock) || clock_gettime(clock, &spent))
        return 0;
    return timespec_to_ns(spent);
}
