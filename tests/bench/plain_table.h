/* A plain hash table of labels, as a program has one: open addressing, at most half full, with
 * labels of its own. What memglass_find is compared with. Tests only; no layer. */
#ifndef BENCH_PLAIN_TABLE_H
#define BENCH_PLAIN_TABLE_H

#include "bench.h"

enum { LABEL_BYTES = 16 };

struct plain_table {
    char (*own)[LABEL_BYTES];
    const char **at;
    size_t places;
};

/* FNV-1a, ends mixed. */
static inline uint64_t plain_hash(const char *text)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return h ^ h >> 32;
}

/* Leads to the very labels that are given to it. */
static inline void plain_table_of(struct plain_table *t, char (*labels)[LABEL_BYTES], size_t count)
{
    *t = (struct plain_table){.places = 1};
    while (t->places < 2 * count)
        t->places *= 2;
    t->at = calloc(t->places, sizeof *t->at);
    if (!t->at)
        bench_fail("no memory");
    for (size_t i = 0; i < count; i++) {
        size_t at = plain_hash(labels[i]) & (t->places - 1);
        while (t->at[at])
            at = (at + 1) & (t->places - 1);
        t->at[at] = labels[i];
    }
}

/* Has labels of its own: what is looked up comes from elsewhere. */
static inline void plain_table_open(struct plain_table *t, char (*labels)[LABEL_BYTES],
                                    size_t count)
{
    char(*own)[LABEL_BYTES] = malloc(count * LABEL_BYTES);
    if (!own)
        bench_fail("no memory");
    memcpy(own, labels, count * LABEL_BYTES);
    plain_table_of(t, own, count);
    t->own = own;
}

static inline void plain_table_close(struct plain_table *t)
{
    free(t->own);
    free(t->at);
}

/* NULL: there is none. */
static inline const char *plain_table_find(const struct plain_table *t, const char *label)
{
    size_t at = plain_hash(label) & (t->places - 1);
    while (t->at[at] && strcmp(t->at[at], label) != 0)
        at = (at + 1) & (t->places - 1);
    return t->at[at];
}

#endif
