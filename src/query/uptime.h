/*
 * How long a session has been up at a frame: the time of a session stops when its producer was seen
 * alive for the last time. Layer 5.
 */
#ifndef QUERY_UPTIME_H
#define QUERY_UPTIME_H

#include "sample/frame.h"

/* What is known of a session's producer. Zeroed: it was never seen. */
struct uptime {
    uint64_t instance; /* of the session that it was seen alive in */
    uint64_t alive_ns; /* CLOCK_MONOTONIC */
};

void uptime_note(struct uptime *u, const struct frame *frame);
/* Nanoseconds since the session's start; UINT64_MAX: its producer was never seen alive. */
uint64_t uptime_ns(const struct uptime *u, const struct frame *frame);

#endif
