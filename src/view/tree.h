/*
 * The lines of the inspector's tree: what an object is made of, as far as it is opened. Layer 6.
 * An array of a million elements costs what is opened and seen of it, not a million steps.
 */
#ifndef VIEW_TREE_H
#define VIEW_TREE_H

#include "field/field.h"
#include "view/folds.h"

#define TREE_PATH_MAX 1024
#define TREE_NO_LINE  UINT64_MAX

/* One line, valid during the call. */
struct tree_node {
    const struct field_ref *ref;
    const char *path, *name;
    uint64_t line, parent; /* line of what it is part of, or TREE_NO_LINE */
    int depth;
    bool leaf, open;
};

typedef void tree_line_fn(const struct tree_node *node, void *ctx);

/* Calls fn for the lines first .. first + count - 1; returns how many lines there are in all. */
uint64_t tree_walk(const struct field_ref *root, const struct folds *folds, uint64_t first,
                   uint64_t count, tree_line_fn *fn, void *ctx);

#endif
