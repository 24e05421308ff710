/* The screen of objects: what is shown, in which order, and where the cursor goes. Tests only; no
 * layer. */
#include "unit.h"
#include "user.h"

#include <string.h>

START_TEST(test_fields_of_the_only_type_are_columns_with_units_where_needed)
{
    struct user u;
    start(&u, 3);
    ck_assert(column(&u, "pid") != SIZE_MAX);
    ck_assert(column(&u, "cpu %") != SIZE_MAX);
    ck_assert(column(&u, "rss") != SIZE_MAX); /* its texts say 7M */
    ck_assert(column(&u, "TYPE") == SIZE_MAX);
    ck_assert_str_eq(text_at(&u, 1, "rss"), "7M");
    leave(&u);
}
END_TEST

START_TEST(test_several_types_have_a_column_until_one_is_chosen)
{
    struct user u;
    start(&u, 3);
    scene_add_machine(&u.scene, "box");
    tick(&u);
    ck_assert(column(&u, "TYPE") != SIZE_MAX && column(&u, "pid") == SIZE_MAX);
    ck_assert_uint_eq(u.state.table.total, 4);
    press(&u, 't');
    ck_assert_str_eq(u.model.type, "machine");
    ck_assert_uint_eq(u.state.table.total, 1);
    ck_assert(column(&u, "load") != SIZE_MAX);
    press(&u, 't');
    ck_assert_str_eq(u.model.type, "process");
    ck_assert_uint_eq(u.state.table.total, 3);
    press(&u, 't');
    ck_assert_str_eq(u.model.type, "");
    press(&u, 'T');
    ck_assert_str_eq(u.model.type, "process");
    press(&u, 'a');
    ck_assert_uint_eq(u.state.table.total, 4);
    leave(&u);
}
END_TEST

START_TEST(test_sorting_by_a_field_both_ways)
{
    struct user u;
    start(&u, 10);
    u.height = 24;
    sort_by(&u, "rss", true);
    for (size_t i = 1; i < 10; i++)
        ck_assert_int_ge(atoi(text_at(&u, i - 1, "rss")), atoi(text_at(&u, i, "rss")));
    press(&u, 'r');
    for (size_t i = 1; i < 10; i++)
        ck_assert_int_le(atoi(text_at(&u, i - 1, "rss")), atoi(text_at(&u, i, "rss")));
    leave(&u);
}
END_TEST

START_TEST(test_a_field_sorts_objects_of_all_types_those_without_it_last)
{
    struct user u;
    start(&u, 3);
    process(&u, 1)->rss = 50 << 20;
    scene_add_machine(&u.scene, "box")->memory = 7;
    tick(&u);
    sort_by(&u, "rss", true);
    ck_assert(view_builder_choices_ok(u.builder, NULL));
    ck_assert_str_eq(text_at(&u, 0, "LABEL"), "p1");
    ck_assert_str_eq(text_at(&u, 0, "rss"), "50M");
    ck_assert_str_eq(text_at(&u, 3, "LABEL"), "box");
    ck_assert_str_eq(text_at(&u, 3, "rss"), "-");
    sort_by(&u, "rss", false);
    ck_assert_str_eq(text_at(&u, 3, "LABEL"), "box");
    sort_by(&u, "pos.x", false);
    ck_assert(column(&u, "pos.x m") != SIZE_MAX);
    leave(&u);
}
END_TEST

START_TEST(test_every_column_can_be_sorted_by_and_is_then_shown)
{
    struct user u;
    start(&u, 5);
    u.width = 40;
    char first[VIEW_COLUMN_NAME_MAX];
    press(&u, VIEW_KEY_RIGHT);
    snprintf(first, sizeof first, "%s", u.model.sort);
    int columns = 0;
    do {
        bool shown = false;
        for (size_t i = 0; i < u.state.table.column_count; i++)
            shown = shown || u.state.table.columns[i].sorted;
        ck_assert_msg(shown, "%s", u.model.sort);
        press(&u, VIEW_KEY_RIGHT);
        columns++;
    } while (strcmp(first, u.model.sort) != 0 && columns < 100);
    ck_assert_int_eq(columns, 14); /* six of each object, eight fields */
    press(&u, VIEW_KEY_LEFT);
    press(&u, VIEW_KEY_RIGHT);
    ck_assert_str_eq(first, u.model.sort);
    leave(&u);
}
END_TEST

