/* Going about in a recording of which a part is damaged. Tests only; no layer. */
#include "damage.h"
#include "record/timeline.h"
#include "scene.h"

static struct timeline *timeline_on(struct scene *s)
{
    memglass_error err = {0};
    struct timeline *t = timeline_open(s->path, &err);
    ck_assert_msg(t != NULL, "%s", err.message);
    ck_assert_int_eq(timeline_seek(t, 0, &err), MEMGLASS_OK);
    return t;
}

static void check_lost(struct timeline *t, uint64_t before, uint64_t behind)
{
    struct timeline_lost lost = timeline_take_lost(t);
    ck_assert_uint_eq(lost.before, before);
    ck_assert_uint_eq(lost.behind, behind);
    lost = timeline_take_lost(t); /* once */
    ck_assert_uint_eq(lost.before + lost.behind, 0);
}

/* Ticks count from 1, frames from 0. */
START_TEST(test_an_end_that_is_damaged_is_gone_to_as_far_as_it_can_be_read)
{
    struct scene s;
    scene_open(&s, 23);
    scene_record(&s, &small_blocks);
    uint64_t damaged = damage(s.path, RECORD_DELTA, DAMAGE_LAST);
    struct timeline *t = timeline_on(&s);
    ck_assert_int_eq(timeline_seek(t, UINT64_MAX, NULL), MEMGLASS_OK);
    ck_assert_uint_eq(timeline_time_ns(t), s.frames[damaged - 1]->time_ns);
    check_lost(t, 0, TICKS - damaged + 1);
    ck_assert_int_eq(timeline_step(t, 1, NULL), MEMGLASS_E_NOTFOUND);
    check_lost(t, 0, TICKS - damaged + 1);
    ck_assert_uint_eq(timeline_next_ns(t), UINT64_MAX);
    check_lost(t, 0, TICKS - damaged + 1);
    ck_assert_uint_eq(timeline_time_ns(t), s.frames[damaged - 1]->time_ns);
    ck_assert_int_eq(timeline_step(t, -1, NULL), MEMGLASS_OK);
    ck_assert_uint_eq(timeline_time_ns(t), s.frames[damaged - 2]->time_ns);
    check_lost(t, 0, 0);
    timeline_close(&t);
    scene_close(&s);
}
END_TEST

START_TEST(test_what_is_passed_over_is_counted)
{
    struct scene s;
    scene_open(&s, 19);
    scene_record(&s, &small_blocks);
    uint64_t damaged = damage(s.path, RECORD_DELTA, 0);
    struct timeline *t = timeline_on(&s);
    ck_assert_int_eq(timeline_seek(t, s.frames[damaged]->time_ns, NULL), MEMGLASS_OK);
    ck_assert_uint_eq(timeline_time_ns(t), s.frames[damaged - 1]->time_ns);
    check_lost(t, 0, 1);
    uint64_t next_ns = timeline_next_ns(t), lost = timeline_take_lost(t).before;
    ck_assert_uint_gt(lost, 0);
    ck_assert_uint_eq(next_ns, s.frames[damaged + lost]->time_ns);
    ck_assert_int_eq(timeline_step(t, 1, NULL), MEMGLASS_OK);
    ck_assert_uint_eq(timeline_time_ns(t), next_ns);
    check_lost(t, lost, 0);
    ck_assert_int_eq(timeline_step(t, -1, NULL), MEMGLASS_OK);
    ck_assert_uint_eq(timeline_time_ns(t), s.frames[damaged - 1]->time_ns);
    check_lost(t, 0, lost);
    ck_assert_int_eq(timeline_seek(t, UINT64_MAX, NULL), MEMGLASS_OK);
    check_lost(t, 0, 0);
    timeline_close(&t);
    scene_close(&s);
}
END_TEST

MEMGLASS_SUITE("record/timeline", test_an_end_that_is_damaged_is_gone_to_as_far_as_it_can_be_read,
               test_what_is_passed_over_is_counted)
