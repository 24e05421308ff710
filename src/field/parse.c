/* From what people type to a number of a field. Layer 1. */
#include "field/parse.h"

#include "base/error.h"
#include "field/bits.h"
#include "field/number.h"

#include <math.h>
#include <string.h>
#include <strings.h>

/* --- digits ----------------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int hex_digit(char c)
{
    return is_digit(c)            ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Of small whole numbers; far too large an exponent gives an infinity. */
static long double power(long double base, int exponent)
{
    long double value = 1;
    for (; exponent > 0; exponent--)
        value *= base;
    return value;
}

/* NULL: there is no number. Integers of up to 64 bits are exact. */
static const char *read_hex(const char *at, long double *out)
{
    const char *first = at;
    long double value = 0;
    for (; hex_digit(*at) >= 0; at++)
        value = value * 16 + hex_digit(*at);
    *out = value;
    return at > first ? at : NULL;
}

/* An exponent, where one is: "1E" is a suffix. */
static const char *read_exponent(const char *at, int *out)
{
    const char *digits = at + 1;
    int value = 0;
    bool minus = *at && *digits == '-';
    if (*at != 'e' && *at != 'E')
        return at;
    digits += *digits == '-' || *digits == '+';
    if (!is_digit(*digits))
        return at;
    for (; is_digit(*digits); digits++)
        value = value < 9999 ? value * 10 + (*digits - '0') : value;
    *out += minus ? -value : value;
    return digits;
}

/* Not strtold, which wants the decimal point of the user's language. */
static const char *read_decimal(const char *at, long double *out)
{
    long double value = 0;
    int tens = 0;
    bool any = false;
    for (; is_digit(*at); at++, any = true)
        value = value * 10 + (*at - '0');
    if (*at == '.')
        for (at++; is_digit(*at); at++, any = true, tens--)
            value = value * 10 + (*at - '0');
    if (!any)
        return NULL;
    at = read_exponent(at, &tens);
    *out = tens < 0 ? value / power(10, -tens) : value * power(10, tens);
    return at;
}

static const char *read_number(const char *at, long double *out)
{
    if (at[0] == '0' && (at[1] == 'x' || at[1] == 'X'))
        return read_hex(at + 2, out);
    return read_decimal(at, out);
}

/* --- suffixes --------------------------------------------------------------------------------- */

/* Which power of the step a letter is: k 1, M 2, ...; 0 none. */
static int letter_power(char c)
{
    static const char letters[] = "kMGTPE";
    const char *found = c ? strchr(letters, c == 'K' ? 'k' : c) : NULL;
    return found ? (int)(found - letters) + 1 : 0;
}

/* "", "K", "KiB", "KB", "B" */
static bool byte_suffix(const char *suffix, long double *factor)
{
    int letter = letter_power(*suffix);
    suffix += letter > 0;
    *factor = power(1024, letter);
    return !*suffix || strcmp(suffix, "B") == 0 || (letter && strcmp(suffix, "iB") == 0);
}

/* Reads one of ns us ms s m min h d off; NULL: it is none of them. */
static const char *time_suffix(const char *at, long double *ns)
{
    static const struct {
        const char *name;
        long double ns;
    } suffixes[] = {{"ns", 1},   {"us", 1e3L}, {"ms", 1e6L},   {"min", 60e9L},
                    {"s", 1e9L}, {"m", 60e9L}, {"h", 3600e9L}, {"d", 86400e9L}};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        size_t length = strlen(suffixes[i].name);
        if (strncmp(at, suffixes[i].name, length) == 0) {
            *ns = suffixes[i].ns;
            return at + length;
        }
    }
    return NULL;
}

/* "2h03m": the first number is read already. */
static bool read_times(const char *at, long double number, long double *ns)
{
    long double unit;
    *ns = 0;
    while ((at = time_suffix(at, &unit))) {
        *ns += number * unit;
        if (!*at)
            return true;
        at = read_decimal(at, &number);
        if (!at)
            return false;
    }
    return false;
}

/* What stands behind the number, for a unit that is shown in a way of its own. */
static bool read_human(const struct number_scale *scale, const char *suffix, long double number,
                       long double *out)
{
    long double factor;
    if (scale->time) {
        if (!read_times(suffix, number, out))
            return false;
        *out /= scale->factor;
        return true;
    }
    if (!byte_suffix(suffix, &factor))
        return false;
    *out = number * factor / scale->factor;
    return true;
}

static bool read_suffix(const char *unit, const char *suffix, long double number, long double *out)
{
    struct number_scale scale;
    suffix += strspn(suffix, " ");
    *out = number;
    if (!*suffix || strcmp(suffix, unit) == 0)
        return true;
    if (number_scale_of(unit, &scale))
        return read_human(&scale, suffix, number, out);
    int letter = letter_power(*suffix);
    *out = number * power(1000, letter);
    suffix += letter > 0;
    suffix += strspn(suffix, " ");
    return letter && (!*suffix || strcmp(suffix, unit) == 0);
}

int field_parse_number(const memglass_field *field, const char *text, long double *out,
                       memglass_error *err)
{
    const char *unit = field ? field->unit : "", *at = text;
    long double number;
    bool minus = *at == '-';
    at = read_number(at + (*at == '-' || *at == '+'), &number);
    if (!at || !isfinite(number))
        return error_set(err, MEMGLASS_E_INVALID, 0, "'%.40s' is no number", text);
    if (!read_suffix(unit, at, number, &number))
        return error_set(err, MEMGLASS_E_INVALID, 0, "'%.40s' is no number%s%.20s", text,
                         *unit ? " of " : "", unit);
    *out = minus ? -number : number;
    return MEMGLASS_OK;
}

