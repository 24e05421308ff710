/*
 * Who created objects, and where: what was read of it last is remembered, since an origin never
 * changes and many objects have the same. Layer 2.
 */
#ifndef OBSERVER_MAKERS_H
#define OBSERVER_MAKERS_H

#include "format/access.h"

#include <memglass/observer.h>
#include <string.h>

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

/* NULL: it is not remembered. */
static inline const struct maker *makers_known(const struct makers *m, uint32_t origin)
{
    const struct maker *maker = &m->at[origin % MAKERS];
    return maker->known && maker->origin == origin ? maker : NULL;
}

/* Reads it unless it is remembered; NULL: there is no such origin. Runs inside shm_guarded. */
const struct maker *makers_read(struct makers *m, const struct format_segments *s, uint32_t origin);

/* Fills in the object's thread and site; that by whole pieces, since a call for some twenty bytes
 * takes longer than they do. */
static inline void maker_tell(const struct maker *maker, memglass_object *out)
{
    enum { PIECE = 32 };
    _Static_assert(MAKER_BYTES % PIECE == 0, "pieces fill it");
    out->thread = maker->thread;
    memcpy(out->site, maker->site, PIECE);
    for (uint32_t at = PIECE; __builtin_expect(at < maker->site_bytes, false); at += PIECE)
        memcpy(out->site + at, maker->site + at, PIECE);
}

#endif
