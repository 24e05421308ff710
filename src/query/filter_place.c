/* How a condition on a field looks at the objects of one type. Layer 5. */
#include "query/filter_tree.h"

#include "base/error.h"
#include "field/bits.h"
#include "field/parse.h"

#include <ctype.h>
#include <string.h>

/* What has a number that can be compared, also an address and integers of 128 bits. */
static bool has_number(const struct field_ref *ref)
{
    return field_is_leaf(ref) && (bits_is_integer(ref->field) || bits_is_float(ref->field));
}

/* "1.5M/s", of a rate. */
static int parse_rate(const memglass_field *field, const char *text, long double *out,
                      memglass_error *err)
{
    char number[64] = "";
    size_t length = strlen(text);
    if (length > 2 && length < sizeof number && strcmp(text + length - 2, "/s") == 0) {
        memcpy(number, text, length - 2);
        text = number;
    }
    return field_parse_number(field, text, out, err);
}

/* A number that a float of that size can be, so that x=0.1 finds a float of 0.1. */
static long double as_stored(const memglass_field *field, long double number)
{
    if (field->kind != MEMGLASS_KIND_FLOAT)
        return number;
    return field->bit_size == 32   ? (long double)(float)number
           : field->bit_size == 64 ? (long double)(double)number
                                   : number;
}

/* The common ones; the others are loaded bit by bit. */
static void choose_load(struct filter_place *out)
{
    const memglass_field *field = out->ref.field;
    uint64_t bits = field->bit_size;
    if (out->ref.bit_offset % 8 || out->ref.guard_offset != FIELD_NO_GUARD ||
        field->kind == MEMGLASS_KIND_BOOL)
        return;
    if (bits_is_float(field))
        out->load = bits == 32 ? LOAD_F32 : bits == 64 ? LOAD_F64 : LOAD_ANY;
    else if (bits_is_signed(field))
        out->load = bits == 32 ? LOAD_I32 : bits == 64 ? LOAD_I64 : LOAD_ANY;
    else
        out->load = bits == 8    ? LOAD_U8
                    : bits == 16 ? LOAD_U16
                    : bits == 32 ? LOAD_U32
                    : bits == 64 ? LOAD_U64
                                 : LOAD_ANY;
}

/* A whole number, digit by digit: a long double may have 64 bits of it. False: it is none, or none
 * that the field can be, which what is near to it decides as well. */
static bool parse_wide(const memglass_field *field, const char *text, bits128 *out)
{
    static const char digits[] = "0123456789abcdef";
    bool minus = *text == '-', with_sign = bits_is_signed(field);
    bits128 most = with_sign ? (~(bits128)0 >> 1) + minus : ~(bits128)0, value = 0;
    unsigned base = 10;
    text += minus;
    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
        base = 16;
        text += 2;
    }
    if (!*text || (minus && !with_sign))
        return false;
    for (; *text; text++) {
        const char *found = strchr(digits, tolower((unsigned char)*text));
        unsigned digit = found ? (unsigned)(found - digits) : base;
        if (digit >= base || value > (most - digit) / base)
            return false;
        value = value * base + digit;
    }
    *out = minus ? -value : value;
    return true;
}

static bool place_number(const struct filter_test *test, struct filter_place *out,
                         memglass_error *err)
{
    const memglass_field *field = out->ref.field;
    bool value = test->term.aspect == TERM_VALUE;
    int status = value ? field_parse_value(field, test->value, &out->number, err)
                       : parse_rate(field, test->value, &out->number, err);
    out->bad_value = status != MEMGLASS_OK;
    if (out->bad_value)
        return false;
    if (value)
        out->number = as_stored(field, out->number);
    choose_load(out);
    bool wide = value && bits_is_integer(field) && field->bit_size > 64 &&
                parse_wide(field, test->value, &out->wide);
    out->how = wide ? PLACE_WIDE : PLACE_NUMBER;
    return true;
}

bool filter_place(const struct filter_test *test, const memglass_type *type,
                  struct filter_place *out, memglass_error *err)
{
    struct field_ref whole = field_whole(type, 1);
    *out = (struct filter_place){.how = PLACE_NONE};
    if (field_resolve(&whole, test->term.path, &out->ref, err) != MEMGLASS_OK)
        return false;
    out->found = true;
    if (test->term.aspect != TERM_VALUE && !field_is_quantity(&out->ref)) {
        error_set(err, MEMGLASS_E_INVALID, 0, "'%.60s' is no number that can change by an amount",
                  test->term.path);
        return false;
    }
    if (has_number(&out->ref) && !filter_op_is_like(test->op))
        return place_number(test, out, err);
    if (!filter_op_info(test->op)->of_texts) {
        error_set(err, MEMGLASS_E_INVALID, 0, "%.60s is a text: it takes = != ~ !~",
                  test->term.path);
        return false;
    }
    out->how = PLACE_TEXT;
    return true;
}
