/*
 * The columns of the table of objects: what every object has, and the fields of the one type that
 * is shown. Layer 6. A column gives each row a text, and a key to sort by.
 */
#ifndef VIEW_COLUMNS_H
#define VIEW_COLUMNS_H

#include "field/field.h"
#include "sample/sampler.h"
#include "view/arena.h"
#include "view/order.h"
#include "view/state.h"

/* X(id, name (for -s), title, aligned right, largest first, what it is). Order: as on the screen.
 */
#define VIEW_COLUMN_LIST(X)                                                                      \
    X(MARK, "", "", false, false, "+ created, x destroyed, ! torn, ~ stale")                     \
    X(LABEL, "label", "LABEL", false, false, "what the program calls the object")                \
    X(TYPE, "type", "TYPE", false, false, "its type")                                            \
    X(SIZE, "size", "SIZE", true, true, "bytes")                                                 \
    X(AGE, "age", "AGE", true, true, "time since it was created")                                \
    X(CHANGES, "changes", "CHG/S", true, true, "field changes a second")                         \
    X(LAST, "last", "LAST", true, false, "time since a field changed last")                      \
    X(ACTIVITY, "activity", "ACTIVITY", false, true, "changes of the last 16 ticks, as a graph") \
    X(FIELDS, "", "FIELDS", false, false, "its first fields, when several types are shown")

enum view_column_id {
#define VIEW_COLUMN_ENUM(id, ...) VIEW_COLUMN_##id,
    VIEW_COLUMN_LIST(VIEW_COLUMN_ENUM)
#undef VIEW_COLUMN_ENUM
        VIEW_COLUMN_FIELD
};

#define VIEW_COLUMN_FIELDS_MAX 64 /* fields that can be columns */
/* One more: that which is sorted by, which may be any field. */
#define VIEW_COLUMNS_MAX     (VIEW_COLUMN_FIELD + VIEW_COLUMN_FIELDS_MAX + 1)
#define VIEW_COLUMN_NAME_MAX 128

/* A type that is there, and how many objects of it. */
struct type_count {
    const memglass_type *type;
    uint64_t objects;
};

/* Where a type has the field of a column. */
struct column_place {
    const memglass_type *type;
    struct field_ref ref; /* from the start of the object */
};

struct column {
    enum view_column_id id;
    const char *name;  /* of -s; a field's path */
    const char *title; /* with the unit, when the texts do not carry it */
    bool right, descending_first;
    bool text;       /* sorted as text */
    bool measure;    /* a float without a format: more digits than a table has room for */
    int least, most; /* width in cells */
    const struct column_place *places; /* FIELD: of the types that have it */
    size_t place_count;
};

/* Where the rows come from and what ages refer to. */
struct row_source {
    const struct frame *cur, *prev; /* prev may be NULL */
    uint64_t interval_ns;
    uint64_t now_ns; /* since the session's start; stops when the producer does; UINT64_MAX: not
                        known, since it was never seen alive */
};

/* One row: of cur, or, when the object has just gone, of prev. */
#define ROW_DYING UINT32_C(0x80000000)
struct row {
    const struct frame *frame;
    const struct roster_row *object;
    const struct row_mark *mark;
    size_t number; /* in the frame */
    bool dying;
};

struct row row_at(const struct row_source *source, uint32_t number);

/* All columns for objects of `shown` (NULL: of several types), in the arena; how many. */
size_t columns_list(const memglass_type *shown, struct view_arena *arena, struct column *out);

/* A column of the field that several types have by that path; false when none of them has. */
bool columns_find_field(const char *path, const struct type_count *types, size_t type_count,
                        struct view_arena *arena, struct column *out);

/* What a row sorts by. */
uint64_t column_key(const struct column *c, const struct row_source *source, const struct row *row,
                    bool descending);
/* The same as a number; NaN: the row has none. Not of a text column. */
double column_number(const struct column *c, const struct row_source *source,
                     const struct row *row);
/* Decides between equal keys of a text column. */
int column_compare(const struct column *c, const struct row *a, const struct row *b);

void column_cell(const struct column *c, const struct row_source *source, const struct row *row,
                 struct view_arena *arena, struct view_cell *out);

#endif
