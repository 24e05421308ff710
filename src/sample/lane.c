/*
 * The rings of the fast lane. Layer 4.
 *
 * The one who fills writes behind the newest copy without the lock, and takes it to let that copy
 * be seen. Readers look with the lock held, and never at the place that is written next: a ring
 * shows one copy less than it has room for.
 */
#include "sample/lane.h"

#include "base/checked.h"
#include "base/clock.h"
#include "sample/cell.h"
#include "sample/lane_fill.h"
#include "sample/pages.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* A copy, as it lies in a ring. */
struct point {
    uint64_t time_ns;
    uint64_t truth;
    unsigned char bytes[];
};

struct ring {
    struct object_id id;
    struct lane_origin origin;
    bool has_origin;
    bool ended;          /* nothing more will come: it has gone, or is too large */
    struct pages memory; /* none until its size is known */
    uint64_t size;       /* of the object */
    uint64_t stride;     /* from point to point */
    uint64_t room;       /* points */
    uint64_t copied;     /* points ever written and shown */
};

struct lane {
    pthread_mutex_t lock; /* guards what follows, for all but the one who fills */
    struct ring rings[LANE_OBJECTS];
    size_t count;
};

/* --- looking --- */

static struct point *point_at(const struct ring *r, uint64_t number)
{
    return (struct point *)(void *)(r->memory.at + number % r->room * r->stride);
}

static uint64_t shown(const struct ring *r)
{
    return r->copied < r->room ? r->copied : r->room - 1;
}

static void lock(const struct lane *lane)
{
    pthread_mutex_lock(&((struct lane *)lane)->lock);
}

static void unlock(const struct lane *lane)
{
    pthread_mutex_unlock(&((struct lane *)lane)->lock);
}

/* One that has points, or NULL. */
static const struct ring *find_ring(const struct lane *lane, const struct object_id *id)
{
    for (size_t i = 0; i < lane->count; i++)
        if (object_id_same(&lane->rings[i].id, id))
            return lane->rings[i].copied ? &lane->rings[i] : NULL;
    return NULL;
}

