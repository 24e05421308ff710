/* Opened and closed parts of the inspector's tree: a handful, so a list. Layer 6. */
#include "view/folds.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

struct fold_entry {
    char *path;
    bool open;
    enum fold_below below;
};

void folds_init(struct folds *f)
{
    *f = (struct folds){.depth = FOLDS_AUTO};
}

void folds_clear(struct folds *f)
{
    folds_set_depth(f, FOLDS_AUTO);
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

static struct fold_entry *find_or_add(struct folds *f, const char *path)
{
    struct fold_entry *entry = find(f, path);
    if (entry)
        return entry;
    bool room = array_reserve(&f->entries, sizeof *f->entries, &f->capacity, f->count + 1);
    char *copy = room ? strdup(path) : NULL;
    if (!copy)
        return NULL;
    entry = &f->entries[f->count++];
    *entry = (struct fold_entry){.path = copy};
    return entry;
}

void folds_set(struct folds *f, const char *path, bool open)
{
    struct fold_entry *entry = find_or_add(f, path);
    if (entry)
        entry->open = open;
}

static bool lies_below(const char *path, const char *above)
{
    size_t length = strlen(above);
    return strncmp(path, above, length) == 0 && (path[length] == '.' || path[length] == '[');
}

void folds_set_below(struct folds *f, const char *path, bool open)
{
    size_t kept = 0;
    for (size_t i = 0; i < f->count; i++)
        if (lies_below(f->entries[i].path, path))
            free(f->entries[i].path);
        else
            f->entries[kept++] = f->entries[i];
    f->count = kept;
    struct fold_entry *entry = find_or_add(f, path);
    if (!entry)
        return;
    entry->open = open;
    entry->below = open ? BELOW_OPEN : BELOW_CLOSED;
}

void folds_set_depth(struct folds *f, int depth)
{
    for (size_t i = 0; i < f->count; i++)
        free(f->entries[i].path);
    f->count = 0;
    f->depth = depth;
}

void folds_copy(struct folds *to, const struct folds *from)
{
    folds_set_depth(to, from->depth);
    for (size_t i = 0; i < from->count; i++) {
        struct fold_entry *entry = find_or_add(to, from->entries[i].path);
        if (!entry)
            return;
        entry->open = from->entries[i].open;
        entry->below = from->entries[i].below;
    }
}

bool folds_get(const struct folds *f, const char *path, bool otherwise)
{
    const struct fold_entry *entry = find(f, path);
    return entry ? entry->open : otherwise;
}

struct fold_state folds_state(const struct folds *f, const char *path)
{
    const struct fold_entry *entry = find(f, path);
    return entry ? (struct fold_state){true, entry->open, entry->below}
                 : (struct fold_state){.said = false};
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
