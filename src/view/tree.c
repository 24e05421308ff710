/* Walking the inspector's tree. Layer 6. */
#include "view/tree.h"

/* Longer arrays have closed elements until the user opens one, so that their lines can be counted
 * without a walk. */
#define LONG_ARRAY 64
/* What has more parts is closed until the user opens it. */
#define OPEN_PARTS 16
#define OPEN_DEPTH 2

struct walk {
    const struct folds *folds;
    uint64_t at;         /* number of the next line */
    uint64_t first, end; /* lines wanted */
    tree_line_fn *fn;
    void *ctx;
    struct strbuf path;
};

/* Where the walk stands in the tree. */
struct place {
    const struct field_ref *ref;
    uint64_t line; /* of ref */
    int depth;     /* of its parts */
};

static void walk_parts(struct walk *w, const struct place *parent);

static bool is_hidden(const struct field_ref *ref)
{
    return ref->field && (ref->field->flags & MEMGLASS_FIELD_HIDDEN);
}

static bool opens_itself(const struct field_ref *ref, int depth, bool in_long_array)
{
    return !in_long_array && depth < OPEN_DEPTH && field_child_count(ref) <= OPEN_PARTS;
}

static void walk_part(struct walk *w, const struct place *parent, uint64_t i, bool in_long_array)
{
    struct field_ref ref = field_child(parent->ref, i);
    if (is_hidden(&ref))
        return;
    size_t length = w->path.len, name;
    bool array = parent->ref->field == ref.field; /* an element is of the same field */
    if (length && !array)
        strbuf_char(&w->path, '.');
    name = w->path.len;
    field_step_text(parent->ref, i, &w->path);
    bool leaf = field_child_count(&ref) == 0;
    struct tree_node node = {
        .ref = &ref,
        .path = w->path.data,
        .name = w->path.data + name,
        .line = w->at++,
        .parent = parent->line,
        .depth = parent->depth,
        .leaf = leaf,
        .open = !leaf &&
                folds_get(w->folds, w->path.data, opens_itself(&ref, parent->depth, in_long_array)),
    };
    if (node.line >= w->first && node.line < w->end)
        w->fn(&node, w->ctx);
    if (node.open)
        walk_parts(w, &(struct place){&ref, node.line, parent->depth + 1});
    w->path.len = length;
    w->path.data[length] = '\0';
}

/* Elements from .. to - 1, of which none is opened: one line each. */
static void walk_closed(struct walk *w, const struct place *parent, uint64_t from, uint64_t to)
{
    uint64_t base = w->at, end = base + (to - from);
    uint64_t low = w->first > base ? w->first : base, high = w->end < end ? w->end : end;
    for (uint64_t line = low; line < high; line++) {
        w->at = line;
        walk_part(w, parent, from + (line - base), true);
    }
    w->at = end;
}

static void walk_long_array(struct walk *w, const struct place *parent, uint64_t count)
{
    uint64_t at = 0;
    while (at < count) {
        uint64_t next = folds_next_element(w->folds, w->path.data, at);
        uint64_t stop = next < count ? next : count;
        walk_closed(w, parent, at, stop);
        if (stop < count)
            walk_part(w, parent, stop, true);
        at = stop < count ? stop + 1 : count;
    }
}

static void walk_parts(struct walk *w, const struct place *parent)
{
    uint64_t count = field_child_count(parent->ref);
    if (count > LONG_ARRAY && field_child(parent->ref, 0).field == parent->ref->field) {
        walk_long_array(w, parent, count);
        return;
    }
    for (uint64_t i = 0; i < count; i++)
        walk_part(w, parent, i, false);
}

uint64_t tree_walk(const struct field_ref *root, const struct folds *folds, uint64_t first,
                   uint64_t count, tree_line_fn *fn, void *ctx)
{
    char path[TREE_PATH_MAX];
    struct walk w = {.folds = folds, .first = first, .end = first + count, .fn = fn, .ctx = ctx};
    strbuf_init(&w.path, path, sizeof path);
    walk_parts(&w, &(struct place){root, TREE_NO_LINE, 0});
    return w.at;
}
