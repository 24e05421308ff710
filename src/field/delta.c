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

struct delta delta_integers(const memglass_field *field, const memglass_value *now,
                            const memglass_value *before)
{
    bool falls =
        field->kind == MEMGLASS_KIND_INT ? now->as.i < before->as.i : now->as.u < before->as.u;
    return (struct delta){falls, falls ? before->as.u - now->as.u : now->as.u - before->as.u};
}

double delta_between(const memglass_field *field, const memglass_value *now,
                     const memglass_value *before)
{
    if (field->kind == MEMGLASS_KIND_FLOAT)
        return now->as.f - before->as.f;
    struct delta d = delta_integers(field, now, before);
    return d.falls ? -(double)d.by : (double)d.by;
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

bool delta_grown(const memglass_field *field, uint64_t now, uint64_t before, uint64_t *grown)
{
    uint64_t mask = width_mask(field);
    *grown = (now - before) & mask;
    return place_in_range(field, now) >= place_in_range(field, before) || *grown <= mask / 4;
}

double delta_growth(const memglass_field *field, uint64_t now, uint64_t before)
{
    uint64_t grown;
    return delta_grown(field, now, before, &grown) ? (double)grown : (double)NAN;
}

double delta_counter(const memglass_field *field, const memglass_value *now,
                     const memglass_value *before)
{
    if (field->kind != MEMGLASS_KIND_FLOAT)
        return delta_growth(field, now->as.u, before->as.u);
    double grown = now->as.f - before->as.f;
    return grown >= 0 ? grown : (double)NAN;
}
