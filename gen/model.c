/* The types that a run has found. Layer: gen. */
#include "model.h"

#include <ctype.h>
#include <string.h>

void model_init(struct model *model, struct pool *pool)
{
    struct map empty = {.pool = pool};
    *model = (struct model){.pool = pool, .by_usr = empty, .by_ident = empty, .by_file = empty};
}

struct model_type *model_find(const struct model *model, const char *usr)
{
    return map_find(&model->by_usr, usr);
}

struct model_type *model_begin_type(struct model *model, const char *usr, struct place place)
{
    struct model_type *type = pool_alloc(model->pool, sizeof *type);
    type->place = place;
    map_put(&model->by_usr, usr, type);
    return type;
}

const struct model_type *model_find_ident(const struct model *model, const char *ident)
{
    return map_find(&model->by_ident, ident);
}

void model_add_type(struct model *model, struct model_type *type)
{
    model->types = pool_grow(model->pool, model->types, model->type_count, sizeof *model->types);
    model->types[model->type_count++] = type;
    map_put(&model->by_ident, type->ident, type);
}

void model_add_alias(struct model *model, struct model_alias alias)
{
    model->aliases =
        pool_grow(model->pool, model->aliases, model->alias_count, sizeof *model->aliases);
    model->aliases[model->alias_count++] = alias;
    map_put(&model->by_ident, alias.ident, alias.type);
}

void model_add_file(struct model *model, const char *path)
{
    if (map_find(&model->by_file, path))
        return;
    char *copy = pool_copy(model->pool, path);
    model->files = pool_grow(model->pool, model->files, model->file_count, sizeof *model->files);
    model->files[model->file_count++] = copy;
    map_put(&model->by_file, copy, copy);
}

struct model_field *model_add_field(struct model *model, struct model_type *type)
{
    type->fields = pool_grow(model->pool, type->fields, type->d.field_count, sizeof *type->fields);
    struct model_field *field = &type->fields[type->d.field_count++];
    memset(field, 0, sizeof *field);
    field->d.name = field->d.type_name = "";
    field->d.unit = field->d.format = field->d.desc = "";
    return field;
}

struct model_part *model_add_part(struct model *model, struct model_type *type)
{
    type->parts = pool_grow(model->pool, type->parts, type->part_count, sizeof *type->parts);
    struct model_part *part = &type->parts[type->part_count++];
    memset(part, 0, sizeof *part);
    return part;
}

size_t model_observed_count(const struct model *model)
{
    size_t count = 0;
    for (size_t i = 0; i < model->type_count; i++)
        count += model->types[i]->observed;
    return count;
}

const char *model_identifier(struct pool *pool, const char *name)
{
    char *ident = pool_alloc(pool, strlen(name) * 4 + 2);
    size_t used = 0;
    if (isdigit((unsigned char)name[0]))
        ident[used++] = '_';
    for (const char *c = name; *c; c++) {
        bool plain = isalnum((unsigned char)*c) || *c == '_' || (unsigned char)*c >= 0x80;
        if (plain)
            ident[used++] = *c;
        else if (used > 0 && ident[used - 1] != '_')
            ident[used++] = '_';
        if (*c == '*') /* box<int> is not box<int *> */
            used += (size_t)sprintf(ident + used, "ptr");
    }
    while (used > 1 && ident[used - 1] == '_' && name[strlen(name) - 1] != '_')
        used--;
    ident[used] = '\0';
    return ident;
}
