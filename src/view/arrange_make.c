/* Making an arrangement: one pass over the rows, then the order of what will be looked at first.
 * Layer 6. */
#include "view/arrange.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Rows between two looks at the cancel flag. */
#define CANCEL_ROWS 4096
/* Parts that an order is split into, so that whatever the screen looks for is found in one. */
#define PARTS 16

/* One making. */
struct making {
    struct arrangement *a;
    struct arrange_memory *m;
    const atomic_bool *cancel;
    const memglass_type *only; /* NULL: all types */
    double seconds;            /* between the frames; NaN: there is only one */
    bool some_gone;            /* of the newer frame's rows */
    /* Of the row before: neighbours are often of one type. */
    const memglass_type *type;
    struct arrange_group *group;
};

/* --- names -------------------------------------------------------------------------------------
 */

static bool find_field(struct arrangement *a, const char *name, struct column *out)
{
    const struct columns_choice choice = {.types = a->types, .type_count = a->type_count};
    return columns_find_field(name, &choice, &a->arena, out);
}

/* The column of a name: one that every object has, or a field. */
static bool resolve(struct arrangement *a, const char *name, struct column *out)
{
    struct column standard[VIEW_COLUMN_FIELD];
    size_t count = columns_standard(standard);
    if (!name[0])
        return false;
    for (size_t i = 0; i < count; i++)
        if (column_sorts(&standard[i]) && strcmp(standard[i].name, name) == 0) {
            *out = standard[i];
            return true;
        }
    return find_field(a, name, out);
}

static void resolve_key(struct arrangement *a, int which)
{
    const struct arrange_key *key = &a->spec.by[which];
    struct column *by = &a->by[which];
    *by = (struct column){0};
    a->found[which] = resolve(a, key->name, by);
    if (!a->found[which] && which == 0)
        resolve(a, ARRANGE_DEFAULT, by);
    a->descending[which] = key->way == ARRANGE_NATURAL    ? by->descending_first
                           : key->way == ARRANGE_REVERSED ? !by->descending_first
                                                          : key->way == ARRANGE_DESCENDING;
}

static void resolve_names(struct arrangement *a)
{
    resolve_key(a, 0);
    resolve_key(a, 1);
    a->sums = view_arena_alloc(&a->arena, ARRANGE_SUMS_MAX * sizeof *a->sums);
    for (a->sum_count = 0; a->sum_count < ARRANGE_SUMS_MAX; a->sum_count++) {
        const char *name = a->spec.sums[a->sum_count];
        if (!name[0])
            break;
        find_field(a, name, &a->sums[a->sum_count]);
    }
}

/* --- groups ------------------------------------------------------------------------------------
 */

static int add_group(struct arrangement *a, const memglass_type *type, uint64_t rows)
{
    if (a->group_count == a->group_capacity) {
        size_t capacity = a->group_capacity ? 2 * a->group_capacity : 4;
        struct arrange_group *groups = realloc(a->groups, capacity * sizeof *groups);
        if (!groups)
            return MEMGLASS_E_NOMEM;
        memset(groups + a->group_capacity, 0, (capacity - a->group_capacity) * sizeof *groups);
        a->groups = groups;
        a->group_capacity = capacity;
    }
    struct arrange_group *g = &a->groups[a->group_count++];
    *g = (struct arrange_group){.type = type, .order = g->order, .matches = g->matches};
    for (size_t i = 0; i < a->sum_count; i++)
        g->sums[i] = NAN;
    order_reset(&g->matches, 0);
    return order_reset(&g->order, rows);
}

static int compare_rows(const void *ctx, int which, uint32_t x, uint32_t y)
{
    const struct arrangement *a = ctx;
    struct row row_x = row_at(&a->source, x), row_y = row_at(&a->source, y);
    return term_compare(&a->by[which].term, &row_x, &row_y);
}

static void set_order(const struct arrangement *a, struct order *o)
{
    o->ctx = a;
    for (int i = 0; i < 2; i++)
        o->by[i] =
            (struct order_by){.descending = a->descending[i],
                              .compare = a->by[i].term.order == TERM_BY_TEXT ? compare_rows : NULL,
                              .wide = i == 0 && arrangement_is_wide(a)};
}

