/*
 * Where frames come from: a live session today, a recording or a relay by the same interface.
 * Layer 4. A source makes its frames in a pool (sample/pool.h) of its own.
 */
#ifndef SAMPLE_SOURCE_H
#define SAMPLE_SOURCE_H

#include "sample/frame.h"

struct source;

struct source_ops {
    /*
     * Captures a frame. prev (may be NULL) is the frame before: where an object is torn now, its
     * bytes of prev are used and marked STALE. On success *out holds one reference and its marks
     * have truth, gone and damaged set, nothing else; err is left alone, or says what is missing
     * from the frame. Negative: MEMGLASS_E_* and err, *out untouched.
     */
    int (*capture)(struct source *s, const struct frame *prev, uint64_t tick,
                   const struct frame **out, memglass_error *err);
    /* Frames that are held stay valid. */
    void (*close)(struct source **s);
};

struct source {
    const struct source_ops *ops;
};

struct history;

/*
 * A live session. NULL and err: those of memglass_attach, E_NOMEM. When it is
 * restarted, capture attaches to the new one by itself; frames of the old one stay valid as long as
 * they are held. Dead or gone, its last state is captured on. history may be NULL; rings for new
 * objects are taken from it.
 */
struct source *source_live_open(const char *session, struct history *history, memglass_error *err);

/* The same, attaching as memglass_attach_with does; attach may be NULL. */
struct source *source_live_open_with(const char *session, const memglass_attach_options *attach,
                                     struct history *history, memglass_error *err);

#endif
