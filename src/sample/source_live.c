/*
 * Frames of a live session: follow the catalog, copy runs, drop what was destroyed meanwhile,
 * attach again after a restart. Layer 4.
 */
#include "base/checked.h"
#include "base/clock.h"
#include "base/error.h"
#include "format/layout.h"
#include "format/words.h"
#include "observer/observer.h"
#include "sample/cut.h"
#include "sample/history.h"
#include "sample/pages.h"
#include "sample/pool.h"
#include "sample/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How long a restarted session's changed types are told of, and how long the session before is kept
 * mapped to compare types that are registered late. */
#define CHANGED_SHOWN_NS (30 * NS_PER_SEC)
#define COMPARED_NS      (5 * NS_PER_SEC)

/* Of frames so large, three and what they are copied from do not stay in a cache. */
#define STREAMED (UINT64_C(4) << 20)

/* An attached observer: types of its rosters point into it, so it outlives the source's use. */
struct attachment {
    struct anchor anchor;
    memglass_observer *observer;
    bool damaged; /* something in it could not be read: what can be is shown */
};

struct live {
    struct source source;
    char name[MEMGLASS_NAME_MAX + 1];
    memglass_attach_options attach; /* also for the session that replaces this one */
    memglass_error refused;         /* why the one that has the name now is not attached to */
    struct history *history;
    struct frame_pool *pool;
    struct attachment *attached;
    struct attachment *before; /* what `attached` has replaced, for a while; or NULL */
    uint64_t adopted_ns;
    size_t types_compared; /* of `attached` */
    char changed[RESTART_TEXT_BYTES];
    struct roster *roster;  /* of `attached`; NULL before its first capture */
    uint64_t roster_serial; /* the observer's, when the roster was made */
    bool roster_whole;      /* it is no glimpse */
    bool firsts_due;        /* of some of its rows */
    struct pages runs;      /* struct observer_run: how the roster's rows lie in the session */
    size_t run_count;
};

/* --- attaching --- */

static void attachment_free(struct anchor *a)
{
    struct attachment *attached = (struct attachment *)a;
    memglass_detach(attached->observer);
    free(attached);
}

static struct attachment *attachment_open(const char *name, const memglass_attach_options *attach,
                                          memglass_error *err)
{
    struct attachment *a = calloc(1, sizeof *a);
    if (!a) {
        error_set(err, MEMGLASS_E_NOMEM, 0, "session %s: out of memory", name);
        return NULL;
    }
    *a = (struct attachment){.anchor = {.free = attachment_free, .holders = 1},
                             .observer = observer_attach_bare(name, attach, err)};
    if (!a->observer) {
        free(a);
        return NULL;
    }
    return a;
}

static void forget_before(struct live *s)
{
    if (s->before)
        anchor_drop(&s->before->anchor);
    s->before = NULL;
    s->types_compared = 0;
}

/* The old roster stays the youngest of the store: the next one retires what it names. */
static void live_adopt(struct live *s, struct attachment *a)
{
    forget_before(s);
    s->before = s->attached;
    s->changed[0] = '\0';
    s->adopted_ns = clock_monotonic_ns();
    s->attached = a;
}

/* A program registers its types one by one: they are compared again when there are more. */
static void compare_types(struct live *s)
{
    size_t types = memglass_type_count(s->attached->observer);
    uint64_t since = clock_monotonic_ns() - s->adopted_ns;
    if (s->before && types != s->types_compared)
        restart_describe(s->before->observer, s->attached->observer, s->changed);
    s->types_compared = types;
    if (since > COMPARED_NS)
        forget_before(s);
    if (since > CHANGED_SHOWN_NS)
        s->changed[0] = '\0';
}

/* Whether another session has the name now is asked when the observer says so, and when it cannot
   tell because what it sees is damaged. */
