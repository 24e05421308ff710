/* Walking the inspector's tree. Layer 6. */
#include "view/tree.h"

#include "base/checked.h"

#include <stdlib.h>
#include <string.h>

/* Longer arrays have closed elements until the user opens one. */
#define LONG_ARRAY 64
/* What has more parts is closed until the user opens it. */
#define OPEN_PARTS 16

struct walk {
    const struct folds *folds;
    uint64_t at;         /* number of the next line */
    uint64_t first, end; /* lines wanted */
    tree_line_fn *fn;
    void *ctx;
    struct strbuf path;
    const char *target; /* a path whose line is looked for, or NULL */
    uint64_t target_line;
};

/* Where the walk stands in the tree. */
struct place {
    const struct pair *pair;
    uint64_t line, count; /* of the pair; how many parts it has */
    int depth;            /* of its parts */
    bool array;
    enum fold_below below;
};

static void walk_parts(struct walk *w, struct place *parent);

static bool is_hidden(const struct pair *pair)
{
    const struct field_ref *shape = pair_shape(pair);
    return shape->field && (shape->field->flags & MEMGLASS_FIELD_HIDDEN);
}

/* --- what is open of which nothing was said ----------------------------------------------------
 */

/* A part of something: where it lies decides whether it is open from the start. */
struct part {
    struct pair pair;
    int depth;
    bool in_long_array;
    enum fold_below below;
};

static bool opens_itself(const struct walk *w, const struct part *part)
{
    if (part->below != BELOW_UNSAID)
        return part->below == BELOW_OPEN;
    if (w->folds->depth != FOLDS_AUTO)
        return part->depth < w->folds->depth;
    return !part->in_long_array && part->depth < TREE_AUTO_DEPTH &&
           pair_child_count(&part->pair) <= OPEN_PARTS;
}

static uint64_t lines_of(const struct walk *w, const struct part *part);

static struct part part_of(const struct part *whole, uint64_t count, uint64_t i)
{
    return (struct part){.pair = pair_child(&whole->pair, i),
                         .depth = whole->depth + 1,
                         .in_long_array = pair_is_array(&whole->pair) && count > LONG_ARRAY,
                         .below = whole->below};
}

static uint64_t lines_of_elements(const struct walk *w, const struct part *array, uint64_t count)
{
    uint64_t shared = pair_shared_count(&array->pair), lines = 0;
    if (shared) {
        struct part element = part_of(array, count, 0);
        lines = saturating_mul(shared, lines_of(w, &element));
    }
    if (count > shared) {
        struct part element = part_of(array, count, shared);
        lines = saturating_add(lines, saturating_mul(count - shared, lines_of(w, &element)));
    }
    return lines;
}

/* Its own line, and what lies below when it opens itself. */
static uint64_t lines_of(const struct walk *w, const struct part *part)
{
    uint64_t count = pair_child_count(&part->pair), lines = 1;
    if (is_hidden(&part->pair))
        return 0;
    if (!count || !opens_itself(w, part))
        return 1;
    if (pair_is_array(&part->pair))
        return saturating_add(lines, lines_of_elements(w, part, count));
    for (uint64_t i = 0; i < count; i++) {
        struct part member = part_of(part, count, i);
        lines = saturating_add(lines, lines_of(w, &member));
    }
    return lines;
}

/* --- the walk ----------------------------------------------------------------------------------
 */

static void see_node(struct walk *w, const struct tree_node *node)
{
    if (node->line >= w->first && node->line < w->end)
        w->fn(node, w->ctx);
    if (w->target && strcmp(w->target, node->path) == 0)
        w->target_line = node->line;
}

