/* Threads of our own. Layer 0. */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <pthread.h>
#include <stdint.h>

/*
 * Starts a thread that leaves signals to others. Only those of its own faults reach it, since a
 * blocked SIGBUS of a truncated segment would kill the process instead of reaching its handler.
 * Handlers with SA_ONSTACK have room of their own, also when the thread's stack has run out.
 * 0 or an errno.
 */
int thread_start(pthread_t *thread, void *(*run)(void *), void *arg);

/*
 * The calling thread works little and often, and somebody waits for it: asks the system to let it
 * go before threads that use up their time when it wakes (Linux 6.12 does). It gets no more of the
 * processor by that, and threads that it starts here are as any others. No promise.
 */
void thread_hurry(void);

/* A condition whose timed waits are until a CLOCK_MONOTONIC time. */
void thread_cond_init(pthread_cond_t *cond);

/* CPU time of a thread that is not joined yet. */
uint64_t thread_cpu_ns(pthread_t thread);

#endif
