/* Loading a leaf's integer or float out of bytes: what decode and text share. Layer 1. */
#ifndef FIELD_BITS_H
#define FIELD_BITS_H

#include "field/field.h"

__extension__ typedef unsigned __int128 bits128;
__extension__ typedef __int128 sbits128;

/* The bytes of a ref lie within size. */
bool bits_inside(const struct field_ref *ref, uint64_t size);

/* The integer of a leaf of at most 128 bits, zero-extended. The caller has checked bits_inside. */
bits128 bits_load(const struct field_ref *ref, const unsigned char *bytes);

/* The lowest `bits` of value, sign-extended. */
sbits128 bits_signed(bits128 value, uint64_t bits);

/* kind INT, or ENUM and CHAR with MEMGLASS_FIELD_SIGNED. */
bool bits_is_signed(const memglass_field *field);

/* kind FLOAT of a width that this machine knows. */
bool bits_is_float(const memglass_field *field);
long double bits_float(const struct field_ref *ref, const unsigned char *bytes);

/* An integer kind of 1 to 128 bits: BOOL, INT, UINT, CHAR, ENUM or POINTER. */
bool bits_is_integer(const memglass_field *field);

/* What the copy of the guard that covers ref says: torn. false when there is none. */
bool bits_guard_torn(const struct field_ref *ref, const unsigned char *bytes, uint64_t size);

#endif
