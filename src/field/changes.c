/* What became of a type whose program was changed. Pure. Layer 1. */
#include "field/changes.h"

#include <inttypes.h>
#include <string.h>

static uint32_t compared(const memglass_type *type)
{
    return type->field_count < FIELD_CHANGES_FIELDS ? type->field_count : FIELD_CHANGES_FIELDS;
}

/* Fields mostly keep their order, so the search begins where the last one ended. */
static const memglass_field *find(const memglass_type *type, const char *name, uint32_t *hint)
{
    uint32_t count = compared(type);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = (*hint + i) % count;
        if (strcmp(type->fields[at].name, name) == 0) {
            *hint = at + 1;
            return &type->fields[at];
        }
    }
    return NULL;
}

static bool same_dims(const memglass_field *a, const memglass_field *b)
{
    return a->rank == b->rank &&
           (a->rank == 0 || memcmp(a->dims, b->dims, a->rank * sizeof *a->dims) == 0);
}

static bool same_type(const memglass_field *a, const memglass_field *b)
{
    const uint32_t shape = MEMGLASS_FIELD_SIGNED | MEMGLASS_FIELD_GUARDED;
    if (a->kind != b->kind || a->bit_size != b->bit_size || a->stride_bytes != b->stride_bytes ||
        (a->flags & shape) != (b->flags & shape) || !same_dims(a, b) || !a->type != !b->type)
        return false;
    return !a->type || memglass_type_hash(a->type) == memglass_type_hash(b->type);
}

static void add(const struct field_change *change, struct field_change *out, size_t capacity,
                size_t *count)
{
    if (*count < capacity)
        out[*count] = *change;
    ++*count;
}

size_t field_changes(const memglass_type *before, const memglass_type *after,
                     struct field_change *out, size_t capacity)
{
    size_t count = 0;
    uint32_t hint = 0;
    for (uint32_t i = 0; i < compared(after); i++) {
        const memglass_field *now = &after->fields[i], *was = find(before, now->name, &hint);
        enum field_change_kind kind = !was                   ? FIELD_NEW
                                      : !same_type(was, now) ? FIELD_RETYPED
                                                             : FIELD_MOVED;
        if (kind != FIELD_MOVED || was->bit_offset != now->bit_offset)
            add(&(struct field_change){kind, was, now}, out, capacity, &count);
    }
    hint = 0;
    for (uint32_t i = 0; i < compared(before); i++)
        if (!find(after, before->fields[i].name, &hint))
            add(&(struct field_change){FIELD_GONE, &before->fields[i], NULL}, out, capacity,
                &count);
    return count;
}

/* Changes that a summary tells apart; any more are only counted. */
#define LISTED 256u

static void count_text(size_t count, const char *what, const char **between, struct strbuf *out)
{
    if (count == 0)
        return;
    strbuf_printf(out, "%s%zu %s", *between, count, what);
    *between = ", ";
}

bool field_changes_summary(const memglass_type *before, const memglass_type *after,
                           struct strbuf *out)
{
    struct field_change changes[LISTED];
    size_t counts[FIELD_GONE + 1] = {0};
    const char *between = " ";
    if (memglass_type_hash(before) == memglass_type_hash(after))
        return false;
    size_t found = field_changes(before, after, changes, LISTED);
    for (size_t i = 0; i < found && i < LISTED; i++)
        counts[changes[i].kind]++;
    strbuf_printf(out, "%s changed:", after->name);
    count_text(counts[FIELD_MOVED], counts[FIELD_MOVED] == 1 ? "field moved" : "fields moved",
               &between, out);
    count_text(counts[FIELD_RETYPED], "of another type", &between, out);
    count_text(counts[FIELD_NEW], "new", &between, out);
    count_text(counts[FIELD_GONE], "gone", &between, out);
    if (found == 0)
        strbuf_printf(out, " %" PRIu64 " bytes, was %" PRIu64, after->size, before->size);
    else if (found > LISTED)
        strbuf_printf(out, ", and %zu more", found - LISTED);
    return true;
}
