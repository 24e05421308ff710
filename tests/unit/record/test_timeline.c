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

/* A file as it is when so much of it has been written. */
static void write_up_to(const char *path, const unsigned char *bytes, size_t from, size_t to)
{
    FILE *f = fopen(path, from ? "ab" : "wb");
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(bytes + from, 1, to - from, f), to - from);
    ck_assert_int_eq(fclose(f), 0);
}

/* Steps on as far as there are frames: each is as it was sampled. */
static uint64_t step_on(struct timeline *t, const struct scene *s, uint64_t tick)
{
    while (timeline_next_ns(t) != UINT64_MAX) {
        struct snapshot shown;
        ck_assert_int_eq(timeline_step(t, 1, NULL), MEMGLASS_OK);
        timeline_snapshot(t, &shown);
        ck_assert_uint_eq(shown.cur->tick, ++tick);
        ck_assert_uint_eq(shown.prev->tick, tick - 1);
        same_frame(s->frames[tick], shown.cur);
        snapshot_release(&shown);
    }
    ck_assert_uint_eq(timeline_take_lost(t).behind, 0);
    return tick;
}

/* The recorder may be anywhere in a block when somebody looks, and close the file in between. */
START_TEST(test_a_file_is_read_on_as_it_is_written)
{
    static unsigned char bytes[1 << 20];
    struct scene s;
    memglass_error err = {0};
    scene_open(&s, 41);
    scene_record(&s, &small_blocks);
    FILE *whole = fopen(s.path, "rb");
    size_t size = whole ? fread(bytes, 1, sizeof bytes, whole) : 0, at = 0;
    ck_assert(size > 4096 && size < sizeof bytes && !fclose(whole));
    struct timeline *t = NULL;
    while (!t) { /* until there is a frame in it */
        write_up_to(s.path, bytes, at, at + 64);
        at += 64;
        t = timeline_open(s.path, NULL);
    }
    ck_assert_int_eq(timeline_seek(t, 0, &err), MEMGLASS_OK);
    uint64_t tick = step_on(t, &s, 1), looks = 0;
    for (size_t to; at < size; at = to) {
        to = at + 1 + next_random(&s, 700);
        to = to < size ? to : size;
        write_up_to(s.path, bytes, at, to);
        ck_assert_int_eq(timeline_renew(t, &err), MEMGLASS_OK);
        uint64_t before = tick;
        tick = step_on(t, &s, tick);
        looks += tick > before;
    }
    ck_assert_uint_eq(tick, TICKS);
    ck_assert_uint_gt(looks, 5);
    timeline_close(&t);
    scene_close(&s);
}
END_TEST

MEMGLASS_SUITE("record/timeline", test_a_file_is_read_on_as_it_is_written,
               test_an_end_that_is_damaged_is_gone_to_as_far_as_it_can_be_read,
               test_what_is_passed_over_is_counted)
