/* Removing what a dead producer left. Layer 2. */
#ifndef PRODUCER_TAKEOVER_H
#define PRODUCER_TAKEOVER_H

#include <memglass/base.h>

/*
 * MEMGLASS_OK: the name leads to a dead session of this user, and inside the gate it stays so.
 * E_NOSESSION: there is none, which is no error here: err is left alone. E_EXISTS: its producer
 * lives. E_OWNER: it is another user's. E_CORRUPT: it is no session. E_ACCESS, E_SYSTEM.
 */
int takeover_check(const char *session, memglass_error *err);

/* Removes a segment that a dead producer left at the name of a region, under the header's lock.
 * E_OWNER: another user put something there. */
int takeover_region(const char *session, const char *name, memglass_error *err);

#endif
