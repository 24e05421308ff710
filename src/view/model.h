/*
 * The user's choices: which screen, where the cursor is, what is sorted and opened. Layer 6. Keys
 * change it as intents; what an intent needs to know about the data (which row is one further down)
 * is left as a wish, which the next build of the view resolves.
 */
#ifndef VIEW_MODEL_H
#define VIEW_MODEL_H

#include "view/columns.h"
#include "view/hit.h"
#include "view/inspecting.h"
#include "view/keys.h"
#include "view/list_cursor.h"
#include "view/prefs.h"
#include "view/prompt.h"
#include "view/settings.h"
#include "view/types_columns.h"

#include <memglass/observer.h>

/* Where the cursor of OBJECTS is. */
struct objects_place {
    struct object_id object;   /* instance 0: on none */
    char group[VIEW_TEXT_MAX]; /* the type on whose head it is; "": on an object */
    bool home;
};

/* What is to be done with the column at the cursor of COLUMNS. */
enum columns_wish {
    COLUMNS_NONE,
    COLUMNS_SHOW,
    COLUMNS_UP,
    COLUMNS_DOWN,
    COLUMNS_NARROWER,
    COLUMNS_WIDER,
    COLUMNS_ASPECT,
    COLUMNS_SORT,
    COLUMNS_SORT2,
    COLUMNS_USUAL
};

/* Where in time to go: for the program, which clears it. */
enum time_wish { TIME_STAY, TIME_TEXT, TIME_PART };

struct types_sort {
    enum types_column column;
    bool descending;
};

struct model {
    enum view_screen screen;
    enum view_screen from[VIEW_SCREEN_COUNT]; /* where each screen was opened from */
    bool has_sessions;                        /* there is a list of sessions to go back to */
    bool attached;                            /* to a session: tabs lead to its screens */
    bool paused;

#define MODEL_CURSOR(id, word, title, place, within, cursor) struct list_cursor cursor;
    VIEW_SCREEN_LIST(MODEL_CURSOR)
#undef MODEL_CURSOR
    struct prompt prompt;

    struct settings settings; /* that count now ... */
    struct settings kept;     /* ... and those of the file: command line and keys leave it alone */
    bool choices_changed;     /* the file is behind `kept` and `prefs` */
    uint64_t interval_ns;     /* between two frames, now */

    struct object_id object;             /* at the cursor of OBJECTS, as last built */
    struct object_id inspected;          /* of INSPECTOR */
    char session[MEMGLASS_NAME_MAX + 1]; /* at the cursor of SESSIONS, as last built */
    char sort[VIEW_COLUMN_NAME_MAX];     /* a column's name; "": the default */
    char sort2[VIEW_COLUMN_NAME_MAX];    /* decides where that is equal; "": none */
    bool descending, descending2;
    bool sort_default, sort2_default;       /* take the direction natural for the column */
    bool reverse_default, reverse2_default; /* ... the other way round, the first time */
    char type[VIEW_TEXT_MAX];               /* only this type; "": all */
    bool group;                             /* OBJECTS: one group a type */
    bool groups_closed;                     /* all but those that `groups` opens */
    struct folds groups;                    /* by name of the type */
    char group_at[VIEW_TEXT_MAX]; /* the cursor of OBJECTS is on the head of this one; "": it is on
                                     an object */
    struct inspecting inspect;    /* of INSPECTOR */
    struct marks marks;
    struct {
        char text[VIEW_TEXT_MAX]; /* what came of a key, "" when nothing; until the next one */
        enum view_role role;
    } note;
    struct prefs prefs;      /* the columns of OBJECTS */
    struct prefs_list given; /* instead of them, when there are any: of the command line */
    enum row_since since;    /* what changes are since */
    bool changes;            /* OBJECTS shows changes instead of values */
    /* OBJECTS: what is looked for, and what is shown alone; "": nothing, and all. */
    char find[PROMPT_TEXT_MAX], filter[PROMPT_TEXT_MAX];
    struct {
        char text[PROMPT_TEXT_MAX]; /* of find or filter */
        struct objects_place place;
    } before; /* the prompt was opened: what cancelling it returns to */
    struct types_sort types_sort;
    char type_at[VIEW_TEXT_MAX];   /* at the cursor of TYPES, as last built */
    char schema_of[VIEW_TEXT_MAX]; /* the type of SCHEMA */

