/* How time goes by while a recording plays. Tests only; no layer. */
#include "unit.h"

#include "base/clock.h"
#include "top/pace.h"

#define SECOND NS_PER_SEC
#define BEGIN  (1000 * SECOND) /* of the recording */

/* As the player does: looks, then waits for the next frame, one a second. */
static uint64_t look(struct pace *p, double speed, uint64_t now_ns)
{
    uint64_t to = pace_to(p, BEGIN, speed, now_ns);
    pace_plan(p, BEGIN + ((to - BEGIN) / SECOND + 1) * SECOND);
    return to;
}

START_TEST(test_time_goes_by_as_fast_as_is_wanted)
{
    struct pace p = {0};
    ck_assert_uint_eq(look(&p, 1, 5 * SECOND), BEGIN);
    ck_assert_uint_eq(p.due_ns, 6 * SECOND);
    ck_assert_uint_eq(look(&p, 1, 6 * SECOND), BEGIN + SECOND);
    ck_assert_uint_eq(pace_to(&p, BEGIN, 2, 6 * SECOND), BEGIN); /* from the frame shown on */
    pace_plan(&p, BEGIN + SECOND);
    ck_assert_uint_eq(p.due_ns, 6 * SECOND + SECOND / 2);
    ck_assert_uint_eq(look(&p, 2, p.due_ns), BEGIN + SECOND);
    pace_stop(&p);
    ck_assert_uint_eq(look(&p, 2, 90 * SECOND), BEGIN);
}
END_TEST

/* A little late is made up for, so that time goes by as by the clock. */
START_TEST(test_who_is_a_little_late_catches_up)
{
    struct pace p = {0};
    look(&p, 1, SECOND);
    ck_assert_uint_eq(look(&p, 1, p.due_ns + 300 * NS_PER_MS), BEGIN + 1300 * NS_PER_MS);
    ck_assert_uint_eq(p.due_ns, 3 * SECOND);
}
END_TEST

START_TEST(test_what_it_was_stopped_for_is_not_jumped_over)
{
    struct pace p = {0};
    look(&p, 1, SECOND);
    uint64_t to = look(&p, 1, 3600 * SECOND);
    ck_assert_uint_lt(to, BEGIN + 2 * SECOND);
    ck_assert_uint_ge(to, BEGIN + SECOND); /* the frame that was waited for */
    ck_assert_uint_gt(p.due_ns, 3600 * SECOND);
    ck_assert_uint_le(p.due_ns, 3601 * SECOND);
    ck_assert_uint_eq(look(&p, 1, p.due_ns), BEGIN + 2 * SECOND);
}
END_TEST

/* Times of a damaged file may be any. */
START_TEST(test_no_instant_is_too_far_or_behind)
{
    struct pace p = {0};
    pace_to(&p, BEGIN, 0.1, SECOND);
    pace_plan(&p, UINT64_MAX - 1);
    ck_assert_uint_gt(p.due_ns, SECOND);
    ck_assert_uint_le(p.due_ns, 2 * 3600 * SECOND);
    pace_plan(&p, 0);
    ck_assert_uint_gt(p.due_ns, SECOND);
    ck_assert_uint_lt(p.due_ns, 2 * SECOND);
}
END_TEST

START_TEST(test_speeds_go_from_a_tenth_to_a_hundred)
{
    double speed = 1;
    for (int i = 0; i < 20; i++)
        speed = pace_speed(speed, 1);
    ck_assert_double_eq(speed, 100);
    ck_assert_double_eq(pace_speed(speed, -1), 50);
    for (int i = 0; i < 20; i++)
        speed = pace_speed(speed, -1);
    ck_assert_double_eq(speed, 0.1);
    ck_assert_double_eq(pace_speed(speed, 1), 0.2);
}
END_TEST

MEMGLASS_SUITE("top/pace", test_time_goes_by_as_fast_as_is_wanted,
               test_who_is_a_little_late_catches_up,
               test_what_it_was_stopped_for_is_not_jumped_over,
               test_no_instant_is_too_far_or_behind, test_speeds_go_from_a_tenth_to_a_hundred)
