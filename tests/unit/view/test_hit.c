/* A click hits what is drawn where it is. Tests only; no layer. */
#include "unit.h"

#include "user.h"
#include "view/hit.h"

#include <string.h>

static struct user u;

static void click_at(int x, int y, enum view_button button)
{
    struct view_mouse mouse = {.x = x, .y = y, .button = button};
    struct view_hit hit = view_hit(&u.state, &mouse);
    enum view_intent intent = model_hit(&u.model, &u.state, &hit);
    if (intent != VIEW_INTENT_NONE) {
        if (model_must_build(&u.model, intent))
            look(&u);
        model_apply(&u.model, intent);
    }
    look(&u);
}

static void click(int x, int y)
{
    click_at(x, y, VIEW_BUTTON_LEFT);
}

static int row_y(long row)
{
    return u.state.layout.body.y + 1 + (int)row;
}

static int column_x(const char *title)
{
    size_t at = column(&u, title);
    ck_assert_uint_ne(at, SIZE_MAX);
    return u.state.layout.body.x + u.state.table.columns[at].x;
}

START_TEST(test_a_click_selects_and_a_second_one_opens)
{
    start(&u, 20);
    click(5, row_y(3));
    ck_assert_int_eq(u.state.table.cursor, 3);
    ck_assert_int_eq(u.model.screen, VIEW_SCREEN_OBJECTS);
    click(5, row_y(3));
    ck_assert_int_eq(u.model.screen, VIEW_SCREEN_INSPECTOR);
    leave(&u);
}
END_TEST

START_TEST(test_the_wheel_moves_three_lines)
{
    start(&u, 40);
    click_at(5, row_y(2), VIEW_WHEEL_DOWN);
    ck_assert_int_eq(u.state.table.cursor, 3);
    click_at(5, row_y(2), VIEW_WHEEL_DOWN);
    click_at(5, row_y(2), VIEW_WHEEL_UP);
    ck_assert_int_eq(u.state.table.cursor, 3);
    leave(&u);
}
END_TEST

START_TEST(test_a_head_sorts_and_then_reverses)
{
    start(&u, 5);
    int head = u.state.layout.body.y;
    click(column_x("SIZE"), head);
    ck_assert_str_eq(u.model.sort, "size");
    ck_assert(u.model.descending);
    click(column_x("SIZE"), head);
    ck_assert_str_eq(u.model.sort, "size");
    ck_assert(!u.model.descending);
    click(column_x("LABEL") + 3, head);
    ck_assert_str_eq(u.model.sort, "label");
    leave(&u);
}
END_TEST

START_TEST(test_tabs_and_keys_do_what_they_say)
{
    start(&u, 5);
    for (size_t i = 0; i < u.state.tab_count; i++) {
        const struct view_tab *tab = &u.state.tabs[i];
        enum view_screen screen = tab->screen;
        if (screen == VIEW_SCREEN_TYPES) {
            click(tab->x + tab->width - 1, u.state.layout.tabs.y);
            ck_assert_int_eq(u.model.screen, screen);
        }
    }
    ck_assert_int_eq(u.model.screen, VIEW_SCREEN_TYPES);
    for (size_t i = 0; i < u.state.key_count; i++)
        if (u.state.keys[i].intent == VIEW_INTENT_HELP) {
            click(u.state.keys[i].x, u.state.layout.keys.y);
            break;
        }
    ck_assert_int_eq(u.model.screen, VIEW_SCREEN_HELP);
    leave(&u);
}
END_TEST

START_TEST(test_the_scroll_bar_leads_to_its_place)
{
    start(&u, 200);
    const struct rect bar = u.state.layout.scroll;
    click(bar.x, bar.y + bar.height - 1);
    ck_assert_uint_eq(u.model.objects.at, u.state.table.total - 1);
    click(bar.x, bar.y);
    ck_assert_uint_eq(u.model.objects.at, 0);
    leave(&u);
}
END_TEST

