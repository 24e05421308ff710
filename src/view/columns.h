/*
 * The columns of the table of objects: what every object has, and the fields of the one type that
 * is shown. Layer 6. A column is a term (query/term.h) with a title, a width and a look.
 */
#ifndef VIEW_COLUMNS_H
#define VIEW_COLUMNS_H

#include "query/term.h"
#include "view/arena.h"
#include "view/order.h"
#include "view/prefs.h"
#include "view/state.h"

/* X(id, name (for -s), title, aligned right, largest first, what it is). Order: as on the screen.
 */
#define VIEW_COLUMN_LIST(X)                                                                      \
    X(MARK, "", "", false, false, "a sign: the help screen lists them")                          \
    X(LABEL, "label", "LABEL", false, false, "what the program calls the object")                \
    X(TYPE, "type", "TYPE", false, false, "its type")                                            \
    X(SIZE, "size", "SIZE", true, true, "bytes")                                                 \
    X(AGE, "age", "AGE", true, true, "time since it was created")                                \
    X(CHANGES, "changes", "CHG/S", true, true, "field changes a second")                         \
    X(LAST, "last", "LAST", true, false, "time since a field changed last")                      \
    X(ACTIVITY, "activity", "ACTIVITY", false, true, "changes of the last 16 ticks, as a graph") \
    X(FIELDS, "fields", "FIELDS", false, false, "its first fields, one after the other")

enum view_column_id {
#define VIEW_COLUMN_ENUM(id, ...) VIEW_COLUMN_##id,
    VIEW_COLUMN_LIST(VIEW_COLUMN_ENUM)
#undef VIEW_COLUMN_ENUM
        VIEW_COLUMN_FIELD
};

/* What stands before a label, the most urgent first. X(id, "sign", role, "what it says"). */
#define VIEW_SIGN_LIST(X)                                                                \
    X(DYING, "x", BAD, "The object has just been destroyed; these are its last values.") \
    X(DAMAGED, "#", BAD, "The words around it were written over: an overrun.")           \
    X(TORN, "!", TRUTH, "It was written to during each try to read it.")                 \
    X(STALE, "~", TRUTH, "The same, and the values are of an earlier frame.")            \
    X(BORN, "+", GOOD, "It was created since the frame before.")                         \
    X(MARKED, "*", TITLE, "It is marked.")

enum view_sign {
#define VIEW_SIGN_ENUM(id, ...) VIEW_SIGN_##id,
    VIEW_SIGN_LIST(VIEW_SIGN_ENUM)
#undef VIEW_SIGN_ENUM
        VIEW_SIGN_COUNT
};

struct view_cell view_sign(enum view_sign sign);

#define VIEW_COLUMN_FIELDS_MAX 64 /* columns of fields */
/* One more: that which is sorted by, which may be any field. */
#define VIEW_COLUMNS_MAX     (VIEW_COLUMN_FIELD + VIEW_COLUMN_FIELDS_MAX + 1)
#define VIEW_COLUMN_NAME_MAX TERM_NAME_MAX

struct column {
    enum view_column_id id;
    struct term term;  /* not of MARK and FIELDS */
    const char *name;  /* of the term: what -s and prefs call it; MARK has none: "" */
    const char *title; /* with the unit, when the texts do not carry it */
    bool right, descending_first;
    bool measure;    /* a float without a format: more digits than a table has room for */
    int least, most; /* width in cells */
    int width;       /* that the user has chosen; 0: between least and most */
    bool chosen;     /* the user has put it where it is */
};

/* Whether rows can be in the order of it. */
static inline bool column_sorts(const struct column *c)
{
    return c->id != VIEW_COLUMN_MARK && c->id != VIEW_COLUMN_FIELDS;
}

/* What decides which columns there are. */
struct columns_choice {
    const memglass_type *shown;     /* NULL: several types */
    const struct type_count *types; /* all that are there */
    size_t type_count;
    const struct prefs_list *chosen; /* the user's; NULL: what is usual */
    bool changes;                    /* quantities as `:change` ... */
    enum row_since since;            /* ... since then */
    bool ascii;
};

/* The columns for it, in the arena; how many. What is chosen, but is in no type, is left out. */
size_t columns_list(const struct columns_choice *choice, struct view_arena *arena,
                    struct column *out);

/* All columns that can be chosen, at most `most`: those that every object has but MARK, and each
 * field that is one value, also the hidden ones, but not the elements of long arrays. */
size_t columns_known(const struct columns_choice *choice, struct view_arena *arena,
                     struct column *out, size_t most);

/* Those that every object has, in the order of their ids: VIEW_COLUMN_FIELD of them. */
size_t columns_standard(struct column *out);

/* A column of the field, or of an aspect of one, that several types have by that name; false when
 * none of them has. */
bool columns_find_field(const char *name, const struct columns_choice *choice,
                        struct view_arena *arena, struct column *out);

/* What a row sorts by. */
uint64_t term_key(const struct term *t, const struct row_source *source, const struct row *row,
                  bool descending);
/* Decides between equal keys of a text term. */
int term_compare(const struct term *t, const struct row *a, const struct row *b);

void column_cell(const struct column *c, const struct row_source *source, const struct row *row,
                 struct view_arena *arena, struct view_cell *out);

#endif
