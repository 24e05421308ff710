/* The screen of objects: one row each, sorted, narrowed to a type, grouped by type. Layer 6. */
#include "view/builder.h"
#include "view/objects.h"

#include <stdio.h>
#include <string.h>

/* --- finding -----------------------------------------------------------------------------------
 */

/* Where one looks from: the line that the cursor is on. */
static struct rows_line from_line(const struct objects *o)
{
    struct list_cursor *c = &o->m->objects;
    uint64_t total = rows_total(&o->rows), at = c->home ? 0 : c->at < total ? c->at : total - 1;
    int64_t line = c->home             ? -1
                   : o->m->group_at[0] ? rows_find_head(&o->rows, o->m->group_at)
                                       : rows_find(&o->rows, &o->m->object);
    at = line >= 0 ? (uint64_t)line : at;
    rows_window(&o->rows, at, 1);
    return rows_line(&o->rows, at);
}

static void step_find(struct objects *o, enum arrange_step step)
{
    struct model *m = o->m;
    struct rows_line from = from_line(o);
    size_t group;
    uint64_t number;
    const struct order_entry *match = arrangement_match(o->a, (size_t)(from.group - o->a->groups),
                                                        from.entry, step, &group, &number);
    if (!match)
        return;
    m->object = arrangement_id(o->a, match);
    m->group_at[0] = '\0';
    m->objects.home = false;
    if (o->rows.open[group])
        return;
    folds_set(&m->groups, o->a->groups[group].type->name, true);
    o->rows = rows_of(o->b, o->a, m);
}

/* Wishes wait until what they are about has been found. */
static void take_find(struct objects *o)
{
    struct model *m = o->m;
    if (!o->answered || o->a->source.cur->partial || !(m->find_here || m->find_step))
        return;
    int step = m->find_step > 0 ? 1 : -1;
    if (m->find_here && rows_total(&o->rows))
        step_find(o, ARRANGE_HERE);
    for (; m->find_step && rows_total(&o->rows) && o->a->matches; m->find_step -= step)
        step_find(o, step > 0 ? ARRANGE_NEXT : ARRANGE_PREVIOUS);
    /* While one types, what comes later is found as well. */
    m->find_here = m->find_here && !o->a->matches && m->prompt.open;
    m->find_step = 0;
}

/* --- the cursor --------------------------------------------------------------------------------
 */

/* The cursor goes where its object has gone; when that is no more, it stays where it is. */
static void move_cursor(struct objects *o)
{
    struct model *m = o->m;
    struct list_cursor *c = &m->objects;
    int64_t line = c->home          ? -1
                   : m->group_at[0] ? rows_find_head(&o->rows, m->group_at)
                                    : rows_find(&o->rows, &m->object);
    if (line >= 0)
        c->at = (uint64_t)line;
    list_cursor_move(c, rows_total(&o->rows), o->page);
    rows_window(&o->rows, c->first, o->page);
    m->object = (struct object_id){0};
    m->group_at[0] = '\0';
    if (!rows_total(&o->rows))
        return;
    struct rows_line at = rows_line(&o->rows, c->at);
    if (at.entry && o->a->matches)
        o->match = arrangement_match_number(o->a, (size_t)(at.group - o->a->groups), at.entry);
    if (at.entry)
        m->object = arrangement_id(o->a, at.entry);
    else
        snprintf(m->group_at, sizeof m->group_at, "%s", at.group->type->name);
}

/* The label of the object at the cursor, also when that is no column; of a group its type. */
static const char *path_at_cursor(const struct objects *o)
{
    if (!rows_total(&o->rows))
        return NULL;
    struct rows_line at = rows_line(&o->rows, o->m->objects.at);
    if (!at.entry)
        return view_arena_text(&o->b->arena, at.group->type->name);
    struct row row = arrangement_row(o->a, at.entry, &o->source);
    return view_arena_text(&o->b->arena, row.object->label);
}

/* --- the screen --------------------------------------------------------------------------------
 */

static const char *way_of(const struct column *by, bool descending)
{
    if (by->id == VIEW_COLUMN_AGE)
        return descending ? "oldest first" : "youngest first";
    if (by->id == VIEW_COLUMN_LAST)
        return descending ? "oldest first" : "latest first";
    if (by->term.text)
        return descending ? "Z to A" : "A to Z";
    return descending ? "largest first" : "smallest first";
}

static const char *find_text(const struct objects *o)
{
    unsigned long long matches = o->a->matches, match = o->match;
    if (!matches)
        return view_arena_printf(&o->b->arena, "find: %s, nothing", filter_text(o->a->spec.find));
    if (match)
        return view_arena_printf(&o->b->arena, "find: %s, %llu of %llu",
                                 filter_text(o->a->spec.find), match, matches);
    return view_arena_printf(&o->b->arena, "find: %s, %llu match%s", filter_text(o->a->spec.find),
                             matches, matches == 1 ? "" : "es");
}

