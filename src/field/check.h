/* Whether the description of a field holds together, whoever wrote it. Pure. Layer 1. */
#ifndef FIELD_CHECK_H
#define FIELD_CHECK_H

#include <memglass/type.h>

/*
 * What contradicts itself in a field of a type of that size, as the end of a sentence ("lies
 * outside the type"), or NULL. A field that holds lies within the type, whatever its bytes are.
 * Strings, and the nested type's own fields, are not looked at.
 */
const char *field_fault(const memglass_field *field, uint64_t type_size);

#endif
