/* Keeping the catalog up with the session: by its events, or by walking the directory. Layer 2. */
#ifndef OBSERVER_FOLLOW_H
#define OBSERVER_FOLLOW_H

#include "observer/rows.h"
#include "observer/state.h"

/* 1: something changed, 0: nothing, or E_CORRUPT, E_FAULT, E_NOMEM. */
int follow_refresh(memglass_observer *o);

/* What a live row says, checked: new regions and types are mapped and read for it. E_CORRUPT,
 * E_FAULT, E_NOMEM. */
int follow_entry(memglass_observer *o, const struct row *row, struct observer_entry *out);

#endif