static int live_find_session(struct live *s, memglass_session_info *info)
{
    int status = memglass_session_info_get(s->attached->observer, info);
    s->refused.code = MEMGLASS_OK;
    if (status == MEMGLASS_OK && info->state != MEMGLASS_STATE_RESTARTED)
        return MEMGLASS_OK;
    memglass_error err = {0};
    struct attachment *a = attachment_open(s->name, &s->attach, &err);
    if (!a) {
        /* That there is none, or none yet, is what the state of the old one says. */
        s->refused = err.code != MEMGLASS_E_NOSESSION ? err : (memglass_error){0};
        return status;
    }
    memglass_session_info fresh;
    int code = memglass_session_info_get(a->observer, &fresh);
    if (code != MEMGLASS_OK || (status == MEMGLASS_OK && fresh.instance == info->instance)) {
        anchor_drop(&a->anchor);
        return status;
    }
    live_adopt(s, a);
    *info = fresh;
    return MEMGLASS_OK;
}

/* --- the roster --- */

static bool run_goes_on(const struct observer_run *run, const struct observer_entry *e)
{
    uint64_t last = run->place + (run->count - 1) * run->stride;
    if (run->type != e->type || run->elements != e->count || run->size != e->size ||
        e->place <= last || format_place_region(e->place) != format_place_region(last))
        return false;
    return run->count == 1 ? e->place - last >= run->size : e->place - last == run->stride;
}

static void add_to_runs(struct live *s, const struct observer_entry *e)
{
    struct observer_run *runs = (void *)s->runs.at;
    struct observer_run *last = s->run_count ? &runs[s->run_count - 1] : NULL;
    if (last && run_goes_on(last, e)) {
        last->stride = last->count == 1 ? e->place - last->place : last->stride;
        last->count++;
        return;
    }
    runs[s->run_count++] = (struct observer_run){.place = e->place,
                                                 .stride = round_up(e->size, 8),
                                                 .size = e->size,
                                                 .count = 1,
                                                 .type = e->type,
                                                 .elements = e->count};
}

static const char *new_label(struct live *s, const struct roster *r, const struct observer_entry *e)
{
    char text[MEMGLASS_LABEL_MAX + 1];
    observer_label(s->attached->observer, e, text);
    return roster_label(frame_pool_rosters(s->pool), r, text);
}

static bool add_row(struct live *s, struct roster *r, const struct observer_entry *e,
                    const struct roster_row *old)
{
    struct roster_row row = {.type = e->type,
                             .label = old ? old->label : new_label(s, r, e),
                             .data = r->bytes,
                             .size = e->size,
                             .created_ns = e->created_ns,
                             .history = old ? old->history : HISTORY_NONE,
                             .index = e->index,
                             .generation = e->generation,
                             .count = e->count,
                             .first = old ? old->first : NULL,
                             .first_due = old ? old->first_due : 1};
    s->firsts_due |= row.first_due;
    if (!row.label || e->size > UINT64_MAX / 2 ||
        !checked_add(r->bytes, round_up(e->size, 8), &r->bytes))
        return false;
    r->rows[r->count++] = row;
    add_to_runs(s, e);
    return true;
}

static bool add_rows(struct live *s, struct roster *r, const struct roster *old, size_t rows)
{
    memglass_observer *o = s->attached->observer;
    struct roster_cursor rest = roster_cursor(old);
    uint32_t limit = observer_index_limit(o);
    s->run_count = 0;
    for (uint32_t i = 0; i < limit && r->count < rows; i++) {
        const struct observer_entry *e = observer_entry_at(o, i);
        if (e && !add_row(s, r, e, roster_seek(&rest, e->index, e->generation)))
            return false;
    }
    return true;
}

