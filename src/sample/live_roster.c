/* The roster of a live session. Layer 4. */
#include "sample/live_roster.h"

#include "base/checked.h"
#include "base/error.h"
#include "format/layout.h"
#include "sample/history.h"

#include <string.h>

static const char *new_label(const struct live_roster *l, struct live_session *s,
                             const struct roster *r, const struct observer_entry *e)
{
    char text[MEMGLASS_LABEL_MAX + 1];
    observer_label(s->attached->observer, e, text);
    return roster_label(l->store, r, text);
}

static bool add_row(struct live_roster *l, struct live_session *s, struct roster *r,
                    const struct observer_entry *e)
{
    struct roster_row row = {.type = e->type,
                             .label = new_label(l, s, r, e),
                             .data = r->bytes,
                             .size = e->size,
                             .created_ns = e->created_ns,
                             .history = HISTORY_NONE,
                             .index = e->index,
                             .generation = e->generation,
                             .count = e->count,
                             .first_due = 1};
    if (!row.label || e->size > UINT64_MAX / 2 ||
        !checked_add(r->bytes, round_up(e->size, 8), &r->bytes))
        return false;
    l->changes.born[l->changes.born_count++] = (uint32_t)r->count;
    r->rows[r->count++] = row;
    run_list_add(&l->runs, e);
    return true;
}

/* --- what is carried over ------------------------------------------------------------------------
 */

/* Where the roster before and the catalog have been gone along to. */
struct merge {
    const struct roster_row *old; /* rows of the roster before */
    size_t old_count, row;
    const uint32_t *generations;
    uint32_t limit, index;
    struct run_cursor run;
    bool due; /* a row that is carried over has its first copy still to come */
};

static bool lives_on(const struct merge *m, const struct roster_row *row)
{
    return row->index < m->limit && m->generations[row->index] == row->generation;
}

/* The end of the rows from this one on that live on, with no new object between them: of a block at
 * most, so that they are still near when they are copied. */
static size_t stretch(struct merge *m)
{
    size_t end = m->row, left = m->old_count - end;
    size_t most = end + (left < ROSTER_BLOCK ? left : ROSTER_BLOCK);
    for (; end < most && lives_on(m, &m->old[end]); end++) {
        for (; m->index < m->old[end].index; m->index++)
            if (m->generations[m->index] != OBSERVER_VACANT)
                return end;
        m->index++;
        m->due |= m->old[end].first_due;
    }
    return end;
}

static bool carry(struct live_roster *l, struct merge *m, struct roster *r, size_t end)
{
    size_t count = end - m->row;
    struct roster_row *rows = &r->rows[r->count];
    const struct roster_row *first = &m->old[m->row], *last = &m->old[end - 1];
    uint64_t shift = r->bytes - first->data;
    if (!checked_add(r->bytes, last->data - first->data + round_up(last->size, 8), &r->bytes))
        return false;
    memcpy(rows, first, count * sizeof *rows);
    for (size_t i = 0; shift && i < count; i++)
        rows[i].data += shift;
    roster_carried(r, m->row, r->count, count);
    r->count += count;
    run_list_carry(&l->runs, &l->runs_before, &m->run, m->row, end);
    m->row = end;
    return true;
}

/* One index at which not all is as it was. */
static bool step(struct live_roster *l, struct live_session *s, struct merge *m, struct roster *r)
{
    if (m->row < m->old_count && m->old[m->row].index <= m->index)
        l->changes.lost[l->changes.lost_count++] = (uint32_t)m->row++;
    struct observer_entry entry;
    return !observer_entry_at(s->attached->observer, m->index++, &entry) ||
           add_row(l, s, r, &entry);
}

/* Rows of the roster before are carried over by stretches: what a million objects cost of which one
 * comes or goes is copying their rows. */
