/* The inspector: values, changes, rates, graphics, folding, and an object that dies. Tests only; no
 * layer. */
#include "unit.h"
#include "user.h"
#include "view/width.h"

#include <math.h>
#include <string.h>

static void inspect(struct user *u, int processes)
{
    start(u, processes);
    u->height = 30;
    sort_by(u, "pid", false);
    press(u, VIEW_KEY_ENTER);
    ck_assert_int_eq(u->state.screen, VIEW_SCREEN_INSPECTOR);
}

START_TEST(test_an_overrun_is_said_in_the_title_and_the_pane)
{
    struct user u;
    bool said = false;
    inspect(&u, 1);
    u.width = 160;
    ck_assert_str_ne(u.state.title[2].text, "OVERRUN");
    u.scene.now.cur->states[0] |= ROW_DAMAGED;
    look(&u);
    ck_assert_str_eq(u.state.title[2].text, "OVERRUN");
    ck_assert_int_eq(u.state.title[2].role, VIEW_ROLE_BAD);
    for (size_t i = 0; i < u.state.details.line_count; i++)
        said = said || strcmp(u.state.details.cells[2 * i].text, "overrun") == 0;
    ck_assert(said);
    leave(&u);
}
END_TEST

START_TEST(test_the_path_is_that_of_object_and_field)
{
    struct user u;
    inspect(&u, 1);
    ck_assert_str_eq(u.state.path, "p0.pid");
    press(&u, ':');
    type(&u, "pos.y");
    press(&u, VIEW_KEY_ENTER);
    ck_assert_str_eq(u.state.path, "p0.pos.y");
    press(&u, ':');
    type(&u, "samples[7]");
    press(&u, VIEW_KEY_ENTER);
    ck_assert_str_eq(u.state.path, "p0.samples[7]");
    leave(&u);
}
END_TEST

START_TEST(test_values_changes_rates_and_gauges)
{
    struct user u;
    inspect(&u, 2);
    process(&u, 0)->cpu = 25;
    process(&u, 0)->rss = 3 << 20;
    process(&u, 0)->faults = 500;
    process(&u, 0)->state = SCENE_RUNNING;
    tick(&u);
    process(&u, 0)->cpu = 20.5f;
    process(&u, 0)->rss = 5 << 20;
    process(&u, 0)->faults = 1500;
    tick(&u);
    ck_assert_str_eq(line_of(&u, "cpu")->value.text, "20.5%");
    ck_assert_str_eq(line_of(&u, "cpu")->change.text, "-4.5");
    ck_assert_int_eq(line_of(&u, "cpu")->change.role, VIEW_ROLE_FALLING);
    ck_assert(line_of(&u, "cpu")->gauge.gauge.valid);
    ck_assert(fabs(line_of(&u, "cpu")->gauge.gauge.from - 0.25) < 1e-6);
    ck_assert(fabs(line_of(&u, "cpu")->gauge.gauge.to - 0.205) < 1e-6);
    ck_assert(line_of(&u, "cpu")->gauge.gauge.has_peak);
    ck_assert(fabs(line_of(&u, "cpu")->gauge.gauge.peak - 0.25) < 1e-6);
    ck_assert(line_of(&u, "cpu")->spark.spark.has_peak);
    ck_assert(line_of(&u, "cpu")->spark.spark.peak == 25);
    ck_assert(!line_of(&u, "pid")->spark.spark.has_peak);
    ck_assert_str_eq(line_of(&u, "rss")->change.text, "+2M");
    ck_assert_str_eq(line_of(&u, "faults")->change.text, "+1000");
    ck_assert_str_eq(line_of(&u, "faults")->rate.text, "1000/s");
    ck_assert_str_eq(line_of(&u, "state")->value.text, "RUNNING");
    ck_assert_ptr_null(line_of(&u, "state")->change.text);
    ck_assert_ptr_null(line_of(&u, "pid")->rate.text);
    ck_assert(!line_of(&u, "pid")->gauge.gauge.valid);
    ck_assert_uint_gt(u.state.glide_end_ns, u.state.glide_start_ns);
    leave(&u);
}
END_TEST

/* "1.234567891e-1..." would be another number. */
START_TEST(test_an_exponent_is_never_cut_off)
{
    struct user u;
    start(&u, 1);
    struct scene_machine *machine = scene_add_machine(&u.scene, "m");
    machine->load = -1.234567891e-123;
    snprintf(u.model.type, sizeof u.model.type, "machine");
    u.model.objects.home = true;
    tick(&u);
    press(&u, VIEW_KEY_ENTER);
    for (u.width = 120; u.width >= 30; u.width -= 5) {
        look(&u);
        const char *text = line_of(&u, "load")->value.text;
        ck_assert_int_le(width_of(text), u.state.tree.widths.value);
        ck_assert_ptr_nonnull(strstr(text, "e-123"));
    }
    leave(&u);
}
END_TEST

