/* The pane of what is known of the selected field. Layer 7. */
#include "tui/widgets.h"
#include "view/width.h"

#define NAME_WIDTH 12

/* The rest of a text behind so many cells, at a blank when there is one near. */
static const char *rest_of(const char *text, int cells)
{
    const char *at = text, *blank = NULL;
    struct glyph glyph;
    int used = 0;
    while (*at) {
        const char *next = glyph_next(at, &glyph);
        if (used + glyph.cells > cells)
            return blank ? blank : at;
        used += glyph.cells;
        if (*at == ' ')
            blank = next;
        at = next;
    }
    return at;
}

/* A text over as many lines as it needs; the line behind it. */
static int draw_wrapped(struct canvas *c, struct rect area, int y, const struct view_cell *cell)
{
    const char *text = cell->text;
    while (*text && y < area.y + area.height) {
        const char *rest = rest_of(text, area.width);
        int cells = 0;
        struct glyph glyph;
        for (const char *at = text; at < rest; at = glyph_next(at, &glyph), cells += glyph.cells)
            ;
        canvas_text(c, area.x, y++, cells, text, cell->role);
        text = rest;
    }
    return y;
}

/* One column after the other, as far as there is room. */
void details_draw(struct canvas *c, struct rect area, const struct view_details *details)
{
    int columns = area.width / LAYOUT_DETAILS_WIDTH;
    struct rect column = area;
    column.width = area.width / (columns > 0 ? columns : 1);
    int y = area.y;
    for (size_t i = 0; i < details->line_count; i++) {
        const struct view_cell *name = &details->cells[2 * i];
        if (y >= area.y + area.height) {
            column.x += column.width;
            y = area.y;
        }
        if (column.x + column.width > area.x + area.width)
            return;
        struct rect text = {column.x + 1, area.y, column.width - 2, area.height};
        if (name->text[0]) {
            canvas_text(c, text.x, y, NAME_WIDTH, name->text, name->role);
            text.x += NAME_WIDTH;
            text.width -= NAME_WIDTH;
        }
        y = draw_wrapped(c, text, y, name + 1);
    }
}
