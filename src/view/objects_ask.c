/* The screen of objects: what order, type and filters are asked for, and what came of that.
 * Layer 6. */
#include "view/builder.h"
#include "view/objects.h"

#include "base/error.h"

#include <stdio.h>
#include <string.h>

/* --- what is asked for -------------------------------------------------------------------------
 */

/* Around through the types and "all", which lies before the first. */
static void step_type(const struct arrangement *a, struct model *m)
{
    size_t places = a->type_count + 1, place = 0;
    for (size_t i = 0; i < a->type_count; i++)
        if (strcmp(a->types[i].type->name, m->type) == 0)
            place = i + 1;
    size_t step = (size_t)((m->type_step % (int)places + (int)places) % (int)places);
    place = (place + step) % places;
    m->type_step = 0;
    m->type[0] = '\0';
    if (place)
        strncat(m->type, a->types[place - 1].type->name, sizeof m->type - 1);
}

/* Columns that can be sorted by: those with a name, and the type where there are several. */
static bool is_sortable(const struct objects *o, size_t i)
{
    return column_sorts(&o->columns[i]) && !(o->type && o->columns[i].id == VIEW_COLUMN_TYPE);
}

/* The column of the sort that was asked for last: the rows may still be in the order before. */
static size_t asked_column(const struct objects *o)
{
    for (size_t i = 0; o->m->sort[0] && i < o->column_count; i++)
        if (strcmp(o->columns[i].name, o->m->sort) == 0)
            return i;
    return o->sorted;
}

static void step_sort(struct objects *o)
{
    struct model *m = o->m;
    size_t at = asked_column(o);
    int step = m->sort_step > 0 ? 1 : -1;
    for (; m->sort_step; m->sort_step -= step)
        for (size_t tries = 0; tries < o->column_count; tries++) {
            at = (at + o->column_count + (size_t)(step > 0 ? 1 : o->column_count - 1)) %
                 o->column_count;
            if (is_sortable(o, at))
                break;
        }
    snprintf(m->sort, sizeof m->sort, "%s", o->columns[at].name);
    m->sort_default = true;
}

/* What there is, as far as it is known: not from a glimpse. */
static const struct arrangement *known_objects(const struct objects *o)
{
    const struct arrangement *a = o->b->arranged;
    bool known = a && !a->source.cur->partial && frame_same_session(a->source.cur, o->source.cur);
    return known ? a : NULL;
}

/* Wishes that depend on what there is: they wait until that is known. */
void objects_take_wishes(struct objects *o)
{
    if (!known_objects(o))
        return;
    if (o->m->type_step)
        step_type(o->b->arranged, o->m);
    if (!o->m->sort_step)
        return;
    o->a = o->b->arranged;
    objects_columns(o);
    step_sort(o);
}

static void ask_key(struct arrange_key *key, const char *name, bool natural, bool reversed,
                    bool descending)
{
    snprintf(key->name, sizeof key->name, "%s", name);
    key->way = !natural ? arrange_way(descending) : reversed ? ARRANGE_REVERSED : ARRANGE_NATURAL;
}

void objects_ask(const struct objects *o, struct arrange_spec *out)
{
    const struct model *m = o->m;
    *out = (struct arrange_spec){.group = m->group,
                                 .with_dying = !o->in->batch,
                                 .filter = o->b->filter.good,
                                 .find = o->b->find.good,
                                 .anchor = m->objects.home ? (struct object_id){0} : m->object,
                                 .page = o->page};
    ask_key(&out->by[0], objects_sort_name(o, m->sort[0] ? m->sort : ARRANGE_DEFAULT),
            m->sort_default, m->reverse_default, m->descending);
    ask_key(&out->by[1], objects_sort_name(o, m->sort2), m->sort2_default, m->reverse2_default,
            m->descending2);
    if (strcmp(out->by[0].name, out->by[1].name) == 0)
        out->by[1].name[0] = '\0'; /* what is equal by a column is equal by it once more */
    snprintf(out->type, sizeof out->type, "%s", m->type);
    if (m->group)
        memcpy(out->sums, o->b->sums, sizeof out->sums);
}

/* --- filters -----------------------------------------------------------------------------------
 */

static void note_mistake(struct objects *o, const struct typed_filter *t, enum prompt_kind kind,
                         const char *what)
{
    struct prompt *p = &o->m->prompt;
    if (!t->error.message[0])
        return;
    if (p->open && p->kind == kind)
        prompt_error(p, t->error.message, t->error.at, t->error.length);
    else
        error_set(&o->b->choices, MEMGLASS_E_INVALID, 0, "%s '%.80s': %s", what, t->text,
                  t->error.message);
}

/* What is typed, as far as it makes sense for the types that there are. */
void objects_set_filters(struct objects *o)
{
    const struct arrangement *known = known_objects(o);
    o->b->choices = (memglass_error){0};
    typed_filter_set(&o->b->filter, o->m->filter, known);
    typed_filter_set(&o->b->find, o->m->find, known);
    note_mistake(o, &o->b->find, PROMPT_FIND, "find");
    note_mistake(o, &o->b->filter, PROMPT_FILTER, "filter");
}

/* --- what came of it ---------------------------------------------------------------------------
 */

static void note_unknown_column(struct objects *o, const char *name)
{
    char names[180];
    struct strbuf out;
    strbuf_init(&out, names, sizeof names);
    for (size_t i = 0; i < o->column_count; i++)
        if (column_sorts(&o->columns[i]))
            strbuf_printf(&out, "%s%s", out.len ? ", " : "", o->columns[i].name);
    strbuf_finish(&out);
    error_set(&o->b->choices, MEMGLASS_E_NOTFOUND, 0, "no column '%.40s'; there are: %s", name,
              names);
}

/* Columns that were named and are not there. */
static void note_unknown_given(struct objects *o)
{
    const struct prefs_list *given = &o->m->given;
    for (size_t i = 0; i < given->count; i++) {
        bool found = given->columns[i].hidden;
        for (size_t k = 0; k < o->column_count && !found; k++)
            found = strcmp(o->columns[k].name, given->columns[i].name) == 0;
        if (!found)
            error_set(&o->b->choices, MEMGLASS_E_NOTFOUND, 0, "no column '%.60s'",
                      given->columns[i].name);
    }
}

static void note_unknown_type(struct objects *o)
{
    char names[160];
    struct strbuf out;
    strbuf_init(&out, names, sizeof names);
    for (size_t i = 0; i < o->a->type_count; i++)
        strbuf_printf(&out, "%s%s", i ? ", " : "", o->a->types[i].type->name);
    strbuf_finish(&out);
    error_set(&o->b->choices, MEMGLASS_E_NOTFOUND, 0, "no object of type '%.60s'; there are: %s",
              o->a->spec.type, o->a->type_count ? names : "none");
}

/* Names that led to nothing, and ways that are known now. */
void objects_note_result(struct objects *o)
{
    struct model *m = o->m;
    const struct arrangement *a = o->a;
    for (int i = 1; i >= 0; i--)
        if (a->spec.by[i].name[0] && !a->found[i])
            note_unknown_column(o, a->spec.by[i].name);
    note_unknown_given(o);
    if (a->spec.type[0] && !o->type)
        note_unknown_type(o);
    if (m->sort_step)
        return; /* the way that the user turned is that of the column that comes */
    m->descending = a->descending[0];
    m->descending2 = a->descending[1];
    m->sort_default = m->reverse_default = m->sort2_default = m->reverse2_default = false;
}
