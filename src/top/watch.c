/* One attached session, or an open recording. Layer 8. */
#include "top/watch.h"

#include "base/clock.h"
#include "base/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is done with each frame on the sampler's thread. */
struct feed {
    struct past *past;
    struct alarm *alarm;
};

static void each(const struct snapshot *s, const struct history *history, void *ctx)
{
    const struct feed *feed = ctx;
    const char *mark = feed->alarm ? alarm_look(feed->alarm, s, history) : NULL;
    if (feed->past)
        past_add(feed->past, s->cur, mark);
}

static void feed_close(struct feed **feed)
{
    if (*feed) {
        past_stop(&(*feed)->past);
        alarm_close(&(*feed)->alarm);
    }
    free(*feed);
    *feed = NULL;
}

static struct feed *feed_open(const char *session, uint64_t past_bytes,
                              const struct when_options *when, memglass_error *err)
{
    struct feed *feed = calloc(1, sizeof *feed);
    int status = feed ? alarm_open(when, session, past_bytes > 0, &feed->alarm, err)
                      : error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    if (!status && past_bytes && !(feed->past = past_start(past_bytes, err)))
        status = MEMGLASS_E_SYSTEM;
    if (status)
        feed_close(&feed);
    return feed;
}

static int code_of(const memglass_error *err)
{
    return err && err->code ? err->code : MEMGLASS_E_SYSTEM;
}

int watch_open(struct watch *w, const char *session, const struct sampler_options *options,
               uint64_t past_bytes, const struct when_options *when, memglass_error *err)
{
    struct sampler_options sampling = *options;
    struct feed *feed = feed_open(session, past_bytes, when, err);
    if (!feed)
        return code_of(err);
    sampling.each = each;
    sampling.ctx = feed;
    struct sampler *sampler = sampler_start(session, &sampling, err);
    if (!sampler) {
        feed_close(&feed);
        return code_of(err);
    }
    *w = (struct watch){.sampler = sampler, .feed = feed, .past = feed->past, .alarm = feed->alarm};
    snprintf(w->session, sizeof w->session, "%s", session);
    /* Without a glimpse it could be the first tick, which somebody is about to wait for. */
    if (sampling.glimpse_objects)
        watch_take(w);
    return MEMGLASS_OK;
}

int watch_open_recording(struct watch *w, const char *path, memglass_error *err)
{
    struct player *player = player_open(path, err);
    if (!player)
        return code_of(err);
    *w = (struct watch){.player = player};
    watch_take(w);
    snprintf(w->session, sizeof w->session, "%s", w->live.cur->session.name);
    return MEMGLASS_OK;
}

bool watch_replays(const struct watch *w)
{
    return w->player && !w->sampler;
}

bool watch_in_time(const struct watch *w)
{
    return w->moment.outline != NULL;
}

void watch_close(struct watch *w)
{
    watch_freeze(w, false);
    player_moment_release(&w->moment);
    player_close(&w->player);
    snapshot_release(&w->live);
    if (w->sampler)
        sampler_stop(&w->sampler);
    if (w->keeper)
        keeper_end(&w->keeper, NULL);
    feed_close(&w->feed);
    *w = (struct watch){0};
}

int watch_fd(const struct watch *w)
{
    return w->sampler ? sampler_fd(w->sampler) : -1;
}

int watch_player_fd(const struct watch *w)
{
    return w->player ? player_fd(w->player) : -1;
}

int watch_alarm_fd(const struct watch *w)
{
    return w->alarm ? alarm_fd(w->alarm) : -1;
}

int watch_keeper_fd(const struct watch *w)
{
    return w->keeper ? keeper_fd(w->keeper) : -1;
}

/* What the player has come to is what is shown. Where it could not come to a frame at all, what was
 * shown stays. */
static bool take_moment(struct watch *w)
{
    struct player_moment next;
    if (!w->player || !player_take(w->player, &next))
        return false;
    struct snapshot *shown = w->sampler ? &w->frozen : &w->live;
    if (w->sampler && !w->looks_back) { /* live again by now */
        player_moment_release(&next);
        return false;
    }
    if (next.snapshot.cur) {
        snapshot_release(shown);
        *shown = next.snapshot;
        next.snapshot = (struct snapshot){0};
    }
    player_moment_release(&w->moment);
    w->moment = next;
    w->shown_ns = clock_monotonic_ns();
    return true;
}

bool watch_take(struct watch *w)
{
    struct snapshot next;
    bool moved = take_moment(w);
    if (!w->sampler || !sampler_take(w->sampler, &next))
        return moved;
    if (next.number == w->live.number) { /* it is shown already */
        snapshot_release(&next);
        return moved;
    }
    uint64_t before = w->live.cur ? w->live.cur->tick : 0;
    bool ticked = next.cur && next.cur->tick != before;
    snapshot_release(&w->live);
    w->live = next;
    if (ticked && !w->has_frozen)
        w->shown_ns = clock_monotonic_ns();
    w->frames += ticked;
    return true;
}

bool watch_glimpses(const struct watch *w)
{
    return w->sampler && w->live.cur && !w->live.cur->tick && !w->live.status;
}

const struct snapshot *watch_shown(const struct watch *w)
{
    if (w->has_frozen)
        return &w->frozen;
    return w->live.cur || w->live.status ? &w->live : NULL;
}

void watch_closely(struct watch *w, const struct object_id *ids, size_t count)
{
    if (w->sampler)
        (void)sampler_watch(w->sampler, ids, count); /* without it there are charts of ticks */
}

static void hold_shown(struct watch *w)
{
    w->frozen = w->live;
    if (w->live.cur)
        frame_retain(w->live.cur);
    if (w->live.prev)
        frame_retain(w->live.prev);
    w->frozen_lane = w->sampler ? lane_hold(sampler_lane(w->sampler)) : NULL;
    w->has_frozen = true;
}

static void let_go(struct watch *w)
{
    player_moment_release(&w->moment);
    snapshot_release(&w->frozen);
    history_release(&w->frozen_history);
    lane_release(&w->frozen_lane);
    w->has_frozen = w->looks_back = false;
}

void watch_freeze(struct watch *w, bool frozen)
{
    if (frozen == w->has_frozen)
        return;
    if (!frozen) {
        if (w->player && w->sampler)
            player_play(w->player, false);
        let_go(w);
        return;
    }
    hold_shown(w);
    if (w->sampler && w->frozen.cur)
        w->frozen_history = history_hold(sampler_history(w->sampler), w->frozen.cur->tick);
}

int watch_look_back(struct watch *w, memglass_error *err)
{
    if (watch_replays(w) || w->looks_back)
        return MEMGLASS_OK;
    if (!w->past)
        return error_set(err, MEMGLASS_E_NOTFOUND, 0,
                         "Nothing is kept to look back at: the setting 'past' is 0.");
    if (!w->player) {
        past_bring(w->past); /* a ring without a frame cannot be opened */
        w->player = player_open_ring(past_ring(w->past), past_bring, w->past, err);
    }
    if (!w->player)
        return code_of(err);
    if (!w->has_frozen)
        hold_shown(w);
    w->looks_back = true;
    player_seek(w->player, w->frozen.cur->time_ns);
    return MEMGLASS_OK;
}

const struct history *watch_history(const struct watch *w)
{
    if (watch_in_time(w))
        return player_history(w->player);
    return w->frozen_history ? w->frozen_history : w->sampler ? sampler_history(w->sampler) : NULL;
}

const struct lane *watch_lane(const struct watch *w)
{
    return w->frozen_lane ? w->frozen_lane : w->sampler ? sampler_lane(w->sampler) : NULL;
}
