/* Type descriptions of our own, made from the shared tables after every number in them was checked.
 * Layer 2. */
#ifndef OBSERVER_TYPES_H
#define OBSERVER_TYPES_H

#include "format/access.h"
#include "observer/slab.h"

#include <memglass/type.h>
#include <stdbool.h>

/* A description and what copying wants to know of it. The pointer to the former is one to the
 * latter. */
struct observer_type {
    memglass_type type;
    uint64_t layout_hash; /* as the producer says: not to be believed, but to be compared */
    uint64_t leaves;      /* arrays count once: bounds every walk over the description */
    uint32_t index;       /* in the list */
    uint32_t depth;       /* of nesting; 0: nothing nested */
    bool guarded;         /* there are guarded fields, at some depth */
    bool word;            /* the whole is one naturally aligned scalar of at most 8 bytes */
};

static inline const struct observer_type *observer_type_of(const memglass_type *type)
{
    return (const struct observer_type *)(const void *)type;
}

struct types {
    struct slab slab;
    const struct observer_type **list;
    uint32_t count;
    size_t capacity;
    int damaged; /* the code of the type behind the last good one; its description will not change
                  */
};

/* How many types are registered; E_CORRUPT, E_FAULT. Their descriptions lie in regions that are
 * counted by then: to be asked before these are mapped. */
int types_registered(const struct format_segments *s);

/*
 * Builds those of the first `count` types that were not built yet; how many, or E_CORRUPT, E_FAULT,
 * E_NOMEM. mapped: bytes of all segments, which bound what descriptions may take.
 */
int types_load(struct types *t, const struct format_segments *s, uint32_t count, uint64_t mapped);
void types_fini(struct types *t);

#endif
