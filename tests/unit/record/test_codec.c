/* How frames are laid out in bytes: what takes few of them, and that it comes back. Tests only. */
#include "unit.h"

#include "../sample/synthetic.h"
#include "base/clock.h"
#include "record/codec.h"
#include "record/reader.h"
#include "record/writer.h"
#include "sample/diff.h"

#include <string.h>

enum { TICKS = 8, OBJECTS = 700, QUIET_TICK = 5, PATH_BYTES = 64 };

struct scene {
    struct synth synth;
    const struct frame *frames[TICKS + 1]; /* by tick */
    char path[PATH_BYTES];
};

/* Of many objects several words, one field in each; in one tick of a single one. */
static void change(struct frame *f, uint64_t tick)
{
    size_t count = tick == QUIET_TICK ? 1 : f->roster->count;
    for (size_t i = 0; i < count; i++) {
        struct thing *t = synth_thing(f, i);
        t->ops += 1 + i * tick % 1000;
        t->level = (double)(i % 7) / (double)tick;
        t->grid[1][2] = -(int32_t)(i * i * tick);
    }
}

static const struct frame *sample(struct scene *s, uint64_t tick)
{
    struct frame *f = synth_frame(&s->synth, s->frames[tick - 1], tick);
    struct diff unused;
    change(f, tick);
    diff_frames(s->frames[tick - 1], f, &unused);
    return f;
}

static void scene_open(struct scene *s)
{
    struct synth_object objects[OBJECTS];
    *s = (struct scene){0};
    for (uint32_t i = 0; i < OBJECTS; i++)
        objects[i] = (struct synth_object){.index = 3 * i, .generation = 1};
    synth_open(&s->synth, NULL);
    synth_roster(&s->synth, objects, OBJECTS);
    snprintf(s->path, sizeof s->path, "/tmp/memglass-codec-%d.mgr", (int)getpid());
    for (uint64_t tick = 1; tick <= TICKS; tick++)
        s->frames[tick] = sample(s, tick);
}

static void scene_close(struct scene *s)
{
    for (uint64_t tick = 1; tick <= TICKS; tick++)
        frame_release(&s->frames[tick]);
    synth_close(&s->synth);
    unlink(s->path);
}

/* A block for each frame. */
static void scene_record(struct scene *s, const struct record_options *options)
{
    memglass_error err = {0};
    struct record_sink *sink = record_sink_file(s->path, NS_PER_SEC, true, &err);
    ck_assert_msg(sink != NULL, "%s", err.message);
    struct record_writer *w = record_writer_create(sink, options, &err);
    ck_assert_msg(w != NULL, "%s", err.message);
    for (uint64_t tick = 1; tick <= TICKS; tick++)
        ck_assert_int_eq(record_writer_add(w, s->frames[tick], &err), MEMGLASS_OK);
    ck_assert_int_eq(record_writer_close(&w, &err), MEMGLASS_OK);
}

static void same_frame(const struct frame *was, const struct frame *is)
{
    ck_assert_uint_eq(was->roster->count, is->roster->count);
    for (size_t i = 0; i < was->roster->count; i++) {
        const struct row_mark a = frame_mark(was, i), b = frame_mark(is, i);
        ck_assert_int_eq(memcmp(frame_data(was, i), frame_data(is, i), was->roster->rows[i].size),
                         0);
        ck_assert_uint_eq(a.activity, b.activity);
        ck_assert_uint_eq(a.changed_total, b.changed_total);
        ck_assert_uint_eq(a.last_change_ns, b.last_change_ns);
        ck_assert_uint_eq(a.changes, b.changes);
        ck_assert_uint_eq(a.truth, b.truth);
        ck_assert_uint_eq(a.born, b.born);
    }
}

static void comes_back(const struct scene *s)
{
    memglass_error err = {0};
    struct record_reader *r = record_reader_open(s->path, 0, &err);
    ck_assert_msg(r != NULL, "%s", err.message);
    for (uint64_t tick = 1; tick <= TICKS; tick++) {
        ck_assert_int_eq(record_reader_next(r, &err), 1);
        const struct frame *f = record_reader_frame(r);
        ck_assert_ptr_nonnull(f);
        same_frame(s->frames[tick], f);
        frame_release(&f);
    }
    record_reader_close(&r);
}

