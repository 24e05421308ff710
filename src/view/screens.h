/*
 * The screens: one table, from which come the tabs, who builds and who draws what, and where Esc
 * leads. Layer 6. A new screen is a row here and a file each in src/view (build_WORD) and in
 * src/tui (screen_WORD); a new tab is also a row of the key table (view/keys.h: TAB_ID).
 */
#ifndef VIEW_SCREENS_H
#define VIEW_SCREENS_H

/* X(ID, word in the names of its functions, "title", place, the screen that it lies in, its cursor
 * in struct model). Tabs stand in the order of the table. */
#define VIEW_SCREEN_LIST(X)                                     \
    X(OBJECTS, objects, "objects", TAB, OBJECTS, objects)       \
    X(TYPES, types, "types", TAB, TYPES, types)                 \
    X(SESSIONS, sessions, "sessions", TAB, SESSIONS, sessions)  \
    X(INSPECTOR, inspector, "inspector", INSIDE, OBJECTS, tree) \
    X(SCHEMA, schema, "schema", INSIDE, TYPES, schema)          \
    X(COLUMNS, columns, "columns", OVER, COLUMNS, columns)      \
    X(SETUP, setup, "setup", OVER, SETUP, setup)                \
    X(COST, cost, "own cost", OVER, COST, cost)                 \
    X(HELP, help, "help", OVER, HELP, help)

enum view_screen {
#define VIEW_SCREEN_ENUM(id, ...) VIEW_SCREEN_##id,
    VIEW_SCREEN_LIST(VIEW_SCREEN_ENUM)
#undef VIEW_SCREEN_ENUM
        VIEW_SCREEN_COUNT
};

enum view_place {
    VIEW_PLACE_TAB,    /* at the top, one key away from everywhere */
    VIEW_PLACE_INSIDE, /* of one tab; Esc leads there */
    VIEW_PLACE_OVER    /* over any screen; Esc leads to the one it was opened from */
};

struct view_screen_row {
    const char *title;
    enum view_place place;
    enum view_screen within; /* of INSIDE: the tab; else the screen itself */
};

/* The row of a screen. Static storage. */
const struct view_screen_row *view_screen_row(enum view_screen screen);
const char *view_screen_name(enum view_screen screen); /* its title */

#endif
