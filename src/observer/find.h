/* The object of a label. Layer 2. */
#ifndef OBSERVER_FIND_H
#define OBSERVER_FIND_H

#include "observer/state.h"

/* The oldest live object of that label. MEMGLASS_OK, or E_NOTFOUND, E_CORRUPT, E_FAULT, E_NOMEM;
 * out changes with MEMGLASS_OK only. */
int find_label(memglass_observer *o, const char *label, memglass_object *out);

#endif