    struct {
        enum time_wish wish;
        char text[PROMPT_TEXT_MAX]; /* of TIME_TEXT, as it was typed */
        double part;                /* of TIME_PART */
    } time;

    struct {
        char from[MEMGLASS_NAME_MAX + 1]; /* where the cursor of SESSIONS was when it was opened */
        bool here; /* a wish: to the first from there that has what is typed in its name */
    } find_session;

    /* Wishes. */
    int sort_step, type_step;
    bool set_baseline;
    enum columns_wish column;
    int find_step;  /* so many matches further down; negative: up */
    bool find_here; /* to the first match from where the cursor is */
};

/* Makes the settings count that decide what is shown: as when they are read. */
void model_take_settings(struct model *m);

/* What an intent asks of the program beyond the view. */
enum model_outcome {
    MODEL_SHOWN,
    MODEL_ATTACH,
    MODEL_DETACH,
    MODEL_COPY, /* view_state.path, as last built */
    MODEL_REDRAW,
    MODEL_QUIT
};

void model_init(struct model *m, enum view_screen screen);
void model_fini(struct model *m);

enum model_outcome model_apply(struct model *m, enum view_intent intent);
/* Says what came of a key; a build that resolves its wish does, too. */
void model_note(struct model *m, enum view_role role, const char *text);

/* A key while the prompt is open: edits it, and tells the owner of its kind. */
void model_prompt_key(struct model *m, int code);

/* Does what a click asks for, as far as it is a wish; the intent that the caller must apply as
 * that of a key, VIEW_INTENT_NONE when there is none. */
enum view_intent model_hit(struct model *m, const struct view_state *state,
                           const struct view_hit *hit);

/* Whether there is a session to look into; false is told of. */
bool model_has_session(struct model *m);
struct list_cursor *model_cursor(struct model *m, enum view_screen screen);

/* --- model_rows.c: which rows there are, and in which order --------------------------------------
 */

/* An intent of these; one of another screen leads there. */
enum model_outcome model_rows(struct model *m, enum view_intent intent);

/* --- model_screens.c: from screen to screen -----------------------------------------------------
 */

/* An intent that leads to another screen; any other one changes nothing. */
enum model_outcome model_go(struct model *m, enum view_intent intent);
/* Shows a screen that lies over the present one or in it; Esc returns. */
enum model_outcome model_open(struct model *m, enum view_screen screen);
/* The screen shown, or the one that lies under it. */
enum view_screen model_under(const struct model *m);

/* --- model_find.c: the prompts of OBJECTS and SESSIONS ------------------------------------------
 */

void model_open_find(struct model *m);
void model_open_filter(struct model *m);
void model_open_session_find(struct model *m);
/* What was typed, for the prompt's table. */
void model_session_changed(struct model *m, enum prompt_outcome what);
void model_find_changed(struct model *m, enum prompt_outcome what);
void model_filter_changed(struct model *m, enum prompt_outcome what);

/* --- model_time.c: the prompt of times ---------------------------------------------------------
 */

void model_open_time(struct model *m);
void model_time_changed(struct model *m, enum prompt_outcome what);

/* What a time that was typed means. */
struct time_text {
    enum { TIME_FROM_BEGIN, TIME_FROM_HERE, TIME_OF_DAY } from;
    int64_t ns; /* TIME_OF_DAY: since midnight */
};

/* "12m30s" and "90" (seconds) from the beginning, "+5s" and "-30s" from here, "14:03:20" and
 * "14:03" by the clock. False: it is no time. */
bool time_text_parse(const char *text, struct time_text *out);

/* Whether a wish waits for a build that this intent depends on. */
bool model_must_build(const struct model *m, enum view_intent intent);

/* Forgets what belongs to a session; sort and type stay. */
void model_leave_session(struct model *m);

#endif
