/* The header: what it says of the frame that is shown. */
#include "unit.h"
#include "user.h"

#include <stdio.h>
#include <string.h>

static const char *sample_of(struct user *u, enum frame_cut cut)
{
    ((struct frame *)(uintptr_t)u->scene.now.cur)->cut = cut;
    look(u);
    return u->state.header.sample.text;
}

START_TEST(test_a_frame_says_whether_it_is_one_cut)
{
    struct user u;
    start(&u, 2);
    tick(&u);
    ck_assert_ptr_null(strstr(sample_of(&u, FRAME_CUT_UNMARKED), ","));
    ck_assert_ptr_nonnull(strstr(sample_of(&u, FRAME_CUT_ONE), ", one cut"));
    ck_assert_ptr_nonnull(strstr(sample_of(&u, FRAME_CUT_MIXED), ", mixed"));
    leave(&u);
}
END_TEST

START_TEST(test_damage_is_counted_only_where_there_is_some)
{
    struct user u;
    start(&u, 2);
    tick(&u);
    ck_assert_ptr_null(u.state.header.damage.text);
    u.scene.session.overruns = 1;
    u.scene.session.late_writes = 2;
    tick(&u);
    ck_assert_str_eq(u.state.header.damage.text, "1 overrun, 2 late writes");
    ck_assert_int_eq(u.state.header.damage.role, VIEW_ROLE_BAD);
    u.scene.session.overruns = 0;
    tick(&u);
    ck_assert_str_eq(u.state.header.damage.text, "2 late writes");
    leave(&u);
}
END_TEST

/* They share a line where the screen is small. */
START_TEST(test_tabs_leave_room_for_name_and_state)
{
    struct user u;
    start(&u, 2);
    u.width = 60;
    u.height = 14;
    u.session = "a-session-with-a-long-name-x";
    look(&u);
    ck_assert_int_eq(u.state.layout.tabs.y, u.state.layout.header.y);
    ck_assert_uint_eq(u.state.tab_count, 3);
    /* "memglass", name, lamp and state, with three blanks around each */
    ck_assert_int_ge(u.state.tabs[0].x, 1 + 9 + 28 + 3 + 2 + 5 + 3);
    ck_assert_str_eq(u.state.tabs[0].title, "");
    u.session = "a-session-with-a-longer-name-yz";
    look(&u);
    ck_assert_uint_eq(u.state.tab_count, 0);
    u.session = "short";
    look(&u);
    ck_assert_str_ne(u.state.tabs[0].title, "");
    leave(&u);
}
END_TEST

static bool tells_missed(struct user *u, uint64_t ticks, int seconds)
{
    while (seconds--) {
        scene_tick(&u->scene);
        u->scene.now.missed_ticks = ticks;
        look(u);
    }
    return strstr(u->state.header.sample.text, " missed") != NULL;
}

/* As after Ctrl-Z: it is told, and no warning for good. */
START_TEST(test_missed_ticks_are_told_for_a_minute)
{
    struct user u;
    start(&u, 2);
    ck_assert(!tells_missed(&u, 0, 1));
    ck_assert(tells_missed(&u, 34, 59));
    ck_assert_ptr_nonnull(strstr(u.state.header.sample.text, ", 34 missed"));
    ck_assert_int_eq(u.state.header.sample.role, VIEW_ROLE_WARNING);
    ck_assert(!tells_missed(&u, 34, 2));
    ck_assert_int_eq(u.state.header.sample.role, VIEW_ROLE_PLAIN);
    ck_assert(tells_missed(&u, 35, 1));
    ck_assert(!tells_missed(&u, 0, 1)); /* looking back */
    ck_assert(!tells_missed(&u, 35, 70));
    leave(&u);
}
END_TEST

static const char *sample_costs(struct user *u, uint64_t ns)
{
    for (int i = 0; i < 40; i++) { /* it is smoothed */
        scene_tick(&u->scene);
        u->scene.now.sample_ns = ns;
        look(u);
    }
    return u->state.header.sample.text;
}

START_TEST(test_what_a_sample_costs_stands_still_until_it_is_another)
{
    struct user u;
    start(&u, 2);
    ck_assert_str_eq(sample_costs(&u, 1200000), "1.2ms every 1s");
    ck_assert_str_eq(sample_costs(&u, 1500000), "1.2ms every 1s");
    ck_assert_str_eq(sample_costs(&u, 900000), "1.2ms every 1s");
    ck_assert_ptr_null(strstr(sample_costs(&u, 4000000), "1.2ms"));
    leave(&u);
}
END_TEST

/* Of frames that are looked back at it is not known. */
START_TEST(test_what_a_sample_costs_outlasts_looking_back)
{
    struct user u;
    start(&u, 2);
    ck_assert_str_eq(sample_costs(&u, 1200000), "1.2ms every 1s");
    ck_assert_str_eq(sample_costs(&u, 0), "every 1s");
    tick(&u);
    ck_assert_str_eq(u.state.header.sample.text, "1.2ms every 1s");
    leave(&u);
}
END_TEST

/* Frozen at one moment; then the session is that state, of that instance. */
static const char *then_says(struct user *u, memglass_state state, uint64_t instance)
{
    u->scene.session.state = state;
    u->scene.session.instance = instance;
    tick(u);
    return u->state.header.since.text;
}

START_TEST(test_a_frozen_picture_says_what_the_session_is_now)
{
    struct user u;
    start(&u, 2);
    struct snapshot held = u.scene.now;
    frame_retain(held.cur);
    u.held = &held;
    u.model.paused = true;
    ck_assert_ptr_null(then_says(&u, MEMGLASS_STATE_ALIVE, 7));
    ck_assert_str_eq(then_says(&u, MEMGLASS_STATE_DEAD, 7), "now DEAD");
    ck_assert_int_eq(u.state.header.since.role, VIEW_ROLE_BAD);
    ck_assert_str_eq(u.state.header.state.text, "ALIVE");
    ck_assert_str_eq(u.state.message.text, "FROZEN, 2.0s behind live, now DEAD. Space returns.");
    u.going_back = true;
    look(&u);
    ck_assert_ptr_eq(strstr(u.state.message.text, "GOING BACK ..., 2.0s behind"),
                     u.state.message.text);
    u.going_back = false;
    ck_assert_str_eq(then_says(&u, MEMGLASS_STATE_GONE, 7), "now GONE");
    ck_assert_str_eq(then_says(&u, MEMGLASS_STATE_ALIVE, 8), "restarted, now ALIVE");
    ck_assert_int_eq(u.state.header.since.role, VIEW_ROLE_WARNING);
    ck_assert_str_eq(then_says(&u, MEMGLASS_STATE_DEAD, 8), "restarted, now DEAD");
    u.scene.now.status = MEMGLASS_E_CORRUPT;
    snprintf(u.scene.now.message, sizeof u.scene.now.message, "it is damaged");
    look(&u);
    ck_assert_ptr_nonnull(strstr(u.state.message.text, "Space returns. Live: it is damaged"));
    u.held = NULL;
    look(&u);
    ck_assert_ptr_null(u.state.header.since.text);
    frame_release(&held.cur);
    leave(&u);
}
END_TEST

MEMGLASS_SUITE("view/header", test_tabs_leave_room_for_name_and_state,
               test_missed_ticks_are_told_for_a_minute,
               test_a_frozen_picture_says_what_the_session_is_now,
               test_what_a_sample_costs_outlasts_looking_back,
               test_what_a_sample_costs_stands_still_until_it_is_another,
               test_damage_is_counted_only_where_there_is_some,
               test_a_frame_says_whether_it_is_one_cut)
