/* Types of a session, written into its tables once each. Layer 2. */
#include "producer/registry.h"

#include "base/error.h"
#include "format/words.h"
#include "producer/strings.h"
#include "producer/validate.h"

#include <stdlib.h>
#include <string.h>

int registry_init(struct registry *r, struct store *store, memglass_error *err)
{
    *r = (struct registry){.store = store};
    uint64_t first;
    int code = table_append(store, FORMAT_TABLE_strings, 1, &first, err); /* index 0 is "" */
    if (code)
        return code;
    table_publish(store, FORMAT_TABLE_strings);
    return origins_init(&r->origins, store, err);
}

void registry_fini(struct registry *r)
{
    free(r->strings);
    origins_fini(&r->origins);
    ptrmap_fini(&r->types);
    ptrmap_fini(&r->sites);
    *r = (struct registry){0};
}

static struct format_type *type_at(const struct registry *r, uint64_t index)
{
    return table_entry(r->store, FORMAT_TABLE_types, index);
}

static const char *name_at(const struct registry *r, uint64_t index)
{
    return table_entry(r->store, FORMAT_TABLE_strings, type_at(r, index)->name);
}

static bool find_by_name(const struct registry *r, const char *name, uint32_t *index)
{
    for (uint64_t i = 0; i < r->store->used[FORMAT_TABLE_types]; i++)
        if (strcmp(name_at(r, i), name) == 0) {
            *index = (uint32_t)i;
            return true;
        }
    return false;
}

static int write_dims(struct registry *r, const memglass_field *f, struct format_field *out,
                      memglass_error *err)
{
    for (uint32_t i = 0; i < f->rank; i++) {
        uint64_t index;
        int code = table_append(r->store, FORMAT_TABLE_dims, 1, &index, err);
        if (code)
            return code;
        store_bytes(table_entry(r->store, FORMAT_TABLE_dims, index), &f->dims[i], sizeof *f->dims);
        if (i == 0)
            out->first_dim = (uint32_t)index;
    }
    return MEMGLASS_OK;
}

static int write_enumerators(struct registry *r, const memglass_field *f, struct format_field *out,
                             memglass_error *err)
{
    for (uint32_t i = 0; i < f->enumerator_count; i++) {
        uint64_t index;
        struct format_enumerator e = {.value = f->enumerators[i].value};
        int code = string_intern(r, f->enumerators[i].name, &e.name, err);
        if (code || (code = table_append(r->store, FORMAT_TABLE_enumerators, 1, &index, err)))
            return code;
        store_bytes(table_entry(r->store, FORMAT_TABLE_enumerators, index), &e, sizeof e);
        if (i == 0)
            out->first_enumerator = (uint32_t)index;
    }
    return MEMGLASS_OK;
}

static int describe_field(struct registry *r, const memglass_field *f, struct format_field *out,
                          memglass_error *err)
{
    *out = (struct format_field){
        .type = FORMAT_NONE,
        .enumerator_count = f->enumerator_count,
        .rank = f->rank,
        .kind = f->kind,
        .flags = f->flags,
        .range_min = f->range_min,
        .range_max = f->range_max,
        .bit_offset = f->bit_offset,
        .bit_size = f->bit_size,
        .stride_bytes = f->stride_bytes,
        .guard_offset = f->guard_offset,
    };
    const struct {
        const char *text;
        uint32_t *index;
    } strings[] = {{f->name, &out->name},
                   {f->type_name, &out->type_name},
                   {f->unit, &out->unit},
                   {f->format, &out->format},
                   {f->desc, &out->desc}};
    int code = f->type ? registry_type(r, f->type, &out->type, err) : MEMGLASS_OK;
    for (size_t i = 0; code == MEMGLASS_OK && i < sizeof strings / sizeof *strings; i++)
        code = string_intern(r, strings[i].text, strings[i].index, err);
    if (code == MEMGLASS_OK)
        code = write_dims(r, f, out, err);
    return code ? code : write_enumerators(r, f, out, err);
}

/* Nested types are written while a field is described, so the fields of one type are gathered
 * before any is placed. */
