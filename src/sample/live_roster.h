/* The roster of a live session, and how its rows lie there: follows the observer's catalog.
 * Layer 4. The sampler's thread. */
#ifndef SAMPLE_LIVE_ROSTER_H
#define SAMPLE_LIVE_ROSTER_H

#include "sample/live_session.h"
#include "sample/run_list.h"

struct live_roster {
    struct roster_store *store;
    struct history *history; /* NULL: none */
    struct roster *roster;   /* NULL before the first capture */
    uint64_t serial;         /* the observer's, when the roster was made */
    bool whole;              /* it is no glimpse */
    bool firsts_due;         /* its first frame is still to come */
    bool due_anywhere;       /* then also of rows that are older than it */
    struct run_list runs;    /* where its rows' bytes are */
    struct run_list runs_before;
    /* What it has more and less than the one before: numbers of rows. */
    struct pages changed_rows;
    struct {
        uint32_t *lost, *born;
        size_t lost_count, born_count;
    } changes;
};

/* Whether there is a roster of the session that is attached, and it is no glimpse. */
bool live_roster_is_of(const struct live_roster *r, const struct live_session *s);

/* Refreshes the session, and makes a new roster when objects came or went. MEMGLASS_OK, E_FAULT,
 * E_NOMEM. */
int live_roster_follow(struct live_roster *r, struct live_session *s);

/* A roster of what a glimpse has seen; its rows have no past. MEMGLASS_OK or E_NOMEM. */
int live_roster_glimpse(struct live_roster *r, struct live_session *s);

/* What it has beyond its store. */
void live_roster_fini(struct live_roster *r);

/* Keeps the first copies that are due, out of the roster's first frame. */
void live_roster_keep_firsts(struct live_roster *r, const struct frame *f);

#endif
