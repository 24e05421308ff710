/*
 * The format annotation of a field: one conversion, parsed here and rebuilt from what was
 * understood, since the bytes come from another process. Layer 1.
 *
 * Decimal points follow LC_NUMERIC, which is "C" unless the program asks for another; the programs
 * of memglass set LC_ALL, and then LC_NUMERIC back to "C".
 */
#include "field/printf.h"

#include <math.h>
#include <string.h>

enum { WIDTH_MAX = 64, PRECISION_MAX = 32, SPEC_BYTES = 24 };

struct spec {
    const char *start, *end; /* of the conversion within the format */
    char flags[6];           /* each of "-+ #0" at most once */
    int width, precision;    /* -1: not given */
    char conversion;
};

/* A number of at most max at *at, or -1 when there is none; false when it is too large. */
static bool parse_number(const char **at, int max, int *out)
{
    *out = -1;
    for (; **at >= '0' && **at <= '9'; ++*at) {
        *out = (*out < 0 ? 0 : *out) * 10 + (**at - '0');
        if (*out > max)
            return false;
    }
    return true;
}

static void parse_flags(const char **at, char flags[6])
{
    size_t used = 0;
    for (; **at && strchr("-+ #0", **at); ++*at)
        if (!memchr(flags, **at, used))
            flags[used++] = **at;
    flags[used] = '\0';
}

static bool parse_spec(const char *at, struct spec *spec)
{
    spec->start = at++;
    parse_flags(&at, spec->flags);
    if (!parse_number(&at, WIDTH_MAX, &spec->width))
        return false;
    spec->precision = -1;
    if (*at == '.') {
        at++;
        if (!parse_number(&at, PRECISION_MAX, &spec->precision))
            return false;
        if (spec->precision < 0)
            spec->precision = 0;
    }
    at += strspn(at, "hlqjztL"); /* the width of the C type: ours is known */
    if (!*at || !strchr("diouxXeEfFgGaA", *at))
        return false;
    spec->conversion = *at;
    spec->end = at + 1;
    return true;
}

/* The first conversion of a format; false when there is none, or another one behind it. */
static bool parse_format(const char *format, struct spec *spec)
{
    bool found = false;
    for (const char *at = format; *at;) {
        if (*at != '%') {
            at++;
        } else if (at[1] == '%') {
            at += 2;
        } else {
            if (found || !parse_spec(at, spec))
                return false;
            found = true;
            at = spec->end;
        }
    }
    return found;
}

/* What stands around the conversion: "%%" is a percent sign. */
static void literal(const char *at, const char *end, struct strbuf *out)
{
    for (; at < end; at++) {
        strbuf_char(out, *at);
        if (*at == '%')
            at++;
    }
}

static bool is_of(const char *conversions, const struct spec *spec)
{
    return strchr(conversions, spec->conversion) != NULL;
}

/* Conversion cuts off: half a unit more rounds, and keeps the library free of libm. */
static long double rounded(long double value)
{
    return value < 0 ? value - 0.5L : value + 0.5L;
}

/* Whether a conversion of integers, which are of 64 bits at most, shows this number and no other.
 * Bits of negative ones are those of their type. */
static bool fits(const struct spec *spec, const struct number *number)
{
    bool is_signed = is_of("di", spec), is_real = number->kind == NUMBER_REAL;
    if (is_real) {
        long double value = rounded(number->as.f);
        return value < (is_signed ? 0x1p63L : 0x1p64L) && value > (is_signed ? -0x1p63L : -1.0L);
    }
    if (number->kind == NUMBER_SIGNED && number->as.i < 0)
        return is_signed ? number->as.i >= INT64_MIN : number->bits <= 64;
    return number->as.u <= (is_signed ? (bits128)INT64_MAX : UINT64_MAX);
}

static long long whole(const struct spec *spec, const struct number *number)
{
    if (number->kind == NUMBER_REAL && is_of("di", spec))
        return (long long)rounded(number->as.f);
    if (number->kind == NUMBER_REAL)
        return (long long)(unsigned long long)rounded(number->as.f);
    bool cut = !is_of("di", spec) && number->bits < 64;
    return (long long)(number->as.u & (cut ? ((bits128)1 << number->bits) - 1 : UINT64_MAX));
}

static long double real(const struct number *number)
{
    return number->kind == NUMBER_REAL       ? number->as.f
           : number->kind == NUMBER_UNSIGNED ? (long double)number->as.u
                                             : (long double)number->as.i;
}

/* strbuf_printf is checked by the compiler; this one is checked by parse_spec. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void convert(const struct spec *spec, const struct number *number, struct strbuf *out)
{
    bool integer = is_of("diouxX", spec);
    char text[SPEC_BYTES];
    struct strbuf rebuilt;
    strbuf_init(&rebuilt, text, sizeof text);
    strbuf_printf(&rebuilt, "%%%s", spec->flags);
    if (spec->width >= 0)
        strbuf_printf(&rebuilt, "%d", spec->width);
    if (spec->precision >= 0)
        strbuf_printf(&rebuilt, ".%d", spec->precision);
    strbuf_printf(&rebuilt, "%s%c", integer ? "ll" : "L", spec->conversion);
    if (integer)
        strbuf_printf(out, text, whole(spec, number));
    else
        strbuf_printf(out, text, real(number));
}
#pragma GCC diagnostic pop

bool printf_number(const char *format, const struct number *number, struct strbuf *out)
{
    struct spec spec;
    if (!parse_format(format, &spec) || (is_of("diouxX", &spec) && !fits(&spec, number)))
        return false;
    literal(format, spec.start, out);
    convert(&spec, number, out);
    literal(spec.end, spec.end + strlen(spec.end), out);
    return true;
}
