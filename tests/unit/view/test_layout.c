/* The layout is within the screen and without overlap, at every size. Tests only; no layer. */
#include "unit.h"

#include "view/layout.h"

#include <string.h>

#define MAX_WIDTH  260
#define MAX_HEIGHT 80

static unsigned char taken[MAX_HEIGHT][MAX_WIDTH];

static void take(const struct layout *l, const struct rect *r)
{
    if (r->width <= 0 || r->height <= 0)
        return;
    bool inside =
        r->x >= 0 && r->y >= 0 && r->x + r->width <= l->width && r->y + r->height <= l->height;
    if (!inside)
        ck_abort_msg("%d x %d: a part lies outside", l->width, l->height);
    int shared = 0; /* Check notes each assertion down: one a cell would take minutes */
    for (int y = r->y; y < r->y + r->height; y++)
        for (int x = r->x; x < r->x + r->width; x++)
            shared += taken[y][x]++;
    if (shared)
        ck_abort_msg("%d x %d: %d cells overlap", l->width, l->height, shared);
}

static void check_parts(const struct layout *l)
{
    memset(taken, 0, sizeof taken);
    take(l, &l->header);
    take(l, &l->title);
    take(l, &l->body);
    take(l, &l->scroll);
    take(l, &l->details);
    take(l, &l->chart);
    take(l, &l->time);
    take(l, &l->message);
    take(l, &l->keys);
    if (!l->too_small)
        ck_assert_msg(l->body.height >= 3, "%d x %d: no room for rows", l->width, l->height);
}

static void check_size(int width, int height, bool header)
{
    struct layout l = layout_compute(width, height, header);
    check_parts(&l);
    layout_inspector(&l, false);
    check_parts(&l);
    l = layout_compute(width, height, header);
    layout_inspector(&l, true);
    check_parts(&l);
    l = layout_compute(width, height, header);
    layout_time(&l);
    check_parts(&l);
    layout_inspector(&l, true);
    check_parts(&l);
}

START_TEST(test_nothing_overlaps_at_any_size)
{
    for (int height = 1; height <= MAX_HEIGHT; height += height < 26 ? 1 : 11)
        for (int width = 1; width <= MAX_WIDTH; width += width < 34 ? 1 : 23) {
            check_size(width, height, true);
            check_size(width, height, false);
        }
}
END_TEST

START_TEST(test_20x5_is_too_small_and_80x24_is_not)
{
    ck_assert(layout_compute(20, 5, true).too_small);
    ck_assert(layout_compute(0, 0, true).too_small);
    ck_assert(!layout_compute(80, 24, true).too_small);
}
END_TEST

static int total(const struct tree_widths *w)
{
    const int widths[] = {w->name,     w->type,     w->value,    w->change,  w->rate,
                          w->gauge,    w->spark,    w->truth,    w->other,   w->stats[0],
                          w->stats[1], w->stats[2], w->stats[3], w->stats[4]};
    int sum = 0, columns = 0;
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        ck_assert_int_ge(widths[i], 0);
        sum += widths[i];
        columns += widths[i] > 0;
    }
    return sum + columns - 1;
}

START_TEST(test_tree_columns_fit_every_width)
{
    for (int all = 0; all < 32; all++)
        for (int width = LAYOUT_MIN_WIDTH - 1; width <= MAX_WIDTH; width++) {
            struct tree_wants wants = {all & 1, all & 2, all & 4, all & 8, all & 16};
            struct tree_widths w = layout_tree(width, &wants);
            ck_assert_msg(total(&w) <= width, "width %d: %d", width, total(&w));
            ck_assert(w.name >= 8 && w.value >= (wants.compare ? 5 : 8));
            ck_assert(w.other <= w.value && (width < 40 || (w.other > 0) == wants.compare));
            ck_assert(wants.rate || !w.rate);
        }
}
END_TEST

START_TEST(test_80_cells_have_room_for_all_that_is_measured)
{
    struct tree_widths w =
        layout_tree(79, &(struct tree_wants){.rate = true, .gauge = true, .truth = true});
    ck_assert(w.change && w.rate && w.gauge && w.spark && w.truth);
}
END_TEST

START_TEST(test_a_chart_has_ten_lines_or_none)
{
    for (int height = LAYOUT_MIN_HEIGHT; height <= MAX_HEIGHT; height++) {
        struct layout l = layout_compute(80, height, true);
        layout_inspector(&l, true);
        ck_assert(l.chart.height == 0 || l.chart.height >= LAYOUT_CHART_LEAST);
        ck_assert(height < 24 || l.chart.height > 0);
        ck_assert(!l.chart.height || l.chart.width == 80);
    }
}
END_TEST

MEMGLASS_SUITE("view/layout", test_nothing_overlaps_at_any_size,
               test_20x5_is_too_small_and_80x24_is_not, test_tree_columns_fit_every_width,
               test_80_cells_have_room_for_all_that_is_measured, test_a_chart_has_ten_lines_or_none)
