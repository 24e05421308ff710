/* From a type to what it is made of: elements, members, leaves. Layer 1. */
#include "base/checked.h"
#include "field/field.h"

#include <memglass/guard.h>

/* --- layout ---------------------------------------------------------------------------------- */

/* Elements of the dimensions from `first` on. */
static uint64_t elements_from(const memglass_field *field, uint32_t first)
{
    uint64_t elements = 1;
    for (uint32_t d = first; d < field->rank; d++)
        elements = saturating_mul(elements, field->dims[d]);
    return elements;
}

uint64_t field_elements(const memglass_field *field)
{
    return elements_from(field, 0);
}

uint64_t field_element_bytes(const memglass_field *field)
{
    uint64_t bits = field->bit_offset % 8 + field->bit_size;
    return bits / 8 + (bits % 8 != 0);
}

/* MEMGLASS_GUARDED(T) f[n] has a guard in each element, MEMGLASS_GUARDED(array of T) f has one
 * before the first: only in the former is there room for a guard between the values. */
uint64_t field_guard_stride(const memglass_field *field)
{
    uint64_t gap = field->stride_bytes - field_element_bytes(field);
    return field->stride_bytes > field_element_bytes(field) && gap >= sizeof(memglass_guard)
               ? field->stride_bytes
               : 0;
}

uint64_t field_ref_bytes(const struct field_ref *ref)
{
    if (!ref->field)
        return saturating_mul(ref->elements, ref->type->size);
    uint64_t bits = ref->bit_offset % 8 + ref->field->bit_size;
    uint64_t one = bits / 8 + (bits % 8 != 0);
    uint64_t elements = elements_from(ref->field, ref->dims_used);
    if (elements == 0)
        return 0;
    return saturating_add(saturating_mul(elements - 1, ref->field->stride_bytes), one);
}

/* --- children -------------------------------------------------------------------------------- */

struct field_ref field_whole(const memglass_type *type, uint64_t count)
{
    return (struct field_ref){.type = type, .elements = count, .guard_offset = FIELD_NO_GUARD};
}

static bool is_array(const struct field_ref *ref)
{
    return ref->field ? ref->dims_used < ref->field->rank : ref->elements != 1;
}

/* The struct or union that a ref is one of, or NULL. */
static const memglass_type *struct_of(const struct field_ref *ref)
{
    return is_array(ref) ? NULL : ref->field ? ref->field->type : ref->type;
}

uint64_t field_child_count(const struct field_ref *ref)
{
    if (is_array(ref))
        return ref->field ? ref->field->dims[ref->dims_used] : ref->elements;
    const memglass_type *type = struct_of(ref);
    return type ? type->field_count : 0;
}

/* The guard of one element of an array of guarded values. */
static uint64_t element_guard(const struct field_ref *element)
{
    const memglass_field *field = element->field;
    return element->bit_offset / 8 - field->bit_offset / 8 + field->guard_offset;
}

static struct field_ref element_child(const struct field_ref *ref, uint64_t i)
{
    const memglass_field *field = ref->field;
    struct field_ref child = *ref;
    if (!field) {
        child.elements = 1;
        child.bit_offset += i * ref->type->size * 8;
        return child;
    }
    uint64_t inner = elements_from(field, ref->dims_used + 1);
    child.dims_used++;
    child.bit_offset += i * inner * field->stride_bytes * 8;
    if (field->flags & MEMGLASS_FIELD_GUARDED && child.dims_used == field->rank &&
        field_guard_stride(field))
        child.guard_offset = element_guard(&child);
    return child;
}

struct field_ref field_child(const struct field_ref *ref, uint64_t i)
{
    const memglass_type *type = struct_of(ref);
    if (!type)
        return element_child(ref, i);
    const memglass_field *field = &type->fields[i];
    struct field_ref child = {.type = type,
                              .field = field,
                              .bit_offset = ref->bit_offset + field->bit_offset,
                              .guard_offset = ref->guard_offset,
                              .elements = 1};
    /* An array with a guard in each element has none as a whole. */
    if (field->flags & MEMGLASS_FIELD_GUARDED && (field->rank == 0 || !field_guard_stride(field)))
        child.guard_offset = ref->bit_offset / 8 + field->guard_offset;
    return child;
}

void field_step_text(const struct field_ref *parent, uint64_t i, struct strbuf *out)
{
    const memglass_type *type = struct_of(parent);
    if (type)
        strbuf_text(out, type->fields[i].name);
    else
        strbuf_printf(out, "[%llu]", (unsigned long long)i);
}

/* --- leaves ---------------------------------------------------------------------------------- */

bool field_is_leaf(const struct field_ref *ref)
{
    return ref->field && ref->dims_used == ref->field->rank && !ref->field->type;
}

bool field_is_numeric(const struct field_ref *ref)
{
    if (!field_is_leaf(ref) || ref->field->bit_size > 64)
        return false;
    switch (ref->field->kind) {
    case MEMGLASS_KIND_BOOL:
    case MEMGLASS_KIND_INT:
    case MEMGLASS_KIND_UINT:
    case MEMGLASS_KIND_FLOAT:
    case MEMGLASS_KIND_ENUM:
    case MEMGLASS_KIND_CHAR:
        return true;
    }
    return false;
}

int field_each_leaf(const struct field_ref *from,
                    int (*fn)(const struct field_ref *leaf, void *ctx), void *ctx)
{
    if (field_is_leaf(from))
        return fn(from, ctx);
    if (is_array(from) && field_leaf_count(from) == 0)
        return 0; /* any number of empty structs */
    uint64_t count = field_child_count(from);
    for (uint64_t i = 0; i < count; i++) {
        struct field_ref child = field_child(from, i);
        int stop = field_each_leaf(&child, fn, ctx);
        if (stop)
            return stop;
    }
    return 0;
}

static uint64_t type_leaves(const memglass_type *type)
{
    uint64_t leaves = 0;
    for (uint32_t i = 0; i < type->field_count; i++) {
        const memglass_field *field = &type->fields[i];
        uint64_t one = field->type ? type_leaves(field->type) : 1;
        leaves = saturating_add(leaves, saturating_mul(field_elements(field), one));
    }
    return leaves;
}

uint64_t field_leaf_count(const struct field_ref *from)
{
    if (!from->field)
        return saturating_mul(from->elements, type_leaves(from->type));
    uint64_t one = from->field->type ? type_leaves(from->field->type) : 1;
    return saturating_mul(elements_from(from->field, from->dims_used), one);
}
