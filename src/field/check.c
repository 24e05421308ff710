/* Whether the description of a field holds together. Layer 1. */
#include "field/check.h"

#include "base/checked.h"
#include "field/field.h"

#include <memglass/guard.h>

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

const char *field_fault(const memglass_field *f, uint64_t type_size)
{
    uint64_t elements, span, one;
    if (f->kind >= MEMGLASS_KIND_COUNT)
        return "is of no known kind";
    if (nests(f) != (f->type != NULL))
        return "has a nested type where there is none, or none where there is one";
    if (f->rank && !f->dims)
        return "has no dimensions";
    if (f->bit_size > type_size * 8 || f->bit_offset > type_size * 8)
        return "lies outside the type";
    if (!kind_holds(f))
        return "has a size or place that its kind cannot have";
    if (!elements_of(f, &elements))
        return "has too many elements";
    one = field_element_bytes(f);
    if (elements > 1 && (f->stride_bytes < one || f->stride_bytes == 0))
        return "has elements that overlap";
    if (!span_of(elements, f->stride_bytes, one, &span) ||
        !checked_range(f->bit_offset / 8, span, type_size))
        return "lies outside the type";
    if (f->flags & MEMGLASS_FIELD_GUARDED && !guards_hold(f, elements, type_size))
        return "has a guard that is not aligned or lies outside the type";
    return NULL;
}
