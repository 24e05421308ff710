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

size_t columns_standard(struct column *out)
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
        if (column_sorts(&out[i]))
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

/* --- one field ---------------------------------------------------------------------------------
 */

static bool is_number(const struct field_ref *leaf)
{
    uint32_t kind = leaf->field->kind;
    return field_is_numeric(leaf) && kind != MEMGLASS_KIND_ENUM && kind != MEMGLASS_KIND_BOOL;
}

/* The aspect behind the path: "rss \u0394", "ops/s", "ops max/s". */
static const char *head_of(const struct columns_choice *choice, const struct field_ref *leaf,
                           enum term_aspect aspect, struct view_arena *arena)
{
    if (aspect == TERM_CHANGE)
        aspect = term_since(choice->since);
    const struct term_aspect_info *info = term_aspect_info(aspect);
    const char *head = choice->ascii ? info->head_ascii : info->head;
    if (aspect == TERM_VALUE || aspect == TERM_RATE)
        return head;
    return view_arena_printf(arena, " %s%s", head,
                             term_is_window(aspect) && field_is_counter(leaf) ? "/s" : "");
}

/* A column of a bound term. */
static struct column field_column(const struct columns_choice *choice, const struct term *term,
                                  struct view_arena *arena)
{
    const struct field_ref *leaf = &term->places[0].ref;
    const memglass_field *field = leaf->field;
    bool number = is_number(leaf), unit = number && needs_unit(field);
    bool value = term->aspect == TERM_VALUE;
    return (struct column){
        .id = VIEW_COLUMN_FIELD,
        .term = *term,
        .name = view_arena_text(arena, term->name),
        .title =
            view_arena_printf(arena, "%s%s%s%s", term->path, unit ? " " : "",
                              unit ? field->unit : "", head_of(choice, leaf, term->aspect, arena)),
        .right = number,
        .descending_first = number,
        .measure = number && field->kind == MEMGLASS_KIND_FLOAT && !field->format[0] &&
                   (unit || !field->unit[0]),
        .least = value ? 4 : 5,
        .most = number ? 10 : 20,
    };
}

bool columns_find_field(const char *name, const struct columns_choice *choice,
                        struct view_arena *arena, struct column *out)
{
    const struct type_count shown = {.type = choice->shown};
    const struct type_count *types = choice->shown ? &shown : choice->types;
    size_t count = choice->shown ? 1 : choice->type_count;
    struct term_place *places = view_arena_alloc(arena, (count + 1) * sizeof *places);
    struct term term;
    if (term_parse(name, &term, NULL) != MEMGLASS_OK || term.id != TERM_FIELD ||
        !term_bind(&term, types, count, places, NULL))
        return false;
    *out = field_column(choice, &term, arena);
    return true;
}

/* The change of a quantity instead of itself, when that is asked for. */
static bool find_shown_field(const char *name, const struct columns_choice *choice,
                             struct view_arena *arena, struct column *out)
{
    if (!columns_find_field(name, choice, arena, out))
        return false;
    if (!choice->changes || out->term.aspect != TERM_VALUE ||
        !field_is_quantity(&out->term.places[0].ref))
        return true;
    const char *change =
        view_arena_printf(arena, "%s:%s", out->term.name, term_aspect_info(TERM_CHANGE)->name);
    return columns_find_field(change, choice, arena, out);
}

/* --- the usual list ----------------------------------------------------------------------------
 */

struct field_list {
    const struct columns_choice *choice;
    struct view_arena *arena;
    struct column *out;
    size_t count, most;
    bool hidden; /* also fields that are not shown unless asked for */
    struct strbuf path;
};

static void list_leaf(struct field_list *list)
{
    struct term term;
    if (term_of_field(list->path.data, &term) &&
        find_shown_field(term.name, list->choice, list->arena, &list->out[list->count]))
        list->count++;
}

/* An array as columns is for the few that are short, such as a vector. */
#define ARRAY_COLUMNS_MAX 4

static void list_fields(struct field_list *list, const struct field_ref *from, bool array)
{
    uint64_t count = field_child_count(from);
    for (uint64_t i = 0; i < count && list->count < list->most; i++) {
        struct field_ref child = field_child(from, i);
        size_t length = list->path.len;
        bool is_array = child.field->rank > child.dims_used;
        if ((child.field->flags & MEMGLASS_FIELD_HIDDEN && !list->hidden) ||
            (is_array && field_child_count(&child) > ARRAY_COLUMNS_MAX))
            continue;
        if (length && !array)
            strbuf_char(&list->path, '.');
        field_step_text(from, i, &list->path);
        if (field_is_leaf(&child))
            list_leaf(list);
        else
            list_fields(list, &child, is_array);
        list->path.len = length;
        list->path.data[length] = '\0';
    }
}

static size_t list_all_fields(struct field_list *list)
{
    char path[VIEW_COLUMN_NAME_MAX];
    if (!list->choice->shown)
        return 0;
    struct field_ref whole = field_whole(list->choice->shown, 1);
    strbuf_init(&list->path, path, sizeof path);
    list_fields(list, &whole, false);
    return list->count;
}

static size_t list_usual(const struct columns_choice *choice, struct view_arena *arena,
                         struct column *out)
{
    size_t count = columns_standard(out);
    struct field_list list = {
        .choice = choice, .arena = arena, .out = out + count, .most = VIEW_COLUMN_FIELDS_MAX};
    return count + list_all_fields(&list);
}

size_t columns_known(const struct columns_choice *choice, struct view_arena *arena,
                     struct column *out, size_t most)
{
    struct column standard[VIEW_COLUMN_FIELD];
    size_t count = columns_standard(standard) - 1;
    memcpy(out, standard + 1, count * sizeof *out); /* not MARK */
    struct field_list list = {
        .choice = choice, .arena = arena, .out = out + count, .most = most - count, .hidden = true};
    return count + list_all_fields(&list);
}

/* --- the user's list ---------------------------------------------------------------------------
 */

static bool find_chosen(const char *name, const struct columns_choice *choice,
                        const struct column *standard, struct view_arena *arena, struct column *out)
{
    for (size_t i = VIEW_COLUMN_LABEL; i < VIEW_COLUMN_FIELD; i++)
        if (strcmp(standard[i].name, name) == 0) {
            *out = standard[i];
            return true;
        }
    return find_shown_field(name, choice, arena, out);
}

static size_t list_chosen(const struct columns_choice *choice, struct view_arena *arena,
                          struct column *out)
{
    struct column *standard = view_arena_alloc(arena, VIEW_COLUMN_FIELD * sizeof *standard);
    size_t count = 0;
    columns_standard(standard);
    out[count++] = standard[VIEW_COLUMN_MARK];
    for (size_t i = 0; i < choice->chosen->count && count + 1 < VIEW_COLUMNS_MAX; i++) {
        const struct prefs_column *wanted = &choice->chosen->columns[i];
        if (wanted->hidden || !find_chosen(wanted->name, choice, standard, arena, &out[count]))
            continue;
        out[count].width = wanted->width;
        out[count++].chosen = true;
    }
    return count;
}

size_t columns_list(const struct columns_choice *choice, struct view_arena *arena,
                    struct column *out)
{
    return choice->chosen ? list_chosen(choice, arena, out) : list_usual(choice, arena, out);
}
