/* Keeping the catalog up with the session: by its events, or by walking the directory. Layer 2. */
#ifndef OBSERVER_FOLLOW_H
#define OBSERVER_FOLLOW_H

#include "observer/state.h"

/* 1: something changed, 0: nothing, or E_CORRUPT, E_FAULT, E_NOMEM. */
int follow_refresh(memglass_observer *o);

/* Before the first refresh: fills the catalog from the directory's first rows until it has more
 * than so many objects. The refresh reads them all. E_CORRUPT (of single rows), E_FAULT, E_NOMEM.
 */
int follow_glimpse(memglass_observer *o, uint32_t objects);

#endif
