/* Which types a frame's objects are of, and how many objects each has. Layer 5. */
#ifndef QUERY_TYPE_LIST_H
#define QUERY_TYPE_LIST_H

#include "query/row.h"

/* The types of one roster, by name. Zeroed is empty. */
struct type_list {
    struct type_count *types;
    size_t count, capacity;
    size_t *by_address; /* places in `types`, by ascending address of the type */
    const struct roster *roster;
    uint64_t instance, serial; /* of the roster */
};

void type_list_fini(struct type_list *l);
/* Walks the frame's roster, unless it is the one that was walked last. MEMGLASS_OK or E_NOMEM: it
 * is then empty. What is listed lives as long as that roster. */
int type_list_update(struct type_list *l, const struct frame *frame);
/* The place of a type, or SIZE_MAX. */
size_t type_list_find_name(const struct type_list *l, const char *name);

#endif
