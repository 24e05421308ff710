/* From what people type to a number of a field: the other way round of field/number.h. Pure.
 * Layer 1. */
#ifndef FIELD_PARSE_H
#define FIELD_PARSE_H

#include "field/field.h"

/*
 * Reads "20", "-1.5", "0x10", "1e6", and with what the field's unit allows behind it:
 *   - bytes (B, KiB, MB, ...): 1.5G is 1.5 * 2^30 bytes, also "1.5GiB" and "512B", as they are
 *     shown;
 *   - times (ns, us, ms, s, min, h): 20ms, 3s, 5m, 2h03m, 1d;
 *   - any other: the unit itself ("20 hp", "50%"), or k M G T P E for thousands.
 * Without a suffix the number counts in the field's unit. field may be NULL: no unit. E_INVALID:
 * err says what is wrong, with the text in it.
 */
int field_parse_number(const memglass_field *field, const char *text, long double *out,
                       memglass_error *err);

/* The same for a whole value of a field: also names of an enum ("RUNNING"), of flags
 * ("READ|WRITE|0x8"), "true" and "false", characters ("'x'"). */
int field_parse_value(const memglass_field *field, const char *text, long double *out,
                      memglass_error *err);

/* The same for a field of this unit and no other property: "s" reads times in seconds, "B" bytes,
 * "" plain numbers. */
int field_parse_quantity(const char *unit, const char *text, long double *out, memglass_error *err);

/* ... times factor, as a whole number from 1 to 9e18: E_INVALID also for what is not among them. */
int field_parse_amount(const char *unit, const char *text, long double factor, uint64_t *out,
                       memglass_error *err);

/* How far frames are apart, in nanoseconds: "50ms", "2s", "0.5". A plain number above 60 is
 * E_INVALID, too: who writes so much without a unit has milliseconds in mind. */
int field_parse_interval(const char *text, uint64_t *out, memglass_error *err);

#endif
