/* The inspector: one object, field by field. Layer 6. */
#include "view/inspector.h"

#include "view/text.h"

#include <math.h>
#include <string.h>

/* --- the object --------------------------------------------------------------------------------
 */

static long find_object(const struct frame *frame, const struct object_id *id)
{
    if (!frame || frame->session.instance != id->instance)
        return -1;
    long row = frame_find(frame, id->index, id->generation);
    return row >= 0 && !frame_gone(frame, (size_t)row) ? row : -1;
}

static bool has_object(const struct view_builder *b, const struct object_id *id)
{
    return id->instance && b->kept_cur && b->kept_id.instance == id->instance &&
           b->kept_id.index == id->index && b->kept_id.generation == id->generation;
}

/* The object of the same label and type in another session of the same name. */
static void follow(const struct frame *before, const struct frame *frame, struct object_id *id)
{
    long at = find_object(before, id);
    for (size_t i = 0; at >= 0 && i < frame->roster->count; i++) {
        const struct roster_row *was = &before->roster->rows[at];
        const struct roster_row *row = &frame->roster->rows[i];
        if (frame_gone(frame, i) || strcmp(row->label, was->label) != 0 ||
            strcmp(row->type->name, was->type->name) != 0)
            continue;
        *id = (struct object_id){frame->session.instance, row->index, row->generation};
        return;
    }
}

/* A new session of the same name has other objects: what the user was looking at, and comparing it
 * with, is what is called so now. It may be created long after the session was opened: looked for
 * once in each tick. */
static void follow_restart(struct view_builder *b, const struct frame *frame, struct model *m)
{
    const struct object_id *id = &m->inspected;
    if (!frame || !has_object(b, id) || frame->session.instance == id->instance ||
        (frame->session.instance == b->searched_instance && frame->tick == b->searched_tick))
        return;
    b->searched_instance = frame->session.instance;
    b->searched_tick = frame->tick;
    follow(b->kept_cur, frame, &m->inspected);
    follow(b->kept_cur, frame, &m->inspect.other);
}

static const struct roster_row *kept_row(const struct view_builder *b)
{
    return &b->kept_cur->roster->rows[find_object(b->kept_cur, &b->kept_id)];
}

/* The past of an object that is gone is used for others some time later: it is kept as it was. */
static void keep_past(struct view_builder *b, const struct view_input *in, bool alive)
{
    if (alive)
        history_release(&b->kept_history);
    else if (b->kept_cur && !b->kept_history)
        b->kept_history = history_keep(in->history, kept_row(b));
}

/* Keeps the frames that show the object, so that its last values stay when it goes. */
static bool keep_frames(struct view_builder *b, const struct view_input *in,
                        const struct object_id *id)
{
    const struct frame *frame = input_frame(in);
    bool alive = find_object(frame, id) >= 0;
    if (alive || has_object(b, id))
        keep_past(b, in, alive);
    if (!alive)
        return false;
    const struct frame *cur = frame_retain(frame);
    const struct frame *prev = in->snapshot->prev ? frame_retain(in->snapshot->prev) : NULL;
    frame_release(&b->kept_cur);
    frame_release(&b->kept_prev);
    b->kept_cur = cur;
    b->kept_prev = prev;
    b->kept_id = *id;
    return true;
}

static const struct roster_row *object_of(const struct inspector *v)
{
    return v->values.row.object;
}

/* --- the tree ----------------------------------------------------------------------------------
 */

/* Which columns the type has anything for. */
static int note_wants(const struct field_ref *leaf, void *ctx)
{
    struct tree_wants *wants = ctx;
    uint32_t flags = leaf->field->flags;
    bool whole = field_is_numeric(leaf) && !(flags & MEMGLASS_FIELD_GUARDED);
    wants->rate = wants->rate || (flags & MEMGLASS_FIELD_COUNTER);
    wants->gauge = wants->gauge || (flags & MEMGLASS_FIELD_RANGE);
    wants->truth = wants->truth || !whole;
    return wants->rate && wants->gauge && wants->truth;
}

static void find_wants(struct inspector *v)
{
    struct field_ref one = field_whole(object_of(v)->type, 1);
    if (field_leaf_count(&one) < 4096)
        field_each_leaf(&one, note_wants, &v->wants);
    else
        v->wants = (struct tree_wants){.rate = true, .gauge = true, .truth = true};
    v->wants.stats = v->m->inspect.stats && !v->comparing;
    v->wants.compare = v->comparing;
}

