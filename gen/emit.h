/* The forms in which the model leaves: a header, JSON, a listing. Layer: gen. */
#ifndef GEN_EMIT_H
#define GEN_EMIT_H

#include "model.h"

struct emit_target {
    const char *output; /* its path, or "-" */
    const char *stem;   /* memglass_register_all_<stem> */
    const char *guard;
    const char *const *headers; /* that it was made from, as given */
    size_t header_count;
};

void emit_header(const struct model *model, const struct emit_target *target, FILE *out);

/* As pahole prints them, with the order of fields that makes each one smallest. */
void emit_layout(const struct model *model, const struct emit_target *target, FILE *out);

void emit_json(const struct model *model, const struct emit_target *target, FILE *out);

#endif
