/* Which objects are rows of the table, and in which order. Layer 6. */
#include "view/builder.h"

#include <string.h>

static int compare_rows(const void *ctx, uint32_t a, uint32_t b)
{
    const struct row_choice *c = ctx;
    struct row row_a = row_at(c->source, a), row_b = row_at(c->source, b);
    return term_compare(&c->by->term, &row_a, &row_b);
}

static bool is_shown(const struct row *row, const memglass_type *type)
{
    return !row->mark->gone && (!type || row->object->type == type);
}

static void add_row(struct view_builder *b, const struct row_choice *c, uint32_t number)
{
    struct row row = row_at(c->source, number);
    if (is_shown(&row, c->type))
        order_add(&b->order, term_key(&c->by->term, c->source, &row, c->descending), number,
                  row.object->index);
}

/* Rows of the frame before that are in this one no more. */
static void add_dying(struct view_builder *b, const struct row_choice *c)
{
    const struct frame *cur = c->source->cur;
    const struct roster *now = cur->roster, *before = c->source->prev->roster;
    size_t at = 0, alive = b->order.count;
    for (size_t i = 0; i < before->count; i++) {
        const struct roster_row *row = &before->rows[i];
        while (at < now->count && now->rows[at].index < row->index)
            at++;
        bool same = at < now->count && now->rows[at].index == row->index &&
                    now->rows[at].generation == row->generation;
        if (!same || cur->marks[at].gone)
            add_row(b, c, (uint32_t)i | ROW_DYING);
    }
    b->dying = b->order.count - alive;
}

static bool same_origin(const struct order_origin *a, const struct order_origin *b)
{
    return a->valid && a->frame == b->frame && a->instance == b->instance && a->tick == b->tick &&
           a->serial == b->serial && a->type == b->type && a->descending == b->descending &&
           strcmp(a->sort, b->sort) == 0;
}

static struct order_origin origin_of(const struct row_choice *c)
{
    const struct frame *cur = c->source->cur;
    struct order_origin origin = {.instance = cur->session.instance,
                                  .tick = cur->tick,
                                  .serial = cur->roster->serial,
                                  .frame = cur,
                                  .type = c->type,
                                  .descending = c->descending,
                                  .valid = true};
    strncat(origin.sort, c->by->name, sizeof origin.sort - 1);
    return origin;
}

static int collect(struct view_builder *b, const struct row_choice *c)
{
    const struct frame *cur = c->source->cur, *prev = c->source->prev;
    bool dying = c->with_dying && prev && prev->session.instance == cur->session.instance;
    int status = order_reset(&b->order, cur->roster->count + (dying ? prev->roster->count : 0),
                             c->descending);
    if (status)
        return status;
    for (size_t i = 0; i < cur->roster->count; i++)
        add_row(b, c, (uint32_t)i);
    b->dying = 0;
    if (dying)
        add_dying(b, c);
    return MEMGLASS_OK;
}

int builder_order_rows(struct view_builder *b, const struct row_choice *c)
{
    struct order_origin origin = origin_of(c);
    if (!same_origin(&b->origin, &origin)) {
        b->origin.valid = false;
        int status = collect(b, c);
        if (status)
            return status;
        b->origin = origin;
    }
    b->order.compare = c->by->term.text ? compare_rows : NULL;
    b->order.ctx = c;
    return MEMGLASS_OK;
}

int64_t builder_rank(const struct view_builder *b, const struct row_choice *c,
                     const struct object_id *id)
{
    if (id->instance != c->source->cur->session.instance)
        return -1;
    long number = frame_find(c->source->cur, id->index, id->generation);
    if (number < 0)
        return -1;
    struct row row = row_at(c->source, (uint32_t)number);
    if (!is_shown(&row, c->type))
        return -1;
    struct order_entry entry = {.key = term_key(&c->by->term, c->source, &row, c->descending),
                                .row = (uint32_t)number,
                                .index = row.object->index};
    return (int64_t)order_rank(&b->order, &entry);
}
