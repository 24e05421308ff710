/* Values as JSON. Layer 8. */
#include "cli/json.h"

#include "cli/exact.h"

#include "base/real.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Control characters stay what they are, since JSON spells them out: lines, tabs. */
static json_t *string_of(const struct field_ref *ref, const unsigned char *bytes)
{
    const char *at = (const char *)bytes + ref->bit_offset / 8;
    size_t length = strnlen(at, ref->field->bit_size / 8);
    char *text = malloc(length + 1);
    struct strbuf out;
    if (!text)
        return NULL;
    strbuf_init(&out, text, length + 1);
    for (size_t i = 0, end; i < length; i = end) {
        for (end = i; end < length && (unsigned char)at[end] >= ' ';)
            end++;
        strbuf_foreign(&out, at + i, end - i);
        if (end < length)
            strbuf_char(&out, at[end++]);
    }
    json_t *value = json_string(text);
    free(text);
    return value;
}

/* A value's text without its unit, valid UTF-8. */
static json_t *text_of(const struct field_ref *ref, const unsigned char *bytes, uint64_t size)
{
    char *text = exact_text(ref, bytes, size, MEMGLASS_EXACT);
    json_t *value = text ? json_string(text) : NULL;
    free(text);
    return value;
}

/* What is printed of a float is short, as the double of these digits is. */
json_t *json_number(double number, uint64_t bits)
{
    char text[REAL_TEXT_BYTES];
    if (!isfinite(number))
        return json_null();
    return json_real(bits > 32 ? number : strtod(real_text(text, number, bits), NULL));
}

static json_t *unsigned_of(uint64_t number, const struct field_ref *ref, const unsigned char *bytes,
                           uint64_t size)
{
    return number <= INT64_MAX ? json_integer((json_int_t)number) : text_of(ref, bytes, size);
}

static json_t *leaf(const struct field_ref *ref, const unsigned char *bytes, uint64_t size,
                    memglass_truth truth)
{
    memglass_value value;
    field_decode(ref, bytes, size, truth, &value);
    if (value.truth == MEMGLASS_TORN)
        return json_null();
    bool wide = ref->field->bit_size > 64;
    switch (value.kind) {
    case MEMGLASS_KIND_BOOL:
        return json_boolean(value.as.u);
    case MEMGLASS_KIND_INT:
        return wide ? text_of(ref, bytes, size) : json_integer(value.as.i);
    case MEMGLASS_KIND_UINT:
        return wide ? text_of(ref, bytes, size) : unsigned_of(value.as.u, ref, bytes, size);
    case MEMGLASS_KIND_FLOAT:
        return exact_is_beyond(ref, bytes) ? text_of(ref, bytes, size)
                                           : json_number(value.as.f, ref->field->bit_size);
    case MEMGLASS_KIND_STRING:
        return string_of(ref, bytes);
    default:
        return text_of(ref, bytes, size);
    }
}

static bool is_struct(const struct field_ref *ref)
{
    bool array = ref->field ? ref->dims_used < ref->field->rank : ref->elements != 1;
    return !array;
}

json_t *json_value(const struct field_ref *ref, const unsigned char *bytes, uint64_t size,
                   memglass_truth truth)
{
    if (field_is_leaf(ref))
        return leaf(ref, bytes, size, truth);
    bool named = is_struct(ref);
    json_t *all = named ? json_object() : json_array();
    uint64_t count = field_child_count(ref);
    for (uint64_t i = 0; all && i < count; i++) {
        char name[256];
        struct strbuf step;
        struct field_ref child = field_child(ref, i);
        json_t *value = json_value(&child, bytes, size, truth);
        strbuf_init(&step, name, sizeof name);
        field_step_text(ref, i, &step);
        if (!value ||
            (named ? json_object_set_new(all, name, value) : json_array_append_new(all, value))) {
            json_decref(all);
            all = NULL;
        }
    }
    return all;
}

/* --- printing: jansson has one number of digits for all ----------------------------------------
 */

struct printing {
    FILE *out;
    bool pretty;
};

static bool print(const struct printing *p, const json_t *value, unsigned depth);

static bool print_scalar(const json_t *value, FILE *out)
{
    char text[REAL_TEXT_BYTES];
    if (!json_is_real(value))
        return json_dumpf(value, out, JSON_ENCODE_ANY) == 0;
    real_text(text, json_real_value(value), 64);
    return fprintf(out, "%s%s", text, strpbrk(text, ".e") ? "" : ".0") > 0;
}

/* What stands before a part of an array or object, or before its end. */
static void begin_line(const struct printing *p, const char *between, unsigned depth)
{
    fprintf(p->out, "%s%s%*s", between, p->pretty ? "\n" : "", p->pretty ? (int)(2 * depth) : 0,
            "");
}

static bool print_name(const struct printing *p, const char *name)
{
    json_t *text = json_string(name);
    bool done = text && print_scalar(text, p->out);
    json_decref(text);
    fputs(p->pretty ? ": " : ":", p->out);
    return done;
}

static bool print_object(const struct printing *p, json_t *object, unsigned depth)
{
    const char *name, *between = "{";
    json_t *value;
    json_object_foreach(object, name, value)
    {
        begin_line(p, between, depth + 1);
        if (!print_name(p, name) || !print(p, value, depth + 1))
            return false;
        between = ",";
    }
    begin_line(p, "", depth);
    return fputc('}', p->out) != EOF;
}

static bool print_array(const struct printing *p, const json_t *array, unsigned depth)
{
    const char *between = "[";
    size_t i;
    json_t *value;
    json_array_foreach(array, i, value)
    {
        begin_line(p, between, depth + 1);
        if (!print(p, value, depth + 1))
            return false;
        between = ",";
    }
    begin_line(p, "", depth);
    return fputc(']', p->out) != EOF;
}

static bool print(const struct printing *p, const json_t *value, unsigned depth)
{
    if (json_is_object(value) && json_object_size(value))
        return print_object(p, (json_t *)value, depth);
    if (json_is_array(value) && json_array_size(value))
        return print_array(p, value, depth);
    return print_scalar(value, p->out);
}

bool json_print(const json_t *value, bool pretty, FILE *out)
{
    const struct printing p = {out, pretty};
    return value && print(&p, value, 0) && fputc('\n', out) != EOF;
}
