/*
 * Keeping the catalog up with the session: by its events, or, when it missed some, by walking the
 * directory. Layer 2.
 *
 * An event says only where to look: the row is read anew, so what is applied is never older than
 * the event, and an event may be followed twice. Reading fills a batch and runs inside shm_guarded;
 * applying the batch touches no shared memory.
 */
#include "observer/follow.h"

#include "base/checked.h"
#include "format/words.h"
#include "observer/rows.h"

#include <memglass/guard.h>

#define BATCH   128u
#define OVERRUN 1 /* the events that were asked for are not there */
#define LOOKS   64
#define AHEAD   32 /* events */

struct event {
    uint32_t kind, index, generation;
};

/* What is to be applied: rows as they were read, and objects that an event says have ended. */
struct batch {
    memglass_observer *o;
    uint64_t next, end; /* events, or directory indexes */
    uint32_t count;
    bool damaged; /* an event named a row that is nowhere */
    struct row rows[BATCH];
    struct row_place places[BATCH]; /* of those that are read because of an event */
};

/* --- applying --- */

/* Objects of a type or region that was new when their row was read. */
static int catch_up(memglass_observer *o)
{
    if (o->behind)
        return o->behind;
    int status = attach_regions(&o->at, NULL);
    if (status >= 0)
        status = types_load(&o->types, &o->at.segments, attach_bytes(&o->at));
    o->behind = status < 0 ? status : MEMGLASS_OK;
    return o->behind;
}

/* The entry of a row, when its numbers hold together: prefix, payload and canary lie in a mapped
 * region. */
static bool make_entry(const memglass_observer *o, const struct row *row,
                       struct observer_entry *out)
{
    uint64_t size;
    if (row->type >= o->types.count || row->count == 0)
        return false;
    const memglass_type *type = &o->types.list[row->type]->type;
    if (!checked_mul(row->count, type->size, &size) ||
        size > UINT64_C(1) << FORMAT_PLACE_OFFSET_BITS ||
        format_place_offset(row->place) < sizeof(struct format_region) + sizeof(memglass_prefix) ||
        !format_at(&o->at.segments, row->place - sizeof(memglass_prefix), FORMAT_BLOCK_BYTES(size),
                   8))
        return false;
    *out = (struct observer_entry){.type = type,
                                   .place = row->place,
                                   .size = size,
                                   .created_ns = row->created_ns,
                                   .index = row->index,
                                   .generation = row->generation,
                                   .count = row->count,
                                   .label = row->label,
                                   .origin = row->origin};
    return true;
}

int follow_entry(memglass_observer *o, const struct row *row, struct observer_entry *out)
{
    if (make_entry(o, row, out))
        return MEMGLASS_OK;
    int status = catch_up(o);
    if (status)
        return status;
    return make_entry(o, row, out) ? MEMGLASS_OK : MEMGLASS_E_CORRUPT;
}

static int remove_entry(memglass_observer *o, uint32_t index)
{
    if (catalog_has(&o->catalog, index))
        label_index_remove(&o->labels, &o->catalog, index);
    int status = catalog_remove(&o->catalog, index);
    if (status)
        label_index_fini(&o->labels); /* it has lost an object that the catalog still has */
    return status;
}

static int add_entry(memglass_observer *o, const struct row *row)
{
    struct catalog_row *room = catalog_room(&o->catalog, row->index);
    if (!room)
        return MEMGLASS_E_NOMEM;
    int status = follow_entry(o, row, &room->entry);
    if (status)
        return status;
    room->label_hash = row->label_hash;
    catalog_add(&o->catalog, row->index);
    label_index_add(&o->labels, &o->catalog, row->index);
    return MEMGLASS_OK;
}

static int apply(memglass_observer *o, const struct row *row)
{
    bool same = catalog_knows(&o->catalog, row->index, row->generation);
    if (row->ended ? !same : same && row->live)
        return MEMGLASS_OK;
    int status = remove_entry(o, row->index);
    return status || !row->live ? status : add_entry(o, row);
}

