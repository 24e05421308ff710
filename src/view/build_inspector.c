/* The inspector: one object, field by field. Layer 6. */
#include "view/builder.h"

#include "view/text.h"
#include "view/values.h"
#include "view/width.h"

#include <string.h>

/* One build of this screen. */
struct inspector {
    struct view_builder *b;
    struct model *m;
    struct view_state *out;
    struct value_source values;
    struct field_ref root;
    struct tree_wants wants;
    struct view_tree_line *lines;
    size_t line_count;
};

/* --- the object --------------------------------------------------------------------------------
 */

static long find_object(const struct frame *frame, const struct object_id *id)
{
    if (!frame || frame->session.instance != id->instance)
        return -1;
    long row = frame_find(frame, id->index, id->generation);
    return row >= 0 && !frame->marks[row].gone ? row : -1;
}

static bool has_object(const struct view_builder *b, const struct object_id *id)
{
    return id->instance && b->kept_cur && b->kept_id.instance == id->instance &&
           b->kept_id.index == id->index && b->kept_id.generation == id->generation;
}

/* A new session of the same name has other objects; one of the same label and type is what the user
 * was looking at. Looked for once in each session. */
static void follow_restart(struct view_builder *b, const struct frame *frame, struct object_id *id)
{
    if (!frame || !has_object(b, id) || frame->session.instance == id->instance ||
        frame->session.instance == b->searched_instance)
        return;
    const struct roster_row *was = &b->kept_cur->roster->rows[find_object(b->kept_cur, id)];
    b->searched_instance = frame->session.instance;
    for (size_t i = 0; i < frame->roster->count; i++) {
        const struct roster_row *row = &frame->roster->rows[i];
        if (frame->marks[i].gone || strcmp(row->label, was->label) != 0 ||
            strcmp(row->type->name, was->type->name) != 0)
            continue;
        *id = (struct object_id){frame->session.instance, row->index, row->generation};
        return;
    }
}

/* Keeps the frames that show the object, so that its last values stay when it goes. */
static bool keep_frames(struct view_builder *b, const struct view_input *in,
                        const struct object_id *id)
{
    const struct frame *frame = input_frame(in);
    bool alive = find_object(frame, id) >= 0;
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
    return &v->values.cur->roster->rows[v->values.row];
}

/* --- the tree ----------------------------------------------------------------------------------
 */

/* What is at the cursor, remembered beyond the walk. */
struct selected {
    char path[TREE_PATH_MAX];
    struct field_ref ref;
    uint64_t parent;
    bool found, leaf, open;
};

static void select_node(const struct tree_node *node, void *ctx)
{
    struct selected *s = ctx;
    s->found = true;
    s->ref = *node->ref;
    s->parent = node->parent;
    s->leaf = node->leaf;
    s->open = node->open;
    s->path[0] = '\0';
    strncat(s->path, node->path, sizeof s->path - 1);
}

static uint64_t walk_at(struct inspector *v, struct selected *s)
{
    *s = (struct selected){.found = false};
    return tree_walk(&v->root, &v->m->folds, v->m->tree.at, 1, select_node, s);
}

/* Opening what is open goes in; closing what is closed goes out. */
static void apply_fold(struct inspector *v)
{
    struct model *m = v->m;
    struct selected s;
    enum fold_wish wish = m->fold;
    m->fold = FOLD_NONE;
    if (wish == FOLD_NONE)
        return;
    walk_at(v, &s);
    if (!s.found)
        return;
    if (wish == FOLD_TOGGLE)
        wish = s.open ? FOLD_COLLAPSE : FOLD_EXPAND;
    if (wish == FOLD_EXPAND && !s.leaf && !s.open)
        folds_set(&m->folds, s.path, true);
    else if (wish == FOLD_EXPAND && s.open)
        m->tree.lines++;
    else if (wish == FOLD_COLLAPSE && s.open)
        folds_set(&m->folds, s.path, false);
    else if (wish == FOLD_COLLAPSE && s.parent != TREE_NO_LINE)
        m->tree.at = s.parent;
}

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
        v->wants = (struct tree_wants){true, true, true};
}

