/* One attached session. Layer 8. */
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

void watch_close(struct watch *w)
{
    watch_freeze(w, false);
    snapshot_release(&w->live);
    if (w->sampler)
        sampler_stop(&w->sampler);
    *w = (struct watch){0};
}

int watch_fd(const struct watch *w)
{
    return w->sampler ? sampler_fd(w->sampler) : -1;
}

bool watch_take(struct watch *w)
{
    struct snapshot next;
    if (!w->sampler || !sampler_take(w->sampler, &next))
        return false;
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

void watch_freeze(struct watch *w, bool frozen)
{
    if (frozen == w->has_frozen)
        return;
    if (!frozen) {
        snapshot_release(&w->frozen);
    } else {
        w->frozen = w->live;
        if (w->live.cur)
            frame_retain(w->live.cur);
        if (w->live.prev)
            frame_retain(w->live.prev);
    }
    w->has_frozen = frozen;
}