/* What is in force, which is not always what is typed. */
static void add_filters(struct objects *o, struct view_state *out, size_t *part)
{
    const struct arrange_spec *spec = &o->a->spec;
    if (spec->filter)
        out->title[(*part)++] = (struct view_cell){
            .text = view_arena_printf(&o->b->arena, "filter: %s", filter_text(spec->filter)),
            .role = VIEW_ROLE_WARNING};
    if (spec->find)
        out->title[(*part)++] = (struct view_cell){.text = find_text(o), .role = VIEW_ROLE_MATCH};
}

/* How many there are; of a glimpse, how many there are to be seen. What a filter leaves may be of
 * fewer types than there are. */
static struct view_cell count_part(const struct objects *o)
{
    struct view_arena *arena = &o->b->arena;
    const struct arrangement *a = o->a;
    unsigned long long count = a->objects;
    const char *s = count == 1 ? "" : "s";
    if (a->source.cur->partial)
        return (struct view_cell){.text = view_arena_printf(arena, "%llu of the first %zu objects",
                                                            count, a->source.cur->roster->count),
                                  .role = VIEW_ROLE_WARNING};
    return (struct view_cell){.text = o->type || a->spec.type[0] || a->spec.filter
                                          ? view_arena_printf(arena, "%llu object%s", count, s)
                                          : view_arena_printf(arena, "%llu object%s of %zu types",
                                                              count, s, a->type_count)};
}

static void build_title(struct objects *o, struct view_state *out)
{
    struct view_arena *arena = &o->b->arena;
    const struct arrangement *a = o->a;
    const char *what = o->type ? o->type->name : a->spec.type[0] ? a->spec.type : "all types";
    size_t part = 0;
    out->title[part++] =
        (struct view_cell){.text = view_arena_text(arena, what), .role = VIEW_ROLE_TITLE};
    out->title[part++] = count_part(o);
    add_filters(o, out, &part);
    if (o->m->changes)
        out->title[part++] = (struct view_cell){
            .text = view_arena_printf(arena, "changes %s", builder_since_text(o->b, o->in, o->m)),
            .role = VIEW_ROLE_WARNING};
    const char *then = a->found[1] ? view_arena_printf(arena, ", then %s, %s", a->by[1].name,
                                                       way_of(&a->by[1], a->descending[1]))
                                   : "";
    out->title[part++] =
        (struct view_cell){.text = view_arena_printf(arena, "by %s, %s%s", a->by[0].name,
                                                     way_of(&a->by[0], a->descending[0]), then),
                           .role = VIEW_ROLE_DIM};
    if (!o->answered)
        out->title[part++] = (struct view_cell){.text = "sorting ...", .role = VIEW_ROLE_WARNING};
}

static const char *empty_text(const struct objects *o)
{
    const struct arrangement *a = o->a;
    if (a->source.cur->partial)
        return "Looking ...";
    if (a->spec.filter && a->hidden)
        return view_arena_printf(&o->b->arena, "No object matches the filter '%s'%s.",
                                 filter_text(a->spec.filter),
                                 o->in->batch ? "" : ": \\ changes it, | clears it");
    if (o->b->choices.code)
        return o->b->choices.message;
    return "The session has no objects.";
}

/* What is shown: the arrangement there is, which is not always the one that is asked for. */
static void show(struct objects *o, struct view_state *out)
{
    o->a = o->b->arranged;
    objects_columns(o);
    if (o->answered && !o->a->source.cur->partial)
        objects_note_result(o);
    o->rows = rows_of(o->b, o->a, o->m);
    take_find(o);
    move_cursor(o);
    out->path = path_at_cursor(o);
    objects_build_table(o, &out->layout.body, &out->table);
    build_title(o, out);
    out->table.empty = view_arena_text(&o->b->arena, empty_text(o));
}

static int arrange_and_show(struct objects *o, struct view_state *out)
{
    struct arrange_spec spec;
    objects_ask(o, &spec);
    int status = builder_arrange(o->b, o->in, &spec, &o->source);
    if (status)
        return status;
    out->table.empty = "Looking ...";
    if (!o->b->arranged)
        return MEMGLASS_OK;
    o->answered = arrangement_answers(o->b->arranged, &spec);
    objects_set_filters(o); /* the types may be known now */
    o->filter_changed = spec.filter != o->b->filter.good;
    show(o, out);
    return MEMGLASS_OK;
}

int build_objects(struct view_builder *b, const struct view_input *in, struct model *m,
                  struct view_state *out)
{
    if (!input_frame(in)) {
        out->table.empty = in->snapshot && in->snapshot->status
                               ? view_arena_text(&b->arena, in->snapshot->message)
                               : "Looking ...";
        return MEMGLASS_OK;
    }
    struct objects *o = view_arena_alloc(&b->arena, sizeof *o);
    *o = (struct objects){.b = b, .in = in, .m = m, .page = table_page(&out->layout)};
    o->source = builder_source(b, in, m);
    objects_take_wishes(o);
    objects_set_filters(o);
    int status = arrange_and_show(o, out);
    if (!status && b->arranged && (m->sort_step || m->type_step)) {
        objects_take_wishes(o); /* what there is has only now been known */
        status = arrange_and_show(o, out);
    }
    /* What groups add up, and what the types make of the filter, is known once it has been shown.
     */
    if (!status && (o->sums_changed || o->filter_changed))
        status = arrange_and_show(o, out);
    return status;
}
