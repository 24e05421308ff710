/* Frames one after the other, and their history. Tests only; no layer. */
#ifndef TESTS_SAMPLE_PAST_H
#define TESTS_SAMPLE_PAST_H

#include "synthetic.h"
#include "unit.h"

#define RING_BYTES 1064 /* a little more than a ring takes */

static inline void release(struct frame *f)
{
    const struct frame *held = f;
    frame_release(&held);
}

/* Runs ticks from `from` to `to`, each thing changed by step; the last frame stays held. */
static inline struct frame *run_ticks(struct synth *s, struct frame *last, uint64_t from,
                                      uint64_t to, void (*step)(struct thing *t, uint64_t tick))
{
    for (uint64_t tick = from; tick <= to; tick++) {
        struct frame *f = synth_frame(s, last, tick);
        for (size_t i = 0; i < s->roster->count; i++)
            step(synth_thing(f, i), tick);
        history_append(s->history, f);
        if (last)
            release(last);
        last = f;
    }
    return last;
}

static inline void step_level(struct thing *t, uint64_t tick)
{
    t->level = (double)tick;
    t->grid[1][1] = -(int32_t)tick;
    t->ops += 10;
    t->wheel = (uint8_t)(t->wheel + 100);
}

static const struct synth_object two[] = {{3, 1}, {7, 1}};

static inline void open_two(struct synth *s)
{
    synth_open(s, history_create(1 << 20));
    synth_roster(s, two, 2);
}

static inline void close_synth(struct synth *s, struct frame *last)
{
    if (last)
        release(last);
    history_destroy(&s->history);
    synth_close(s);
}

static inline size_t read_path(const struct synth *s, size_t row, const char *path, uint64_t tick,
                               bool rate, double *out, size_t n)
{
    struct field_ref ref = thing_ref(path);
    return history_read(s->history, &s->roster->rows[row], &ref, tick, rate, out, n);
}

#endif