START_TEST(test_an_unknown_column_or_type_says_what_there_is)
{
    struct user u;
    memglass_error err = {0};
    start(&u, 2);
    sort_by(&u, "nonsense", true);
    ck_assert(!view_builder_choices_ok(u.builder, &err));
    ck_assert(strstr(err.message, "nonsense") && strstr(err.message, "rss"));
    ck_assert(strstr(u.state.message.text, "nonsense") != NULL);
    u.model.sort[0] = '\0';
    snprintf(u.model.type, sizeof u.model.type, "dragon");
    look(&u);
    ck_assert(!view_builder_choices_ok(u.builder, &err));
    ck_assert(strstr(err.message, "dragon") && strstr(err.message, "process"));
    ck_assert_str_eq(u.state.title[0].text, "dragon"); /* not that there are none of any type */
    ck_assert_str_eq(u.state.title[1].text, "0 objects");
    leave(&u);
}
END_TEST

START_TEST(test_the_cursor_follows_its_object_through_sorting)
{
    struct user u;
    start(&u, 200);
    sort_by(&u, "pid", false);
    for (int i = 0; i < 5; i++)
        press(&u, VIEW_KEY_DOWN);
    ck_assert_str_eq(at_cursor(&u), "p5");
    press(&u, 'r');
    ck_assert_str_eq(at_cursor(&u), "p5");
    ((struct scene_process *)u.scene.objects[5].data)->pid = 1000000;
    tick(&u);
    ck_assert_str_eq(at_cursor(&u), "p5");
    ck_assert_int_eq(u.state.table.cursor + (long)u.state.table.first, 0);
    leave(&u);
}
END_TEST

START_TEST(test_the_cursor_at_home_stays_in_the_first_line)
{
    struct user u;
    start(&u, 20);
    sort_by(&u, "pid", false);
    ck_assert_str_eq(at_cursor(&u), "p0");
    press(&u, 'r');
    ck_assert_str_eq(at_cursor(&u), "p19");
    press(&u, VIEW_KEY_DOWN);
    press(&u, VIEW_KEY_HOME);
    press(&u, 'r');
    ck_assert_str_eq(at_cursor(&u), "p0");
    leave(&u);
}
END_TEST

START_TEST(test_when_its_object_dies_the_cursor_stays_where_it_was)
{
    struct user u;
    start(&u, 20);
    sort_by(&u, "pid", false);
    for (int i = 0; i < 4; i++)
        press(&u, VIEW_KEY_DOWN);
    ck_assert_str_eq(at_cursor(&u), "p4");
    scene_remove(&u.scene, 4);
    tick(&u);
    tick(&u); /* the line of what has died is gone */
    ck_assert_int_eq(u.state.table.cursor, 4);
    ck_assert_str_eq(at_cursor(&u), "p5");
    leave(&u);
}
END_TEST

START_TEST(test_birth_and_death_are_marked_for_one_tick)
{
    struct user u;
    start(&u, 3);
    ck_assert_int_eq(u.state.table.row_roles[0],
                     VIEW_ROLE_PLAIN); /* the first look bears nothing */
    scene_add_process(&u.scene, "baby");
    scene_remove(&u.scene, 1);
    tick(&u);
    ck_assert_uint_eq(u.state.table.total, 4);
    ck_assert(strstr(u.state.title[1].text, "3 objects") != NULL);
    int born = 0, dying = 0;
    for (size_t i = 0; i < 4; i++) {
        born += u.state.table.row_roles[i] == VIEW_ROLE_BORN;
        if (u.state.table.row_roles[i] == VIEW_ROLE_DYING) {
            ck_assert_str_eq(text_at(&u, i, "LABEL"), "p1");
            dying++;
        }
    }
    ck_assert_int_eq(born, 1);
    ck_assert_int_eq(dying, 1);
    u.batch = true;
    scene_remove(&u.scene, 2);
    tick(&u);
    ck_assert_uint_eq(u.state.table.total, 2); /* scripts see what is there */
    leave(&u);
}
END_TEST

START_TEST(test_paging_and_ends)
{
    struct user u;
    start(&u, 1000);
    uint64_t page = u.state.table.row_count;
    press(&u, VIEW_KEY_PAGE_DOWN);
    ck_assert_uint_eq(u.state.table.first, page);
    press(&u, 'G');
    ck_assert_uint_eq(u.state.table.first, 1000 - page);
    ck_assert_str_eq(at_cursor(&u), "p999");
    press(&u, VIEW_KEY_PAGE_DOWN);
    ck_assert_str_eq(at_cursor(&u), "p999");
    press(&u, VIEW_KEY_PAGE_UP);
    ck_assert_uint_eq(u.state.table.first, 1000 - 2 * page);
    press(&u, 'g');
    ck_assert_str_eq(at_cursor(&u), "p0");
    press(&u, 'k');
    ck_assert_str_eq(at_cursor(&u), "p0");
    leave(&u);
}
END_TEST

