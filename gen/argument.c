/* What stands in the parentheses of range, enum, flags and format. Layer: gen. */
#include "annotation.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- range(min,max) ---------------------------------------------------------------------------*/

static const char *skip_blanks(const char *text)
{
    while (isspace((unsigned char)*text))
        text++;
    return text;
}

/* A finite number followed by `stop`; NULL: none. */
static const char *read_number(const char *text, char stop, double *out)
{
    char *end;
    *out = strtod(text, &end);
    if (end == text || !isfinite(*out))
        return NULL;
    text = skip_blanks(end);
    return *text == stop ? text : NULL;
}

bool annotation_read_range(const struct annotation_argument *argument, struct annotations *out)
{
    double min, max = 0;
    const char *comma = read_number(argument->text, ',', &min);
    if (!comma || !read_number(comma + 1, '\0', &max)) {
        annotation_complain(argument, argument->offset,
                            "a range is two numbers, range(min,max), not '%s'", argument->text);
        return false;
    }
    if (!(min < max)) {
        annotation_complain(argument, argument->offset,
                            "the range '%s' is empty: the first number must be the smaller one",
                            argument->text);
        return false;
    }
    out->range_min = min;
    out->range_max = max;
    return true;
}

/* ---- enum(A=0,B=1), flags(X=1,Y=2) ------------------------------------------------------------*/

/* Signed and unsigned 64-bit numbers alike, in C's notations. */
static bool read_integer(const char *text, int64_t *out)
{
    char *end;
    text = skip_blanks(text);
    errno = 0;
    *out = *text == '-' ? strtoll(text, &end, 0) : (int64_t)strtoull(text, &end, 0);
    return errno == 0 && end != text && *skip_blanks(end) == '\0';
}

static bool name_is_new(const struct annotations *out, uint32_t count, const char *name)
{
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(out->names[i].name, name) == 0)
            return false;
    return true;
}

/* Cuts `name = value` out of item; without a value, the one after the item before. */
static bool read_item(char *item, uint32_t index, struct annotations *out)
{
    char *equals = strchr(item, '=');
    int64_t value = index > 0 ? out->names[index - 1].value : -1;
    value = (int64_t)((uint64_t)value + 1u);
    if (equals && !read_integer(equals + 1, &value))
        return false;
    char *name = item + (skip_blanks(item) - item), *end = equals ? equals : item + strlen(item);
    while (end > name && isspace((unsigned char)end[-1]))
        end--;
    *end = '\0';
    if (!*name || !name_is_new(out, index, name))
        return false;
    out->names[index] = (memglass_enumerator){name, value};
    return true;
}

bool annotation_read_names(const struct annotation_argument *argument, struct annotations *out)
{
    char *list = pool_copy(argument->reader->pool, argument->text);
    uint32_t count = 0;
    size_t items = 1;
    for (const char *c = list; *c; c++)
        items += *c == ',';
    out->names = pool_alloc(argument->reader->pool, items * sizeof *out->names);
    for (char *item = list, *comma; item; item = comma ? comma + 1 : NULL) {
        comma = strchr(item, ',');
        if (comma)
            *comma = '\0';
        const char *shown = pool_copy(argument->reader->pool, skip_blanks(item));
        if (!read_item(item, count, out)) {
            annotation_complain(argument, argument->offset + (size_t)(item - list),
                                "'%s' in %s(...) is not a new NAME=integer", shown, argument->word);
            return false;
        }
        count++;
    }
    out->name_count = count;
    return true;
}

/* ---- format(%.2f) -----------------------------------------------------------------------------*/

/* Copies one conversion without its length modifier, since whoever prints chooses the C type; the
 * conversion letter, or 0. */
static char copy_conversion(const char **from, char **to)
{
    const char *c = *from;
    *(*to)++ = *c++;
    while (*c && strchr("-+ #0", *c))
        *(*to)++ = *c++;
    while (isdigit((unsigned char)*c) || *c == '.')
        *(*to)++ = *c++;
    while (*c && strchr("hlLqjzt", *c))
        c++;
    if (!*c || !strchr("diuxXocfFeEgGaA", *c))
        return 0;
    *from = c;
    *(*to)++ = *c;
    return *c;
}

bool annotation_read_format(const struct annotation_argument *argument, struct annotations *out)
{
    char *format = pool_alloc(argument->reader->pool, strlen(argument->text) + 1), *to = format;
    char letter = 0;
    for (const char *c = argument->text; *c; c++) {
        if (c[0] != '%') {
            *to++ = *c;
        } else if (c[1] == '%') {
            *to++ = *c++;
            *to++ = *c;
        } else {
            bool second = letter != 0;
            letter = copy_conversion(&c, &to);
            if (letter && !second)
                continue;
            letter = 0;
            break;
        }
    }
    if (!letter) {
        annotation_complain(argument, argument->offset,
                            "'%s' is not the printf format of one number, such as %%.2f or %%08x",
                            argument->text);
        return false;
    }
    out->format = format;
    out->conversion = letter;
    return true;
}
