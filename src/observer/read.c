/* Reading objects and fields. Layer 2. */
#include "base/checked.h"
#include "observer/copy.h"
#include "observer/describe.h"
#include "observer/entry.h"

#include <stdlib.h>

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
    if (!entry_named(o, obj, &entry))
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
    if (!entry_named(o, obj, &entry))
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
