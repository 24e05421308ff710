/* Whether a type description that another process wrote holds together. Pure. Layer 2. */
#ifndef OBSERVER_TYPES_CHECK_H
#define OBSERVER_TYPES_CHECK_H

#include "observer/types.h"

#define TYPES_DEPTH_MAX  64u
#define TYPES_RANK_MAX   64u
#define TYPES_LEAVES_MAX (UINT64_C(1) << 20)
#define TYPES_SIZE_MAX   (UINT64_C(1) << FORMAT_PLACE_OFFSET_BITS)

/* All numbers of a field that is complete: it lies within a type of that size, whatever its bytes
 * are. */
bool types_field_holds(const memglass_field *field, uint64_t type_size);

/* Fills what is derived from the fields; false when nesting or the number of leaves passes its
 * bound. */
bool types_derive(struct observer_type *type);

#endif
