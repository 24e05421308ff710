/* Where the inspector's cursor goes: opening and closing, finding, going to a path. Layer 6. */
#include "view/inspector.h"

#include <stdio.h>
#include <string.h>

/* --- the line of the cursor --------------------------------------------------------------------
 */

static void select_node(const struct tree_node *node, void *ctx)
{
    struct selected *s = ctx;
    s->found = true;
    s->pair = *node->pair;
    s->parent = node->parent;
    s->element = node->element;
    s->siblings = node->siblings;
    s->leaf = node->leaf;
    s->open = node->open;
    s->path[0] = '\0';
    strncat(s->path, node->path, sizeof s->path - 1);
}

static uint64_t select_line(struct inspector *v, uint64_t line, struct selected *s)
{
    *s = (struct selected){.found = false};
    return tree_walk(&v->tree, line, 1, select_node, s);
}

void inspector_select(struct inspector *v)
{
    v->out->tree.total = select_line(v, v->m->tree.at, &v->selected);
    snprintf(v->m->inspect.path, sizeof v->m->inspect.path, "%s", v->selected.path);
}

/* A path without its last step; false at the top. */
static bool cut_step(char *path)
{
    size_t length = strlen(path);
    while (length && path[length - 1] != '.' && path[length - 1] != '[')
        length--;
    if (length)
        length--;
    path[length] = '\0';
    return length > 0;
}

/* The line of the path, or of the nearest that it is part of and that is visible. */
static void go_to(struct inspector *v, const char *path)
{
    char at[TREE_PATH_MAX];
    snprintf(at, sizeof at, "%s", path);
    for (bool more = at[0] != '\0'; more; more = cut_step(at)) {
        uint64_t line = tree_line_of(&v->tree, at);
        if (line == TREE_NO_LINE)
            continue;
        v->m->tree.at = line;
        return;
    }
}

/* Opens all that the path is part of, and goes there. */
static void reveal(struct inspector *v, const char *path)
{
    char above[TREE_PATH_MAX];
    snprintf(above, sizeof above, "%s", path);
    while (cut_step(above))
        folds_set(&v->m->inspect.folds, above, true);
    go_to(v, path);
}

/* --- opening and closing -----------------------------------------------------------------------
 */

/* Where opening all makes no line more, all is open: then it is closed. */
static void fold_below(struct inspector *v, const struct selected *s)
{
    struct folds *folds = &v->m->inspect.folds;
    struct selected again;
    uint64_t line = v->m->tree.at, before = select_line(v, line, &again);
    if (s->leaf)
        return;
    folds_set_below(folds, s->path, true);
    if (select_line(v, line, &again) == before)
        folds_set_below(folds, s->path, false);
}

/* Opening what is open goes in; closing what is closed goes out. */
static void apply_fold(struct inspector *v)
{
    struct model *m = v->m;
    struct folds *folds = &m->inspect.folds;
    enum fold_wish wish = m->inspect.fold;
    struct selected s;
    m->inspect.fold = FOLD_NONE;
    if (wish == FOLD_NONE)
        return;
    select_line(v, m->tree.at, &s);
    if (!s.found)
        return;
    if (wish == FOLD_TOGGLE)
        wish = s.open ? FOLD_COLLAPSE : FOLD_EXPAND;
    if (wish == FOLD_BELOW)
        fold_below(v, &s);
    else if (wish == FOLD_EXPAND && !s.leaf && !s.open)
        folds_set(folds, s.path, true);
    else if (wish == FOLD_EXPAND && s.open)
        m->tree.lines++;
    else if (wish == FOLD_COLLAPSE && s.open)
        folds_set(folds, s.path, false);
    else if (wish == FOLD_COLLAPSE && s.parent != TREE_NO_LINE)
        m->tree.at = s.parent;
}

/* --- finding and going -------------------------------------------------------------------------
 */

/* The pattern; false: nothing can be found, and that is said. */
static bool pattern_of(struct inspector *v, struct search_pattern *p)
{
    struct prompt *prompt = &v->m->prompt;
    memglass_error err;
    if (!v->m->inspect.find[0]) {
        model_note(v->m, VIEW_ROLE_WARNING, "Nothing to find yet: / asks for it.");
        return false;
    }
    if (search_compile(p, v->m->inspect.find, &err) == MEMGLASS_OK)
        return true;
    if (prompt->open)
        prompt_error(prompt, err.message, 0, strlen(prompt->text));
    else
        model_note(v->m, VIEW_ROLE_WARNING, err.message);
    return false;
}

static void say_found(struct inspector *v, struct search_pattern *p, bool found)
{
    struct prompt *prompt = &v->m->prompt;
    unsigned long long count = search_count(&v->tree.root, p);
    if (found) /* what the field is follows with the next build */
        v->out->message = (struct view_cell){
            .text = view_arena_printf(&v->b->arena, "'%s': %llu field%s", v->m->inspect.find, count,
                                      count == 1 ? "" : "s"),
            .role = VIEW_ROLE_DIM};
    else if (prompt->open)
        prompt_error(prompt, "no field is called so", 0, strlen(prompt->text));
    else
        model_note(v->m, VIEW_ROLE_WARNING,
                   view_arena_printf(&v->b->arena, "No field matches '%s'.", v->m->inspect.find));
}

