/* Opened and closed parts of the inspector's tree: a handful, so a list. Layer 6. */
#include "view/folds.h"

#include <stdlib.h>
#include <string.h>

struct fold_entry {
    char *path;
    bool open;
};

void folds_init(struct folds *f)
{
    *f = (struct folds){0};
}

void folds_clear(struct folds *f)
{
    for (size_t i = 0; i < f->count; i++)
        free(f->entries[i].path);
    f->count = 0;
}

void folds_fini(struct folds *f)
{
    folds_clear(f);
    free(f->entries);
    folds_init(f);
}

static struct fold_entry *find(const struct folds *f, const char *path)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->entries[i].path, path) == 0)
            return &f->entries[i];
    return NULL;
}

static bool grow(struct folds *f)
{
    if (f->count < f->capacity)
        return true;
    size_t capacity = f->capacity ? 2 * f->capacity : 16;
    struct fold_entry *entries = realloc(f->entries, capacity * sizeof *entries);
    if (!entries)
        return false;
    f->entries = entries;
    f->capacity = capacity;
    return true;
}

void folds_set(struct folds *f, const char *path, bool open)
{
    struct fold_entry *entry = find(f, path);
    if (entry) {
        entry->open = open;
        return;
    }
    char *copy = grow(f) ? strdup(path) : NULL;
    if (copy)
        f->entries[f->count++] = (struct fold_entry){.path = copy, .open = open};
}

bool folds_get(const struct folds *f, const char *path, bool otherwise)
{
    const struct fold_entry *entry = find(f, path);
    return entry ? entry->open : otherwise;
}

uint64_t folds_next_element(const struct folds *f, const char *path, uint64_t from)
{
    size_t length = strlen(path);
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; i < f->count; i++) {
        const char *entry = f->entries[i].path;
        if (strncmp(entry, path, length) != 0 || entry[length] != '[')
            continue;
        uint64_t index = strtoull(entry + length + 1, NULL, 10);
        if (index >= from && index < least)
            least = index;
    }
    return least;
}
