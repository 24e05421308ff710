/* One attached session, or an open recording: where its snapshots come from, and the one that is
 * shown. Layer 8. */
#ifndef TOP_WATCH_H
#define TOP_WATCH_H

#include "sample/sampler.h"
#include "top/alarm.h"
#include "top/keeper.h"
#include "top/past.h"
#include "top/player.h"

struct watch {
    struct sampler *sampler;     /* NULL: not attached, or a recording */
    struct feed *feed;           /* what else is done with each of its frames; NULL: nothing */
    struct past *past;           /* what the sampler has taken; NULL: none is kept */
    struct keeper *keeper;       /* that writes it into a file; NULL: none does */
    struct alarm *alarm;         /* NULL: there is no --when */
    struct player *player;       /* of a recording; of what is looked back at; NULL: neither */
    struct player_moment moment; /* that the player has come to, but for its snapshot */
    char session[MEMGLASS_NAME_MAX + 1];
    struct snapshot live, frozen;
    bool has_frozen;
    bool looks_back;                      /* frozen is where the player is */
    const struct history *frozen_history; /* of the moment of the freeze; NULL: the live one */
    const struct lane *frozen_lane;
    uint64_t shown_ns; /* CLOCK_MONOTONIC when the tick or moment that is shown came */
    uint64_t frames;   /* taken so far */
};

/* Attaches and starts to sample, to keep what is sampled, within past_bytes (0: nothing), and to
 * look what fires. MEMGLASS_OK, or a code and err: the session is not there, ... */
int watch_open(struct watch *w, const char *session, const struct sampler_options *options,
               uint64_t past_bytes, const struct when_options *when, memglass_error *err);
/* Opens a recording instead. */
int watch_open_recording(struct watch *w, const char *path, memglass_error *err);
/* A file that is being written becomes whole first. */
void watch_close(struct watch *w);
/* A recording is open: nothing is live. */
bool watch_replays(const struct watch *w);
/* Time is gone about in: in a recording, or in the past of a session. */
bool watch_in_time(const struct watch *w);

/* -1 when not attached. */
int watch_fd(const struct watch *w);
int watch_player_fd(const struct watch *w); /* -1: there is no player */
int watch_alarm_fd(const struct watch *w);  /* -1: there is no --when */
int watch_keeper_fd(const struct watch *w); /* -1: nothing is being written */
/* Takes what is new; whether there was anything. */
bool watch_take(struct watch *w);

/* What is shown: the live snapshot, or the frozen one. NULL before there is any. */
const struct snapshot *watch_shown(const struct watch *w);
/* What there is is a glimpse, before the first tick: nothing to hold on to, or to go back to. */
bool watch_glimpses(const struct watch *w);
/* The objects of the fast lane, at most LANE_OBJECTS. What can't be had is done without. */
void watch_closely(struct watch *w, const struct object_id *ids, size_t count);

/* Goes from what is shown to the player, which stands there soon; nothing when it is with the
 * player already. There must be a frame. watch_freeze(false) ends it. E_NOTFOUND: no past is kept.
 */
int watch_look_back(struct watch *w, memglass_error *err);

/* Freezing holds the past of that moment, too. */
void watch_freeze(struct watch *w, bool frozen);
const struct history *watch_history(const struct watch *w);
const struct lane *watch_lane(const struct watch *w);

#endif
