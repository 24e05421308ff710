/* The types of a recording: those of each epoch live as long as a frame points into them. Layer 5.
 */
#ifndef RECORD_EPOCHS_H
#define RECORD_EPOCHS_H

#include "record/schema.h"
#include "sample/roster.h"

struct epoch {
    struct anchor anchor; /* first */
    struct schema schema;
};

/* Zeroed is empty. Epochs are numbered from 1. */
struct epochs {
    struct epoch **list;
    uint32_t count;
};

/* Lets go of all; those that rosters hold stay. */
void epochs_fini(struct epochs *e);
/* Adds the types of a SCHEMA block; those that are bad are left out, and with them the frames that
 * need them. E_CORRUPT, E_NOMEM. */
int epochs_add(struct epochs *e, uint32_t number, const struct bytes *payload);
/* NULL: it has no types. */
struct epoch *epochs_at(const struct epochs *e, uint32_t number);

#endif
