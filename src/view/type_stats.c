/* What each type has in a frame. Layer 6. */
#include "view/type_stats.h"

#include "base/array.h"

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
    t->roster = NULL;
    t->roster_instance = t->roster_serial = 0;
}

void type_stats_fini(struct type_stats *t)
{
    free(t->stats);
    free(t->listed);
    free(t->numbers);
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
    if (!array_reserve(&t->stats, sizeof *t->stats, &t->capacity, t->count + 1))
        return SIZE_MAX;
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

/* --- the roster --------------------------------------------------------------------------------
 */

static bool reserve_rows(struct type_stats *t, size_t rows)
{
    if (rows <= t->row_capacity)
        return true;
    uint32_t *numbers = realloc(t->numbers, rows * sizeof *numbers);
    if (!numbers)
        return false;
    t->numbers = numbers;
    t->row_capacity = rows;
    return true;
}

/* Counts all rows into the stats, as if none was gone, and remembers that. */
static void list_rows(struct count *c, const struct frame *f)
{
    struct type_stats *t = c->t;
    c->failed = !reserve_rows(t, f->roster->count);
    for (size_t i = 0; i < f->roster->count && !c->failed; i++) {
        const struct roster_row *row = &f->roster->rows[i];
        struct type_stat *stat = stat_of(c, row->type);
        if (!stat)
            return;
        stat->objects++;
        stat->bytes += row->size;
        t->numbers[i] = (uint32_t)(stat - t->stats);
    }
    if (c->failed || !array_reserve(&t->listed, sizeof *t->listed, &t->listed_capacity, t->count)) {
        c->failed = true;
        return;
    }
    if (t->count)
        memcpy(t->listed, t->stats, t->count * sizeof *t->stats);
    t->listed_count = t->count;
    t->rows = f->roster->count;
    t->roster = f->roster;
    t->roster_instance = f->session.instance;
    t->roster_serial = f->roster->serial;
}

/* The stats of the frame's roster: remembered ones, or new ones. */
static void take_roster(struct count *c, const struct frame *f)
{
    struct type_stats *t = c->t;
    bool same = t->roster == f->roster && t->roster_instance == f->session.instance &&
                t->roster_serial == f->roster->serial && t->rows == f->roster->count;
    if (!same) {
        list_rows(c, f);
        return;
    }
    if (!array_reserve(&t->stats, sizeof *t->stats, &t->capacity, t->listed_count)) {
        c->failed = true;
        return;
    }
    if (t->listed_count)
        memcpy(t->stats, t->listed, t->listed_count * sizeof *t->stats);
    t->count = t->listed_count;
}

/* --- the frame ---------------------------------------------------------------------------------
 */

/* A row that went while the frame was captured was there in a frame before of the same roster. */
static void count_gone_row(struct count *c, const struct frame *cur, const struct frame *prev,
                           size_t i)
{
    struct type_stat *stat = &c->t->stats[c->t->numbers[i]];
    stat->objects--;
    stat->bytes -= cur->roster->rows[i].size;
    if (prev && prev->roster == cur->roster && !frame_gone(prev, i))
        stat->destroyed++;
}

static void count_marks(struct count *c, const struct frame *cur, const struct frame *prev)
{
    struct type_stats *t = c->t;
    for (size_t i = 0; i < cur->roster->count; i++) {
        if (frame_gone(cur, i))
            count_gone_row(c, cur, prev, i);
        else if (frame_touched(cur, i))
            t->stats[t->numbers[i]].changes += frame_changes(cur, i);
    }
}

static void sum_up(struct type_stats *t)
{
    for (size_t i = 0; i < t->count; i++) {
        t->objects += t->stats[i].objects;
        t->bytes += t->stats[i].bytes;
    }
}

static bool same_object(const struct roster_row *a, const struct roster_row *b)
{
    return a->index == b->index && a->generation == b->generation;
}

/* Both in ascending order of index; of one index, another generation is another object. */
static void count_churn(struct count *c, const struct frame *cur, const struct frame *prev)
{
    const struct roster *now = cur->roster, *before = prev->roster;
    size_t n = 0, b = 0;
    while ((n < now->count || b < before->count) && !c->failed) {
        const struct roster_row *new = n < now->count ? &now->rows[n] : NULL;
        const struct roster_row *old = b < before->count ? &before->rows[b] : NULL;
        bool has_new = new && !frame_gone(cur, n), has_old = old && !frame_gone(prev, b);
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
    if (t->roster == cur->roster && t->tick == cur->tick && t->prev_tick == prev_tick &&
        t->instance == cur->session.instance)
        return MEMGLASS_OK;
    struct count *c = calloc(1, sizeof *c);
    t->count = 0;
    t->objects = t->bytes = 0;
    if (!c) {
        type_stats_forget(t);
        return MEMGLASS_E_NOMEM;
    }
    c->t = t;
    take_roster(c, cur);
    if (!c->failed)
        count_marks(c, cur, prev);
    if (!c->failed && prev && prev->roster != cur->roster)
        count_churn(c, cur, prev);
    bool failed = c->failed;
    free(c);
    if (failed) {
        type_stats_forget(t);
        return MEMGLASS_E_NOMEM;
    }
    sum_up(t);
    if (t->count)
        qsort(t->stats, t->count, sizeof *t->stats, by_name);
    t->instance = cur->session.instance;
    t->tick = cur->tick;
    t->prev_tick = prev_tick;
    return MEMGLASS_OK;
}
