/* Whatever the system refuses a reader, and at whichever call: it says so, what it shows is right,
 * and what could not be read is read later. Tests only; no layer. */
#include "record/timeline.h"
#include "refusals.h"
#include "scene.h"

/* --- reading -----------------------------------------------------------------------------------
 */

/* Each frame that is given out is right; whether all were. */
static bool read_on(struct scene *s, struct record_reader *r)
{
    memglass_error err = {0};
    bool whole = true;
    int status;
    while ((status = record_reader_next(r, &err)) == 1) {
        const struct frame *f = record_reader_frame(r);
        if (f)
            same_frame(s->frames[f->tick], f);
        whole = whole && f;
        frame_release(&f);
    }
    ck_assert_msg(status == 0 || err.message[0], "%s refused", refusals.call);
    return whole && status == 0 && record_reader_tick(r) == TICKS;
}

/* What failed for want of memory is read once there is some. */
static void read_again(struct scene *s, struct record_reader *r)
{
    memglass_error err = {0};
    ck_assert_msg(record_reader_seek(r, 0, &err) == MEMGLASS_OK, "%s refused: %s", refusals.call,
                  err.message);
    ck_assert_uint_eq(record_reader_tick(r), 1);
    same_as_sampled(s, r);
    ck_assert_msg(read_on(s, r), "%s refused, not read again", refusals.call);
}

START_TEST(test_reading_whatever_is_refused_once)
{
    struct scene s;
    uint64_t refused = 1;
    scene_open(&s, 6);
    scene_record(&s, &small_blocks);
    for (uint64_t at = 1; refused; at++) {
        memglass_error err = {0};
        refuse(at, 1);
        struct record_reader *r = record_reader_open(s.path, 0, &err);
        bool whole = r && read_on(&s, r);
        refused = refusals.refused;
        refuse(0, 0);
        ck_assert_msg(r || err.code == MEMGLASS_E_NOMEM || err.code == MEMGLASS_E_SYSTEM,
                      "%s refused: %s", refusals.call, err.message);
        ck_assert_msg(whole || refused, "nothing was refused");
        if (r)
            read_again(&s, r);
        record_reader_close(&r);
    }
    scene_close(&s);
}
END_TEST

/* --- going about -------------------------------------------------------------------------------
 */

/* What is shown is right, or nothing is. */
static void check_shown(struct scene *s, const struct timeline *t)
{
    struct snapshot shown;
    timeline_snapshot(t, &shown);
    if (shown.cur)
        same_frame(s->frames[shown.cur->tick], shown.cur);
    if (shown.prev)
        same_frame(s->frames[shown.prev->tick], shown.prev);
    frame_release(&shown.cur);
    frame_release(&shown.prev);
}

static int go(struct timeline *t, struct scene *s, int way, memglass_error *err)
{
    const struct frame *half = s->frames[TICKS / 2];
    const struct roster_row *row = &half->roster->rows[0];
    const struct timeline_target target = {
        .object = {half->session.instance, row->index, row->generation}, .path = ""};
    switch (way) {
    case 0:
        return timeline_seek(t, half->time_ns, err);
    case 1:
        return timeline_step(t, -7, err);
    case 2:
        return timeline_read_past(t, NULL, NULL, err);
    case 3:
        return timeline_mark(t, 1, err);
    case 4:
        return timeline_change(t, &target, -1, NULL, NULL, err);
    default:
        return timeline_seek(t, UINT64_MAX, err);
    }
}

enum { GO_WAYS = 6 };

static void record_with_marks(struct scene *s)
{
    struct record_writer *w = scene_writer(s, &small_blocks);
    for (uint64_t tick = 1; tick <= TICKS; tick++) {
        ck_assert_int_eq(record_writer_add(w, s->frames[tick], NULL), MEMGLASS_OK);
        if (tick % 20 == 0)
            ck_assert_int_eq(record_writer_mark(w, "a mark", NULL), MEMGLASS_OK);
    }
    ck_assert_int_eq(record_writer_close(&w, NULL), MEMGLASS_OK);
}

/* All ways, whatever fails; each says so. */
static void go_about(struct scene *s, struct timeline *t)
{
    for (int way = 0; way < GO_WAYS; way++) {
        memglass_error err = {0};
        int status = go(t, s, way, &err);
        ck_assert_msg(status <= 0 &&
                          (status == 0 || status == MEMGLASS_E_NOTFOUND || err.message[0]),
                      "%s refused: way %d: %d", refusals.call, way, status);
        check_shown(s, t);
    }
}

START_TEST(test_going_about_whatever_is_refused_once)
{
    struct scene s;
    uint64_t refused = 1;
    scene_open(&s, 7);
    record_with_marks(&s);
    for (uint64_t at = 1; refused; at++) {
        memglass_error err = {0};
        refuse(at, 1);
        struct timeline *t = timeline_open(s.path, &err);
        if (t)
            go_about(&s, t);
        refused = refusals.refused;
        refuse(0, 0);
        ck_assert_msg(t || err.message[0], "%s refused", refusals.call);
        if (t) {
            ck_assert_int_eq(timeline_seek(t, 0, &err), MEMGLASS_OK);
            ck_assert_uint_eq(timeline_time_ns(t), s.frames[1]->time_ns);
            check_shown(&s, t);
        }
        timeline_close(&t);
    }
    scene_close(&s);
}
END_TEST

MEMGLASS_SUITE("record/refused_reading", test_reading_whatever_is_refused_once,
               test_going_about_whatever_is_refused_once)
