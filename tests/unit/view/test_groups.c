/* Rows that stay where they are, groups of them, and arrangements that come late. Tests only; no
 * layer. */
#include "unit.h"
#include "user.h"

#include <string.h>

/* Processes p0 .. by pid, and one machine. */
static void start_groups(struct user *u, int processes)
{
    start(u, processes);
    scene_add_machine(&u->scene, "box");
    tick(u);
    sort_by(u, "pid", false);
    press(u, 'p');
}

START_TEST(test_groups_have_a_head_with_totals)
{
    struct user u;
    start(&u, 3);
    for (size_t i = 0; i < 3; i++)
        process(&u, i)->rss = (i + 1) << 20;
    tick(&u);
    press(&u, 'p');
    ck_assert_uint_eq(u.state.table.total, 4);
    ck_assert_str_eq(text_at(&u, 0, "LABEL"), "\u25be process, 3 objects");
    ck_assert_str_eq(text_at(&u, 0, "rss"), "6M");
    ck_assert_str_eq(text_at(&u, 0, "pid"), ""); /* pids do not add up to anything */
    ck_assert_int_eq(u.state.table.row_roles[0], VIEW_ROLE_STRONG);
    leave(&u);
}
END_TEST

START_TEST(test_enter_closes_one_group_and_star_all)
{
    struct user u;
    start_groups(&u, 5);
    ck_assert_str_eq(text_at(&u, 0, "LABEL"), "\u25be machine, 1 object");
    ck_assert_str_eq(text_at(&u, 1, "LABEL"), "box");
    ck_assert_str_eq(text_at(&u, 2, "LABEL"), "\u25be process, 5 objects");
    press(&u, VIEW_KEY_DOWN);
    press(&u, VIEW_KEY_DOWN);
    press(&u, VIEW_KEY_ENTER);
    ck_assert_int_eq(u.state.screen, VIEW_SCREEN_OBJECTS);
    ck_assert_uint_eq(u.state.table.total, 3);
    ck_assert_str_eq(at_cursor(&u), "\u25b8 process, 5 objects");
    press(&u, '*');
    ck_assert_uint_eq(u.state.table.total, 2);
    ck_assert_str_eq(at_cursor(&u), "\u25b8 process, 5 objects"); /* the head, not the line */
    press(&u, '*');
    ck_assert_uint_eq(u.state.table.total, 8);
    press(&u, 'p');
    ck_assert_uint_eq(u.state.table.total, 6);
    leave(&u);
}
END_TEST

START_TEST(test_the_cursor_goes_to_the_head_when_its_group_closes)
{
    struct user u;
    start_groups(&u, 5);
    for (int i = 0; i < 5; i++)
        press(&u, VIEW_KEY_DOWN);
    ck_assert_str_eq(at_cursor(&u), "p2");
    press(&u, VIEW_KEY_ENTER); /* an object is inspected in a group, too */
    ck_assert_int_eq(u.state.screen, VIEW_SCREEN_INSPECTOR);
    press(&u, VIEW_KEY_ESCAPE);
    ck_assert_str_eq(at_cursor(&u), "p2");
    press(&u, '*');
    ck_assert_str_eq(at_cursor(&u), "\u25b8 process, 5 objects");
    leave(&u);
}
END_TEST

START_TEST(test_ascii_heads)
{
    struct user u;
    start_groups(&u, 1);
    u.ascii = true;
    look(&u);
    ck_assert_str_eq(text_at(&u, 0, "LABEL"), "- machine, 1 object");
    leave(&u);
}
END_TEST

START_TEST(test_rows_are_held_while_the_user_moves_but_values_are_not)
{
    struct user u;
    start(&u, 5);
    sort_by(&u, "pid", false);
    press(&u, VIEW_KEY_DOWN);
    u.hold = true;
    process(&u, 1)->pid = 1000;
    process(&u, 0)->pid = 2000;
    scene_add_process(&u.scene, "new");
    tick(&u);
    ck_assert_str_eq(text_at(&u, 0, "LABEL"), "p0");
    ck_assert_str_eq(text_at(&u, 0, "pid"), "2000");
    ck_assert_str_eq(at_cursor(&u), "p1");
    ck_assert_uint_eq(u.state.table.total, 5);
    press(&u, VIEW_KEY_DOWN);
    ck_assert_str_eq(at_cursor(&u), "p2");
    press(&u, 'r'); /* what is asked for is not held back */
    ck_assert_str_eq(text_at(&u, 0, "LABEL"), "p0");
    ck_assert_str_eq(text_at(&u, 1, "LABEL"), "p1");
    u.hold = false;
    process(&u, 3)->pid = 3000;
    tick(&u);
    ck_assert_str_eq(text_at(&u, 0, "LABEL"), "p3");
    ck_assert_str_eq(at_cursor(&u), "p2");
    leave(&u);
}
END_TEST

START_TEST(test_what_dies_while_rows_are_held_is_shown_as_dying)
{
    struct user u;
    start(&u, 3);
    sort_by(&u, "pid", false);
    u.hold = true;
    scene_remove(&u.scene, 1);
    tick(&u);
    tick(&u);
    ck_assert_uint_eq(u.state.table.total, 3);
    ck_assert_int_eq(u.state.table.row_roles[1], VIEW_ROLE_DYING);
    ck_assert_str_eq(text_at(&u, 1, "pid"), "101");
    u.hold = false;
    tick(&u);
    ck_assert_uint_eq(u.state.table.total, 2);
    leave(&u);
}
END_TEST

/* Someone who arranges when the test says so. */
struct late {
    struct arrange_memory memory;
    struct arrange_spec asked;
    bool ready;
    int given_back;
};

