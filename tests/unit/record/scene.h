/* Frames as a sampler would make them, the file that they are recorded in, and whether what is read
 * is what was recorded. Tests only; no layer. */
#ifndef TESTS_RECORD_SCENE_H
#define TESTS_RECORD_SCENE_H

#include "unit.h"

#include "../sample/synthetic.h"
#include "base/clock.h"
#include "record/reader.h"
#include "record/writer.h"
#include "sample/diff.h"

#include <string.h>

enum { TICKS = 90, OBJECTS = 40, PATH_BYTES = 64 };

/* Frames as a sampler would make them, and the file that they are recorded in. */
struct scene {
    struct synth synth;
    const struct frame *frames[TICKS + 1]; /* by tick */
    struct synth_object objects[OBJECTS];
    size_t object_count;
    unsigned random;
    char path[PATH_BYTES];
};

static inline unsigned next_random(struct scene *s, unsigned below)
{
    s->random = s->random * 1103515245u + 12345u;
    return (s->random >> 8) % below;
}

/* Some objects end and others begin: an index is used again with another generation. */
static inline void churn(struct scene *s)
{
    for (size_t i = 0; i < s->object_count; i++)
        if (next_random(s, 10) == 0)
            s->objects[i].generation++;
    if (next_random(s, 3) == 0 && s->object_count > 5)
        s->object_count--;
    else if (s->object_count < OBJECTS) {
        struct synth_object *last = &s->objects[s->object_count];
        last->index = s->object_count ? last[-1].index + 1 + next_random(s, 3) : 0;
        last->generation = next_random(s, 1000);
        s->object_count++;
    }
    synth_roster(&s->synth, s->objects, s->object_count);
}

static inline void change(struct scene *s, struct frame *f)
{
    for (size_t i = 0; i < f->roster->count; i++) {
        struct thing *t = synth_thing(f, i);
        if (next_random(s, 3) == 0)
            t->ops += next_random(s, 1000);
        if (next_random(s, 8) == 0)
            t->level = next_random(s, 100) / 7.0;
        if (next_random(s, 8) == 0)
            t->grid[1][2] = -(int32_t)next_random(s, 1000000);
        if (next_random(s, 20) == 0)
            f->states[i] = (uint8_t)(MEMGLASS_EXACT + next_random(s, 4));
        f->states[i] |= next_random(s, 40) == 0 ? ROW_GONE : 0;
    }
}

static inline const struct frame *sample(struct scene *s, uint64_t tick)
{
    const struct frame *prev = s->frames[tick - 1];
    if (tick == 1 || next_random(s, 4) == 0)
        churn(s);
    struct frame *f = synth_frame(&s->synth, prev, tick);
    struct diff unused;
    f->wall_ns = UINT64_C(1700000000) * NS_PER_SEC + f->time_ns + next_random(s, 1000);
    f->cut = (enum frame_cut)next_random(s, FRAME_CUT_COUNT);
    f->session.heartbeats = tick * 3;
    f->session.pid = 42;
    snprintf(f->session.name, sizeof f->session.name, "scene");
    change(s, f);
    diff_frames(prev, f, &unused);
    return f;
}

static inline void scene_open(struct scene *s, unsigned seed)
{
    *s = (struct scene){.random = seed};
    synth_open(&s->synth, NULL);
    snprintf(s->path, sizeof s->path, "/tmp/memglass-record-%d-%u.mgr", (int)getpid(), seed);
    unlink(s->path);
    for (uint64_t tick = 1; tick <= TICKS; tick++)
        s->frames[tick] = sample(s, tick);
}

static inline void scene_close(struct scene *s)
{
    for (uint64_t tick = 1; tick <= TICKS; tick++)
        frame_release(&s->frames[tick]);
    synth_close(&s->synth);
    unlink(s->path);
}

static const struct record_options small_blocks = {
    .interval_ns = NS_PER_SEC, .key_ns = 17 * NS_PER_SEC, .block_ns = 3 * NS_PER_SEC};

