/* Clocks that jump: nothing is freed too early, no time is beyond belief. Tests only; no layer. */
#define UNIT_FORK
#include "unit.h"

#include "scenario.h"

#include <memglass/observer.h>

#define SECONDS(n) ((uint64_t)(n)*UINT64_C(1000000000))

static memglass_session *open_session(char name[UNIT_NAME_BYTES])
{
    memglass_session *s = memglass_open(
        &(memglass_config){.name = unit_session_name(name, "clock"), .flags = MEMGLASS_NO_THREAD},
        NULL);
    ck_assert_ptr_nonnull(s);
    return s;
}

START_TEST(test_a_clock_that_goes_back_frees_nothing_early)
{
    char name[UNIT_NAME_BYTES];
    hooks_clock(SECONDS(1000));
    memglass_session *s = open_session(name);
    void *thing = memglass_create_object(s, &scenario_thing, 1, "thing");
    hooks_clock(SECONDS(1010));
    ck_assert_int_eq(memglass_destroy(s, thing), MEMGLASS_OK);
    for (uint64_t at = 1010; at >= 990; at--) { /* before the session began, too */
        hooks_clock(SECONDS(at));
        ck_assert_uint_eq(memglass_reclaim(s), 0);
    }
    hooks_clock(SECONDS(1011));
    ck_assert_uint_eq(memglass_reclaim(s), 1);
    hooks_clock(0);
    memglass_close(s);
}
END_TEST

START_TEST(test_times_before_the_beginning_are_the_beginning)
{
    char name[UNIT_NAME_BYTES];
    memglass_object object;
    hooks_clock(SECONDS(1000));
    memglass_session *s = open_session(name);
    hooks_clock(SECONDS(10));
    ck_assert_ptr_nonnull(memglass_create_object(s, &scenario_thing, 1, "thing"));
    memglass_observer *o = memglass_attach(name, NULL);
    ck_assert_int_eq(memglass_find(o, "thing", &object), MEMGLASS_OK);
    ck_assert_uint_eq(object.created_ns, 0);
    hooks_clock(0);
    memglass_detach(o);
    memglass_close(s);
}
END_TEST

/* The wall clock is written down at the start, and never looked at again. */
START_TEST(test_the_wall_clock_may_jump)
{
    char name[UNIT_NAME_BYTES];
    memglass_object object;
    memglass_session_info info;
    hooks_clock(SECONDS(1000));
    hooks_wall_clock(SECONDS(5));
    memglass_session *s = open_session(name);
    hooks_wall_clock(SECONDS(4000000000));
    hooks_clock(SECONDS(1002));
    void *thing = memglass_create_object(s, &scenario_thing, 1, "thing");
    memglass_observer *o = memglass_attach(name, NULL);
    ck_assert_int_eq(memglass_find(o, "thing", &object), MEMGLASS_OK);
    ck_assert_uint_eq(object.created_ns, SECONDS(2));
    hooks_wall_clock(1);
    ck_assert_int_eq(memglass_destroy(s, thing), MEMGLASS_OK);
    ck_assert_uint_eq(memglass_reclaim(s), 0);
    ck_assert_int_eq(memglass_session_info_get(o, &info), MEMGLASS_OK);
    ck_assert_uint_eq(info.start_wall_ns, SECONDS(5));
    ck_assert_int_eq(info.state, MEMGLASS_STATE_ALIVE);
    hooks_wall_clock(0);
    hooks_clock(0);
    memglass_detach(o);
    memglass_close(s);
}
END_TEST

MEMGLASS_SUITE("crash/clock", test_a_clock_that_goes_back_frees_nothing_early,
               test_times_before_the_beginning_are_the_beginning, test_the_wall_clock_may_jump)