/* The number behind the last point that is no later than that. */
static uint64_t end_until(const struct ring *r, uint64_t until_ns)
{
    uint64_t low = r->copied - shown(r), high = r->copied;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (point_at(r, middle)->time_ns <= until_ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t read_points(const struct ring *r, const struct field_ref *leaf, uint64_t until_ns,
                          struct lane_point *out, size_t n)
{
    uint64_t end = end_until(r, until_ns), there = end - (r->copied - shown(r));
    size_t count = n < there ? n : (size_t)there;
    for (size_t i = 0; i < count; i++) {
        const struct point *p = point_at(r, end - count + i);
        uint64_t cell = cell_load(leaf, p->bytes, r->size, (memglass_truth)p->truth);
        out[i] = (struct lane_point){p->time_ns, cell_number(leaf->field, cell)};
    }
    return count;
}

size_t lane_read(const struct lane *lane, const struct object_id *id, const struct field_ref *leaf,
                 uint64_t until_ns, struct lane_point *out, size_t n)
{
    if (!lane || !field_is_numeric(leaf))
        return 0;
    lock(lane);
    const struct ring *r = find_ring(lane, id);
    size_t count = r ? read_points(r, leaf, until_ns, out, n) : 0;
    unlock(lane);
    return count;
}

bool lane_origin(const struct lane *lane, const struct object_id *id, struct lane_origin *out)
{
    bool found = false;
    if (!lane)
        return false;
    lock(lane);
    for (size_t i = 0; i < lane->count && !found; i++) {
        found = lane->rings[i].has_origin && object_id_same(&lane->rings[i].id, id);
        if (found)
            *out = lane->rings[i].origin;
    }
    unlock(lane);
    return found;
}

uint64_t lane_bytes(const struct lane *lane)
{
    uint64_t sum = 0;
    lock(lane);
    for (size_t i = 0; i < lane->count; i++) {
        const struct ring *r = &lane->rings[i];
        sum += (r->copied < r->room ? r->copied : r->room) * r->stride;
    }
    unlock(lane);
    return sum;
}

/* --- life --- */

struct lane *lane_create(void)
{
    struct lane *l = calloc(1, sizeof *l);
    if (l)
        pthread_mutex_init(&l->lock, NULL);
    return l;
}

void lane_destroy(struct lane **l)
{
    struct lane *going = *l;
    *l = NULL;
    if (!going)
        return;
    for (size_t i = 0; i < going->count; i++)
        pages_free(&going->rings[i].memory);
    pthread_mutex_destroy(&going->lock);
    free(going);
}

/* All points that are shown, in a ring of just their number and the one that is not. */
static bool copy_ring(struct ring *to, const struct ring *from)
{
    uint64_t count = shown(from);
    *to = (struct ring){.id = from->id,
                        .origin = from->origin,
                        .has_origin = from->has_origin,
                        .ended = true,
                        .size = from->size,
                        .stride = from->stride,
                        .room = count + 1,
                        .copied = count};
    if (count && pages_reserve(&to->memory, to->room * to->stride))
        return false;
    for (uint64_t i = 0; i < count; i++)
        memcpy(point_at(to, i), point_at(from, from->copied - count + i), from->stride);
    return true;
}

const struct lane *lane_hold(const struct lane *lane)
{
    struct lane *held = lane ? lane_create() : NULL;
    bool whole = held != NULL;
    if (!held)
        return NULL;
    lock(lane);
    for (size_t i = 0; i < lane->count && whole; i++)
        if (lane->rings[i].copied) {
            whole = copy_ring(&held->rings[held->count], &lane->rings[i]);
            held->count += whole;
        }
    unlock(lane);
    if (!whole)
        lane_destroy(&held);
    return held;
}

void lane_release(const struct lane **held)
{
    struct lane *going = (struct lane *)*held;
    *held = NULL;
    lane_destroy(&going);
}

/* --- filling --- */

static bool is_among(const struct object_id *id, const struct object_id *ids, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (object_id_same(id, &ids[i]))
            return true;
    return false;
}

static bool has(const struct lane *l, const struct object_id *id)
{
    for (size_t i = 0; i < l->count; i++)
        if (object_id_same(&l->rings[i].id, id))
            return true;
    return false;
}

void lane_set(struct lane *l, const struct object_id *ids, size_t count)
{
    struct pages dropped[LANE_OBJECTS];
    size_t drops = 0, kept = 0;
    lock(l);
    for (size_t i = 0; i < l->count; i++)
        if (is_among(&l->rings[i].id, ids, count))
            l->rings[kept++] = l->rings[i];
        else
            dropped[drops++] = l->rings[i].memory;
    l->count = kept;
    for (size_t i = 0; i < count; i++)
        if (!has(l, &ids[i]))
            l->rings[l->count++] = (struct ring){.id = ids[i]};
    unlock(l);
    while (drops)
        pages_free(&dropped[--drops]);
}

/* Room for the points of an object, when at least two fit. */
static bool size_ring(struct ring *r, uint64_t size)
{
    uint64_t stride, bytes = round_up(size, 8);
    if (bytes < size || !checked_add(bytes, sizeof(struct point), &stride) ||
        stride > LANE_RING_BYTES / 3)
        return false;
    uint64_t fit = LANE_RING_BYTES / stride, room = fit < LANE_POINTS ? fit : LANE_POINTS;
    if (pages_reserve(&r->memory, room * stride))
        return false;
    r->size = size;
    r->stride = stride;
    r->room = room;
    return true;
}

static void open_ring(struct lane *l, struct ring *r, struct reader *reader)
{
    uint64_t size;
    struct lane_origin origin;
    int status = reader->ops->size(reader, &r->id, &size);
    bool known = status == MEMGLASS_OK && reader->ops->origin &&
                 reader->ops->origin(reader, &r->id, &origin) == MEMGLASS_OK;
    lock(l);
    r->has_origin = known;
    if (known)
        r->origin = origin;
    if (status == MEMGLASS_OK)
        r->ended = !size_ring(r, size);
    else
        r->ended = status == MEMGLASS_E_GONE;
    unlock(l);
}

static bool fill_ring(struct lane *l, struct ring *r, struct reader *reader)
{
    struct point *p = point_at(r, r->copied);
    p->time_ns = clock_monotonic_ns();
    int truth = reader->ops->read(reader, &r->id, p->bytes, r->size);
    if (truth < 0) {
        r->ended = truth == MEMGLASS_E_GONE;
        return false;
    }
    p->truth = (uint64_t)truth;
    lock(l);
    r->copied++;
    unlock(l);
    return true;
}

size_t lane_fill(struct lane *l, struct reader *reader)
{
    size_t filled = 0;
    for (size_t i = 0; i < l->count; i++) {
        struct ring *r = &l->rings[i];
        if (!r->ended && !r->memory.at)
            open_ring(l, r, reader);
        if (!r->ended && r->memory.at)
            filled += fill_ring(l, r, reader);
    }
    return filled;
}
