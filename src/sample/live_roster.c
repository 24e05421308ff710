/* The roster of a live session. Layer 4. */
#include "sample/live_roster.h"

#include "base/checked.h"
#include "format/layout.h"
#include "sample/history.h"

static bool run_goes_on(const struct observer_run *run, const struct observer_entry *e)
{
    uint64_t last = run->place + (run->count - 1) * run->stride;
    if (run->type != e->type || run->elements != e->count || run->size != e->size ||
        e->place <= last || format_place_region(e->place) != format_place_region(last))
        return false;
    return run->count == 1 ? e->place - last >= run->size : e->place - last == run->stride;
}

static void add_to_runs(struct live_roster *l, const struct observer_entry *e)
{
    struct observer_run *runs = (void *)l->runs.at;
    struct observer_run *last = l->run_count ? &runs[l->run_count - 1] : NULL;
    if (last && run_goes_on(last, e)) {
        last->stride = last->count == 1 ? e->place - last->place : last->stride;
        last->count++;
        return;
    }
    runs[l->run_count++] = (struct observer_run){.place = e->place,
                                                 .stride = round_up(e->size, 8),
                                                 .size = e->size,
                                                 .count = 1,
                                                 .type = e->type,
                                                 .elements = e->count};
}

static const char *new_label(const struct live_roster *l, struct live_session *s,
                             const struct roster *r, const struct observer_entry *e)
{
    char text[MEMGLASS_LABEL_MAX + 1];
    observer_label(s->attached->observer, e, text);
    return roster_label(l->store, r, text);
}

static bool add_row(struct live_roster *l, struct live_session *s, struct roster *r,
                    const struct observer_entry *e, const struct roster_row *old)
{
    struct roster_row row = {.type = e->type,
                             .label = old ? old->label : new_label(l, s, r, e),
                             .data = r->bytes,
                             .size = e->size,
                             .created_ns = e->created_ns,
                             .history = old ? old->history : HISTORY_NONE,
                             .index = e->index,
                             .generation = e->generation,
                             .count = e->count,
                             .first = old ? old->first : NULL,
                             .first_due = old ? old->first_due : 1};
    l->firsts_due |= row.first_due;
    if (!row.label || e->size > UINT64_MAX / 2 ||
        !checked_add(r->bytes, round_up(e->size, 8), &r->bytes))
        return false;
    r->rows[r->count++] = row;
    add_to_runs(l, e);
    return true;
}

static bool add_rows(struct live_roster *l, struct live_session *s, struct roster *r,
                     const struct roster *old, size_t rows)
{
    memglass_observer *o = s->attached->observer;
    struct roster_cursor rest = roster_cursor(old);
    uint32_t limit = observer_index_limit(o);
    l->run_count = 0;
    for (uint32_t i = 0; i < limit && r->count < rows; i++) {
        const struct observer_entry *e = observer_entry_at(o, i);
        if (e && !add_row(l, s, r, e, roster_seek(&rest, e->index, e->generation)))
            return false;
    }
    return true;
}

/* With a new session, nothing of the old roster is carried over. */
static int renew(struct live_roster *l, struct live_session *s, struct history *history)
{
    size_t rows = memglass_object_count(s->attached->observer);
    const struct roster *old = l->roster;
    const struct roster *like = old && roster_anchor(old) == &s->attached->anchor ? old : NULL;
    if (pages_fit_sparse(&l->runs, rows * sizeof(struct observer_run)))
        return MEMGLASS_E_NOMEM;
    struct roster *r = roster_begin(l->store, &s->attached->anchor, rows);
    if (!r)
        return MEMGLASS_E_NOMEM;
    if (!add_rows(l, s, r, like, rows)) {
        roster_abort(l->store, r);
        return MEMGLASS_E_NOMEM;
    }
    roster_commit(l->store, r, history);
    if (old)
        roster_drop(l->store, old);
    l->roster = r;
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
    if (l->firsts_due)
        roster_keep_firsts(l->store, l->roster, f);
    l->firsts_due = false;
}
