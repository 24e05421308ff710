/*
 * Keeping the catalog up with the session: by its events, or, when it missed some, by walking the
 * directory. Layer 2.
 *
 * Reading rows fills a batch and runs inside shm_guarded; applying the batch touches no shared
 * memory.
 */
#include "observer/follow.h"

#include "format/words.h"
#include "observer/apply.h"
#include "observer/events.h"

#include <memglass/guard.h>

#define BATCH 128u

struct batch {
    memglass_observer *o;
    uint32_t next, end; /* indexes in the directory */
    uint32_t count;
    struct alike alike;
    struct row rows[BATCH];
};

/* --- the whole directory --- */

/* A damaged row does not keep the others from being seen. */
static int apply_batch(struct batch *b)
{
    int worst = MEMGLASS_OK;
    for (uint32_t i = 0; i < b->count; i++) {
        int status = apply_row(b->o, &b->rows[i], &b->alike);
        if (status == MEMGLASS_E_NOMEM)
            return status;
        if (status)
            worst = status;
    }
    return worst;
}

static int count_rows(void *ctx)
{
    struct batch *b = ctx;
    uint64_t count = format_table_count(&b->o->at.segments, FORMAT_TABLE_objects);
    b->end = count < FORMAT_NONE ? (uint32_t)count : FORMAT_NONE;
    return MEMGLASS_OK;
}

static int read_rows(void *ctx)
{
    struct batch *b = ctx;
    uint32_t left = b->end - b->next, want = left < BATCH ? left : BATCH;
    int read = want ? rows_read(&b->o->at.segments, b->next, want, b->rows) : 0;
    b->count = read > 0 ? (uint32_t)read : 0;
    b->next += b->count;
    return read;
}

/* Objects that the directory no longer counts: of a damaged session only. */
static int drop_from(memglass_observer *o, uint32_t index)
{
    struct catalog *c = &o->catalog;
    for (uint32_t i = index; i < c->limit; i++) {
        if (!catalog_has(c, i))
            continue;
        if (!catalog_reserve(c, 1))
            return MEMGLASS_E_NOMEM;
        apply_end(o, i, c->generations[i]);
    }
    return MEMGLASS_OK;
}

/*
 * Reads rows to the end, or until the catalog has more than `enough` objects. The rows that there
 * are now, which lie in regions that are mapped then: of those that come later, events tell.
 */
static int scan(struct batch *b, uint32_t enough, int *worst)
{
    int status = shm_guarded(count_rows, b);
    if (status)
        return status;
    apply_catch_up(b->o); /* why it cannot be is said behind all */
    *worst = MEMGLASS_OK;
    while (b->o->catalog.live_count <= enough) {
        status = shm_guarded(read_rows, b);
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
    struct batch batch = {.o = o, .alike = ALIKE_NONE};
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
    struct batch batch = {.o = o, .alike = ALIKE_NONE};
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
        int status = events_follow(o, head);
        if (status != EVENTS_MISSED)
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
    apply_catch_up(o);
    status = follow(o, glance.head);
    if (MEMGLASS_WEAKENED(HEAD_LOAD) && read_head(&glance) == MEMGLASS_OK)
        o->next_event = glance.head;
    /* Labels of rows that were read may lie in regions that are newer than the events were. What
     * could not be mapped is why the rest looks damaged. */
    int caught_up = apply_catch_up(o);
    if (caught_up && (status == MEMGLASS_OK || status == MEMGLASS_E_CORRUPT))
        status = caught_up;
    /* What the system refused may be had at the next refresh; what is damaged stays as it is. */
    if (status == MEMGLASS_E_NOMEM || status == MEMGLASS_E_FAULT || status == MEMGLASS_E_SYSTEM)
        o->rescan = true;
    if (types != o->types.count)
        o->catalog.serial++;
    if (status)
        return status;
    return serial != o->catalog.serial || regions != o->at.segments.region_count;
}
