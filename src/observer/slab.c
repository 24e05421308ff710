/* Memory that lives until detach and never moves. Layer 2. */
#include "observer/slab.h"

#include "base/checked.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES 16384u

struct slab_block {
    struct slab_block *older;
    size_t used, size;
    max_align_t bytes[];
};

static struct slab_block *add_block(struct slab *a, size_t size)
{
    size_t room = size < BLOCK_BYTES ? BLOCK_BYTES : size;
    struct slab_block *block = malloc(sizeof *block + room);
    if (!block)
        return NULL;
    *block = (struct slab_block){.older = a->newest, .size = room};
    a->newest = block;
    return block;
}

void *slab_give(struct slab *a, size_t size, uint64_t limit)
{
    if (size > limit)
        return NULL;
    size = (size_t)round_up(size, sizeof(max_align_t));
    if (size > limit || a->used > limit - size)
        return NULL;
    struct slab_block *block = a->newest;
    if (!block || block->size - block->used < size)
        block = add_block(a, size);
    if (!block)
        return NULL;
    void *memory = (char *)block->bytes + block->used;
    block->used += size;
    a->used += size;
    return memset(memory, 0, size);
}

void slab_fini(struct slab *a)
{
    while (a->newest) {
        struct slab_block *older = a->newest->older;
        free(a->newest);
        a->newest = older;
    }
    a->used = 0;
}
