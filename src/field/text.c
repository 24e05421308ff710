/* From bytes to text: leaves with names and units, arrays and structs in one line. Layer 1. */
#include "field/bits.h"
#include "field/field.h"
#include "field/number.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* The bytes that a text is made of. */
struct source {
    const unsigned char *bytes;
    uint64_t size;
    const struct field_style *style;
};

/* --- characters and bytes -------------------------------------------------------------------- */

/* One code point as UTF-8; false for what is no character. */
static bool utf8_char(uint32_t code, struct strbuf *out)
{
    unsigned char bytes[4];
    size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char first[] = {0, 0, 0xc0, 0xe0, 0xf0};
    if (!strbuf_is_text(code))
        return false;
    for (size_t i = length; i-- > 1; code >>= 6)
        bytes[i] = (unsigned char)(0x80 | (code & 0x3f));
    bytes[0] = (unsigned char)(first[length] | code);
    strbuf_foreign(out, (const char *)bytes, length);
    return true;
}

static void char_text(uint32_t code, uint64_t bits, struct strbuf *out)
{
    static const char escapes[] = "0abtnvfr", codes[] = "\0\a\b\t\n\v\f\r";
    const char *escape = code < 0x20 ? memchr(codes, (int)code, sizeof codes - 1) : NULL;
    strbuf_char(out, '\'');
    if (escape)
        strbuf_printf(out, "\\%c", escapes[escape - codes]);
    else if (code == '\'' || code == '\\')
        strbuf_printf(out, "\\%c", (char)code);
    else if ((bits <= 8 && code >= 0x80) || !utf8_char(code, out))
        strbuf_printf(out, "\\x%02x", code);
    strbuf_char(out, '\'');
}

static void string_text(const unsigned char *at, uint64_t size, struct strbuf *out)
{
    const unsigned char *end = memchr(at, '\0', size);
    strbuf_foreign(out, (const char *)at, end ? (size_t)(end - at) : size);
}

static void hex_text(const unsigned char *at, uint64_t size, struct strbuf *out)
{
    static const char digits[] = "0123456789abcdef";
    for (uint64_t i = 0; i < size && !out->cut; i++) {
        strbuf_char(out, digits[at[i] >> 4]);
        strbuf_char(out, digits[at[i] & 15]);
    }
}

/* --- enums and flags ------------------------------------------------------------------------- */

static const memglass_enumerator *enumerator_of(const memglass_field *field, uint64_t value)
{
    for (uint32_t i = 0; i < field->enumerator_count; i++)
        if ((uint64_t)field->enumerators[i].value == value)
            return &field->enumerators[i];
    return NULL;
}

static void flags_text(const memglass_field *field, uint64_t value, struct strbuf *out)
{
    uint64_t rest = value;
    const char *between = "";
    for (uint32_t i = 0; i < field->enumerator_count && rest; i++) {
        uint64_t mask = (uint64_t)field->enumerators[i].value;
        if ((value & mask) != mask || !(rest & mask))
            continue;
        strbuf_printf(out, "%s%s", between, field->enumerators[i].name);
        between = "|";
        rest &= ~mask;
    }
    if (rest)
        strbuf_printf(out, "%s0x%llx", between, (unsigned long long)rest);
    else if (!value)
        strbuf_char(out, '0');
}

static void enum_text(const memglass_field *field, const struct number *number, struct strbuf *out)
{
    uint64_t value = (uint64_t)number->as.u;
    const memglass_enumerator *known = enumerator_of(field, value);
    if (known)
        strbuf_text(out, known->name);
    else if (field->flags & MEMGLASS_FIELD_BITS)
        flags_text(field, value, out);
    else
        number_text(NULL, number, NULL, out);
}

/* --- leaves ---------------------------------------------------------------------------------- */

static struct number integer_of(const struct field_ref *ref, const unsigned char *bytes)
{
    struct number number = {
        .kind = NUMBER_UNSIGNED, .bits = ref->field->bit_size, .as.u = bits_load(ref, bytes)};
    if (bits_is_signed(ref->field)) {
        number.kind = NUMBER_SIGNED;
        number.as.i = bits_signed(number.as.u, ref->field->bit_size);
    }
    return number;
}

static int digits_of(const memglass_field *field)
{
    return field->bit_size == 32 ? 7 : 10;
}

static void integer_text(const struct field_ref *ref, const struct source *from, struct strbuf *out)
{
    struct number number = integer_of(ref, from->bytes);
    switch (ref->field->kind) {
    case MEMGLASS_KIND_BOOL:
        strbuf_text(out, number.as.u ? "true" : "false");
        break;
    case MEMGLASS_KIND_CHAR:
        char_text((uint32_t)bits_load(ref, from->bytes), ref->field->bit_size, out);
        break;
    case MEMGLASS_KIND_ENUM:
        enum_text(ref->field, &number, out);
        break;
    case MEMGLASS_KIND_POINTER:
        strbuf_printf(out, "0x%llx", (unsigned long long)number.as.u);
        break;
    default:
        number_text(ref->field, &number, from->style, out);
    }
}

