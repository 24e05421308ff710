/*
 * The bytes that rosters point to, labels and first copies: sizes of a few classes out of large
 * chunks, so that objects that come and go do not fragment anything; the largest ones have memory
 * of their own. Layer 4. One thread at a time.
 */
#ifndef SAMPLE_BLOB_POOL_H
#define SAMPLE_BLOB_POOL_H

#include <stdbool.h>
#include <stdint.h>

#define BLOB_CLASSES 113 /* up to 64 KiB with their heads */

struct blob;
struct blob_chunk;

struct blob_pool {
    struct blob *idle[BLOB_CLASSES];
    struct blob_chunk *chunks;
    unsigned char *at, *end; /* what is left of the newest chunk */
    uint64_t bytes;          /* of all chunks */
};

/* Blobs that no roster to come will name, but that older ones still do. */
struct blob_list {
    struct blob *first, *last;
};

/* Zeroed is empty. */
void blob_pool_fini(struct blob_pool *p);

/* Room for `size` bytes, aligned for anything, named from roster `born` on. NULL: out of memory, or
 * the pool would hold more than `limit` bytes. */
void *blob_pool_add(struct blob_pool *p, uint64_t size, uint64_t born, uint64_t limit);
uint64_t blob_born(const void *bytes);
void blob_pool_free(struct blob_pool *p, const void *bytes);

void blob_list_add(struct blob_list *list, const void *bytes);
/* Moves everything of `from` to `list`. */
void blob_list_join(struct blob_list *list, struct blob_list *from);
/* Frees those that were born after a roster. */
void blob_list_prune(struct blob_list *list, struct blob_pool *p, uint64_t after);

#endif
