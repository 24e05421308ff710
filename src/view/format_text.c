/* A value as a number of another base, a character or a time. Layer 6. */
#include "view/formats.h"

#include "base/clock.h"
#include "field/bits.h"

#include <math.h>
#include <string.h>
#include <time.h>

const char *value_format_name(enum value_format format)
{
    static const char *const names[] = {
#define NAME(id, name) name,
        VALUE_FORMAT_LIST(NAME)
#undef NAME
    };
    return names[format];
}

/* --- which suit --------------------------------------------------------------------------------
 */

/* The leaf itself, or what an array of leaves has as elements. */
static const memglass_field *leaf_field(const struct field_ref *ref)
{
    return ref->field && !ref->field->type ? ref->field : NULL;
}

static bool has_bits(const memglass_field *field)
{
    return bits_is_integer(field) || (bits_is_float(field) && field->bit_size <= 64);
}

static bool is_raw(const memglass_field *field)
{
    return field->kind == MEMGLASS_KIND_STRING || field->kind == MEMGLASS_KIND_BYTES;
}

bool value_format_suits(const struct field_ref *ref, enum value_format format)
{
    const memglass_field *field = leaf_field(ref);
    if (!field || format == VALUE_FORMAT_AUTO)
        return format == VALUE_FORMAT_AUTO;
    bool integer = bits_is_integer(field) && field->kind != MEMGLASS_KIND_BOOL;
    bool number = field->kind == MEMGLASS_KIND_INT || field->kind == MEMGLASS_KIND_UINT ||
                  field->kind == MEMGLASS_KIND_FLOAT;
    switch (format) {
    case VALUE_FORMAT_DEC:
        return bits_is_integer(field);
    case VALUE_FORMAT_HEX:
        return has_bits(field) || is_raw(field);
    case VALUE_FORMAT_OCT:
        return integer;
    case VALUE_FORMAT_BIN:
        return has_bits(field);
    case VALUE_FORMAT_CHAR:
        return (integer && field->bit_size <= 32) || field->kind == MEMGLASS_KIND_BYTES;
    case VALUE_FORMAT_TIME:
        return number && has_bits(field) && field->bit_size >= 32 && field->bit_size <= 64;
    default:
        return false;
    }
}

enum value_format value_format_next(const struct field_ref *ref, enum value_format format)
{
    int at = (int)format;
    do
        at = (at + 1) % VALUE_FORMAT_COUNT;
    while (!value_format_suits(ref, (enum value_format)at));
    return (enum value_format)at;
}

/* --- numbers -----------------------------------------------------------------------------------
 */

/* In groups of eight from the right, for base 2. */
static void digits_text(bits128 value, unsigned base, uint64_t digits, struct strbuf *out)
{
    char text[160];
    size_t at = sizeof text;
    for (uint64_t i = 0; i < digits || value; i++) {
        if (base == 2 && i && i % 8 == 0)
            text[--at] = '_';
        text[--at] = "0123456789abcdef"[(unsigned)(value % base)];
        value /= base;
    }
    strbuf_bytes(out, text + at, sizeof text - at);
}

static void decimal_text(const memglass_field *field, bits128 value, struct strbuf *out)
{
    sbits128 number = bits_signed(value, field->bit_size);
    if (bits_is_signed(field) && number < 0) {
        strbuf_char(out, '-');
        value = (bits128)-number;
    }
    digits_text(value, 10, 1, out);
}

/* --- characters --------------------------------------------------------------------------------
 */

static void character(uint32_t code, struct strbuf *out)
{
    if (code >= 0x20 && code < 0x7f)
        strbuf_char(out, (char)code);
    else
        strbuf_char(out, '.');
}

/* The value as its bytes lie in memory; what is not ASCII is a dot. */
static void characters_text(const struct field_ref *ref, const unsigned char *bytes,
                            struct strbuf *out)
{
    const unsigned char *at = bytes + ref->bit_offset / 8;
    strbuf_char(out, '\'');
    if (ref->bit_offset % 8 || ref->field->bit_size % 8)
        character((uint32_t)bits_load(ref, bytes), out);
    else
        for (uint64_t i = 0; i < ref->field->bit_size / 8 && !out->cut; i++)
            character(at[i], out);
    strbuf_char(out, '\'');
}

