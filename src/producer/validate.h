/* A type description, before it is believed. Layer 2. */
#ifndef PRODUCER_VALIDATE_H
#define PRODUCER_VALIDATE_H

#include <memglass/type.h>

/* MEMGLASS_OK, or E_INVALID naming the type and the field that contradicts itself. */
int validate_type(const memglass_type *type, memglass_error *err);

#endif
