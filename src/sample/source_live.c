/*
 * Frames of a live session: follow the catalog, copy runs, drop what was destroyed meanwhile,
 * attach again after a restart. Layer 4.
 */
#include "base/clock.h"
#include "base/error.h"
#include "format/words.h"
#include "sample/cut.h"
#include "sample/live_roster.h"
#include "sample/live_session.h"
#include "sample/pool.h"
#include "sample/rewritten.h"
#include "sample/source.h"

#include <stdlib.h>
#include <string.h>

/* Of frames so large, three and what they are copied from do not stay in a cache. */
#define STREAMED (UINT64_C(4) << 20)

struct live {
    struct source source;
    struct live_session session;
    struct live_roster rows;
    struct frame_pool *pool;
};

/* --- one frame --- */

/* 1: some are torn. */
static int live_copy(struct live *s, struct frame *f, const struct frame *prev)
{
    const struct observer_copying whole = {.observer = s->session.attached->observer,
                                           .runs = run_list_at(&s->rows.runs),
                                           .count = s->rows.runs.count,
                                           .to = f->bytes,
                                           .truths = f->states,
                                           .stream = f->roster->bytes >= STREAMED};
    return rewritten_copy(&whole, f, prev);
}

/* The same object in the frame before, when its bytes there are good for something; or -1. */
static long whole_before(const struct frame *prev, const struct frame *f, size_t row)
{
    if (!prev || !frame_same_session(prev, f))
        return -1;
    long before =
        prev->roster == f->roster ? (long)row : frame_find_row(prev, &f->roster->rows[row]);
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
static int mark_gone(struct live *s, struct frame *f)
{
    size_t count;
    int status = live_session_refresh(&s->session);
    if (status != MEMGLASS_OK)
        return status;
    const struct observer_removal *removed =
        observer_removed(s->session.attached->observer, &count);
    for (size_t i = 0; i < count; i++) {
        long row = frame_find(f, removed[i].index, removed[i].generation);
        if (row < 0)
            continue;
        f->states[row] |= ROW_GONE;
        f->touched[row / 64] |= UINT64_C(1) << row % 64;
        f->special = true;
        f->whole = false;
    }
    return MEMGLASS_OK;
}

static int live_fill(struct live *s, struct frame *f, const struct frame *prev)
{
    bool unlooked = MEMGLASS_WEAKENED(RUN_SECOND);
    int status = live_copy(s, f, prev);
    if (status < 0)
        return status;
    if (status)
        mend_torn(f, prev);
    return unlooked ? MEMGLASS_OK : mark_gone(s, f);
}

static struct frame *new_frame(struct live *s, const memglass_session_info *info)
{
    struct frame *f = frame_pool_take(s->pool, s->rows.roster);
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
    int status = cut_open(cut, s->session.attached->observer);
    if (status == MEMGLASS_OK)
        status = live_roster_follow(&s->rows, &s->session);
    if (status != MEMGLASS_OK)
        return status;
    struct frame *f = new_frame(s, info);
    if (!f)
        return MEMGLASS_E_NOMEM;
    status = live_fill(s, f, prev);
    if (status != MEMGLASS_OK)
        return give_up(f, status);
    f->cut = cut_close(cut, s->session.attached->observer, f->torn > 0);
    *out = f;
    return MEMGLASS_OK;
}

static int live_take(struct live *s, const struct frame *prev, uint64_t tick,
                     const struct frame **out)
{
    uint64_t start = clock_monotonic_ns();
    memglass_session_info info;
    frame_pool_sweep(s->pool);
    int status = live_session_look(&s->session, &info);
    if (status == MEMGLASS_OK && !live_roster_is_of(&s->rows, &s->session))
        status =
            live_roster_follow(&s->rows, &s->session); /* the whole directory is no part of a try */
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
    live_roster_keep_firsts(&s->rows, f);
    f->tick = tick;
    live_session_compare(&s->session);
    memcpy(f->changed, s->session.changed, sizeof f->changed);
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
        error_set(err, status, 0, "session %s: %s", s->session.name, memglass_strerror(status));
    else if (s->session.refused.code)
        *err = s->session.refused;
    else if (s->session.attached->damaged)
        error_set(err, MEMGLASS_E_CORRUPT, 0,
                  "session %s: part of it is damaged; what can be read is shown", s->session.name);
    return status;
}

/* --- a glimpse --- */

/* The other way round than for a whole frame: rows that may have been used again meanwhile are
 * asked for, each. */
static int glimpse_gone(const struct live *s, struct frame *f)
{
    const memglass_observer *o = s->session.attached->observer;
    for (size_t i = 0; i < f->roster->count; i++) {
        struct observer_entry entry;
        int status = observer_entry_at(o, f->roster->rows[i].index, &entry)
                         ? observer_still_there(o, &entry)
                         : MEMGLASS_E_GONE;
        if (status == MEMGLASS_E_FAULT)
            return status;
        if (status != MEMGLASS_OK) {
            f->states[i] |= ROW_GONE;
            f->whole = false;
        }
    }
    return MEMGLASS_OK;
}

static int glimpse_fill(struct live *s, struct frame *f)
{
    struct cut cut = cut_start(false); /* waits for nothing */
    int status = cut_open(&cut, s->session.attached->observer);
    int torn = status == MEMGLASS_OK ? live_copy(s, f, NULL) : status;
    if (torn < 0)
        return torn;
    status = glimpse_gone(s, f);
    if (status != MEMGLASS_OK)
        return status;
    if (torn)
        mend_torn(f, NULL);
    f->cut = cut_close(&cut, s->session.attached->observer, f->torn > 0);
    return MEMGLASS_OK;
}

/* Its rows have no past yet: the first capture makes a roster of its own, which has. */
static int glimpse_take(struct live *s, uint32_t objects, const struct frame **out)
{
    uint64_t start = clock_monotonic_ns();
    memglass_session_info info;
    int status = memglass_session_info_get(s->session.attached->observer, &info);
    if (status == MEMGLASS_OK)
        status = observer_glimpse(s->session.attached->observer, objects);
    s->session.attached->damaged |= status == MEMGLASS_E_CORRUPT;
    if (status != MEMGLASS_OK && status != MEMGLASS_E_CORRUPT)
        return status;
    status = live_roster_glimpse(&s->rows, &s->session);
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
        error_set(err, status, 0, "session %s: %s", s->session.name, memglass_strerror(status));
    return status;
}

static void live_close(struct source **source)
{
    struct live *s = (struct live *)*source;
    *source = NULL;
    if (!s)
        return;
    live_session_close(&s->session);
    frame_pool_close(&s->pool);
    live_roster_fini(&s->rows);
    free(s);
}

static void live_cost(const struct source *source, struct source_cost *out)
{
    const struct live *s = (const struct live *)source;
    const struct roster_store *rosters = frame_pool_rosters(s->pool);
    *out = (struct source_cost){.frame_bytes = frame_pool_bytes(s->pool) +
                                               roster_store_bytes(rosters) +
                                               s->rows.runs.count * sizeof(struct observer_run),
                                .label_bytes = rosters->labels.bytes,
                                .first_bytes = rosters->firsts.bytes};
}

static struct reader *live_reader(const struct source *source)
{
    const struct live *s = (const struct live *)source;
    return reader_live_create(s->session.name, &s->session.attach);
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
    struct live *s = calloc(1, sizeof *s);
    struct frame_pool *pool = s ? frame_pool_create() : NULL;
    if (!pool)
        error_set(err, MEMGLASS_E_NOMEM, 0, "session %s: out of memory", session);
    if (!pool || live_session_open(&s->session, session, &o->attach, err)) {
        frame_pool_close(&pool);
        free(s);
        return NULL;
    }
    struct roster_store *rosters = frame_pool_rosters(pool);
    rosters->first_bytes = o->first_bytes;
    s->source.ops = &live_ops;
    s->pool = pool;
    s->rows = (struct live_roster){.store = rosters, .history = o->history};
    return &s->source;
}
