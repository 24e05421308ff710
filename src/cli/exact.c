/* Values as text for programs. Layer 8. */
#include "cli/exact.h"

#include "field/bits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST = 4096 }; /* names of flags, long numbers */

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
    static const struct field_style style = {.no_unit = true, .exact = true, .no_format = true};
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
    field_text(ref, bytes, size, &style, &out);
    return text;
}

char *exact_escaped(const struct field_ref *ref, const unsigned char *bytes, uint64_t size)
{
    struct strbuf out;
    if (!field_is_leaf(ref) || ref->field->kind != MEMGLASS_KIND_STRING || !bits_inside(ref, size))
        return NULL;
    const unsigned char *at = bytes + ref->bit_offset / 8;
    size_t length = strnlen((const char *)at, ref->field->bit_size / 8), room = 4 * length + 1;
    char *text = malloc(room);
    if (!text)
        return NULL;
    strbuf_init(&out, text, room);
    for (size_t i = 0; i < length; i++)
        strbuf_printf(&out, at[i] >= ' ' && at[i] < 0x7f && at[i] != '\\' ? "%c" : "\\x%02x",
                      at[i]);
    return text;
}