START_TEST(test_a_counter_that_begins_anew_has_no_rate)
{
    struct user u;
    inspect(&u, 1);
    process(&u, 0)->faults = 500;
    tick(&u);
    process(&u, 0)->faults = 3;
    tick(&u);
    ck_assert_str_eq(line_of(&u, "faults")->rate.text, "-");
    ck_assert_str_eq(line_of(&u, "faults")->change.text, "-497");
    leave(&u);
}
END_TEST

START_TEST(test_the_graph_has_the_past_of_the_field)
{
    struct user u;
    inspect(&u, 1);
    for (int i = 0; i < 20; i++) {
        process(&u, 0)->cpu = (float)i;
        tick(&u);
    }
    const struct view_spark *spark = &line_of(&u, "cpu")->spark.spark;
    ck_assert_ptr_nonnull(spark->values);
    for (size_t i = 0; i < 5; i++)
        ck_assert(spark->values[spark->count - 1 - i] == 19.0 - (double)i);
    ck_assert_int_eq(line_of(&u, "cpu")->spark.role, VIEW_ROLE_SPARK);
    ck_assert_int_eq(line_of(&u, "pid")->spark.role, VIEW_ROLE_GAUGE_REST); /* flat: quiet */
    ck_assert_ptr_null(line_of(&u, "name")->spark.spark.values);
    leave(&u);
}
END_TEST

START_TEST(test_only_what_is_not_whole_by_itself_is_marked)
{
    struct user u;
    inspect(&u, 1);
    ck_assert_ptr_null(line_of(&u, "pid")->truth.text);
    ck_assert_str_eq(line_of(&u, "name")->truth.text, "unguarded");
    leave(&u);
}
END_TEST

START_TEST(test_right_opens_and_goes_in_left_closes_and_goes_out)
{
    struct user u;
    inspect(&u, 1);
    ck_assert_uint_eq(u.state.tree.total, 10);
    press(&u, 'G');
    ck_assert_int_eq(line_of(&u, "samples")->fold, VIEW_TREE_CLOSED);
    press(&u, VIEW_KEY_RIGHT);
    ck_assert_uint_eq(u.state.tree.total, 210);
    ck_assert_int_eq(line_of(&u, "samples")->fold, VIEW_TREE_OPEN);
    press(&u, VIEW_KEY_RIGHT);
    ck_assert_int_eq(u.state.tree.cursor, 10);
    press(&u, VIEW_KEY_PAGE_DOWN);
    press(&u, VIEW_KEY_LEFT);
    ck_assert_str_eq(u.state.tree.lines[u.state.tree.cursor].name.text, "samples");
    press(&u, VIEW_KEY_LEFT);
    ck_assert_uint_eq(u.state.tree.total, 10);
    press(&u, VIEW_KEY_ENTER);
    ck_assert_uint_eq(u.state.tree.total, 210);
    leave(&u);
}
END_TEST

START_TEST(test_the_line_below_describes_the_selected_field)
{
    struct user u;
    inspect(&u, 1);
    press(&u, VIEW_KEY_DOWN);
    press(&u, VIEW_KEY_DOWN);
    ck_assert(strstr(u.state.message.text, "cpu: float") != NULL);
    ck_assert(strstr(u.state.message.text, "0 to 100") != NULL);
    ck_assert(strstr(u.state.message.text, "share of one processor") != NULL);
    leave(&u);
}
END_TEST

START_TEST(test_a_destroyed_object_stays_with_its_last_values)
{
    struct user u;
    inspect(&u, 3);
    process(&u, 0)->rss = 9 << 20;
    tick(&u);
    scene_remove(&u.scene, 0);
    for (int i = 0; i < 10; i++)
        tick(&u);
    ck_assert_str_eq(u.state.title[0].text, "p0");
    ck_assert_str_eq(u.state.title[2].text, "DESTROYED");
    ck_assert_str_eq(line_of(&u, "rss")->value.text, "9M");
    ck_assert_uint_eq(u.state.glide_end_ns, u.state.glide_start_ns);
    press(&u, VIEW_KEY_ESCAPE);
    ck_assert_int_eq(u.state.screen, VIEW_SCREEN_OBJECTS);
    ck_assert_uint_eq(u.state.table.total, 2);
    leave(&u);
}
END_TEST

