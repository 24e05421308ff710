/* Type descriptions of our own, made from the shared tables. Layer 2. */
#include "observer/types.h"

#include "base/array.h"
#include "base/checked.h"
#include "base/strbuf.h"
#include "field/check.h"
#include "format/words.h"
#include "observer/shared_text.h"
#include "observer/types_derive.h"
#include "shm/shm.h"

#include <math.h>
#include <stdlib.h>

/* One type that is being built. Whatever is wrong, or too large, sets status; the rest then does
 * nothing harmful. */
struct build {
    struct types *types;
    const struct format_segments *s;
    uint64_t limit;
    uint32_t index;
    int status;
    struct observer_type *made;
};

/* Descriptions take more room here than in the session, where each string is stored once. */
#define LIMIT_BASE   (UINT64_C(1) << 20)
#define LIMIT_FACTOR 8u

static void fail(struct build *b, int status)
{
    if (!b->status)
        b->status = status;
}

static void *give(struct build *b, uint64_t count, size_t size)
{
    uint64_t bytes;
    if (!checked_mul(count, size, &bytes) || bytes > b->limit - b->types->slab.used) {
        fail(b, MEMGLASS_E_CORRUPT);
        return NULL;
    }
    void *memory = slab_give(&b->types->slab, bytes, b->limit);
    if (!memory)
        fail(b, MEMGLASS_E_NOMEM);
    return memory;
}

/* --- parts ----------------------------------------------------------------------------------- */

/* Always a valid string, printable whatever the bytes were. */
static const char *string_of(struct build *b, uint32_t index)
{
    size_t length;
    const char *shared = format_string(b->s, index, &length);
    if (!shared)
        fail(b, MEMGLASS_E_CORRUPT);
    char *own = shared && length ? give(b, length + 1, 1) : NULL;
    if (!own)
        return "";
    struct strbuf text;
    strbuf_init(&text, own, length + 1);
    shared_text(&text, shared, length);
    return own;
}

static const memglass_enumerator *enumerators_of(struct build *b, uint32_t first, uint32_t count)
{
    memglass_enumerator *own = count ? give(b, count, sizeof *own) : NULL;
    for (uint32_t i = 0; own && i < count && !b->status; i++) {
        const struct format_enumerator *shared =
            format_table_at(b->s, FORMAT_TABLE_enumerators, (uint64_t)first + i);
        if (!shared) {
            fail(b, MEMGLASS_E_CORRUPT);
            break;
        }
        own[i].value = (int64_t)load_relaxed_64((const uint64_t *)&shared->value);
        own[i].name = string_of(b, load_relaxed_32(&shared->name));
    }
    return own;
}

static const uint64_t *dims_of(struct build *b, uint32_t first, uint32_t rank)
{
    if (rank > FORMAT_RANK_MAX)
        fail(b, MEMGLASS_E_CORRUPT);
    uint64_t *own = rank && !b->status ? give(b, rank, sizeof *own) : NULL;
    for (uint32_t i = 0; own && i < rank; i++) {
        const uint64_t *shared = format_table_at(b->s, FORMAT_TABLE_dims, (uint64_t)first + i);
        if (!shared) {
            fail(b, MEMGLASS_E_CORRUPT);
            break;
        }
        own[i] = load_relaxed_64(shared);
    }
    return own;
}

/* Only types of a lower index nest, so that none can contain itself. */
static const memglass_type *nested_of(struct build *b, uint32_t index)
{
    if (index == FORMAT_NONE)
        return NULL;
    if (index < b->index)
        return &b->types->list[index]->type;
    fail(b, MEMGLASS_E_CORRUPT);
    return NULL;
}

/* --- fields ---------------------------------------------------------------------------------- */

static void build_strings(struct build *b, const struct format_field *shared, memglass_field *own)
{
    own->name = string_of(b, load_relaxed_32(&shared->name));
    own->type_name = string_of(b, load_relaxed_32(&shared->type_name));
    own->unit = string_of(b, load_relaxed_32(&shared->unit));
    own->format = string_of(b, load_relaxed_32(&shared->format));
    own->desc = string_of(b, load_relaxed_32(&shared->desc));
}

static void build_range(const struct format_field *shared, memglass_field *own)
{
    __atomic_load(&shared->range_min, &own->range_min, __ATOMIC_RELAXED);
    __atomic_load(&shared->range_max, &own->range_max, __ATOMIC_RELAXED);
    if (!isfinite(own->range_min) || !isfinite(own->range_max) || own->range_min >= own->range_max)
        own->flags &= ~MEMGLASS_FIELD_RANGE;
}

