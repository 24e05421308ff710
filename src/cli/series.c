/* Numbers over time. Layer 8. */
#include "cli/series.h"

#include "base/array.h"
#include "base/error.h"
#include "base/hash.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void series_fini(struct series_list *l)
{
    for (size_t i = 0; i < l->count; i++) {
        free(l->list[i].path);
        free(l->list[i].values);
        free(l->list[i].times);
    }
    free(l->list);
    free(l->slots);
    *l = (struct series_list){0};
}

void series_begin(struct series_list *l)
{
    l->next = 0;
}

static size_t slot_of(const struct series_list *l, const struct object_id *id, const char *path)
{
    uint64_t object = (uint64_t)id->generation << 32 | id->index;
    uint64_t hash = hash_bytes(hash_bytes(HASH_SEED, &object, sizeof object), path, strlen(path));
    return hash_label_end(hash) & (l->slot_count - 1);
}

static void put(struct series_list *l, size_t i)
{
    size_t at = slot_of(l, &l->list[i].id, l->list[i].path);
    while (l->slots[at])
        at = (at + 1) & (l->slot_count - 1);
    l->slots[at] = i + 1;
}

/* At most half of the slots are taken. */
static bool fit_slots(struct series_list *l)
{
    if (2 * (l->count + 1) <= l->slot_count)
        return true;
    size_t count = l->slot_count ? 2 * l->slot_count : 64;
    size_t *slots = calloc(count, sizeof *slots);
    if (!slots)
        return false;
    free(l->slots);
    l->slots = slots;
    l->slot_count = count;
    for (size_t i = 0; i < l->count; i++)
        put(l, i);
    return true;
}

static bool is_single(const struct path_hit *hit)
{
    const memglass_field *f = hit->ref.field;
    return f && f->kind == MEMGLASS_KIND_FLOAT && f->bit_size == 32;
}

static struct series *add(struct series_list *l, const struct object_id *id,
                          const struct path_hit *hit)
{
    if (!array_reserve(&l->list, sizeof *l->list, &l->capacity, l->count + 1) || !fit_slots(l))
        return NULL;
    struct series *s = &l->list[l->count];
    *s = (struct series){.id = *id, .path = strdup(hit->text), .single = is_single(hit)};
    if (!s->path)
        return NULL;
    snprintf(s->unit, sizeof s->unit, "%s", hit->ref.field ? hit->ref.field->unit : "");
    put(l, l->count++);
    return s;
}

static bool is_of(const struct series *s, const struct object_id *id, const char *path)
{
    return s->id.instance == id->instance && s->id.index == id->index &&
           s->id.generation == id->generation && strcmp(s->path, path) == 0;
}

static struct series *take(struct series_list *l, struct series *s)
{
    l->next = (size_t)(s - l->list) + 1;
    return s;
}

/* Values come in the same order each time, as long as nothing is born or dies. */
static struct series *find(struct series_list *l, const struct object_id *id,
                           const struct path_hit *hit)
{
    if (l->next < l->count && is_of(&l->list[l->next], id, hit->text))
        return take(l, &l->list[l->next]);
    for (size_t at = l->count ? slot_of(l, id, hit->text) : 0; l->count && l->slots[at];
         at = (at + 1) & (l->slot_count - 1))
        if (is_of(&l->list[l->slots[at] - 1], id, hit->text))
            return take(l, &l->list[l->slots[at] - 1]);
    struct series *added = add(l, id, hit);
    return added ? take(l, added) : NULL;
}

static bool reserve(struct series *s)
{
    if (s->count < s->capacity)
        return true;
    size_t capacity = s->capacity ? 2 * s->capacity : 64;
    double *values = realloc(s->values, capacity * sizeof *values);
    s->values = values ? values : s->values;
    uint64_t *times = values ? realloc(s->times, capacity * sizeof *times) : NULL;
    s->times = times ? times : s->times;
    s->capacity = times ? capacity : s->capacity;
    return times;
}

/* The first that could not be added, and why. */
static void note_other(struct series_list *l, const struct path_hit *hit)
{
    struct strbuf out;
    if (l->named)
        return;
    l->named = true;
    strbuf_init(&out, l->other, sizeof l->other);
    strbuf_printf(&out, "%.80s is ", hit->text);
    if (field_is_numeric(&hit->ref))
        strbuf_text(&out, "not known");
    else
        field_type_text(&hit->ref, &out);
    strbuf_finish(&out);
}

struct series *series_add(struct series_list *l, const struct path_hit *hit)
{
    const struct roster_row *row = &hit->frame->roster->rows[hit->row];
    struct object_id id = {hit->frame->session.instance, row->index, row->generation};
    double value = field_number(&hit->ref, frame_data(hit->frame, hit->row), row->size);
    if (isnan(value)) {
        note_other(l, hit);
        return NULL;
    }
    struct series *s = find(l, &id, hit);
    if (!s || !reserve(s)) {
        l->failed = true;
        return NULL;
    }
    s->values[s->count] = value;
    s->times[s->count++] = hit->frame->time_ns;
    return s;
}

int series_each(const struct path_hit *hit, paths_fn *fn, void *ctx)
{
    return field_is_leaf(&hit->ref) ? fn(hit, ctx) : paths_each_leaf(hit, fn, ctx);
}

int series_none(const struct series_list *l, memglass_error *err)
{
    return error_set(err, MEMGLASS_E_NOTFOUND, 0, "none of these is a number%s%s",
                     l->named ? ": " : "", l->other);
}
