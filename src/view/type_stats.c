/* What each type has in a frame. Layer 6. */
#include "view/type_stats.h"

#include <stdlib.h>
#include <string.h>

void type_stats_init(struct type_stats *t)
{
    *t = (struct type_stats){0};
}

void type_stats_forget(struct type_stats *t)
{
    t->count = 0;
    t->objects = t->bytes = 0;
    t->instance = t->tick = t->prev_tick = 0;
}

void type_stats_fini(struct type_stats *t)
{
    free(t->stats);
    type_stats_init(t);
}

/* --- finding the type of a row -----------------------------------------------------------------
 */

/* Slots of the index from a type to its number, a power of two; more types share slots. */
#define SLOTS 1024

struct count {
    struct type_stats *t;
    uint32_t slots[SLOTS]; /* number + 1 of the type seen last there, 0 none */
    bool failed;
};

static size_t slot_of(const memglass_type *type)
{
    uintptr_t bits = (uintptr_t)type;
    return (size_t)((bits >> 4) ^ (bits >> 14)) % SLOTS;
}

static size_t add_type(struct type_stats *t, const memglass_type *type)
{
    if (t->count == t->capacity) {
        size_t capacity = t->capacity ? 2 * t->capacity : 32;
        struct type_stat *stats = realloc(t->stats, capacity * sizeof *stats);
        if (!stats)
            return SIZE_MAX;
        t->stats = stats;
        t->capacity = capacity;
    }
    t->stats[t->count] = (struct type_stat){.type = type};
    return t->count++;
}

static struct type_stat *stat_of(struct count *c, const memglass_type *type)
{
    struct type_stats *t = c->t;
    uint32_t *slot = &c->slots[slot_of(type)];
    if (*slot && t->stats[*slot - 1].type == type)
        return &t->stats[*slot - 1];
    size_t at = 0;
    while (at < t->count && t->stats[at].type != type)
        at++;
    if (at == t->count)
        at = add_type(t, type);
    if (at == SIZE_MAX) {
        c->failed = true;
        return NULL;
    }
    *slot = (uint32_t)at + 1;
    return &t->stats[at];
}

/* --- counting ----------------------------------------------------------------------------------
 */

static void count_rows(struct count *c, const struct frame *f)
{
    for (size_t i = 0; i < f->roster->count && !c->failed; i++) {
        const struct roster_row *row = &f->roster->rows[i];
        const struct row_mark *mark = &f->marks[i];
        struct type_stat *stat = mark->gone ? NULL : stat_of(c, row->type);
        if (!stat)
            continue;
        stat->objects++;
        stat->bytes += row->size;
        stat->changes += mark->changes;
        c->t->objects++;
        c->t->bytes += row->size;
    }
}

static bool same_object(const struct roster_row *a, const struct roster_row *b)
{
    return a->index == b->index && a->generation == b->generation;
}

/* The same objects, but for those that went while the frame was captured. */
static void count_gone(struct count *c, const struct frame *cur, const struct frame *prev)
{
    for (size_t i = 0; i < cur->roster->count; i++) {
        struct type_stat *stat = cur->marks[i].gone && !prev->marks[i].gone
                                     ? stat_of(c, cur->roster->rows[i].type)
                                     : NULL;
        if (stat)
            stat->destroyed++;
    }
}

/* Both in ascending order of index; of one index, another generation is another object. */
static void count_churn(struct count *c, const struct frame *cur, const struct frame *prev)
{
    const struct roster *now = cur->roster, *before = prev->roster;
    size_t n = 0, b = 0;
    while ((n < now->count || b < before->count) && !c->failed) {
        const struct roster_row *new = n < now->count ? &now->rows[n] : NULL;
        const struct roster_row *old = b < before->count ? &before->rows[b] : NULL;
        bool has_new = new && !cur->marks[n].gone, has_old = old && !prev->marks[b].gone;
        bool take_new = new && (!old || new->index <= old->index);
        bool take_old = old && (!new || old->index <= new->index);
        bool same = take_new && take_old && same_object(new, old);
        struct type_stat *stat;
        if (take_new && has_new && !(same && has_old) && (stat = stat_of(c, new->type)))
            stat->created++;
        if (take_old && has_old && !(same && has_new) && (stat = stat_of(c, old->type)))
            stat->destroyed++;
        n += take_new;
        b += take_old;
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct type_stat *)a)->type->name,
                  ((const struct type_stat *)b)->type->name);
}

int type_stats_count(struct type_stats *t, const struct frame *cur, const struct frame *prev)
{
    uint64_t prev_tick = prev ? prev->tick : 0;
    if (t->tick == cur->tick && t->prev_tick == prev_tick && t->instance == cur->session.instance)
        return MEMGLASS_OK;
    struct count *c = calloc(1, sizeof *c);
    type_stats_forget(t);
    if (!c)
        return MEMGLASS_E_NOMEM;
    c->t = t;
    count_rows(c, cur);
    if (prev && prev->roster == cur->roster)
        count_gone(c, cur, prev);
    else if (prev)
        count_churn(c, cur, prev);
    bool failed = c->failed;
    free(c);
    if (failed) {
        type_stats_forget(t);
        return MEMGLASS_E_NOMEM;
    }
    if (t->count)
        qsort(t->stats, t->count, sizeof *t->stats, by_name);
    t->instance = cur->session.instance;
    t->tick = cur->tick;
    t->prev_tick = prev_tick;
    return MEMGLASS_OK;
}
