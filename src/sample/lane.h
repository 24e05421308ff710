/*
 * The fast lane: raw copies of a few watched objects, LANE_HZ times a second, on a thread of its
 * own, so that any field of them can be charted from the moment they are watched, whatever a frame
 * of all objects costs. Layer 4.
 *
 * Memory is bounded: each watched object has LANE_RING_BYTES, which are touched only as they fill,
 * and never hold more than LANE_POINTS copies. So an object of up to 496 bytes has two minutes and
 * more of its past, one of 8 KiB eight seconds. Of a larger one (fewer than LANE_WHOLE_POINTS
 * copies would fit) only values that are asked for are copied, from then on: the LANE_PARTS that
 * were asked for last, two minutes of each, whatever the object's size.
 *
 * Threads: a lane is filled by the sampler and read by any number of other threads. A mutex guards
 * the ends of the rings; it is held while the copies that are asked for are looked at, never while
 * one is made.
 */
#ifndef SAMPLE_LANE_H
#define SAMPLE_LANE_H

#include "field/field.h"
#include "sample/frame.h"

#define LANE_OBJECTS    16
#define LANE_HZ         60
#define LANE_POINTS     8192
#define LANE_RING_BYTES (UINT64_C(4) << 20)

#define LANE_WHOLE_POINTS 500
#define LANE_PARTS        8
#define LANE_PART_BYTES   48 /* of a value, with its guard: more than the widest has */

struct lane;

struct lane_point {
    uint64_t time_ns; /* CLOCK_MONOTONIC of the copy */
    double value;     /* NaN: torn, or not known */
};

/*
 * The newest n values of a numeric leaf that were copied no later than until_ns, oldest first; how
 * many there are. 0 when the object is not watched, or nothing was copied yet; of a large object,
 * the value is from now on. An object that was
 * destroyed keeps its past until it is no longer watched. lane may be NULL: there is none.
 * rate_ns: 0, or what the leaf grew by a second instead, over at least so long, or half of it where
 * the points begin; NaN where that is not known. Integer counters are exact, may wrap, and are NaN
 * where they were reset.
 */
size_t lane_read(const struct lane *lane, const struct object_id *id, const struct field_ref *leaf,
                 uint64_t rate_ns, uint64_t until_ns, struct lane_point *out, size_t n);

/* Who created an object, and where. */
struct lane_origin {
    uint32_t thread; /* kernel thread id */
    char site[256];  /* "file:line", "" when unknown */
};

/* Of a watched object; false: it is not, or not known yet. lane may be NULL. */
bool lane_origin(const struct lane *lane, const struct object_id *id, struct lane_origin *out);

/* A copy of all that a lane holds, which never changes: for a screen that is frozen. NULL: out of
 * memory, or there is no lane. */
const struct lane *lane_hold(const struct lane *lane);
void lane_release(const struct lane **held); /* nulls; NULL is allowed */

#endif
