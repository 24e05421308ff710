/*
 * Fuzzing the header, the tables and the descriptions of types: each record of the input replaces
 * bytes that an observer is sure to read, before it attaches or between two refreshes. Everything
 * that is said of types and objects is asked for. Tests only.
 */
#include "image.h"

#include "field/field.h"

#include <memglass/observer.h>

#define RECORDS_MAX 48
#define OBJECTS_MAX 24

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk(const struct field_ref *ref, unsigned depth)
{
    uint64_t count = field_child_count(ref);
    for (uint64_t i = 0; depth < 4 && i < count && i < 8; i++) {
        struct field_ref child = field_child(ref, i);
        walk(&child, depth + 1);
    }
}

static void look(memglass_observer *o)
{
    unsigned char bytes[4096];
    memglass_object object;
    memglass_value value;
    for (size_t i = 0; i < memglass_type_count(o); i++) {
        struct field_ref whole = field_whole(memglass_type_at(o, i), 3);
        walk(&whole, 0);
    }
    for (size_t i = 0; i < memglass_object_count(o) && i < OBJECTS_MAX; i++) {
        if (memglass_object_at(o, i, &object) != MEMGLASS_OK)
            continue;
        memglass_read(o, &object, bytes, sizeof bytes);
        memglass_read_field(o, &object, "", &value);
        for (uint32_t f = 0; f < object.type->field_count && f < 8; f++)
            memglass_read_field(o, &object, object.type->fields[f].name, &value);
    }
    memglass_find(o, "object 3", &object);
    memglass_find(o, "sample#4", &object);
}

static void apply(const uint8_t *data, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        struct image_record r = image_record(data, i);
        /* Tables and header: the ring and the blocks have harnesses of their own. */
        image_scribble(r.area % (FORMAT_TABLE_COUNT + 1), r.at, r.action, r.value);
    }
}

/* The first byte says how many records come before the attach, and at which stage. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    const char *session = image_session();
    size_t records = (size - 1) / IMAGE_RECORD;
    records = records < RECORDS_MAX ? records : RECORDS_MAX;
    size_t before = records ? data[0] / 8 % (records + 1) : 0;
    image_stage(data[0] % 3);
    apply(data + 1, 0, before);
    memglass_observer *o = memglass_attach(session, NULL);
    if (!o)
        return 0;
    look(o);
    image_stage(data[0] % 3 + 3);
    apply(data + 1, before, records);
    image_announce();
    memglass_refresh(o);
    look(o);
    memglass_detach(o);
    return 0;
}
