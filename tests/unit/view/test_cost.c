/* The COST screen: what it says of how frames are taken. */
#include "unit.h"
#include "user.h"

#include <string.h>

/* Of the row of that name, what it is; NULL when there is no such row. */
static const char *cost_row(struct user *u, const struct view_cost *cost, const char *name)
{
    u->cost = cost;
    look(u);
    for (size_t row = 0; row < u->state.table.row_count; row++) {
        const char *what = text_at(u, row, "WHAT");
        if (what && !strcmp(what, name))
            return text_at(u, row, "WHAT IT IS");
    }
    return NULL;
}

START_TEST(test_it_says_whether_all_objects_are_copied)
{
    struct user u;
    struct view_cost cost = {.span_ns = 1, .attached = true};
    start(&u, 2);
    u.height = 60;
    press(&u, '$');
    ck_assert_ptr_null(cost_row(&u, &cost, "  copied")); /* no frame yet */
    cost.objects = cost.copied = 2000;
    ck_assert_str_eq(cost_row(&u, &cost, "  copied"), "all objects copied");
    cost.copied = 50;
    ck_assert_str_eq(cost_row(&u, &cost, "  copied"), "50 of 2000 copied (written pages)");
    cost.copied = 0;
    ck_assert_str_eq(cost_row(&u, &cost, "  copied"), "0 of 2000 copied (written pages)");
    cost.attached = false;
    ck_assert_ptr_null(cost_row(&u, &cost, "  copied"));
    leave(&u);
}
END_TEST

MEMGLASS_SUITE("view/cost", test_it_says_whether_all_objects_are_copied)
