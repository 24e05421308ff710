/* Frames made by hand, out of the real pool and rosters: for tests of what works on frames, with no
 * session behind them. Tests only; no layer. */
#ifndef TESTS_SAMPLE_SYNTHETIC_H
#define TESTS_SAMPLE_SYNTHETIC_H

#include "sample/history.h"
#include "sample/pool.h"
#include "sample/source.h"

#include <memglass/guard.h>
#include <stddef.h>

/* One of everything that is compared or remembered in a way of its own. */
struct thing_part {
    int16_t x;
    /* two bytes of padding */
    float y;
};

struct thing {
    uint64_t ops; /* a counter */
    double level;
    int32_t grid[2][3];
    char name[8];
    unsigned low : 3, high : 5;
    uint8_t wheel; /* a counter that wraps soon */
    struct thing_part parts[2];
    union {
        uint32_t whole;
        float real;
    } view;
    MEMGLASS_GUARDED(double) guarded;
};

enum {
    THING_OPS,
    THING_LEVEL,
    THING_GRID,
    THING_NAME,
    THING_LOW,
    THING_HIGH,
    THING_WHEEL,
    THING_PARTS,
    THING_VIEW,
    THING_GUARDED,
    THING_FIELDS
};

/* ops, level, six of grid, low, high, wheel, four of parts, two of view, guarded. */
#define THING_NUMBERS 18

extern const memglass_type thing_type;
struct field_ref thing_ref(const char *path); /* of an object of one thing; fails the test */

struct synth_object {
    uint32_t index, generation;
};

struct synth {
    struct frame_pool *pool;
    struct anchor anchor;
    unsigned anchors_freed;
    struct roster *roster;
    struct history *history;
    uint64_t instance;
};

void synth_open(struct synth *s, struct history *history);
void synth_close(struct synth *s);

/* The roster of the frames to come: objects of one thing, labelled "thing-INDEX-GENERATION". */
void synth_roster(struct synth *s, const struct synth_object *objects, size_t count);

/* A frame with prev's bytes where prev (may be NULL) has the object, zeroes elsewhere; one second
 * after the other. */
struct frame *synth_frame(struct synth *s, const struct frame *prev, uint64_t tick);

/* A reader of things that all look the same, as `thing` says. */
struct synth_reader {
    struct reader reader;
    struct thing thing;
    _Atomic uint64_t size;         /* sizeof thing, or that of one much larger */
    _Atomic int status;            /* what read returns: UNGUARDED when initialised */
    _Atomic uint64_t reads, opens; /* calls so far */
    _Atomic uint64_t closes;
    _Atomic uint64_t leaves; /* values that were read alone */
};

void synth_reader_init(struct synth_reader *r);

/* A source of such frames. `each` is called on the sampler's thread, with a frame that starts as a
 * copy of prev; before that it may give another roster; it returns the capture's status. */
struct synth_source {
    struct source source;
    struct synth synth;
    void (*before)(struct synth_source *s, uint64_t tick); /* NULL: nothing */
    int (*each)(struct synth_source *s, struct frame *f);
    void *ctx;
    struct synth_reader *reader; /* what the source's fast lane reads from, or NULL */
};

void synth_source_init(struct synth_source *s, struct history *history,
                       int (*each)(struct synth_source *s, struct frame *f), void *ctx);

/* ... with a fast lane, which reads from there. Before the sampler is started. */
void synth_source_with_lane(struct synth_source *s, struct synth_reader *reader);

static inline struct thing *synth_thing(const struct frame *f, size_t row)
{
    return (struct thing *)frame_data(f, row);
}

#endif
