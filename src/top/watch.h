/* One attached session: its sampler and the snapshots that are shown. Layer 8. */
#ifndef TOP_WATCH_H
#define TOP_WATCH_H

#include "sample/sampler.h"

struct watch {
    struct sampler *sampler; /* NULL: not attached */
    char session[MEMGLASS_NAME_MAX + 1];
    struct snapshot live, frozen;
    bool has_frozen;
    uint64_t tick_ns; /* CLOCK_MONOTONIC when live's tick came */
    uint64_t frames;  /* taken so far */
};

/* Attaches and starts to sample. MEMGLASS_OK, or a code and err: the session is not there, ... */
int watch_open(struct watch *w, const char *session, const struct sampler_options *options,
               memglass_error *err);
void watch_close(struct watch *w);

/* -1 when not attached. */
int watch_fd(const struct watch *w);
/* Takes what is new; whether there was anything. */
bool watch_take(struct watch *w);

/* What is shown: the live snapshot, or the frozen one. NULL before the first tick. */
const struct snapshot *watch_shown(const struct watch *w);
void watch_freeze(struct watch *w, bool frozen);

#endif
