/* The types of a whole recording, one schema for each epoch. Layer 5. Lives as long as a frame
 * points into it. */
#ifndef RECORD_LIBRARY_H
#define RECORD_LIBRARY_H

#include "record/file.h"
#include "record/schema.h"
#include "sample/roster.h"

struct library {
    struct anchor anchor;   /* first */
    struct schema *schemas; /* of the epochs 1 .. count */
    uint32_t count;
};

/* Held once; NULL: out of memory. */
struct library *library_create(void);
/* Adds the types of a SCHEMA block; those that are bad are left out, and with them the frames that
 * need them. E_CORRUPT, E_NOMEM. */
int library_add(struct library *l, uint32_t epoch, const struct bytes *payload);
/* Never NULL. */
const struct schema *library_schema(const struct library *l, uint32_t epoch);

#endif
