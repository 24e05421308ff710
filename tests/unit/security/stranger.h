/* Other users: children that become somebody else and try. Tests only; no layer. */
#ifndef UNIT_SECURITY_STRANGER_H
#define UNIT_SECURITY_STRANGER_H

#include "unit.h"

#include "shm/shm.h"

#include <memglass/observer.h>
#include <memglass/producer.h>
#include <string.h>

/* Users and a group that no machine has. */
#define VICTIM   61001u
#define STRANGER 61002u
#define FRIENDS  61003u /* a group */

/* True, and a word, when this process may not become others: the test has nothing to do. */
bool stranger_skip(void);

/* Runs fn(ctx) in a child as that user, with one group; 0 (nothing), or what it returned (up to
 * 127), is the result. A child that dies, or takes longer than ten seconds, fails the test. */
int stranger_runs(unsigned user, unsigned group, int (*fn)(void *ctx), void *ctx);

/* A producer of that user with one object "mine", in a process of its own; its pid. */
pid_t stranger_produces(unsigned user, const memglass_config *config);
void stranger_is_killed(pid_t *pid);

/* Removes a session of that user. */
void stranger_removes(unsigned user, char *session);

/* Attaches: MEMGLASS_OK or the error's code, negated to be positive. ctx is the session's name. */
int stranger_attaches(void *session);

extern const memglass_type stranger_type; /* a struct of one uint64_t */

#endif
