/* The roster of a live session, and how its rows lie there: follows the observer's catalog.
 * Layer 4. The sampler's thread. */
#ifndef SAMPLE_LIVE_ROSTER_H
#define SAMPLE_LIVE_ROSTER_H

#include "sample/live_session.h"
#include "sample/pages.h"

struct live_roster {
    struct roster_store *store;
    struct history *history; /* NULL: none */
    struct roster *roster;   /* NULL before the first capture */
    uint64_t serial;         /* the observer's, when the roster was made */
    bool whole;              /* it is no glimpse */
    bool firsts_due;         /* of some of its rows */
    struct pages runs;       /* struct observer_run: where its rows' bytes are */
    size_t run_count;
};

/* Whether there is a roster of the session that is attached, and it is no glimpse. */
bool live_roster_is_of(const struct live_roster *r, const struct live_session *s);

/* Refreshes the session, and makes a new roster when objects came or went. MEMGLASS_OK, E_FAULT,
 * E_NOMEM. */
int live_roster_follow(struct live_roster *r, struct live_session *s);

/* A roster of what a glimpse has seen; its rows have no past. MEMGLASS_OK or E_NOMEM. */
int live_roster_glimpse(struct live_roster *r, struct live_session *s);

/* Keeps the first copies that are due, out of the roster's first frame. */
void live_roster_keep_firsts(struct live_roster *r, const struct frame *f);

#endif
