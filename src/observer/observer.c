/* The public face of the side that looks, and what the sampler asks beyond it. Layer 2. */
#include "observer/observer.h"

#include "base/checked.h"
#include "base/error.h"
#include "observer/apply.h"
#include "observer/copy.h"
#include "observer/describe.h"
#include "observer/find.h"
#include "observer/follow.h"
#include "observer/info.h"
#include "observer/rows.h"

#include <stdlib.h>
#include <string.h>

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

/* --- reading --- */

/* The catalog's own entry: nothing of the caller's object but its name is believed. */
static bool entry_of(const memglass_observer *o, const memglass_object *obj,
                     struct observer_entry *out)
{
    return observer_entry_at(o, obj->index, out) && out->generation == obj->generation;
}

static int copy_part(const memglass_observer *o, const struct observer_entry *entry,
                     const struct copy_window *part, void *to)
{
    struct copy_window window = *part;
    window.place = entry->place;
    window.word = entry->count == 1 && observer_type_of(entry->type)->word;
    int truth = copy_window(o, &window, to);
    if (truth < 0)
        return truth;
    int status = describe_still_there(o, entry);
    return status ? status : truth;
}

int memglass_read(memglass_observer *o, const memglass_object *obj, void *buf, size_t size)
{
    if (!o || !obj)
        return MEMGLASS_E_INVALID;
    struct observer_entry entry;
    if (!entry_of(o, obj, &entry))
        return MEMGLASS_E_GONE;
    if (!buf || size < entry.size)
        return MEMGLASS_E_SIZE;
    return observer_copy(o, &entry, buf);
}

int observer_copy(memglass_observer *o, const struct observer_entry *entry, void *to)
{
    struct field_ref whole = field_whole(entry->type, entry->count);
    return copy_part(o, entry, &(struct copy_window){.end = entry->size, .ref = &whole}, to);
}

int observer_copy_leaf(memglass_observer *o, const struct observer_entry *entry,
                       const struct observer_leaf *leaf, void *to)
{
    const memglass_field words = {.kind = MEMGLASS_KIND_UINT,
                                  .bit_size = 8 * (leaf->end - leaf->value)};
    const struct field_ref ref = {
        .field = &words, .bit_offset = 8 * leaf->value, .guard_offset = leaf->guard};
    bool guarded = leaf->guard != FIELD_NO_GUARD;
    if (leaf->end > entry->size ||
        (guarded && !checked_range(leaf->guard, sizeof(memglass_guard), entry->size)))
        return MEMGLASS_E_CORRUPT;
    const struct copy_window window = {
        .first = leaf->value,
        .end = leaf->end,
        .ref = &ref,
        .guard_to = guarded ? (unsigned char *)to + observer_leaf_guard(leaf) : NULL};
    return copy_part(o, entry, &window, to);
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
    return entry_of(o, obj, &entry) ? check_entry(o, &entry) : MEMGLASS_E_GONE;
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

/* --- one field --- */

/* The bytes of an object that tell a field's value: its own, and the guards that say whether they
 * are whole. */
struct part {
    uint64_t first, end;
};

static void include(struct part *part, uint64_t offset, uint64_t size)
{
    if (offset < part->first)
        part->first = offset;
    if (offset + size > part->end)
        part->end = offset + size;
}

static struct part part_of(const struct field_ref *ref)
{
    const memglass_field *field = ref->field;
    uint64_t value = ref->bit_offset / 8, bytes = field_ref_bytes(ref);
    struct part part = {.first = value, .end = value + bytes};
    if (ref->guard_offset != FIELD_NO_GUARD)
        include(&part, ref->guard_offset, sizeof(memglass_guard));
    if (field && field->flags & MEMGLASS_FIELD_GUARDED && field_guard_stride(field) && bytes) {
        /* an array of guarded values: from the first one's guard to the last one's */
        uint64_t guard = value - field->bit_offset / 8 + field->guard_offset;
        include(&part, guard, sizeof(memglass_guard));
        include(&part, guard + bytes - field_element_bytes(field), sizeof(memglass_guard));
    }
    part.first &= ~UINT64_C(7);
    return part;
}

/* Copies the part only, in the object's own section: an array object may be large. */
static int read_part(const memglass_observer *o, const struct observer_entry *entry,
                     const struct field_ref *ref, memglass_value *out)
{
    unsigned char small[4096], *bytes = small;
    struct part part = part_of(ref);
    uint64_t size = part.end - part.first;
    if (part.end > entry->size)
        return MEMGLASS_E_CORRUPT;
    if (size > sizeof small && !(bytes = malloc(size)))
        return MEMGLASS_E_NOMEM;
    const struct copy_window window = {.first = part.first, .end = part.end, .ref = ref};
    int truth = copy_part(o, entry, &window, bytes);
    if (truth >= 0) {
        struct field_ref moved = *ref;
        moved.bit_offset -= part.first * 8;
        if (moved.guard_offset != FIELD_NO_GUARD)
            moved.guard_offset -= part.first;
        field_value(&moved, bytes, size, (memglass_truth)truth, out);
    }
    if (bytes != small)
        free(bytes);
    return truth < 0 ? truth : MEMGLASS_OK;
}

int memglass_read_field(memglass_observer *o, const memglass_object *obj, const char *path,
                        memglass_value *out)
{
    struct field_ref whole, ref;
    memglass_error error;
    if (!o || !obj || !out)
        return MEMGLASS_E_INVALID;
    struct observer_entry entry;
    if (!entry_of(o, obj, &entry))
        return MEMGLASS_E_GONE;
    whole = field_whole(entry.type, entry.count);
    int status = field_resolve(&whole, path ? path : "", &ref, &error);
    if (status) {
        struct strbuf text;
        strbuf_init(&text, out->text, sizeof out->text);
        strbuf_text(&text, error.message);
        return status;
    }
    return read_part(o, &entry, &ref, out);
}
