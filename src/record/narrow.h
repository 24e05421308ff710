/*
 * Types of which only chosen fields are left. Layer 5. A narrow type keeps the name, size and
 * places of the whole one.
 */
#ifndef RECORD_NARROW_H
#define RECORD_NARROW_H

#include "sample/roster.h"

/* Names of fields as they were typed, taken apart. */
struct wanted {
    const char *type; /* a pattern; NULL: any */
    const char *field;
    bool found; /* some type has one */
};

struct wanted_list {
    char *text; /* that the names point into */
    struct wanted *names;
    size_t count;
};

/* E_INVALID, E_NOMEM: the list may be finished all the same. */
int wanted_parse(struct wanted_list *w, const char *text, memglass_error *err);
void wanted_fini(struct wanted_list *w); /* zeroed is empty */

struct narrow {
    const memglass_type *whole;
    memglass_type type; /* no fields: nothing of it was chosen */
    memglass_field *fields;
    unsigned char *mask; /* of an element's bytes: the bits of the fields */
    char *desc;
};

/* Those of one attached session; they live with the rosters that are begun with the anchor. */
struct narrows {
    struct anchor anchor;
    struct roster_store *store; /* of the whole ones */
    const struct roster *held;  /* what the whole types live by */
    struct narrow **all;
    size_t count, capacity;
};

/* Of the types of a roster, held once by the anchor. NULL: out of memory. */
struct narrows *narrows_create(const struct roster *whole, struct roster_store *store);
/* The one of a type, whose wanted names are found then. NULL: out of memory. */
const struct narrow *narrow_of(struct narrows *n, struct wanted_list *w,
                               const memglass_type *whole);

#endif