static void build_field(struct build *b, const struct format_field *shared, memglass_field *own)
{
    build_strings(b, shared, own);
    own->kind = load_relaxed_32(&shared->kind);
    own->flags = load_relaxed_32(&shared->flags);
    own->bit_offset = load_relaxed_64(&shared->bit_offset);
    own->bit_size = load_relaxed_64(&shared->bit_size);
    own->stride_bytes = load_relaxed_64(&shared->stride_bytes);
    own->guard_offset = load_relaxed_64(&shared->guard_offset);
    own->rank = load_relaxed_32(&shared->rank);
    own->enumerator_count = load_relaxed_32(&shared->enumerator_count);
    own->type = nested_of(b, load_relaxed_32(&shared->type));
    own->dims = dims_of(b, load_relaxed_32(&shared->first_dim), own->rank);
    own->enumerators =
        enumerators_of(b, load_relaxed_32(&shared->first_enumerator), own->enumerator_count);
    build_range(shared, own);
    if (!b->status && field_fault(own, b->made->type.size))
        fail(b, MEMGLASS_E_CORRUPT);
}

static void build_fields(struct build *b, uint32_t first, uint32_t count)
{
    memglass_field *own = count ? give(b, count, sizeof *own) : NULL;
    for (uint32_t i = 0; own && i < count && !b->status; i++) {
        const struct format_field *shared =
            format_table_at(b->s, FORMAT_TABLE_fields, (uint64_t)first + i);
        if (shared)
            build_field(b, shared, &own[i]);
        else
            fail(b, MEMGLASS_E_CORRUPT);
    }
    b->made->type.fields = own;
    b->made->type.field_count = count;
}

/* --- types ----------------------------------------------------------------------------------- */

static int build_type(void *ctx)
{
    struct build *b = ctx;
    const struct format_type *shared = format_table_at(b->s, FORMAT_TABLE_types, b->index);
    if (!shared)
        return MEMGLASS_E_CORRUPT;
    b->made = give(b, 1, sizeof *b->made);
    if (!b->made)
        return b->status;
    memglass_type *own = &b->made->type;
    own->name = string_of(b, load_relaxed_32(&shared->name));
    own->spelling = string_of(b, load_relaxed_32(&shared->spelling));
    own->desc = string_of(b, load_relaxed_32(&shared->desc));
    own->file = string_of(b, load_relaxed_32(&shared->file));
    own->line = load_relaxed_32(&shared->line);
    own->is_union = load_relaxed_32(&shared->is_union) != 0;
    own->size = load_relaxed_64(&shared->size);
    own->align = load_relaxed_64(&shared->align);
    b->made->index = b->index;
    b->made->layout_hash = load_relaxed_64(&shared->layout_hash);
    if (own->size == 0 || own->size > UINT64_C(1) << FORMAT_PLACE_OFFSET_BITS ||
        !is_power_of_two(own->align))
        fail(b, MEMGLASS_E_CORRUPT);
    if (!b->status)
        build_fields(b, load_relaxed_32(&shared->first_field),
                     load_relaxed_32(&shared->field_count));
    if (!b->status && !types_derive(b->made))
        fail(b, MEMGLASS_E_CORRUPT);
    /* Each element of an array of such objects has its guards where words are aligned. */
    if (!b->status && b->made->guarded && own->size % 8)
        fail(b, MEMGLASS_E_CORRUPT);
    return b->status;
}

static int load_next(struct types *t, const struct format_segments *s, uint64_t limit)
{
    struct build build = {.types = t, .s = s, .limit = limit, .index = t->count};
    if (!array_reserve(&t->list, sizeof *t->list, &t->capacity, (size_t)t->count + 1))
        return MEMGLASS_E_NOMEM;
    int status = shm_guarded(build_type, &build);
    if (status == MEMGLASS_OK)
        t->list[t->count++] = build.made;
    else if (status != MEMGLASS_E_NOMEM)
        t->damaged = status;
    return status;
}

static int count_types(void *ctx)
{
    uint64_t count = format_table_count(ctx, FORMAT_TABLE_types);
    return count <= INT32_MAX ? (int)count : MEMGLASS_E_CORRUPT;
}

int types_registered(const struct format_segments *s)
{
    return shm_guarded(count_types, (void *)(uintptr_t)s);
}

int types_load(struct types *t, const struct format_segments *s, uint32_t count, uint64_t mapped)
{
    uint64_t limit = LIMIT_BASE + LIMIT_FACTOR * mapped;
    int added = 0;
    for (; t->count < count; added++) {
        int status = t->damaged ? t->damaged : load_next(t, s, limit);
        if (status)
            return status;
    }
    return added;
}

void types_fini(struct types *t)
{
    slab_fini(&t->slab);
    free(t->list);
    *t = (struct types){0};
}
