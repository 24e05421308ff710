/* Which parts of the inspector's tree the user has opened or closed, by path. Layer 6. */
#ifndef VIEW_FOLDS_H
#define VIEW_FOLDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct folds {
    struct fold_entry *entries;
    size_t count, capacity;
};

void folds_init(struct folds *f);
void folds_fini(struct folds *f);
void folds_clear(struct folds *f);

/* Remembers; running out of memory leaves it as it was. */
void folds_set(struct folds *f, const char *path, bool open);
/* What was set, else `otherwise`. */
bool folds_get(const struct folds *f, const char *path, bool otherwise);

/* The least element index >= from of the array at `path` below which something was set (paths that
 * begin with path and "[index]"); UINT64_MAX when there is none. */
uint64_t folds_next_element(const struct folds *f, const char *path, uint64_t from);

#endif
