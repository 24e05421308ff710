/* Arrangements: their memory, and what is read from them. Layer 6. */
#include "view/arrange.h"

#include <stdlib.h>
#include <string.h>

bool arrange_spec_same(const struct arrange_spec *a, const struct arrange_spec *b)
{
    for (int i = 0; i < 2; i++)
        if (strcmp(a->by[i].name, b->by[i].name) != 0 ||
            (a->by[i].name[0] && a->by[i].way != b->by[i].way))
            return false;
    for (size_t i = 0; i < ARRANGE_SUMS_MAX; i++)
        if (strcmp(a->sums[i], b->sums[i]) != 0)
            return false;
    return strcmp(a->type, b->type) == 0 && a->group == b->group && a->with_dying == b->with_dying;
}

/* --- memory ------------------------------------------------------------------------------------
 */

static void let_go(struct arrangement *a)
{
    frame_release(&a->source.cur);
    frame_release(&a->source.prev);
}

void arrangement_destroy(struct arrangement **arrangement)
{
    struct arrangement *a = *arrangement;
    *arrangement = NULL;
    if (!a)
        return;
    let_go(a);
    for (size_t i = 0; i < a->group_capacity; i++)
        order_fini(&a->groups[i].order);
    free(a->groups);
    view_arena_fini(&a->arena);
    free(a);
}

void arrange_recycle(struct arrange_memory *m, struct arrangement **a)
{
    if (!*a)
        return;
    let_go(*a);
    arrangement_destroy(&m->spare);
    m->spare = *a;
    *a = NULL;
}

void arrange_memory_fini(struct arrange_memory *m)
{
    type_list_fini(&m->types);
    arrangement_destroy(&m->spare);
}

/* --- reading -----------------------------------------------------------------------------------
 */

void arrangement_keys(const struct arrangement *a, uint32_t number, struct order_entry *entry)
{
    struct row row = row_at(&a->source, number);
    uint64_t keys[2] = {0, 0};
    for (int i = 0; i < 2; i++)
        if (a->by[i].name)
            keys[i] = column_key(&a->by[i], &a->source, &row,
                                 a->spec.by[i].way == ARRANGE_DESCENDING);
    *entry = (struct order_entry){
        .key = keys[0], .key2 = keys[1], .row = number, .index = row.object->index};
}

static struct object_id id_of(const struct row *row)
{
    return (struct object_id){.instance = row->frame->session.instance,
                              .index = row->object->index,
                              .generation = row->object->generation};
}

struct object_id arrangement_id(const struct arrangement *a, const struct order_entry *entry)
{
    struct row row = row_at(&a->source, entry->row);
    return id_of(&row);
}

struct row arrangement_row(const struct arrangement *a, const struct order_entry *entry,
                           const struct row_source *now)
{
    struct row row = row_at(&a->source, entry->row);
    long number = row.dying || now->cur == a->source.cur
                      ? -1
                      : frame_find(now->cur, row.object->index, row.object->generation);
    if (number >= 0 && frame_same_session(now->cur, a->source.cur))
        return row_at(now, (uint32_t)number);
    row.dying = row.dying || now->cur != a->source.cur;
    return row;
}

/* The row of an object in the arrangement's frames, or UINT32_MAX. */
static uint32_t row_of(const struct arrangement *a, const struct object_id *id)
{
    const struct row_source *s = &a->source;
    if (id->instance != s->cur->session.instance)
        return UINT32_MAX;
    long number = frame_find(s->cur, id->index, id->generation);
    if (number >= 0)
        return (uint32_t)number;
    number = s->prev && a->spec.with_dying ? frame_find(s->prev, id->index, id->generation) : -1;
    return number >= 0 ? (uint32_t)number | ROW_DYING : UINT32_MAX;
}

static size_t group_of(const struct arrangement *a, const memglass_type *type)
{
    for (size_t i = 0; i < a->group_count; i++)
        if (!a->groups[i].type || a->groups[i].type == type)
            return i;
    return SIZE_MAX;
}

bool arrangement_find(const struct arrangement *a, const struct object_id *id, size_t *group,
                      size_t *rank)
{
    uint32_t number = row_of(a, id);
    if (number == UINT32_MAX)
        return false;
    size_t at = group_of(a, row_at(&a->source, number).object->type);
    if (at == SIZE_MAX)
        return false;
    struct order *order = &a->groups[at].order;
    struct order_entry entry;
    arrangement_keys(a, number, &entry);
    size_t place = order_rank(order, &entry);
    order_window(order, place, 1); /* what is there, is it this one? */
    if (place >= order->count || order->entries[place].row != number)
        return false;
    *group = at;
    *rank = place;
    return true;
}