/* --- names ------------------------------------------------------------------------------------ */

static long double enumerator_number(const memglass_field *field, int64_t value)
{
    return bits_is_signed(field) ? (long double)value : (long double)(uint64_t)value;
}

static const memglass_enumerator *find_name(const memglass_field *field, const char *name,
                                            size_t length)
{
    for (int exact = 1; exact >= 0; exact--)
        for (uint32_t i = 0; i < field->enumerator_count; i++) {
            const char *known = field->enumerators[i].name;
            int differs = exact ? strncmp(known, name, length) : strncasecmp(known, name, length);
            if (!differs && !known[length])
                return &field->enumerators[i];
        }
    return NULL;
}

static int no_such_name(const memglass_field *field, const char *text, memglass_error *err)
{
    char names[160];
    struct strbuf list;
    strbuf_init(&list, names, sizeof names);
    for (uint32_t i = 0; i < field->enumerator_count && !list.cut; i++)
        strbuf_printf(&list, "%s%s", i ? ", " : "", field->enumerators[i].name);
    strbuf_finish(&list);
    return error_set(err, MEMGLASS_E_INVALID, 0, "'%.40s' is none of %s", text,
                     field->enumerator_count ? names : "its values, which have no names");
}

/* "READ|WRITE|0x8" */
static int parse_flags(const memglass_field *field, const char *text, long double *out,
                       memglass_error *err)
{
    uint64_t all = 0;
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, "|");
        const memglass_enumerator *named = find_name(field, at, length);
        char number[32] = "";
        long double value;
        strncat(number, at, length < sizeof number ? length : sizeof number - 1);
        if (named)
            all |= (uint64_t)named->value;
        else if (field_parse_number(NULL, number, &value, NULL) == MEMGLASS_OK && value >= 0 &&
                 value < 0x1p64L)
            all |= (uint64_t)value;
        else
            return no_such_name(field, text, err);
        at += length + (at[length] == '|');
    }
    *out = enumerator_number(field, (int64_t)all);
    return MEMGLASS_OK;
}

static int parse_enum(const memglass_field *field, const char *text, long double *out,
                      memglass_error *err)
{
    const memglass_enumerator *named = find_name(field, text, strlen(text));
    if (named)
        *out = enumerator_number(field, named->value);
    else if (field->flags & MEMGLASS_FIELD_BITS)
        return parse_flags(field, text, out, err);
    else if (field_parse_number(NULL, text, out, NULL) != MEMGLASS_OK)
        return no_such_name(field, text, err);
    return MEMGLASS_OK;
}

static int parse_bool(const char *text, long double *out, memglass_error *err)
{
    bool yes = strcmp(text, "true") == 0;
    if (!yes && strcmp(text, "false") != 0)
        return field_parse_number(NULL, text, out, err);
    *out = yes;
    return MEMGLASS_OK;
}

/* 'x', or x when it is no digit; else a number. */
static int parse_char(const char *text, long double *out, memglass_error *err)
{
    size_t length = strlen(text);
    if (length == 3 && text[0] == '\'' && text[2] == '\'')
        *out = (unsigned char)text[1];
    else if (length == 1 && !is_digit(*text))
        *out = (unsigned char)*text;
    else
        return field_parse_number(NULL, text, out, err);
    return MEMGLASS_OK;
}

int field_parse_value(const memglass_field *field, const char *text, long double *out,
                      memglass_error *err)
{
    switch (field->kind) {
    case MEMGLASS_KIND_ENUM:
        return parse_enum(field, text, out, err);
    case MEMGLASS_KIND_BOOL:
        return parse_bool(text, out, err);
    case MEMGLASS_KIND_CHAR:
        return parse_char(text, out, err);
    default:
        return field_parse_number(field, text, out, err);
    }
}

int field_parse_quantity(const char *unit, const char *text, long double *out, memglass_error *err)
{
    memglass_field field = {.name = "",
                            .unit = unit,
                            .format = "",
                            .desc = "",
                            .kind = MEMGLASS_KIND_FLOAT,
                            .bit_size = 64};
    return field_parse_number(&field, text, out, err);
}

int field_parse_amount(const char *unit, const char *text, long double factor, uint64_t *out,
                       memglass_error *err)
{
    long double number;
    int status = field_parse_quantity(unit, text, &number, err);
    if (status)
        return status;
    number *= factor;
    if (!(number >= 1 && number < 9e18L))
        return error_set(err, MEMGLASS_E_INVALID, 0, "'%.60s' is too %s", text,
                         number < 1 ? "small" : "large");
    *out = (uint64_t)(number + 0.5L); /* 0.001L * 1e9L is a bit less than a million */
    return MEMGLASS_OK;
}

int field_parse_interval(const char *text, uint64_t *out, memglass_error *err)
{
    uint64_t ns;
    int status = field_parse_amount("s", text, 1e9L, &ns, err);
    if (status)
        return status;
    if (ns > UINT64_C(60000000000) && !text[strspn(text, "0123456789.")])
        return error_set(err, MEMGLASS_E_INVALID, 0,
                         "'%.40s' would be seconds: write '%.40sms', or '%.40ss' if they are meant",
                         text, text, text);
    *out = ns;
    return MEMGLASS_OK;
}