/* With a new session, nothing of the old roster is carried over. */
static int live_renew_roster(struct live *s, struct history *history)
{
    struct roster_store *store = frame_pool_rosters(s->pool);
    size_t rows = memglass_object_count(s->attached->observer);
    const struct roster *old = s->roster;
    const struct roster *like = old && roster_anchor(old) == &s->attached->anchor ? old : NULL;
    if (pages_fit_sparse(&s->runs, rows * sizeof(struct observer_run)))
        return MEMGLASS_E_NOMEM;
    struct roster *r = roster_begin(store, &s->attached->anchor, rows);
    if (!r)
        return MEMGLASS_E_NOMEM;
    if (!add_rows(s, r, like, rows)) {
        roster_abort(store, r);
        return MEMGLASS_E_NOMEM;
    }
    roster_commit(store, r, history);
    if (old)
        roster_drop(store, old);
    s->roster = r;
    s->roster_serial = observer_serial(s->attached->observer);
    return MEMGLASS_OK;
}

/* Objects that are damaged are left out; that does not keep the others from being shown. */
static int live_refresh(struct live *s)
{
    int status = memglass_refresh(s->attached->observer);
    s->attached->damaged |= status == MEMGLASS_E_CORRUPT;
    return status < 0 && status != MEMGLASS_E_CORRUPT ? status : MEMGLASS_OK;
}

/* Whether the roster is of the session that is attached, and no glimpse of it. */
static bool has_roster(const struct live *s)
{
    return s->roster && s->roster_whole && roster_anchor(s->roster) == &s->attached->anchor;
}

static int live_follow(struct live *s)
{
    int status = live_refresh(s);
    if (status != MEMGLASS_OK)
        return status;
    bool current = has_roster(s) && s->roster_serial == observer_serial(s->attached->observer);
    status = current ? MEMGLASS_OK : live_renew_roster(s, s->history);
    s->roster_whole |= status == MEMGLASS_OK;
    return status;
}

/* --- one frame --- */

/* 1: some are torn. */
static int live_copy(struct live *s, const struct frame *f)
{
    return observer_copy_runs(&(struct observer_copying){.observer = s->attached->observer,
                                                         .runs = (const void *)s->runs.at,
                                                         .count = s->run_count,
                                                         .to = f->bytes,
                                                         .truths = f->states,
                                                         .stream = f->roster->bytes >= STREAMED});
}

/* The same object in the frame before, when its bytes there are good for something; or -1. */
static long whole_before(const struct frame *prev, const struct frame *f, size_t row)
{
    if (!prev || !frame_same_session(prev, f))
        return -1;
    const struct roster_row *r = &f->roster->rows[row];
    long before = prev->roster == f->roster ? (long)row : frame_find(prev, r->index, r->generation);
    bool good = before >= 0 && !(prev->states[before] & ROW_GONE) &&
                (prev->states[before] & ROW_TRUTH) != MEMGLASS_TORN;
    return good ? before : -1;
}

/* What is torn is shown as it was. */
static void mend_torn(struct frame *f, const struct frame *prev)
{
    for (size_t i = 0; i < f->roster->count; i++) {
        if ((f->states[i] & ROW_TRUTH) != MEMGLASS_TORN)
            continue;
        f->torn++;
        long before = whole_before(prev, f, i);
        if (before < 0)
            continue;
        memcpy(f->bytes + f->roster->rows[i].data, frame_data(prev, (size_t)before),
               f->roster->rows[i].size);
        f->states[i] = (uint8_t)((f->states[i] & ~ROW_TRUTH) | MEMGLASS_STALE);
    }
}

/* What was destroyed while it was copied may hold the bytes of another object by now. */
static int mark_gone(struct live *s, const struct frame *f)
{
    size_t count;
    int status = live_refresh(s);
    if (status != MEMGLASS_OK)
        return status;
    const struct observer_removal *removed = observer_removed(s->attached->observer, &count);
    for (size_t i = 0; i < count; i++) {
        long row = frame_find(f, removed[i].index, removed[i].generation);
        if (row >= 0)
            f->states[row] |= ROW_GONE;
    }
    return MEMGLASS_OK;
}

static int live_fill(struct live *s, struct frame *f, const struct frame *prev)
{
    bool unlooked = MEMGLASS_WEAKENED(RUN_SECOND);
    int status = live_copy(s, f);
    if (status < 0)
        return status;
    if (status)
        mend_torn(f, prev);
    return unlooked ? MEMGLASS_OK : mark_gone(s, f);
}

