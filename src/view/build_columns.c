/* The screen of columns: which the table of objects has for the type that is shown, and which it
 * could have. Layer 6. */
#include "view/chosen.h"
#include "view/grid.h"
#include "view/objects.h"
#include "view/values.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN, NAME, WIDTH, SORT, TYPE, UNIT, DESC, CELLS };

static const struct grid_column grid[CELLS] = {
    [SHOWN] = {.title = "", .most = 5},
    [NAME] = {.title = "COLUMN", .most = 40},
    [WIDTH] = {.title = "WIDTH", .right = true, .most = 6, .urgency = 1},
    [SORT] = {.title = "SORT", .most = 5, .urgency = 1},
    [TYPE] = {.title = "TYPE", .most = 16, .urgency = 3},
    [UNIT] = {.title = "UNIT", .most = 8, .urgency = 3},
    [DESC] = {.title = "WHAT IT IS", .most = 24, .urgency = 2},
};

/* One build of this screen. */
struct columns_screen {
    struct view_builder *b;
    const struct view_input *in;
    struct model *m;
    struct columns_choice choice;
    const char *type; /* of prefs: "" for several */
    struct chosen list;
    const char *refused; /* why what was wished for cannot be; NULL: it can */
};

/* --- what is wished for ------------------------------------------------------------------------
 */

static int shown_width(const struct columns_screen *s, const struct chosen_column *at)
{
    if (at->pref.width)
        return at->pref.width;
    for (size_t i = 0; i < s->b->packed_count; i++)
        if (strcmp(s->b->packed[i].name, at->pref.name) == 0)
            return s->b->packed[i].width;
    return at->column.least;
}

static void change_width(const struct columns_screen *s, struct chosen_column *at, int step)
{
    int width = shown_width(s, at) + step;
    at->pref.width = width < 1 ? 1 : width > PREFS_WIDTH_MAX ? PREFS_WIDTH_MAX : width;
}

static void sort_by(struct columns_screen *s, const struct chosen_column *at)
{
    struct model *m = s->m;
    if (!at->known || !column_sorts(&at->column)) {
        s->refused = "There is no order of these.";
    } else if (strcmp(m->sort, at->pref.name) != 0) {
        snprintf(m->sort, sizeof m->sort, "%s", at->pref.name);
        m->sort_default = true;
    } else if (m->sort_default) {
        m->reverse_default = !m->reverse_default;
    } else {
        m->descending = !m->descending;
    }
}

static bool sorts_first(const struct columns_screen *s, const struct chosen_column *at)
{
    return strcmp(s->m->sort[0] ? s->m->sort : ARRANGE_DEFAULT, at->pref.name) == 0;
}

static void sort_then_by(struct columns_screen *s, const struct chosen_column *at)
{
    struct model *m = s->m;
    bool again = strcmp(m->sort2, at->pref.name) == 0;
    if (!at->known || !column_sorts(&at->column) || (sorts_first(s, at) && !again)) {
        s->refused = sorts_first(s, at) ? "The column decides first already."
                                        : "There is no order of these.";
        return;
    }
    snprintf(m->sort2, sizeof m->sort2, "%s", again ? "" : at->pref.name);
    m->sort2_default = !again;
}

static void step_aspect(struct columns_screen *s)
{
    size_t at = chosen_step_aspect(&s->list, (size_t)s->m->columns.at, &s->choice, &s->b->arena);
    if (at == CHOSEN_NONE)
        s->refused = "Only numbers that can change by an amount have rates and the like.";
    else
        s->m->columns.at = at;
}