static bool fill(struct live_roster *l, struct live_session *s, struct roster *r,
                 const struct roster *old)
{
    memglass_observer *o = s->attached->observer;
    struct merge m = {.old = old ? old->rows : NULL,
                      .old_count = old ? old->count : 0,
                      .generations = observer_generations(o),
                      .limit = observer_index_limit(o)};
    while (m.index < m.limit) {
        size_t end = stretch(&m);
        bool whole = end - m.row == ROSTER_BLOCK;
        if (end > m.row && !carry(l, &m, r, end))
            return false;
        if (!whole && m.index < m.limit && !step(l, s, &m, r))
            return false;
        roster_settle(r);
    }
    while (m.row < m.old_count)
        l->changes.lost[l->changes.lost_count++] = (uint32_t)m.row++;
    l->due_anywhere = m.due;
    return true;
}

/* --- a new one -----------------------------------------------------------------------------------
 */

static int make_room(struct live_roster *l, size_t rows, size_t before)
{
    struct run_list runs = l->runs;
    if (run_list_begin(&l->runs_before, rows) ||
        pages_fit_sparse(&l->changed_rows, (rows + before) * sizeof(uint32_t)))
        return MEMGLASS_E_NOMEM;
    l->runs = l->runs_before;
    l->runs_before = runs;
    l->changes.born = (void *)l->changed_rows.at;
    l->changes.lost = l->changes.born + rows;
    l->changes.born_count = l->changes.lost_count = 0;
    return MEMGLASS_OK;
}

static void commit(const struct live_roster *l, struct roster *r, bool follows,
                   struct history *history)
{
    const struct roster_changes changes = {.lost = l->changes.lost,
                                           .born = l->changes.born,
                                           .lost_count = l->changes.lost_count,
                                           .born_count = l->changes.born_count};
    if (follows)
        roster_commit_changes(l->store, r, &changes, history);
    else
        roster_commit(l->store, r, history);
}

/* With a new session, nothing of the old roster is carried over. */
static int renew(struct live_roster *l, struct live_session *s, struct history *history)
{
    size_t rows = memglass_object_count(s->attached->observer);
    const struct roster *old = l->roster;
    const struct roster *like = old && roster_anchor(old) == &s->attached->anchor ? old : NULL;
    struct roster *r = roster_begin(l->store, &s->attached->anchor, rows);
    if (!r)
        return MEMGLASS_E_NOMEM;
    l->due_anywhere = true; /* until it is known better */
    if (make_room(l, rows, like ? like->count : 0)) {
        roster_abort(l->store, r);
        return MEMGLASS_E_NOMEM;
    }
    if (!fill(l, s, r, like)) {
        struct run_list runs = l->runs;
        l->runs = l->runs_before;
        l->runs_before = runs;
        roster_abort(l->store, r);
        return MEMGLASS_E_NOMEM;
    }
    REQUIRE(r->count == rows);
    commit(l, r, like != NULL, history);
    if (old)
        roster_drop(l->store, old);
    l->roster = r;
    l->firsts_due = true;
    l->serial = observer_serial(s->attached->observer);
    return MEMGLASS_OK;
}

bool live_roster_is_of(const struct live_roster *l, const struct live_session *s)
{
    return l->roster && l->whole && roster_anchor(l->roster) == &s->attached->anchor;
}

int live_roster_follow(struct live_roster *l, struct live_session *s)
{
    int status = live_session_refresh(s);
    if (status != MEMGLASS_OK)
        return status;
    bool current = live_roster_is_of(l, s) && l->serial == observer_serial(s->attached->observer);
    status = current ? MEMGLASS_OK : renew(l, s, l->history);
    l->whole |= status == MEMGLASS_OK;
    return status;
}

int live_roster_glimpse(struct live_roster *l, struct live_session *s)
{
    int status = renew(l, s, NULL);
    l->whole = false;
    return status;
}

void live_roster_keep_firsts(struct live_roster *l, const struct frame *f)
{
    if (l->firsts_due && l->due_anywhere)
        roster_keep_firsts(l->store, l->roster, f);
    else if (l->firsts_due)
        roster_keep_firsts_of(l->store, l->roster, f, l->changes.born, l->changes.born_count);
    l->firsts_due = false;
}

void live_roster_fini(struct live_roster *l)
{
    run_list_free(&l->runs);
    run_list_free(&l->runs_before);
    pages_free(&l->changed_rows);
}