/* The streams of the frame of a tick, whose block has no other, and the kind of that. */
struct layout {
    enum record_kind kind;
    size_t sizes[CODEC_STREAM_COUNT];
    uint64_t columns;
};

static void split(const struct bytes *payload, struct layout *out)
{
    struct reading in = reading_of(payload->at, payload->used), stream;
    if (out->kind == RECORD_LEAP)
        reading_number(&in);
    for (int i = 0; i < CODEC_STREAM_COUNT; i++) {
        out->sizes[i] = reading_number(&in);
        stream = reading_of(reading_raw(&in, out->sizes[i]), out->sizes[i]);
        if (i == CODEC_COLUMNS)
            out->columns = UINT64_C(1) << reading_number(&stream);
    }
    ck_assert(!in.bad && reading_left(&in) == 0);
}

static struct layout layout_of(const struct scene *s, uint64_t tick)
{
    struct record_file file;
    struct unpacker unpacker;
    struct bytes stored = {0}, payload = {0};
    struct layout out = {0};
    ck_assert_int_eq(record_file_open(&file, s->path, NULL), MEMGLASS_OK);
    ck_assert_int_eq(unpacker_init(&unpacker, UINT64_MAX / 2), MEMGLASS_OK);
    size_t i = 0;
    while (file.places[i].head.first_tick != tick || !file.places[i].head.frames)
        ck_assert_uint_lt(++i, file.count);
    out.kind = (enum record_kind)file.places[i].head.kind;
    ck_assert_int_eq(record_file_payload(&file, &file.places[i], &unpacker, &stored, &payload),
                     MEMGLASS_OK);
    split(&payload, &out);
    bytes_fini(&stored);
    bytes_fini(&payload);
    unpacker_fini(&unpacker);
    record_file_close(&file);
    return out;
}

/* As many as the longest row has words, up to a bound, where the frame before was large. */
START_TEST(test_large_frames_are_divided_by_columns)
{
    struct scene s;
    scene_open(&s);
    scene_record(&s, &(struct record_options){.interval_ns = NS_PER_SEC, .block_ns = 1});
    ck_assert_uint_eq(layout_of(&s, 1).kind, RECORD_KEY);
    ck_assert_uint_eq(layout_of(&s, 1).columns, CODEC_COLUMNS_MOST);
    ck_assert_uint_eq(layout_of(&s, 2).columns, CODEC_COLUMNS_MOST);
    ck_assert_uint_eq(layout_of(&s, QUIET_TICK).columns, CODEC_COLUMNS_MOST);
    ck_assert_uint_eq(layout_of(&s, QUIET_TICK + 1).columns, 1);
    comes_back(&s);
    scene_close(&s);
}
END_TEST

START_TEST(test_marks_that_are_foretold_take_nothing)
{
    struct scene s;
    scene_open(&s);
    scene_record(&s, &(struct record_options){.interval_ns = NS_PER_SEC, .block_ns = 1});
    struct layout usual = layout_of(&s, 3);
    ck_assert_uint_eq(usual.kind, RECORD_DELTA);
    ck_assert_uint_gt(usual.sizes[CODEC_GAPS], OBJECTS / 2);
    ck_assert_uint_eq(usual.sizes[CODEC_MARKED], 0);
    ck_assert_uint_eq(usual.sizes[CODEC_MARKS], 0);
    ck_assert_uint_eq(usual.sizes[CODEC_QUIET], 0);
    scene_close(&s);
}
END_TEST

/* The first frame of a leap tells when the last ticks were: of what changed in one of these it need
 * not say when. */
START_TEST(test_leaps_do_not_say_again_when_rows_changed)
{
    struct scene s;
    scene_open(&s);
    scene_record(&s, &(struct record_options){
                         .interval_ns = NS_PER_SEC, .block_ns = 1, .key_ns = 3 * NS_PER_SEC});
    struct layout leap = layout_of(&s, 4);
    ck_assert_uint_eq(leap.kind, RECORD_LEAP);
    ck_assert_uint_eq(leap.sizes[CODEC_ACTIVITY], OBJECTS * sizeof(uint64_t));
    ck_assert_uint_eq(leap.sizes[CODEC_AGES], 0);
    comes_back(&s);
    scene_close(&s);
}
END_TEST

MEMGLASS_SUITE("record/codec", test_large_frames_are_divided_by_columns,
               test_marks_that_are_foretold_take_nothing,
               test_leaps_do_not_say_again_when_rows_changed)
