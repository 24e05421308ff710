/* One number as text: plain digits, sizes as 1.5G, times as 2h03m. Layer 1. */
#include "field/number.h"

#include "base/clock.h"
#include "base/real.h"
#include "field/printf.h"

#include <math.h>
#include <string.h>

static double as_double(const struct number *number)
{
    return number->kind == NUMBER_REAL       ? (double)number->as.f
           : number->kind == NUMBER_UNSIGNED ? (double)number->as.u
                                             : (double)number->as.i;
}

/* --- plain ----------------------------------------------------------------------------------- */

static void digits_text(bits128 value, struct strbuf *out)
{
    char digits[40];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + (int)(value % 10));
        value /= 10;
    } while (value);
    strbuf_bytes(out, digits + at, sizeof digits - at);
}

static void short_real_text(long double value, int digits, struct strbuf *out)
{
    if (fabsl(value) < 1e15L && (long double)(long long)value == value)
        strbuf_printf(out, "%.0Lf", value);
    else
        strbuf_printf(out, "%.*Lg", digits, value);
}

static void plain_text(const struct number *number, bool exact, struct strbuf *out)
{
    char real[REAL_TEXT_BYTES];
    if (number->kind == NUMBER_REAL && exact) {
        strbuf_text(out, real_text(real, number->as.f, number->bits));
    } else if (number->kind == NUMBER_REAL) {
        short_real_text(number->as.f, number->digits, out);
    } else if (number->kind == NUMBER_SIGNED && number->as.i < 0) {
        strbuf_char(out, '-');
        digits_text(-number->as.u, out);
    } else {
        digits_text(number->as.u, out);
    }
}

/* --- for people ------------------------------------------------------------------------------ */

/* Three significant digits at most, without zeros at the end: 1.25, 12.5, 512. */
static void short_text(double value, int decimals, struct strbuf *out)
{
    char text[32];
    struct strbuf number;
    strbuf_init(&number, text, sizeof text);
    strbuf_printf(&number, "%.*f", decimals, value);
    if (decimals)
        while (number.len && (text[number.len - 1] == '0' || text[number.len - 1] == '.'))
            if (text[--number.len] == '.')
                break;
    strbuf_bytes(out, text, number.len);
}

static void bytes_text(double bytes, struct strbuf *out)
{
    static const char steps[] = "BKMGTPE";
    size_t step = 0;
    while (bytes >= 1023.5 && step + 2 < sizeof steps) {
        bytes /= 1024;
        step++;
    }
    short_text(bytes, step == 0 ? 0 : bytes < 9.995 ? 2 : bytes < 99.95 ? 1 : 0, out);
    strbuf_char(out, steps[step]);
}

static void below_minute_text(double ns, struct strbuf *out)
{
    static const struct {
        double ns;
        const char *name;
    } steps[] = {{1, "ns"}, {1e3, "us"}, {1e6, "ms"}, {1e9, "s"}};
    size_t step = ns == 0 ? 3 : 0; /* nothing is 0s, whatever it is counted in */
    while (step + 1 < sizeof steps / sizeof *steps && ns >= 999.5 * steps[step].ns)
        step++;
    double value = ns / steps[step].ns;
    short_text(value, value < 99.95 && step ? 1 : 0, out);
    strbuf_text(out, steps[step].name);
}

static void time_text(double ns, struct strbuf *out)
{
    if (ns < 59.95e9) {
        below_minute_text(ns, out);
        return;
    }
    double all = ns / 1e9 + 0.5; /* the conversion below cuts off */
    if (all >= 1e15) {
        strbuf_printf(out, "%.3gs", all);
        return;
    }
    unsigned long long s = (unsigned long long)all, day = s / 86400, hour = s / 3600 % 24;
    if (day)
        strbuf_printf(out, "%llud%02lluh", day, hour);
    else if (hour)
        strbuf_printf(out, "%lluh%02llum", hour, s / 60 % 60);
    else
        strbuf_printf(out, "%llum%02llus", s / 60, s % 60);
}

static const struct {
    const char *name;
    double scale; /* to bytes or nanoseconds */
    void (*text)(double scaled, struct strbuf *out);
} human_units[] = {
    {"B", 1, bytes_text},       {"bytes", 1, bytes_text},    {"KiB", 0x1p10, bytes_text},
    {"KB", 0x1p10, bytes_text}, {"kB", 0x1p10, bytes_text},  {"MiB", 0x1p20, bytes_text},
    {"MB", 0x1p20, bytes_text}, {"GiB", 0x1p30, bytes_text}, {"GB", 0x1p30, bytes_text},
    {"ns", 1, time_text},       {"us", 1e3, time_text},      {"ms", 1e6, time_text},
    {"s", 1e9, time_text},      {"min", 60e9, time_text},    {"h", 3600e9, time_text},
};

static size_t human_unit(const char *unit)
{
    size_t i = 0;
    while (i < sizeof human_units / sizeof *human_units && strcmp(human_units[i].name, unit) != 0)
        i++;
    return i;
}

bool number_scale_of(const char *unit, struct number_scale *out)
{
    size_t i = human_unit(unit);
    if (i == sizeof human_units / sizeof *human_units)
        return false;
    *out = (struct number_scale){human_units[i].scale, human_units[i].text == time_text};
    return true;
}

/* false: no unit that has a way of its own. */
static bool human_text(const char *unit, double value, struct strbuf *out)
{
    size_t i = human_unit(unit);
    if (!isfinite(value) || i == sizeof human_units / sizeof *human_units)
        return false;
    if (value < 0)
        strbuf_char(out, '-');
    human_units[i].text(fabs(value) * human_units[i].scale, out);
    return true;
}

/* --- the face -------------------------------------------------------------------------------- */

void number_unit(const memglass_field *field, const struct field_style *style, struct strbuf *out)
{
    if (!field || !field->unit[0] || (style && style->no_unit))
        return;
    if (strcmp(field->unit, "%") != 0)
        strbuf_char(out, ' ');
    strbuf_text(out, field->unit);
}

void number_text(const memglass_field *field, const struct number *number,
                 const struct field_style *style, struct strbuf *out)
{
    bool done = field && field->format[0] && !(style && style->no_format) &&
                printf_number(field->format, number, out);
    if (!done && field && style && style->humane && human_text(field->unit, as_double(number), out))
        return;
    if (!done)
        plain_text(number, style && style->exact, out);
    number_unit(field, style, out);
}
