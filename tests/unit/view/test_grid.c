/* Which columns of a table find room. */
#include "unit.h"

#include "view/grid.h"

static const struct grid_column columns[] = {
    {.title = "WHAT", .most = 40},
    {.title = "NOW", .right = true, .most = 12},
    {.title = "BYTES", .name = "bytes", .right = true, .most = 8, .urgency = 1},
    {.title = "MORE", .most = 20, .urgency = 2},
};
#define COUNT (sizeof columns / sizeof *columns)

static struct view_table place(struct view_arena *arena, int width, size_t sorted)
{
    static const struct view_cell cells[COUNT] = {{.text = "a text of twenty-five cells"},
                                                  {.text = "12.5%"},
                                                  {.text = "1.0M"},
                                                  {.text = "x"}};
    struct view_table table = {0};
    grid_place(arena, columns, COUNT, width, cells, 1, sorted, true, &table);
    return table;
}

static int end_of(const struct view_column *c)
{
    return c->x + c->width;
}

START_TEST(test_a_long_text_does_not_push_the_number_out)
{
    struct view_arena arena;
    view_arena_init(&arena);
    const struct view_table t = place(&arena, 30, GRID_UNSORTED);
    ck_assert_int_ge(t.columns[0].width, 8);
    ck_assert_int_ge(t.columns[1].width, 5);
    ck_assert_int_gt(t.columns[1].x, end_of(&t.columns[0]));
    ck_assert_int_le(end_of(&t.columns[1]), 30);
    view_arena_fini(&arena);
}
END_TEST

START_TEST(test_what_the_table_is_sorted_by_is_shown)
{
    struct view_arena arena;
    view_arena_init(&arena);
    struct view_table t = place(&arena, 30, 2);
    ck_assert_int_ge(t.columns[2].width, 5);
    ck_assert_int_le(end_of(&t.columns[2]), 30);
    ck_assert(t.columns[2].sorted);
    t = place(&arena, 10, 2); /* no room at all: then there is no mark of it either */
    ck_assert_int_eq(t.columns[2].width, 0);
    ck_assert(!t.columns[2].sorted);
    view_arena_fini(&arena);
}
END_TEST

MEMGLASS_SUITE("view/grid", test_a_long_text_does_not_push_the_number_out,
               test_what_the_table_is_sorted_by_is_shown)
