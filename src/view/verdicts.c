/* Which objects a filter lets pass, remembered where that cannot change. Layer 6. */
#include "view/verdicts.h"

#include <stdlib.h>
#include <string.h>

/* Of the object that has, or last had, a place in the directory. */
struct verdict {
    uint32_t generation;
    bool known, passes;
};

static void forget(struct verdicts *v)
{
    if (v->count)
        memset(v->known, 0, v->count * sizeof *v->known);
}

void verdicts_fini(struct verdicts *v)
{
    filter_release(&v->filter);
    filter_memory_fini(&v->memory);
    free(v->known);
    *v = (struct verdicts){.forgetful = v->forgetful};
}

bool filters_same(const struct filter *a, const struct filter *b)
{
    return a == b || (a && b && strcmp(filter_text(a), filter_text(b)) == 0);
}

void verdicts_begin(struct verdicts *v, struct filter *filter, const struct row_source *source)
{
    uint64_t instance = source->cur->session.instance;
    filter_memory_forget(&v->memory); /* the session may have been left and attached to again */
    if (v->instance != instance || !filters_same(v->filter, filter))
        forget(v);
    v->instance = instance;
    filter_release(&v->filter);
    v->filter = filter ? filter_retain(filter) : NULL;
}

/* The object's verdict, or NULL: there is no memory for it. */
static struct verdict *find(struct verdicts *v, const struct roster_row *object)
{
    size_t index = object->index;
    if (index >= v->count) {
        size_t count = index + index / 4 + 64;
        struct verdict *known = realloc(v->known, count * sizeof *known);
        if (!known)
            return NULL;
        memset(known + v->count, 0, (count - v->count) * sizeof *known);
        v->known = known;
        v->count = count;
    }
    return &v->known[index];
}

bool verdicts_pass(struct verdicts *v, const struct row_source *source, const struct row *row)
{
    if (!v->filter)
        return true;
    bool remembers = !v->forgetful && filter_is_fixed(v->filter);
    struct verdict *verdict = remembers ? find(v, row->object) : NULL;
    if (!verdict)
        return filter_matches(v->filter, &v->memory, source, row);
    if (!verdict->known || verdict->generation != row->object->generation)
        *verdict = (struct verdict){.generation = row->object->generation,
                                    .known = true,
                                    .passes = filter_matches(v->filter, &v->memory, source, row)};
    return verdict->passes;
}
