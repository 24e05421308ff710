/* The bytes that rosters point to: blocks of a few sizes, cut from chunks. Layer 4. */
#include "sample/blob_pool.h"

#include "base/checked.h"
#include "producer/sizeclass.h"
#include "sample/pages.h"

#include <stddef.h>

enum { PAGE = 4096, CHUNK = 1 << 20, LARGEST = 64 << 10, OWN_CHUNK = 255 };

struct blob {
    struct blob *next; /* in a list of idle or of retired ones */
    uint64_t born : 56, class : 8;
    unsigned char bytes[];
};

/* Of many blobs, or of a large one alone. */
struct blob_chunk {
    struct pages pages; /* this chunk's own */
    struct blob_chunk *next, **link;
};

_Static_assert(sizeof(struct blob) == 16 && sizeof(struct blob_chunk) == 32, "keep blobs aligned");

static struct blob *blob_of(const void *bytes)
{
    return (struct blob *)((const unsigned char *)bytes - offsetof(struct blob, bytes));
}

static struct blob_chunk *add_chunk(struct blob_pool *p, uint64_t bytes, uint64_t limit)
{
    struct pages pages = {0};
    uint64_t size = round_up(bytes, PAGE), sum;
    if (!checked_add(p->bytes, size, &sum) || sum > limit || pages_reserve(&pages, size))
        return NULL;
    struct blob_chunk *chunk = (void *)pages.at;
    *chunk = (struct blob_chunk){.pages = pages, .next = p->chunks, .link = &p->chunks};
    if (p->chunks)
        p->chunks->link = &chunk->next;
    p->chunks = chunk;
    p->bytes = sum;
    return chunk;
}

static void free_chunk(struct blob_pool *p, struct blob_chunk *chunk)
{
    struct pages pages = chunk->pages;
    *chunk->link = chunk->next;
    if (chunk->next)
        chunk->next->link = chunk->link;
    p->bytes -= pages.size;
    pages_free(&pages);
}

/* The rest of a chunk that is too small for this block is left: at most one block of each chunk. */
static struct blob *take_block(struct blob_pool *p, uint64_t bytes, uint64_t limit)
{
    uint32_t class = sizeclass_of(bytes);
    struct blob *blob = p->idle[class];
    uint64_t size = sizeclass_bytes(class);
    if (blob) {
        p->idle[class] = blob->next;
        return blob;
    }
    if ((size_t)(p->end - p->at) < size) {
        struct blob_chunk *chunk = add_chunk(p, CHUNK, limit);
        if (!chunk)
            return NULL;
        p->at = (void *)(chunk + 1);
        p->end = chunk->pages.at + chunk->pages.size;
    }
    blob = (void *)p->at;
    blob->class = (unsigned char)class;
    p->at += size;
    return blob;
}

static struct blob *take_chunk(struct blob_pool *p, uint64_t bytes, uint64_t limit)
{
    struct blob_chunk *chunk = add_chunk(p, sizeof *chunk + bytes, limit);
    struct blob *blob = chunk ? (void *)(chunk + 1) : NULL;
    if (blob)
        blob->class = OWN_CHUNK;
    return blob;
}

void blob_pool_fini(struct blob_pool *p)
{
    while (p->chunks)
        free_chunk(p, p->chunks);
    *p = (struct blob_pool){0};
}

void *blob_pool_add(struct blob_pool *p, uint64_t size, uint64_t born, uint64_t limit)
{
    uint64_t bytes = sizeof(struct blob) + size;
    if (size > limit)
        return NULL;
    struct blob *blob =
        bytes <= LARGEST ? take_block(p, bytes, limit) : take_chunk(p, bytes, limit);
    if (!blob)
        return NULL;
    blob->born = born & ((UINT64_C(1) << 56) - 1);
    return blob->bytes;
}

uint64_t blob_born(const void *bytes)
{
    return blob_of(bytes)->born;
}

void blob_pool_free(struct blob_pool *p, const void *bytes)
{
    struct blob *blob = blob_of(bytes);
    if (blob->class == OWN_CHUNK) {
        free_chunk(p, (struct blob_chunk *)(void *)blob - 1);
        return;
    }
    blob->next = p->idle[blob->class];
    p->idle[blob->class] = blob;
}

void blob_list_add(struct blob_list *list, const void *bytes)
{
    struct blob *blob = blob_of(bytes);
    blob->next = list->first;
    list->first = blob;
    if (!list->last)
        list->last = blob;
}

void blob_list_join(struct blob_list *list, struct blob_list *from)
{
    if (!from->first)
        return;
    from->last->next = list->first;
    list->first = from->first;
    if (!list->last)
        list->last = from->last;
    *from = (struct blob_list){0};
}

void blob_list_prune(struct blob_list *list, struct blob_pool *p, uint64_t after)
{
    struct blob *blob = list->first;
    *list = (struct blob_list){0};
    while (blob) {
        struct blob *next = blob->next;
        if (blob->born > after)
            blob_pool_free(p, blob->bytes);
        else
            blob_list_add(list, blob->bytes);
        blob = next;
    }
}