START_TEST(test_keys_typed_at_once_act_one_after_the_other)
{
    struct user u;
    start(&u, 20);
    model_apply(&u.model, VIEW_INTENT_DOWN);
    model_apply(&u.model, VIEW_INTENT_DOWN);
    ck_assert(!model_must_build(&u.model, VIEW_INTENT_DOWN));
    ck_assert(model_must_build(&u.model, VIEW_INTENT_INSPECT));
    press(&u, VIEW_KEY_ENTER);
    ck_assert_int_eq(u.state.screen, VIEW_SCREEN_INSPECTOR);
    ck_assert_str_eq(u.state.title[0].text, "p2");
    leave(&u);
}
END_TEST

START_TEST(test_an_overrun_is_a_sign_and_the_help_says_which)
{
    struct user u;
    start(&u, 3);
    sort_by(&u, "pid", false);
    ck_assert_ptr_null(u.state.table.cells[0].text);
    u.scene.now.cur->states[0] |= ROW_DAMAGED;
    look(&u);
    ck_assert_str_eq(u.state.table.cells[0].text, "#");
    ck_assert_int_eq(u.state.table.cells[0].role, VIEW_ROLE_BAD);
    ck_assert_ptr_null(u.state.table.cells[u.state.table.column_count].text);
    u.height = 120;
    press(&u, '?');
    bool said = false;
    for (size_t i = 0; i < u.state.table.row_count; i++)
        said = said || (strcmp(u.state.table.cells[2 * i].text, "#") == 0 &&
                        strstr(u.state.table.cells[2 * i + 1].text, "an overrun"));
    ck_assert(said);
    leave(&u);
}
END_TEST

START_TEST(test_changed_values_are_marked)
{
    struct user u;
    start(&u, 2);
    ((struct scene_process *)u.scene.objects[1].data)->rss = 5 << 20;
    tick(&u);
    size_t at = column(&u, "rss"), columns = u.state.table.column_count;
    ck_assert_str_eq(text_at(&u, 0, "LABEL"), "p1"); /* by changes */
    ck_assert_int_eq(u.state.table.cells[at].role, VIEW_ROLE_CHANGED);
    ck_assert_int_eq(u.state.table.cells[columns + at].role, VIEW_ROLE_DIM); /* 0: quiet */
    ck_assert_str_eq(text_at(&u, 0, "CHG/S"), "1.0");
    ck_assert_str_eq(text_at(&u, 0, "LAST"), "now");
    leave(&u);
}
END_TEST

START_TEST(test_columns_fit_any_width)
{
    struct user u;
    start(&u, 5);
    for (u.width = 30; u.width < 250; u.width++) {
        look(&u);
        const struct view_table *t = &u.state.table;
        ck_assert_uint_ge(t->column_count, 2);
        for (size_t i = 0; i < t->column_count; i++) {
            ck_assert_int_le(t->columns[i].x + t->columns[i].width, u.state.layout.body.width);
            if (i)
                ck_assert_int_gt(t->columns[i].x,
                                 t->columns[i - 1].x + t->columns[i - 1].width - 1);
        }
    }
    leave(&u);
}
END_TEST

START_TEST(test_a_restarted_session_has_nothing_in_common_with_the_old_one)
{
    struct user u;
    start(&u, 5);
    press(&u, VIEW_KEY_DOWN);
    struct object_id before = u.model.object;
    u.scene.session.instance++;
    tick(&u);
    ck_assert_uint_eq(u.state.table.total, 5); /* none dying */
    ck_assert_uint_ne(u.model.object.instance, before.instance);
    ck_assert_int_eq(u.state.table.cursor, 1);
    leave(&u);
}
END_TEST

START_TEST(test_a_dead_session_stands_still)
{
    struct user u;
    start(&u, 2);
    char uptime[32], age[32];
    process(&u, 0)->rss++;
    tick(&u);
    tick(&u);
    ck_assert_str_eq(text_at(&u, 0, "LAST"), "1.0s");
    snprintf(uptime, sizeof uptime, "%s", u.state.header.uptime.text);
    snprintf(age, sizeof age, "%s", text_at(&u, 0, "AGE"));
    u.scene.session.state = MEMGLASS_STATE_DEAD;
    tick(&u);
    tick(&u);
    ck_assert_str_eq(u.state.header.state.text, "DEAD");
    ck_assert_str_eq(u.state.header.uptime.text, uptime);
    ck_assert_str_eq(text_at(&u, 0, "AGE"), age);
    ck_assert_str_eq(text_at(&u, 0, "LAST"), "1.0s");
    ck_assert(strstr(u.state.message.text, "dead") != NULL);
    leave(&u);
}
END_TEST

