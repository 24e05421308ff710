/* What lies between two values of a field: differences, and the growth of counters. Pure. Layer 1.
 */
#ifndef FIELD_DELTA_H
#define FIELD_DELTA_H

#include "field/field.h"

/* A number that can be more or less: INT, UINT or FLOAT of at most 64 bits. */
bool field_is_quantity(const struct field_ref *ref);
/* A quantity that only grows, modulo its width. */
bool field_is_counter(const struct field_ref *ref);

/* Which way, and how far: of integers exactly, which no number of 64 bits could always hold. */
struct delta {
    bool falls;
    uint64_t by;
};

/* now - before of an INT or UINT. */
struct delta delta_integers(const memglass_field *field, const memglass_value *now,
                            const memglass_value *before);

/* now - before of a quantity, made in integers where they are: two large ones that differ by 1
 * differ by 1. NaN when a float is. */
double delta_between(const memglass_field *field, const memglass_value *now,
                     const memglass_value *before);

/*
 * What an integer counter has grown by, from its bits; those above its width are not looked at. One
 * that fell has wrapped when it grew by at most a quarter of its range on the way; else it began
 * anew, and what it grew by is not known: false, NaN.
 */
bool delta_grown(const memglass_field *field, uint64_t now, uint64_t before, uint64_t *grown);
double delta_growth(const memglass_field *field, uint64_t now, uint64_t before);

/* The same of any counter's values: a float that fell was reset. */
double delta_counter(const memglass_field *field, const memglass_value *now,
                     const memglass_value *before);

#endif
