/* Which fields are written otherwise: a handful, so a list. Layer 6. */
#include "view/formats.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

struct format_entry {
    char *type, *path; /* the path without its indexes */
    enum value_format format;
};

void formats_init(struct formats *f)
{
    *f = (struct formats){0};
}

void formats_clear(struct formats *f)
{
    for (size_t i = 0; i < f->count; i++) {
        free(f->entries[i].type);
        free(f->entries[i].path);
    }
    f->count = 0;
}

void formats_fini(struct formats *f)
{
    formats_clear(f);
    free(f->entries);
    formats_init(f);
}

/* A path that has its indexes is that path once they are left out. */
static bool same_path(const char *bare, const char *path)
{
    while (*path) {
        if (*path == '[') {
            path += strcspn(path, "]");
            path += *path == ']';
            continue;
        }
        if (*bare++ != *path++)
            return false;
    }
    return !*bare;
}

static struct format_entry *find(const struct formats *f, const char *type, const char *path)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->entries[i].type, type) == 0 && same_path(f->entries[i].path, path))
            return &f->entries[i];
    return NULL;
}

static char *without_indexes(const char *path)
{
    char *bare = malloc(strlen(path) + 1), *to = bare;
    if (!bare)
        return NULL;
    while (*path) {
        if (*path == '[') {
            path += strcspn(path, "]");
            path += *path == ']';
        } else {
            *to++ = *path++;
        }
    }
    *to = '\0';
    return bare;
}

void formats_set(struct formats *f, const char *type, const char *path, enum value_format format)
{
    struct format_entry *entry = find(f, type, path);
    if (entry) {
        entry->format = format;
        return;
    }
    if (!array_reserve(&f->entries, sizeof *f->entries, &f->capacity, f->count + 1))
        return;
    struct format_entry made = {strdup(type), without_indexes(path), format};
    if (made.type && made.path) {
        f->entries[f->count++] = made;
        return;
    }
    free(made.type);
    free(made.path);
}

enum value_format formats_get(const struct formats *f, const char *type, const char *path)
{
    const struct format_entry *entry = f->count ? find(f, type, path) : NULL;
    return entry ? entry->format : VALUE_FORMAT_AUTO;
}
