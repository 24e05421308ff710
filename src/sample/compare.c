/* How many fields differ between two copies of an object: by their types, values by their bytes.
 * Layer 4. */
#include "sample/compare.h"

#include "field/bits.h"

#include <string.h>

enum { STRIDE = 4096 }; /* bytes that are compared at once in a large array */

static uint64_t elements_from(const memglass_field *f, uint32_t dim)
{
    uint64_t elements = 1;
    for (; dim < f->rank; dim++)
        elements *= f->dims[dim];
    return elements;
}

/* Of the bytes at a and b, the first at or behind `at` that differs; `end` when none does. */
static uint64_t first_difference(const unsigned char *a, const unsigned char *b, uint64_t at,
                                 uint64_t end)
{
    while (at < end) {
        uint64_t size = end - at < STRIDE ? end - at : STRIDE;
        if (memcmp(a + at, b + at, size))
            break;
        at += size;
    }
    while (at < end && a[at] == b[at])
        at++;
    return at;
}

static bool strings_differ(const unsigned char *a, const unsigned char *b, uint64_t size)
{
    return strncmp((const char *)a, (const char *)b, size) != 0;
}

/* Values with bits around or inside them that mean nothing. */
static bool bits_differ(const memglass_field *f, const unsigned char *a, const unsigned char *b)
{
    struct field_ref ref = {.field = f, .bit_offset = f->bit_offset % 8};
    return bits_load(&ref, a) != bits_load(&ref, b);
}

static bool long_floats_differ(const memglass_field *f, const unsigned char *a,
                               const unsigned char *b)
{
    struct field_ref ref = {.field = f};
    long double x = bits_float(&ref, a), y = bits_float(&ref, b);
    return x != y && (x == x || y == y);
}

/* a and b point to the first byte of an element that is no struct. */
static bool leaf_differs(const memglass_field *f, const unsigned char *a, const unsigned char *b)
{
    uint64_t size = f->bit_size / 8;
    if (f->kind == MEMGLASS_KIND_STRING)
        return strings_differ(a, b, size);
    if ((f->bit_offset | f->bit_size) % 8)
        return bits_differ(f, a, b);
    if (size > sizeof(double) && bits_is_float(f))
        return long_floats_differ(f, a, b);
    return memcmp(a, b, size) != 0;
}

static uint64_t run_changes(const memglass_field *f, uint64_t elements, const unsigned char *a,
                            const unsigned char *b);

static uint64_t struct_changes(const memglass_type *type, const unsigned char *a,
                               const unsigned char *b)
{
    if (!memcmp(a, b, type->size))
        return 0;
    if (type->is_union)
        return 1;
    uint64_t changes = 0;
    for (uint32_t i = 0; i < type->field_count; i++) {
        const memglass_field *f = &type->fields[i];
        uint64_t at = f->bit_offset / 8;
        changes += run_changes(f, elements_from(f, 0), a + at, b + at);
    }
    return changes;
}

static uint64_t element_changes(const memglass_field *f, const unsigned char *a,
                                const unsigned char *b)
{
    return f->type ? struct_changes(f->type, a, b) : leaf_differs(f, a, b);
}

/* Elements of a field: costs a comparison, and more only for the elements that differ. */
static uint64_t run_changes(const memglass_field *f, uint64_t elements, const unsigned char *a,
                            const unsigned char *b)
{
    if (elements == 1)
        return element_changes(f, a, b);
    if (elements == 0 || f->stride_bytes == 0)
        return 0;
    uint64_t changes = 0, stride = f->stride_bytes;
    uint64_t end = (elements - 1) * stride + (f->type ? f->type->size : f->bit_size / 8);
    uint64_t at = first_difference(a, b, 0, end);
    while (at < end) {
        uint64_t element = at / stride * stride;
        changes += element_changes(f, a + element, b + element);
        at = first_difference(a, b, element + stride, end);
    }
    return changes;
}

uint64_t compare_whole(const memglass_type *type, uint64_t count, const unsigned char *a,
                       const unsigned char *b)
{
    uint64_t changes = 0, size = type->size, end = count * size;
    uint64_t at = first_difference(a, b, 0, end);
    while (at < end) {
        uint64_t element = at / size * size;
        changes += struct_changes(type, a + element, b + element);
        at = first_difference(a, b, element + size, end);
    }
    return changes;
}

uint64_t compare_ref(const struct field_ref *ref, const unsigned char *a, const unsigned char *b)
{
    if (!ref->field)
        return compare_whole(ref->type, ref->elements, a, b);
    return run_changes(ref->field, elements_from(ref->field, ref->dims_used), a, b);
}
