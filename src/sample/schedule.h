/* Ticks on an absolute grid: late work never moves the grid. Layer 4. Pure; the clock is the
 * caller's. */
#ifndef SAMPLE_SCHEDULE_H
#define SAMPLE_SCHEDULE_H

#include <stdint.h>

struct schedule {
    uint64_t due_ns, interval_ns;
    uint64_t missed; /* ticks that were due while the work of an earlier one went on */
};

/* The first tick is due now. interval_ns > 0. */
static inline struct schedule schedule_start(uint64_t now_ns, uint64_t interval_ns)
{
    return (struct schedule){.due_ns = now_ns, .interval_ns = interval_ns};
}

/* The work of the tick that was due is done: when is the next one. Past ones are skipped. */
static inline uint64_t schedule_next(struct schedule *s, uint64_t now_ns)
{
    s->due_ns += s->interval_ns;
    if (now_ns > s->due_ns) {
        uint64_t late = (now_ns - s->due_ns + s->interval_ns - 1) / s->interval_ns;
        s->missed += late;
        s->due_ns += late * s->interval_ns;
    }
    return s->due_ns;
}

/* Another interval, counted from the tick before the one that is due: at once when that has passed.
 * No tick is missed by it. */
static inline uint64_t schedule_change(struct schedule *s, uint64_t now_ns, uint64_t interval_ns)
{
    uint64_t due = s->due_ns - s->interval_ns + interval_ns;
    s->due_ns = due > now_ns ? due : now_ns;
    s->interval_ns = interval_ns;
    return s->due_ns;
}

#endif
