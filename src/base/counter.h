/*
 * A clock for what happens millions of times a second: CLOCK_MONOTONIC by the processor's own
 * counter, where the kernel takes the time from there, too. Layer 0.
 *
 * Asking the kernel (its vdso) takes 22 ns, nearly all of it to keep the counter from being read
 * ahead of time; reading the counter between other work takes some 3. So the counter is turned into
 * time here, and each thread asks the kernel once a millisecond.
 *
 *     time = offset + (counter - first) * rate
 *
 * The rate is a 64th less than what was measured, and each asking raises the offset to the truth: a
 * time told here is not ahead of the kernel's clock, and at most COUNTER_LAG_NS behind it. Since
 * the offset only goes up, so do the times: one that a thread was told is not more than one that
 * another is told later, but for what a processor reads ahead, which is as long as the loads before
 * it take: some 100 ns, 2 us when many wait for one line. Each thread's own times always go up.
 * When the kernel's clock stood still while the counter ran (a suspended machine), the offset goes
 * back to the truth: no thread has asked for more than a millisecond, so each asks then.
 *
 * Elsewhere (another architecture, a counter that the kernel does not trust) the kernel is asked
 * each time.
 */
#ifndef BASE_COUNTER_H
#define BASE_COUNTER_H

#include "base/clock.h"

#include <stdbool.h>

/* A build that tests faults (tests/crash) tells its own times. */
#if defined __x86_64__ && !defined MEMGLASS_FAULTS
#    define COUNTER_EXISTS 1
#else
#    define COUNTER_EXISTS 0
#endif

/* A 64th of a millisecond, a quarter of that for how the rate is measured, and the rest for the
 * time between asking the kernel and reading the counter, and for what is read ahead. */
#define COUNTER_LAG_NS UINT64_C(25000)

struct counter {
    uint64_t first_ns; /* of counter_init: time 0 */
    uint64_t first;    /* the counter then */
    uint64_t rate;     /* ns for each count, in 2^-32 */
    uint64_t holds;    /* counts of a millisecond; 0: the kernel is asked each time */
    int64_t offset;    /* ns; any thread; relaxed, since it is true on its own */
};

/* What one thread knows of the time; zero at first. */
struct counter_view {
    uint64_t asked; /* the counter when it last asked the kernel */
    uint64_t last;  /* what it was told last */
};

/* Begins at a time of CLOCK_MONOTONIC that was just taken. */
void counter_init(struct counter *c, uint64_t now_ns);
/* Measures the rate; takes some 50 us. On a machine too busy to tell, the kernel is asked each
 * time. Before other threads use it. */
void counter_measure(struct counter *c);
/* Asks the kernel. */
uint64_t counter_ask(struct counter *c, struct counter_view *v);

/* The kernel's time since counter_init, and the counter behind it. */
struct counter_reading {
    uint64_t now_ns, count;
    bool close; /* right behind it: nothing came between */
};

/* The same with what was asked. */
uint64_t counter_learn(struct counter *c, struct counter_view *v, const struct counter_reading *r);

static inline uint64_t counter_read(void)
{
#if COUNTER_EXISTS
    return __builtin_ia32_rdtsc();
#else
    return 0;
#endif
}

/* Nanoseconds from counter_init to a count, without the offset. */
static inline int64_t counter_passed(const struct counter *c, uint64_t count)
{
    __extension__ __int128 counts = (int64_t)(count - c->first);
    return (int64_t)((counts * (int64_t)c->rate) >> 32);
}

/* Nanoseconds since counter_init. By the counter: more than what this thread was told before. */
static inline uint64_t counter_now_ns(struct counter *c, struct counter_view *v)
{
    uint64_t count = counter_read();
    if (count - v->asked >= c->holds)
        return counter_ask(c, v);
    uint64_t now =
        (uint64_t)(__atomic_load_n(&c->offset, __ATOMIC_RELAXED) + counter_passed(c, count));
    if (now <= v->last)
        now = v->last + 1;
    return v->last = now;
}

/* How far behind the kernel's clock such a time may be. */
static inline uint64_t counter_lag_ns(const struct counter *c)
{
    return c->holds ? COUNTER_LAG_NS : 0;
}

#endif
