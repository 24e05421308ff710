/* The fast lane, as it is read. Layer 4. */
#include "sample/lane.h"

#include "base/checked.h"
#include "sample/cell.h"
#include "sample/lane_fill.h"
#include "sample/lane_rings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- looking --- */

static const struct lane_ring *find_ring(const struct lane *lane, const struct object_id *id)
{
    for (size_t i = 0; i < lane->count; i++)
        if (object_id_same(&lane->rings[i].id, id))
            return &lane->rings[i];
    return NULL;
}

/* The number behind the last point that is no later than that. */
static uint64_t end_until(const struct series *s, uint64_t until_ns)
{
    uint64_t low = s->copied - points_shown(s), high = s->copied;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (point_at(s, middle)->time_ns <= until_ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Raw values, in the place of what is made of them. */
static void put_cell(struct lane_point *p, uint64_t cell)
{
    memcpy(&p->value, &cell, sizeof cell);
}

static uint64_t cell_in(const struct lane_point *p)
{
    uint64_t cell;
    memcpy(&cell, &p->value, sizeof cell);
    return cell;
}

/* The newest first: those before are still raw then. */
static void make_rates(const memglass_field *field, uint64_t rate_ns, struct lane_point *p,
                       size_t count)
{
    for (size_t i = count, from = count; i-- > 0;) {
        from = from < i ? from : i;
        while (from > 0 && p[i].time_ns - p[from].time_ns < rate_ns)
            from--;
        uint64_t ns = p[i].time_ns - p[from].time_ns;
        p[i].value = ns && ns >= rate_ns / 2
                         ? cell_growth(field, cell_in(&p[from]), cell_in(&p[i])) * 1e9 / (double)ns
                         : (double)NAN;
    }
}

static size_t read_points(const struct series *s, const struct field_ref *leaf, uint64_t rate_ns,
                          uint64_t until_ns, struct lane_point *out, size_t n)
{
    uint64_t end = end_until(s, until_ns), there = end - (s->copied - points_shown(s));
    size_t count = n < there ? n : (size_t)there;
    for (size_t i = 0; i < count; i++) {
        const struct point *p = point_at(s, end - count + i);
        out[i].time_ns = p->time_ns;
        put_cell(&out[i], cell_load(leaf, p->bytes, s->size, (memglass_truth)p->truth));
    }
    if (rate_ns)
        make_rates(leaf->field, rate_ns, out, count);
    for (size_t i = 0; !rate_ns && i < count; i++)
        out[i].value = cell_number(leaf->field, cell_in(&out[i]));
    return count;
}

/* --- parts --- */

/* The words that tell the value. */
static struct observer_leaf leaf_of(const struct field_ref *ref, uint64_t object_size)
{
    uint64_t value = ref->bit_offset / 8, end = round_up(value + field_ref_bytes(ref), 8);
    return (struct observer_leaf){.value = value & ~UINT64_C(7),
                                  .end = end < object_size ? end : object_size,
                                  .guard = ref->guard_offset};
}

static bool same_leaf(const struct observer_leaf *a, const struct observer_leaf *b)
{
    return a->end == b->end && a->value == b->value && a->guard == b->guard;
}

/* Puts down what is asked for in the place of what was not for longest. */
static void ask_for(struct lane *lane, struct part *parts, const struct observer_leaf *leaf)
{
    struct part *oldest = &parts[0];
    for (size_t i = 1; i < LANE_PARTS; i++)
        if (parts[i].asked < oldest->asked)
            oldest = &parts[i];
    oldest->leaf = *leaf;
    oldest->asked = ++lane->asked;
    oldest->fresh = true;
}

/* NULL: there is nothing of it yet. */
static const struct series *find_part(struct lane *lane, const struct lane_ring *r,
                                      const struct observer_leaf *leaf)
{
    for (size_t i = 0; i < LANE_PARTS; i++) {
        struct part *part = &r->parts[i];
        if (!part->asked || !same_leaf(&part->leaf, leaf))
            continue;
        part->asked = ++lane->asked;
        return part->fresh ? NULL : &part->points;
    }
    if (!r->ended && leaf->end <= r->size && observer_leaf_bytes(leaf) <= LANE_PART_BYTES)
        ask_for(lane, r->parts, leaf);
    return NULL;
}

static size_t read_part(struct lane *lane, const struct lane_ring *r, const struct field_ref *ref,
                        uint64_t rate_ns, uint64_t until_ns, struct lane_point *out, size_t n)
{
    struct observer_leaf leaf = leaf_of(ref, r->size);
    const struct series *points = find_part(lane, r, &leaf);
    struct field_ref moved = *ref;
    if (!points)
        return 0;
    moved.bit_offset -= 8 * leaf.value;
    if (moved.guard_offset != FIELD_NO_GUARD)
        moved.guard_offset = observer_leaf_guard(&leaf);
    return read_points(points, &moved, rate_ns, until_ns, out, n);
}

/* --- both --- */

size_t lane_read(const struct lane *lane, const struct object_id *id, const struct field_ref *leaf,
                 uint64_t rate_ns, uint64_t until_ns, struct lane_point *out, size_t n)
{
    if (!lane || !field_is_numeric(leaf))
        return 0;
    lane_lock(lane);
    const struct lane_ring *r = find_ring(lane, id);
    size_t count = !r         ? 0
                   : r->parts ? read_part((struct lane *)lane, r, leaf, rate_ns, until_ns, out, n)
                              : read_points(&r->whole, leaf, rate_ns, until_ns, out, n);
    lane_unlock(lane);
    return count;
}

bool lane_origin(const struct lane *lane, const struct object_id *id, struct lane_origin *out)
{
    if (!lane)
        return false;
    lane_lock(lane);
    const struct lane_ring *r = find_ring(lane, id);
    bool found = r && r->has_origin;
    if (found)
        *out = r->origin;
    lane_unlock(lane);
    return found;
}

static uint64_t series_bytes(const struct series *s)
{
    return (s->copied < s->room ? s->copied : s->room) * s->stride;
}

uint64_t lane_bytes(const struct lane *lane)
{
    uint64_t sum = 0;
    lane_lock(lane);
    for (size_t i = 0; i < lane->count; i++) {
        const struct lane_ring *r = &lane->rings[i];
        sum += series_bytes(&r->whole);
        for (size_t k = 0; r->parts && k < LANE_PARTS; k++)
            sum += series_bytes(&r->parts[k].points);
    }
    lane_unlock(lane);
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

void lane_ring_free(struct lane_ring *r)
{
    pages_free(&r->whole.memory);
    for (size_t k = 0; r->parts && k < LANE_PARTS; k++)
        pages_free(&r->parts[k].points.memory);
    free(r->parts);
}

void lane_destroy(struct lane **l)
{
    struct lane *going = *l;
    *l = NULL;
    if (!going)
        return;
    for (size_t i = 0; i < going->count; i++)
        lane_ring_free(&going->rings[i]);
    pthread_mutex_destroy(&going->lock);
    free(going);
}

/* All points that are shown, in a series of just their number and the one that is not. */
static bool copy_series(struct series *to, const struct series *from)
{
    uint64_t count = points_shown(from);
    *to = (struct series){
        .size = from->size, .stride = from->stride, .room = count + 1, .copied = count};
    if (count && pages_reserve(&to->memory, to->room * to->stride))
        return false;
    for (uint64_t i = 0; i < count; i++)
        memcpy(point_at(to, i), point_at(from, from->copied - count + i), from->stride);
    return true;
}

static bool copy_parts(struct lane_ring *to, const struct lane_ring *from)
{
    bool whole = (to->parts = calloc(LANE_PARTS, sizeof *to->parts)) != NULL;
    for (size_t k = 0; whole && k < LANE_PARTS; k++) {
        const struct part *part = &from->parts[k];
        if (!part->asked || part->fresh)
            continue;
        to->parts[k] = (struct part){.leaf = part->leaf, .asked = part->asked};
        whole = copy_series(&to->parts[k].points, &part->points);
    }
    return whole;
}

static bool copy_ring(struct lane_ring *to, const struct lane_ring *from)
{
    *to = (struct lane_ring){.id = from->id,
                             .origin = from->origin,
                             .has_origin = from->has_origin,
                             .ended = true,
                             .size = from->size};
    return copy_series(&to->whole, &from->whole) && (!from->parts || copy_parts(to, from));
}

const struct lane *lane_hold(const struct lane *lane)
{
    struct lane *held = lane ? lane_create() : NULL;
    bool whole = held != NULL;
    if (!held)
        return NULL;
    lane_lock(lane);
    for (size_t i = 0; i < lane->count && whole; i++)
        whole = copy_ring(&held->rings[held->count++], &lane->rings[i]);
    lane_unlock(lane);
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
