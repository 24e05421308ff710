/* Where blocks go. Layer 5. */
#ifndef RECORD_SINK_H
#define RECORD_SINK_H

#include "record/block.h"

#include <memglass/base.h>

struct record_sink;

struct record_sink_ops {
    /* Takes a packed block (head and payload in `bytes`), whole or not at all. */
    int (*append)(struct record_sink *s, const struct record_block *head, const struct bytes *bytes,
                  memglass_error *err);
    int (*close)(struct record_sink **s, memglass_error *err);
};

struct record_sink {
    const struct record_sink_ops *ops;
    bool keeps_all; /* what was appended stays: later blocks may refer to it */
};

/*
 * A file. Blocks are only appended: whatever ends the process, what was written before opens. A
 * write that fails (a full disk) is taken back, so that the file ends with a whole block. Closing
 * writes an index. replace: a file of that name is emptied. NULL and err: E_EXISTS (also with
 * replace, while another sink writes it), E_INVALID (a pipe), E_NOMEM, E_SYSTEM.
 */
struct record_sink *record_sink_file(const char *path, uint64_t interval_ns, bool replace,
                                     memglass_error *err);

/*
 * Memory: the newest blocks within a budget, but at least the stretch from the newest whole frame
 * on (which the writer bounds). What is old is thinned first: of each stretch from one whole frame
 * to the next, the oldest first, only the whole frame is kept; then those go, too. Closing leaves
 * the ring to those who hold it.
 */
struct record_ring;

struct record_ring *record_ring_create(uint64_t budget_bytes); /* held once; NULL: out of memory */
struct record_ring *record_ring_hold(struct record_ring *r);   /* any thread */
void record_ring_release(struct record_ring **r);
/* A sink that puts blocks into the ring; it holds it. NULL: out of memory. */
struct record_sink *record_sink_ring(struct record_ring *r);

/* A block of a ring, for as long as it is held. */
struct record_ring_block {
    struct record_block head;
    _Atomic unsigned holders;
    unsigned char payload[]; /* as stored */
};

void record_ring_block_release(struct record_ring_block *b);
/* All blocks that are in the ring now, oldest first, each held; the array is the caller's to free.
 * E_NOMEM. Any thread. */
int record_ring_blocks(struct record_ring *r, struct record_ring_block ***blocks, size_t *count);
/* Appends what is in the ring to another sink, from the newest whole frame that is at least as old
 * as since_ns on, or else the oldest. E_NOMEM, and those of the sink. Any thread. */
int record_ring_write(struct record_ring *r, uint64_t since_ns, struct record_sink *sink,
                      memglass_error *err);
uint64_t record_ring_bytes(struct record_ring *r); /* of memory; any thread */

#endif
