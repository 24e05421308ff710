/* What is looked for in an object: names, and what differs from another one. Layer 6. */
#include "view/search.h"

#include "base/checked.h"
#include "field/bits.h"
#include "view/tree.h"

#include <math.h>
#include <string.h>

/* --- names -------------------------------------------------------------------------------------
 */

int search_compile(struct search_pattern *p, const char *text, memglass_error *err)
{
    *p = (struct search_pattern){.matcher = {.made = false}};
    return pattern_init(&p->pattern, text, err);
}

void search_pattern_fini(struct search_pattern *p)
{
    pattern_matcher_fini(&p->matcher);
}

static bool matches(struct search_pattern *p, const char *text)
{
    return pattern_matches(&p->pattern, &p->matcher, text);
}

/* "items[].price" is called "price"; an element has no name. */
static bool matches_here(struct search_pattern *p, const char *path)
{
    char above[TREE_PATH_MAX];
    const char *dot = strrchr(path, '.'), *name = dot ? dot + 1 : path;
    size_t length = strlen(path);
    bool element = length && path[length - 1] == ']';
    if (!element && matches(p, name))
        return true;
    if (!matches(p, path))
        return false;
    struct strbuf text;
    strbuf_init(&text, above, sizeof above);
    strbuf_bytes(&text, path, element ? length - 2 : dot ? (size_t)(dot - path) : 0);
    return !element && !matches(p, above);
}

static bool is_hidden(const struct pair *pair)
{
    const struct field_ref *shape = pair_shape(pair);
    return shape->field && (shape->field->flags & MEMGLASS_FIELD_HIDDEN);
}

/* Matches of a part and of all below; stops at the first when only that is asked. */
static uint64_t count_matches(struct search_pattern *p, const struct pair *pair,
                              struct strbuf *path, bool first)
{
    uint64_t found = path->len && matches_here(p, path->data), count = pair_child_count(pair);
    bool array = pair_is_array(pair);
    for (uint64_t i = 0; i < (array && count ? 1 : count) && !(first && found); i++) {
        struct pair child = pair_child(pair, i);
        size_t length = path->len;
        if (is_hidden(&child))
            continue;
        if (length && !array)
            strbuf_char(path, '.');
        strbuf_text(path, array ? "[]" : pair_shape(&child)->field->name);
        uint64_t below = count_matches(p, &child, path, first);
        found = saturating_add(found, saturating_mul(below, array ? count : 1));
        path->data[path->len = length] = '\0';
    }
    return found;
}

unsigned search_by_name(const struct pair *pair, const char *path, void *ctx)
{
    struct search_pattern *p = ctx;
    char text[TREE_PATH_MAX];
    struct strbuf below;
    strbuf_init(&below, text, sizeof text);
    strbuf_text(&below, path);
    if (matches_here(p, path))
        return SEARCH_HERE | SEARCH_BELOW;
    return count_matches(p, pair, &below, true) ? SEARCH_BELOW : 0;
}

uint64_t search_count(const struct pair *root, struct search_pattern *p)
{
    char text[TREE_PATH_MAX];
    struct strbuf path;
    strbuf_init(&path, text, sizeof text);
    return count_matches(p, root, &path, false);
}

/* --- differences -------------------------------------------------------------------------------
 */

static bool same_kind(const memglass_field *a, const memglass_field *b)
{
    return a->kind == b->kind && a->bit_size == b->bit_size &&
           bits_is_signed(a) == bits_is_signed(b);
}

static bool same_bytes(const struct pair *p, const struct search_bytes *b)
{
    return memcmp(b->bytes + p->ref.bit_offset / 8, b->other + p->other.bit_offset / 8,
                  p->ref.field->bit_size / 8) == 0;
}

static bool same_text(const struct pair *p, const struct search_bytes *b)
{
    char text[2][MEMGLASS_TEXT_MAX];
    struct strbuf out;
    strbuf_init(&out, text[0], sizeof text[0]);
    field_text(&p->ref, b->bytes, b->size, NULL, &out);
    strbuf_init(&out, text[1], sizeof text[1]);
    field_text(&p->other, b->other, b->other_size, NULL, &out);
    return strcmp(text[0], text[1]) == 0;
}

/* Text up to its end; else bit by bit where both are of one kind, by number or text where not. */
static bool same_value(const struct pair *p, const struct search_bytes *b)
{
    if (!bits_inside(&p->ref, b->size) || !bits_inside(&p->other, b->other_size))
        return false;
    if (!same_kind(p->ref.field, p->other.field)) {
        double number = field_number(&p->ref, b->bytes, b->size);
        double other = field_number(&p->other, b->other, b->other_size);
        return isnan(number) || isnan(other) ? same_text(p, b) : number == other;
    }
    if (p->ref.field->kind == MEMGLASS_KIND_STRING) {
        const char *text = (const char *)b->bytes + p->ref.bit_offset / 8;
        const char *other = (const char *)b->other + p->other.bit_offset / 8;
        return strncmp(text, other, p->ref.field->bit_size / 8) == 0;
    }
    return bits_is_integer(p->ref.field)
               ? bits_load(&p->ref, b->bytes) == bits_load(&p->other, b->other)
               : same_bytes(p, b);
}

bool search_equal(const struct pair *pair, const struct search_bytes *bytes)
{
    if (!pair->has_ref || !pair->has_other)
        return false;
    bool leaf = field_is_leaf(&pair->ref);
    if (leaf != field_is_leaf(&pair->other))
        return false;
    if (leaf)
        return same_value(pair, bytes);
    if (field_child_count(&pair->ref) != field_child_count(&pair->other))
        return false;
    uint64_t count = pair_child_count(pair);
    if (field_leaf_count(&pair->ref) == 0)
        return field_leaf_count(&pair->other) == 0;
    for (uint64_t i = 0; i < count; i++) {
        struct pair child = pair_child(pair, i);
        if (!search_equal(&child, bytes))
            return false;
    }
    return true;
}

unsigned search_difference(const struct pair *pair, const char *path, void *ctx)
{
    (void)path;
    if (search_equal(pair, ctx))
        return 0;
    bool whole = !pair->has_ref || !pair->has_other || pair_child_count(pair) == 0;
    return whole ? SEARCH_HERE : SEARCH_BELOW;
}
