/* What an object is called, and all that is known of it. Layer 2. */
#ifndef OBSERVER_DESCRIBE_H
#define OBSERVER_DESCRIBE_H

#include "observer/state.h"

/* A label as it lies in the session: not terminated, of any bytes. */
struct label {
    size_t length;
    char bytes[MEMGLASS_LABEL_MAX];
};

/* The label as printable text, or "type#index". E_GONE, E_CORRUPT, E_FAULT: text is "type#index",
 * or the label it had. */
int describe_label(const memglass_observer *o, const struct observer_entry *entry,
                   char text[MEMGLASS_LABEL_MAX + 1]);

/* Fills out. MEMGLASS_OK, or E_GONE, E_CORRUPT, E_FAULT. */
int describe_object(memglass_observer *o, const struct observer_entry *entry, memglass_object *out);

/* Whether the object is still what the catalog knows: MEMGLASS_OK, E_GONE, E_CORRUPT, E_FAULT.
 * Behind a copy, in the same thread. */
int describe_still_there(const memglass_observer *o, const struct observer_entry *entry);

/* The same inside shm_guarded. */
int describe_there_again(const memglass_observer *o, const struct observer_entry *entry);

/* --- the parts --- */

/* What the catalog knows: all but label, thread and site. */
void describe_entry(const struct observer_entry *entry, memglass_object *out);

/* "type#index", the name of an object without a label. */
void describe_unlabelled(const struct observer_entry *entry, char text[MEMGLASS_LABEL_MAX + 1]);

/* The label of an object that has one; false: it is nowhere. Whether it was the object's is to be
 * asked behind it. Runs inside shm_guarded. */
bool describe_copy_label(const memglass_observer *o, const struct observer_entry *entry,
                         struct label *out);

#endif
