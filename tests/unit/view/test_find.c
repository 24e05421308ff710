/* Finding and filtering in the table of objects. Tests only; no layer. */
#include "unit.h"
#include "user.h"

#include <string.h>

/* Processes p0 .. by pid, so that the order is that of their names. */
static void start_by_pid(struct user *u, int processes)
{
    start(u, processes);
    sort_by(u, "pid", false);
}

static const char *title_with(const struct user *u, const char *word)
{
    for (size_t i = 0; i < VIEW_TITLE_PARTS && u->state.title[i].text; i++)
        if (strstr(u->state.title[i].text, word))
            return u->state.title[i].text;
    return "";
}

static enum view_role label_role(const struct user *u, size_t row)
{
    return u->state.table.cells[row * u->state.table.column_count + column(u, "LABEL")].role;
}

START_TEST(test_finding_goes_to_the_first_match_as_one_types)
{
    struct user u;
    start_by_pid(&u, 200);
    press(&u, VIEW_KEY_DOWN);
    press(&u, '/');
    type(&u, "p1");
    ck_assert_str_eq(at_cursor(&u), "p1"); /* here, since the cursor was on it */
    type(&u, "5");
    ck_assert_str_eq(at_cursor(&u), "p15");
    ck_assert_uint_eq(u.state.table.total, 200); /* the others stay */
    ck_assert_str_eq(title_with(&u, "find"), "find: p15, 1 of 11");
    press(&u, VIEW_KEY_BACKSPACE);
    ck_assert_str_eq(at_cursor(&u), "p1");
    press(&u, VIEW_KEY_ENTER);
    ck_assert(!u.model.prompt.open);
    ck_assert_str_eq(at_cursor(&u), "p1");
    leave(&u);
}
END_TEST

START_TEST(test_what_comes_while_one_types_is_found)
{
    struct user u;
    start_by_pid(&u, 5);
    press(&u, '/');
    type(&u, "baby");
    ck_assert_str_eq(at_cursor(&u), "p0");
    scene_add_process(&u.scene, "baby")->pid = 1000;
    tick(&u);
    ck_assert_str_eq(at_cursor(&u), "baby");
    leave(&u);
}
END_TEST

START_TEST(test_next_and_previous_go_around)
{
    struct user u;
    start_by_pid(&u, 40);
    press(&u, '/');
    type(&u, "p.5");
    press(&u, VIEW_KEY_ENTER);
    static const char *const labels[] = {"p25", "p35", "p15", "p25"};
    ck_assert_str_eq(at_cursor(&u), "p15");
    for (size_t i = 0; i < 4; i++) {
        press(&u, 'n');
        ck_assert_str_eq(at_cursor(&u), labels[i]);
    }
    ck_assert_str_eq(title_with(&u, "find"), "find: p.5, 2 of 3");
    press(&u, 'N');
    press(&u, 'N');
    ck_assert_str_eq(at_cursor(&u), "p35");
    press(&u, VIEW_KEY_UP);
    ck_assert_str_eq(title_with(&u, "find"), "find: p.5, 3 matches");
    press(&u, 'n');
    ck_assert_str_eq(at_cursor(&u), "p35");
    leave(&u);
}
END_TEST

START_TEST(test_matches_are_marked_and_others_are_not)
{
    struct user u;
    start_by_pid(&u, 5);
    press(&u, '/');
    type(&u, "p3");
    for (size_t i = 0; i < 5; i++)
        ck_assert_int_eq(label_role(&u, i) == VIEW_ROLE_MATCH, i == 3);
    press(&u, VIEW_KEY_ENTER);
    press(&u, '/'); /* an empty one ends the search */
    press(&u, VIEW_KEY_ENTER);
    ck_assert_int_ne(label_role(&u, 3), VIEW_ROLE_MATCH);
    ck_assert_str_eq(title_with(&u, "find"), "");
    leave(&u);
}
END_TEST

START_TEST(test_cancelling_returns_to_what_was_before)
{
    struct user u;
    start_by_pid(&u, 40);
    press(&u, VIEW_KEY_DOWN);
    press(&u, '/');
    type(&u, "p33");
    ck_assert_str_eq(at_cursor(&u), "p33");
    press(&u, VIEW_KEY_ESCAPE);
    ck_assert_str_eq(at_cursor(&u), "p1");
    ck_assert_str_eq(u.model.find, "");
    press(&u, '\\');
    type(&u, "p3");
    ck_assert_uint_eq(u.state.table.total, 11);
    press(&u, VIEW_KEY_ESCAPE);
    ck_assert_uint_eq(u.state.table.total, 40);
    ck_assert_str_eq(at_cursor(&u), "p1");
    leave(&u);
}
END_TEST

