/* What is derived from a type description once it is complete. Layer 2. */
#include "observer/types_derive.h"

#include "base/checked.h"

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
        /* One that nests nothing counts, too: what is nested in each level twice is walked 2^n
         * times. */
        t->leaves += nested && nested->leaves ? nested->leaves : 1;
        if (nested && nested->depth >= t->depth)
            t->depth = nested->depth + 1;
        t->guarded = t->guarded || f->flags & MEMGLASS_FIELD_GUARDED || (nested && nested->guarded);
        if (t->leaves > FORMAT_LEAVES_MAX || t->depth > FORMAT_NESTING_MAX)
            return false;
    }
    t->word = is_word(&t->type);
    return true;
}
