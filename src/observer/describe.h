/* What an object is called, and all that is known of it. Layer 2. */
#ifndef OBSERVER_DESCRIBE_H
#define OBSERVER_DESCRIBE_H

#include "observer/state.h"

/* The label as printable text, or "type#index". E_GONE, E_CORRUPT, E_FAULT: text is "type#index",
 * or the label it had. */
int describe_label(const memglass_observer *o, const struct observer_entry *entry,
                   char text[MEMGLASS_LABEL_MAX + 1]);

/* Fills out. MEMGLASS_OK, or E_GONE, E_CORRUPT, E_FAULT. */
int describe_object(const memglass_observer *o, const struct observer_entry *entry,
                    memglass_object *out);

/* The oldest live object of that label: MEMGLASS_OK and its index, or E_NOTFOUND, E_FAULT, E_NOMEM.
 */
int describe_find(memglass_observer *o, const char *label, uint32_t *index);

/* Whether the object is still what the catalog knows: MEMGLASS_OK, E_GONE, E_CORRUPT, E_FAULT.
 * Behind a copy, in the same thread. */
int describe_still_there(const memglass_observer *o, const struct observer_entry *entry);

#endif
