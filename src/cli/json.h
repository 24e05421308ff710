/* Values as JSON. Layer 8. The library is jansson. */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include "field/field.h"

#include <jansson.h>

/*
 * What is under a ref: a number, true or false; names of enumerators, flags, strings and bytes as
 * text; a struct or union as an object, an array as an array. Numbers that are not known (torn,
 * NaN) are null, as infinite ones are; integers above 2^63 - 1, and those of more than 64 bits, are
 * texts, so that none is rounded, and so are long doubles beyond what a double can be. NULL: out of
 * memory.
 */
json_t *json_value(const struct field_ref *ref, const unsigned char *bytes, uint64_t size,
                   memglass_truth truth);

/* Of a type of so many bits; null for NaN and infinite ones. */
json_t *json_number(double number, uint64_t bits);

/* One line, or indented; numbers have the fewest digits that read back as the same number. False:
 * out of memory, or the output cannot be written. */
bool json_print(const json_t *value, bool pretty, FILE *out);

#endif
