/*
 * Paths that people type: "player_1.pos.x", with globs in the label and in the path
 * ("player_*.pos.*", "crowd.items[*].price"). Layer 8.
 *
 * A label may have dots in it: the pattern is tried with each of its dots and brackets as the end
 * of the label.
 */
#ifndef CLI_PATHS_H
#define CLI_PATHS_H

#include "field/field.h"
#include "sample/frame.h"

#define PATHS_TEXT_MAX 1024

/* One thing that a path names. Text is "label.path". Non-zero ends the walk. */
struct path_hit {
    const struct frame *frame;
    size_t row;
    struct field_ref ref;
    const char *text;  /* label and path */
    const char *field; /* the path alone, "" for the whole object */
};

typedef int paths_fn(const struct path_hit *hit, void *ctx);

/*
 * Calls fn for what a pattern names in a frame, objects in order of their rows, fields in order of
 * declaration; how many there were, or what fn returned when that was not 0. None: err says why (no
 * such object, or no such field, and what there is instead).
 */
int64_t paths_each(const struct frame *f, const char *pattern, paths_fn *fn, void *ctx,
                   memglass_error *err);

/* Calls fn for each single value under a ref, with its path from there. Non-zero ends the walk and
 * is returned. */
int paths_each_leaf(const struct path_hit *from, paths_fn *fn, void *ctx);

/* More than one thing can be meant. */
bool paths_is_glob(const char *pattern);

#endif
