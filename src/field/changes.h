/*
 * What became of a type whose program was changed: fields are matched by name. Pure. Layer 1. Both
 * descriptions are trusted (the observer checked them).
 */
#ifndef FIELD_CHANGES_H
#define FIELD_CHANGES_H

#include "base/strbuf.h"

#include <memglass/type.h>

/* Fields of a type beyond so many are not compared: a damaged description must not cost seconds. */
#define FIELD_CHANGES_FIELDS 4096u

enum field_change_kind {
    FIELD_MOVED,   /* the same, elsewhere */
    FIELD_RETYPED, /* another type, size or dimensions, perhaps elsewhere, too */
    FIELD_NEW,
    FIELD_GONE,
};

struct field_change {
    enum field_change_kind kind;
    const memglass_field *before, *after; /* NULL: there is none */
};

/*
 * The changes, in order of the fields as they are now, then what is gone; at most `capacity` of
 * them are stored. How many there are.
 */
size_t field_changes(const memglass_type *before, const memglass_type *after,
                     struct field_change *out, size_t capacity);

/* "player changed: 2 fields moved, 1 new, 1 gone". False, and nothing, when the layout is the same.
 */
bool field_changes_summary(const memglass_type *before, const memglass_type *after,
                           struct strbuf *out);

#endif