START_TEST(test_a_changed_type_is_told_after_a_restart)
{
    struct user u;
    start(&u, 2);
    struct frame *frame = (struct frame *)(uintptr_t)u.scene.now.cur;
    snprintf(frame->changed, sizeof frame->changed, "process changed: 2 fields moved, 1 new");
    look(&u);
    ck_assert_str_eq(u.state.message.text, "Restarted. process changed: 2 fields moved, 1 new");
    tick(&u);
    ck_assert(strstr(u.state.message.text, "Restarted") == NULL);
    leave(&u);
}
END_TEST

/* Until there is more: the rows are right, and nothing else is claimed. */
START_TEST(test_a_glimpse_says_what_it_is)
{
    struct user u;
    start(&u, 4);
    struct frame *frame = (struct frame *)(uintptr_t)u.scene.now.cur;
    frame->partial = true;
    frame->session.live_objects = 100000;
    sort_by(&u, "no-such-column", false);
    snprintf(u.model.type, sizeof u.model.type, "%s", "process");
    press(&u, 't'); /* which types there are is not known yet */
    look(&u);
    ck_assert_str_eq(text_at(&u, 3, "LABEL"), "p3");
    ck_assert_str_eq(u.state.title[1].text, "4 of the first 4 objects");
    ck_assert_str_eq(u.state.message.text,
                     "Reading 100000 objects. These are the first 4 of them.");
    ck_assert(view_builder_choices_ok(u.builder, NULL));
    ck_assert_str_eq(u.model.type, "process");
    tick(&u); /* all is known now: the wish comes true, and the mistake is told */
    ck_assert_str_eq(u.model.type, "");
    ck_assert(!view_builder_choices_ok(u.builder, NULL));
    leave(&u);
}
END_TEST

START_TEST(test_a_glimpse_without_what_is_asked_for_claims_nothing)
{
    struct user u;
    start(&u, 4);
    ((struct frame *)(uintptr_t)u.scene.now.cur)->partial = true;
    snprintf(u.model.type, sizeof u.model.type, "%s", "no-such-type");
    look(&u);
    ck_assert_uint_eq(u.state.table.total, 0);
    ck_assert_str_eq(u.state.table.empty, "Looking ...");
    ck_assert(view_builder_choices_ok(u.builder, NULL));
    tick(&u);
    ck_assert(!view_builder_choices_ok(u.builder, NULL));
    leave(&u);
}
END_TEST

/* Doubles would round both to one number. */
START_TEST(test_changes_and_rates_of_large_integers_are_in_exact_order)
{
    static const char *const names[] = {"rss:delta", "rss:rate", "faults:delta", "faults:rate"};
    const uint64_t large = UINT64_C(1) << 53;
    struct user u;
    start(&u, 3);
    for (size_t i = 0; i < 3; i++)
        process(&u, i)->rss = process(&u, i)->faults = 0;
    tick(&u);
    process(&u, 0)->rss = process(&u, 0)->faults = large;
    process(&u, 1)->rss = process(&u, 1)->faults = large + 1;
    tick(&u);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        sort_by(&u, names[i], true);
        ck_assert_str_eq(text_at(&u, 0, "LABEL"), "p1");
        ck_assert_str_eq(text_at(&u, 1, "LABEL"), "p0");
        sort_by(&u, names[i], false);
        ck_assert_str_eq(text_at(&u, 0, "LABEL"), "p2");
        ck_assert_str_eq(text_at(&u, 2, "LABEL"), "p1");
    }
    process(&u, 0)->faults = 7; /* began anew: by how much it grew is not known */
    tick(&u);
    sort_by(&u, "faults:rate", true);
    ck_assert_str_eq(text_at(&u, 2, "LABEL"), "p0");
    leave(&u);
}
END_TEST

MEMGLASS_SUITE("view/objects", test_changes_and_rates_of_large_integers_are_in_exact_order,
               test_fields_of_the_only_type_are_columns_with_units_where_needed,
               test_several_types_have_a_column_until_one_is_chosen,
               test_sorting_by_a_field_both_ways,
               test_a_field_sorts_objects_of_all_types_those_without_it_last,
               test_every_column_can_be_sorted_by_and_is_then_shown,
               test_an_unknown_column_or_type_says_what_there_is,
               test_the_cursor_follows_its_object_through_sorting,
               test_the_cursor_at_home_stays_in_the_first_line,
               test_when_its_object_dies_the_cursor_stays_where_it_was,
               test_birth_and_death_are_marked_for_one_tick, test_paging_and_ends,
               test_keys_typed_at_once_act_one_after_the_other, test_changed_values_are_marked,
               test_an_overrun_is_a_sign_and_the_help_says_which, test_columns_fit_any_width,
               test_a_restarted_session_has_nothing_in_common_with_the_old_one,
               test_a_dead_session_stands_still, test_a_changed_type_is_told_after_a_restart,
               test_a_glimpse_says_what_it_is,
               test_a_glimpse_without_what_is_asked_for_claims_nothing)
