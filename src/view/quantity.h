/* Numbers that a field has led to, as text: changes, rates, statistics. Layer 6. In the field's own
 * way, as far as that fits. */
#ifndef VIEW_QUANTITY_H
#define VIEW_QUANTITY_H

#include "query/term.h"
#include "view/state.h"

/* Number is an aspect of the field; NaN is "-". At most `cells` cells, 8 or more. A change has a
 * sign, a rate "/s" behind it when it is `alone`: not under a head that says so. */
void quantity_text(const memglass_field *field, enum term_aspect aspect, double number, int cells,
                   bool alone, struct strbuf *out);

/* RISING, FALLING, DIM for what is nothing or not known. */
enum view_role quantity_role(enum term_aspect aspect, double number);

#endif
