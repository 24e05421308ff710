/* The columns of the table of objects: which there are. Layer 6. */
#include "view/columns.h"

#include <string.h>

/* Least and most cells of a column that every object has. */
static const struct {
    int least, most;
} standard_widths[] = {
    [VIEW_COLUMN_MARK] = {1, 1}, [VIEW_COLUMN_LABEL] = {12, 40},   [VIEW_COLUMN_TYPE] = {6, 24},
    [VIEW_COLUMN_SIZE] = {4, 6}, [VIEW_COLUMN_AGE] = {5, 7},       [VIEW_COLUMN_CHANGES] = {5, 6},
    [VIEW_COLUMN_LAST] = {5, 7}, [VIEW_COLUMN_ACTIVITY] = {8, 16}, [VIEW_COLUMN_FIELDS] = {16, 400},
};

static size_t list_standard(struct column *out)
{
    static const struct {
        const char *name, *title;
        bool right, descending;
    } table[] = {
#define ROW(id, column_name, column_title, is_right, largest_first, what) \
    {column_name, column_title, is_right, largest_first},
        VIEW_COLUMN_LIST(ROW)
#undef ROW
    };
    for (size_t i = 0; i < VIEW_COLUMN_FIELD; i++) {
        out[i] = (struct column){.id = (enum view_column_id)i,
                                 .name = table[i].name,
                                 .title = table[i].title,
                                 .right = table[i].right,
                                 .descending_first = table[i].descending,
                                 .least = standard_widths[i].least,
                                 .most = standard_widths[i].most};
        if (table[i].name[0])
            term_parse(table[i].name, &out[i].term, NULL);
    }
    return VIEW_COLUMN_FIELD;
}

/* A unit that the field's own texts do not carry: "12.5" under "cpu %", but "1.5G" under "rss". */
static bool needs_unit(const memglass_field *field)
{
    char plain[64], humane[64];
    struct strbuf out;
    if (!field->unit[0])
        return false;
    strbuf_init(&out, plain, sizeof plain);
    field_number_text(field, 123456, &(struct field_style){.no_unit = true}, &out);
    strbuf_init(&out, humane, sizeof humane);
    field_number_text(field, 123456, &(struct field_style){.no_unit = true, .humane = true}, &out);
    return strcmp(plain, humane) == 0;
}

struct field_list {
    struct column *out;
    size_t count;
    const memglass_type *type;
    struct view_arena *arena;
    struct strbuf path;
};

/* A column of a leaf, without its places. */
static struct column leaf_column(const struct field_ref *leaf, const char *path,
                                 struct view_arena *arena)
{
    const memglass_field *field = leaf->field;
    bool numeric = field_is_numeric(leaf);
    bool number = numeric && field->kind != MEMGLASS_KIND_ENUM && field->kind != MEMGLASS_KIND_BOOL;
    bool unit = number && needs_unit(field);
    return (struct column){
        .id = VIEW_COLUMN_FIELD,
        .name = path,
        .title = unit ? view_arena_printf(arena, "%s %s", path, field->unit) : path,
        .right = number,
        .descending_first = number,
        .measure = number && field->kind == MEMGLASS_KIND_FLOAT && !field->format[0] &&
                   (unit || !field->unit[0]),
        .least = 4,
        .most = number ? 10 : 20,
    };
}

static void list_leaf(struct field_list *list, const struct field_ref *leaf)
{
    struct column c = leaf_column(leaf, view_arena_text(list->arena, list->path.data), list->arena);
    struct term_place *place = view_arena_alloc(list->arena, sizeof *place);
    const struct type_count type = {.type = list->type};
    if (!term_of_field(c.name, &c.term) || !term_bind(&c.term, &type, 1, place, NULL))
        return;
    list->out[list->count++] = c;
}

/* An array as columns is for the few that are short, such as a vector. */
#define ARRAY_COLUMNS_MAX 4

static void list_fields(struct field_list *list, const struct field_ref *from, bool array)
{
    uint64_t count = field_child_count(from);
    for (uint64_t i = 0; i < count && list->count < VIEW_COLUMN_FIELDS_MAX; i++) {
        struct field_ref child = field_child(from, i);
        size_t length = list->path.len;
        bool is_array = child.field->rank > child.dims_used;
        if ((child.field->flags & MEMGLASS_FIELD_HIDDEN) ||
            (is_array && field_child_count(&child) > ARRAY_COLUMNS_MAX))
            continue;
        if (length && !array)
            strbuf_char(&list->path, '.');
        field_step_text(from, i, &list->path);
        if (field_is_leaf(&child))
            list_leaf(list, &child);
        else
            list_fields(list, &child, is_array);
        list->path.len = length;
        list->path.data[length] = '\0';
    }
}

size_t columns_list(const memglass_type *shown, struct view_arena *arena, struct column *out)
{
    size_t count = list_standard(out);
    if (shown) {
        char path[VIEW_COLUMN_NAME_MAX];
        struct field_list list = {.out = out + count, .type = shown, .arena = arena};
        struct field_ref whole = field_whole(shown, 1);
        strbuf_init(&list.path, path, sizeof path);
        list_fields(&list, &whole, false);
        count += list.count;
    }
    return count;
}

bool columns_find_field(const char *path, const struct type_count *types, size_t type_count,
                        struct view_arena *arena, struct column *out)
{
    struct term_place *places = view_arena_alloc(arena, (type_count + 1) * sizeof *places);
    struct term term;
    if (term_parse(path, &term, NULL) != MEMGLASS_OK || term.id != TERM_FIELD ||
        !term_bind(&term, types, type_count, places, NULL))
        return false;
    *out = leaf_column(&places[0].ref, view_arena_text(arena, path), arena);
    out->term = term;
    return true;
}
