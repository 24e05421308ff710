/* The inspector's keys: levels, finding, going to a path, formats, statistics, comparing, details.
 * Tests only; no layer. */
#include "inspect.h"

/* --- opening and closing -----------------------------------------------------------------------
 */

START_TEST(test_levels_open_and_close_everywhere)
{
    struct user u;
    inspect(&u, 1);
    ck_assert_uint_eq(u.state.tree.total, 10);
    press(&u, '[');
    press(&u, '[');
    ck_assert_uint_eq(u.state.tree.total, 8); /* nothing is open */
    press(&u, ']');
    ck_assert_uint_eq(u.state.tree.total, 8 + 2 + 200);
    press(&u, '[');
    ck_assert_uint_eq(u.state.tree.total, 8);
    leave(&u);
}
END_TEST

START_TEST(test_the_cursor_stays_on_its_field)
{
    struct user u;
    inspect(&u, 1);
    go_to(&u, "samples");
    press(&u, '[');
    press(&u, '[');
    ck_assert_str_eq(here(&u), "samples");
    press(&u, ']');
    ck_assert_str_eq(here(&u), "samples");
    go_to(&u, "samples[150]");
    press(&u, '['); /* it has no line now: what it is part of */
    ck_assert_str_eq(here(&u), "samples");
    leave(&u);
}
END_TEST

START_TEST(test_star_opens_and_closes_all_below)
{
    struct user u;
    inspect(&u, 1);
    go_to(&u, "pos");
    press(&u, '*');
    ck_assert_int_eq(line_of(&u, "pos")->fold, VIEW_TREE_CLOSED);
    press(&u, '*');
    ck_assert_int_eq(line_of(&u, "pos")->fold, VIEW_TREE_OPEN);
    leave(&u);
}
END_TEST

/* --- finding and going -------------------------------------------------------------------------
 */

START_TEST(test_a_path_opens_what_it_needs)
{
    struct user u;
    inspect(&u, 1);
    go_to(&u, "samples[123]");
    ck_assert_str_eq(here(&u), "[123]");
    bool told = false;
    for (int i = 0; i < VIEW_TITLE_PARTS && u.state.title[i].text; i++)
        told = told || strstr(u.state.title[i].text, "of 200") != NULL;
    ck_assert_msg(told, "nothing says which elements are shown");
    go_to(&u, "pos.y");
    ck_assert_str_eq(here(&u), "y");
    go_to(&u, ".samples[007]");
    ck_assert_str_eq(here(&u), "[7]");
    leave(&u);
}
END_TEST

START_TEST(test_a_wrong_path_says_what_is_wrong_and_goes_nowhere)
{
    struct user u;
    inspect(&u, 1);
    press(&u, ':');
    type(&u, "samples[200]");
    ck_assert_ptr_nonnull(strstr(u.model.prompt.error.message, "[0] to [199]"));
    press(&u, VIEW_KEY_ENTER);
    ck_assert_ptr_nonnull(strstr(u.state.message.text, "[0] to [199]"));
    ck_assert_str_eq(here(&u), "pid");
    go_to(&u, "nothing");
    ck_assert_ptr_nonnull(strstr(u.state.message.text, "it has pid"));
    leave(&u);
}
END_TEST

START_TEST(test_fields_are_found_as_one_types)
{
    struct user u;
    inspect(&u, 1);
    press(&u, '/');
    type(&u, "s");
    ck_assert_str_eq(here(&u), "state");
    type(&u, "am");
    ck_assert_str_eq(here(&u), "samples");
    press(&u, VIEW_KEY_ENTER);
    ck_assert(!u.model.prompt.open);
    ck_assert_str_eq(here(&u), "samples");
    press(&u, '/');
    type(&u, "^[xy]$");
    press(&u, VIEW_KEY_ENTER);
    ck_assert_str_eq(here(&u), "x");
    press(&u, 'n');
    ck_assert_str_eq(here(&u), "y");
    press(&u, 'n'); /* around the end */
    ck_assert_str_eq(here(&u), "x");
    press(&u, 'N');
    ck_assert_str_eq(here(&u), "y");
    leave(&u);
}
END_TEST

