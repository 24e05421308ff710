/*
 * What a lane is made of. Layer 4. For its own files.
 *
 * The one who fills writes behind the newest copy without the lock, and takes it to let that copy
 * be seen. Readers look with the lock held, and never at the place that is written next: a series
 * shows one copy less than it has room for.
 *
 * Of an object of which few copies would fit, only parts are kept: the values that were asked for
 * last. Who asks for another puts down which, with the lock; who fills makes room for it at the
 * next turn, and is the only one who ever frees memory.
 */
#ifndef SAMPLE_LANE_RINGS_H
#define SAMPLE_LANE_RINGS_H

#include "observer/observer.h"
#include "sample/lane.h"
#include "sample/pages.h"

#include <pthread.h>

/* A copy, as it lies in a series. */
struct point {
    uint64_t time_ns;
    uint64_t truth;
    unsigned char bytes[];
};

struct series {
    struct pages memory; /* none until its size is known */
    uint64_t size;       /* bytes of a copy */
    uint64_t stride;     /* from point to point */
    uint64_t room;       /* points */
    uint64_t copied;     /* points ever written and shown */
};

struct part {
    struct observer_leaf leaf;
    uint64_t asked; /* a higher one is younger; 0: it is of none */
    bool fresh;     /* nothing was copied of this leaf yet: what there is is of another */
    struct series points;
};

struct lane_ring {
    struct object_id id;
    struct lane_origin origin;
    bool has_origin;
    bool ended;          /* nothing more will come: it has gone, or is too large */
    uint64_t size;       /* of the object; 0: it is not known yet */
    struct series whole; /* of all its bytes, unless ... */
    struct part *parts;  /* ... it has these, LANE_PARTS of them */
};

struct lane {
    pthread_mutex_t lock; /* guards what follows, for all but the one who fills */
    struct lane_ring rings[LANE_OBJECTS];
    size_t count;
    uint64_t asked; /* how often for a part */
};

static inline struct point *point_at(const struct series *s, uint64_t number)
{
    return (struct point *)(void *)(s->memory.at + number % s->room * s->stride);
}

static inline uint64_t points_shown(const struct series *s)
{
    return s->copied < s->room ? s->copied : s->room ? s->room - 1 : 0;
}

static inline void lane_lock(const struct lane *lane)
{
    pthread_mutex_lock(&((struct lane *)lane)->lock);
}

static inline void lane_unlock(const struct lane *lane)
{
    pthread_mutex_unlock(&((struct lane *)lane)->lock);
}

void lane_ring_free(struct lane_ring *r);

#endif
