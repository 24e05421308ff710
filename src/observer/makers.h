/*
 * Who created objects, and where: what was read of it last is remembered, since an origin never
 * changes and many objects have the same. Layer 2.
 */
#ifndef OBSERVER_MAKERS_H
#define OBSERVER_MAKERS_H

#include "format/access.h"

#include <memglass/observer.h>

#define MAKERS      32 /* a power of two */
#define MAKER_BYTES sizeof(((memglass_object *)0)->site)

struct maker {
    bool known;
    uint32_t origin, thread;
    uint32_t site_bytes; /* with the NUL */
    char site[MAKER_BYTES];
};

/* By the low bits of their origin. Zeroed: none is known. */
struct makers {
    struct maker at[MAKERS];
};

/* Reads it unless it is remembered; NULL: there is no such origin. Runs inside shm_guarded. */
const struct maker *makers_read(struct makers *m, const struct format_segments *s, uint32_t origin);

/* Fills in the object's thread and site. */
void maker_tell(const struct maker *maker, memglass_object *out);

#endif
