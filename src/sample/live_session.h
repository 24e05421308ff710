/* The session that a live source is attached to, over restarts of its program. Layer 4. The
 * sampler's thread. */
#ifndef SAMPLE_LIVE_SESSION_H
#define SAMPLE_LIVE_SESSION_H

#include "observer/observer.h"
#include "sample/restart.h"
#include "sample/roster.h"

/* An attached observer: types of its rosters point into it, so it outlives the source's use. */
struct attachment {
    struct anchor anchor;
    memglass_observer *observer;
    bool damaged; /* something in it could not be read: what can be is shown */
};

struct live_session {
    char name[MEMGLASS_NAME_MAX + 1];
    memglass_attach_options attach; /* also for the session that replaces this one */
    memglass_error refused;         /* why the one that has the name now is not attached to */
    struct attachment *attached;
    struct attachment *before; /* what `attached` has replaced, for a while; or NULL */
    uint64_t adopted_ns;
    size_t types_compared;            /* of `attached` */
    char changed[RESTART_TEXT_BYTES]; /* which types are not what they were, for half a minute */
};

/* MEMGLASS_OK, or what memglass_attach says, and err. */
int live_session_open(struct live_session *s, const char *name,
                      const memglass_attach_options *attach, memglass_error *err);
void live_session_close(struct live_session *s);

/* What the session says of itself. When another one has the name now, that is attached to. The
 * codes of memglass_session_info_get. */
int live_session_look(struct live_session *s, memglass_session_info *info);

/* Follows what was created and destroyed. Objects that are damaged are left out; that does not keep
 * the others from being shown. MEMGLASS_OK, E_FAULT, E_NOMEM. */
int live_session_refresh(struct live_session *s);

/* Brings `changed` up, behind a refresh. */
void live_session_compare(struct live_session *s);

#endif
