/* Descriptions of types out of foreign bytes: what a reader of them may rely on is checked here.
 * Layer 5. */
#include "base/array.h"
#include "base/checked.h"
#include "base/strbuf.h"
#include "field/check.h"
#include "format/layout.h"
#include "record/format.h"
#include "record/schema.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A field takes some 30 bytes in a file and four times as many here: what descriptions take is
 * bounded by what was read. */
enum { MEMORY_FACTOR = 32, MEMORY_LEAST = 1 << 16 };

struct schema_memory {
    struct schema_memory *next;
    max_align_t at[];
};

struct schema_type {
    memglass_type type;
    uint64_t leaves; /* arrays count once */
    uint32_t depth;
    bool guarded; /* at some depth */
};

/* One block of types as it is read. */
struct reader {
    struct schema *schema;
    struct reading *in;
    uint64_t limit;
    int status;
};

void schema_free(struct schema *s)
{
    while (s->memory) {
        struct schema_memory *next = s->memory->next;
        free(s->memory);
        s->memory = next;
    }
    free(s->types);
    *s = (struct schema){0};
}

const memglass_type *schema_at(const struct schema *s, uint64_t number)
{
    return number < s->count ? &s->types[number]->type : NULL;
}

static void fail(struct reader *r, int status)
{
    if (!r->status)
        r->status = status;
}

static void *give(struct reader *r, uint64_t count, size_t size)
{
    uint64_t bytes;
    if (!checked_mul(count, size, &bytes) || bytes > r->limit) {
        fail(r, MEMGLASS_E_CORRUPT);
        return NULL;
    }
    struct schema_memory *m = calloc(1, sizeof *m + bytes);
    if (!m) {
        fail(r, MEMGLASS_E_NOMEM);
        return NULL;
    }
    r->limit -= bytes;
    m->next = r->schema->memory;
    r->schema->memory = m;
    r->schema->used += bytes;
    return m->at;
}

/* Always a valid string, printable whatever the bytes were. */
static const char *text(struct reader *r)
{
    size_t length;
    const char *foreign = reading_text(r->in, RECORD_TEXT_MAX, &length);
    char *own = foreign && length ? give(r, length + 1, 1) : NULL;
    if (!own)
        return "";
    struct strbuf out;
    strbuf_init(&out, own, length + 1);
    strbuf_foreign(&out, foreign, length);
    return own;
}

static uint32_t number_32(struct reader *r, uint32_t most)
{
    return (uint32_t)reading_number_to(r->in, most);
}

static const uint64_t *dims(struct reader *r, uint32_t rank)
{
    uint64_t *own = rank ? give(r, rank, sizeof *own) : NULL;
    for (uint32_t i = 0; own && i < rank; i++)
        own[i] = reading_number(r->in);
    return own;
}

static const memglass_enumerator *enumerators(struct reader *r, uint32_t count)
{
    memglass_enumerator *own = count ? give(r, count, sizeof *own) : NULL;
    for (uint32_t i = 0; own && i < count && !r->in->bad; i++) {
        own[i].name = text(r);
        own[i].value = reading_signed(r->in);
    }
    return own;
}

static const memglass_type *nested(struct reader *r)
{
    uint64_t number = reading_number(r->in);
    const memglass_type *type = number ? schema_at(r->schema, number - 1) : NULL;
    if (number && !type)
        fail(r, MEMGLASS_E_CORRUPT);
    return type;
}

static void read_place(struct reader *r, memglass_field *f)
{
    f->range_min = reading_double(r->in);
    f->range_max = reading_double(r->in);
    if (!isfinite(f->range_min) || !isfinite(f->range_max) || f->range_min >= f->range_max)
        f->flags &= ~MEMGLASS_FIELD_RANGE;
    f->bit_offset = reading_number(r->in);
    f->bit_size = reading_number(r->in);
    f->stride_bytes = reading_number(r->in);
    f->guard_offset = reading_number(r->in);
    f->rank = number_32(r, FORMAT_RANK_MAX);
    f->dims = dims(r, f->rank);
}

