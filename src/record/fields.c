/* Frames of chosen fields. Layer 5. */
#include "record/fields.h"

#include "base/error.h"
#include "record/narrow.h"
#include "sample/diff.h"
#include "sample/history.h"
#include "sample/pool.h"

#include <stdlib.h>
#include <string.h>

struct record_fields {
    struct wanted_list wanted;
    bool checked;          /* that each of them is found */
    struct narrows *types; /* of the session that is there; NULL: before the first frame */
    struct frame_pool *pool;
    uint64_t whole; /* serial of the roster that `roster` was made of */
    struct roster *roster;
    size_t *rows; /* of the whole roster, by row */
    size_t rows_capacity;
    const struct frame *last;
};

/* --- rows --------------------------------------------------------------------------------------
 */

/* Another session: other types, though they be called the same. */
static bool renew_types(struct record_fields *f, const struct frame *whole)
{
    if (f->types && roster_anchor(f->types->held) == roster_anchor(whole->roster))
        return true;
    struct narrows *types = narrows_create(whole->roster, frame_pool_rosters(whole->pool));
    if (!types)
        return false;
    if (f->types)
        anchor_drop(&f->types->anchor);
    f->types = types;
    return true;
}

static bool fit_rows(struct record_fields *f, size_t count)
{
    if (count <= f->rows_capacity)
        return true;
    size_t *rows = realloc(f->rows, count * sizeof *rows);
    if (!rows)
        return false;
    f->rows = rows;
    f->rows_capacity = count;
    return true;
}

static bool add_row(struct record_fields *f, struct roster *to, struct roster_cursor *rest,
                    const struct roster_row *row)
{
    const struct narrow *n = narrow_of(f->types, &f->wanted, row->type);
    if (!n || !n->type.field_count)
        return n;
    const struct roster_row *was = roster_seek(rest, row->index, row->generation);
    const char *label =
        was ? was->label : roster_label(frame_pool_rosters(f->pool), to, row->label);
    if (!label)
        return false;
    struct roster_row *added = &to->rows[to->count++];
    *added = *row;
    added->type = &n->type;
    added->label = label;
    added->first = NULL;
    added->first_due = 0;
    added->history = HISTORY_NONE;
    added->data = to->bytes;
    to->bytes += (row->size + 7) / 8 * 8;
    return true;
}

static bool fill_roster(struct record_fields *f, const struct roster *whole, struct roster *to)
{
    bool same = f->roster && roster_anchor(f->roster) == &f->types->anchor;
    struct roster_cursor rest = roster_cursor(same ? f->roster : NULL);
    for (size_t i = 0; i < whole->count; i++) {
        f->rows[to->count] = i;
        if (!add_row(f, to, &rest, &whole->rows[i]))
            return false;
    }
    return true;
}

static bool renew_roster(struct record_fields *f, const struct frame *whole)
{
    struct roster_store *store = frame_pool_rosters(f->pool);
    if (f->roster && f->whole == whole->roster->serial)
        return true;
    if (!fit_rows(f, whole->roster->count + 1))
        return false;
    struct roster *fresh = roster_begin(store, &f->types->anchor, whole->roster->count);
    if (!fresh)
        return false;
    if (!fill_roster(f, whole->roster, fresh)) {
        roster_abort(store, fresh);
        return false;
    }
    roster_commit(store, fresh, NULL);
    if (f->roster)
        roster_drop(store, f->roster);
    f->roster = fresh;
    f->whole = whole->roster->serial;
    return true;
}

/* --- names -------------------------------------------------------------------------------------
 */

static int say_missing(const struct wanted *w, memglass_error *err)
{
    return error_set(err, MEMGLASS_E_INVALID, 0,
                     "no object has a field '%s%s%s' (fields are recorded whole: 'pos', not "
                     "'pos.x')",
                     w->type ? w->type : "", w->type ? "." : "", w->field);
}

int record_fields_check(struct record_fields *f, const struct frame *whole, memglass_error *err)
{
    const struct roster *r = whole->roster;
    if (f->checked || !r->count)
        return MEMGLASS_OK;
    bool read = renew_types(f, whole);
    for (size_t i = 0; i < r->count && read; i++)
        if (i == 0 || r->rows[i].type != r->rows[i - 1].type)
            read = narrow_of(f->types, &f->wanted, r->rows[i].type) != NULL;
    if (!read)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    for (size_t i = 0; i < f->wanted.count; i++)
        if (!f->wanted.names[i].found)
            return say_missing(&f->wanted.names[i], err);
    f->checked = true;
    return MEMGLASS_OK;
}

/* --- frames ------------------------------------------------------------------------------------
 */

static void copy_bits(unsigned char *restrict to, const unsigned char *restrict from,
                      const unsigned char *restrict mask, uint64_t size)
{
    for (uint64_t i = 0; i < size; i++)
        to[i] = from[i] & mask[i];
}

static void copy_row(const struct record_fields *f, struct frame *to, const struct frame *whole,
                     size_t i)
{
    const struct roster_row *row = &to->roster->rows[i];
    const struct narrow *n =
        (const void *)((const char *)row->type - offsetof(struct narrow, type));
    const unsigned char *from = frame_data(whole, f->rows[i]);
    unsigned char *bytes = to->bytes + row->data;
    uint64_t size = n->type.size;
    for (uint64_t k = 0; k < row->count; k++)
        copy_bits(bytes + k * size, from + k * size, n->mask, size);
    memset(bytes + row->size, 0, (8 - row->size % 8) % 8);
    to->states[i] = (uint8_t)(whole->states[f->rows[i]] & ~ROW_BORN);
}

static void copy_head(struct frame *to, const struct frame *from)
{
    to->tick = from->tick;
    to->time_ns = from->time_ns;
    to->wall_ns = from->wall_ns;
    to->capture_ns = from->capture_ns;
    to->torn = from->torn;
    to->cut = from->cut;
    to->session = from->session;
}

int record_fields_of(struct record_fields *f, const struct frame *whole, const struct frame **out,
                     memglass_error *err)
{
    struct diff unused;
    frame_pool_sweep(f->pool);
    struct frame *to = NULL;
    if (renew_types(f, whole) && renew_roster(f, whole))
        to = frame_pool_take(f->pool, f->roster);
    if (!to)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    copy_head(to, whole);
    for (size_t i = 0; i < to->roster->count; i++)
        copy_row(f, to, whole, i);
    diff_frames(f->last, to, &unused);
    frame_release(&f->last);
    f->last = to;
    *out = to;
    return MEMGLASS_OK;
}

size_t record_fields_row(const struct record_fields *f, size_t row)
{
    return f->rows[row];
}

/* --- life --------------------------------------------------------------------------------------
 */

struct record_fields *record_fields_create(const char *names, memglass_error *err)
{
    struct record_fields *f = calloc(1, sizeof *f);
    if (!f)
        error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    else if (wanted_parse(&f->wanted, names, err) != MEMGLASS_OK)
        record_fields_destroy(&f);
    else if (!(f->pool = frame_pool_create())) {
        error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
        record_fields_destroy(&f);
    }
    return f;
}

void record_fields_destroy(struct record_fields **fields)
{
    struct record_fields *f = *fields;
    *fields = NULL;
    if (!f)
        return;
    frame_release(&f->last);
    if (f->roster)
        roster_drop(frame_pool_rosters(f->pool), f->roster);
    if (f->pool)
        frame_pool_sweep(f->pool);
    frame_pool_close(&f->pool);
    if (f->types)
        anchor_drop(&f->types->anchor);
    free(f->rows);
    wanted_fini(&f->wanted);
    free(f);
}
