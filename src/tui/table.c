/* A table: head, rows, cursor, scroll bar. Layer 7. */
#include "tui/graphics.h"
#include "tui/widgets.h"
#include "view/width.h"

static void draw_title(struct canvas *c, int x, int y, const struct view_column *column)
{
    enum view_role role = column->sorted ? VIEW_ROLE_HEAD_SORTED : VIEW_ROLE_HEAD;
    const char *arrow = c->ascii             ? column->descending ? "v" : "^"
                        : column->descending ? "\u25be"
                                             : "\u25b4";
    int width = column->sorted ? column->width - 1 : column->width;
    int taken = width_of(column->title);
    taken = taken < width ? taken : width;
    int at = column->right ? x + width - taken : x;
    int used = canvas_text_cut(c, at, y, width - (at - x), column->title, role);
    if (column->sorted)
        canvas_text(c, at + used, y, 1, arrow, role);
}

static void draw_cell(struct canvas *c, int x, int y, const struct view_column *column,
                      const struct view_cell *cell, double glide)
{
    if (cell->gauge.valid)
        gauge_draw(c, x, y, column->width, &cell->gauge, glide);
    else if (cell->spark.values)
        spark_draw(c, x, y, column->width, &cell->spark, cell->role);
    else if (cell->text && column->right)
        canvas_text_right(c, x, y, column->width, cell->text, cell->role);
    else if (cell->text)
        canvas_text_cut(c, x, y, column->width, cell->text, cell->role);
}

static void draw_row(struct canvas *c, struct rect line, const struct view_table *table, size_t row,
                     double glide)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const struct view_column *column = &table->columns[i];
        draw_cell(c, line.x + column->x, line.y, column,
                  &table->cells[row * table->column_count + i], glide);
    }
    if (table->row_roles[row] != VIEW_ROLE_PLAIN)
        canvas_paint(c, line, table->row_roles[row]);
    if ((long)row == table->cursor)
        canvas_mark_cursor(c, line);
}

static void draw_head(struct canvas *c, struct rect body, const struct view_table *table)
{
    struct rect line = {body.x, body.y, body.width + 1, 1};
    canvas_fill(c, line, " ", VIEW_ROLE_HEAD);
    for (size_t i = 0; i < table->column_count; i++)
        draw_title(c, body.x + table->columns[i].x, body.y, &table->columns[i]);
}

void table_draw(struct canvas *c, struct rect body, const struct view_table *table, double glide)
{
    if (body.height < 1)
        return;
    if (table->column_count)
        draw_head(c, body, table);
    for (size_t row = 0; row < table->row_count; row++) {
        struct rect line = {body.x, body.y + 1 + (int)row, body.width, 1};
        draw_row(c, line, table, row, glide);
    }
    if (!table->total && table->empty && body.height > 2)
        canvas_text_cut(c, body.x + 1, body.y + 2, body.width - 2, table->empty, VIEW_ROLE_DIM);
}
