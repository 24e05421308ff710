/*
 * A frame: one immutable sample of all objects, with one timestamp. Layer 4.
 *
 * What rarely changes (which objects there are, where their bytes lie in the frame, their labels)
 * is the *roster*, shared by all frames until an object is created or destroyed. What changes each
 * tick is the bytes and one *mark* a row. Two neighbouring frames with the same roster are compared
 * row by row; else by a merge, since rows are in ascending order of directory index.
 *
 * Threads: a frame and its roster are built by the sampler's thread, then only read; references are
 * counted atomically, so any thread may hold and release them. Memory goes back to the pool it came
 * from (sample/pool.h), never to malloc while sampling.
 */
#ifndef SAMPLE_FRAME_H
#define SAMPLE_FRAME_H

#include "sample/restart.h"

#include <memglass/observer.h>
#include <stdatomic.h>
#include <stdbool.h>

/* An object for good: not a row, whose number changes as objects come and go. */
struct object_id {
    uint64_t instance; /* of the session: 0 none */
    uint32_t index, generation;
};

static inline bool object_id_same(const struct object_id *a, const struct object_id *b)
{
    return a->instance == b->instance && a->index == b->index && a->generation == b->generation;
}

/* An object of a roster. */
struct roster_row {
    const memglass_type *type;  /* lives as long as the roster */
    const char *label;          /* printable; lives as long as the roster */
    const unsigned char *first; /* the `size` bytes when it was first seen; lives as long as the
                                   roster. NULL: they did not fit the budget, or were torn */
    uint64_t data;              /* offset of the object's bytes in frame.bytes, a multiple of 8 */
    uint64_t size;              /* bytes: count * type->size */
    uint64_t created_ns;        /* since the session's start */
    uint64_t history;           /* for history_read; HISTORY_NONE: it did not fit the budget */
    uint32_t index, generation;
    uint32_t count;         /* elements */
    uint32_t first_due : 1; /* first is filled in by the first frame of the roster */
    uint32_t alike : 31;    /* rows from this one on, of one type and size, that lie one behind the
                               other in a frame, as far as a block goes; 0 counts as 1 */
};

/* Rows of a roster that are the same objects as those of an older one from `before` on. */
struct roster_stretch {
    size_t before, row, count;
};

struct roster {
    struct roster_row *rows; /* ascending index */
    size_t count;
    uint64_t bytes;  /* that a frame of this roster needs */
    uint64_t serial; /* 1, 2, ...: a higher one is younger */
    /* Which rows it has from that roster of the same pool, ascending: all that both have. since 0:
     * it is not known. */
    uint64_t since;
    const struct roster_stretch *carried;
    size_t carried_count;
};

/* What a frame says of a row, in one byte: the memglass_truth of the copy, and these. */
#define ROW_TRUTH   0x1fu
#define ROW_BORN    0x20u /* not in the previous frame: by the comparison, all else by the capture */
#define ROW_GONE    0x40u /* destroyed while this frame was captured: treat it as not there */
#define ROW_DAMAGED 0x80u /* the words around it were written over: see memglass_check */

/* What is known of a row's changes up to its last one: nothing here moves while nothing changes. */
struct row_past {
    uint64_t activity;       /* as in row_mark, at `tick` */
    uint64_t changed_total;  /* field changes since first seen */
    uint64_t last_change_ns; /* time_ns of the frame that showed the last change, 0 never */
    uint32_t changes;        /* fields (elements) whose value differed then */
    uint32_t tick;           /* of that frame, its lowest bits */
};

/* All that one frame says of one row. */
struct row_mark {
    uint64_t activity;           /* 16 nibbles: the last 16 ticks, newest lowest; 0 nothing changed,
                                    n: about 2^(n-1) field changes */
    uint64_t changed_total;      /* field changes since first seen */
    uint64_t last_change_ns;     /* time_ns of the frame that showed the last change, 0 never */
    uint32_t changes;            /* fields (elements) whose value differs from the previous frame */
    uint8_t truth;               /* memglass_truth of the copy */
    uint8_t gone, born, damaged; /* see ROW_GONE ... */
};

/* Whether the objects of a frame are of one moment of the producer: memglass_cut. */
enum frame_cut {
#define FRAME_CUT_ENUM(name, text) FRAME_CUT_##name,
    MEMGLASS_CUT_LIST(FRAME_CUT_ENUM)
#undef FRAME_CUT_ENUM
        FRAME_CUT_COUNT
};

