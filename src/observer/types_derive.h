/* What is derived from a type description once it is complete. Layer 2. */
#ifndef OBSERVER_TYPES_DERIVE_H
#define OBSERVER_TYPES_DERIVE_H

#include "observer/types.h"

/* Fills what is derived from the fields; false when nesting or the number of leaves passes the
 * format's bound. */
bool types_derive(struct observer_type *type);

#endif
