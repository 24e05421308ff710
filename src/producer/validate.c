/* Checking a type description before it is believed, and hashing its layout. Layer 2. */
#include "producer/validate.h"

#include "base/checked.h"
#include "base/error.h"
#include "base/hash.h"

#include <string.h>

/* Deeper nesting is a description that contains itself. */
#define NESTING_MAX 64

static bool nests(const memglass_field *f)
{
    return f->kind == MEMGLASS_KIND_STRUCT || f->kind == MEMGLASS_KIND_UNION;
}

/* Bits from the field's start to its end, all elements; false when that cannot be. */
static bool extent_bits(const memglass_field *f, uint64_t *bits)
{
    uint64_t elements = 1, stride_bits;
    for (uint32_t i = 0; i < f->rank; i++)
        if (!checked_mul(elements, f->dims[i], &elements))
            return false;
    if (elements == 0) {
        *bits = 0;
        return true;
    }
    return checked_mul(f->stride_bytes, 8, &stride_bits) &&
           (f->rank == 0 || stride_bits >= f->bit_size) &&
           checked_mul(f->rank ? stride_bits : 0, elements - 1, bits) &&
           checked_add(*bits, f->bit_size, bits);
}

static const char *field_fault(const memglass_type *t, const memglass_field *f)
{
    uint64_t extent, end, limit;
    if (!f->name || !*f->name)
        return "has no name";
    if (f->kind >= MEMGLASS_KIND_COUNT)
        return "is of no known kind";
    if (nests(f) != (f->type != NULL))
        return "has a nested type where there is none, or none where there is one";
    if ((f->rank && !f->dims) || (f->enumerator_count && !f->enumerators))
        return "counts dimensions or names that are not there";
    if (!checked_mul(t->size, 8, &limit) || !extent_bits(f, &extent) ||
        !checked_add(f->bit_offset, extent, &end) || end > limit)
        return "lies outside the type";
    if ((f->flags & MEMGLASS_FIELD_GUARDED) &&
        !checked_range(f->guard_offset, sizeof(uint32_t), t->size))
        return "has its guard outside the type";
    return NULL;
}

static int check_depth(const memglass_type *t, int depth, memglass_error *err)
{
    if (!t || !t->name || !*t->name)
        return error_set(err, MEMGLASS_E_INVALID, 0, "a type has no name");
    if (depth > NESTING_MAX)
        return error_set(err, MEMGLASS_E_INVALID, 0, "type '%s' nests deeper than %d", t->name,
                         NESTING_MAX);
    if (t->size == 0 || !is_power_of_two(t->align) || (t->field_count && !t->fields))
        return error_set(err, MEMGLASS_E_INVALID, 0, "type '%s' has no size, alignment or fields",
                         t->name);
    for (uint32_t i = 0; i < t->field_count; i++) {
        const memglass_field *f = &t->fields[i];
        const char *fault = field_fault(t, f);
        if (fault)
            return error_set(err, MEMGLASS_E_INVALID, 0, "field '%s' of type '%s' %s",
                             f->name ? f->name : "?", t->name, fault);
        int code = nests(f) ? check_depth(f->type, depth + 1, err) : MEMGLASS_OK;
        if (code)
            return code;
    }
    return MEMGLASS_OK;
}

int validate_type(const memglass_type *type, memglass_error *err)
{
    return check_depth(type, 0, err);
}

static uint64_t hash_number(uint64_t hash, uint64_t number)
{
    return hash_bytes(hash, &number, sizeof number);
}

static uint64_t hash_text(uint64_t hash, const char *text)
{
    return hash_bytes(hash, text, strlen(text) + 1);
}

static uint64_t hash_field(uint64_t hash, const memglass_field *f)
{
    hash = hash_text(hash, f->name);
    hash = hash_number(hash, f->kind);
    hash = hash_number(hash, f->bit_offset);
    hash = hash_number(hash, f->bit_size);
    hash = hash_number(hash, f->stride_bytes);
    for (uint32_t i = 0; i < f->rank; i++)
        hash = hash_number(hash, f->dims[i]);
    return nests(f) ? hash_number(hash, validate_layout_hash(f->type)) : hash;
}

uint64_t validate_layout_hash(const memglass_type *type)
{
    uint64_t hash = hash_number(hash_text(HASH_SEED, type->name), type->size);
    for (uint32_t i = 0; i < type->field_count; i++)
        hash = hash_field(hash, &type->fields[i]);
    return hash;
}
