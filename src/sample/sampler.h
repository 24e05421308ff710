/*
 * The sampler: a thread of its own that takes a frame from the source on an absolute schedule (no
 * drift), compares it with the frame before, feeds the history, and hands over. Layer 4.
 *
 * The hand-over is a swap of a few words under a mutex that is never held during work: the screen
 * never waits for a capture, a capture never for the screen.
 */
#ifndef SAMPLE_SAMPLER_H
#define SAMPLE_SAMPLER_H

#include "sample/diff.h"
#include "sample/frame.h"
#include "sample/history.h"
#include "sample/lane.h"
#include "sample/source.h"

struct sampler;

struct snapshot;
typedef void sampler_each(const struct snapshot *s, const struct history *history, void *ctx);

struct sampler_options {
    uint64_t interval_ns;   /* 0: one second */
    uint64_t history_bytes; /* budget; 0: 64 MiB; SAMPLER_NO_HISTORY */
    uint64_t first_bytes;   /* budget for what objects were when first seen; 0: 64 MiB;
                               SAMPLER_NO_FIRST */
    memglass_attach_options attach;
    uint32_t glimpse_objects; /* taken before the start returns: a frame of tick 0, so that there
                                 is something to show at once; 0: none */
    /* Called on the sampler's thread with each frame before it is handed over, so that who has
     * taken it finds it in the past, too; and with the history (NULL: none). What they hold is
     * valid until it returns. NULL: nothing is called. */
    sampler_each *each;
    void *ctx;
};

#define SAMPLER_NO_HISTORY UINT64_MAX
#define SAMPLER_NO_FIRST   UINT64_MAX

/* What the screen gets: two neighbouring frames and what differs. Frames are references of the
 * receiver; prev is NULL at the first tick. */
struct snapshot {
    const struct frame *prev, *cur;
    struct diff diff;
    uint64_t interval_ns;  /* the schedule's, when this tick was due */
    uint64_t missed_ticks; /* since start: those that were due while a capture went on */
    uint64_t number;       /* 1, 2, ...: of the sampler's snapshots; 0: it is of none */
    uint64_t sample_ns;    /* capture, diff and history of this tick; of a glimpse 0 */
    int status;            /* MEMGLASS_OK, or why the last capture failed (prev, cur and diff are
                              then those of the last good one, or NULL) or is not complete */
    char message[256];     /* with status */
};

/*
 * Starts the thread on a live session; the first capture is made at once. NULL and err: those of
 * source_live_open, E_NOMEM, E_SYSTEM.
 */
struct sampler *sampler_start(const char *session, const struct sampler_options *options,
                              memglass_error *err);

/*
 * The same on any source, which is the sampler's from here on, closed also when this fails, and
 * with the history that the source feeds (NULL: none), likewise. options->history_bytes is unused.
 */
struct sampler *sampler_start_source(struct source *source, struct history *history,
                                     const struct sampler_options *options, memglass_error *err);

/* What the glimpse was for is done: the first tick comes now, not later. It does not come before,
 * but for 50 ms, so that a whole capture does not take the processor from who shows the glimpse.
 * Any number of times; consumer's thread. */
void sampler_go(struct sampler *s);

/* Waits for a capture under way. Snapshots that are held stay valid; the history does not. */
void sampler_stop(struct sampler **s);

/* A descriptor that is readable when there is something new since the last sampler_take. */
int sampler_fd(const struct sampler *s);

/*
 * The newest snapshot, also when it was taken before; the receiver releases it. False, and an empty
 * snapshot, before the glimpse or the first tick. One consumer thread.
 */
bool sampler_take(struct sampler *s, struct snapshot *out);
void snapshot_release(struct snapshot *s);

/* Readable from the consumer's thread while the sampler runs; NULL: there is none. */
const struct history *sampler_history(const struct sampler *s);

/*
 * Another interval (> 0), from the consumer's thread, at once: the next tick comes so long after
 * the last one was due, or now when that has passed. A change itself misses no tick.
 */
void sampler_set_interval(struct sampler *s, uint64_t interval_ns);

/*
 * The objects of the fast lane from now on (sample/lane.h), instead of those before; what is
 * watched on keeps its past. From the consumer's thread; it does not wait for the lane. Asking
 * for the same again costs nothing, and so does the lane while nothing is watched. MEMGLASS_OK,
 * E_INVALID (more than LANE_OBJECTS, or the source has no fast lane), E_SYSTEM (no thread).
 */
int sampler_watch(struct sampler *s, const struct object_id *ids, size_t count);

/* Readable from the consumer's thread while the sampler runs; NULL: there is none. */
const struct lane *sampler_lane(const struct sampler *s);

/* What sampling costs. Counters are since the start. */
struct sampler_cost {
    uint64_t cpu_ns;      /* of the sampler's threads, the lane's included */
    uint64_t lane_cpu_ns; /* of the lane's alone */
    uint64_t frame_bytes; /* held by frames and rosters */
    uint64_t history_bytes, lane_bytes, label_bytes;
    uint64_t first_bytes; /* held by objects as they were first seen */
    uint64_t ticks;       /* frames */
    uint64_t missed_ticks;
    uint64_t lane_missed; /* turns of the lane that came too late */
};

/* Consumer's thread. */
void sampler_cost(struct sampler *s, struct sampler_cost *out);

#endif
