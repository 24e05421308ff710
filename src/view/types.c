/* Which types there are, and which one is shown. Layer 6. */
#include "view/builder.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

static struct type_count *find_type(struct view_builder *b, const memglass_type *type)
{
    for (size_t i = 0; i < b->type_count; i++)
        if (b->types[i].type == type)
            return &b->types[i];
    return NULL;
}

static struct type_count *add_type(struct view_builder *b, const memglass_type *type)
{
    if (b->type_count == b->type_capacity) {
        size_t capacity = b->type_capacity ? 2 * b->type_capacity : 16;
        struct type_count *types = realloc(b->types, capacity * sizeof *types);
        if (!types)
            return NULL;
        b->types = types;
        b->type_capacity = capacity;
    }
    b->types[b->type_count] = (struct type_count){.type = type};
    return &b->types[b->type_count++];
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct type_count *)a)->type->name,
                  ((const struct type_count *)b)->type->name);
}

int builder_count_types(struct view_builder *b, const struct frame *frame)
{
    const struct roster *roster = frame->roster;
    if (b->types_serial == roster->serial && b->types_instance == frame->session.instance)
        return MEMGLASS_OK;
    b->type_count = 0;
    b->types_serial = 0;
    struct type_count *last = NULL;
    for (size_t i = 0; i < roster->count; i++) {
        const memglass_type *type = roster->rows[i].type;
        if (!last || last->type != type)
            last = find_type(b, type);
        if (!last && !(last = add_type(b, type)))
            return MEMGLASS_E_NOMEM;
        last->objects++;
    }
    if (b->type_count)
        qsort(b->types, b->type_count, sizeof *b->types, by_name);
    b->types_serial = roster->serial;
    b->types_instance = frame->session.instance;
    return MEMGLASS_OK;
}

static size_t type_index(const struct view_builder *b, const char *name)
{
    for (size_t i = 0; i < b->type_count; i++)
        if (strcmp(b->types[i].type->name, name) == 0)
            return i;
    return SIZE_MAX;
}

/* Around through the types and "all", which lies before the first. */
static void step_type(const struct view_builder *b, struct model *m)
{
    size_t places = b->type_count + 1, at = type_index(b, m->type);
    size_t place = at == SIZE_MAX ? 0 : at + 1;
    size_t step = (size_t)((m->type_step % (int)places + (int)places) % (int)places);
    place = (place + step) % places;
    m->type_step = 0;
    m->type[0] = '\0';
    if (place)
        strncat(m->type, b->types[place - 1].type->name, sizeof m->type - 1);
}

static void note_unknown_type(struct view_builder *b, const struct model *m)
{
    char names[160];
    struct strbuf out;
    strbuf_init(&out, names, sizeof names);
    for (size_t i = 0; i < b->type_count; i++)
        strbuf_printf(&out, "%s%s", i ? ", " : "", b->types[i].type->name);
    strbuf_finish(&out);
    error_set(&b->choices, MEMGLASS_E_NOTFOUND, 0, "no object of type '%.60s'; there are: %s",
              m->type, b->type_count ? names : "none");
}

const struct type_count *builder_choose_type(struct view_builder *b, struct model *m)
{
    if (m->type_step)
        step_type(b, m);
    if (!m->type[0])
        return b->type_count == 1 ? &b->types[0] : NULL;
    size_t at = type_index(b, m->type);
    if (at != SIZE_MAX)
        return &b->types[at];
    note_unknown_type(b, m);
    return NULL;
}