/* A damaged row does not keep the others from being seen. */
static int apply_batch(const struct batch *b)
{
    int worst = MEMGLASS_OK;
    for (uint32_t i = 0; i < b->count; i++) {
        int status = apply(b->o, &b->rows[i]);
        if (status == MEMGLASS_E_NOMEM)
            return status;
        if (status)
            worst = status;
    }
    return worst;
}

/* --- events --- */

/* Copies event n; false when another one is there, or this one not yet. Relaxed: the acquire of the
 * head has seen what it tells of. */
static bool event_look(const struct format_event *shared, uint64_t n, struct event *out)
{
    uint64_t where = load_relaxed_64(&shared->where), what = load_relaxed_64(&shared->what);
    out->index = (uint32_t)where;
    out->kind = (uint32_t)(what >> 30) & 7u;
    out->generation = (uint32_t)what & FORMAT_GENERATION_MASK;
    return where == format_event_where(n, out->index) &&
           what >> 33 == format_event_what(n, 0, 0) >> 33;
}

/* A writer may have claimed the event and be just about to store it. One that is stopped there is
 * not waited for: the directory has what it would tell. */
static bool event_read(const struct format_event *shared, uint64_t n, struct event *out)
{
    for (int i = 0; i < LOOKS; i++)
        if (event_look(shared, n, out))
            return true;
    return false;
}

/* A row to be read when all events of the batch were: what one makes us touch is far from what the
 * one before did, and is asked for at once. */
static void note_row(struct batch *b, uint32_t index)
{
    const struct catalog *c = &b->o->catalog;
    struct row_place *place = &b->places[b->count];
    if (row_locate(&b->o->rows, &b->o->at.segments, index, place)) {
        b->damaged = true;
        return;
    }
    __builtin_prefetch(place->object);
    __builtin_prefetch(place->detail);
    if (index < c->limit) {
        __builtin_prefetch(&c->rows[index], 1);
        __builtin_prefetch(&c->generations[index], 1);
    }
    b->rows[b->count++].ended = false;
}

/*
 * Of an object that ended, its event tells all: that it did stays true whatever came after. What
 * came after in the same row has events of its own. So a row is read for an object that was
 * created, and for one that ended as another than we know.
 */
static void note_event(struct batch *b, const struct event *e)
{
    const struct catalog *c = &b->o->catalog;
    if (e->kind == FORMAT_EVENT_CREATED) {
        note_row(b, e->index);
    } else if ((e->kind == FORMAT_EVENT_DESTROYED || e->kind == FORMAT_EVENT_RECLAIMED) &&
               catalog_has(c, e->index)) {
        if (catalog_knows(c, e->index, e->generation))
            row_set_ended(&b->rows[b->count++], e->index, e->generation);
        else
            note_row(b, e->index);
    }
}

/* Each event makes us look whether there is an object, each somewhere else: the line is asked for
 * some events before. */
static void ask_ahead(const struct batch *b, const struct format_event *ring)
{
    uint64_t mask = b->o->at.ring_capacity - 1;
    uint32_t index = (uint32_t)load_relaxed_64(&ring[(b->next + AHEAD) & mask].where);
    if (index < b->o->catalog.limit)
        __builtin_prefetch(&b->o->catalog.generations[index], 1);
}

static int note_events(struct batch *b)
{
    const struct attachment *at = &b->o->at;
    const struct format_event *ring = format_at(&at->segments, at->ring_place,
                                                at->ring_capacity * sizeof(struct format_event), 8);
    struct event event;
    for (b->count = 0; b->next < b->end && b->count < BATCH; b->next++) {
        if (!ring || !event_read(&ring[b->next & (at->ring_capacity - 1)], b->next, &event))
            return OVERRUN;
        note_event(b, &event);
        ask_ahead(b, ring);
    }
    return MEMGLASS_OK;
}

static int read_events(void *ctx)
{
    struct batch *b = ctx;
    int status = note_events(b);
    for (uint32_t i = 0; status == MEMGLASS_OK && i < b->count; i++)
        if (!b->rows[i].ended)
            row_read(&b->places[i], &b->rows[i]);
    return status;
}

