/* Going through all parts of an object. Layer 6. */
#include "view/search.h"

#include "view/tree.h"

#include <stdlib.h>
#include <string.h>

/* A search under way: where it is, with the numbers of elements and without. */
struct search {
    search_fn *fn;
    void *ctx;
    struct strbuf path, bare;
};

/* What is at one level: the parts of `pair`. */
struct level {
    const struct pair *pair;
    uint64_t count;
    bool array;
};

static struct level level_of(const struct pair *pair)
{
    return (struct level){pair, pair_child_count(pair), pair_is_array(pair)};
}

static bool is_hidden(const struct pair *pair)
{
    const struct field_ref *shape = pair_shape(pair);
    return shape->field && (shape->field->flags & MEMGLASS_FIELD_HIDDEN);
}

/* A step on both paths, to be taken back. */
struct step {
    size_t path, bare;
};

static struct step step_in(struct search *s, const struct level *l, uint64_t i)
{
    struct step step = {s->path.len, s->bare.len};
    if (s->bare.len && !l->array) {
        strbuf_char(&s->path, '.');
        strbuf_char(&s->bare, '.');
    }
    pair_step_text(l->pair, i, &s->path);
    if (l->array)
        strbuf_text(&s->bare, "[]");
    else
        pair_step_text(l->pair, i, &s->bare);
    return step;
}

static void step_out(struct search *s, struct step step)
{
    s->path.data[s->path.len = step.path] = '\0';
    s->bare.data[s->bare.len = step.bare] = '\0';
}

/* The number of the part that a path begins with, and what is left of it; UINT64_MAX: none. */
static uint64_t first_step(const struct level *l, const char **path)
{
    const char *at = *path + (**path == '.');
    size_t length = *at == '[' ? strcspn(at, "]") + 1 : strcspn(at, ".[");
    *path = at + length;
    if (l->array) {
        uint64_t index = *at == '[' ? strtoull(at + 1, NULL, 10) : UINT64_MAX;
        return index < l->count ? index : UINT64_MAX;
    }
    for (uint64_t i = 0; i < l->count; i++) {
        struct pair child = pair_child(l->pair, i);
        const char *name = pair_shape(&child)->field->name;
        if (strncmp(name, at, length) == 0 && !name[length])
            return i;
    }
    return UINT64_MAX;
}

static unsigned look(struct search *s, const struct pair *child)
{
    return is_hidden(child) ? 0 : s->fn(child, s->bare.data, s->ctx);
}

/* Elements have one bare path, and nothing more is written for those that are passed by. */
static unsigned look_at(struct search *s, const struct level *l, uint64_t i, struct pair *child)
{
    size_t bare = s->bare.len;
    *child = pair_child(l->pair, i);
    if (bare && !l->array)
        strbuf_char(&s->bare, '.');
    strbuf_text(&s->bare, l->array ? "[]" : pair_shape(child)->field->name);
    unsigned found = look(s, child);
    s->bare.data[s->bare.len = bare] = '\0';
    return found;
}

/* The paths stay at what was found. */
static bool forward(struct search *s, const struct pair *pair, const char *from)
{
    struct level l = level_of(pair);
    uint64_t i = 0;
    struct pair child;
    if (*from) {
        uint64_t at = first_step(&l, &from);
        i = at == UINT64_MAX ? l.count : at + 1;
        unsigned found = at == UINT64_MAX ? 0 : look_at(s, &l, at, &child);
        if (found & SEARCH_BELOW) {
            struct step step = step_in(s, &l, at);
            if (forward(s, &child, from))
                return true;
            step_out(s, step);
        }
    }
    for (; i < l.count; i++) {
        unsigned found = look_at(s, &l, i, &child);
        if (!found)
            continue;
        struct step step = step_in(s, &l, i);
        if (found & SEARCH_HERE || forward(s, &child, ""))
            return true;
        step_out(s, step);
    }
    return false;
}

/* from NULL: from the end. */
static bool backward(struct search *s, const struct pair *pair, const char *from)
{
    struct level l = level_of(pair);
    uint64_t end = l.count;
    struct pair child;
    if (from) {
        end = first_step(&l, &from);
        end = end == UINT64_MAX ? 0 : end;
        unsigned found = *from && l.count ? look_at(s, &l, end, &child) : 0;
        struct step step = {s->path.len, s->bare.len};
        if (found)
            step_in(s, &l, end);
        if ((found & SEARCH_BELOW && backward(s, &child, from)) || found & SEARCH_HERE)
            return true;
        step_out(s, step);
    }
    while (end-- > 0) {
        unsigned found = look_at(s, &l, end, &child);
        if (!found)
            continue;
        struct step step = step_in(s, &l, end);
        if ((found & SEARCH_BELOW && backward(s, &child, NULL)) || found & SEARCH_HERE)
            return true;
        step_out(s, step);
    }
    return false;
}

bool search_next(const struct pair *root, const char *from, bool backwards, search_fn *fn,
                 void *ctx, char *out, size_t size)
{
    char path[TREE_PATH_MAX], bare[TREE_PATH_MAX];
    struct search s = {.fn = fn, .ctx = ctx};
    strbuf_init(&s.path, path, sizeof path);
    strbuf_init(&s.bare, bare, sizeof bare);
    if (!fn(root, "", ctx))
        return false; /* no need to ask each of a million elements */
    bool found = backwards ? backward(&s, root, *from ? from : NULL) : forward(&s, root, from);
    if (!found && *from)
        found = backwards ? backward(&s, root, NULL) : forward(&s, root, "");
    struct strbuf text;
    strbuf_init(&text, out, size);
    if (found)
        strbuf_text(&text, path);
    return found;
}
