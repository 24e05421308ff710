/* Numbers of a source over time: what paths name, frame by frame. Layer 8. */
#ifndef CLI_SERIES_H
#define CLI_SERIES_H

#include "cli/paths.h"

enum { SERIES_OTHER_BYTES = 160 };

/* One value of one object. */
struct series {
    struct object_id id;
    char *path; /* with the label */
    char unit[32];
    bool single;    /* they are floats */
    double *values; /* none is NaN */
    uint64_t *times;
    size_t count, capacity;
    double growth; /* the user's */
};

/* Zeroed is empty. */
struct series_list {
    struct series *list;
    size_t count, capacity, next; /* next: where the next value most likely belongs */
    size_t *slots;                /* else by object and path, open addressing: series + 1, 0 free */
    size_t slot_count;            /* a power of two */
    bool failed;                  /* out of memory */
    bool named;                   /* something was named that is no number: */
    char other[SERIES_OTHER_BYTES];
};

void series_fini(struct series_list *l);
/* Before the values of a frame are added. */
void series_begin(struct series_list *l);
/* Adds a value; NULL when it is no number, or not known, or when there is no memory (failed). */
struct series *series_add(struct series_list *l, const struct path_hit *hit);
/* Calls fn for what a path names, or for all that is in it, when that is an object, a struct or an
 * array. Non-zero ends the walk and is returned. */
int series_each(const struct path_hit *hit, paths_fn *fn, void *ctx);
/* There are none: err says what there was instead. E_NOTFOUND. */
int series_none(const struct series_list *l, memglass_error *err);

#endif
