/* Numbers that a field has led to, as text. Layer 6. */
#include "view/quantity.h"

#include "field/number.h"
#include "view/text.h"

#include <math.h>
#include <string.h>

/* Whether it is a difference, which has a sign. */
static bool is_change(enum term_aspect aspect)
{
    return aspect == TERM_CHANGE || aspect == TERM_DELTA || aspect == TERM_FIRST ||
           aspect == TERM_BASE;
}

static void start_again(struct strbuf *out, size_t length)
{
    out->len = length;
    out->data[length] = '\0';
}

/* Digits, as the field has them; a number that these would make nothing of has its own. */
static void digits_text(const memglass_field *field, double number, struct strbuf *out)
{
    static const struct field_style style = {.no_unit = true, .humane = true};
    struct number_scale scale;
    size_t start = out->len;
    if (field->kind == MEMGLASS_KIND_FLOAT && !field->format[0] &&
        !number_scale_of(field->unit, &scale))
        text_measure(out, number);
    else
        field_number_text(field, number, &style, out);
    if (number != 0 && strspn(out->data + start, "+-0.") == out->len - start) {
        start_again(out, start);
        text_measure(out, number);
    }
}

void quantity_text(const memglass_field *field, enum term_aspect aspect, double number, int cells,
                   bool alone, struct strbuf *out)
{
    size_t start = out->len;
    const char *behind = aspect == TERM_RATE && alone ? "/s" : "";
    if (isnan(number)) {
        strbuf_char(out, '-');
        return;
    }
    if (is_change(aspect) && number > 0)
        strbuf_char(out, '+');
    size_t digits = out->len, room = (size_t)cells - (digits - start) - strlen(behind);
    digits_text(field, number, out);
    if (out->len - digits > room) {
        start_again(out, digits);
        text_compact(out, number, (int)room);
    }
    strbuf_text(out, behind);
}

enum view_role quantity_role(enum term_aspect aspect, double number)
{
    if (isnan(number) || number == 0)
        return VIEW_ROLE_DIM;
    if (!is_change(aspect))
        return VIEW_ROLE_PLAIN;
    return number < 0 ? VIEW_ROLE_FALLING : VIEW_ROLE_RISING;
}
