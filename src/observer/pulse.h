/*
 * Whether a heart has stopped, from what is seen of it now and then. Pure. Layer 2.
 *
 * Times are our own CLOCK_MONOTONIC: wall clocks may jump, and it does not go on while the machine
 * sleeps. It does go on while both programs are stopped (a frozen container, a paused virtual
 * machine), and the observer may be the first to wake: time in which nobody looked is not believed
 * to be quiet, but for a little.
 */
#ifndef OBSERVER_PULSE_H
#define OBSERVER_PULSE_H

#include "base/clock.h"

#include <stdbool.h>

#define PULSE_STALLED_NS (3 * NS_PER_SEC)
#define PULSE_GAP_NS     (2 * NS_PER_SEC) /* two looks further apart count as so much */

/* Zeroed: nothing was seen yet. */
struct pulse {
    uint64_t heartbeats;
    uint64_t looked_ns; /* when last */
    uint64_t quiet_ns;  /* for so long no beat was seen */
};

static inline void pulse_look(struct pulse *p, uint64_t heartbeats, uint64_t now_ns)
{
    uint64_t gap = p->looked_ns && now_ns > p->looked_ns ? now_ns - p->looked_ns : 0;
    if (p->heartbeats == heartbeats)
        p->quiet_ns += gap < PULSE_GAP_NS ? gap : PULSE_GAP_NS;
    else
        p->quiet_ns = 0;
    p->heartbeats = heartbeats;
    p->looked_ns = now_ns;
}

/* One that has no thread, and never ticked, has no heart to listen to. */
static inline bool pulse_stalled(const struct pulse *p)
{
    return p->heartbeats && p->quiet_ns >= PULSE_STALLED_NS;
}

#endif
