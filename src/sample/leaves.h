/* The numeric leaves of an object, numbered in the order of field_each_leaf. Layer 4. */
#ifndef SAMPLE_LEAVES_H
#define SAMPLE_LEAVES_H

#include "field/field.h"

#define LEAVES_NONE UINT64_MAX

/* How many there are under ref; saturates. */
uint64_t leaves_count(const struct field_ref *ref);

/* The number of a leaf under ref, LEAVES_NONE when it is none of its numeric ones. */
uint64_t leaves_number(const struct field_ref *ref, const struct field_ref *leaf);

#endif