static void leaf_text(const struct field_ref *ref, const struct source *from, struct strbuf *out)
{
    const unsigned char *at = from->bytes + ref->bit_offset / 8;
    if (bits_is_integer(ref->field)) {
        integer_text(ref, from, out);
    } else if (bits_is_float(ref->field)) {
        struct number number = {.kind = NUMBER_REAL,
                                .digits = digits_of(ref->field),
                                .bits = ref->field->bit_size,
                                .as.f = bits_float(ref, from->bytes)};
        number_text(ref->field, &number, from->style, out);
    } else if (ref->field->kind == MEMGLASS_KIND_STRING) {
        string_text(at, ref->field->bit_size / 8, out);
    } else {
        hex_text(at, ref->field->bit_size / 8, out);
    }
}

/* --- arrays and structs ---------------------------------------------------------------------- */

static void ref_text(const struct field_ref *ref, const struct source *from, struct strbuf *out);

/* A part whose guard says torn is not shown as if it were a value. */
static void part_text(const struct field_ref *parent, uint64_t i, const struct source *from,
                      struct strbuf *out)
{
    struct field_ref part = field_child(parent, i);
    if (part.guard_offset != parent->guard_offset &&
        bits_guard_torn(&part, from->bytes, from->size))
        strbuf_text(out, "torn");
    else
        ref_text(&part, from, out);
}

static bool shows_unit(const struct field_ref *ref)
{
    return ref->field && !ref->field->type &&
           (ref->field->kind == MEMGLASS_KIND_INT || ref->field->kind == MEMGLASS_KIND_UINT ||
            ref->field->kind == MEMGLASS_KIND_FLOAT);
}

/* Numbers of an array have one unit, behind the bracket; human units are part of each number. */
static void array_text(const struct field_ref *ref, const struct source *from, struct strbuf *out)
{
    bool humane = from->style && from->style->humane;
    bool unit_behind = shows_unit(ref) && !humane;
    struct field_style style = from->style ? *from->style : (struct field_style){0};
    struct source inside = *from;
    style.no_unit = true;
    if (unit_behind)
        inside.style = &style;
    uint64_t count = field_child_count(ref);
    strbuf_char(out, '[');
    for (uint64_t i = 0; i < count && !out->cut; i++) {
        strbuf_text(out, i ? ", " : "");
        part_text(ref, i, &inside, out);
    }
    strbuf_char(out, ']');
    if (unit_behind)
        number_unit(ref->field, from->style, out);
}

static void struct_text(const struct field_ref *ref, const struct source *from, struct strbuf *out)
{
    uint64_t count = field_child_count(ref);
    strbuf_char(out, '{');
    for (uint64_t i = 0; i < count && !out->cut; i++) {
        strbuf_text(out, i ? ", " : "");
        field_step_text(ref, i, out);
        strbuf_char(out, '=');
        part_text(ref, i, from, out);
    }
    strbuf_char(out, '}');
}

static void ref_text(const struct field_ref *ref, const struct source *from, struct strbuf *out)
{
    if (out->cut)
        return;
    if (!bits_inside(ref, from->size))
        strbuf_char(out, '?');
    else if (field_is_leaf(ref))
        leaf_text(ref, from, out);
    else if (ref->field ? ref->dims_used < ref->field->rank : ref->elements != 1)
        array_text(ref, from, out);
    else
        struct_text(ref, from, out);
}

void field_text(const struct field_ref *ref, const unsigned char *bytes, uint64_t size,
                const struct field_style *style, struct strbuf *out)
{
    ref_text(ref, &(struct source){.bytes = bytes, .size = size, .style = style}, out);
}

void field_number_text(const memglass_field *field, double number, const struct field_style *style,
                       struct strbuf *out)
{
    struct number value = {
        .kind = NUMBER_REAL, .digits = digits_of(field), .bits = 64, .as.f = number};
    bool fraction = fabs(number) < 1e15 && (double)(int64_t)number != number;
    if (fraction && field->kind != MEMGLASS_KIND_FLOAT)
        value.digits = fabs(number) < 1 ? 2 : fabs(number) < 100 ? 4 : 6;
    number_text(field, &value, style, out);
}

void field_value(const struct field_ref *ref, const unsigned char *bytes, uint64_t size,
                 memglass_truth truth, memglass_value *out)
{
    struct strbuf text;
    field_decode(ref, bytes, size, truth, out);
    out->field = ref->field;
    strbuf_init(&text, out->text, sizeof out->text);
    field_text(ref, bytes, size, NULL, &text);
    strbuf_finish(&text);
}

/* --- types -----------------------------------------------------------------------------------
 */

void field_type_text(const struct field_ref *ref, struct strbuf *out)
{
    const memglass_field *field = ref->field;
    if (!field) {
        strbuf_text(out, ref->type->spelling);
        if (ref->elements != 1)
            strbuf_printf(out, "[%" PRIu64 "]", ref->elements);
        return;
    }
    strbuf_text(out, field->type_name[0] ? field->type_name : memglass_kind_name(field->kind));
    if (field->flags & MEMGLASS_FIELD_BITFIELD)
        strbuf_printf(out, ":%" PRIu64, field->bit_size);
    for (uint32_t i = ref->dims_used; i < field->rank && !out->cut; i++)
        strbuf_printf(out, "[%" PRIu64 "]", field->dims[i]);
    if (field->kind == MEMGLASS_KIND_STRING)
        strbuf_printf(out, "[%" PRIu64 "]", field->bit_size / 8);
}
