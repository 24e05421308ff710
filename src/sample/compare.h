/* How many fields differ between two copies of an object. Layer 4. Pure. */
#ifndef SAMPLE_COMPARE_H
#define SAMPLE_COMPARE_H

#include "field/field.h"

/* Of `count` elements: elements of arrays count each, a union as one; padding, guards and what lies
 * behind a string's end are no change. */
uint64_t compare_whole(const memglass_type *type, uint64_t count, const unsigned char *a,
                       const unsigned char *b);
/* Of what is under ref; a and b point to its first byte. */
uint64_t compare_ref(const struct field_ref *ref, const unsigned char *a, const unsigned char *b);

#endif
