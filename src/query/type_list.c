/* Which types a frame's objects are of, and how many objects each has. Layer 5. */
#include "query/type_list.h"

#include <stdlib.h>
#include <string.h>

static void clear(struct type_list *l)
{
    l->count = 0;
    l->roster = NULL;
    l->serial = 0;
}

void type_list_fini(struct type_list *l)
{
    free(l->types);
    free(l->by_address);
    *l = (struct type_list){0};
}

static bool is_current(const struct type_list *l, const struct frame *frame)
{
    return l->serial && l->roster == frame->roster && l->serial == frame->roster->serial &&
           l->instance == frame->session.instance;
}

/* Where it is in by_address, or belongs. */
static size_t address_place(const struct type_list *l, const memglass_type *type)
{
    size_t low = 0, high = l->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((uintptr_t)l->types[l->by_address[middle]].type < (uintptr_t)type)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t find_type(const struct type_list *l, const memglass_type *type)
{
    size_t place = address_place(l, type);
    bool found = place < l->count && l->types[l->by_address[place]].type == type;
    return found ? l->by_address[place] : SIZE_MAX;
}

size_t type_list_find_name(const struct type_list *l, const char *name)
{
    for (size_t i = 0; i < l->count; i++)
        if (strcmp(l->types[i].type->name, name) == 0)
            return i;
    return SIZE_MAX;
}

static int grow(struct type_list *l)
{
    size_t capacity = l->capacity ? 2 * l->capacity : 16;
    struct type_count *types = realloc(l->types, capacity * sizeof *types);
    if (types)
        l->types = types;
    size_t *by_address = realloc(l->by_address, capacity * sizeof *by_address);
    if (by_address)
        l->by_address = by_address;
    if (!types || !by_address)
        return MEMGLASS_E_NOMEM;
    l->capacity = capacity;
    return MEMGLASS_OK;
}

/* The new type's place, or SIZE_MAX. */
static size_t add_type(struct type_list *l, const memglass_type *type)
{
    if (l->count == l->capacity && grow(l) != MEMGLASS_OK)
        return SIZE_MAX;
    size_t at = address_place(l, type);
    memmove(&l->by_address[at + 1], &l->by_address[at], (l->count - at) * sizeof l->by_address[0]);
    l->by_address[at] = l->count;
    l->types[l->count] = (struct type_count){.type = type};
    return l->count++;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct type_count *)a)->type->name,
                  ((const struct type_count *)b)->type->name);
}

/* The places by address, after the types have been put in order of their names. */
static void sort_by_name(struct type_list *l)
{
    size_t count = l->count;
    if (count)
        qsort(l->types, count, sizeof *l->types, by_name);
    for (l->count = 0; l->count < count; l->count++) {
        size_t at = address_place(l, l->types[l->count].type);
        memmove(&l->by_address[at + 1], &l->by_address[at],
                (l->count - at) * sizeof l->by_address[0]);
        l->by_address[at] = l->count;
    }
}

int type_list_update(struct type_list *l, const struct frame *frame)
{
    const struct roster *roster = frame->roster;
    if (is_current(l, frame))
        return MEMGLASS_OK;
    clear(l);
    size_t last = SIZE_MAX;
    for (size_t i = 0; i < roster->count; i++) {
        const memglass_type *type = roster->rows[i].type;
        if (last == SIZE_MAX || l->types[last].type != type)
            last = find_type(l, type);
        if (last == SIZE_MAX && (last = add_type(l, type)) == SIZE_MAX) {
            clear(l);
            return MEMGLASS_E_NOMEM;
        }
        l->types[last].objects++;
    }
    sort_by_name(l);
    l->roster = roster;
    l->serial = roster->serial;
    l->instance = frame->session.instance;
    return MEMGLASS_OK;
}
