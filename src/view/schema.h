/*
 * How a type lies in memory: its members one after the other with what is between them, and where
 * cache lines end. Layer 6. Pure.
 */
#ifndef VIEW_SCHEMA_H
#define VIEW_SCHEMA_H

#include <memglass/type.h>
#include <stdbool.h>
#include <stddef.h>

#define SCHEMA_CACHE_LINE 64 /* bytes */

struct schema_line {
    enum { SCHEMA_FIELD, SCHEMA_HOLE, SCHEMA_PADDING, SCHEMA_CACHE } what;
    const memglass_field *field; /* FIELD; of a nested type when depth > 0 */
    uint64_t bit_offset;         /* from the start of the whole type; CACHE: of the boundary */
    uint64_t bit_size; /* FIELD: all elements with what lies between them; HOLE, PADDING: bits that
                          no field has */
    int depth;
};

struct schema {
    struct schema_line *lines;
    size_t count, capacity;
    uint64_t hole_bits; /* all holes and the padding behind the last field */
    bool cut;           /* there are more lines than a schema holds, or memory ran out */
};

void schema_init(struct schema *s);
void schema_fini(struct schema *s);

/* Lists a type, in order of offset. What is there is replaced. */
void schema_list(struct schema *s, const memglass_type *type);

#endif
