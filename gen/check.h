/* Puts what a field's annotations say into the field, when the field can bear it. Layer: gen. */
#ifndef GEN_CHECK_H
#define GEN_CHECK_H

#include "annotation.h"
#include "model.h"

/* Complains, at the word's place, about each annotation that does not fit the field. */
void check_annotate(struct model_field *field, const struct annotations *notes, struct diag *diag);

#endif
