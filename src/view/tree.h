/*
 * The lines of the inspector's tree: what an object is made of, as far as it is opened. Layer 6.
 * An array of a million elements costs what is opened and seen of it, not a million steps: elements
 * of which nothing was said have equally many lines.
 */
#ifndef VIEW_TREE_H
#define VIEW_TREE_H

#include "view/folds.h"
#include "view/pair.h"

#define TREE_PATH_MAX 1024
#define TREE_NO_LINE  UINT64_MAX

/* What is open of which object, or of two side by side. */
struct tree {
    struct pair root;
    const struct folds *folds;
};

/* One line, valid during the call. */
struct tree_node {
    const struct pair *pair;
    const char *path, *name;
    uint64_t line, parent; /* line of what it is part of, or TREE_NO_LINE */
    uint64_t element;  /* its number when it is an element of an array; TREE_NO_LINE: it is not */
    uint64_t siblings; /* how many elements that array has */
    int depth;
    bool leaf, open;
};

typedef void tree_line_fn(const struct tree_node *node, void *ctx);

/* Calls fn for the lines first .. first + count - 1; returns how many lines there are in all. */
uint64_t tree_walk(const struct tree *tree, uint64_t first, uint64_t count, tree_line_fn *fn,
                   void *ctx);

/* The line of a path as the tree writes it, or TREE_NO_LINE: there is none, or what it is part of
 * is closed. */
uint64_t tree_line_of(const struct tree *tree, const char *path);

/* Levels that `]` and `[` start from when the tree opened by size so far. */
#define TREE_AUTO_DEPTH 2

#endif
