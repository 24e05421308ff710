/* How a type lies in memory. Layer 6. */
#include "view/schema.h"

#include "base/array.h"
#include "base/checked.h"
#include "field/field.h"

#include <stdlib.h>

/* A nested type of an array, or one that lies deeper, has a schema of its own. */
#define DEPTH_MAX 4
#define LINES_MAX 65536

void schema_init(struct schema *s)
{
    *s = (struct schema){0};
}

void schema_fini(struct schema *s)
{
    free(s->lines);
    schema_init(s);
}

static void add(struct schema *s, const struct schema_line *line)
{
    if (s->count < LINES_MAX &&
        array_reserve(&s->lines, sizeof *s->lines, &s->capacity, s->count + 1))
        s->lines[s->count++] = *line;
    else
        s->cut = true;
}

/* --- one struct --------------------------------------------------------------------------------
 */

/* Where the listing of one struct or union stands. */
struct place {
    const memglass_type *type;
    uint64_t base; /* bits, from the start of the whole type */
    uint64_t end;  /* bits that fields so far have taken */
    int depth;
};

/* What the whole field takes, with the guard before it and all elements. */
static void extent_of(const memglass_field *field, uint64_t *from, uint64_t *to)
{
    uint64_t elements = field_elements(field), last = 0;
    if (elements > 1 && !checked_mul(elements - 1, 8 * field->stride_bytes, &last))
        last = 0;
    *from = field->bit_offset;
    *to = field->bit_offset + (elements ? last + field->bit_size : 0);
    if (field->flags & MEMGLASS_FIELD_GUARDED && 8 * field->guard_offset < *from)
        *from = 8 * field->guard_offset;
}

static void list_struct(struct schema *s, const memglass_type *type, uint64_t base, int depth);

static void list_field(struct schema *s, struct place *p, const memglass_field *field)
{
    uint64_t from, to;
    extent_of(field, &from, &to);
    if (!p->type->is_union && from > p->end) {
        add(s, &(struct schema_line){.what = SCHEMA_HOLE,
                                     .bit_offset = p->base + p->end,
                                     .bit_size = from - p->end,
                                     .depth = p->depth});
        s->hole_bits += from - p->end;
    }
    add(s, &(struct schema_line){.what = SCHEMA_FIELD,
                                 .field = field,
                                 .bit_offset = p->base + field->bit_offset,
                                 .bit_size = to - field->bit_offset,
                                 .depth = p->depth});
    if (field->type && field->rank == 0 && p->depth < DEPTH_MAX)
        list_struct(s, field->type, p->base + field->bit_offset, p->depth + 1);
    p->end = to > p->end ? to : p->end;
}

/* Fields are declared in order of offset, but for what a union or a base class does. */
static int by_offset(const void *a, const void *b)
{
    const memglass_field *const *x = a, *const *y = b;
    if ((*x)->bit_offset != (*y)->bit_offset)
        return (*x)->bit_offset < (*y)->bit_offset ? -1 : 1;
    return *x < *y ? -1 : *x > *y;
}

static void list_struct(struct schema *s, const memglass_type *type, uint64_t base, int depth)
{
    struct place p = {.type = type, .base = base, .depth = depth};
    const memglass_field **fields = malloc((type->field_count + 1) * sizeof *fields);
    if (!fields) {
        s->cut = true;
        return;
    }
    for (uint32_t i = 0; i < type->field_count; i++)
        fields[i] = &type->fields[i];
    if (!type->is_union)
        qsort(fields, type->field_count, sizeof *fields, by_offset);
    for (uint32_t i = 0; i < type->field_count && !s->cut; i++)
        list_field(s, &p, fields[i]);
    free(fields);
    if (8 * type->size <= p.end)
        return;
    add(s, &(struct schema_line){.what = SCHEMA_PADDING,
                                 .bit_offset = base + p.end,
                                 .bit_size = 8 * type->size - p.end,
                                 .depth = depth});
    s->hole_bits += 8 * type->size - p.end;
}

/* --- cache lines -------------------------------------------------------------------------------
 */

/* A boundary is listed before the first line that begins at it or behind it. */
static void mark_cache_lines(struct schema *s)
{
    struct schema marked = {.hole_bits = s->hole_bits, .cut = s->cut};
    uint64_t line = 0;
    for (size_t i = 0; i < s->count; i++) {
        uint64_t at = s->lines[i].bit_offset / 8 / SCHEMA_CACHE_LINE;
        if (at > line)
            add(&marked, &(struct schema_line){.what = SCHEMA_CACHE,
                                               .bit_offset = at * SCHEMA_CACHE_LINE * 8,
                                               .depth = s->lines[i].depth});
        line = at > line ? at : line;
        add(&marked, &s->lines[i]);
    }
    schema_fini(s);
    *s = marked;
}

void schema_list(struct schema *s, const memglass_type *type)
{
    s->count = 0;
    s->hole_bits = 0;
    s->cut = false;
    list_struct(s, type, 0, 0);
    if (type->size > SCHEMA_CACHE_LINE)
        mark_cache_lines(s);
}
