/* What lies between two values of a field. Layer 1. */
#include "field/delta.h"

#include <math.h>

bool field_is_quantity(const struct field_ref *ref)
{
    if (!field_is_numeric(ref))
        return false;
    uint32_t kind = ref->field->kind;
    return kind == MEMGLASS_KIND_INT || kind == MEMGLASS_KIND_UINT || kind == MEMGLASS_KIND_FLOAT;
}

bool field_is_counter(const struct field_ref *ref)
{
    return field_is_quantity(ref) && ref->field->flags & MEMGLASS_FIELD_COUNTER;
}

double delta_between(const memglass_field *field, const memglass_value *now,
                     const memglass_value *before)
{
    if (field->kind == MEMGLASS_KIND_INT)
        return now->as.i >= before->as.i ? (double)((uint64_t)now->as.i - (uint64_t)before->as.i)
                                         : -(double)((uint64_t)before->as.i - (uint64_t)now->as.i);
    if (field->kind == MEMGLASS_KIND_UINT)
        return now->as.u >= before->as.u ? (double)(now->as.u - before->as.u)
                                         : -(double)(before->as.u - now->as.u);
    return now->as.f - before->as.f;
}

static uint64_t width_mask(const memglass_field *field)
{
    return field->bit_size < 64 ? (UINT64_C(1) << field->bit_size) - 1 : UINT64_MAX;
}

/* As a signed counter counts: from its least value to its largest. */
static uint64_t place_in_range(const memglass_field *field, uint64_t bits)
{
    uint64_t sign = field->kind == MEMGLASS_KIND_INT ? UINT64_C(1) << (field->bit_size - 1) : 0;
    return (bits & width_mask(field)) ^ sign;
}

double delta_growth(const memglass_field *field, uint64_t now, uint64_t before)
{
    uint64_t mask = width_mask(field), grown = (now - before) & mask;
    bool rose = place_in_range(field, now) >= place_in_range(field, before);
    return rose || grown <= mask / 4 ? (double)grown : (double)NAN;
}

double delta_counter(const memglass_field *field, const memglass_value *now,
                     const memglass_value *before)
{
    if (field->kind != MEMGLASS_KIND_FLOAT)
        return delta_growth(field, now->as.u, before->as.u);
    double grown = now->as.f - before->as.f;
    return grown >= 0 ? grown : (double)NAN;
}
