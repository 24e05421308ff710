/* Keeping the catalog up with the session by its events. Layer 2. */
#ifndef OBSERVER_EVENTS_H
#define OBSERVER_EVENTS_H

#include "observer/state.h"

#define EVENTS_MISSED 1 /* one of them is not there */

/*
 * Follows the events from o->next_event up to a head that was loaded, acquire. MEMGLASS_OK;
 * E_CORRUPT and the like of single rows: the others were followed; EVENTS_MISSED, E_FAULT, E_NOMEM:
 * some were followed, so that only the directory tells the rest.
 */
int events_follow(memglass_observer *o, uint64_t head);

#endif
