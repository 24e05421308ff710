/*
 * The memory of frames: buffers that are used over and over. Layer 4.
 *
 * A source makes frames here on the sampler's thread; whoever holds one gives it back from any
 * thread by counting its references down to 0, and the sampler's thread finds it idle at its next
 * tick. Three are in use with a viewer that keeps up: its two, and the one that is being filled; a
 * fourth and a fifth while it stays behind, or holds on to what it shows.
 */
#ifndef SAMPLE_POOL_H
#define SAMPLE_POOL_H

#include "sample/frame.h"
#include "sample/past_rows.h"
#include "sample/roster.h"

struct frame_pool *frame_pool_create(void); /* NULL: out of memory */
/* No more frames are made. Those that are held stay valid; the last to be released frees all. */
void frame_pool_close(struct frame_pool **p);

struct roster_store *frame_pool_rosters(struct frame_pool *p);

/* Lets go of the rosters of idle frames, so that their memory can be used for new ones. */
void frame_pool_sweep(struct frame_pool *p);

/* A frame with one reference and room for that roster; nothing of it is cleared. NULL: out of
 * memory. */
struct frame *frame_pool_take(struct frame_pool *p, const struct roster *r);

/* From now on frames are measured by this one, of the pool: their rows that are behind. The frame,
 * of those of which they are known, that is to be read in its place: always the same one, so that
 * it stays in a cache, where frames that are used in turn do not. */
const struct frame *frame_pool_measure(const struct frame *by);

/* The pasts of a frame that is being compared with another; settle: they are as they stay, brought
 * up from those of prev, of the same roster, but for what is touched; NULL: from no such frame.
 * born: some states say ROW_BORN now, which another comparison would have to look at. */
struct past_rows *frame_pool_pasts(const struct frame *f);
void frame_pool_settle(const struct frame *prev, const struct frame *cur, bool born);

/* Bytes of all buffers. Sampler's thread. */
uint64_t frame_pool_bytes(const struct frame_pool *p);

#endif