START_TEST(test_a_filter_hides_what_does_not_match_and_says_so)
{
    struct user u;
    start_by_pid(&u, 40);
    process(&u, 7)->rss = 2ull << 30;
    tick(&u);
    press(&u, '\\');
    type(&u, "rss>1G");
    ck_assert_uint_eq(u.state.table.total, 1);
    ck_assert_str_eq(at_cursor(&u), "p7");
    press(&u, VIEW_KEY_ENTER);
    ck_assert_str_eq(title_with(&u, "filter"), "filter: rss>1G");
    process(&u, 8)->rss = 3ull << 30;
    tick(&u);
    ck_assert_uint_eq(u.state.table.total, 2);
    press(&u, '|');
    ck_assert_uint_eq(u.state.table.total, 40);
    ck_assert_str_eq(title_with(&u, "filter"), "");
    leave(&u);
}
END_TEST

/* What is left need not be of as many types as the session has. */
START_TEST(test_what_a_filter_leaves_is_not_said_to_be_of_all_types)
{
    struct user u;
    start(&u, 2);
    scene_add_machine(&u.scene, "m");
    tick(&u);
    ck_assert_str_eq(u.state.title[1].text, "3 objects of 2 types");
    press(&u, '\\');
    type(&u, "pid>0");
    ck_assert_str_eq(u.state.title[1].text, "2 objects");
    leave(&u);
}
END_TEST

START_TEST(test_an_empty_result_names_the_filter)
{
    struct user u;
    start_by_pid(&u, 4);
    press(&u, '\\');
    type(&u, "nobody");
    press(&u, VIEW_KEY_ENTER);
    ck_assert_uint_eq(u.state.table.total, 0);
    ck_assert_str_eq(u.state.table.empty,
                     "No object matches the filter 'nobody': \\ changes it, | clears it.");
    ck_assert_uint_eq(u.model.object.instance, 0); /* Enter has nothing to inspect */
    press(&u, '\\');
    ck_assert_str_eq(u.model.prompt.text, "nobody"); /* to be changed */
    leave(&u);
}
END_TEST

START_TEST(test_a_mistake_is_shown_while_the_last_good_filter_stays)
{
    struct user u;
    start_by_pid(&u, 40);
    press(&u, '\\');
    type(&u, "p3");
    ck_assert_uint_eq(u.state.table.total, 11);
    type(&u, "(");
    ck_assert(u.state.prompt.error[0] && u.state.prompt.error_width > 0);
    ck_assert_uint_eq(u.state.table.total, 11);
    ck_assert_str_eq(title_with(&u, "filter"), "filter: p3");
    press(&u, VIEW_KEY_ENTER); /* does not leave a mistake behind */
    ck_assert(u.model.prompt.open && u.state.prompt.error[0]);
    press(&u, VIEW_KEY_BACKSPACE);
    ck_assert_str_eq(u.state.prompt.error, "");
    press(&u, VIEW_KEY_ENTER);
    ck_assert(!u.model.prompt.open);
    leave(&u);
}
END_TEST

START_TEST(test_a_field_that_no_type_has_is_a_mistake)
{
    struct user u;
    start_by_pid(&u, 4);
    press(&u, '\\');
    type(&u, "helth<3");
    ck_assert(strstr(u.state.prompt.error, "helth") != NULL);
    press(&u, VIEW_KEY_ENTER);
    ck_assert(u.model.prompt.open);
    leave(&u);
}
END_TEST

START_TEST(test_a_filter_given_from_outside_is_checked_when_types_are_known)
{
    struct user u;
    memglass_error err = {0};
    start(&u, 4);
    snprintf(u.model.filter, sizeof u.model.filter, "helth<3");
    look(&u);
    ck_assert(!view_builder_choices_ok(u.builder, &err));
    ck_assert(strstr(err.message, "helth<3") != NULL);
    ck_assert_uint_eq(u.state.table.total, 4);
    leave(&u);
}
END_TEST