static void read_field(struct reader *r, memglass_field *f, uint64_t type_size)
{
    f->name = text(r);
    f->type_name = text(r);
    f->unit = text(r);
    f->format = text(r);
    f->desc = text(r);
    f->type = nested(r);
    f->kind = number_32(r, UINT32_MAX);
    f->flags = number_32(r, UINT32_MAX);
    read_place(r, f);
    f->enumerator_count = number_32(r, UINT32_MAX);
    f->enumerators = enumerators(r, f->enumerator_count);
    if (!r->status && !r->in->bad && field_fault(f, type_size))
        fail(r, MEMGLASS_E_CORRUPT);
}

static const memglass_field *read_fields(struct reader *r, const memglass_type *type)
{
    memglass_field *own = type->field_count ? give(r, type->field_count, sizeof *own) : NULL;
    for (uint32_t i = 0; own && i < type->field_count && !r->status && !r->in->bad; i++)
        read_field(r, &own[i], type->size);
    return own;
}

/* Nested types are our own, too. */
static const struct schema_type *made_of(const memglass_type *type)
{
    return (const struct schema_type *)(const void *)type;
}

/* The bounds that whoever walks a description relies on. */
static bool derive(struct schema_type *t)
{
    for (uint32_t i = 0; i < t->type.field_count; i++) {
        const memglass_type *type = t->type.fields[i].type;
        const struct schema_type *part = type ? made_of(type) : NULL;
        t->leaves += part ? part->leaves : 1;
        if (part && part->depth >= t->depth)
            t->depth = part->depth + 1;
        t->guarded = t->guarded || (t->type.fields[i].flags & MEMGLASS_FIELD_GUARDED) ||
                     (part && part->guarded);
        if (t->leaves > FORMAT_LEAVES_MAX || t->depth > FORMAT_NESTING_MAX)
            return false;
    }
    return !t->guarded || t->type.size % 8 == 0; /* guards of an array's elements are aligned */
}

static bool add_type(struct schema *s, struct schema_type *t)
{
    if (!array_reserve(&s->types, sizeof *s->types, &s->capacity, (size_t)s->count + 1))
        return false;
    s->types[s->count++] = t;
    return true;
}

static void read_type(struct reader *r)
{
    struct schema_type *t = give(r, 1, sizeof *t);
    if (!t)
        return;
    t->type.name = text(r);
    t->type.spelling = text(r);
    t->type.desc = text(r);
    t->type.file = text(r);
    t->type.line = number_32(r, UINT32_MAX);
    t->type.size = reading_number(r->in);
    t->type.align = reading_number(r->in);
    t->type.is_union = number_32(r, 1);
    t->type.field_count = number_32(r, UINT32_MAX);
    if (t->type.size == 0 || t->type.size > UINT64_C(1) << FORMAT_PLACE_OFFSET_BITS ||
        !is_power_of_two(t->type.align))
        fail(r, MEMGLASS_E_CORRUPT);
    if (r->status || r->in->bad)
        return;
    t->type.fields = read_fields(r, &t->type);
    if (r->status || r->in->bad)
        return;
    if (!derive(t))
        fail(r, MEMGLASS_E_CORRUPT);
    else if (!add_type(r->schema, t))
        fail(r, MEMGLASS_E_NOMEM);
}

int schema_read(struct schema *s, struct reading *in)
{
    struct reader r = {
        .schema = s, .in = in, .limit = MEMORY_LEAST + MEMORY_FACTOR * (uint64_t)reading_left(in)};
    while (reading_left(in) && !in->bad && !r.status) {
        if (s->count == RECORD_TYPES_MAX)
            return MEMGLASS_E_CORRUPT;
        read_type(&r);
    }
    return r.status ? r.status : in->bad ? MEMGLASS_E_CORRUPT : MEMGLASS_OK;
}