static int follow_events(memglass_observer *o, uint64_t head)
{
    struct batch batch = {.o = o, .next = o->next_event, .end = head};
    int worst = MEMGLASS_OK;
    while (batch.next < head) {
        int status = shm_guarded(read_events, &batch);
        if (status)
            return status;
        status = apply_batch(&batch);
        if (status == MEMGLASS_E_NOMEM)
            return status;
        worst = status ? status : worst;
        o->next_event = batch.next;
    }
    return batch.damaged ? MEMGLASS_E_CORRUPT : worst;
}

/* --- the whole directory --- */

static int read_rows(void *ctx)
{
    struct batch *b = ctx;
    int read = rows_read(&b->o->at.segments, (uint32_t)b->next, BATCH, b->rows);
    b->count = read > 0 ? (uint32_t)read : 0;
    b->next += b->count;
    return read;
}

/* Objects that the directory no longer counts: of a damaged session only. */
static int drop_from(memglass_observer *o, uint64_t index)
{
    int status = MEMGLASS_OK;
    for (uint64_t i = index; i < o->catalog.limit && status == MEMGLASS_OK; i++)
        status = remove_entry(o, (uint32_t)i);
    return status;
}

/* Reads rows to the end, or until the catalog has more than `enough` objects. */
static int scan(struct batch *b, uint32_t enough, int *worst)
{
    *worst = MEMGLASS_OK;
    while (b->o->catalog.live_count <= enough) {
        int status = shm_guarded(read_rows, b);
        if (status <= 0)
            return status;
        status = apply_batch(b);
        if (status == MEMGLASS_E_NOMEM)
            return status;
        *worst = status ? status : *worst;
    }
    return MEMGLASS_OK;
}

static int rescan(memglass_observer *o, uint64_t head)
{
    struct batch batch = {.o = o};
    int worst;
    o->rescan = true; /* until it has succeeded */
    int status = scan(&batch, UINT32_MAX, &worst);
    if (status == MEMGLASS_OK)
        status = drop_from(o, batch.next);
    if (status)
        return status;
    o->next_event = head;
    o->rescan = false;
    return worst;
}

int follow_glimpse(memglass_observer *o, uint32_t objects)
{
    struct batch batch = {.o = o};
    int worst;
    o->behind = MEMGLASS_OK;
    int status = scan(&batch, objects, &worst);
    return status ? status : worst;
}

/* --- refresh --- */

struct glance {
    const struct attachment *at;
    uint64_t head;
};

static int read_head(void *ctx)
{
    struct glance *g = ctx;
    /* What the caller copied before it asks now was copied before: who has a byte of a block that
     * was used again is told that its object is gone. Pairs with the fence in reuse_block. */
    fence_acquire();
    /* Pairs with the release by which each event is claimed. */
    g->head = load_acquire_64(&format_header_of(&g->at->segments)->ring_head);
    return MEMGLASS_OK;
}

static int follow(memglass_observer *o, uint64_t head)
{
    if (!o->rescan && head - o->next_event <= o->at.ring_capacity) {
        int status = follow_events(o, head);
        if (status != OVERRUN)
            return status;
    }
    return rescan(o, head);
}

int follow_refresh(memglass_observer *o)
{
    struct glance glance = {.at = &o->at};
    catalog_clear_removed(&o->catalog);
    int status = shm_guarded(read_head, &glance);
    if (status)
        return status;
    if (glance.head == o->next_event && !o->rescan)
        return 0;
    uint64_t serial = o->catalog.serial;
    uint32_t types = o->types.count, regions = o->at.segments.region_count;
    o->behind = MEMGLASS_OK;
    int caught_up = catch_up(o);
    status = follow(o, glance.head);
    if (MEMGLASS_WEAKENED(HEAD_LOAD) && read_head(&glance) == MEMGLASS_OK)
        o->next_event = glance.head;
    if (status == MEMGLASS_E_NOMEM || status == MEMGLASS_E_FAULT)
        o->rescan = true;
    /* What could not be mapped is why the rest looks damaged. */
    if (caught_up && (status == MEMGLASS_OK || status == MEMGLASS_E_CORRUPT))
        status = caught_up;
    if (types != o->types.count)
        o->catalog.serial++;
    if (status)
        return status;
    return serial != o->catalog.serial || regions != o->at.segments.region_count;
}