/* Whether the list is another one then. */
static bool change_list(struct columns_screen *s, enum columns_wish wish)
{
    struct chosen_column *at = &s->list.columns[s->m->columns.at];
    switch (wish) {
    case COLUMNS_SHOW:
        at->pref.hidden = !at->pref.hidden;
        return true;
    case COLUMNS_UP:
    case COLUMNS_DOWN:
        s->m->columns.at =
            chosen_move(&s->list, (size_t)s->m->columns.at, wish == COLUMNS_UP ? -1 : 1);
        return true;
    case COLUMNS_NARROWER:
    case COLUMNS_WIDER:
        change_width(s, at, wish == COLUMNS_WIDER ? 1 : -1);
        return true;
    case COLUMNS_ASPECT:
        step_aspect(s);
        return !s->refused;
    default:
        return false;
    }
}

static void read_list(struct columns_screen *s)
{
    s->choice.chosen = prefs_get(&s->m->prefs, s->type);
    chosen_list(&s->list, &s->choice, &s->b->arena);
}

/* The cursor stays with its column, wherever that comes to. */
static int take_wish(struct columns_screen *s)
{
    struct model *m = s->m;
    enum columns_wish wish = m->column;
    m->column = COLUMNS_NONE;
    if (wish == COLUMNS_NONE || m->columns.at >= s->list.count)
        return MEMGLASS_OK;
    if (wish == COLUMNS_SORT)
        sort_by(s, &s->list.columns[m->columns.at]);
    if (wish == COLUMNS_SORT2)
        sort_then_by(s, &s->list.columns[m->columns.at]);
    bool changed = change_list(s, wish);
    const char *name = view_arena_text(&s->b->arena, s->list.columns[m->columns.at].pref.name);
    int status = changed ? chosen_keep(&s->list, &m->prefs, s->type) : MEMGLASS_OK;
    if (wish == COLUMNS_USUAL)
        prefs_remove(&m->prefs, s->type);
    m->choices_changed = m->choices_changed || changed || wish == COLUMNS_USUAL;
    read_list(s);
    size_t at = chosen_find(&s->list, name);
    if (at != CHOSEN_NONE)
        m->columns.at = at;
    return status;
}

/* --- cells -------------------------------------------------------------------------------------
 */

static const char *sort_text(const struct columns_screen *s, const struct chosen_column *at)
{
    static const char *const falling[2] = {"\u25bc", "v"}, *const rising[2] = {"\u25b2", "^"};
    const struct model *m = s->m;
    bool first = sorts_first(s, at);
    bool second = m->sort2[0] && strcmp(m->sort2, at->pref.name) == 0;
    if (!first && !second)
        return "";
    bool usual = first ? m->sort_default : m->sort2_default;
    bool reversed = first ? m->reverse_default : m->reverse2_default;
    bool down = usual   ? at->column.descending_first != reversed
                : first ? m->descending
                        : m->descending2;
    return view_arena_printf(&s->b->arena, "%s %s", first ? "1" : "2",
                             (down ? falling : rising)[s->in->ascii]);
}

static const char *standard_help(enum view_column_id id)
{
    static const char *const help[] = {
#define HELP(column_id, name, title, right, largest, what) what,
        VIEW_COLUMN_LIST(HELP)
#undef HELP
    };
    return help[id];
}

static bool is_rate(const struct term *term)
{
    return term->aspect == TERM_RATE ||
           (term_is_window(term->aspect) && field_is_counter(&term->places[0].ref));
}

static const char *describe(const struct columns_screen *s, const struct chosen_column *at)
{
    if (!at->known)
        return "this type has no such field";
    if (at->column.id != VIEW_COLUMN_FIELD)
        return standard_help(at->column.id);
    const struct term *term = &at->column.term;
    const char *desc = term->places[0].ref.field->desc;
    if (term->aspect == TERM_VALUE)
        return desc;
    bool rate = term_is_window(term->aspect) && is_rate(term);
    return view_arena_printf(&s->b->arena, "%s%s%s%s", term_aspect_info(term->aspect)->help,
                             rate ? ", of the rate" : "", desc[0] ? ": " : "", desc);
}