static struct frame *new_frame(struct live *s, const memglass_session_info *info)
{
    struct frame *f = frame_pool_take(s->pool, s->roster);
    if (!f)
        return NULL;
    f->time_ns = clock_monotonic_ns();
    f->wall_ns = clock_wall_ns();
    f->session = *info;
    return f;
}

static int give_up(struct frame *f, int status)
{
    const struct frame *failed = f;
    frame_release(&failed);
    return status;
}

/* One try: the objects as they are, between two steps of the producer if it can be had. */
static int live_try(struct live *s, const struct frame *prev, const memglass_session_info *info,
                    struct cut *cut, struct frame **out)
{
    int status = cut_open(cut, s->attached->observer);
    if (status == MEMGLASS_OK)
        status = live_follow(s);
    if (status != MEMGLASS_OK)
        return status;
    struct frame *f = new_frame(s, info);
    if (!f)
        return MEMGLASS_E_NOMEM;
    status = live_fill(s, f, prev);
    if (status != MEMGLASS_OK)
        return give_up(f, status);
    f->cut = cut_close(cut, s->attached->observer, f->torn > 0);
    *out = f;
    return MEMGLASS_OK;
}

static int live_take(struct live *s, const struct frame *prev, uint64_t tick,
                     const struct frame **out)
{
    uint64_t start = clock_monotonic_ns();
    memglass_session_info info;
    frame_pool_sweep(s->pool);
    int status = live_find_session(s, &info);
    if (status == MEMGLASS_OK && !has_roster(s))
        status = live_follow(s); /* the whole directory is no part of a try */
    if (status != MEMGLASS_OK)
        return status;
    struct cut cut = cut_start(info.state == MEMGLASS_STATE_ALIVE);
    const struct frame *last = NULL;
    struct frame *f;
    do {
        frame_release(&last);
        status = live_try(s, prev, &info, &cut, &f);
        if (status != MEMGLASS_OK)
            return status;
        last = f;
    } while (cut_again(&cut, f->cut));
    if (s->firsts_due)
        roster_keep_firsts(frame_pool_rosters(s->pool), s->roster, f);
    s->firsts_due = false;
    f->tick = tick;
    compare_types(s);
    memcpy(f->changed, s->changed, sizeof f->changed);
    f->capture_ns = clock_monotonic_ns() - start;
    *out = f;
    return MEMGLASS_OK;
}

static int live_capture(struct source *source, const struct frame *prev, uint64_t tick,
                        const struct frame **out, memglass_error *err)
{
    struct live *s = (struct live *)source;
    int status = live_take(s, prev, tick, out);
    if (status != MEMGLASS_OK)
        error_set(err, status, 0, "session %s: %s", s->name, memglass_strerror(status));
    else if (s->refused.code)
        *err = s->refused;
    else if (s->attached->damaged)
        error_set(err, MEMGLASS_E_CORRUPT, 0,
                  "session %s: part of it is damaged; what can be read is shown", s->name);
    return status;
}

/* --- a glimpse --- */

/* The other way round than for a whole frame: rows that may have been used again meanwhile are
 * asked for, each. */
static int glimpse_gone(const struct live *s, const struct frame *f)
{
    const memglass_observer *o = s->attached->observer;
    for (size_t i = 0; i < f->roster->count; i++) {
        int status = observer_still_there(o, observer_entry_at(o, f->roster->rows[i].index));
        if (status == MEMGLASS_E_FAULT)
            return status;
        if (status != MEMGLASS_OK)
            f->states[i] |= ROW_GONE;
    }
    return MEMGLASS_OK;
}

