/* Values as text for programs. Layer 8. */
#include "cli/exact.h"

#include "field/bits.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { LEAST = 4096 }; /* names of flags, long numbers */

static bool is_same(const char *text, long double number, uint64_t bits)
{
    if (bits <= 32)
        return strtof(text, NULL) == (float)number;
    return bits <= 64 ? strtod(text, NULL) == (double)number : strtold(text, NULL) == number;
}

/* The fewest digits from which the same number is read again. */
static void float_text(long double number, uint64_t bits, struct strbuf *out)
{
    char text[64];
    int digits = bits <= 32 ? 6 : bits <= 64 ? DBL_DIG : LDBL_DIG;
    bool same = isnan(number);
    do {
        snprintf(text, sizeof text, "%.*Lg", digits, number);
        same = same || is_same(text, number, bits);
    } while (!same && digits++ < LDBL_DECIMAL_DIG);
    strbuf_text(out, isnan(number) ? "nan" : text);
}

bool exact_is_beyond(const struct field_ref *ref, const unsigned char *bytes)
{
    if (!bits_is_float(ref->field))
        return false;
    long double number = bits_float(ref, bytes);
    return isfinite(number) && !isfinite((double)number);
}

/* Each byte of a string is at most one of text, and two digits of bytes. */
static uint64_t room_for(const struct field_ref *ref)
{
    uint64_t bytes = ref->field ? ref->field->bit_size / 4 + 1 : 0;
    return bytes > LEAST ? bytes : LEAST;
}

char *exact_text(const struct field_ref *ref, const unsigned char *bytes, uint64_t size,
                 memglass_truth truth)
{
    static const struct field_style style = {.no_unit = true};
    struct strbuf out;
    memglass_value value;
    uint64_t room = room_for(ref);
    char *text = malloc(room);
    if (!text)
        return NULL;
    strbuf_init(&out, text, room);
    field_decode(ref, bytes, size, truth, &value);
    if (value.truth == MEMGLASS_TORN)
        return text;
    if (value.kind == MEMGLASS_KIND_FLOAT && bits_is_float(ref->field))
        float_text(bits_float(ref, bytes), ref->field->bit_size, &out);
    else
        field_text(ref, bytes, size, &style, &out);
    return text;
}
