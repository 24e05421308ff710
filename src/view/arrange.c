/* Arrangements: their memory, and what is read from them. Layer 6. */
#include "view/arrange.h"

#include <stdlib.h>
#include <string.h>

static bool same_names(const struct arrange_spec *a, const struct arrange_spec *b)
{
    for (size_t i = 0; i < ARRANGE_SUMS_MAX; i++)
        if (strcmp(a->sums[i], b->sums[i]) != 0)
            return false;
    return strcmp(a->by[0].name, b->by[0].name) == 0 && strcmp(a->by[1].name, b->by[1].name) == 0 &&
           strcmp(a->type, b->type) == 0;
}

bool arrange_spec_same(const struct arrange_spec *a, const struct arrange_spec *b)
{
    return same_names(a, b) && a->by[0].way == b->by[0].way && a->by[1].way == b->by[1].way &&
           filters_same(a->filter, b->filter) && filters_same(a->find, b->find) &&
           a->group == b->group && a->with_dying == b->with_dying;
}

bool arrangement_answers(const struct arrangement *a, const struct arrange_spec *spec)
{
    struct arrange_spec asked = *spec;
    for (int i = 0; i < 2; i++)
        if (asked.by[i].way == arrange_way(a->descending[i]))
            asked.by[i].way = a->spec.by[i].way;
    return arrange_spec_same(&a->spec, &asked);
}

/* --- memory ------------------------------------------------------------------------------------
 */

void arrangement_let_go(struct arrangement *a)
{
    frame_release(&a->source.cur);
    frame_release(&a->source.prev);
    frame_release(&a->source.baseline);
    filter_release(&a->spec.filter);
    filter_release(&a->spec.find);
}

void arrangement_destroy(struct arrangement **arrangement)
{
    struct arrangement *a = *arrangement;
    *arrangement = NULL;
    if (!a)
        return;
    arrangement_let_go(a);
    for (size_t i = 0; i < a->group_capacity; i++) {
        order_fini(&a->groups[i].order);
        order_fini(&a->groups[i].matches);
    }
    free(a->groups);
    view_arena_fini(&a->arena);
    free(a);
}

uint64_t arrangement_bytes(const struct arrangement *a)
{
    uint64_t entries = 0;
    for (size_t i = 0; i < a->group_capacity; i++)
        entries += a->groups[i].order.capacity + a->groups[i].matches.capacity;
    return entries * sizeof(struct order_entry);
}

void arrange_recycle(struct arrange_memory *m, struct arrangement **a)
{
    if (!*a)
        return;
    arrangement_let_go(*a);
    arrangement_destroy(&m->spare);
    m->spare = *a;
    *a = NULL;
}

void arrange_memory_fini(struct arrange_memory *m)
{
    type_list_fini(&m->types);
    verdicts_fini(&m->filter);
    verdicts_fini(&m->find);
    arrangement_destroy(&m->spare);
}

/* --- reading -----------------------------------------------------------------------------------
 */

bool arrangement_is_wide(const struct arrangement *a)
{
    return a->by[0].term.order == TERM_BY_TEXT && !a->by[1].name;
}

static void wide_keys(const struct arrangement *a, const struct row *row, uint64_t keys[2])
{
    char buffer[32]; /* more than the keys hold; what is equal is compared whole */
    order_key_wide(term_string(&a->by[0].term, row, buffer, sizeof buffer), a->descending[0], keys);
}

void arrangement_keys(const struct arrangement *a, uint32_t number, struct order_entry *entry)
{
    struct row row = row_at(&a->source, number);
    uint64_t keys[2] = {0, 0};
    if (arrangement_is_wide(a))
        wide_keys(a, &row, keys);
    for (int i = 0; i < 2 && !arrangement_is_wide(a); i++)
        if (a->by[i].name)
            keys[i] = term_key(&a->by[i].term, &a->source, &row, a->descending[i]);
    *entry = (struct order_entry){
        .key = keys[0], .key2 = keys[1], .row = number, .index = row.object->index};
}

