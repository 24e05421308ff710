/* The hash of a type's layout: tells a changed struct of the same name. Pure. Layer 1. */
#include "base/hash.h"

#include <memglass/type.h>
#include <stdbool.h>
#include <string.h>

static uint64_t hash_number(uint64_t hash, uint64_t number)
{
    return hash_bytes(hash, &number, sizeof number);
}

static uint64_t hash_text(uint64_t hash, const char *text)
{
    return hash_bytes(hash, text, strlen(text) + 1);
}

static bool nests(const memglass_field *f)
{
    return f->kind == MEMGLASS_KIND_STRUCT || f->kind == MEMGLASS_KIND_UNION;
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
    return nests(f) ? hash_number(hash, memglass_type_hash(f->type)) : hash;
}

uint64_t memglass_type_hash(const memglass_type *type)
{
    uint64_t hash = hash_number(hash_text(HASH_SEED, type->name), type->size);
    for (uint32_t i = 0; i < type->field_count; i++)
        hash = hash_field(hash, &type->fields[i]);
    return hash;
}
