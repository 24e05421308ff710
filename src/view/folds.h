/* Which parts of the inspector's tree the user has opened or closed: by path, below a path, and how
 * deep everywhere. Layer 6. */
#ifndef VIEW_FOLDS_H
#define VIEW_FOLDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FOLDS_AUTO      (-1) /* by size: what is short is open */
#define FOLDS_DEPTH_MAX 32

/* What was said of all that lies below a path. */
enum fold_below { BELOW_UNSAID, BELOW_OPEN, BELOW_CLOSED };

struct folds {
    struct fold_entry *entries;
    size_t count, capacity;
    int depth; /* levels that are open unless a path says otherwise, or FOLDS_AUTO */
};

struct fold_state {
    bool said, open;
    enum fold_below below;
};

void folds_init(struct folds *f);
void folds_fini(struct folds *f);
void folds_clear(struct folds *f); /* the paths; depth becomes AUTO */
/* Makes `to` say what `from` says. */
void folds_copy(struct folds *to, const struct folds *from);

/* Remembers; running out of memory leaves it as it was. */
void folds_set(struct folds *f, const char *path, bool open);
/* ... of the path and all that lies below it, whatever was said of that. */
void folds_set_below(struct folds *f, const char *path, bool open);
/* Forgets the paths, and opens so many levels. */
void folds_set_depth(struct folds *f, int depth);

/* What was set, else `otherwise`. */
bool folds_get(const struct folds *f, const char *path, bool otherwise);
struct fold_state folds_state(const struct folds *f, const char *path);

/* The least element index >= from of the array at `path` below which something was set (paths that
 * begin with path and "[index]"); UINT64_MAX when there is none. */
uint64_t folds_next_element(const struct folds *f, const char *path, uint64_t from);

#endif
