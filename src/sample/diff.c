/* What differs between two frames: objects by a merge, fields by their types. Layer 4. */
#include "sample/diff.h"

#include "base/checked.h"
#include "field/bits.h"
#include "sample/roster.h"

#include <string.h>

enum { STRIDE = 4096 }; /* bytes that are compared at once in a large array */

/* --- fields --- */

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

static uint64_t whole_changes(const memglass_type *type, uint64_t count, const unsigned char *a,
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

/* --- rows --- */

/* Two frames side by side, the row of each at hand. */
struct pairing {
    const struct frame *prev, *cur;
    struct diff *sum;
};

static uint64_t row_changes(const struct pairing *p, size_t prev_row, size_t row)
{
    const struct row_mark *before = &p->prev->marks[prev_row], *now = &p->cur->marks[row];
    const struct roster_row *r = &p->cur->roster->rows[row];
    const unsigned char *a = frame_data(p->prev, prev_row), *b = frame_data(p->cur, row);
    if (before->truth == MEMGLASS_TORN || now->truth == MEMGLASS_TORN)
        return 0;
    return memcmp(a, b, r->size) ? whole_changes(r->type, r->count, a, b) : 0;
}

/* 1: one change, 2: two or three, ... 15: 2^14 or more. */
static uint64_t activity_of(uint64_t changes)
{
    unsigned log2 = changes ? 63 - (unsigned)__builtin_clzll(changes) : 0;
    return changes ? (log2 < 14 ? log2 + 1 : 15) : 0;
}

static void mark_row(const struct pairing *p, size_t prev_row, size_t row, struct row_mark *mark)
{
    const struct row_mark *old = &p->prev->marks[prev_row];
    uint64_t changes = row_changes(p, prev_row, row);
    mark->activity = old->activity << 4 | activity_of(changes);
    mark->changed_total = old->changed_total + changes;
    mark->changes = changes < UINT32_MAX ? (uint32_t)changes : UINT32_MAX;
    mark->last_change_ns = changes ? p->cur->time_ns : old->last_change_ns;
    mark->born = 0;
    p->sum->changed += changes != 0;
    p->sum->field_changes += changes;
}

static void say_state(uint8_t state, struct row_mark *mark)
{
    mark->truth = state & ROW_TRUTH;
    mark->gone = (state & ROW_GONE) != 0;
    mark->damaged = (state & ROW_DAMAGED) != 0;
}

static void mark_born(const struct pairing *p, struct row_mark *mark)
{
    *mark = (struct row_mark){
        .truth = mark->truth, .gone = mark->gone, .damaged = mark->damaged, .born = 1};
    p->sum->created += !mark->gone;
}

/* An object that is in both rosters, in either of which it may be gone. */
static void mark_pair(const struct pairing *p, size_t prev_row, size_t row, struct row_mark *mark)
{
    bool was = !p->prev->marks[prev_row].gone;
    if (was && !mark->gone)
        mark_row(p, prev_row, row, mark);
    else if (was)
        p->sum->destroyed++;
    else
        mark_born(p, mark);
}

static uint64_t present(const struct frame *f)
{
    uint64_t rows = 0;
    for (size_t i = 0; i < f->roster->count; i++)
        rows += !f->marks[i].gone;
    return rows;
}

static void pair_by_row(const struct pairing *p, struct row_mark *marks)
{
    for (size_t i = 0; i < p->cur->roster->count; i++)
        mark_pair(p, i, i, &marks[i]);
}

static void pair_by_merge(const struct pairing *p, struct row_mark *marks)
{
    struct roster_cursor rest = roster_cursor(p->prev->roster);
    uint64_t met = 0;
    for (size_t i = 0; i < p->cur->roster->count; i++) {
        const struct roster_row *row = &p->cur->roster->rows[i];
        const struct roster_row *old = roster_seek(&rest, row->index, row->generation);
        if (!old) {
            mark_born(p, &marks[i]);
            continue;
        }
        size_t prev_row = (size_t)(old - p->prev->roster->rows);
        met += !p->prev->marks[prev_row].gone;
        mark_pair(p, prev_row, i, &marks[i]);
    }
    p->sum->destroyed += present(p->prev) - met;
}

void diff_frames(const struct frame *prev, const struct frame *cur, struct row_mark *marks,
                 struct diff *out)
{
    *out = (struct diff){0};
    for (size_t i = 0; i < cur->roster->count; i++)
        say_state(cur->states[i], &marks[i]);
    struct pairing p = {.prev = prev, .cur = cur, .sum = out};
    if (prev && frame_same_session(prev, cur)) {
        if (prev->roster == cur->roster)
            pair_by_row(&p, marks);
        else
            pair_by_merge(&p, marks);
        return;
    }
    for (size_t i = 0; i < cur->roster->count; i++)
        mark_born(&p, &marks[i]);
    if (prev)
        out->destroyed = present(prev);
}

bool diff_ref_changed(const struct frame *prev, long prev_row, const struct frame *cur, long row,
                      const struct field_ref *ref)
{
    if (prev_row < 0 || row < 0 || prev->marks[prev_row].truth == MEMGLASS_TORN ||
        cur->marks[row].truth == MEMGLASS_TORN)
        return false;
    uint64_t at = ref->bit_offset / 8, size = field_ref_bytes(ref);
    if (!checked_range(at, size, prev->roster->rows[prev_row].size) ||
        !checked_range(at, size, cur->roster->rows[row].size))
        return false;
    const unsigned char *a = frame_data(prev, (size_t)prev_row) + at;
    const unsigned char *b = frame_data(cur, (size_t)row) + at;
    if (!ref->field)
        return whole_changes(ref->type, ref->elements, a, b) != 0;
    return run_changes(ref->field, elements_from(ref->field, ref->dims_used), a, b) != 0;
}