static int write_fields(struct registry *r, const memglass_type *type, struct format_type *out,
                        memglass_error *err)
{
    struct format_field *fields = calloc(type->field_count + 1u, sizeof *fields);
    if (!fields)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory for type '%.64s'", type->name);
    int code = MEMGLASS_OK;
    for (uint32_t i = 0; code == MEMGLASS_OK && i < type->field_count; i++)
        code = describe_field(r, &type->fields[i], &fields[i], err);
    for (uint32_t i = 0; code == MEMGLASS_OK && i < type->field_count; i++) {
        uint64_t index;
        code = table_append(r->store, FORMAT_TABLE_fields, 1, &index, err);
        if (code)
            break;
        store_bytes(table_entry(r->store, FORMAT_TABLE_fields, index), &fields[i], sizeof *fields);
        if (i == 0)
            out->first_field = (uint32_t)index;
    }
    free(fields);
    return code;
}

/* Entries of a type that could not be completed. */
static void give_back(struct registry *r, const uint64_t used[FORMAT_TABLE_COUNT])
{
    static const enum format_table_id tables[] = {FORMAT_TABLE_types, FORMAT_TABLE_fields,
                                                  FORMAT_TABLE_enumerators, FORMAT_TABLE_dims};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        table_give_back(r->store, tables[i], used[tables[i]]);
}

static int write_type(struct registry *r, const memglass_type *type, uint64_t layout_hash,
                      uint32_t *index, memglass_error *err)
{
    struct format_type written = {
        .line = type->line,
        .field_count = type->field_count,
        .is_union = type->is_union,
        .size = type->size,
        .align = type->align,
        .layout_hash = layout_hash,
    };
    uint64_t at, used[FORMAT_TABLE_COUNT];
    memcpy(used, r->store->used, sizeof used);
    int code = write_fields(r, type, &written, err);
    if (code || (code = string_intern(r, type->name, &written.name, err)) ||
        (code = string_intern(r, type->spelling, &written.spelling, err)) ||
        (code = string_intern(r, type->desc, &written.desc, err)) ||
        (code = string_intern(r, type->file, &written.file, err)) ||
        (code = table_append(r->store, FORMAT_TABLE_types, 1, &at, err))) {
        give_back(r, used);
        return code;
    }
    store_bytes(type_at(r, at), &written, sizeof written);
    table_publish(r->store, FORMAT_TABLE_dims);
    table_publish(r->store, FORMAT_TABLE_enumerators);
    table_publish(r->store, FORMAT_TABLE_fields);
    table_publish(r->store, FORMAT_TABLE_types);
    event_write(r->store, FORMAT_EVENT_TYPE, (uint32_t)at, 0);
    *index = (uint32_t)at;
    return MEMGLASS_OK;
}

/* The descriptor's address was seen before; memory may have been reused for another, so its name is
 * compared. */
static bool known(const struct registry *r, const memglass_type *type, uint32_t *index)
{
    return ptrmap_get(&r->types, type, index) && type->size == type_at(r, *index)->size &&
           type->field_count == type_at(r, *index)->field_count &&
           strcmp(type->name, name_at(r, *index)) == 0;
}

const struct format_type *registry_type_at(const struct registry *r, uint32_t index)
{
    return type_at(r, index);
}

const char *registry_type_name(const struct registry *r, uint32_t index)
{
    return name_at(r, index);
}

int registry_type(struct registry *r, const memglass_type *type, uint32_t *index,
                  memglass_error *err)
{
    if (type && known(r, type, index))
        return MEMGLASS_OK;
    int code = validate_type(type, err);
    if (code)
        return code;
    uint64_t hash = memglass_type_hash(type);
    if (find_by_name(r, type->name, index)) {
        if (type_at(r, *index)->layout_hash != hash)
            return error_set(err, MEMGLASS_E_TYPE, 0,
                             "type '%s' is registered with another layout: were all files compiled "
                             "with the same header?",
                             type->name);
    } else {
        code = write_type(r, type, hash, index, err);
        if (code)
            return code;
    }
    ptrmap_put(&r->types, type, *index); /* when it cannot, the next call looks the name up again */
    return MEMGLASS_OK;
}

static uint32_t site_of(struct registry *r, const char *site)
{
    uint32_t index = 0;
    if (!site)
        return 0;
    if (ptrmap_get(&r->sites, site, &index) &&
        strcmp(table_entry(r->store, FORMAT_TABLE_strings, index), site) == 0)
        return index;
    if (string_intern(r, site, &index, NULL) == MEMGLASS_OK)
        ptrmap_put(&r->sites, site, index);
    return index;
}

uint32_t registry_origin(struct registry *r, const char *site, uint32_t thread,
                         const char **written)
{
    uint32_t index = site_of(r, site);
    *written = table_entry(r->store, FORMAT_TABLE_strings, index);
    return origin_of(&r->origins, index, thread);
}
