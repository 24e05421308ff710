/* The strings table: every distinct string once. Layer 2. Under the session's lock. */
#ifndef PRODUCER_STRINGS_H
#define PRODUCER_STRINGS_H

#include "producer/registry.h"

/* Index of a string, written first when it is new. NULL and "" are 0. */
int string_intern(struct registry *r, const char *text, uint32_t *index, memglass_error *err);

#endif