/* "items[7].price" as "items[].price". */
static void bare_path(const char *path, char *out)
{
    while (*path) {
        *out++ = *path;
        if (*path++ == '[')
            path += strcspn(path, "]");
    }
    *out = '\0';
}

/* Whether the part at a path is one that is looked for. */
static bool is_match(struct inspector *v, const char *path, struct search_pattern *p)
{
    struct selected s;
    char bare[TREE_PATH_MAX];
    go_to(v, path);
    select_line(v, v->m->tree.at, &s);
    bare_path(path, bare);
    return s.found && strcmp(s.path, path) == 0 && search_by_name(&s.pair, bare, p) & SEARCH_HERE;
}

static void find(struct inspector *v, enum place_wish wish)
{
    struct inspecting *i = &v->m->inspect;
    struct search_pattern pattern;
    char path[TREE_PATH_MAX];
    if (wish == PLACE_FOUND) {
        folds_copy(&i->folds, &i->folds_before);
        go_to(v, i->path_before);
    }
    if (!pattern_of(v, &pattern))
        return;
    const char *from = wish == PLACE_FOUND ? i->path_before : i->path;
    snprintf(path, sizeof path, "%s", from);
    bool found = wish == PLACE_FOUND && from[0] && is_match(v, from, &pattern);
    if (!found)
        found = search_next(&v->tree.root, from, wish == PLACE_PREVIOUS, search_by_name, &pattern,
                            path, sizeof path);
    if (found)
        reveal(v, path);
    say_found(v, &pattern, found);
    search_pattern_fini(&pattern);
}

static void restore(struct inspector *v)
{
    struct inspecting *i = &v->m->inspect;
    folds_copy(&i->folds, &i->folds_before);
    go_to(v, i->path_before);
}

/* The path as the tree writes it: without a dot in front, numbers without zeros in front. */
static void plain_path(const char *path, char *out, size_t size)
{
    struct strbuf text;
    strbuf_init(&text, out, size);
    path += *path == '.';
    while (*path) {
        strbuf_char(&text, *path);
        if (*path++ != '[')
            continue;
        size_t zeros = strspn(path, "0");
        path += zeros && (path[zeros] < '0' || path[zeros] > '9') ? zeros - 1 : zeros;
    }
}

static void go_to_wanted(struct inspector *v)
{
    struct inspecting *i = &v->m->inspect;
    struct prompt *prompt = &v->m->prompt;
    struct field_ref ref;
    memglass_error err = {0};
    char path[TREE_PATH_MAX];
    int status = field_resolve(&v->tree.root.ref, i->wanted, &ref, &err);
    if (status != MEMGLASS_OK && prompt->open)
        prompt_error(prompt, err.message, 0, strlen(prompt->text));
    else if (status != MEMGLASS_OK)
        model_note(v->m, VIEW_ROLE_WARNING, err.message);
    if (status != MEMGLASS_OK || !i->place_accepted)
        return;
    plain_path(i->wanted, path, sizeof path);
    reveal(v, path);
    if (tree_line_of(&v->tree, path) == TREE_NO_LINE)
        model_note(v->m, VIEW_ROLE_WARNING,
                   view_arena_printf(&v->b->arena, "'%s' is hidden: it has no line.", path));
}

static void go_to_difference(struct inspector *v, bool backwards)
{
    char path[TREE_PATH_MAX];
    if (!v->comparing)
        model_note(v->m, VIEW_ROLE_WARNING, "Nothing is compared: = compares with another object.");
    else if (search_next(&v->tree.root, v->m->inspect.path, backwards, search_difference, &v->bytes,
                         path, sizeof path))
        reveal(v, path);
    else
        model_note(v->m, VIEW_ROLE_GOOD, "No value differs.");
}

void inspector_resolve(struct inspector *v)
{
    struct inspecting *i = &v->m->inspect;
    enum place_wish wish = i->place;
    i->place = PLACE_NONE;
    if (i->path[0])
        go_to(v, i->path);
    apply_fold(v);
    switch (wish) {
    case PLACE_PATH:
        go_to_wanted(v);
        break;
    case PLACE_FOUND:
    case PLACE_NEXT:
    case PLACE_PREVIOUS:
        find(v, wish);
        break;
    case PLACE_RESTORED:
        restore(v);
        break;
    case PLACE_DIFFERENCE:
    case PLACE_DIFFERENCE_BEFORE:
        go_to_difference(v, wish == PLACE_DIFFERENCE_BEFORE);
        break;
    case PLACE_NONE:
        break;
    }
}
