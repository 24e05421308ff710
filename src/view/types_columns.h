/* The columns of the TYPES screen. Layer 6. */
#ifndef VIEW_TYPES_COLUMNS_H
#define VIEW_TYPES_COLUMNS_H

#include <stdbool.h>

/* X(id, title, what it is sorted by ("": not sorted), right, most cells, urgency) */
#define TYPES_COLUMN_LIST(X)                                \
    X(NAME, "TYPE", "name", false, 40, 0)                   \
    X(KIND, "KIND", "", false, 6, 7)                        \
    X(SIZE, "SIZE", "size", true, 8, 2)                     \
    X(OBJECTS, "OBJECTS", "objects", true, 10, 1)           \
    X(BYTES, "BYTES", "bytes", true, 8, 1)                  \
    X(SHARE, "SHARE", "", true, 6, 2)                       \
    X(BAR, "OF ALL BYTES", "", false, 14, 5)                \
    X(CREATED, "CREATED/S", "created/s", true, 9, 3)        \
    X(DESTROYED, "DESTROYED/S", "destroyed/s", true, 11, 3) \
    X(CHANGES, "CHG/S", "changes/s", true, 8, 2)            \
    X(FIELDS, "FIELDS", "fields", true, 6, 4)               \
    X(DESC, "DESCRIPTION", "", false, 200, 6)

enum types_column {
#define TYPES_COLUMN_ENUM(id, ...) TYPES_COLUMN_##id,
    TYPES_COLUMN_LIST(TYPES_COLUMN_ENUM)
#undef TYPES_COLUMN_ENUM
        TYPES_COLUMN_COUNT
};

enum types_column types_column_named(const char *name); /* of one that is sorted by */
/* The next or previous one that is sorted by. */
enum types_column types_column_step(enum types_column column, int step);
/* Numbers begin with the largest, names with A. */
bool types_column_falls(enum types_column column);

#endif
