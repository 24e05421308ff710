/* What a ring holds into another sink. Layer 5. */
#include "base/error.h"
#include "record/sink.h"

#include <stdlib.h>

/* Where to begin: at the newest whole frame that is at least as old as asked for. */
static size_t first_block(struct record_ring_block **blocks, size_t count, uint64_t since_ns)
{
    size_t first = count;
    for (size_t i = 0; i < count; i++)
        if (blocks[i]->head.kind == RECORD_KEY &&
            (first == count || blocks[i]->head.first_ns <= since_ns))
            first = i;
    return first;
}

static int write_blocks(struct record_sink *sink, struct record_ring_block **blocks, size_t count,
                        uint64_t since_ns, memglass_error *err)
{
    size_t first = first_block(blocks, count, since_ns);
    struct bytes block = {0};
    int status = MEMGLASS_OK;
    for (size_t i = 0; i < count && !status; i++) {
        if (i < first && blocks[i]->head.kind != RECORD_SCHEMA)
            continue;
        bytes_clear(&block);
        bytes_raw(&block, &blocks[i]->head, sizeof blocks[i]->head);
        bytes_raw(&block, blocks[i]->payload, blocks[i]->head.stored_bytes);
        status = block.failed ? error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory")
                              : sink->ops->append(sink, &blocks[i]->head, &block, err);
    }
    bytes_fini(&block);
    return status;
}

int record_ring_write(struct record_ring *r, uint64_t since_ns, struct record_sink *sink,
                      memglass_error *err)
{
    struct record_ring_block **blocks;
    size_t count;
    if (record_ring_blocks(r, &blocks, &count))
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    int status = write_blocks(sink, blocks, count, since_ns, err);
    for (size_t i = 0; i < count; i++)
        record_ring_block_release(blocks[i]);
    free(blocks);
    return status;
}
