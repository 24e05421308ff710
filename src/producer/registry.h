/* Types and strings of a session, written into its tables once each. Layer 2. Under the session's
 * lock. */
#ifndef PRODUCER_REGISTRY_H
#define PRODUCER_REGISTRY_H

#include "producer/origins.h"
#include "producer/ptrmap.h"
#include "producer/store.h"

#include <memglass/type.h>

struct registry {
    struct store *store;
    uint32_t *strings; /* hash set of string indexes, open addressing; 0 empty (index 0 is "") */
    size_t string_slots, string_count;
    struct ptrmap types; /* descriptor -> type index */
    struct ptrmap sites; /* literal -> string index */
    struct origins origins;
};

int registry_init(struct registry *r, struct store *store, memglass_error *err);
void registry_fini(struct registry *r);

/* Index of a type, which is written first when it is new, with what it nests. E_TYPE, E_INVALID,
 * E_NOSPACE, E_NOMEM. */
int registry_type(struct registry *r, const memglass_type *type, uint32_t *index,
                  memglass_error *err);

/* A type as it was written, and its name: they never change, and may be looked at without the lock.
 */
const struct format_type *registry_type_at(const struct registry *r, uint32_t index);
const char *registry_type_name(const struct registry *r, uint32_t index);

/* Index of the origin of what a thread creates at a "file:line" literal, or NULL; what is unknown
 * where there is no room for it. `written`: the site as it was written; as the names of types. */
uint32_t registry_origin(struct registry *r, const char *site, uint32_t thread,
                         const char **written);

#endif
