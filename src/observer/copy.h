/* Consistent copies of objects and parts of objects. Layer 2. */
#ifndef OBSERVER_COPY_H
#define OBSERVER_COPY_H

#include "field/field.h"
#include "observer/state.h"

/* A part of one object: the bytes from `first` (a multiple of 8) to `end`. */
struct copy_window {
    uint64_t place; /* of the payload */
    uint64_t first, end;
    const struct field_ref
        *ref; /* what is in it: its guarded fields become whole, or their guards odd */
    unsigned char *guard_to; /* where the guard of all of it goes; NULL: it is among the bytes */
    bool word;               /* the whole object is one aligned scalar: exact without a section */
};

/* Copies end - first bytes. A memglass_truth of the object, or E_CORRUPT, E_FAULT. */
int copy_window(const memglass_observer *o, const struct copy_window *window, void *to);

/* The words before and behind an object: MEMGLASS_OK, E_OVERRUN, E_CORRUPT, E_FAULT. To be believed
 * only when the object is still there behind it. */
int copy_check(const memglass_observer *o, const struct observer_entry *entry);

#endif