/* How far the other's number is from this one's; of integers exactly, however large they are. */
static double difference(const struct inspector *v, const struct pair *pair)
{
    memglass_value left, right;
    field_decode(&pair->ref, v->bytes.bytes, v->bytes.size, row_truth(&v->values.row), &left);
    field_decode(&pair->other, v->bytes.other, v->bytes.other_size, row_truth(&v->other.row),
                 &right);
    if (left.kind == right.kind)
        return delta_between(pair->ref.field, &right, &left);
    return field_number(&pair->other, v->bytes.other, v->bytes.other_size) -
           field_number(&pair->ref, v->bytes.bytes, v->bytes.size);
}

/* The other object's value, and how far it is from this one's. */
static void compare_line(struct inspector *v, const struct tree_node *node,
                         struct view_tree_line *line)
{
    const struct pair *pair = node->pair;
    line->change = (struct view_cell){.text = NULL};
    line->equal = search_equal(pair, &v->bytes);
    if (pair->has_other)
        value_cell_within(&v->other, &pair->other, node->path, v->out->tree.widths.other,
                          &line->other);
    else
        line->other = (struct view_cell){.text = "-", .role = VIEW_ROLE_DIM};
    if (!pair->has_ref)
        line->value = (struct view_cell){.text = "-", .role = VIEW_ROLE_DIM};
    if (line->equal) {
        line->value.role = line->other.role = line->name.role = VIEW_ROLE_DIM;
        return;
    }
    line->change = (struct view_cell){.text = "differs", .role = VIEW_ROLE_CHANGED};
    if (!pair->has_ref || !pair->has_other) {
        line->change.text = pair->has_ref ? "only left" : "only right";
        return;
    }
    line->other.role = node->leaf ? VIEW_ROLE_CHANGED : VIEW_ROLE_DIM;
    if (!field_is_quantity(&pair->ref) || !field_is_quantity(&pair->other))
        return;
    double delta = difference(v, pair);
    if (delta != 0 && !isnan(delta))
        value_delta_cell(&v->b->arena, pair->ref.field, delta, &line->change);
}

/* Which elements of the selected one's array are on the screen. */
static void note_element(struct inspector *v, const struct tree_node *node)
{
    const struct selected *s = &v->selected;
    if (node->element == TREE_NO_LINE || s->element == TREE_NO_LINE || node->parent != s->parent)
        return;
    v->shown_from = node->element < v->shown_from ? node->element : v->shown_from;
    v->shown_to = node->element > v->shown_to ? node->element : v->shown_to;
}

static void add_line(const struct tree_node *node, void *ctx)
{
    struct inspector *v = ctx;
    struct view_tree_line *line = &v->lines[v->line_count++];
    line->depth = node->depth;
    line->fold = node->leaf ? VIEW_TREE_LEAF : node->open ? VIEW_TREE_OPEN : VIEW_TREE_CLOSED;
    line->name = (struct view_cell){.text = view_arena_text(&v->b->arena, node->name),
                                    .role = node->leaf ? VIEW_ROLE_PLAIN : VIEW_ROLE_STRONG};
    if (node->pair->has_ref)
        value_cells(&v->values, &node->pair->ref, node->path, &v->out->tree.widths, line);
    if (v->comparing)
        compare_line(v, node, line);
    if (node->open)
        line->value.text = line->other.text = ""; /* its parts say it */
    note_element(v, node);
}

static const char *change_title(const struct inspector *v)
{
    return v->comparing                          ? "DIFFERS"
           : v->rows.since == ROW_SINCE_FIRST    ? "FROM 1ST"
           : v->rows.since == ROW_SINCE_BASELINE ? "FROM BASE"
                                                 : "CHANGE";
}

static void next_format(struct inspector *v)
{
    struct inspecting *i = &v->m->inspect;
    const struct selected *s = &v->selected;
    const char *type = object_of(v)->type->name;
    if (i->next_format && s->found && s->pair.has_ref)
        formats_set(&i->formats, type, s->path,
                    value_format_next(&s->pair.ref, formats_get(&i->formats, type, s->path)));
    i->next_format = false;
}

