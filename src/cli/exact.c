/* Values as text for programs. Layer 8. */
#include "cli/exact.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { LEAST = 4096 }; /* names of flags, long numbers */

/* The fewest digits from which the same number is read again. */
static void float_text(double number, uint64_t bits, struct strbuf *out)
{
    char text[40];
    int digits = bits <= 32 ? 6 : 15, most = bits <= 32 ? 9 : 17;
    bool same = isnan(number);
    do {
        snprintf(text, sizeof text, "%.*g", digits, number);
        same = same ||
               (bits <= 32 ? strtof(text, NULL) == (float)number : strtod(text, NULL) == number);
    } while (!same && digits++ < most);
    strbuf_text(out, isnan(number) ? "nan" : text);
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
    if (value.kind == MEMGLASS_KIND_FLOAT)
        float_text(value.as.f, ref->field->bit_size, &out);
    else
        field_text(ref, bytes, size, &style, &out);
    return text;
}
