/*
 * Terms: named quantities of an object. Layer 5. What columns show, what rows are sorted by, and
 * what a filter compares. A name is one of
 *
 *   label type size age changes last activity    what every object has
 *   rss   pos.x   samples[3]   .type             a field, by path; "." in front makes it a field
 *   rss:rate   rss:p99   .size:max               an aspect of a field (TERM_ASPECT_LIST)
 *
 * What is not known is NaN: a field that the type lacks, a torn value, a change since a moment at
 * which the object was not there. It is never 0.
 */
#ifndef QUERY_TERM_H
#define QUERY_TERM_H

#include "field/delta.h"
#include "query/row.h"

/* X(id, name, a text, what it is) */
#define TERM_COMMON_LIST(X)                                   \
    X(LABEL, "label", true, "what the program calls it")      \
    X(TYPE, "type", true, "its type")                         \
    X(SIZE, "size", false, "bytes")                           \
    X(AGE, "age", false, "time since it was created")         \
    X(CHANGES, "changes", false, "field changes a second")    \
    X(LAST, "last", false, "time since a field changed last") \
    X(ACTIVITY, "activity", false, "changes of the last 16 ticks")

enum term_id {
#define TERM_ENUM(id, ...) TERM_##id,
    TERM_COMMON_LIST(TERM_ENUM)
#undef TERM_ENUM
        TERM_FIELD
};

/* X(id, name behind the colon, in a column's head, the same in ASCII, what it is). Those from MIN
 * on look at the window: the values that the history has, at most HISTORY_SHOWN; of a counter, they
 * are of its rate. */
#define TERM_ASPECT_LIST(X)                                                              \
    X(VALUE, "", "", "", "the value itself")                                             \
    X(CHANGE, "change", "\u0394", "delta", "change since what the key d chose")          \
    X(DELTA, "delta", "\u0394", "delta", "change since the previous tick")               \
    X(RATE, "rate", "/s", "/s", "growth a second; not known after a reset")              \
    X(FIRST, "first", "\u0394first", "dfirst", "change since the object was first seen") \
    X(BASE, "base", "\u0394base", "dbase", "change since the baseline")                  \
    X(MIN, "min", "min", "min", "least of the window")                                   \
    X(MAX, "max", "max", "max", "largest of the window")                                 \
    X(MEAN, "mean", "mean", "mean", "mean of the window")                                \
    X(P50, "p50", "p50", "p50", "median of the window")                                  \
    X(P90, "p90", "p90", "p90", "nine in ten values of the window are no larger")        \
    X(P99, "p99", "p99", "p99", "99 in 100 values of the window are no larger")

enum term_aspect {
#define TERM_ENUM(id, ...) TERM_##id,
    TERM_ASPECT_LIST(TERM_ENUM)
#undef TERM_ENUM
        TERM_ASPECTS
};

struct term_aspect_info {
    const char *name, *head, *head_ascii, *help;
};

const struct term_aspect_info *term_aspect_info(enum term_aspect aspect); /* static storage */
const char *term_common_name(enum term_id id);                            /* not FIELD */
const char *term_common_help(enum term_id id);

/* Of the window: a statistic of past values. */
static inline bool term_is_window(enum term_aspect aspect)
{
    return aspect >= TERM_MIN;
}

/* What frames before the one before are needed for. */
static inline bool term_looks_back(enum term_aspect aspect)
{
    return term_is_window(aspect) || aspect == TERM_FIRST;
}

/* What a term's values are, to be put in order: integers are when they are in all its types, of one
 * sign, and 64 bits hold them; a double rounds those from 2^53 on. So are their changes and rates,
 * which are ordered as the differences that they are made of. */
enum term_order {
    TERM_BY_NUMBER,
    TERM_BY_UNSIGNED,
    TERM_BY_SIGNED,
    TERM_BY_DIFFERENCE,
    TERM_BY_TEXT
};

#define TERM_NAME_MAX 128 /* bytes of a name, with its NUL */

/* Where a type has a term's field. */
struct term_place {
    const memglass_type *type;
    struct field_ref ref; /* from the start of the object */
};

/* A term: a plain value that may be copied; places are the caller's and must outlive it. */
struct term {
    enum term_id id;
    enum term_aspect aspect;         /* of a FIELD; else VALUE */
    char name[TERM_NAME_MAX];        /* as it was written */
    char path[TERM_NAME_MAX];        /* FIELD: without "." in front and aspect */
    bool text;                       /* a text, not a number: of the types it was bound to */
    enum term_order order;           /* as text says, but for the values of a FIELD */
    const struct term_place *places; /* FIELD: of the types that have it, by address */
    size_t place_count;
};

/* Takes a name apart; no type is asked. E_INVALID: err says what is wrong. */
int term_parse(const char *name, struct term *out, memglass_error *err);

/* Of who never has a baseline. E_INVALID: it is a change since one, and err says so. */
int term_without_baseline(const struct term *t, memglass_error *err);

/* The term of a field by its path, also when what every object has is called the same: its name
 * then has "." in front. False: no such path can be. */
bool term_of_field(const char *path, struct term *out);

/*
 * Finds the places of a FIELD in those types; `places` has room for all of them. Fields that are
 * text in one type and a number in another: as in the first that has it. False: no type has it (or
 * it is no single value there), and err says why. Terms that are no fields need no binding.
 */
bool term_bind(struct term *t, const struct type_count *types, size_t count,
               struct term_place *places, memglass_error *err);

/* Where a row's type has the field; NULL: it has none, or the row is an array of objects, which has
 * no one value. */
const struct field_ref *term_ref(const struct term *t, const struct row *row);

/* NaN: not known, or a text. */
double term_number(const struct term *t, const struct row_source *source, const struct row *row);

/* The value of one that is in the order of integers, exactly; false: not known. */
bool term_integer(const struct term *t, const struct row *row, uint64_t *out);

/* Of one that is in the order of differences; false: not known. */
bool term_difference(const struct term *t, const struct row_source *source, const struct row *row,
                     struct delta *out);

/* The text of a term that is one, in `buffer` when it is not at hand elsewhere; "" when not known.
 * Valid as long as both. */
const char *term_string(const struct term *t, const struct row *row, char *buffer, size_t size);

/* --- values of one field, for whoever has a ref and no term ------------------------------------
 */

/* The aspect that CHANGE is. */
enum term_aspect term_since(enum row_since since);

/* An aspect of a field of the row's object; NaN when it is not known. */
double term_value(const struct row_source *source, const struct row *row,
                  const struct field_ref *ref, enum term_aspect aspect);

/* The known values of the window, in `out` (HISTORY_SHOWN of them), oldest first; of a counter, its
 * rates. How many. */
size_t term_window(const struct row_source *source, const struct row *row,
                   const struct field_ref *ref, double *out);

/* MIN to P99 of values, none of them NaN, which change places; NaN when there are none. */
double term_statistic(enum term_aspect aspect, double *values, size_t count);

#endif
