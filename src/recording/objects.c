/* The public face of recordings that are read: what there is at an instant. Layer 6. */
#include "recording/parts.h"

#include "field/field.h"

#include <string.h>

/* --- types and objects -------------------------------------------------------------------------
 */

size_t memglass_recording_type_count(const memglass_recording *r)
{
    return r ? record_reader_types(r->reader) : 0;
}

const memglass_type *memglass_recording_type_at(const memglass_recording *r, size_t i)
{
    return i < memglass_recording_type_count(r) ? record_reader_type_at(r->reader, i) : NULL;
}

size_t memglass_recording_object_count(const memglass_recording *r)
{
    return r ? record_reader_objects(r->reader) : 0;
}

void recording_name(const char *label, memglass_object *out)
{
    struct strbuf text;
    strbuf_init(&text, out->label, sizeof out->label);
    strbuf_text(&text, label);
    strbuf_finish(&text);
}

static void describe(const struct record_object *from, memglass_object *out)
{
    *out = (memglass_object){.type = from->type,
                             .count = from->count,
                             .size = from->size,
                             .created_ns = from->created_ns,
                             .index = from->index,
                             .generation = from->generation};
    recording_name(from->label, out);
}

int memglass_recording_object_at(const memglass_recording *r, size_t i, memglass_object *out)
{
    struct record_object found;
    if (!r || !out)
        return MEMGLASS_E_INVALID;
    if (!record_reader_object_at(r->reader, i, &found))
        return MEMGLASS_E_NOTFOUND;
    describe(&found, out);
    return MEMGLASS_OK;
}

int memglass_recording_find(const memglass_recording *r, const char *label, memglass_object *out)
{
    struct record_object object, found = {.label = NULL};
    if (!r || !label || !out)
        return MEMGLASS_E_INVALID;
    for (size_t i = 0; record_reader_object_at(r->reader, i, &object); i++)
        if (strcmp(object.label, label) == 0 &&
            (!found.label || object.created_ns < found.created_ns))
            found = object;
    if (!found.label)
        return MEMGLASS_E_NOTFOUND;
    describe(&found, out);
    return MEMGLASS_OK;
}

/* --- values ------------------------------------------------------------------------------------
 */

/* Nothing of the caller's object but its name is believed. Another session's objects may have the
 * same numbers, but never the same type. */
static int find_object(const memglass_recording *r, const memglass_object *obj,
                       struct record_object *out)
{
    if (!r || !obj)
        return MEMGLASS_E_INVALID;
    return record_reader_object(r->reader, obj->index, obj->generation, out) &&
                   out->type == obj->type
               ? MEMGLASS_OK
               : MEMGLASS_E_GONE;
}

int memglass_recording_read(const memglass_recording *r, const memglass_object *obj, void *buf,
                            size_t size)
{
    struct record_object found;
    int status = find_object(r, obj, &found);
    if (status)
        return status;
    if (!buf || size < found.size)
        return MEMGLASS_E_SIZE;
    memcpy(buf, found.bytes, found.size);
    return found.truth;
}

int memglass_recording_read_field(const memglass_recording *r, const memglass_object *obj,
                                  const char *path, memglass_value *out)
{
    struct record_object found;
    struct field_ref whole, ref;
    memglass_error why;
    if (!out)
        return MEMGLASS_E_INVALID;
    int status = find_object(r, obj, &found);
    if (status)
        return status;
    whole = field_whole(found.type, found.count);
    status = field_resolve(&whole, path ? path : "", &ref, &why);
    if (status) {
        struct strbuf text;
        strbuf_init(&text, out->text, sizeof out->text);
        strbuf_text(&text, why.message);
        return status;
    }
    field_value(&ref, found.bytes, found.size, (memglass_truth)found.truth, out);
    return MEMGLASS_OK;
}

int memglass_recording_changes(const memglass_recording *r, const memglass_object *obj)
{
    struct record_object found;
    int status = find_object(r, obj, &found);
    if (status)
        return status;
    return found.changes < INT32_MAX ? (int)found.changes : INT32_MAX;
}