static void build_tree(struct inspector *v)
{
    struct view_tree *tree = &v->out->tree;
    struct list_cursor *c = &v->m->tree;
    uint64_t page = table_page(&v->out->layout);
    inspector_resolve(v);
    inspector_select(v);
    list_cursor_move(c, tree->total, page);
    c->home = false; /* the lines of a tree do not change places */
    inspector_select(v);
    next_format(v);
    inspector_overlay(v);
    find_wants(v);
    tree->widths = layout_tree(v->out->layout.body.width, &v->wants);
    v->values.spark_cells = tree->widths.spark;
    v->lines = view_arena_alloc(&v->b->arena, (page + 1) * sizeof *v->lines);
    v->shown_from = UINT64_MAX;
    tree_walk(&v->tree, c->first, page, add_line, v);
    tree->lines = v->lines;
    tree->line_count = v->line_count;
    tree->first = c->first;
    tree->cursor = v->line_count ? (long)(c->at - c->first) : -1;
    tree->change_title = change_title(v);
    tree->empty = "The type has no fields.";
}

/* --- the title ---------------------------------------------------------------------------------
 */

static const char *facts_text(const struct inspector *v)
{
    const struct roster_row *object = object_of(v);
    char text[VIEW_TEXT_MAX];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    if (object->count != 1)
        strbuf_printf(&out, "%u elements, ", object->count);
    text_bytes(&out, object->size);
    strbuf_text(&out, object->size < 1000 ? " bytes" : "");
    uint64_t uptime = v->rows.now_ns;
    if (uptime != UINT64_MAX && uptime > object->created_ns) {
        strbuf_text(&out, ", age ");
        text_standing_age(&out, uptime - object->created_ns);
    }
    strbuf_printf(&out, ", #%u.%u", object->index, object->generation);
    return view_arena_text(&v->b->arena, text);
}

/* "pump.pressure", and "beds[3].level" where the object is an array. */
static void build_path(struct inspector *v)
{
    const struct selected *s = &v->selected;
    const char *dot = s->path[0] && s->path[0] != '[' ? "." : "";
    v->out->path = view_arena_printf(&v->b->arena, "%s%s%s", object_of(v)->label, dot, s->path);
}

/* "samples: [120] to [151] of 1000000". */
static const char *elements_text(const struct inspector *v)
{
    const struct selected *s = &v->selected;
    if (!s->found || s->element == TREE_NO_LINE || v->shown_from > v->shown_to)
        return NULL;
    return view_arena_printf(&v->b->arena, "[%llu] to [%llu] of %llu",
                             (unsigned long long)v->shown_from, (unsigned long long)v->shown_to,
                             (unsigned long long)s->siblings);
}

/* Where the object was created, once the fast lane has asked. */
static const char *origin_text(const struct inspector *v)
{
    struct lane_origin origin;
    bool known = lane_origin(v->in->lane, &v->m->inspected, &origin) && origin.site[0];
    return known ? view_arena_printf(&v->b->arena, "from %s", origin.site) : NULL;
}

/* Parts of the title, one after the other. */
struct title {
    struct view_cell *cells;
    size_t count;
};

static void add_part(struct title *t, const char *text, enum view_role role)
{
    if (text && text[0] && t->count < VIEW_TITLE_PARTS)
        t->cells[t->count++] = (struct view_cell){.text = text, .role = role};
}

/* Why the object is not in the frame that is shown: an object lives once, so the last frame that
 * had it is either before its end or behind its beginning. */
static const char *absence_text(const struct inspector *v)
{
    return input_frame(v->in)->time_ns < v->rows.cur->time_ns ? "NOT YET CREATED" : "DESTROYED";
}