struct object_id arrangement_id(const struct arrangement *a, const struct order_entry *entry)
{
    struct row row = row_at(&a->source, entry->row);
    return row_id(&row);
}

struct row arrangement_row(const struct arrangement *a, const struct order_entry *entry,
                           const struct row_source *now)
{
    struct row row = row_at(&a->source, entry->row), newer;
    if (now->cur == a->source.cur)
        return row;
    struct object_id id = row_id(&row);
    if (row_find(now, &id, &newer))
        return newer;
    row.dying = true;
    return row;
}

/* The row of an object in the arrangement's frames, or UINT32_MAX. */
static uint32_t row_of(const struct arrangement *a, const struct object_id *id)
{
    struct row row;
    if (!id->instance || !row_find(&a->source, id, &row) || (row.dying && !a->spec.with_dying))
        return UINT32_MAX;
    return (uint32_t)row.number | (row.dying ? ROW_DYING : 0);
}

static size_t group_of(const struct arrangement *a, const memglass_type *type)
{
    for (size_t i = 0; i < a->group_count; i++)
        if (!a->groups[i].type || a->groups[i].type == type)
            return i;
    return SIZE_MAX;
}

/* The keys of what changes by itself, such as a mean over the window, may not be what they were. */
static bool keys_last(const struct arrangement *a)
{
    return a->by[0].term.aspect == TERM_VALUE && a->by[1].term.aspect == TERM_VALUE;
}

static size_t place_of(const struct arrangement *a, struct order *o, uint32_t row)
{
    struct order_entry entry;
    arrangement_keys(a, row, &entry);
    size_t place = order_rank(o, &entry);
    order_window(o, place, 1); /* what is there, is it this one? */
    if (place < o->count && o->entries[place].row == row)
        return place;
    for (size_t i = 0; i < o->count && !keys_last(a); i++)
        if (o->entries[i].row == row)
            return order_settle(o, i);
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
    size_t place = place_of(a, &a->groups[at].order, number);
    if (place == SIZE_MAX)
        return false;
    *group = at;
    *rank = place;
    return true;
}

/* --- matches -----------------------------------------------------------------------------------
 */

/* Whether the entry at that place among the matches is this one. */
static bool is_match(struct order *matches, size_t place, const struct order_entry *entry)
{
    order_window(matches, place, 1);
    return place < matches->count && matches->entries[place].row == entry->row;
}

static uint64_t matches_before(const struct arrangement *a, size_t group)
{
    uint64_t count = 0;
    for (size_t i = 0; i < group; i++)
        count += a->groups[i].matches.count;
    return count;
}

uint64_t arrangement_match_number(const struct arrangement *a, size_t group,
                                  const struct order_entry *entry)
{
    struct order *matches = &a->groups[group].matches;
    size_t place = order_rank(matches, entry);
    return is_match(matches, place, entry) ? matches_before(a, group) + place + 1 : 0;
}

/* The match of that number, from 0 on, of all groups. */
static const struct order_entry *match_of(const struct arrangement *a, uint64_t number,
                                          size_t *group)
{
    size_t at = 0;
    for (; number >= a->groups[at].matches.count; at++)
        number -= a->groups[at].matches.count;
    struct order *matches = &a->groups[at].matches;
    order_window(matches, number, 1);
    *group = at;
    return &matches->entries[number];
}

const struct order_entry *arrangement_match(const struct arrangement *a, size_t group,
                                            const struct order_entry *from, enum arrange_step step,
                                            size_t *group_out, uint64_t *number)
{
    if (!a->matches)
        return NULL;
    struct order *matches = &a->groups[group].matches;
    size_t place = from ? order_rank(matches, from) : 0;
    uint64_t next = matches_before(a, group) + place;
    bool on_match = from && is_match(matches, place, from);
    if (step == ARRANGE_PREVIOUS)
        next = next ? next - 1 : a->matches - 1;
    else
        next += on_match && step == ARRANGE_NEXT;
    *number = next % a->matches + 1;
    return match_of(a, next % a->matches, group_out);
}
