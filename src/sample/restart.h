/* What a restarted session's types have to do with those of the session before. Layer 4. */
#ifndef SAMPLE_RESTART_H
#define SAMPLE_RESTART_H

#include <memglass/observer.h>

#define RESTART_TEXT_BYTES 160
/* Types of a session beyond so many are not compared. */
#define RESTART_TYPES 4096u

/* "player changed: 2 fields moved, 1 new; item changed: ..." of the types that both have, "" when
 * those are the same. Types are matched by name. */
void restart_describe(const memglass_observer *before, const memglass_observer *after,
                      char text[RESTART_TEXT_BYTES]);

#endif
