/* The columns of a table that is not the objects' one. Layer 6. */
#include "view/grid.h"

#include "view/width.h"

#define GAP   2
#define LEAST 8 /* cells that a column is not cut below for others */

static int wanted_width(const struct grid_column *c, const struct view_cell *cells, size_t rows,
                        size_t count)
{
    int width = width_of(c->title) + 1; /* the arrow of the sorted one */
    for (size_t row = 0; row < rows && width < c->most; row++) {
        const char *text = cells[row * count].text;
        int taken = text ? width_of(text) : 0;
        width = taken > width ? taken : width;
    }
    return width > c->most && c->most > width_of(c->title) ? c->most : width;
}

/* What a table is sorted by is looked for. */
static int urgency_of(const struct grid_column *columns, size_t i, size_t sorted)
{
    return i == sorted ? 0 : columns[i].urgency;
}

/* The widest of the most urgent columns is cut so that the others of them have room. */
static void cut_widest(const struct grid_column *columns, size_t count, size_t sorted, int room,
                       int *wanted)
{
    int needed = -GAP;
    size_t widest = count;
    for (size_t i = 0; i < count; i++) {
        if (urgency_of(columns, i, sorted) != 0)
            continue;
        needed += wanted[i] + GAP;
        if (widest == count || wanted[i] > wanted[widest])
            widest = i;
    }
    if (needed > room && wanted[widest] - (needed - room) >= LEAST)
        wanted[widest] -= needed - room;
}

/* The most urgent columns get their width first; one that has no room has width 0. */
static void take_urgent(const struct grid_column *columns, size_t count, size_t sorted, int room,
                        const int *wanted, struct view_column *out)
{
    for (int urgency = 0, left = (int)count; left > 0; urgency++)
        for (size_t i = 0; i < count; i++) {
            if (urgency_of(columns, i, sorted) != urgency)
                continue;
            left--;
            out[i].width = wanted[i] <= room ? wanted[i] : urgency == 0 && room > 4 ? room : 0;
            room -= out[i].width ? out[i].width + GAP : 0;
        }
}

void grid_place(struct view_arena *arena, const struct grid_column *columns, size_t count,
                int width, const struct view_cell *cells, size_t rows, size_t sorted,
                bool descending, struct view_table *out)
{
    struct view_column *placed = view_arena_alloc(arena, count * sizeof *placed);
    int *wanted = view_arena_alloc(arena, count * sizeof *wanted);
    for (size_t i = 0; i < count; i++) {
        wanted[i] = wanted_width(&columns[i], cells + i, rows, count);
        placed[i] = (struct view_column){
            .title = columns[i].title, .name = columns[i].name, .right = columns[i].right};
    }
    cut_widest(columns, count, sorted, width - 1, wanted);
    take_urgent(columns, count, sorted, width - 1, wanted, placed);
    int x = 1;
    for (size_t i = 0; i < count; i++) {
        placed[i].x = x < width ? x : width;
        if (i + 1 == count && placed[i].width)
            placed[i].width = width - placed[i].x;
        placed[i].sorted = i == sorted && placed[i].width;
        placed[i].descending = descending;
        x += placed[i].width ? placed[i].width + GAP : 0;
    }
    out->columns = placed;
    out->column_count = count;
    out->cells = cells;
    out->row_count = rows;
}
