/* Values as text for programs: whole, and with all digits, as JSON has them. Layer 8. */
#ifndef CLI_EXACT_H
#define CLI_EXACT_H

#include "field/field.h"

/*
 * A leaf's text without its unit: a string of any length, a float with as many digits as tell it
 * from all others, whatever its format; else what field_text has. "" when it was torn. The caller
 * frees it; NULL: out of memory.
 */
char *exact_text(const struct field_ref *ref, const unsigned char *bytes, uint64_t size,
                 memglass_truth truth);

/* A string of which bytes that are no printable ASCII are as "\x1b": of two that differ in what is
 * not shown. The caller's; NULL: it is no string, or out of memory. */
char *exact_escaped(const struct field_ref *ref, const unsigned char *bytes, uint64_t size);

/* A leaf that is a number beyond what a double can be, of a long double: it has a text alone. Its
 * bytes are there. */
bool exact_is_beyond(const struct field_ref *ref, const unsigned char *bytes);

#endif