START_TEST(test_escape_returns_to_where_the_search_began)
{
    struct user u;
    inspect(&u, 1);
    press(&u, '[');
    press(&u, '[');
    press(&u, VIEW_KEY_DOWN);
    uint64_t lines = u.state.tree.total;
    press(&u, '/');
    type(&u, "y");
    ck_assert_str_eq(here(&u), "y");
    press(&u, VIEW_KEY_ESCAPE);
    ck_assert_str_eq(here(&u), "state");
    ck_assert_uint_eq(u.state.tree.total, lines);
    leave(&u);
}
END_TEST

START_TEST(test_what_is_not_found_and_a_bad_pattern_are_said)
{
    struct user u;
    inspect(&u, 1);
    press(&u, 'n');
    tick(&u); /* until the next key, however often the screen is built until then */
    tick(&u);
    ck_assert_ptr_nonnull(strstr(u.state.message.text, "Nothing to find"));
    press(&u, 'k');
    ck_assert_ptr_nonnull(strstr(u.state.message.text, "pid: int"));
    press(&u, '/');
    type(&u, "zzz");
    ck_assert_str_ne(u.model.prompt.error.message, "");
    press(&u, VIEW_KEY_ENTER);
    press(&u, 'n');
    ck_assert_ptr_nonnull(strstr(u.state.message.text, "No field matches 'zzz'"));
    press(&u, '/');
    type(&u, "(");
    ck_assert_str_ne(u.model.prompt.error.message, "");
    press(&u, VIEW_KEY_ESCAPE);
    ck_assert_str_eq(here(&u), "pid");
    leave(&u);
}
END_TEST

/* --- values ------------------------------------------------------------------------------------
 */

START_TEST(test_formats_cycle_and_are_remembered_by_type)
{
    struct user u;
    inspect(&u, 2);
    ck_assert_str_eq(line_of(&u, "pid")->value.text, "100");
    press(&u, 'x');
    press(&u, 'x');
    ck_assert_str_eq(line_of(&u, "pid")->value.text, "0x00000064");
    press(&u, VIEW_KEY_ESCAPE);
    press(&u, VIEW_KEY_DOWN);
    press(&u, VIEW_KEY_ENTER); /* the second process */
    ck_assert_str_eq(line_of(&u, "pid")->value.text, "0x00000065");
    press(&u, 'X');
    ck_assert_str_eq(line_of(&u, "pid")->value.text, "101");
    leave(&u);
}
END_TEST

START_TEST(test_elements_of_an_array_have_one_format)
{
    struct user u;
    inspect(&u, 1);
    process(&u, 0)->samples[3] = 255;
    tick(&u);
    go_to(&u, "samples[3]");
    press(&u, 'x');
    press(&u, 'x');
    ck_assert_str_eq(line_of(&u, "[3]")->value.text, "0x000000ff");
    ck_assert_str_eq(line_of(&u, "[4]")->value.text, "0x00000000");
    leave(&u);
}
END_TEST

START_TEST(test_changes_are_since_what_d_chose)
{
    struct user u;
    inspect(&u, 1);
    process(&u, 0)->rss = 3 << 20;
    tick(&u);
    press(&u, 'b');
    process(&u, 0)->rss = 5 << 20;
    tick(&u);
    process(&u, 0)->rss = 6 << 20;
    tick(&u);
    ck_assert_str_eq(u.state.tree.change_title, "FROM BASE");
    ck_assert_str_eq(line_of(&u, "rss")->change.text, "+3M");
    press(&u, 'd');
    ck_assert_str_eq(u.state.tree.change_title, "CHANGE");
    ck_assert_str_eq(line_of(&u, "rss")->change.text, "+1M");
    leave(&u);
}
END_TEST

