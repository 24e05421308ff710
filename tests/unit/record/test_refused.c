/* Whatever the system refuses a recorder, and at whichever call: it says so, what was written
 * before is read back as it was, and what follows is recorded again. Tests only; no layer. */
#include "refusals.h"
#include "scene.h"

/* --- recording ---------------------------------------------------------------------------------
 */

enum { MOST_CALLS = 100000 };

/* What came of recording a scene. */
struct outcome {
    size_t errors;      /* of all calls */
    uint64_t last_told; /* tick of the last one that failed; TICKS + 1: closing did */
};

static void note(struct outcome *o, uint64_t tick, int status, const memglass_error *err)
{
    if (status == MEMGLASS_OK)
        return;
    ck_assert_msg(err->code == status && err->message[0], "%s refused: %d, %d, '%s'", refusals.call,
                  status, err->code, err->message);
    o->errors++;
    o->last_told = tick;
}

/* Goes on whatever fails, as a dashboard does that keeps the past. */
static void record_on(struct scene *s, struct record_sink *sink, struct outcome *o)
{
    memglass_error err = {0};
    struct record_writer *w = record_writer_create(sink, &small_blocks, &err);
    if (!w) {
        note(o, TICKS + 1, err.code, &err);
        return;
    }
    for (uint64_t tick = 1; tick <= TICKS; tick++) {
        note(o, tick, record_writer_add(w, s->frames[tick], &err), &err);
        if (tick % 20 == 0)
            note(o, tick, record_writer_mark(w, "a mark", &err), &err);
    }
    note(o, TICKS + 1, record_writer_close(&w, &err), &err);
    ck_assert_ptr_null(w);
}

static struct outcome record_file(struct scene *s)
{
    struct outcome o = {0};
    memglass_error err = {0};
    unlink(s->path);
    struct record_sink *sink = record_sink_file(s->path, small_blocks.interval_ns, false, &err);
    if (sink)
        record_on(s, sink, &o);
    else
        note(&o, TICKS + 1, err.code, &err);
    return o;
}

static struct outcome record_ring(struct scene *s, struct record_ring *ring)
{
    struct outcome o = {0};
    struct record_sink *sink = record_sink_ring(ring);
    if (sink)
        record_on(s, sink, &o);
    else
        o = (struct outcome){.errors = 1, .last_told = TICKS + 1};
    return o;
}

/* --- what is left ------------------------------------------------------------------------------
 */

/* The frames of a block, and the one that could not be written: what one failure may cost. A whole
 * frame is behind it. */
enum { COST = 4 };

static void check_frames(struct scene *s, struct record_reader *r, const struct outcome *o)
{
    memglass_error err = {0};
    uint64_t read = 0, last = 0;
    int status;
    while ((status = record_reader_next(r, &err)) == 1) {
        same_as_sampled(s, r);
        last = record_reader_tick(r);
        read++;
    }
    ck_assert_msg(status == 0, "%s refused: %s", refusals.call, err.message);
    ck_assert_msg(read + COST * o->errors >= TICKS, "%s refused, %d errors: %d frames",
                  refusals.call, (int)o->errors, (int)read);
    if (o->last_told < TICKS)
        ck_assert_uint_eq(last, TICKS);
}

static void check_file(struct scene *s, const struct outcome *o)
{
    memglass_error err = {0};
    struct record_reader *r = record_reader_open(s->path, 0, &err);
    if (!r) {
        ck_assert_msg(o->last_told == TICKS + 1, "%s refused: %s", refusals.call, err.message);
        return;
    }
    struct record_about about;
    record_reader_about(r, &about);
    ck_assert_uint_eq(about.damaged_bytes, 0);
    if (!o->errors)
        ck_assert(about.closed);
    check_frames(s, r, o);
    record_reader_close(&r);
}

static void check_ring(struct scene *s, struct record_ring *ring, const struct outcome *o)
{
    memglass_error err = {0};
    struct record_reader *r = record_reader_of_ring(ring, &err);
    if (r)
        check_frames(s, r, o);
    else
        ck_assert_msg(o->last_told == TICKS + 1, "%s refused: %s", refusals.call, err.message);
    record_reader_close(&r);
}

/* --- tests -------------------------------------------------------------------------------------
 */

START_TEST(test_a_file_whatever_is_refused_once)
{
    struct scene s;
    uint64_t refused = 1, at = 1;
    scene_open(&s, 3);
    for (; refused; at++) {
        ck_assert_uint_lt(at, MOST_CALLS);
        refuse(at, 1);
        struct outcome o = record_file(&s);
        refused = refusals.refused;
        refuse(0, 0);
        ck_assert_msg(o.errors <= refused, "%s refused: %d errors", refusals.call, (int)o.errors);
        check_file(&s, &o);
    }
    ck_assert_uint_gt(at, 100);
    scene_close(&s);
}
END_TEST

/* As a disk that is full and memory that is used up stay so. */
START_TEST(test_a_file_whatever_is_refused_from_then_on)
{
    struct scene s;
    uint64_t refused = 1;
    scene_open(&s, 4);
    for (uint64_t at = 1; refused; at += 3) {
        refuse(at, UINT64_MAX);
        struct outcome o = record_file(&s);
        refused = refusals.refused;
        refuse(0, 0);
        check_file(&s, &o);
    }
    scene_close(&s);
}
END_TEST

START_TEST(test_a_ring_whatever_is_refused_once)
{
    struct scene s;
    uint64_t refused = 1;
    scene_open(&s, 5);
    for (uint64_t at = 1; refused; at++) {
        struct record_ring *ring = record_ring_create(UINT64_C(1) << 30);
        refuse(at, 1);
        struct outcome o = record_ring(&s, ring);
        refused = refusals.refused;
        refuse(0, 0);
        ck_assert_msg(o.errors <= refused, "%s refused: %d errors", refusals.call, (int)o.errors);
        check_ring(&s, ring, &o);
        record_ring_release(&ring);
    }
    scene_close(&s);
}
END_TEST

MEMGLASS_SUITE("record/refused", test_a_file_whatever_is_refused_once,
               test_a_file_whatever_is_refused_from_then_on, test_a_ring_whatever_is_refused_once)