static void bytes_text(const struct field_ref *ref, const unsigned char *bytes, struct strbuf *out)
{
    const unsigned char *at = bytes + ref->bit_offset / 8;
    for (uint64_t i = 0; i < ref->field->bit_size / 8 && !out->cut; i++)
        strbuf_printf(out, "%s%02x", i ? " " : "", at[i]);
}

/* --- times -------------------------------------------------------------------------------------
 */

/* X(unit, nanoseconds, a number that is larger without a unit is taken so) */
#define TIME_UNITS(X)        \
    X("ns", 1e-9, 1e17)      \
    X("us", 1e-6, 1e14)      \
    X("\u00b5s", 1e-6, 1e14) \
    X("ms", 1e-3, 1e11)      \
    X("s", 1, 0)

/* Seconds that one of the field's unit has. */
static double seconds_each(const memglass_field *field, double number)
{
    static const struct {
        const char *unit;
        double seconds, above;
    } units[] = {
#define UNIT(name, each, larger) {(name), (each), (larger)},
        TIME_UNITS(UNIT)
#undef UNIT
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (field->unit[0] ? strcmp(field->unit, units[i].unit) == 0 : number > units[i].above)
            return units[i].seconds;
    return 1;
}

#define YEAR_10000 253402300800.0

/* "2026-11-21 08:58:12.345 UTC"; false for what is no time after 1970. */
static bool time_text(const memglass_field *field, double number, struct strbuf *out)
{
    double each = seconds_each(field, number), seconds = number * each;
    if (!(seconds >= 0 && seconds < YEAR_10000))
        return false;
    time_t whole = (time_t)seconds;
    char text[32];
    struct tm parts;
    if (!gmtime_r(&whole, &parts) || !strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts))
        return false;
    strbuf_text(out, text);
    if (each < 1)
        strbuf_printf(out, ".%03d", (int)((seconds - (double)whole) * 1000));
    strbuf_text(out, " UTC");
    return true;
}

/* --- all ---------------------------------------------------------------------------------------
 */

static void leaf_text(const struct field_ref *ref, const unsigned char *bytes, uint64_t size,
                      enum value_format format, struct strbuf *out)
{
    static const struct field_style style = {.humane = true};
    const memglass_field *field = ref->field;
    bool shown = format != VALUE_FORMAT_AUTO && bits_inside(ref, size);
    if (shown && format == VALUE_FORMAT_TIME)
        shown = time_text(field, field_number(ref, bytes, size), out);
    else if (shown && format == VALUE_FORMAT_CHAR)
        characters_text(ref, bytes, out);
    else if (shown && is_raw(field))
        bytes_text(ref, bytes, out);
    else if (shown && format == VALUE_FORMAT_DEC)
        decimal_text(field, bits_load(ref, bytes), out);
    else if (shown) {
        unsigned base = format == VALUE_FORMAT_HEX ? 16 : format == VALUE_FORMAT_OCT ? 8 : 2;
        uint64_t digits = base == 8 ? 1 : base == 16 ? (field->bit_size + 3) / 4 : field->bit_size;
        strbuf_text(out, base == 16 ? "0x" : base == 8 ? "0" : "0b");
        digits_text(bits_load(ref, bytes), base, digits, out);
    }
    if (!shown)
        field_text(ref, bytes, size, &style, out);
}

void value_format_text(const struct field_ref *ref, const unsigned char *bytes, uint64_t size,
                       enum value_format format, struct strbuf *out)
{
    static const struct field_style style = {.humane = true};
    if (!value_format_suits(ref, format) || format == VALUE_FORMAT_AUTO) {
        field_text(ref, bytes, size, &style, out);
        return;
    }
    if (field_is_leaf(ref)) {
        leaf_text(ref, bytes, size, format, out);
        return;
    }
    uint64_t count = field_child_count(ref);
    strbuf_char(out, '[');
    for (uint64_t i = 0; i < count && !out->cut; i++) {
        struct field_ref element = field_child(ref, i);
        strbuf_text(out, i ? ", " : "");
        if (element.guard_offset != ref->guard_offset && bits_guard_torn(&element, bytes, size))
            strbuf_text(out, "torn");
        else
            value_format_text(&element, bytes, size, format, out);
    }
    strbuf_char(out, ']');
}
