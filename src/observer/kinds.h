/*
 * Objects of one kind: of one type, with as many elements, created by one thread at one place. What
 * is told of them all alike is there once. Layer 2. Touches no shared memory.
 */
#ifndef OBSERVER_KINDS_H
#define OBSERVER_KINDS_H

#include "observer/makers.h"
#include "observer/observer.h"

#include <string.h>

#define KINDS_MAX  UINT16_MAX
#define KIND_PIECE 32

struct kind {
    const memglass_type *type; /* until detach */
    uint64_t count, size;
    uint32_t origin, thread;
    uint32_t site_bytes; /* with the NUL */
    char site[MAKER_BYTES];
};

_Static_assert(MAKER_BYTES % KIND_PIECE == 0, "pieces fill it");

/* Zeroed: there are none. */
struct kinds {
    struct kind *list;
    uint32_t count, capacity;
    uint16_t *slots; /* by a hash of what they are: index plus 1; 0: empty. At most half are full */
    uint32_t slot_count;
};

void kinds_fini(struct kinds *k);

/* The index of an object's kind; KINDS_MAX: there are too many, or there is no memory. */
uint32_t kinds_of(struct kinds *k, const struct observer_entry *entry, const struct maker *maker);

/* By whole pieces: a call for some twenty bytes takes longer than they do. */
static inline void kind_tell(const struct kind *kind, memglass_object *out)
{
    out->type = kind->type;
    out->count = kind->count;
    out->size = kind->size;
    out->thread = kind->thread;
    memcpy(out->site, kind->site, KIND_PIECE);
    for (uint32_t at = KIND_PIECE; __builtin_expect(at < kind->site_bytes, false); at += KIND_PIECE)
        memcpy(out->site + at, kind->site + at, KIND_PIECE);
}

#endif