static struct arrangement *late_arrange(void *ctx, const struct arrange_spec *spec,
                                        const struct row_source *source, bool urgent, int *status)
{
    struct late *l = ctx;
    struct arrangement *made = NULL;
    (void)urgent;
    l->asked = *spec;
    *status = MEMGLASS_OK;
    if (l->ready)
        *status = arrange_make(spec, source, &l->memory, NULL, &made);
    return made;
}

static void late_give_back(void *ctx, struct arrangement **a)
{
    struct late *l = ctx;
    l->given_back++;
    arrange_recycle(&l->memory, a);
}

START_TEST(test_an_arrangement_that_is_late_leaves_the_one_before_with_its_own_words)
{
    struct user u;
    struct late late = {.ready = true};
    const struct view_arranger arranger = {late_arrange, late_give_back, &late};
    start(&u, 5);
    u.arranger = &arranger;
    sort_by(&u, "pid", false);
    late.ready = false;
    process(&u, 0)->pid = 500;
    sort_by(&u, "rss", true);
    ck_assert_str_eq(late.asked.by[0].name, "rss");
    ck_assert_str_eq(text_at(&u, 0, "LABEL"), "p0");
    ck_assert_str_eq(u.state.title[2].text, "by pid, smallest first"); /* what is shown */
    ck_assert_str_eq(u.state.title[3].text, "sorting ...");
    press(&u, VIEW_KEY_DOWN); /* keys go on */
    ck_assert_str_eq(at_cursor(&u), "p1");
    tick(&u);
    ck_assert_str_eq(text_at(&u, 0, "pid"), "500"); /* and values */
    late.ready = true;
    look(&u);
    ck_assert_str_eq(u.state.title[2].text, "by rss, largest first");
    ck_assert_str_eq(at_cursor(&u), "p1");
    ck_assert_ptr_null(u.state.title[3].text);
    ck_assert_int_gt(late.given_back, 0);
    view_builder_forget(u.builder);
    arrange_memory_fini(&late.memory);
    leave(&u);
}
END_TEST

START_TEST(test_what_is_looked_for_waits_for_a_late_arrangement)
{
    struct user u;
    struct late late = {.ready = true};
    const struct view_arranger arranger = {late_arrange, late_give_back, &late};
    start(&u, 50);
    u.arranger = &arranger;
    sort_by(&u, "pid", false);
    late.ready = false;
    press(&u, '/');
    type(&u, "p3");
    press(&u, VIEW_KEY_ENTER);
    press(&u, 'n');
    ck_assert_str_eq(at_cursor(&u), "p0");
    late.ready = true;
    look(&u);
    ck_assert_str_eq(at_cursor(&u), "p30"); /* p3, and the next one */
    view_builder_forget(u.builder);
    arrange_memory_fini(&late.memory);
    leave(&u);
}
END_TEST

START_TEST(test_before_the_first_arrangement_there_is_nothing_to_move_in)
{
    struct user u;
    struct late late = {0};
    const struct view_arranger arranger = {late_arrange, late_give_back, &late};
    start(&u, 5);
    view_builder_forget(u.builder);
    model_leave_session(&u.model);
    u.arranger = &arranger;
    look(&u);
    ck_assert_uint_eq(u.state.table.total, 0);
    press(&u, VIEW_KEY_DOWN);
    press(&u, '>');
    press(&u, 't');
    press(&u, VIEW_KEY_ENTER);
    ck_assert_int_eq(u.state.screen, VIEW_SCREEN_OBJECTS);
    late.ready = true;
    look(&u);
    ck_assert_uint_eq(u.state.table.total, 5);
    view_builder_forget(u.builder);
    arrange_memory_fini(&late.memory);
    leave(&u);
}
END_TEST

START_TEST(test_keys_that_come_before_the_first_arrangement_are_taken_in_their_order)
{
    struct user u;
    struct late late = {0};
    const struct view_arranger arranger = {late_arrange, late_give_back, &late};
    start(&u, 5);
    view_builder_forget(u.builder);
    model_fini(&u.model);
    model_init(&u.model, VIEW_SCREEN_OBJECTS);
    u.arranger = &arranger;
    look(&u);
    press(&u, '<'); /* from changes to age */
    press(&u, 'r');
    late.ready = true;
    look(&u);
    ck_assert_str_eq(u.state.title[2].text, "by age, youngest first");
    view_builder_forget(u.builder);
    arrange_memory_fini(&late.memory);
    leave(&u);
}
END_TEST

START_TEST(test_the_second_key_is_in_the_title)
{
    struct user u;
    start(&u, 3);
    snprintf(u.model.sort2, sizeof u.model.sort2, "pid");
    u.model.sort2_default = true;
    sort_by(&u, "state", false);
    ck_assert_str_eq(u.state.title[2].text, "by state, smallest first, then pid, largest first");
    ck_assert_str_eq(text_at(&u, 0, "LABEL"), "p2");
    leave(&u);
}
END_TEST

MEMGLASS_SUITE("view/groups", test_groups_have_a_head_with_totals,
               test_enter_closes_one_group_and_star_all,
               test_the_cursor_goes_to_the_head_when_its_group_closes, test_ascii_heads,
               test_rows_are_held_while_the_user_moves_but_values_are_not,
               test_what_dies_while_rows_are_held_is_shown_as_dying,
               test_an_arrangement_that_is_late_leaves_the_one_before_with_its_own_words,
               test_what_is_looked_for_waits_for_a_late_arrangement,
               test_before_the_first_arrangement_there_is_nothing_to_move_in,
               test_keys_that_come_before_the_first_arrangement_are_taken_in_their_order,
               test_the_second_key_is_in_the_title)