START_TEST(test_statistics_of_the_window)
{
    struct user u;
    inspect(&u, 1);
    for (int i = 1; i <= 10; i++) {
        process(&u, 0)->cpu = (float)i;
        tick(&u);
    }
    press(&u, 'w');
    const struct view_tree_line *cpu = line_of(&u, "cpu");
    ck_assert(u.state.tree.widths.stats[0] && !u.state.tree.widths.rate);
    ck_assert_str_eq(cpu->stats[0].text, "0");
    ck_assert_str_eq(cpu->stats[1].text, "5");
    ck_assert_str_eq(cpu->stats[2].text, "10");
    ck_assert_str_eq(cpu->stats[4].text, "10");
    ck_assert_ptr_null(line_of(&u, "name")->stats[0].text);
    press(&u, 'w');
    ck_assert(!u.state.tree.widths.stats[0]);
    leave(&u);
}
END_TEST

START_TEST(test_details_tell_all_of_the_field)
{
    struct user u;
    inspect(&u, 1);
    u.width = 200;
    go_to(&u, "cpu");
    ck_assert_uint_gt(u.state.details.line_count, 0);
    ck_assert_str_eq(detail(&u, "field"), "cpu");
    ck_assert_str_eq(detail(&u, "unit"), "%");
    ck_assert_str_eq(detail(&u, "range"), "0 to 100");
    ck_assert_str_eq(detail(&u, "place"), "at 8, 4 B");
    ck_assert_str_eq(detail(&u, "is"), "gauge");
    ck_assert_str_eq(detail(&u, "truth"), "exact");
    go_to(&u, "name");
    ck_assert_ptr_nonnull(strstr(detail(&u, "truth"), "unguarded"));
    leave(&u);
}
END_TEST

/* --- two objects -------------------------------------------------------------------------------
 */

START_TEST(test_comparing_marks_what_differs)
{
    struct user u;
    inspect(&u, 2);
    press(&u, '=');
    ck_assert_ptr_nonnull(strstr(u.state.message.text, "Nothing to compare with"));
    press(&u, VIEW_KEY_ESCAPE);
    press(&u, VIEW_KEY_DOWN);
    press(&u, VIEW_KEY_ENTER);
    press(&u, '='); /* beside the one inspected before */
    ck_assert_str_eq(line_of(&u, "pid")->value.text, "101");
    ck_assert_str_eq(line_of(&u, "pid")->other.text, "100");
    ck_assert_str_eq(line_of(&u, "pid")->change.text, "-1");
    ck_assert(!line_of(&u, "pid")->equal && line_of(&u, "state")->equal);
    ck_assert_int_eq(line_of(&u, "state")->value.role, VIEW_ROLE_DIM);
    ck_assert(line_of(&u, "samples")->equal);
    press(&u, '=');
    ck_assert_ptr_null(line_of(&u, "pid")->other.text);
    leave(&u);
}
END_TEST

/* Doubles would round both to one number, or to others that are further apart. */
START_TEST(test_large_integers_that_are_compared_differ_by_what_they_differ)
{
    struct user u;
    start(&u, 2);
    u.height = 30;
    process(&u, 0)->faults = (UINT64_C(1) << 53) + 2;
    process(&u, 1)->faults = (UINT64_C(1) << 53) + 1;
    tick(&u);
    sort_by(&u, "pid", false);
    press(&u, VIEW_KEY_ENTER);
    press(&u, VIEW_KEY_ESCAPE);
    press(&u, VIEW_KEY_DOWN);
    press(&u, VIEW_KEY_ENTER);
    press(&u, '=');
    ck_assert_str_eq(line_of(&u, "faults")->change.text, "+1");
    leave(&u);
}
END_TEST

/* It is the only place that says it: what a dead program left is looked at most closely. */
START_TEST(test_the_line_below_describes_the_field_also_of_what_is_dead_or_frozen)
{
    struct user u;
    inspect(&u, 1);
    u.width = 80;
    u.scene.session.state = MEMGLASS_STATE_DEAD;
    tick(&u);
    go_to(&u, "pid");
    ck_assert_str_eq(u.state.message.text, "pid: int32_t, at 0, 4 B");
    u.model.paused = true;
    look(&u);
    ck_assert_str_eq(u.state.message.text,
                     "FROZEN, 0.0s behind live. Space returns.  pid: int32_t, at 0, 4 B");
    press(&u, VIEW_KEY_ESCAPE);
    u.model.paused = false;
    look(&u);
    ck_assert_ptr_nonnull(strstr(u.state.message.text, "The producer is dead"));
    leave(&u);
}
END_TEST

