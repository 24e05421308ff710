/* The list of columns as the user changes it. Layer 6. */
#include "view/chosen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t chosen_find(const struct chosen *c, const char *name)
{
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->columns[i].pref.name, name) == 0)
            return i;
    return CHOSEN_NONE;
}

/* --- the list ----------------------------------------------------------------------------------
 */

static void add(struct chosen *c, const struct column *column, bool hidden)
{
    if (c->count == PREFS_COLUMNS_MAX || chosen_find(c, column->name) != CHOSEN_NONE)
        return;
    struct chosen_column *added = &c->columns[c->count++];
    *added = (struct chosen_column){.column = *column, .known = true};
    added->pref.hidden = hidden;
    snprintf(added->pref.name, sizeof added->pref.name, "%s", column->name);
}

/* What the user chose; whether the type has it is looked up like any column. */
static void add_chosen(struct chosen *c, const struct columns_choice *choice,
                       struct view_arena *arena)
{
    for (size_t i = 0; i < choice->chosen->count && c->count < PREFS_COLUMNS_MAX; i++) {
        const struct prefs_column *pref = &choice->chosen->columns[i];
        struct prefs_column shown = *pref;
        struct column columns[2]; /* MARK, and the one */
        shown.hidden = false;
        struct columns_choice one = *choice;
        const struct prefs_list list = {.columns = &shown, .count = 1};
        one.chosen = &list;
        struct chosen_column *added = &c->columns[c->count++];
        *added = (struct chosen_column){.pref = *pref};
        added->known = columns_list(&one, arena, columns) == 2;
        if (added->known)
            added->column = columns[1];
    }
}

/* Of one type, its name and its first fields need no columns. */
static bool is_usual(const struct columns_choice *choice, const struct column *column)
{
    if (column->id == VIEW_COLUMN_TYPE || column->id == VIEW_COLUMN_FIELDS)
        return !choice->shown;
    return true;
}

void chosen_list(struct chosen *c, const struct columns_choice *choice, struct view_arena *arena)
{
    struct columns_choice usual = *choice;
    struct column *columns = view_arena_alloc(arena, PREFS_COLUMNS_MAX * sizeof *columns);
    *c =
        (struct chosen){.columns = view_arena_alloc(arena, PREFS_COLUMNS_MAX * sizeof *c->columns)};
    usual.chosen = NULL;
    usual.changes = false;
    if (choice->chosen) {
        add_chosen(c, choice, arena);
    } else {
        size_t count = columns_list(&usual, arena, columns);
        for (size_t i = VIEW_COLUMN_LABEL; i < count; i++)
            if (is_usual(choice, &columns[i]))
                add(c, &columns[i], false);
    }
    size_t count = columns_known(&usual, arena, columns, PREFS_COLUMNS_MAX);
    for (size_t i = 0; i < count; i++)
        add(c, &columns[i], true);
}

/* --- changing it -------------------------------------------------------------------------------
 */

size_t chosen_move(struct chosen *c, size_t at, int step)
{
    if ((step < 0 && at == 0) || (step > 0 && at + 1 >= c->count))
        return at;
    size_t other = step < 0 ? at - 1 : at + 1;
    struct chosen_column column = c->columns[at];
    c->columns[at] = c->columns[other];
    c->columns[other] = column;
    return other;
}

static void take_out(struct chosen *c, size_t at)
{
    c->count--;
    memmove(&c->columns[at], &c->columns[at + 1], (c->count - at) * sizeof *c->columns);
}

static enum term_aspect behind(enum term_aspect aspect)
{
    return aspect + 1 < TERM_ASPECTS ? (enum term_aspect)(aspect + 1) : TERM_CHANGE;
}

/* The next aspect of the round that begins with `first` which has no column yet, and its name;
 * VALUE: there is none. */
static enum term_aspect next_aspect(const struct chosen *c, const struct term *term,
                                    enum term_aspect first, char name[TERM_NAME_MAX])
{
    bool on_field = term->aspect == TERM_VALUE;
    enum term_aspect aspect = on_field ? first : behind(term->aspect);
    for (bool begun = on_field; begun || aspect != first; aspect = behind(aspect)) {
        snprintf(name, TERM_NAME_MAX, "%s%.100s:%s", term->name[0] == '.' ? "." : "", term->path,
                 term_aspect_info(aspect)->name);
        if (chosen_find(c, name) == CHOSEN_NONE)
            return aspect;
        begun = false;
    }
    return TERM_VALUE;
}

/* A quantity can have one; a counter's rate comes first. */
static bool first_aspect(const struct chosen_column *at, enum term_aspect *out)
{
    const struct term *term = &at->column.term;
    if (!at->known || at->column.id != VIEW_COLUMN_FIELD ||
        !field_is_quantity(&term->places[0].ref))
        return false;
    *out = field_is_counter(&term->places[0].ref) ? TERM_RATE : TERM_CHANGE;
    return true;
}

static size_t leave_aspect(struct chosen *c, size_t at)
{
    char path[TERM_NAME_MAX];
    snprintf(path, sizeof path, "%s", c->columns[at].pref.name);
    *strrchr(path, ':') = '\0';
    take_out(c, at);
    size_t field = chosen_find(c, path);
    return field != CHOSEN_NONE ? field : at ? at - 1 : 0;
}

size_t chosen_step_aspect(struct chosen *c, size_t at, const struct columns_choice *choice,
                          struct view_arena *arena)
{
    char name[TERM_NAME_MAX];
    enum term_aspect first;
    struct column column;
    if (!first_aspect(&c->columns[at], &first))
        return CHOSEN_NONE;
    struct term term = c->columns[at].column.term;
    bool on_field = term.aspect == TERM_VALUE;
    if (next_aspect(c, &term, first, name) == TERM_VALUE)
        return on_field ? at : leave_aspect(c, at);
    if (!columns_find_field(name, choice, arena, &column) ||
        (on_field && c->count == PREFS_COLUMNS_MAX))
        return CHOSEN_NONE;
    if (on_field) {
        at++;
        memmove(&c->columns[at + 1], &c->columns[at], (c->count - at) * sizeof *c->columns);
        c->count++;
    }
    c->columns[at] = (struct chosen_column){.column = column, .known = true};
    snprintf(c->columns[at].pref.name, sizeof c->columns[at].pref.name, "%s", name);
    return at;
}

/* Up to the last that is shown; where none is, one all the same: a list without any has no text. */
int chosen_keep(const struct chosen *c, struct prefs *prefs, const char *type)
{
    size_t count = c->count > 0;
    struct prefs_column *columns = malloc((c->count + 1) * sizeof *columns);
    if (!columns)
        return MEMGLASS_E_NOMEM;
    for (size_t i = 0; i < c->count; i++) {
        columns[i] = c->columns[i].pref;
        count = columns[i].hidden ? count : i + 1;
    }
    int status = prefs_set(prefs, type, columns, count);
    free(columns);
    return status;
}
