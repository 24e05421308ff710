/* Which objects are lines of the table, and which lines. Layer 6. */
#include "view/builder.h"

#include <string.h>

/* --- the arrangement ---------------------------------------------------------------------------
 */

static void give_back(struct view_builder *b, const struct view_input *in, struct arrangement *a)
{
    if (in->arranger)
        in->arranger->give_back(in->arranger->ctx, &a);
    else
        arrange_recycle(&b->arrange, &a);
}

static struct arrangement *make(struct view_builder *b, const struct view_input *in,
                                const struct arrange_spec *spec, const struct row_source *source,
                                bool urgent, int *status)
{
    struct arrangement *made = NULL;
    if (in->arranger)
        return in->arranger->arrange(in->arranger->ctx, spec, source, urgent, status);
    *status = arrange_make(spec, source, &b->arrange, NULL, &made);
    return made;
}

static bool same_moment(const struct row_source *a, const struct row_source *b)
{
    return a->cur == b->cur && a->baseline == b->baseline && a->since == b->since;
}

int builder_arrange(struct view_builder *b, const struct view_input *in,
                    const struct arrange_spec *spec, const struct row_source *source)
{
    struct arrangement *old = b->arranged;
    if (old && !frame_same_session(old->source.cur, source->cur)) {
        give_back(b, in, old);
        old = b->arranged = NULL;
    }
    if (old)
        old->source.history = source->history; /* what it was made with may have been released */
    bool same = old && arrangement_answers(old, spec);
    if (same && (in->hold || same_moment(&old->source, source)))
        return MEMGLASS_OK;
    int status = MEMGLASS_OK;
    struct arrangement *made = make(b, in, spec, source, !same, &status);
    if (!made)
        return status;
    made->source.history = source->history;
    b->arranged = made;
    if (old)
        give_back(b, in, old);
    return MEMGLASS_OK;
}

/* --- lines -------------------------------------------------------------------------------------
 */

struct rows rows_of(struct view_builder *b, struct arrangement *a, const struct model *m)
{
    struct rows r = {.a = a, .heads = a->spec.group};
    r.open = view_arena_alloc(&b->arena, (a->group_count + 1) * sizeof *r.open);
    r.first = view_arena_alloc(&b->arena, (a->group_count + 1) * sizeof *r.first);
    for (size_t i = 0; i < a->group_count; i++) {
        const struct arrange_group *g = &a->groups[i];
        r.open[i] = !r.heads || folds_get(&m->groups, g->type->name, !m->groups_closed);
        r.first[i + 1] = r.first[i] + r.heads + (r.open[i] ? g->order.count : 0);
    }
    return r;
}

uint64_t rows_total(const struct rows *r)
{
    return r->first[r->a->group_count];
}

static uint64_t objects_from(const struct rows *r, size_t group)
{
    return r->first[group] + r->heads;
}

void rows_window(const struct rows *r, uint64_t first, uint64_t count)
{
    for (size_t i = 0; i < r->a->group_count; i++) {
        uint64_t from = objects_from(r, i), end = r->first[i + 1];
        uint64_t low = first > from ? first : from;
        uint64_t high = first + count < end ? first + count : end;
        if (low < high)
            order_window(&r->a->groups[i].order, low - from, high - low);
    }
}

struct rows_line rows_line(const struct rows *r, uint64_t line)
{
    size_t i = 0;
    while (line >= r->first[i + 1])
        i++;
    const struct arrange_group *g = &r->a->groups[i];
    bool head = line < objects_from(r, i);
    return (struct rows_line){.group = g,
                              .entry = head ? NULL : &g->order.entries[line - objects_from(r, i)]};
}

int64_t rows_find(const struct rows *r, const struct object_id *id)
{
    size_t group, rank;
    if (!arrangement_find(r->a, id, &group, &rank))
        return -1;
    return (int64_t)(r->open[group] ? objects_from(r, group) + rank : r->first[group]);
}

int64_t rows_find_head(const struct rows *r, const char *type)
{
    for (size_t i = 0; r->heads && i < r->a->group_count; i++)
        if (strcmp(r->a->groups[i].type->name, type) == 0)
            return (int64_t)r->first[i];
    return -1;
}