static int make_groups(struct making *k)
{
    struct arrangement *a = k->a;
    int status = MEMGLASS_OK;
    uint64_t rows = 0;
    a->group_count = 0;
    for (size_t i = 0; i < a->type_count && !status; i++) {
        if (a->spec.type[0] && a->types[i].type != k->only)
            continue;
        rows += a->types[i].objects;
        if (a->spec.group)
            status = add_group(a, a->types[i].type, a->types[i].objects);
    }
    if (!a->spec.group)
        status = add_group(a, NULL, rows);
    for (size_t i = 0; i < a->group_count; i++) {
        set_order(a, &a->groups[i].order);
        set_order(a, &a->groups[i].matches);
    }
    return status;
}

/* --- rows --------------------------------------------------------------------------------------
 */

static struct arrange_group *group_of(struct making *k, const memglass_type *type)
{
    struct arrangement *a = k->a;
    if (k->type == type)
        return k->group;
    k->type = type;
    k->group = NULL;
    for (size_t i = 0; i < a->group_count && !k->group; i++)
        if (!a->groups[i].type || a->groups[i].type == type)
            k->group = &a->groups[i];
    return k->group;
}

static void add_sums(const struct making *k, const struct row *row, struct arrange_group *g)
{
    for (size_t i = 0; i < k->a->sum_count; i++) {
        double number = term_number(&k->a->sums[i].term, &k->a->source, row);
        if (!isnan(number))
            g->sums[i] = isnan(g->sums[i]) ? number : g->sums[i] + number;
    }
}

static int add_entry(struct making *k, uint32_t number, const struct row *row,
                     struct arrange_group *g)
{
    struct order_entry entry;
    arrangement_keys(k->a, number, &entry);
    int status = order_append(&g->order, &entry);
    if (!status && k->a->spec.find && verdicts_pass(&k->m->find, &k->a->source, row))
        status = order_append(&g->matches, &entry);
    return status;
}

static int add_row(struct making *k, uint32_t number)
{
    struct row row = row_at(&k->a->source, number);
    const memglass_type *type = row.object->type;
    struct arrange_group *g;
    bool gone = frame_gone(row.frame, row.number);
    k->some_gone = k->some_gone || gone;
    if (gone || (k->only && type != k->only) || !(g = group_of(k, type)))
        return MEMGLASS_OK;
    if (!verdicts_pass(&k->m->filter, &k->a->source, &row)) {
        k->a->hidden += !row.dying;
        return MEMGLASS_OK;
    }
    g->dying += row.dying;
    if (!row.dying) {
        g->objects++;
        g->bytes += row.object->size;
        g->changes += frame_changes(row.frame, row.number);
        add_sums(k, &row, g);
    }
    return add_entry(k, number, &row, g);
}

static bool is_cancelled(const struct making *k, size_t row)
{
    return row % CANCEL_ROWS == 0 && k->cancel &&
           atomic_load_explicit(k->cancel, memory_order_relaxed);
}

static int add_alive(struct making *k)
{
    size_t count = k->a->source.cur->roster->count;
    int status = MEMGLASS_OK;
    for (size_t i = 0; i < count && !status; i++)
        status = is_cancelled(k, i) ? ARRANGE_CANCELLED : add_row(k, (uint32_t)i);
    return status;
}

/* Rows of the frame before that are in this one no more. */
static int add_dying(struct making *k)
{
    const struct frame *cur = k->a->source.cur;
    const struct roster *now = cur->roster, *before = k->a->source.prev->roster;
    size_t at = 0;
    int status = MEMGLASS_OK;
    if (now == before && !k->some_gone)
        return MEMGLASS_OK;
    for (size_t i = 0; i < before->count && !status; i++) {
        const struct roster_row *row = &before->rows[i];
        while (at < now->count && now->rows[at].index < row->index)
            at++;
        bool same = at < now->count && now->rows[at].index == row->index &&
                    now->rows[at].generation == row->generation;
        if (is_cancelled(k, i))
            status = ARRANGE_CANCELLED;
        else if (!same || frame_gone(cur, at))
            status = add_row(k, (uint32_t)i | ROW_DYING);
    }
    return status;
}

