/* The tree of an object's fields with its columns. Layer 7. */
#include "tui/graphics.h"
#include "tui/widgets.h"

/* Draws one column, and moves behind it. */
struct pen {
    struct canvas *c;
    int x, y;
    double glide;
};

static void draw_cell(struct pen *p, int width, bool right, const struct view_cell *cell)
{
    if (!width)
        return;
    if (cell->gauge.valid)
        gauge_draw(p->c, p->x, p->y, width, &cell->gauge, p->glide);
    else if (cell->spark.values)
        spark_draw(p->c, p->x, p->y, width, &cell->spark, cell->role);
    else if (cell->text && right)
        canvas_text_right(p->c, p->x, p->y, width, cell->text, cell->role);
    else if (cell->text)
        canvas_text_cut(p->c, p->x, p->y, width, cell->text, cell->role);
    p->x += width + 1;
}

static void draw_name(struct pen *p, int width, const struct view_tree_line *line)
{
    int indent = tree_indent(width, line->depth);
    const char *mark = line->fold == VIEW_TREE_OPEN     ? p->c->ascii ? "-" : "\u25be"
                       : line->fold == VIEW_TREE_CLOSED ? p->c->ascii ? "+" : "\u25b8"
                                                        : " ";
    canvas_text(p->c, p->x + indent, p->y, 1, mark,
                line->fold == VIEW_TREE_LEAF ? VIEW_ROLE_PLAIN : VIEW_ROLE_TITLE);
    canvas_text_cut(p->c, p->x + indent + 2, p->y, width - indent - 2, line->name.text,
                    line->name.role);
    p->x += width + 1;
}

static void draw_line(struct pen *p, const struct tree_widths *w, const struct view_tree_line *line)
{
    draw_name(p, w->name, line);
    draw_cell(p, w->type, false, &line->type);
    draw_cell(p, w->value, true, &line->value);
    draw_cell(p, w->other, true, &line->other);
    draw_cell(p, w->change, true, &line->change);
    for (int i = 0; i < TREE_STATS; i++)
        draw_cell(p, w->stats[i], true, &line->stats[i]);
    draw_cell(p, w->rate, true, &line->rate);
    draw_cell(p, w->gauge, false, &line->gauge);
    draw_cell(p, w->truth, false, &line->truth);
    draw_cell(p, w->spark, false, &line->spark);
}

static void draw_head(struct canvas *c, struct rect body, const struct view_tree *tree)
{
    struct pen p = {.c = c, .x = body.x, .y = body.y};
    const struct tree_widths *w = &tree->widths;
    const struct {
        int width;
        bool right;
        const char *title;
    } columns[] = {{w->name, false, "   FIELD"},
                   {w->type, false, "TYPE"},
                   {w->value, true, "VALUE"},
                   {w->other, true, "OTHER"},
                   {w->change, true, tree->change_title},
                   {w->stats[0], true, "MIN"},
                   {w->stats[1], true, "MEAN"},
                   {w->stats[2], true, "MAX"},
                   {w->stats[3], true, "P50"},
                   {w->stats[4], true, "P99"},
                   {w->rate, true, "RATE"},
                   {w->gauge, false, "RANGE"},
                   {w->truth, false, "TRUTH"},
                   {w->spark, false, "HISTORY"}};
    canvas_fill(c, (struct rect){body.x, body.y, body.width + 1, 1}, " ", VIEW_ROLE_HEAD);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        draw_cell(&p, columns[i].width, columns[i].right,
                  &(struct view_cell){.text = columns[i].title, .role = VIEW_ROLE_HEAD});
}

void tree_draw(struct canvas *c, struct rect body, const struct view_tree *tree, double glide)
{
    if (body.height < 1)
        return;
    if (tree->line_count)
        draw_head(c, body, tree);
    for (size_t i = 0; i < tree->line_count; i++) {
        struct rect line = {body.x, body.y + 1 + (int)i, body.width, 1};
        struct pen p = {.c = c, .x = line.x, .y = line.y, .glide = glide};
        draw_line(&p, &tree->widths, &tree->lines[i]);
        if ((long)i == tree->cursor)
            canvas_mark_cursor(c, line);
    }
    if (!tree->line_count && tree->empty && body.height > 2)
        canvas_text_cut(c, body.x + 1, body.y + 2, body.width - 2, tree->empty, VIEW_ROLE_DIM);
}