static void walk_part(struct walk *w, const struct place *parent, uint64_t i)
{
    struct part part = {.pair = pair_child(parent->pair, i),
                        .depth = parent->depth,
                        .in_long_array = parent->array && parent->count > LONG_ARRAY,
                        .below = parent->below};
    if (is_hidden(&part.pair))
        return;
    size_t length = w->path.len;
    if (length && !parent->array)
        strbuf_char(&w->path, '.');
    size_t name = w->path.len;
    pair_step_text(parent->pair, i, &w->path);
    struct fold_state said = folds_state(w->folds, w->path.data);
    if (said.below == BELOW_UNSAID)
        said.below = parent->below;
    struct place here = {.pair = &part.pair,
                         .line = w->at,
                         .count = pair_child_count(&part.pair),
                         .depth = parent->depth + 1,
                         .array = pair_is_array(&part.pair),
                         .below = said.below};
    struct tree_node node = {
        .pair = &part.pair,
        .path = w->path.data,
        .name = w->path.data + name,
        .line = w->at,
        .parent = parent->line,
        .element = parent->array ? i : TREE_NO_LINE,
        .siblings = parent->array ? parent->count : 0,
        .depth = parent->depth,
        .leaf = here.count == 0,
        .open = here.count && (said.said ? said.open : opens_itself(w, &part)),
    };
    w->at = saturating_add(w->at, 1);
    see_node(w, &node);
    if (node.open)
        walk_parts(w, &here);
    w->path.len = length;
    w->path.data[length] = '\0';
}

/* The number of the element of the array at w->path that the target lies in. */
static uint64_t target_element(const struct walk *w)
{
    size_t length = w->path.len;
    if (!w->target || strncmp(w->target, w->path.data, length) != 0 || w->target[length] != '[')
        return UINT64_MAX;
    return strtoull(w->target + length + 1, NULL, 10);
}

/* Elements from .. to - 1, of which nothing was said: equally many lines each. */
static void walk_alike(struct walk *w, const struct place *parent, uint64_t from, uint64_t to)
{
    struct part element = {.pair = pair_child(parent->pair, from),
                           .depth = parent->depth,
                           .in_long_array = parent->count > LONG_ARRAY,
                           .below = parent->below};
    uint64_t each = lines_of(w, &element), base = w->at, count = to - from;
    if (!each)
        return;
    uint64_t low = w->first > base ? (w->first - base) / each : 0;
    uint64_t high = w->end > base ? (w->end - base - 1) / each + 1 : 0;
    for (uint64_t i = low; i < high && i < count; i++) {
        w->at = saturating_add(base, i * each);
        walk_part(w, parent, from + i);
    }
    uint64_t wanted = target_element(w);
    if (wanted >= from && wanted < to) {
        w->at = saturating_add(base, saturating_mul(wanted - from, each));
        walk_part(w, parent, wanted);
    }
    w->at = saturating_add(base, saturating_mul(count, each));
}

/* Elements that have something said of them have their own number of lines. */
static void walk_elements(struct walk *w, const struct place *parent, uint64_t from, uint64_t to)
{
    uint64_t at = from;
    while (at < to) {
        uint64_t next = folds_next_element(w->folds, w->path.data, at);
        uint64_t stop = next < to ? next : to;
        if (at < stop)
            walk_alike(w, parent, at, stop);
        if (stop < to)
            walk_part(w, parent, stop);
        at = stop < to ? stop + 1 : to;
    }
}

static void walk_parts(struct walk *w, struct place *parent)
{
    if (parent->array) {
        uint64_t shared = pair_shared_count(parent->pair);
        walk_elements(w, parent, 0, shared);
        walk_elements(w, parent, shared, parent->count);
        return;
    }
    for (uint64_t i = 0; i < parent->count; i++)
        walk_part(w, parent, i);
}

static void walk_all(struct walk *w, const struct tree *tree)
{
    char path[TREE_PATH_MAX];
    strbuf_init(&w->path, path, sizeof path);
    struct place root = {.pair = &tree->root,
                         .line = TREE_NO_LINE,
                         .count = pair_child_count(&tree->root),
                         .array = pair_is_array(&tree->root)};
    walk_parts(w, &root);
}

uint64_t tree_walk(const struct tree *tree, uint64_t first, uint64_t count, tree_line_fn *fn,
                   void *ctx)
{
    struct walk w = {.folds = tree->folds,
                     .first = first,
                     .end = saturating_add(first, count),
                     .fn = fn,
                     .ctx = ctx};
    walk_all(&w, tree);
    return w.at;
}

uint64_t tree_line_of(const struct tree *tree, const char *path)
{
    struct walk w = {.folds = tree->folds, .target = path, .target_line = TREE_NO_LINE};
    walk_all(&w, tree);
    return w.target_line;
}