/* Another session of that name, without an object yet. */
static void restart(struct user *u)
{
    while (u->scene.count)
        scene_remove(&u->scene, u->scene.objects[0].index);
    u->scene.session.instance++;
    tick(u);
}

START_TEST(test_a_filter_typed_before_there_are_types_is_checked_when_they_come)
{
    struct user u;
    memglass_error err = {0};
    start(&u, 4);
    press(&u, '\\');
    type(&u, "p0\r");
    restart(&u);
    press(&u, '\\');
    type(&u, " helth<3\r");
    ck_assert(!u.model.prompt.open); /* nobody knows better yet */
    ck_assert(view_builder_choices_ok(u.builder, NULL));
    scene_add_process(&u.scene, "p0");
    scene_add_process(&u.scene, "q0");
    tick(&u);
    ck_assert(!view_builder_choices_ok(u.builder, &err));
    ck_assert(strstr(err.message, "helth<3") != NULL);
    ck_assert_uint_eq(u.state.table.total, 1); /* by the last that was known to be good */
    ck_assert_str_eq(title_with(&u, "filter"), "filter: p0");
    press(&u, '\\'); /* the text that has the mistake, and where */
    ck_assert_str_eq(u.state.prompt.text, "p0 helth<3");
    ck_assert(u.state.prompt.error[0] && u.state.prompt.error_width > 0);
    leave(&u);
}
END_TEST

START_TEST(test_a_mistake_is_none_any_more_when_a_type_has_that_field)
{
    struct user u;
    start_by_pid(&u, 4);
    snprintf(u.model.filter, sizeof u.model.filter, "load<3");
    look(&u);
    ck_assert(!view_builder_choices_ok(u.builder, NULL));
    scene_add_machine(&u.scene, "m")->load = 2;
    tick(&u);
    ck_assert(view_builder_choices_ok(u.builder, NULL));
    ck_assert_uint_eq(u.state.table.total, 1);
    leave(&u);
}
END_TEST

START_TEST(test_the_cursor_returns_when_the_filter_lets_its_object_pass_again)
{
    struct user u;
    start_by_pid(&u, 40);
    for (int i = 0; i < 20; i++)
        press(&u, VIEW_KEY_DOWN);
    press(&u, '\\');
    type(&u, "p2");
    ck_assert_str_eq(at_cursor(&u), "p20");
    type(&u, "5");
    ck_assert_str_eq(at_cursor(&u), "p25");
    press(&u, VIEW_KEY_BACKSPACE);
    ck_assert_str_eq(at_cursor(&u), "p20");
    leave(&u);
}
END_TEST

START_TEST(test_finding_opens_the_group_of_what_is_found)
{
    struct user u;
    start_by_pid(&u, 5);
    scene_add_machine(&u.scene, "box");
    tick(&u);
    press(&u, 'p');
    press(&u, '*');
    ck_assert_uint_eq(u.state.table.total, 2); /* heads alone */
    press(&u, '/');
    type(&u, "p3");
    ck_assert_str_eq(at_cursor(&u), "p3");
    ck_assert_uint_eq(u.state.table.total, 7);
    leave(&u);
}
END_TEST

START_TEST(test_next_without_a_search_asks_what_to_look_for)
{
    struct user u;
    start(&u, 3);
    press(&u, 'n');
    ck_assert(u.model.prompt.open && u.model.prompt.kind == PROMPT_FIND);
    leave(&u);
}
END_TEST

MEMGLASS_SUITE("view/find", test_finding_goes_to_the_first_match_as_one_types,
               test_what_comes_while_one_types_is_found, test_next_and_previous_go_around,
               test_matches_are_marked_and_others_are_not,
               test_cancelling_returns_to_what_was_before,
               test_a_filter_hides_what_does_not_match_and_says_so,
               test_what_a_filter_leaves_is_not_said_to_be_of_all_types,
               test_an_empty_result_names_the_filter,
               test_a_mistake_is_shown_while_the_last_good_filter_stays,
               test_a_field_that_no_type_has_is_a_mistake,
               test_a_filter_typed_before_there_are_types_is_checked_when_they_come,
               test_a_mistake_is_none_any_more_when_a_type_has_that_field,
               test_a_filter_given_from_outside_is_checked_when_types_are_known,
               test_the_cursor_returns_when_the_filter_lets_its_object_pass_again,
               test_finding_opens_the_group_of_what_is_found,
               test_next_without_a_search_asks_what_to_look_for)
