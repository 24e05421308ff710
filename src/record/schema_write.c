/* Descriptions of types to bytes. Layer 5. */
#include "base/array.h"
#include "record/format.h"
#include "record/schema.h"

#include <stdlib.h>

void schema_numbers_fini(struct schema_numbers *n)
{
    free(n->types);
    *n = (struct schema_numbers){0};
}

void schema_numbers_clear(struct schema_numbers *n)
{
    n->count = 0;
}

/* From the newest: rows of one type follow each other. */
uint32_t schema_number(const struct schema_numbers *n, const memglass_type *type)
{
    for (uint32_t i = n->count; i-- > 0;)
        if (n->types[i] == type)
            return i;
    return UINT32_MAX;
}

static int add_number(struct schema_numbers *n, const memglass_type *type)
{
    if (n->count == RECORD_TYPES_MAX)
        return MEMGLASS_E_LIMIT;
    if (!array_reserve(&n->types, sizeof *n->types, &n->capacity, n->count + 1))
        return MEMGLASS_E_NOMEM;
    n->types[n->count++] = type;
    return MEMGLASS_OK;
}

static void write_enumerators(const memglass_field *f, struct bytes *out)
{
    bytes_number(out, f->enumerator_count);
    for (uint32_t i = 0; i < f->enumerator_count; i++) {
        bytes_text(out, f->enumerators[i].name);
        bytes_signed(out, f->enumerators[i].value);
    }
}

static void write_field(const struct schema_numbers *n, const memglass_field *f, struct bytes *out)
{
    bytes_text(out, f->name);
    bytes_text(out, f->type_name);
    bytes_text(out, f->unit);
    bytes_text(out, f->format);
    bytes_text(out, f->desc);
    bytes_number(out, f->type ? (uint64_t)schema_number(n, f->type) + 1 : 0);
    bytes_number(out, f->kind);
    bytes_number(out, f->flags);
    bytes_double(out, f->range_min);
    bytes_double(out, f->range_max);
    bytes_number(out, f->bit_offset);
    bytes_number(out, f->bit_size);
    bytes_number(out, f->stride_bytes);
    bytes_number(out, f->guard_offset);
    bytes_number(out, f->rank);
    for (uint32_t i = 0; i < f->rank; i++)
        bytes_number(out, f->dims[i]);
    write_enumerators(f, out);
}

static void write_head(const memglass_type *t, struct bytes *out)
{
    bytes_text(out, t->name);
    bytes_text(out, t->spelling);
    bytes_text(out, t->desc);
    bytes_text(out, t->file);
    bytes_number(out, t->line);
    bytes_number(out, t->size);
    bytes_number(out, t->align);
    bytes_number(out, t->is_union);
    bytes_number(out, t->field_count);
}

/* As deep as types nest, which those who describe them bound. */
int schema_write(struct schema_numbers *n, const memglass_type *type, struct bytes *out)
{
    if (schema_number(n, type) != UINT32_MAX)
        return MEMGLASS_OK;
    for (uint32_t i = 0; i < type->field_count; i++) {
        int status = type->fields[i].type ? schema_write(n, type->fields[i].type, out) : 0;
        if (status)
            return status;
    }
    write_head(type, out);
    for (uint32_t i = 0; i < type->field_count; i++)
        write_field(n, &type->fields[i], out);
    return out->failed ? MEMGLASS_E_NOMEM : add_number(n, type);
}
