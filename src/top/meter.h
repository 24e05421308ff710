/* Measures what the program itself costs. Layer 8. All calls are of the screen's thread. */
#ifndef TOP_METER_H
#define TOP_METER_H

#include "top/watch.h"
#include "view/cost.h"

struct meter {
    struct view_cost cost;           /* as it was measured last */
    struct view_screen_cost running; /* up to now */
    /* At the measurement before. */
    uint64_t at_ns, process_ns, screen_ns, sampler_ns, lane_ns, past_ns, bytes, pictures;
    uint64_t key_ns; /* of the oldest key whose picture is still to come; 0: none */
};

void meter_init(struct meter *m);

/* One more duration that ended now, begun at begin_ns of CLOCK_MONOTONIC; now. */
uint64_t meter_time(struct view_timing *timing, uint64_t begin_ns);

/* A picture took so many bytes; 0: it was as the one before. Answers the keys that wait. */
void meter_picture(struct meter *m, size_t bytes);

/* A key that came at key_ns, and will be answered by the next picture. */
void meter_key(struct meter *m, uint64_t key_ns);

/* Rates and percentages since the last call, of what is watched. */
void meter_measure(struct meter *m, const struct watch *w);
/* Another sampler, or none: its counters begin anew. */
void meter_new_sampler(struct meter *m);

#endif
