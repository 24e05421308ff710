/* Terms as columns of a command's output. Layer 8. */
#ifndef CLI_TERMS_H
#define CLI_TERMS_H

#include "cli/look.h"
#include "cli/output.h"
#include "query/term.h"

#define TERMS_MAX COLUMNS_MAX

struct terms {
    struct term terms[TERMS_MAX];
    struct output_column columns[TERMS_MAX];
    char titles[TERMS_MAX][TERM_NAME_MAX];
    struct term_place *places; /* TERMS_MAX times as many as there are types */
    size_t count;
};

/* "label,rss,rss:rate". CLI_E_USAGE: a name that is none; E_NOTFOUND: that no type has. */
int terms_init(struct terms *t, const char *list, struct look *l, memglass_error *err);
/* Bytes of past values that the names need. */
uint64_t terms_history(const char *list);
void terms_fini(struct terms *t);

/* The cells of one row. */
void terms_add_row(const struct terms *t, const struct row_source *source, const struct row *row,
                   struct output *o);

#endif
