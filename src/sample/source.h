/*
 * Where frames come from: a live session today, a recording or a relay by the same interface.
 * Layer 4. A source makes its frames in a pool (sample/pool.h) of its own.
 */
#ifndef SAMPLE_SOURCE_H
#define SAMPLE_SOURCE_H

#include "observer/observer.h"
#include "sample/frame.h"

struct source;
struct reader;
struct lane_origin;

/* What frames cost a source. */
struct source_cost {
    uint64_t frame_bytes; /* of frames and rosters */
    uint64_t label_bytes, first_bytes;
};

struct source_ops {
    /*
     * Captures a frame. prev (may be NULL) is the frame before: where an object is torn now, its
     * bytes of prev are used and its state is STALE. On success *out holds one reference and its
     * states are set, not its marks; err is left alone, or says what is missing from the frame.
     * Negative: MEMGLASS_E_* and err, *out untouched.
     */
    int (*capture)(struct source *s, const struct frame *prev, uint64_t tick,
                   const struct frame **out, memglass_error *err);
    /*
     * Before the first capture: a frame of tick 0 with the first objects of the directory, a few
     * more than so many or all; it costs as much, however many there are. As capture, but that it
     * waits for no step. No frame to compare others with. May be NULL.
     */
    int (*glimpse)(struct source *s, uint32_t objects, const struct frame **out,
                   memglass_error *err);
    /* Frames that are held stay valid. */
    void (*close)(struct source **s);
    /* On the thread that captures. May be NULL. */
    void (*cost)(const struct source *s, struct source_cost *out);
    /* A reader of single objects, closed before the source is. NULL: out of memory. Any thread. May
     * be NULL: there is no fast lane. */
    struct reader *(*reader)(const struct source *s);
};

struct source {
    const struct source_ops *ops;
};

/* Copies single objects beside the captures, on another thread than theirs. */
struct reader_ops {
    /* Bytes of an object. MEMGLASS_OK; E_GONE: it was destroyed, or its session replaced, for good;
     * other codes: not now. */
    int (*size)(struct reader *r, const struct object_id *id, uint64_t *size);
    /* All its bytes, which are so many. A memglass_truth, or a code as above. */
    int (*read)(struct reader *r, const struct object_id *id, unsigned char *to, uint64_t size);
    /* One value of it alone, as observer_copy_leaf, when it has `size` bytes. The same results. May
     * be NULL: of large objects there are then as many copies as fit. */
    int (*read_leaf)(struct reader *r, const struct object_id *id, const struct observer_leaf *leaf,
                     uint64_t size, unsigned char *to);
    /* Who created it. MEMGLASS_OK, or a code as above. May be NULL: that is not known. */
    int (*origin)(struct reader *r, const struct object_id *id, struct lane_origin *out);
    void (*close)(struct reader **r);
};

struct reader {
    const struct reader_ops *ops;
};

struct history;

struct source_live_options {
    memglass_attach_options attach;
    struct history *history; /* rings for new objects are taken from it; NULL: none */
    uint64_t first_bytes; /* budget for what objects were when first seen; 0: none of it is kept */
};

/*
 * A live session. options may be NULL. NULL and err: those of memglass_attach, E_NOMEM. When it is
 * restarted, capture attaches to the new one by itself; frames of the old one stay valid as long as
 * they are held. Dead or gone, its last state is captured on.
 */
struct source *source_live_open(const char *session, const struct source_live_options *options,
                                memglass_error *err);

/* The reader of a live session: attached at its first use, and anew when the session was restarted.
 * options may be NULL. NULL: out of memory. */
struct reader *reader_live_create(const char *session, const memglass_attach_options *options);

#endif
