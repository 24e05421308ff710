/*
 * The types of a recording: descriptions to bytes and back. Layer 5. A type's number is its place
 * in the order in which types were written within one epoch; what it nests comes before it.
 */
#ifndef RECORD_SCHEMA_H
#define RECORD_SCHEMA_H

#include "record/bytes.h"

#include <memglass/type.h>

/* --- writing -----------------------------------------------------------------------------------
 */

/* Numbers of the types that were written, by their descriptions' addresses. Zeroed is empty. */
struct schema_numbers {
    const memglass_type **types;
    uint32_t count;
    size_t capacity;
};

void schema_numbers_fini(struct schema_numbers *n);
void schema_numbers_clear(struct schema_numbers *n);

/* The number of a type; UINT32_MAX when it was not written. */
uint32_t schema_number(const struct schema_numbers *n, const memglass_type *type);
/* Writes a type that was not written before, and what it nests; E_NOMEM, or E_LIMIT when there are
 * too many. */
int schema_write(struct schema_numbers *n, const memglass_type *type, struct bytes *out);

/* --- reading -----------------------------------------------------------------------------------
 */

/* Zeroed is empty. Descriptions live until schema_free. */
struct schema {
    struct schema_type **types; /* schema_at gives what others see of one */
    uint32_t count;
    size_t capacity;
    struct schema_memory *memory;
    uint64_t used; /* bytes of memory */
};

void schema_free(struct schema *s);
const memglass_type *schema_at(const struct schema *s, uint64_t number); /* NULL: there is none */

/* Reads all types that are left in r. E_CORRUPT: what came before the bad one stays; E_NOMEM. */
int schema_read(struct schema *s, struct reading *r);

#endif
