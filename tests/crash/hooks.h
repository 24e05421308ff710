/* Where a producer may die: before each store to shared memory, and around each system call about
 * it. Tests only; no layer. */
#ifndef TEST_CRASH_HOOKS_H
#define TEST_CRASH_HOOKS_H

#include <stdbool.h>
#include <stdint.h>

/* A sanitizer's process takes long to copy, and all of the address space. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#    define HOOKS_SANITIZED 1
#elif defined(__has_feature)
#    if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#        define HOOKS_SANITIZED 1
#    endif
#endif

/* In memory that outlives the process which counts. */
struct steps {
    uint64_t taken;
    uint64_t die_at;   /* SIGKILL instead of this step; 0: never */
    bool counting;     /* off: what goes on is no step */
    bool checking;     /* between two steps at most one word of shared memory may change */
    uint64_t mistakes; /* of which it was more */
};

/* This process takes its steps from here on; NULL: no more. */
void hooks_count(struct steps *steps);

/* A step of the scenario's own: before a store that the program makes. */
void hooks_step(void);

/* What CLOCK_MONOTONIC and CLOCK_REALTIME say from now on; 0: the truth. */
void hooks_clock(uint64_t now_ns);
void hooks_wall_clock(uint64_t now_ns);

/* What others do meanwhile: once, before the n-th such call (1, 2, ...) from now on; of those that
 * are refused, munmap and close. */
void hooks_meanwhile(const char *call, unsigned n, void (*fn)(void *ctx), void *ctx);

/* Calls of this process that ask the system for something: from one of them (1, 2, ...) on, so many
 * are refused. how_many 0: none any more. */
struct refusals {
    uint64_t first, how_many;
    uint64_t calls, refused;
    const char *call; /* the last one that was refused; NULL: none */
};

void hooks_refuse(uint64_t first, uint64_t how_many);
const struct refusals *hooks_refused(void);

#endif
