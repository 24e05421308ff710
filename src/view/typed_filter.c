/* Filters as they are typed: the last good one stays in force. Layer 6. */
#include "view/builder.h"

#include <stdio.h>
#include <string.h>

void typed_filter_fini(struct typed_filter *t)
{
    filter_release(&t->good);
    *t = (struct typed_filter){0};
}

static void adopt(struct typed_filter *t, struct filter *filter)
{
    filter_release(&t->good);
    t->good = filter;
    if (filter && filter_is_empty(filter))
        filter_release(&t->good);
}

/* A mistake of writing, then one that the types show. */
static void look_at(struct typed_filter *t, const struct type_count *types, size_t count)
{
    t->error = (struct filter_error){0};
    t->checked = count > 0;
    struct filter *filter = filter_compile(t->text, &t->error);
    if (!filter)
        return;
    if (count && !filter_check(filter, types, count, &t->error)) {
        filter_release(&filter);
        return;
    }
    t->error.message[0] = '\0';
    adopt(t, filter);
}

void typed_filter_set(struct typed_filter *t, const char *text, const struct type_count *types,
                      size_t count)
{
    if (strcmp(t->text, text) == 0 && (t->checked || !count))
        return;
    snprintf(t->text, sizeof t->text, "%s", text);
    look_at(t, types, count);
}
