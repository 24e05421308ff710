/* What a reader stands at: frames, their past, single objects. Layer 5. */
#include "record/reader_parts.h"

#include <string.h>

/* What the roster before knew of an object stays; `old` may be NULL. */
static bool fill_roster(struct record_reader *r, const struct roster *old, struct roster *to)
{
    const struct image *m = &r->state.image;
    struct roster_store *store = frame_pool_rosters(r->pool);
    struct roster_cursor rest = roster_cursor(old);
    for (size_t i = 0; i < m->count; i++) {
        const struct image_row *from = &m->rows[i];
        if (from->dead)
            continue;
        const struct roster_row *was = roster_seek(&rest, from->index, from->generation);
        bool keeps = was && !r->past_begins;
        const char *label = was ? was->label : roster_label(store, to, from->label);
        if (!label)
            return false;
        to->rows[to->count++] = (struct roster_row){.type = from->type,
                                                    .label = label,
                                                    .data = from->first_word * 8,
                                                    .size = from->type->size * from->count,
                                                    .created_ns = from->created_ns,
                                                    .history = keeps ? was->history : HISTORY_NONE,
                                                    .index = from->index,
                                                    .generation = from->generation,
                                                    .count = from->count};
    }
    to->bytes = m->word_count * 8;
    return true;
}

/* Another whole frame, of the same objects. */
static bool is_as_it_was(const struct record_reader *r)
{
    const struct image *m = &r->state.image;
    bool same = r->roster->count == image_rows(m);
    for (size_t i = 0, at = 0; same && i < m->count; i++) {
        const struct image_row *now = &m->rows[i];
        if (now->dead)
            continue;
        const struct roster_row *was = &r->roster->rows[at++];
        same = was->index == now->index && was->generation == now->generation &&
               was->type == now->type && was->count == now->count &&
               was->data == now->first_word * 8 && was->created_ns == now->created_ns &&
               strcmp(was->label, now->label) == 0;
    }
    return same;
}

static bool renew_roster(struct record_reader *r)
{
    struct roster_store *store = frame_pool_rosters(r->pool);
    bool same = r->roster && roster_anchor(r->roster) == &r->epoch->anchor;
    if (same && !r->past_begins && (r->roster_layouts == r->state.layouts || is_as_it_was(r))) {
        r->roster_layouts = r->state.layouts;
        return true;
    }
    struct roster *fresh = roster_begin(store, &r->epoch->anchor, image_rows(&r->state.image));
    if (!fresh)
        return false;
    if (!fill_roster(r, same ? r->roster : NULL, fresh)) {
        roster_abort(store, fresh);
        return false;
    }
    roster_commit(store, fresh, r->history);
    if (r->roster)
        roster_drop(store, r->roster);
    r->roster = fresh;
    r->roster_layouts = r->state.layouts;
    r->past_begins = false;
    return true;
}

const struct frame *record_reader_frame(struct record_reader *r)
{
    const struct image *m = &r->state.image;
    if (!record_reader_stands(r))
        return NULL;
    frame_pool_sweep(r->pool);
    struct frame *f = renew_roster(r) ? frame_pool_take(r->pool, r->roster) : NULL;
    if (!f)
        return NULL;
    f->tick = m->tick;
    f->time_ns = m->time_ns;
    f->wall_ns = m->wall_ns;
    f->capture_ns = 0;
    f->session = m->session;
    f->cut = m->cut;
    if (m->word_count)
        memcpy(f->bytes, m->words, m->word_count * 8);
    for (size_t i = 0, at = 0; i < m->count; i++) {
        if (m->rows[i].dead)
            continue;
        const struct image_mark *was = &m->marks[i];
        struct row_mark mark = codec_next_mark(&was->mark, m->tick - was->tick, m->time_ns, 0);
        frame_set_mark(f, at++, &mark);
        f->torn += was->mark.truth == MEMGLASS_TORN || was->mark.truth == MEMGLASS_STALE;
    }
    return f;
}

const struct history *record_reader_remember(struct record_reader *r, uint64_t budget_bytes)
{
    if (!r->history && !r->roster)
        r->history = history_create(budget_bytes);
    return r->history;
}

void record_reader_note_past(struct record_reader *r, const struct frame *f)
{
    history_append(r->history, f);
}

void record_reader_begin_past(struct record_reader *r)
{
    r->past_begins = true; /* the roster names rings that are not its rows' any more */
    history_restart(r->history);
}

/* --- single objects ----------------------------------------------------------------------------
 */

size_t record_reader_objects(const struct record_reader *r)
{
    return record_reader_stands(r) ? image_rows(&r->state.image) : 0;
}

static void tell_object(const struct image *m, size_t i, struct record_object *out)
{
    const struct image_row *row = &m->rows[i];
    const struct image_mark *mark = &m->marks[i];
    *out = (struct record_object){.type = row->type,
                                  .label = row->label,
                                  .bytes = (const unsigned char *)&m->words[row->first_word],
                                  .size = row->type->size * row->count,
                                  .count = row->count,
                                  .created_ns = row->created_ns,
                                  .index = row->index,
                                  .generation = row->generation,
                                  .changes = mark->tick == m->tick ? mark->mark.changes : 0,
                                  .truth = mark->mark.truth};
}

/* Rows that are not dead, listed once for as long as there are the same. */
static bool list_rows(struct record_reader *r)
{
    const struct image *m = &r->state.image;
    if (r->listed_layouts == r->state.layouts)
        return true;
    bytes_clear(&r->listed);
    for (size_t i = 0; i < m->count; i++)
        if (!m->rows[i].dead)
            bytes_raw(&r->listed, &i, sizeof i);
    r->listed_layouts = r->listed.failed ? UINT64_MAX : r->state.layouts;
    return !r->listed.failed;
}

bool record_reader_object_at(struct record_reader *r, size_t i, struct record_object *out)
{
    const struct image *m = &r->state.image;
    size_t row = i;
    if (i >= record_reader_objects(r) || (m->dead_count && !list_rows(r)))
        return false;
    if (m->dead_count)
        memcpy(&row, r->listed.at + i * sizeof row, sizeof row);
    tell_object(m, row, out);
    return true;
}

bool record_reader_object(const struct record_reader *r, uint32_t index, uint32_t generation,
                          struct record_object *out)
{
    const struct image *m = &r->state.image;
    size_t at = image_find(m, index);
    if (!record_reader_stands(r) || at == m->count || m->rows[at].dead ||
        m->rows[at].index != index || m->rows[at].generation != generation)
        return false;
    tell_object(m, at, out);
    return true;
}

/* --- rosters -----------------------------------------------------------------------------------
 */

const struct roster *record_reader_roster(struct record_reader *r)
{
    if (!record_reader_stands(r))
        return NULL;
    frame_pool_sweep(r->pool);
    if (!renew_roster(r))
        return NULL;
    roster_hold(r->roster);
    return r->roster;
}

void record_reader_roster_drop(struct record_reader *r, const struct roster **roster)
{
    if (*roster)
        roster_drop(frame_pool_rosters(r->pool), *roster);
    *roster = NULL;
}
