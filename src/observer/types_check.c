/* Whether a type description that another process wrote holds together. Layer 2. */
#include "observer/types_check.h"

#include "base/checked.h"
#include "field/field.h"

#include <memglass/guard.h>

/* --- one field ------------------------------------------------------------------------------- */

static bool nests(const memglass_field *f)
{
    return f->kind == MEMGLASS_KIND_STRUCT || f->kind == MEMGLASS_KIND_UNION;
}

static bool kind_holds(const memglass_field *f)
{
    bool bytes_only = f->bit_offset % 8 == 0 && f->bit_size % 8 == 0;
    switch (f->kind) {
    case MEMGLASS_KIND_BOOL:
    case MEMGLASS_KIND_INT:
    case MEMGLASS_KIND_UINT:
    case MEMGLASS_KIND_CHAR:
    case MEMGLASS_KIND_ENUM:
    case MEMGLASS_KIND_POINTER:
        return f->bit_size >= 1 && f->bit_size <= 128;
    case MEMGLASS_KIND_STRUCT:
    case MEMGLASS_KIND_UNION:
        return bytes_only && f->type && f->type->size <= f->bit_size / 8;
    case MEMGLASS_KIND_FLOAT:
    case MEMGLASS_KIND_STRING:
    case MEMGLASS_KIND_BYTES:
        return bytes_only;
    }
    return false;
}

static bool elements_of(const memglass_field *f, uint64_t *elements)
{
    *elements = 1;
    for (uint32_t d = 0; d < f->rank; d++)
        if (!checked_mul(*elements, f->dims[d], elements))
            return false;
    return true;
}

/* Bytes from the start of the first element to the end of the last. */
static bool span_of(uint64_t elements, uint64_t stride, uint64_t one, uint64_t *span)
{
    *span = 0;
    return elements == 0 ||
           (checked_mul(elements - 1, stride, span) && checked_add(*span, one, span));
}

static bool guards_hold(const memglass_field *f, uint64_t elements, uint64_t type_size)
{
    uint64_t span;
    if (f->guard_offset % sizeof(memglass_guard) || f->bit_offset % 64 || field_guard_stride(f) % 8)
        return false;
    return span_of(elements, field_guard_stride(f), sizeof(memglass_guard), &span) &&
           checked_range(f->guard_offset, span, type_size);
}

bool types_field_holds(const memglass_field *f, uint64_t type_size)
{
    uint64_t elements, span, one;
    if (f->kind >= MEMGLASS_KIND_COUNT || nests(f) != (f->type != NULL) ||
        f->bit_size > type_size * 8 || f->bit_offset > type_size * 8 || !kind_holds(f) ||
        !elements_of(f, &elements))
        return false;
    one = field_element_bytes(f);
    if (elements > 1 && (f->stride_bytes < one || f->stride_bytes == 0))
        return false;
    if (!span_of(elements, f->stride_bytes, one, &span) ||
        !checked_range(f->bit_offset / 8, span, type_size))
        return false;
    return !(f->flags & MEMGLASS_FIELD_GUARDED) || guards_hold(f, elements, type_size);
}

/* --- a whole type ---------------------------------------------------------------------------- */

/* The one field of a type is a scalar that a copy by aligned words cannot tear. */
static bool is_word(const memglass_type *type)
{
    const memglass_field *f = type->fields;
    if (type->field_count != 1 || f->rank || f->bit_offset || f->flags & MEMGLASS_FIELD_GUARDED)
        return false;
    if (f->type)
        return observer_type_of(f->type)->word;
    return f->kind != MEMGLASS_KIND_STRING && f->kind != MEMGLASS_KIND_BYTES && f->bit_size <= 64 &&
           f->bit_size >= 8 && is_power_of_two(f->bit_size);
}

bool types_derive(struct observer_type *t)
{
    for (uint32_t i = 0; i < t->type.field_count; i++) {
        const memglass_field *f = &t->type.fields[i];
        const struct observer_type *nested = f->type ? observer_type_of(f->type) : NULL;
        t->leaves += nested ? nested->leaves : 1;
        if (nested && nested->depth >= t->depth)
            t->depth = nested->depth + 1;
        t->guarded = t->guarded || f->flags & MEMGLASS_FIELD_GUARDED || (nested && nested->guarded);
        if (t->leaves > TYPES_LEAVES_MAX || t->depth > TYPES_DEPTH_MAX)
            return false;
    }
    t->word = is_word(&t->type);
    return true;
}
