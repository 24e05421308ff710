/* The fast lane, as it is filled. Layer 4. */
#include "sample/lane_fill.h"

#include "base/checked.h"
#include "base/clock.h"
#include "sample/lane_rings.h"

#include <stdlib.h>
#include <string.h>

/* --- which objects --- */

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
    struct lane_ring dropped[LANE_OBJECTS];
    size_t drops = 0, kept = 0;
    lane_lock(l);
    for (size_t i = 0; i < l->count; i++)
        if (is_among(&l->rings[i].id, ids, count))
            l->rings[kept++] = l->rings[i];
        else
            dropped[drops++] = l->rings[i];
    l->count = kept;
    for (size_t i = 0; i < count; i++)
        if (!has(l, &ids[i]))
            l->rings[l->count++] = (struct lane_ring){.id = ids[i]};
    lane_unlock(l);
    while (drops)
        lane_ring_free(&dropped[--drops]);
}

/* --- room --- */

/* How many points of so many bytes fit; 0: not even two and the one that is not shown. */
static uint64_t points_of(uint64_t size, uint64_t *stride)
{
    uint64_t bytes = round_up(size, 8);
    if (bytes < size || !checked_add(bytes, sizeof(struct point), stride) ||
        *stride > LANE_RING_BYTES / 3)
        return 0;
    uint64_t fit = LANE_RING_BYTES / *stride;
    return fit < LANE_POINTS ? fit : LANE_POINTS;
}

/* Empty, and with room for points of so many bytes. */
static bool size_series(struct series *s, uint64_t size)
{
    uint64_t stride, room = points_of(size, &stride);
    pages_free(&s->memory);
    *s = (struct series){.size = size};
    if (!room || pages_reserve(&s->memory, room * stride))
        return false;
    s->stride = stride;
    s->room = room;
    return true;
}

static bool size_ring(struct lane_ring *r, uint64_t size, bool in_parts)
{
    uint64_t stride;
    r->size = size;
    if (!in_parts || points_of(size, &stride) >= LANE_WHOLE_POINTS)
        return size_series(&r->whole, size);
    r->parts = calloc(LANE_PARTS, sizeof *r->parts);
    return r->parts;
}

static void open_ring(struct lane *l, struct lane_ring *r, struct reader *reader)
{
    uint64_t size;
    struct lane_origin origin;
    int status = reader->ops->size(reader, &r->id, &size);
    bool known = status == MEMGLASS_OK && reader->ops->origin &&
                 reader->ops->origin(reader, &r->id, &origin) == MEMGLASS_OK;
    lane_lock(l);
    r->has_origin = known;
    if (known)
        r->origin = origin;
    if (status == MEMGLASS_OK)
        r->ended = !size_ring(r, size, reader->ops->read_leaf);
    else
        r->ended = status == MEMGLASS_E_GONE;
    lane_unlock(l);
}

/* --- copies --- */

/* What a read came to, and whether it is seen: not where it is of what is no longer asked for. */
static bool settle(struct lane *l, struct lane_ring *r, struct series *s, int truth,
                   const bool *outdated)
{
    lane_lock(l);
    bool seen = truth >= 0 && !(outdated && *outdated);
    if (seen)
        point_at(s, s->copied++)->truth = (uint64_t)truth;
    if (truth < 0)
        r->ended = truth == MEMGLASS_E_GONE;
    lane_unlock(l);
    return seen;
}

static bool fill_whole(struct lane *l, struct lane_ring *r, struct reader *reader)
{
    struct point *p = point_at(&r->whole, r->whole.copied);
    p->time_ns = clock_monotonic_ns();
    int truth = reader->ops->read(reader, &r->id, p->bytes, r->size);
    return settle(l, r, &r->whole, truth, NULL);
}

/* Takes over what was asked for since; false: nothing was, or there is no memory. */
static bool open_part(struct lane *l, struct part *part, struct observer_leaf *leaf)
{
    lane_lock(l);
    bool open = part->asked;
    if (open && part->fresh) {
        open = size_series(&part->points, observer_leaf_bytes(&part->leaf));
        part->fresh = false;
        part->asked = open ? part->asked : 0;
    }
    *leaf = part->leaf;
    lane_unlock(l);
    return open;
}

static bool fill_part(struct lane *l, struct lane_ring *r, struct part *part, struct reader *reader)
{
    struct observer_leaf leaf;
    if (!open_part(l, part, &leaf))
        return false;
    struct point *p = point_at(&part->points, part->points.copied);
    p->time_ns = clock_monotonic_ns();
    int truth = reader->ops->read_leaf(reader, &r->id, &leaf, r->size, p->bytes);
    return settle(l, r, &part->points, truth, &part->fresh);
}

static bool fill_ring(struct lane *l, struct lane_ring *r, struct reader *reader)
{
    bool filled = false;
    if (!r->parts)
        return fill_whole(l, r, reader);
    for (size_t k = 0; k < LANE_PARTS && !r->ended; k++)
        filled = fill_part(l, r, &r->parts[k], reader) || filled;
    return filled;
}

size_t lane_fill(struct lane *l, struct reader *reader)
{
    size_t filled = 0;
    for (size_t i = 0; i < l->count; i++) {
        struct lane_ring *r = &l->rings[i];
        if (!r->ended && !r->size)
            open_ring(l, r, reader);
        if (!r->ended && r->size)
            filled += fill_ring(l, r, reader);
    }
    return filled;
}