static void fill_row(const struct columns_screen *s, const struct chosen_column *at,
                     struct view_cell *cells)
{
    struct view_arena *arena = &s->b->arena;
    const struct field_ref *ref =
        at->known && at->column.id == VIEW_COLUMN_FIELD ? &at->column.term.places[0].ref : NULL;
    enum view_role role = at->pref.hidden ? VIEW_ROLE_DIM : VIEW_ROLE_PLAIN;
    cells[SHOWN] = (struct view_cell){.text = at->pref.hidden ? "-" : "shown",
                                      .role = at->pref.hidden ? role : VIEW_ROLE_GOOD};
    cells[NAME] = (struct view_cell){.text = view_arena_text(arena, at->pref.name),
                                     .role = at->pref.hidden ? role : VIEW_ROLE_STRONG};
    cells[WIDTH] = (struct view_cell){
        .text = at->pref.width ? view_arena_printf(arena, "%d", at->pref.width) : "auto",
        .role = at->pref.width ? role : VIEW_ROLE_DIM};
    cells[SORT] = (struct view_cell){.text = sort_text(s, at), .role = VIEW_ROLE_TITLE};
    cells[TYPE] = ref ? value_type_cell(arena, ref) : (struct view_cell){.text = ""};
    cells[UNIT] = (struct view_cell){.text = ref ? view_arena_text(arena, ref->field->unit) : "",
                                     .role = role};
    cells[DESC] = (struct view_cell){.text = view_arena_text(arena, describe(s, at)), .role = role};
}

static void build_rows(const struct columns_screen *s, const struct layout *layout,
                       struct view_table *out)
{
    struct list_cursor *c = &s->m->columns;
    uint64_t page = table_page(layout);
    list_cursor_move(c, s->list.count, page);
    size_t left = s->list.count - (size_t)c->first, rows = left < page ? left : (size_t)page;
    struct view_cell *cells = view_arena_alloc(&s->b->arena, (rows + 1) * CELLS * sizeof *cells);
    for (size_t i = 0; i < rows; i++)
        fill_row(s, &s->list.columns[c->first + i], &cells[i * CELLS]);
    grid_place(&s->b->arena, grid, CELLS, layout->body.width, cells, rows, GRID_UNSORTED, false,
               out);
    out->row_roles = view_arena_alloc(&s->b->arena, (rows + 1) * sizeof *out->row_roles);
    out->first = c->first;
    out->total = s->list.count;
    out->cursor = rows ? (long)(c->at - c->first) : -1;
}

/* --- the screen --------------------------------------------------------------------------------
 */

int build_columns(struct view_builder *b, const struct view_input *in, struct model *m,
                  struct view_state *out)
{
    if (!b->arranged) {
        out->table.empty = "Looking ...";
        return MEMGLASS_OK;
    }
    struct columns_screen *s = view_arena_alloc(&b->arena, sizeof *s);
    const memglass_type *shown = objects_type(b->arranged);
    *s = (struct columns_screen){.b = b, .in = in, .m = m, .type = shown ? shown->name : ""};
    s->choice = (struct columns_choice){.shown = shown,
                                        .types = b->arranged->types,
                                        .type_count = b->arranged->type_count,
                                        .since = m->since,
                                        .ascii = in->ascii};
    read_list(s);
    int status = take_wish(s);
    build_rows(s, &out->layout, &out->table);
    out->title[0] = (struct view_cell){.text = "columns", .role = VIEW_ROLE_TITLE};
    out->title[1].text =
        shown ? view_arena_printf(&b->arena, "of %s", shown->name) : "when several types are shown";
    out->title[2] = (struct view_cell){.text = s->choice.chosen ? "your choice" : "as usual",
                                       .role = VIEW_ROLE_DIM};
    if (s->refused)
        model_note(m, VIEW_ROLE_WARNING, s->refused);
    out->message = (struct view_cell){.text = "What finds no room on the screen is left out.",
                                      .role = VIEW_ROLE_DIM};
    return status;
}
