/* The thread of the fast lane: there while something is watched. Layer 4. */
#ifndef SAMPLE_LANE_RUNNER_H
#define SAMPLE_LANE_RUNNER_H

#include "sample/lane.h"
#include "sample/source.h"

struct lane_runner;

/* The source stays the caller's, and has a reader. NULL: out of memory. */
struct lane_runner *lane_runner_create(const struct source *source);
/* Waits for a turn under way. */
void lane_runner_destroy(struct lane_runner **r);

/* As sampler_watch. */
int lane_runner_watch(struct lane_runner *r, const struct object_id *ids, size_t count);
const struct lane *lane_runner_lane(const struct lane_runner *r);

struct lane_cost {
    uint64_t cpu_ns, bytes, missed;
};

/* The thread that watches. */
void lane_runner_cost(const struct lane_runner *r, struct lane_cost *out);

#endif