const char *frame_cut_name(enum frame_cut cut);

struct frame_pool;

struct frame {
    const struct roster *roster;
    unsigned char *bytes;
    uint8_t *states; /* roster->count of them, by the source */
    /* By diff_frames: one bit a row, whose past is of this very frame, and all the pasts. */
    uint64_t *touched;
    /* By the source: the tick of the frame from which only rows of `touched` may differ, until the
       two are compared; 0: any row may. */
    uint64_t touched_since;
    uint64_t copied; /* rows that were read for this frame; others are known to be the same */
    uint32_t look;   /* by the source: the observer's asking before the copy; 0 none */
    /* By the source, before the frame is compared: all rows are there, and none is torn or stale.
       False where it does not know. */
    bool whole;
    /* By the source: some states may tell more than how whole a row's bytes are. */
    bool special;
    /* One bit a row: those that may not be as in the frame that the pool's are measured by, of
       which roster; 0: any may. With the buffer. */
    uint64_t *behind;
    uint64_t behind_of;
    struct row_past *pasts;
    uint64_t tick;    /* 1, 2, ...: frames, not periods; a period without a frame has none. 0: a
                         glimpse,    before the first tick */
    uint64_t time_ns; /* CLOCK_MONOTONIC at capture */
    uint64_t wall_ns;
    uint64_t capture_ns; /* what the capture cost */
    uint64_t torn;       /* rows that are TORN or STALE */
    enum frame_cut cut;
    bool partial; /* a glimpse of more objects than it has: only the first of the directory */
    memglass_session_info session; /* of that moment */
    /* For half a minute after a restart: which types are not what they were, or "". */
    char changed[RESTART_TEXT_BYTES];

    struct frame_pool *pool; /* whose memory it is; NULL: its maker's */
    _Atomic uint32_t refs;   /* 0: idle, the pool may use it again */
};

/* Takes and gives back a reference. release accepts NULL and nulls. Any thread. */
const struct frame *frame_retain(const struct frame *f);
void frame_release(const struct frame **f);

/* Row of an object by its directory index and generation, or -1. A row that is gone is found, too:
 * see states. */
long frame_find(const struct frame *f, uint32_t index, uint32_t generation);

/* Rows of two rosters that are one object, if they have one name and session: as many bytes, too.
 * What another process or a file says of two moments need not hold together. */
static inline bool frame_same_object(const struct roster_row *a, const struct roster_row *b)
{
    return a->index == b->index && a->generation == b->generation && a->size == b->size;
}

/* The row of the object that a row of another frame of its session is, or -1. As frame_find. */
long frame_find_row(const struct frame *f, const struct roster_row *row);

/* Frames of one session, whose objects may be compared. */
static inline bool frame_same_session(const struct frame *a, const struct frame *b)
{
    return a->session.instance == b->session.instance;
}

static inline const unsigned char *frame_data(const struct frame *f, size_t row)
{
    return f->bytes + f->roster->rows[row].data;
}

/* --- what is said of a row ----------------------------------------------------------------------
 */

static inline memglass_truth frame_truth(const struct frame *f, size_t row)
{
    return (memglass_truth)(f->states[row] & ROW_TRUTH);
}

static inline bool frame_gone(const struct frame *f, size_t row)
{
    return f->states[row] & ROW_GONE;
}

/* Words of `touched` for so many rows. */
static inline size_t frame_touched_words(size_t rows)
{
    return rows / 64 + (rows % 64 != 0);
}

static inline bool frame_touched(const struct frame *f, size_t row)
{
    return f->touched[row / 64] >> row % 64 & 1;
}

static inline uint32_t frame_changes(const struct frame *f, size_t row)
{
    return frame_touched(f, row) ? f->pasts[row].changes : 0;
}

/* What was known at a tick, so many ticks later. */
static inline uint64_t row_activity_later(uint64_t activity, uint64_t ticks)
{
    return ticks < 16 ? activity << 4 * ticks : 0;
}

static inline uint64_t frame_activity(const struct frame *f, size_t row)
{
    const struct row_past *past = &f->pasts[row];
    return row_activity_later(past->activity, (uint32_t)f->tick - past->tick);
}

struct row_mark frame_mark(const struct frame *f, size_t row);
/* For sources that know the marks: the mark of a row, but for gone and damaged. */
void frame_set_mark(struct frame *f, size_t row, const struct row_mark *mark);

#endif
