/* One number as text: the field's format, scaled sizes and times, plain digits. Layer 1. */
#ifndef FIELD_NUMBER_H
#define FIELD_NUMBER_H

#include "field/bits.h"

enum number_kind { NUMBER_SIGNED, NUMBER_UNSIGNED, NUMBER_REAL };

struct number {
    enum number_kind kind;
    int digits;    /* REAL: significant digits that are worth showing */
    uint64_t bits; /* of its type */
    union {
        sbits128 i;
        bits128 u;
        long double f;
    } as;
};

/* NULL for field: no format, no unit. */
void number_text(const memglass_field *field, const struct number *number,
                 const struct field_style *style, struct strbuf *out);

/* " hp", "%"; nothing when there is no unit or the style wants none. */
void number_unit(const memglass_field *field, const struct field_style *style, struct strbuf *out);

/* A unit that is shown in a way of its own: how many bytes or nanoseconds 1 of it is. */
struct number_scale {
    double factor;
    bool time;
};

/* false: the unit has no such way. */
bool number_scale_of(const char *unit, struct number_scale *out);

#endif