static inline struct record_writer *scene_writer(struct scene *s,
                                                 const struct record_options *options)
{
    memglass_error err = {0};
    struct record_sink *sink = record_sink_file(s->path, options->interval_ns, true, &err);
    ck_assert_msg(sink != NULL, "%s", err.message);
    struct record_writer *w = record_writer_create(sink, options, &err);
    ck_assert_msg(w != NULL, "%s", err.message);
    return w;
}

static inline void scene_record(struct scene *s, const struct record_options *options)
{
    memglass_error err = {0};
    struct record_writer *w = scene_writer(s, options);
    for (uint64_t tick = 1; tick <= TICKS; tick++)
        ck_assert_msg(record_writer_add(w, s->frames[tick], &err) == MEMGLASS_OK, "%s",
                      err.message);
    ck_assert_msg(record_writer_close(&w, &err) == MEMGLASS_OK, "%s", err.message);
}

/* --- comparing ---------------------------------------------------------------------------------
 */

static inline void same_row(const struct frame *a, size_t i, const struct frame *b, size_t j)
{
    const struct roster_row *x = &a->roster->rows[i], *y = &b->roster->rows[j];
    const struct row_mark was = frame_mark(a, i), is = frame_mark(b, j), *m = &was, *n = &is;
    ck_assert_uint_eq(x->index, y->index);
    ck_assert_uint_eq(x->generation, y->generation);
    ck_assert_str_eq(x->label, y->label);
    ck_assert_str_eq(x->type->name, y->type->name);
    ck_assert_uint_eq(x->size, y->size);
    ck_assert_uint_eq(x->created_ns, y->created_ns);
    ck_assert_int_eq(memcmp(frame_data(a, i), frame_data(b, j), x->size), 0);
    ck_assert_uint_eq(m->activity, n->activity);
    ck_assert_uint_eq(m->changed_total, n->changed_total);
    ck_assert_uint_eq(m->last_change_ns, n->last_change_ns);
    ck_assert_uint_eq(m->changes, n->changes);
    ck_assert_uint_eq(m->truth, n->truth);
    ck_assert_uint_eq(m->born, n->born);
}

/* `was` as it was sampled, where some rows may be gone; `is` as it was read. */
static inline void same_frame(const struct frame *was, const struct frame *is)
{
    size_t at = 0;
    ck_assert_uint_eq(was->tick, is->tick);
    ck_assert_uint_eq(was->time_ns, is->time_ns);
    ck_assert_uint_eq(was->wall_ns, is->wall_ns);
    ck_assert_uint_eq(was->cut, is->cut);
    ck_assert_uint_eq(was->session.heartbeats, is->session.heartbeats);
    ck_assert_uint_eq(was->session.instance, is->session.instance);
    ck_assert_str_eq(was->session.name, is->session.name);
    for (size_t i = 0; i < was->roster->count; i++) {
        if (frame_gone(was, i))
            continue;
        ck_assert_uint_lt(at, is->roster->count);
        same_row(was, i, is, at++);
    }
    ck_assert_uint_eq(at, is->roster->count);
}

static inline void same_as_sampled(const struct scene *s, struct record_reader *r)
{
    const struct frame *f = record_reader_frame(r);
    ck_assert_ptr_nonnull(f);
    ck_assert(f->tick >= 1 && f->tick <= TICKS);
    same_frame(s->frames[f->tick], f);
    frame_release(&f);
}

static inline struct record_reader *scene_reader(const struct scene *s)
{
    memglass_error err = {0};
    struct record_reader *r = record_reader_open(s->path, 0, &err);
    ck_assert_msg(r != NULL, "%s", err.message);
    return r;
}

/* Reads on; each frame is as it was sampled. How many there were. */
static inline size_t read_all(const struct scene *s, struct record_reader *r)
{
    size_t frames = 0;
    memglass_error err = {0};
    int status;
    while ((status = record_reader_next(r, &err)) == 1) {
        same_as_sampled(s, r);
        frames++;
    }
    ck_assert_msg(status == 0, "%s", err.message);
    return frames;
}

#endif
