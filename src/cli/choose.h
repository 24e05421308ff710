/* Which objects of a frame a command is about: a filter, checked against the types that there are.
 * Layer 8. */
#ifndef CLI_CHOOSE_H
#define CLI_CHOOSE_H

#include "cli/look.h"
#include "query/filter.h"

struct choose {
    struct filter *filter; /* NULL: all */
    struct filter_memory memory;
    const struct roster *checked; /* the filter was checked for its types */
    uint64_t instance;            /* of the session that memory knows types of */
};

/* CLI_E_USAGE: err has the message, the text and a caret below it. text NULL or "": all. */
int choose_init(struct choose *c, const char *text, memglass_error *err);
void choose_fini(struct choose *c);

/* Bytes of past values that its conditions need. */
uint64_t choose_history(const struct choose *c);

/* Before rows of a new frame are asked about. E_INVALID when the filter can mean nothing for the
 * types that there are. */
int choose_begin(struct choose *c, struct look *l, memglass_error *err);
/* Whether row i of the frame is there and matches. */
bool choose_row(struct choose *c, const struct look *l, size_t i);

#endif
