/* Values as JSON. Layer 8. */
#include "cli/json.h"

#include "cli/exact.h"

#include <math.h>
#include <stdlib.h>

/* A value's text without its unit, valid UTF-8. */
static json_t *text_of(const struct field_ref *ref, const unsigned char *bytes, uint64_t size)
{
    char *text = exact_text(ref, bytes, size, MEMGLASS_EXACT);
    json_t *value = text ? json_string(text) : NULL;
    free(text);
    return value;
}

json_t *json_number(double number)
{
    return isfinite(number) ? json_real(number) : json_null();
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
        return exact_is_beyond(ref, bytes) ? text_of(ref, bytes, size) : json_number(value.as.f);
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

bool json_print(const json_t *value, bool pretty, FILE *out)
{
    size_t flags =
        JSON_ENCODE_ANY | JSON_REAL_PRECISION(17) | (pretty ? JSON_INDENT(2) : JSON_COMPACT);
    return value && json_dumpf(value, out, flags) == 0 && fputc('\n', out) != EOF;
}