static void add_up(struct making *k)
{
    struct arrangement *a = k->a;
    for (size_t i = 0; i < a->group_count; i++) {
        a->groups[i].changes /= k->seconds;
        a->objects += a->groups[i].objects;
        a->dying += a->groups[i].dying;
        a->matches += a->groups[i].matches.count;
    }
}

/* --- order -------------------------------------------------------------------------------------
 */

/* Where the cursor's object has gone, and both ends; the rest so far that any page of it is near.
 */
static void order_ahead(struct arrangement *a)
{
    size_t page = a->spec.page, group, rank;
    for (size_t i = 0; i < a->group_count; i++) {
        struct order *o = &a->groups[i].order;
        order_split(o, PARTS);
        order_split(&a->groups[i].matches, PARTS);
        order_window(o, 0, page);
        order_window(o, o->count > page ? o->count - page : 0, page);
    }
    if (arrangement_find(a, &a->spec.anchor, &group, &rank))
        order_window(&a->groups[group].order, rank > page ? rank - page : 0, 2 * page);
}

/* --- the whole ---------------------------------------------------------------------------------
 */

static struct arrangement *take_spare(struct arrange_memory *m)
{
    struct arrangement *a = m->spare;
    m->spare = NULL;
    if (a) {
        view_arena_reset(&a->arena);
    } else {
        a = calloc(1, sizeof *a);
        if (a)
            view_arena_init(&a->arena);
    }
    return a;
}

static void hold_source(struct arrangement *a, const struct row_source *source)
{
    a->source = *source;
    frame_retain(source->cur);
    if (source->prev)
        frame_retain(source->prev);
    if (source->baseline)
        frame_retain(source->baseline);
}

static void hold_filters(struct arrangement *a)
{
    if (a->spec.filter)
        filter_retain(a->spec.filter);
    if (a->spec.find)
        filter_retain(a->spec.find);
}

static void copy_types(struct arrangement *a, const struct type_list *types)
{
    a->type_count = types->count;
    a->types = view_arena_alloc(&a->arena, (types->count + 1) * sizeof *a->types);
    if (types->count)
        memcpy(a->types, types->types, types->count * sizeof *a->types);
}

static int fill(struct making *k)
{
    struct arrangement *a = k->a;
    const struct frame *cur = a->source.cur, *prev = a->source.prev;
    int status = type_list_update(&k->m->types, cur);
    if (status)
        return status;
    copy_types(a, &k->m->types);
    resolve_names(a);
    size_t only = a->spec.type[0] ? type_list_find_name(&k->m->types, a->spec.type) : SIZE_MAX;
    k->only = only != SIZE_MAX ? a->types[only].type : NULL;
    k->seconds =
        prev && cur->time_ns > prev->time_ns ? (double)(cur->time_ns - prev->time_ns) / 1e9 : NAN;
    status = make_groups(k);
    if (!status && (k->only || !a->spec.type[0])) {
        status = add_alive(k);
        if (!status && a->spec.with_dying && prev)
            status = add_dying(k);
    }
    add_up(k);
    bool failed = k->m->filter.memory.failed || k->m->find.memory.failed;
    return !status && failed ? MEMGLASS_E_NOMEM : status;
}

int arrange_make(const struct arrange_spec *spec, const struct row_source *source,
                 struct arrange_memory *m, const atomic_bool *cancel, struct arrangement **out)
{
    struct arrangement *a = take_spare(m);
    if (!a)
        return MEMGLASS_E_NOMEM;
    a->spec = *spec;
    a->objects = a->dying = a->matches = a->hidden = 0;
    hold_source(a, source);
    hold_filters(a);
    verdicts_begin(&m->filter, spec->filter, source);
    verdicts_begin(&m->find, spec->find, source);
    struct making k = {.a = a, .m = m, .cancel = cancel};
    int status = fill(&k);
    if (status) {
        arrange_recycle(m, &a);
        return status;
    }
    order_ahead(a);
    *out = a;
    return MEMGLASS_OK;
}
