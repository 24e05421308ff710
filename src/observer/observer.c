/* The public face of the side that looks, and what the sampler asks beyond it; reading is in
 * read.c. Layer 2. */
#include "observer/observer.h"

#include "base/error.h"
#include "observer/apply.h"
#include "observer/copy.h"
#include "observer/describe.h"
#include "observer/entry.h"
#include "observer/find.h"
#include "observer/follow.h"
#include "observer/info.h"
#include "observer/rows.h"

#include <stdlib.h>

/* --- attach --- */

static int check_ring(const struct attachment *at, memglass_error *err)
{
    uint64_t bytes = at->ring_capacity * sizeof(struct format_event);
    if (format_at(&at->segments, at->ring_place, bytes, 8))
        return MEMGLASS_OK;
    return error_set(err, MEMGLASS_E_CORRUPT, 0, "the event ring of session '%s' is nowhere",
                     at->name);
}

/* Regions, and the types that were registered before these were mapped. */
static int first_types(memglass_observer *o, memglass_error *err)
{
    int types = types_registered(&o->at.segments), status = types;
    if (types >= 0 && (status = attach_regions(&o->at, err)) < 0)
        return status;
    if (types >= 0)
        status = types_load(&o->types, &o->at.segments, (uint32_t)types, attach_bytes(&o->at));
    if (status < 0)
        return error_set(err, status, 0, "the types of session '%s' cannot be read: %s", o->at.name,
                         memglass_strerror(status));
    return MEMGLASS_OK;
}

/* Damage to single objects does not keep the others from being seen; what holds them all must be
 * sound. */
static int first_refresh(memglass_observer *o, memglass_error *err)
{
    int status = follow_refresh(o);
    if (status == MEMGLASS_E_CORRUPT) {
        o->owed = status;
        return MEMGLASS_OK;
    }
    if (status < 0)
        return error_set(err, status, 0, "the objects of session '%s' cannot be read: %s",
                         o->at.name, memglass_strerror(status));
    return MEMGLASS_OK;
}

static memglass_observer *open_observer(const char *session, const memglass_attach_options *options,
                                        bool bare, memglass_error *err)
{
    memglass_observer *o = calloc(1, sizeof *o);
    if (!o) {
        error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
        return NULL;
    }
    o->rescan = true;
    int status = attach_header(&o->at, session, options, err);
    if (status == MEMGLASS_OK)
        status = first_types(o, err);
    if (status == MEMGLASS_OK)
        status = check_ring(&o->at, err);
    if (status == MEMGLASS_OK && !bare)
        status = first_refresh(o, err);
    if (status == MEMGLASS_OK)
        return o;
    memglass_detach(o);
    return NULL;
}

memglass_observer *memglass_attach_with(const char *session, const memglass_attach_options *options,
                                        memglass_error *err)
{
    return open_observer(session, options, false, err);
}

memglass_observer *memglass_attach(const char *session, memglass_error *err)
{
    return memglass_attach_with(session, NULL, err);
}

memglass_observer *observer_attach_bare(const char *session, const memglass_attach_options *options,
                                        memglass_error *err)
{
    return open_observer(session, options, true, err);
}

int observer_glimpse(memglass_observer *o, uint32_t objects)
{
    return follow_glimpse(o, objects);
}

int observer_still_there(const memglass_observer *o, const struct observer_entry *entry)
{
    return describe_still_there(o, entry);
}

void memglass_detach(memglass_observer *o)
{
    if (!o)
        return;
    label_index_fini(&o->labels);
    catalog_fini(&o->catalog);
    types_fini(&o->types);
    written_close(&o->written);
    attach_close(&o->at);
    free(o);
}

int memglass_refresh(memglass_observer *o)
{
    if (!o)
        return MEMGLASS_E_INVALID;
    int owed = o->owed, status = follow_refresh(o);
    o->owed = MEMGLASS_OK;
    return status < 0 || !owed ? status : owed;
}

int memglass_session_info_get(memglass_observer *o, memglass_session_info *out)
{
    if (!o || !out)
        return MEMGLASS_E_INVALID;
    attach_regions(&o->at, NULL); /* tallies of threads may lie in one that is new */
    int status = info_read(&o->at, &o->pulse, out);
    bool lives =
        status || out->state == MEMGLASS_STATE_ALIVE || out->state == MEMGLASS_STATE_STALLED;
    /* A producer that was killed may have changed a row, and not lived to tell of it by an event.
     */
    if (!lives && !o->ended)
        o->ended = o->rescan = true;
    return status;
}

