/*
 * An arrangement: which objects are rows, in which order, in which groups. Layer 6. Made from a
 * pair of frames and a spec, by any one thread (src/top/arranger.h has one for it), then read and
 * put further in order by the one thread that has it. It keeps its frames, so it can be shown
 * beside any newer ones: rows are looked up there by object (arrangement_row).
 *
 * Making one is linear in the objects, and the only thing of the view that is.
 */
#ifndef VIEW_ARRANGE_H
#define VIEW_ARRANGE_H

#include "query/type_list.h"
#include "view/model.h"
#include "view/verdicts.h"

#include <stdatomic.h>

#define ARRANGE_SUMS_MAX 24

enum arrange_way {
    ARRANGE_NATURAL,  /* as is usual for the column: the arrangement says which way that is */
    ARRANGE_REVERSED, /* the other way round */
    ARRANGE_ASCENDING,
    ARRANGE_DESCENDING
};

static inline enum arrange_way arrange_way(bool descending)
{
    return descending ? ARRANGE_DESCENDING : ARRANGE_ASCENDING;
}

struct arrange_key {
    char name[VIEW_COLUMN_NAME_MAX]; /* of a column, or a field's path; "": none */
    enum arrange_way way;
};

/* What decides when the first key does not say, or names nothing. */
#define ARRANGE_DEFAULT "changes"

struct arrange_spec {
    struct arrange_key by[2];
    char type[VIEW_TEXT_MAX]; /* only objects of this type; "": all */
    struct filter *filter;    /* only what matches; NULL: all. The asker's reference */
    struct filter *find;      /* matches are counted and can be gone through; likewise */
    bool group;               /* one group a type, by name; else all are one */
    bool with_dying;          /* and objects that the frame before had, but this one has not */
    char sums[ARRANGE_SUMS_MAX][VIEW_COLUMN_NAME_MAX]; /* what groups add up; "": no more */
    /* Where it will be looked at: that part is put in order before it is handed over. No part of
     * what it is. */
    struct object_id anchor;
    uint64_t page;
};

/* Whether two specs ask for the same. */
bool arrange_spec_same(const struct arrange_spec *a, const struct arrange_spec *b);

struct arrange_group {
    const memglass_type *type; /* NULL: all objects are one group */
    struct order order;        /* rows: as row_at has them */
    struct order matches;      /* those of them that are found */
    uint64_t objects, dying;   /* of the entries: those that are there, and those that have gone */
    uint64_t bytes;
    double changes;                /* a second; NaN: there is no frame before */
    double sums[ARRANGE_SUMS_MAX]; /* NaN: no object has it */
};

struct arrangement {
    struct arrange_spec spec; /* as it was asked for; filters are references of its own */
    bool descending[2];       /* which way that is */
    struct row_source source; /* with references to its frames; history: who shows it has one */
    struct view_arena arena;
    struct column by[2], *sums; /* of the spec's names; by[0] may be the default's */
    bool found[2];              /* by name */
    size_t sum_count;
    struct type_count *types; /* of all objects, by name */
    size_t type_count;
    struct arrange_group *groups;
    size_t group_count, group_capacity;
    uint64_t objects, dying, matches; /* of all groups */
    uint64_t hidden;                  /* objects of the type that the filter hides */
};

/* What the maker keeps from one arrangement to the next: one thread's. Zeroed is empty. */
struct arrange_memory {
    struct type_list types;
    struct verdicts filter, find;
    struct arrangement *spare;
};

void arrange_memory_fini(struct arrange_memory *m);

#define ARRANGE_CANCELLED 1

/*
 * Makes one of the source's frames, which it retains. cancel (may be NULL) is looked at every few
 * thousand rows. MEMGLASS_OK, E_NOMEM or ARRANGE_CANCELLED; out changes on success only. A type
 * that is not there has no rows; a key that is not there does not decide.
 */
int arrange_make(const struct arrange_spec *spec, const struct row_source *source,
                 struct arrange_memory *m, const atomic_bool *cancel, struct arrangement **out);
void arrangement_destroy(struct arrangement **a);
/* Releases its frames: it cannot be read any more, but recycled. Any thread. */
void arrangement_let_go(struct arrangement *a);
/* What it has room for. */
uint64_t arrangement_bytes(const struct arrangement *a);
/* Lets go of its frames and keeps its memory for the next one; of the maker's thread. */
void arrange_recycle(struct arrange_memory *m, struct arrangement **a);

/* Whether this is what the spec asks for, also where that names the way that was natural here. */
bool arrangement_answers(const struct arrangement *a, const struct arrange_spec *spec);

/* Both keys are of the first name, which is a text, since there is no second. */
bool arrangement_is_wide(const struct arrangement *a);

/* The keys of a row of the arrangement's own frames; `entry->row` and `index` too. */
void arrangement_keys(const struct arrangement *a, uint32_t row, struct order_entry *entry);

/* Of one entry: the object and the row that `source` has of it now: the newest, or, when it has
 * gone, that which the arrangement knew, dying. */
struct object_id arrangement_id(const struct arrangement *a, const struct order_entry *entry);
struct row arrangement_row(const struct arrangement *a, const struct order_entry *entry,
                           const struct row_source *now);

/* Where an object is: group and rank; false: it is not among the rows. */
bool arrangement_find(const struct arrangement *a, const struct object_id *id, size_t *group,
                      size_t *rank);

/* How to look for the next match: HERE takes that one also which one starts from. */
enum arrange_step { ARRANGE_HERE, ARRANGE_NEXT, ARRANGE_PREVIOUS };

/*
 * The match that comes next in the order of groups and rows, from a row (NULL: from the head of the
 * group), around the end; NULL: there are none. number: which one it is, from 1 on.
 */
const struct order_entry *arrangement_match(const struct arrangement *a, size_t group,
                                            const struct order_entry *from, enum arrange_step step,
                                            size_t *group_out, uint64_t *number);
/* Which of the matches a row is, from 1 on; 0: it is none. */
uint64_t arrangement_match_number(const struct arrangement *a, size_t group,
                                  const struct order_entry *entry);

#endif
