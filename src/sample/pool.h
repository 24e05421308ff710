/*
 * The memory of frames: buffers that are used over and over. Layer 4.
 *
 * A source makes frames here on the sampler's thread; whoever holds one gives it back from any
 * thread by counting its references down to 0, and the sampler's thread finds it idle at its next
 * tick. With a viewer that holds two frames, four are in use; a fifth while that viewer stays
 * behind.
 */
#ifndef SAMPLE_POOL_H
#define SAMPLE_POOL_H

#include "sample/frame.h"
#include "sample/roster.h"

struct frame_pool *frame_pool_create(void); /* NULL: out of memory */
/* No more frames are made. Those that are held stay valid; the last to be released frees all. */
void frame_pool_close(struct frame_pool **p);

struct roster_store *frame_pool_rosters(struct frame_pool *p);

/* Lets go of the rosters of idle frames, so that their memory can be used for new ones. */
void frame_pool_sweep(struct frame_pool *p);

/* A frame with one reference and room for that roster; bytes, states and marks are not cleared.
 * NULL: out of memory. */
struct frame *frame_pool_take(struct frame_pool *p, const struct roster *r);

/* Bytes of all buffers. Sampler's thread. */
uint64_t frame_pool_bytes(const struct frame_pool *p);

#endif
