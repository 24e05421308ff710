/* The model as JSON, for other tools. Layer: gen. */
#include "emit.h"
#include "paths.h"

#include <jansson.h>

/* Keeps `value` under key; without memory for it the run ends. */
static void put(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0)
        die_out_of_memory();
}

static void put_text(json_t *object, const char *key, const char *text)
{
    if (*text)
        put(object, key, json_string(text));
}

static void put_count(json_t *object, const char *key, uint64_t value)
{
    put(object, key, json_integer((json_int_t)value));
}

static json_t *names_json(const memglass_field *field)
{
    json_t *names = json_object();
    for (uint32_t i = 0; i < field->enumerator_count; i++)
        put(names, field->enumerators[i].name, json_integer(field->enumerators[i].value));
    return names;
}

static void put_flags(json_t *object, uint32_t flags)
{
    static const struct {
        uint32_t bit;
        const char *key;
    } keys[] = {
        {MEMGLASS_FIELD_COUNTER, "counter"},
        {MEMGLASS_FIELD_GAUGE, "gauge"},
        {MEMGLASS_FIELD_HIDDEN, "hidden"},
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (flags & keys[i].bit)
            put(object, keys[i].key, json_true());
}

static json_t *annotations_json(const memglass_field *field)
{
    json_t *object = json_object();
    put_flags(object, field->flags);
    put_text(object, "unit", field->unit);
    put_text(object, "format", field->format);
    put_text(object, "desc", field->desc);
    if (field->flags & MEMGLASS_FIELD_RANGE)
        put(object, "range", json_pack("[f, f]", field->range_min, field->range_max));
    if (field->enumerator_count)
        put(object, field->flags & MEMGLASS_FIELD_BITS ? "flags" : "enum", names_json(field));
    return object;
}

static json_t *dims_json(const memglass_field *field)
{
    json_t *dims = json_array();
    for (uint32_t i = 0; i < field->rank; i++)
        if (json_array_append_new(dims, json_integer((json_int_t)field->dims[i])) != 0)
            die_out_of_memory();
    return dims;
}

static json_t *field_json(const struct model_field *field)
{
    json_t *object = json_object();
    put(object, "name", json_string(field->d.name));
    put_count(object, "bit_offset", field->d.bit_offset);
    put_count(object, "bit_size", field->d.bit_size);
    put(object, "kind", json_string(memglass_kind_name(field->d.kind)));
    put(object, "type", json_string(field->type ? field->type->d.name : field->d.type_name));
    put(object, "dims", dims_json(&field->d));
    put(object, "annotations", annotations_json(&field->d));
    return object;
}

static json_t *type_json(const struct model_type *type, const char *file)
{
    json_t *object = json_object(), *fields = json_array();
    put(object, "name", json_string(type->d.name));
    put(object, "spelling", json_string(type->d.spelling));
    put_count(object, "size", type->d.size);
    put_count(object, "align", type->d.align);
    put(object, "file", json_string(file));
    put_count(object, "line", type->d.line);
    for (uint32_t i = 0; i < type->d.field_count; i++)
        if (json_array_append_new(fields, field_json(&type->fields[i])) != 0)
            die_out_of_memory();
    put(object, "fields", fields);
    return object;
}

void emit_json(const struct model *model, const struct emit_target *target, FILE *out)
{
    json_t *root = json_object(), *types = json_array();
    put(root, "version", json_integer(1));
    for (size_t i = 0; i < model->type_count; i++) {
        const struct model_type *type = model->types[i];
        const char *file = path_shown(model->pool, target->output, type->d.file);
        if (json_array_append_new(types, type_json(type, file)) != 0)
            die_out_of_memory();
    }
    put(root, "types", types);
    if (json_dumpf(root, out, JSON_INDENT(2)) != 0)
        die_out_of_memory();
    fputc('\n', out);
    json_decref(root);
}