static int glimpse_fill(struct live *s, struct frame *f)
{
    struct cut cut = cut_start(false); /* waits for nothing */
    int status = cut_open(&cut, s->attached->observer);
    int torn = status == MEMGLASS_OK ? live_copy(s, f) : status;
    if (torn < 0)
        return torn;
    status = glimpse_gone(s, f);
    if (status != MEMGLASS_OK)
        return status;
    if (torn)
        mend_torn(f, NULL);
    f->cut = cut_close(&cut, s->attached->observer, f->torn > 0);
    return MEMGLASS_OK;
}

/* Its rows have no past yet: the first capture makes a roster of its own, which has. */
static int glimpse_take(struct live *s, uint32_t objects, const struct frame **out)
{
    uint64_t start = clock_monotonic_ns();
    memglass_session_info info;
    int status = memglass_session_info_get(s->attached->observer, &info);
    if (status == MEMGLASS_OK)
        status = observer_glimpse(s->attached->observer, objects);
    s->attached->damaged |= status == MEMGLASS_E_CORRUPT;
    if (status != MEMGLASS_OK && status != MEMGLASS_E_CORRUPT)
        return status;
    status = live_renew_roster(s, NULL);
    s->roster_whole = false;
    struct frame *f = status == MEMGLASS_OK ? new_frame(s, &info) : NULL;
    if (!f)
        return MEMGLASS_E_NOMEM;
    status = glimpse_fill(s, f);
    if (status != MEMGLASS_OK)
        return give_up(f, status);
    f->tick = 0;
    f->partial = f->roster->count > objects;
    f->capture_ns = clock_monotonic_ns() - start;
    *out = f;
    return MEMGLASS_OK;
}

static int live_glimpse(struct source *source, uint32_t objects, const struct frame **out,
                        memglass_error *err)
{
    struct live *s = (struct live *)source;
    int status = glimpse_take(s, objects, out);
    if (status != MEMGLASS_OK)
        error_set(err, status, 0, "session %s: %s", s->name, memglass_strerror(status));
    return status;
}

static void live_close(struct source **source)
{
    struct live *s = (struct live *)*source;
    *source = NULL;
    if (!s)
        return;
    forget_before(s);
    anchor_drop(&s->attached->anchor);
    frame_pool_close(&s->pool);
    pages_free(&s->runs);
    free(s);
}

static void live_cost(const struct source *source, struct source_cost *out)
{
    const struct live *s = (const struct live *)source;
    const struct roster_store *rosters = frame_pool_rosters(s->pool);
    *out = (struct source_cost){.frame_bytes = frame_pool_bytes(s->pool) +
                                               roster_store_bytes(rosters) +
                                               s->run_count * sizeof(struct observer_run),
                                .label_bytes = rosters->labels.bytes,
                                .first_bytes = rosters->firsts.bytes};
}

static struct reader *live_reader(const struct source *source)
{
    const struct live *s = (const struct live *)source;
    return reader_live_create(s->name, &s->attach);
}

_Static_assert(OBSERVER_DAMAGED == ROW_DAMAGED, "a copy's truths are a frame's states");

static const struct source_ops live_ops = {.capture = live_capture,
                                           .glimpse = live_glimpse,
                                           .close = live_close,
                                           .cost = live_cost,
                                           .reader = live_reader};

struct source *source_live_open(const char *session, const struct source_live_options *options,
                                memglass_error *err)
{
    static const struct source_live_options defaults;
    const struct source_live_options *o = options ? options : &defaults;
    struct attachment *a = attachment_open(session, &o->attach, err);
    if (!a)
        return NULL;
    struct live *s = calloc(1, sizeof *s);
    struct frame_pool *pool = s ? frame_pool_create() : NULL;
    if (!pool) {
        error_set(err, MEMGLASS_E_NOMEM, 0, "session %s: out of memory", session);
        anchor_drop(&a->anchor);
        free(s);
        return NULL;
    }
    *s = (struct live){
        .source = {.ops = &live_ops}, .history = o->history, .pool = pool, .attached = a};
    frame_pool_rosters(pool)->first_bytes = o->first_bytes;
    snprintf(s->name, sizeof s->name, "%s", session);
    s->attach = o->attach;
    return &s->source;
}
