/* What must be true of a session whose producer was killed. Tests only; no layer. */
#ifndef TEST_CRASH_JUDGE_H
#define TEST_CRASH_JUDGE_H

#include "scenario.h"

#include <memglass/observer.h>

/* The session can be attached to, or one clear error says why not: only while it is opened or
 * closed. follower: an observer from before the death, or NULL. */
void judge_the_dead(const struct progress *p, const char *session, memglass_observer *follower);

/* A new producer gets the name, and leaves nothing behind when it closes. */
void judge_takeover(const struct progress *p, const char *session);

/* Segments that the session has. */
int judge_segments(const char *session);

#endif
