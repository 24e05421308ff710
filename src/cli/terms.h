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

/* "label,rss,rss:rate": whether all of them are names, whatever types there are, and how many bytes
 * of past values they need. CLI_E_USAGE. */
int terms_check(const char *list, uint64_t *history_bytes, memglass_error *err);

/* Of a list that was checked. E_NOTFOUND: a name that no type has. */
int terms_init(struct terms *t, const char *list, struct look *l, memglass_error *err);
void terms_fini(struct terms *t);

/* The cells of one row. */
void terms_add_row(const struct terms *t, const struct row_source *source, const struct row *row,
                   struct output *o);

#endif