static void add_line(const struct tree_node *node, void *ctx)
{
    struct inspector *v = ctx;
    struct view_tree_line *line = &v->lines[v->line_count++];
    line->depth = node->depth;
    line->fold = node->leaf ? VIEW_TREE_LEAF : node->open ? VIEW_TREE_OPEN : VIEW_TREE_CLOSED;
    line->name = (struct view_cell){.text = view_arena_text(&v->b->arena, node->name),
                                    .role = node->leaf ? VIEW_ROLE_PLAIN : VIEW_ROLE_STRONG};
    value_cells(&v->values, node->ref, line);
    if (node->open)
        line->value.text = ""; /* its parts say it */
}

static void describe_selected(struct inspector *v)
{
    struct selected s;
    char text[VIEW_TEXT_MAX];
    struct strbuf out;
    walk_at(v, &s);
    if (!s.found)
        return;
    strbuf_init(&out, text, sizeof text);
    value_describe(&s.ref, s.path, &out);
    strbuf_finish(&out);
    v->out->message =
        (struct view_cell){.text = view_arena_text(&v->b->arena, text), .role = VIEW_ROLE_DIM};
}

static void build_tree(struct inspector *v)
{
    struct view_tree *tree = &v->out->tree;
    struct list_cursor *c = &v->m->tree;
    uint64_t page = table_page(&v->out->layout);
    struct selected unused;
    apply_fold(v);
    tree->total = walk_at(v, &unused);
    list_cursor_move(c, tree->total, page);
    find_wants(v);
    tree->widths = layout_tree(v->out->layout.body.width, &v->wants);
    v->values.spark_cells = tree->widths.spark;
    v->lines = view_arena_alloc(&v->b->arena, page * sizeof *v->lines);
    tree_walk(&v->root, &v->m->folds, c->first, page, add_line, v);
    tree->lines = v->lines;
    tree->line_count = v->line_count;
    tree->first = c->first;
    tree->cursor = v->line_count ? (long)(c->at - c->first) : -1;
    tree->empty = "The type has no fields.";
    describe_selected(v);
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
    uint64_t uptime = builder_uptime_ns(v->b, v->values.cur);
    if (uptime != UINT64_MAX && uptime > object->created_ns) {
        strbuf_text(&out, ", age ");
        text_age(&out, uptime - object->created_ns);
    }
    strbuf_printf(&out, ", #%u.%u", object->index, object->generation);
    return view_arena_text(&v->b->arena, text);
}

static void build_title(struct inspector *v, bool destroyed)
{
    struct view_arena *arena = &v->b->arena;
    const struct roster_row *object = object_of(v);
    const struct row_mark *mark = &v->values.cur->marks[v->values.row];
    struct view_cell *title = v->out->title;
    size_t part = 0;
    title[part++] =
        (struct view_cell){.text = view_arena_text(arena, object->label), .role = VIEW_ROLE_TITLE};
    title[part++] = (struct view_cell){.text = view_arena_text(arena, object->type->name),
                                       .role = VIEW_ROLE_TYPE};
    if (destroyed)
        title[part++] = (struct view_cell){.text = "DESTROYED", .role = VIEW_ROLE_BAD};
    else if (mark->truth == MEMGLASS_TORN || mark->truth == MEMGLASS_STALE)
        title[part++] =
            (struct view_cell){.text = memglass_truth_name(mark->truth), .role = VIEW_ROLE_TRUTH};
    title[part++] = (struct view_cell){.text = facts_text(v), .role = VIEW_ROLE_DIM};
    if (object->type->desc[0])
        title[part++] = (struct view_cell){.text = view_arena_text(arena, object->type->desc),
                                           .role = VIEW_ROLE_DIM};
}

int build_inspector(struct view_builder *b, const struct view_input *in, struct model *m,
                    struct view_state *out)
{
    follow_restart(b, input_frame(in), &m->inspected);
    bool alive = keep_frames(b, in, &m->inspected);
    if (!has_object(b, &m->inspected)) {
        out->tree.empty = "The object no longer exists.";
        return MEMGLASS_OK;
    }
    struct inspector v = {.b = b, .m = m, .out = out};
    v.values = (struct value_source){.cur = b->kept_cur,
                                     .prev = b->kept_prev,
                                     .history = in->history,
                                     .arena = &b->arena,
                                     .row = find_object(b->kept_cur, &m->inspected),
                                     .prev_row = find_object(b->kept_prev, &m->inspected)};
    v.values.settled = !alive;
    v.root = field_whole(object_of(&v)->type, object_of(&v)->count);
    build_tree(&v);
    build_title(&v, !alive);
    return MEMGLASS_OK;
}