/* Where there is no pane that has it. */
START_TEST(test_a_value_too_long_for_its_column_stands_whole_in_the_line_below)
{
    struct user u;
    inspect(&u, 2);
    u.width = 80;
    process(&u, 0)->faults = UINT64_C(12345678901234567890);
    tick(&u);
    go_to(&u, "faults");
    ck_assert_str_eq(u.state.message.text, "faults = 12345678901234567890: uint64_t, counter, "
                                           "at 24, 8 B: page faults");
    go_to(&u, "pid");
    ck_assert_str_eq(u.state.message.text, "pid: int32_t, at 0, 4 B");
    press(&u, VIEW_KEY_ESCAPE);
    press(&u, VIEW_KEY_DOWN);
    press(&u, VIEW_KEY_ENTER);
    press(&u, '=');
    go_to(&u, "faults");
    ck_assert_ptr_nonnull(strstr(u.state.message.text, "faults, beside 12345678901234567890: "));
    leave(&u);
}
END_TEST

START_TEST(test_when_the_other_object_goes_that_is_said_until_a_key_comes)
{
    struct user u;
    inspect(&u, 2);
    press(&u, 'm');
    press(&u, VIEW_KEY_ESCAPE);
    press(&u, VIEW_KEY_DOWN);
    press(&u, VIEW_KEY_ENTER);
    press(&u, '=');
    ck_assert_str_eq(u.state.title[2].text, "beside p0");
    scene_remove(&u.scene, 0);
    for (int i = 0; i < 4; i++)
        tick(&u);
    ck_assert_ptr_null(line_of(&u, "pid")->other.text);
    ck_assert_ptr_nonnull(strstr(u.state.message.text, "not there any more"));
    press(&u, 'k');
    ck_assert_ptr_null(strstr(u.state.message.text, "not there any more"));
    leave(&u);
}
END_TEST

START_TEST(test_comparing_goes_on_after_a_restart)
{
    struct user u;
    inspect(&u, 2);
    press(&u, 'm');
    press(&u, VIEW_KEY_ESCAPE);
    press(&u, VIEW_KEY_DOWN);
    press(&u, VIEW_KEY_ENTER);
    press(&u, '=');
    u.scene.session.instance++;
    u.scene.objects[0].generation = 5;
    process(&u, 0)->pid = 4711;
    u.scene.roster_old = true;
    tick(&u);
    ck_assert_str_eq(u.state.title[0].text, "p1");
    ck_assert_str_eq(u.state.title[2].text, "beside p0");
    ck_assert_str_eq(line_of(&u, "pid")->other.text, "4711");
    leave(&u);
}
END_TEST

START_TEST(test_comparing_goes_on_where_time_brings_the_other_object_back)
{
    static const struct view_time time = {.back = true};
    struct user u;
    start(&u, 1);
    u.height = 40;
    struct snapshot early = {.cur = frame_retain(u.scene.now.cur)};
    scene_add_process(&u.scene, "late")->pid = 1;
    sort_by(&u, "pid", false);
    tick(&u);
    press(&u, 'm');
    press(&u, VIEW_KEY_DOWN);
    press(&u, VIEW_KEY_ENTER);
    press(&u, '=');
    ck_assert_str_eq(u.state.title[2].text, "beside late");
    struct snapshot now = u.scene.now;
    u.scene.now = early;
    u.time = &time;
    look(&u);
    ck_assert_ptr_null(line_of(&u, "pid")->other.text);
    u.scene.now = now;
    u.time = NULL;
    look(&u);
    ck_assert_str_eq(u.state.title[2].text, "beside late");
    frame_release(&early.cur);
    leave(&u);
}
END_TEST

