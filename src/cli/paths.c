/* Paths with globs, resolved in a frame. Layer 8. */
#include "cli/paths.h"

#include "base/error.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

/* A walk over what one pattern names. */
struct walk {
    const struct frame *frame;
    paths_fn *fn;
    void *ctx;
    int64_t hits;
    int stopped; /* what fn returned */
    bool label_found;
    memglass_error why; /* a path that did not resolve */
};

bool paths_is_glob(const char *pattern)
{
    return strpbrk(pattern, "*?") || strstr(pattern, "[!") || strstr(pattern, "[^");
}

static void call(struct walk *w, struct path_hit *hit, const char *label, const char *path)
{
    char text[PATHS_TEXT_MAX + MEMGLASS_LABEL_MAX];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    strbuf_text(&out, label);
    strbuf_text(&out, path[0] && path[0] != '[' ? "." : "");
    strbuf_text(&out, path);
    hit->text = text;
    hit->field = path;
    w->hits++;
    w->stopped = w->fn(hit, w->ctx);
}

/* --- fields ------------------------------------------------------------------------------------
 */

/* Everything under a ref whose path is built in `path`. */
struct descent {
    struct walk *walk;
    const char *label, *pattern; /* NULL: all leaves */
    size_t row;
    struct strbuf path;
    char text[PATHS_TEXT_MAX];
};

/* A "[" in our own paths is one, not the beginning of a set. */
static bool matches(const char *pattern, const char *path)
{
    char escaped[2 * PATHS_TEXT_MAX];
    size_t used = 0;
    for (; *pattern && used + 2 < sizeof escaped; pattern++) {
        if (*pattern == '[' || *pattern == ']')
            escaped[used++] = '\\';
        escaped[used++] = *pattern;
    }
    escaped[used] = '\0';
    return fnmatch(escaped, path, 0) == 0;
}

/* Whether something below could match: the path agrees with the pattern up to its first glob. */
static bool may_match(const char *pattern, const char *path)
{
    size_t plain = strcspn(pattern, "*?"), length = strlen(path);
    return strncmp(pattern, path, plain < length ? plain : length) == 0;
}

static void append_step(struct descent *d, const struct field_ref *parent, uint64_t i)
{
    char step[256];
    struct strbuf out;
    strbuf_init(&out, step, sizeof step);
    field_step_text(parent, i, &out);
    if (d->path.len && step[0] != '[')
        strbuf_char(&d->path, '.');
    strbuf_text(&d->path, step);
}

static void cut_back(struct descent *d, size_t length)
{
    d->path.len = length;
    d->path.data[length] = '\0';
    d->path.cut = false;
}

static void descend(struct descent *d, const struct field_ref *ref)
{
    bool leaf = field_is_leaf(ref);
    if (d->walk->stopped || d->path.cut)
        return;
    if (d->pattern ? d->path.len && matches(d->pattern, d->path.data) : leaf) {
        struct path_hit hit = {.frame = d->walk->frame, .row = d->row, .ref = *ref};
        call(d->walk, &hit, d->label, d->path.data);
        return;
    }
    if (leaf || (d->pattern && !may_match(d->pattern, d->path.data)))
        return;
    uint64_t count = field_child_count(ref);
    size_t length = d->path.len;
    for (uint64_t i = 0; i < count && !d->walk->stopped; i++) {
        struct field_ref child = field_child(ref, i);
        append_step(d, ref, i);
        descend(d, &child);
        cut_back(d, length);
    }
}

static void descend_from(struct walk *w, size_t row, const struct field_ref *ref, const char *label,
                         const char *pattern)
{
    struct descent d = {.walk = w, .label = label, .pattern = pattern, .row = row};
    strbuf_init(&d.path, d.text, sizeof d.text);
    descend(&d, ref);
}

int paths_each_leaf(const struct path_hit *from, paths_fn *fn, void *ctx)
{
    struct walk w = {.frame = from->frame, .fn = fn, .ctx = ctx};
    struct descent d = {
        .walk = &w, .label = from->frame->roster->rows[from->row].label, .row = from->row};
    strbuf_init(&d.path, d.text, sizeof d.text);
    strbuf_text(&d.path, from->field);
    descend(&d, &from->ref);
    return w.stopped;
}

/* --- objects -----------------------------------------------------------------------------------
 */

/* The object's label is the pattern up to `split`; the rest is a path in it. */
static void try_split(struct walk *w, size_t row, const char *pattern, size_t split)
{
    const struct roster_row *object = &w->frame->roster->rows[row];
    const char *rest = pattern + split + (pattern[split] == '.');
    struct field_ref whole = field_whole(object->type, object->count);
    struct path_hit hit = {.frame = w->frame, .row = row};
    w->label_found = true;
    if (paths_is_glob(rest))
        descend_from(w, row, &whole, object->label, rest);
    else if (field_resolve(&whole, rest, &hit.ref, &w->why) == MEMGLASS_OK)
        call(w, &hit, object->label, rest);
}

static bool label_matches(const char *pattern, size_t length, const char *label)
{
    char part[PATHS_TEXT_MAX];
    if (length >= sizeof part)
        return false;
    memcpy(part, pattern, length);
    part[length] = '\0';
    return paths_is_glob(part) ? fnmatch(part, label, 0) == 0 : strcmp(part, label) == 0;
}

/* The longest label that fits is meant. */
static void try_row(struct walk *w, size_t row, const char *pattern)
{
    const char *label = w->frame->roster->rows[row].label;
    for (size_t split = strlen(pattern) + 1; split-- > 0 && !w->stopped;) {
        bool end = !pattern[split] || pattern[split] == '.' || pattern[split] == '[';
        int64_t hits = w->hits;
        if (end && split && label_matches(pattern, split, label))
            try_split(w, row, pattern, split);
        if (w->hits != hits)
            return;
    }
}

int64_t paths_each(const struct frame *f, const char *pattern, paths_fn *fn, void *ctx,
                   memglass_error *err)
{
    struct walk w = {.frame = f, .fn = fn, .ctx = ctx};
    for (size_t i = 0; i < f->roster->count && !w.stopped; i++)
        if (!frame_gone(f, i))
            try_row(&w, i, pattern);
    if (w.stopped)
        return w.stopped;
    if (w.hits)
        return w.hits;
    if (w.label_found && w.why.code)
        error_set(err, MEMGLASS_E_PATH, 0, "%.100s: %s", pattern, w.why.message);
    else
        error_set(err, MEMGLASS_E_NOTFOUND, 0, "no %s is called '%.160s'",
                  w.label_found ? "field" : "object", pattern);
    return 0;
}