/* Going about in time may lead before the beginning of an object as well as behind its end. */
START_TEST(test_an_object_that_is_yet_to_come_is_not_called_destroyed)
{
    struct user u;
    start(&u, 1);
    u.height = 30;
    struct snapshot early = {.cur = frame_retain(u.scene.now.cur)};
    scene_add_process(&u.scene, "late")->pid = 1;
    sort_by(&u, "pid", false);
    tick(&u);
    press(&u, VIEW_KEY_ENTER);
    ck_assert_str_eq(u.state.title[0].text, "late");
    struct snapshot now = u.scene.now;
    u.scene.now = early;
    look(&u);
    ck_assert_str_eq(u.state.title[0].text, "late");
    ck_assert_str_eq(u.state.title[2].text, "NOT YET CREATED");
    u.scene.now = now;
    scene_remove(&u.scene, 1);
    tick(&u);
    ck_assert_str_eq(u.state.title[2].text, "DESTROYED");
    frame_release(&early.cur);
    leave(&u);
}
END_TEST

START_TEST(test_another_object_of_the_same_place_is_not_mistaken_for_it)
{
    struct user u;
    inspect(&u, 1);
    u.scene.objects[0].generation = 2;
    u.scene.roster_old = true;
    tick(&u);
    ck_assert_str_eq(u.state.title[2].text, "DESTROYED");
    leave(&u);
}
END_TEST

START_TEST(test_after_a_restart_the_object_of_the_same_name_is_shown)
{
    struct user u;
    inspect(&u, 3);
    press(&u, VIEW_KEY_ESCAPE);
    press(&u, VIEW_KEY_DOWN);
    press(&u, VIEW_KEY_ENTER);
    ck_assert_str_eq(u.state.title[0].text, "p1");
    u.scene.session.instance++;
    u.scene.objects[1].generation = 5;
    u.scene.roster_old = true;
    process(&u, 1)->rss = 77 << 20;
    tick(&u);
    ck_assert_str_eq(u.state.title[0].text, "p1");
    ck_assert_str_ne(u.state.title[2].text, "DESTROYED");
    ck_assert_str_eq(line_of(&u, "rss")->value.text, "77M");
    leave(&u);
}
END_TEST

/* A program opens its session first, and makes its objects when it has read what they are. */
START_TEST(test_after_a_restart_the_object_may_come_late)
{
    struct user u;
    inspect(&u, 1);
    scene_remove(&u.scene, 0);
    u.scene.session.instance++;
    tick(&u);
    ck_assert_str_eq(u.state.title[2].text, "DESTROYED");
    tick(&u);
    scene_add_process(&u.scene, "p0")->rss = 77 << 20;
    tick(&u);
    ck_assert_str_eq(u.state.title[0].text, "p0");
    ck_assert_str_ne(u.state.title[2].text, "DESTROYED");
    ck_assert_str_eq(line_of(&u, "rss")->value.text, "77M");
    leave(&u);
}
END_TEST

START_TEST(test_help_is_of_the_screen_it_was_asked_on)
{
    struct user u;
    inspect(&u, 1);
    u.height = 40;
    press(&u, '?');
    bool fold = false, sort = false;
    for (size_t i = 0; i < u.state.table.row_count; i++) {
        const char *what = u.state.table.cells[2 * i + 1].text;
        fold = fold || (what && strstr(what, "Open or close"));
        sort = sort || (what && strstr(what, "Sort"));
    }
    ck_assert(fold && !sort);
    press(&u, 'q');
    ck_assert_int_eq(u.state.screen, VIEW_SCREEN_INSPECTOR);
    leave(&u);
}
END_TEST

MEMGLASS_SUITE("view/inspector", test_an_overrun_is_said_in_the_title_and_the_pane,
               test_the_path_is_that_of_object_and_field, test_values_changes_rates_and_gauges,
               test_an_exponent_is_never_cut_off, test_a_counter_that_begins_anew_has_no_rate,
               test_the_graph_has_the_past_of_the_field,
               test_only_what_is_not_whole_by_itself_is_marked,
               test_right_opens_and_goes_in_left_closes_and_goes_out,
               test_the_line_below_describes_the_selected_field,
               test_a_destroyed_object_stays_with_its_last_values,
               test_an_object_that_is_yet_to_come_is_not_called_destroyed,
               test_another_object_of_the_same_place_is_not_mistaken_for_it,
               test_after_a_restart_the_object_of_the_same_name_is_shown,
               test_after_a_restart_the_object_may_come_late,
               test_help_is_of_the_screen_it_was_asked_on)
