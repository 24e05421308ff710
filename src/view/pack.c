/* Which columns fit, how wide they are, and the table of them. Layer 6. */
#include "view/builder.h"
#include "view/width.h"

#define GAP   1 /* cells between two columns */
#define NEVER 1000

/* Who gets room first: lower is earlier. Fields interleave with what every object has, so that a
 * narrow screen shows some of both. */
static int urgency(const struct column *c, int field, bool sorted, bool one_type)
{
    static const int standard[] = {
        [VIEW_COLUMN_MARK] = 0, [VIEW_COLUMN_LABEL] = 1,    [VIEW_COLUMN_TYPE] = 3,
        [VIEW_COLUMN_SIZE] = 9, [VIEW_COLUMN_AGE] = 7,      [VIEW_COLUMN_CHANGES] = 4,
        [VIEW_COLUMN_LAST] = 8, [VIEW_COLUMN_ACTIVITY] = 5, [VIEW_COLUMN_FIELDS] = 10,
    };
    if (sorted)
        return 2;
    if (c->id == VIEW_COLUMN_FIELD)
        return field < 4 ? 4 : field < 6 ? 6 : 10 + field;
    if (one_type && !c->chosen && (c->id == VIEW_COLUMN_TYPE || c->id == VIEW_COLUMN_FIELDS))
        return NEVER;
    return standard[c->id];
}

/* Cells that the column's texts take: at least its least, at most its most. */
static int wanted_width(const struct column *c, size_t at, size_t count,
                        const struct view_cell *cells, size_t rows)
{
    if (c->width)
        return c->width;
    int title = width_of(c->title) + 1; /* the arrow of the sorted one */
    int width = c->id == VIEW_COLUMN_MARK ? 1 : title > c->least ? title : c->least;
    int most = title > c->most ? (title < 16 ? title : 16) : c->most;
    if (c->id == VIEW_COLUMN_ACTIVITY)
        return most;
    for (size_t row = 0; row < rows && width < most; row++) {
        const char *text = cells[row * count + at].text;
        int taken = text ? width_of(text) : 0;
        width = taken > width ? taken : width;
    }
    return width < most ? width : most;
}

/* Widths only grow, so that columns do not move as one scrolls. */
static void update_widths(struct view_builder *b, const struct column *columns, size_t count,
                          const struct view_cell *cells, size_t rows)
{
    for (size_t i = 0; i < count; i++) {
        int width = wanted_width(&columns[i], i, count, cells, rows);
        b->widths[i] = width > b->widths[i] || columns[i].width ? width : b->widths[i];
    }
}

/* What a column must have to be shown; some take more when there is room to spare. */
static int least_width(const struct column *c, int wanted)
{
    int least = c->width                        ? c->width
                : c->id == VIEW_COLUMN_LABEL    ? 20
                : c->id == VIEW_COLUMN_ACTIVITY ? width_of(c->title) + 1
                : c->id == VIEW_COLUMN_FIELDS   ? c->least
                                                : wanted;
    return least < wanted ? least : wanted;
}

struct choice {
    bool taken[VIEW_COLUMNS_MAX];
    int room;
};

static void take_most_urgent(struct choice *choice, const struct column *columns, size_t count,
                             size_t sorted, const int *widths, bool one_type)
{
    bool seen[VIEW_COLUMNS_MAX] = {false};
    for (size_t round = 0; round < count; round++) {
        size_t best = count;
        int best_urgency = NEVER, fields = 0;
        for (size_t i = 0; i < count; i++) {
            int u = urgency(&columns[i], fields, i == sorted, one_type);
            fields += columns[i].id == VIEW_COLUMN_FIELD;
            if (!seen[i] && u < best_urgency) {
                best = i;
                best_urgency = u;
            }
        }
        if (best == count)
            return;
        seen[best] = true;
        int width = least_width(&columns[best], widths[best]);
        choice->taken[best] = width <= choice->room;
        if (choice->taken[best])
            choice->room -= width + GAP;
    }
}

/* The table as far as its columns are placed. */
struct placing {
    struct view_column *columns;
    size_t *from; /* which of all columns each is */
    size_t count;
    int x, spare;
};

static void place(struct placing *p, const struct column *c, size_t i, int wanted)
{
    int width = least_width(c, wanted), more = wanted - width;
    more = more < p->spare ? more : p->spare;
    width += more;
    p->spare -= more;
    p->columns[p->count] =
        (struct view_column){.title = c->title, .x = p->x, .width = width, .right = c->right};
    if (column_sorts(c))
        p->columns[p->count].name = c->name;
    p->from[p->count++] = i;
    p->x += width + GAP;
}

/* In the order of the list, but what takes all that is left comes last. */
static size_t place_columns(const struct view_builder *b, const struct column *columns,
                            size_t count, const struct choice *choice, struct view_column *out,
                            size_t *from)
{
    struct placing p = {.columns = out, .from = from, .spare = choice->room + GAP};
    size_t last = count;
    for (size_t i = 0; i < count; i++) {
        if (choice->taken[i] && columns[i].id == VIEW_COLUMN_FIELDS && !columns[i].chosen)
            last = i;
        else if (choice->taken[i])
            place(&p, &columns[i], i, b->widths[i]);
    }
    if (last < count)
        place(&p, &columns[last], last, b->widths[last]);
    return p.count;
}

static const struct view_cell *gather(struct view_builder *b, const struct view_cell *cells,
                                      size_t rows, size_t count, const size_t *from, size_t placed)
{
    struct view_cell *out = view_arena_alloc(&b->arena, rows * placed * sizeof *out);
    for (size_t row = 0; row < rows; row++)
        for (size_t i = 0; i < placed; i++)
            out[row * placed + i] = cells[row * count + from[i]];
    return out;
}

void builder_pack_table(struct view_builder *b, const struct column *columns, size_t count,
                        size_t sorted, bool descending, int width, const struct view_cell *cells,
                        size_t rows, struct view_table *out)
{
    struct choice choice = {.room = width};
    size_t from[VIEW_COLUMNS_MAX];
    if (sorted + 1 == count)
        b->widths[sorted] = 0; /* may be another field each time */
    update_widths(b, columns, count, cells, rows);
    take_most_urgent(&choice, columns, count, sorted, b->widths, b->widths_type != NULL);
    struct view_column *placed = view_arena_alloc(&b->arena, count * sizeof *placed);
    size_t taken = place_columns(b, columns, count, &choice, placed, from);
    for (size_t i = 0; i < taken; i++) {
        placed[i].sorted = from[i] == sorted;
        placed[i].descending = descending;
    }
    out->columns = placed;
    out->column_count = taken;
    out->cells = gather(b, cells, rows, count, from, taken);
    out->row_count = rows;
}
