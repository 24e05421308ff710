/* Frames of a live session, one after the other: what benches of capture and comparison have in
 * common. Tests only; no layer. */
#ifndef BENCH_FRAMES_H
#define BENCH_FRAMES_H

#include "bench.h"

#include "sample/diff.h"
#include "sample/source.h"

struct frames {
    struct source *source;
    const struct frame *prev, *cur;
    uint64_t tick;
    unsigned char *copy, *same; /* as many bytes as the frame that was there in frames_copy */
};

static inline void frames_open(struct frames *f, const char *session,
                               const struct source_live_options *options)
{
    *f = (struct frames){.source = source_live_open(session, options, NULL)};
    if (!f->source)
        bench_fail("cannot attach");
}

static inline void frames_close(struct frames *f)
{
    frame_release(&f->prev);
    frame_release(&f->cur);
    f->source->ops->close(&f->source);
    free(f->copy);
    free(f->same);
}

static inline void frames_capture(struct frames *f)
{
    const struct frame *next;
    if (f->source->ops->capture(f->source, f->cur, ++f->tick, &next, NULL))
        bench_fail("no frame");
    frame_release(&f->prev);
    f->prev = f->cur;
    f->cur = next;
}

/* The newest frame's bytes, twice. */
static inline void frames_copy(struct frames *f)
{
    f->copy = malloc(f->cur->roster->bytes);
    f->same = malloc(f->cur->roster->bytes);
    if (!f->copy || !f->same)
        bench_fail("no memory");
    memcpy(f->copy, f->cur->bytes, f->cur->roster->bytes);
    memcpy(f->same, f->cur->bytes, f->cur->roster->bytes);
}

/* --- each a bench_loop of a struct frames --- */

static inline void capture_frames(void *ctx, size_t n)
{
    while (n--)
        frames_capture(ctx);
}

static inline void compare_frames(void *ctx, size_t n)
{
    struct frames *f = ctx;
    struct diff diff;
    while (n--) {
        diff_frames(f->prev, f->cur, &diff);
        bench_keep(&diff);
    }
}

static inline void move_bytes(void *ctx, size_t n)
{
    struct frames *f = ctx;
    while (n--) {
        memcpy(f->copy, f->cur->bytes, f->cur->roster->bytes);
        bench_keep(f->copy);
    }
}

/* All bytes of equal buffers, since memcmp would stop at the first change. */
static inline void compare_bytes(void *ctx, size_t n)
{
    struct frames *f = ctx;
    while (n--) {
        int differs = memcmp(f->copy, f->same, f->cur->roster->bytes);
        bench_keep(&differs);
    }
}

#endif