int observer_frame_sequence(const memglass_observer *o, uint64_t *out)
{
    return info_frame_sequence(&o->at, out);
}

/* --- the catalog --- */

size_t memglass_type_count(const memglass_observer *o)
{
    return o ? o->types.count : 0;
}

const memglass_type *memglass_type_at(const memglass_observer *o, size_t i)
{
    return o && i < o->types.count ? &o->types.list[i]->type : NULL;
}

size_t memglass_object_count(const memglass_observer *o)
{
    return o ? o->catalog.live_count : 0;
}

int memglass_object_at(memglass_observer *o, size_t i, memglass_object *out)
{
    if (!o || !out)
        return MEMGLASS_E_INVALID;
    if (i >= o->catalog.live_count)
        return MEMGLASS_E_NOTFOUND;
    struct observer_entry entry;
    if (!observer_entry_at(o, catalog_list(&o->catalog)[i], &entry))
        return MEMGLASS_E_NOTFOUND;
    return describe_object(o, &entry, out);
}

int memglass_find(memglass_observer *o, const char *label, memglass_object *out)
{
    return o && label && out ? find_label(o, label, out) : MEMGLASS_E_INVALID;
}

uint64_t observer_serial(const memglass_observer *o)
{
    return o->catalog.serial;
}

uint32_t observer_index_limit(const memglass_observer *o)
{
    return o->catalog.limit;
}

const uint32_t *observer_generations(const memglass_observer *o)
{
    return o->catalog.generations;
}

uint64_t observer_layout_hash(const memglass_type *type)
{
    return observer_type_of(type)->layout_hash;
}

const struct observer_removal *observer_removed(const memglass_observer *o, size_t *count)
{
    *count = o->catalog.removed_count;
    return o->catalog.removed;
}

int observer_label(memglass_observer *o, const struct observer_entry *entry,
                   char text[MEMGLASS_LABEL_MAX + 1])
{
    return describe_label(o, entry, text);
}

int observer_describe(memglass_observer *o, const struct observer_entry *entry,
                      memglass_object *out)
{
    return describe_object(o, entry, out);
}

/* --- one object by name --- */

struct look_up {
    memglass_observer *o;
    uint32_t index;
    struct row row;
};

static int look_up(void *ctx)
{
    struct look_up *l = ctx;
    return rows_look(&l->o->rows, &l->o->at.segments, l->index, &l->row);
}

uint64_t observer_instance(const memglass_observer *o)
{
    return o->at.instance;
}

int observer_look_up(memglass_observer *o, uint32_t index, uint32_t generation,
                     struct observer_entry *out)
{
    struct look_up l = {.o = o, .index = index};
    o->behind = MEMGLASS_OK;
    apply_catch_up(o); /* the row, its label and who made it may lie in what is new */
    int status = shm_guarded(look_up, &l);
    if (status)
        return status;
    if (!l.row.live || l.row.generation != generation)
        return MEMGLASS_E_GONE;
    return apply_entry(o, &l.row, out);
}

/* An object that is just being destroyed has another canary: it is gone, not damaged. */
static int check_entry(const memglass_observer *o, const struct observer_entry *entry)
{
    int status = copy_check(o, entry);
    int there = describe_still_there(o, entry);
    return there ? there : status;
}

int memglass_object_check(memglass_observer *o, const memglass_object *obj)
{
    if (!o || !obj)
        return MEMGLASS_E_INVALID;
    struct observer_entry entry;
    return entry_named(o, obj, &entry) ? check_entry(o, &entry) : MEMGLASS_E_GONE;
}

int memglass_check(memglass_observer *o, memglass_object_fn *fn, void *ctx)
{
    int damaged = 0;
    if (!o)
        return MEMGLASS_E_INVALID;
    const uint32_t *list = catalog_list(&o->catalog);
    for (uint32_t i = 0; i < o->catalog.live_count; i++) {
        struct observer_entry entry;
        memglass_object object;
        int status = observer_entry_at(o, list[i], &entry) ? check_entry(o, &entry) : MEMGLASS_OK;
        if (status == MEMGLASS_E_FAULT)
            return status;
        if (status != MEMGLASS_E_OVERRUN)
            continue;
        damaged++;
        if (fn && describe_object(o, &entry, &object) == MEMGLASS_OK && fn(&object, ctx))
            break;
    }
    return damaged;
}