static void build_title(struct inspector *v, bool alive)
{
    struct view_arena *arena = &v->b->arena;
    const struct roster_row *object = object_of(v);
    const struct row *row = &v->values.row;
    struct title t = {.cells = v->out->title};
    const char *marked = marks_has(&v->m->marks, &v->m->inspected) ? "*" : "";
    add_part(&t, view_arena_printf(arena, "%s%s", marked, object->label), VIEW_ROLE_TITLE);
    add_part(&t, view_arena_text(arena, object->type->name), VIEW_ROLE_TYPE);
    if (!alive)
        add_part(&t, absence_text(v), VIEW_ROLE_BAD);
    else if (row_state(row) & ROW_DAMAGED)
        add_part(&t, "OVERRUN", VIEW_ROLE_BAD);
    else if (row_truth(row) == MEMGLASS_TORN || row_truth(row) == MEMGLASS_STALE)
        add_part(&t, memglass_truth_name((int)row_truth(row)), VIEW_ROLE_TRUTH);
    if (v->comparing)
        add_part(&t, view_arena_printf(arena, "beside %s", v->other.row.object->label),
                 VIEW_ROLE_WARNING);
    add_part(&t, elements_text(v), VIEW_ROLE_PLAIN);
    if (v->rows.since != ROW_SINCE_PREVIOUS && !v->comparing)
        add_part(&t, builder_since_text(v->b, v->in, v->m), VIEW_ROLE_PLAIN);
    add_part(&t, facts_text(v), VIEW_ROLE_DIM);
    add_part(&t, origin_text(v), VIEW_ROLE_DIM);
    add_part(&t, view_arena_text(arena, object->type->desc), VIEW_ROLE_DIM);
}

/* --- the screen --------------------------------------------------------------------------------
 */

/* The second object, as far as it is there; gone about in, time brings it back. */
static void find_other(struct inspector *v)
{
    struct inspecting *i = &v->m->inspect;
    struct row row;
    v->comparing = i->comparing && row_find(&v->rows, &i->other, &row);
    if (i->comparing && !v->comparing && v->in->time)
        v->out->message =
            (struct view_cell){.text = "The object to compare with is not there at this time.",
                               .role = VIEW_ROLE_WARNING};
    else if (i->comparing && !v->comparing)
        model_note(v->m, VIEW_ROLE_WARNING, "The object to compare with is not there any more.");
    i->comparing = i->comparing && (v->comparing || v->in->time);
    if (!v->comparing)
        return;
    v->other = v->values;
    v->other.row = row;
    v->bytes = (struct search_bytes){.bytes = row_bytes(&v->values.row),
                                     .size = object_of(v)->size,
                                     .other = row_bytes(&row),
                                     .other_size = row.object->size};
    v->tree.root.other = field_whole(row.object->type, row.object->count);
    v->tree.root.has_other = true;
}

static void start(struct inspector *v, bool alive)
{
    struct view_builder *b = v->b;
    long row = find_object(b->kept_cur, &v->m->inspected);
    const struct frame *prev = b->kept_prev;
    if (prev && !frame_same_session(prev, b->kept_cur))
        prev = NULL;
    v->rows = (struct row_source){.cur = b->kept_cur,
                                  .prev = prev,
                                  .history = b->kept_history ? b->kept_history : v->in->history,
                                  .baseline = b->baseline,
                                  .since = v->m->since,
                                  .now_ns = uptime_ns(&b->uptime, b->kept_cur)};
    if (b->baseline && !frame_same_session(b->baseline, b->kept_cur))
        v->rows.baseline = NULL;
    v->values = (struct value_source){.rows = &v->rows,
                                      .row = row_at(&v->rows, (uint32_t)row),
                                      .formats = &v->m->inspect.formats,
                                      .arena = &b->arena,
                                      .settled = !alive};
    v->tree.folds = &v->m->inspect.folds;
    v->tree.root =
        (struct pair){.ref = field_whole(object_of(v)->type, object_of(v)->count), .has_ref = true};
    find_other(v);
}

int build_inspector(struct view_builder *b, const struct view_input *in, struct model *m,
                    struct view_state *out)
{
    follow_restart(b, input_frame(in), m);
    bool alive = keep_frames(b, in, &m->inspected);
    if (!has_object(b, &m->inspected)) {
        out->tree.empty = "The object no longer exists.";
        return MEMGLASS_OK;
    }
    struct inspector *v = view_arena_alloc(&b->arena, sizeof *v);
    *v = (struct inspector){.b = b, .in = in, .m = m, .out = out};
    if (!in->batch)
        layout_inspector(&out->layout, m->inspect.chart);
    start(v, alive);
    build_tree(v);
    build_path(v);
    build_title(v, alive);
    inspector_chart(v);
    inspector_details(v);
    return MEMGLASS_OK;
}
