/*
 * The value of a numeric leaf in 64 bits, as rings keep it, and what a counter grew by between two
 * of them. Layer 4. Pure.
 */
#ifndef SAMPLE_CELL_H
#define SAMPLE_CELL_H

#include "field/field.h"

#define CELL_MISSING UINT64_MAX /* as a double a NaN; as a counter one that says nothing anyway */

/* Of an object's bytes: a double's bits, or of integer counters the raw value. CELL_MISSING: torn.
 */
uint64_t cell_load(const struct field_ref *leaf, const unsigned char *bytes, uint64_t size,
                   memglass_truth truth);

/* NaN: missing. */
double cell_number(const memglass_field *f, uint64_t cell);

/* What a counter grew by. One that wrapped goes on; NaN: it was reset, or either is missing. */
double cell_growth(const memglass_field *f, uint64_t before, uint64_t now);

#endif