START_TEST(test_differences_are_stepped_through)
{
    struct user u;
    inspect(&u, 2);
    press(&u, '}');
    ck_assert_ptr_nonnull(strstr(u.state.message.text, "Nothing is compared"));
    press(&u, VIEW_KEY_ESCAPE);
    press(&u, VIEW_KEY_DOWN);
    press(&u, VIEW_KEY_ENTER);
    process(&u, 0)->rss = process(&u, 1)->rss;
    process(&u, 0)->samples[77] = 1;
    tick(&u);
    press(&u, '=');
    press(&u, '}');
    ck_assert_str_eq(here(&u), "[77]"); /* from pid, which differs, to the next */
    press(&u, '}');
    ck_assert_str_eq(here(&u), "pid");
    press(&u, '{');
    ck_assert_str_eq(here(&u), "[77]");
    leave(&u);
}
END_TEST

START_TEST(test_objects_of_two_types_are_compared_by_name)
{
    struct user u;
    start(&u, 1);
    u.height = 40;
    scene_add_machine(&u.scene, "m0");
    tick(&u);
    sort_by(&u, "label", false);
    press(&u, VIEW_KEY_ENTER); /* m0 */
    ck_assert_str_eq(u.state.title[0].text, "m0");
    press(&u, 'm');
    press(&u, VIEW_KEY_ESCAPE);
    press(&u, VIEW_KEY_DOWN);
    press(&u, VIEW_KEY_ENTER);
    press(&u, '=');
    ck_assert_str_eq(line_of(&u, "pid")->change.text, "only left");
    ck_assert_str_eq(line_of(&u, "memory")->change.text, "only right");
    ck_assert_str_eq(line_of(&u, "memory")->value.text, "-");
    leave(&u);
}
END_TEST

/* Each setting is on its line of the screen. */
static void set_next(struct user *u, enum view_setting setting)
{
    press(u, 'C');
    press(u, 'g');
    for (int i = 0; i < (int)setting; i++)
        press(u, 'j');
    press(u, 'l');
    press(u, 'q');
}

START_TEST(test_settings_say_what_changes_are_since_and_whether_there_are_statistics)
{
    struct user u;
    start(&u, 2);
    set_next(&u, SETTING_DELTA);
    set_next(&u, SETTING_STATISTICS);
    ck_assert(u.model.choices_changed);
    press(&u, 'd');
    ck_assert(u.model.changes);
    ck_assert_int_eq(u.model.since, ROW_SINCE_FIRST);
    press(&u, 'd');
    ck_assert_int_eq(u.model.since, ROW_SINCE_BASELINE);
    press(&u, 'd');
    ck_assert_int_eq(u.model.since, ROW_SINCE_PREVIOUS);
    press(&u, 'd');
    ck_assert(!u.model.changes);
    ck_assert_int_eq(u.model.since, ROW_SINCE_FIRST);
    press(&u, VIEW_KEY_ENTER);
    ck_assert_str_eq(u.state.tree.change_title, "FROM 1ST");
    ck_assert_int_gt(u.state.tree.widths.stats[0], 0);
    press(&u, 'w');
    ck_assert_int_eq(u.state.tree.widths.stats[0], 0);
    leave(&u);
}
END_TEST

MEMGLASS_SUITE("view/inspecting",
               test_settings_say_what_changes_are_since_and_whether_there_are_statistics,
               test_levels_open_and_close_everywhere, test_the_cursor_stays_on_its_field,
               test_star_opens_and_closes_all_below, test_a_path_opens_what_it_needs,
               test_a_wrong_path_says_what_is_wrong_and_goes_nowhere,
               test_fields_are_found_as_one_types, test_escape_returns_to_where_the_search_began,
               test_what_is_not_found_and_a_bad_pattern_are_said,
               test_formats_cycle_and_are_remembered_by_type,
               test_elements_of_an_array_have_one_format, test_changes_are_since_what_d_chose,
               test_statistics_of_the_window, test_details_tell_all_of_the_field,
               test_comparing_marks_what_differs,
               test_large_integers_that_are_compared_differ_by_what_they_differ,
               test_the_line_below_describes_the_field_also_of_what_is_dead_or_frozen,
               test_a_value_too_long_for_its_column_stands_whole_in_the_line_below,
               test_when_the_other_object_goes_that_is_said_until_a_key_comes,
               test_comparing_goes_on_after_a_restart,
               test_comparing_goes_on_where_time_brings_the_other_object_back,
               test_differences_are_stepped_through, test_objects_of_two_types_are_compared_by_name)
