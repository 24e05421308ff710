/* One attached session, or an open recording. Layer 8. */
#include "top/watch.h"

#include "base/clock.h"
#include "base/error.h"

#include <stdio.h>
#include <string.h>

int watch_open(struct watch *w, const char *session, const struct sampler_options *options,
               memglass_error *err)
{
    struct sampler *sampler = sampler_start(session, options, err);
    if (!sampler)
        return err && err->code ? err->code : MEMGLASS_E_SYSTEM;
    *w = (struct watch){.sampler = sampler};
    snprintf(w->session, sizeof w->session, "%s", session);
    return MEMGLASS_OK;
}

int watch_open_recording(struct watch *w, const char *path, memglass_error *err)
{
    struct player *player = player_open(path, err);
    if (!player)
        return err && err->code ? err->code : MEMGLASS_E_SYSTEM;
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

/* What the player has come to is what is shown. */
static bool take_moment(struct watch *w)
{
    struct player_moment next;
    if (!w->player || !player_take(w->player, &next))
        return false;
    struct snapshot *shown = w->sampler ? &w->frozen : &w->live;
    if (w->sampler && !w->has_frozen) { /* live again by now */
        player_moment_release(&next);
        return false;
    }
    snapshot_release(shown);
    *shown = next.snapshot;
    next.snapshot = (struct snapshot){0};
    player_moment_release(&w->moment);
    w->moment = next;
    w->tick_ns = clock_monotonic_ns();
    return true;
}

bool watch_take(struct watch *w)
{
    struct snapshot next;
    bool moved = take_moment(w);
    if (!w->sampler || !sampler_take(w->sampler, &next))
        return moved;
    uint64_t before = w->live.cur ? w->live.cur->tick : 0;
    bool ticked = next.cur && next.cur->tick != before;
    snapshot_release(&w->live);
    w->live = next;
    if (ticked) {
        w->tick_ns = clock_monotonic_ns();
        w->frames++;
    }
    return true;
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

void watch_freeze(struct watch *w, bool frozen)
{
    if (frozen == w->has_frozen)
        return;
    if (!frozen) {
        player_moment_release(&w->moment);
        snapshot_release(&w->frozen);
        history_release(&w->frozen_history);
        lane_release(&w->frozen_lane);
    } else {
        w->frozen = w->live;
        if (w->live.cur)
            frame_retain(w->live.cur);
        if (w->live.prev)
            frame_retain(w->live.prev);
        w->frozen_history = w->sampler ? history_hold(sampler_history(w->sampler)) : NULL;
        w->frozen_lane = w->sampler ? lane_hold(sampler_lane(w->sampler)) : NULL;
    }
    w->has_frozen = frozen;
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
