/*
 * The texts that rosters point to: fixed sizes out of large chunks, so that objects that come and
 * go do not fragment anything. Layer 4. One thread at a time.
 */
#ifndef SAMPLE_LABEL_POOL_H
#define SAMPLE_LABEL_POOL_H

#include <stdbool.h>
#include <stdint.h>

#define LABEL_CLASSES 5 /* 32, 64, 128, 256, 512 bytes with their heads */

struct label;
struct label_chunk;

struct label_pool {
    struct label *idle[LABEL_CLASSES];
    struct label_chunk *chunks;
    unsigned char *at, *end; /* what is left of the newest chunk */
};

/* Texts that no roster to come will name, but that older ones still do. */
struct label_list {
    struct label *first, *last;
};

/* Zeroed is empty. */
void label_pool_fini(struct label_pool *l);

/* A copy, named from roster `born` on; NULL: out of memory. At most 495 bytes. */
const char *label_pool_add(struct label_pool *l, const char *text, uint64_t born);
uint64_t label_born(const char *text);
void label_pool_free(struct label_pool *l, const char *text);

void label_list_add(struct label_list *list, const char *text);
/* Moves everything of `from` to the end of `list`. */
void label_list_join(struct label_list *list, struct label_list *from);
/* Frees those that were born after a roster. */
void label_list_prune(struct label_list *list, struct label_pool *l, uint64_t after);

#endif