START_TEST(test_a_click_beside_the_prompt_closes_it)
{
    start(&u, 40);
    press(&u, '\\');
    type(&u, "p3");
    click(5, row_y(2));
    ck_assert(!u.model.prompt.open);
    ck_assert_int_eq(u.state.table.cursor, 2);
    ck_assert_uint_eq(u.state.table.total, 11); /* what was typed stays in force */
    press(&u, '\\');
    type(&u, "(");
    click(5, row_y(1));
    ck_assert(u.model.prompt.open); /* with its mistake */
    ck_assert_int_eq(u.state.table.cursor, 2);
    leave(&u);
}
END_TEST

START_TEST(test_a_click_beside_a_path_that_is_typed_does_not_go_there)
{
    start(&u, 4);
    press(&u, '\r');
    press(&u, ':');
    type(&u, "rss");
    click(5, row_y(1));
    ck_assert(!u.model.prompt.open);
    ck_assert_int_eq(u.state.tree.cursor, 1);
    leave(&u);
}
END_TEST

START_TEST(test_the_wheel_goes_on_above_the_prompt)
{
    start(&u, 40);
    press(&u, '/');
    type(&u, "p");
    click_at(5, row_y(2), VIEW_WHEEL_DOWN);
    ck_assert(u.model.prompt.open);
    ck_assert_int_eq(u.state.table.cursor, 3);
    leave(&u);
}
END_TEST

START_TEST(test_a_click_into_the_prompt_places_its_cursor)
{
    static const struct {
        int cell;
        size_t at;
    } clicks[] = {{0, 0}, {1, 1}, {2, 3}, {3, 4}, {40, 4}, {-2, 0}};
    start(&u, 4);
    press(&u, '/');
    press(&u, 'a');
    press(&u, 0xe9); /* two bytes, one cell */
    press(&u, 'b');
    for (size_t i = 0; i < sizeof clicks / sizeof *clicks; i++) {
        click(u.state.prompt.x + clicks[i].cell, u.state.layout.message.y);
        ck_assert(u.model.prompt.open);
        ck_assert_uint_eq(u.model.prompt.cursor, clicks[i].at);
    }
    press(&u, VIEW_KEY_END);
    for (int i = 0; i < 200; i++) /* only its end is visible */
        type(&u, "c");
    ck_assert_uint_gt(u.state.prompt.first, 4);
    size_t first = u.state.prompt.first;
    click(u.state.prompt.x + 3, u.state.layout.message.y);
    ck_assert_uint_eq(u.model.prompt.cursor, first + 3);
    leave(&u);
}
END_TEST

/* Every cell of screens of all sizes can be clicked on, and what is hit is there. */
START_TEST(test_every_cell_is_safe)
{
    static const int sizes[][2] = {{120, 16}, {80, 24}, {30, 7}, {20, 5}, {200, 50}};
    start(&u, 60);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        u.width = sizes[i][0];
        u.height = sizes[i][1];
        look(&u);
        for (int y = -1; y <= u.height; y++)
            for (int x = -1; x <= u.width; x++) {
                struct view_mouse mouse = {.x = x, .y = y, .button = VIEW_BUTTON_LEFT};
                struct view_hit hit = view_hit(&u.state, &mouse);
                bool good = (hit.what != HIT_ROW || (size_t)hit.row < u.state.table.row_count) &&
                            (hit.what != HIT_HEAD || hit.column < u.state.table.column_count);
                if (!good)
                    ck_abort_msg("%d x %d: a hit at %d %d is nowhere", u.width, u.height, x, y);
            }
    }
    leave(&u);
}
END_TEST

MEMGLASS_SUITE("view/hit", test_a_click_selects_and_a_second_one_opens,
               test_the_wheel_moves_three_lines, test_a_head_sorts_and_then_reverses,
               test_tabs_and_keys_do_what_they_say, test_the_scroll_bar_leads_to_its_place,
               test_a_click_beside_the_prompt_closes_it,
               test_a_click_beside_a_path_that_is_typed_does_not_go_there,
               test_the_wheel_goes_on_above_the_prompt,
               test_a_click_into_the_prompt_places_its_cursor, test_every_cell_is_safe)
