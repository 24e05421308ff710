/*
 * Which objects a filter lets pass, remembered from frame to frame where that cannot change: a
 * regular expression is asked once about a label. Layer 6. One thread's.
 */
#ifndef VIEW_VERDICTS_H
#define VIEW_VERDICTS_H

#include "query/filter.h"

/* Whether two filters are of the same text; NULL: none. */
bool filters_same(const struct filter *a, const struct filter *b);

/* Zeroed is empty. */
struct verdicts {
    struct filter *filter; /* a reference; NULL: everything passes */
    struct filter_memory memory;
    uint64_t instance; /* of the session that it knows objects and types of */
    bool forgetful;    /* set by the owner: few are asked, nothing is remembered */
    struct verdict *known;
    size_t count;
};

void verdicts_fini(struct verdicts *v);
/* What the next calls are about; retains the filter. It is the same as before: what is known stays
 * so. */
void verdicts_begin(struct verdicts *v, struct filter *filter, const struct row_source *source);
bool verdicts_pass(struct verdicts *v, const struct row_source *source, const struct row *row);

#endif
