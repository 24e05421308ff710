/* An object as the catalog knows it, with what is known of its type. Layer 2. Touches no shared
 * memory. See observer_entry_at, too. */
#ifndef OBSERVER_ENTRY_H
#define OBSERVER_ENTRY_H

#include "observer/observer.h"
#include "observer/rows.h"
#include "observer/types.h"

/* Of facts that apply_check has found to hold together. */
void entry_fill(const struct types *types, const struct row_facts *facts, uint32_t index,
                uint32_t generation, struct observer_entry *out);

/* The catalog's own entry of an object: nothing of what the caller has but its name is believed.
 * False: it is gone. */
bool entry_named(const memglass_observer *o, const memglass_object *object,
                 struct observer_entry *out);

#endif
