/* The list of columns as the user changes it: what is chosen for a type, and what else there is.
 * Layer 6. */
#ifndef VIEW_CHOSEN_H
#define VIEW_CHOSEN_H

#include "view/columns.h"

#define CHOSEN_NONE SIZE_MAX

/* One line of the list. */
struct chosen_column {
    struct prefs_column pref;
    struct column column;
    bool known; /* column is filled in; else the type has no such field */
};

struct chosen {
    struct chosen_column *columns; /* PREFS_COLUMNS_MAX have room */
    size_t count;
};

/* The list for a choice, in the arena: the user's, and behind it, hidden, what else there is. */
void chosen_list(struct chosen *c, const struct columns_choice *choice, struct view_arena *arena);

/* By name; CHOSEN_NONE: it is not there. */
size_t chosen_find(const struct chosen *c, const char *name);

/* Swaps a column with its neighbour, -1 above or +1 below; where it is then. */
size_t chosen_move(struct chosen *c, size_t at, int step);

/*
 * On a field: adds a column of its first aspect below. On an aspect: makes it the next one that is
 * not there yet, and behind the last one takes it away. Where the cursor is then; CHOSEN_NONE: this
 * is no field that has aspects, or the list is full.
 */
size_t chosen_step_aspect(struct chosen *c, size_t at, const struct columns_choice *choice,
                          struct view_arena *arena);

/* Makes the list the user's; what is hidden behind the last that is shown need not be kept. */
int chosen_keep(const struct chosen *c, struct prefs *prefs, const char *type);

#endif
