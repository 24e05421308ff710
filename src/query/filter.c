/* Filters: making, sharing and checking them. Layer 5. */
#include "query/filter.h"

#include "base/error.h"
#include "query/filter_tree.h"

#include <stdlib.h>
#include <string.h>

/* --- making ----------------------------------------------------------------------------------- */

static size_t count_leaves(const struct filter_node *node)
{
    size_t count = 0;
    for (; node; node = node->next)
        count += node->kind >= FILTER_WORD ? 1 : count_leaves(node->children);
    return count;
}

static void list_leaves(struct filter *f, struct filter_node *node)
{
    for (; node; node = node->next) {
        if (node->kind < FILTER_WORD) {
            list_leaves(f, node->children);
            continue;
        }
        node->number = f->leaf_count;
        f->leaves[f->leaf_count++] = node;
        if (node->kind == FILTER_TEST && node->test->term.id > TERM_TYPE)
            f->fixed = false;
    }
}

struct filter *filter_compile(const char *text, struct filter_error *err)
{
    struct filter_error ignored;
    struct filter_node *root = filter_parse(text, err ? err : &ignored);
    if (!root)
        return NULL;
    size_t length = strlen(text), leaves = count_leaves(root);
    struct filter *f = calloc(1, sizeof *f + length + 1);
    struct filter_node **list = calloc(leaves ? leaves : 1, sizeof *list);
    if (!f || !list) {
        free(f);
        free(list);
        filter_free_nodes(root);
        if (err)
            *err = (struct filter_error){.message = "out of memory"};
        return NULL;
    }
    memcpy(f->text, text, length);
    f->root = root;
    f->leaves = list;
    f->fixed = true;
    list_leaves(f, root);
    atomic_init(&f->refs, 1);
    return f;
}

struct filter *filter_retain(struct filter *f)
{
    if (f)
        atomic_fetch_add_explicit(&f->refs, 1, memory_order_relaxed);
    return f;
}

/* The last one sees all that others did with it. */
void filter_release(struct filter **filter)
{
    struct filter *f = *filter;
    *filter = NULL;
    if (!f || atomic_fetch_sub_explicit(&f->refs, 1, memory_order_acq_rel) != 1)
        return;
    filter_free_nodes(f->root);
    free(f->leaves);
    free(f);
}

const char *filter_text(const struct filter *f)
{
    return f->text;
}

bool filter_is_empty(const struct filter *f)
{
    return !f->leaf_count;
}

bool filter_is_fixed(const struct filter *f)
{
    return f->fixed;
}

bool filter_looks_back(const struct filter *f)
{
    for (size_t i = 0; i < f->leaf_count; i++)
        if (f->leaves[i]->kind == FILTER_TEST && term_looks_back(f->leaves[i]->test->term.aspect))
            return true;
    return false;
}

/* --- checking --------------------------------------------------------------------------------- */

static bool check_test(const struct filter_test *test, const struct type_count *types, size_t count,
                       memglass_error *err, bool *of_value)
{
    bool found = false;
    *of_value = false;
    for (size_t i = 0; i < count; i++) {
        struct filter_place place;
        memglass_error why;
        if (filter_place(test, types[i].type, &place, &why))
            return true;
        if (found && !place.found)
            continue;
        if (place.found || count == 1)
            *err = why;
        else
            error_set(err, MEMGLASS_E_NOTFOUND, 0, "no type has a field '%.60s'", test->term.path);
        found = place.found;
        *of_value = place.bad_value;
    }
    return count == 0;
}

static void blame_term(const struct filter_node *leaf, const memglass_error *why,
                       struct filter_error *err)
{
    struct strbuf message;
    *err = (struct filter_error){.at = leaf->at, .length = strlen(leaf->test->term.name)};
    strbuf_init(&message, err->message, sizeof err->message);
    strbuf_text(&message, why->message);
    strbuf_finish(&message);
}

bool filter_check(const struct filter *f, const struct type_count *types, size_t count,
                  struct filter_error *err)
{
    for (size_t i = 0; i < f->leaf_count; i++) {
        const struct filter_node *leaf = f->leaves[i];
        memglass_error why;
        bool of_value;
        if (leaf->kind != FILTER_TEST || leaf->test->term.id != TERM_FIELD ||
            check_test(leaf->test, types, count, &why, &of_value))
            continue;
        blame_term(leaf, &why, err);
        if (of_value) {
            err->at = leaf->test->value_at;
            err->length = leaf->at + leaf->length - err->at;
        }
        return false;
    }
    return true;
}

bool filter_without_baseline(const struct filter *f, struct filter_error *err)
{
    for (size_t i = 0; i < f->leaf_count; i++) {
        memglass_error why;
        if (f->leaves[i]->kind != FILTER_TEST ||
            term_without_baseline(&f->leaves[i]->test->term, &why) == MEMGLASS_OK)
            continue;
        blame_term(f->leaves[i], &why, err);
        return false;
    }
    return true;
}
