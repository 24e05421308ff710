/* The canvas: a grid of cells. Layer 7. */
#include "tui/canvas.h"

#include "view/width.h"

#include <memglass/base.h>
#include <stdlib.h>
#include <string.h>

static const struct canvas_cell blank = {.text = " ", .role = VIEW_ROLE_PLAIN};

void canvas_init(struct canvas *c)
{
    *c = (struct canvas){.caret_x = -1, .caret_y = -1};
}

void canvas_fini(struct canvas *c)
{
    free(c->cells);
    canvas_init(c);
}

int canvas_resize(struct canvas *c, int width, int height)
{
    width = width > 0 ? width : 1;
    height = height > 0 ? height : 1;
    struct canvas_cell *cells = calloc((size_t)width * (size_t)height, sizeof *cells);
    if (!cells)
        return MEMGLASS_E_NOMEM;
    free(c->cells);
    c->cells = cells;
    c->width = width;
    c->height = height;
    canvas_clear(c);
    return MEMGLASS_OK;
}

void canvas_clear(struct canvas *c)
{
    size_t width = (size_t)c->width;
    c->caret_x = c->caret_y = -1;
    for (size_t i = 0; i < width; i++)
        c->cells[i] = blank;
    for (size_t y = 1; y < (size_t)c->height; y++)
        memcpy(&c->cells[y * width], c->cells, width * sizeof *c->cells);
}

static struct canvas_cell *cell_at(struct canvas *c, int x, int y)
{
    return &c->cells[(size_t)y * (size_t)c->width + (size_t)x];
}

/* Cells of [x, x + width) that lie in the grid. */
static int clip(const struct canvas *c, int x, int y, int width)
{
    if (y < 0 || y >= c->height || x < 0 || x >= c->width || width <= 0)
        return 0;
    return width < c->width - x ? width : c->width - x;
}

/* A wide character whose one half is overwritten loses the other. */
static void break_wide(struct canvas *c, int x, int y)
{
    struct canvas_cell *cell = cell_at(c, x, y);
    if (!cell->text[0] && x > 0)
        strcpy(cell_at(c, x - 1, y)->text, " ");
    if (x + 1 < c->width && !cell_at(c, x + 1, y)->text[0] && cell->text[0])
        strcpy(cell_at(c, x + 1, y)->text, " ");
}

/* As much of a glyph as fits into a cell, cut between code points. */
static size_t fitting(const struct glyph *glyph)
{
    size_t size = glyph->size;
    if (size < CANVAS_TEXT_BYTES)
        return size;
    size = CANVAS_TEXT_BYTES - 1;
    while (size && ((unsigned char)glyph->bytes[size] & 0xc0) == 0x80)
        size--;
    return size;
}

static void put(struct canvas *c, int x, int y, const struct glyph *glyph, enum view_role role)
{
    for (int i = 0; i < glyph->cells; i++)
        break_wide(c, x + i, y);
    struct canvas_cell *cell = cell_at(c, x, y);
    size_t size = fitting(glyph);
    memcpy(cell->text, glyph->bytes, size);
    cell->text[size] = '\0';
    cell->role = (unsigned char)role;
    if (glyph->cells == 2) {
        cell[1].text[0] = '\0';
        cell[1].role = (unsigned char)role;
        cell[1].cursor = cell->cursor;
    }
}

static const char *next(const struct canvas *c, const char *text, struct glyph *glyph)
{
    text = glyph_next(text, glyph);
    if (c->ascii && glyph->cells && (unsigned char)glyph->bytes[0] >= 0x80)
        *glyph = (struct glyph){.bytes = "?", .size = 1, .cells = 1};
    if (c->ascii && glyph->cells)
        glyph->size = 1; /* without what combines */
    return text;
}

int canvas_text(struct canvas *c, int x, int y, int width, const char *text, enum view_role role)
{
    int used = 0;
    struct glyph glyph;
    width = clip(c, x, y, width);
    while (*text) {
        text = next(c, text, &glyph);
        if (used + glyph.cells > width)
            break;
        if (glyph.cells)
            put(c, x + used, y, &glyph, role);
        used += glyph.cells;
    }
    return used;
}

int canvas_text_cut(struct canvas *c, int x, int y, int width, const char *text,
                    enum view_role role)
{
    const char *mark = c->ascii ? ".." : "\xe2\x80\xa6";
    int room = clip(c, x, y, width), mark_width = c->ascii ? 2 : 1;
    if (width_of(text) <= room || room <= mark_width)
        return canvas_text(c, x, y, room, text, role);
    int used = canvas_text(c, x, y, room - mark_width, text, role);
    return used + canvas_text(c, x + used, y, mark_width, mark, role);
}

void canvas_text_right(struct canvas *c, int x, int y, int width, const char *text,
                       enum view_role role)
{
    int taken = width_of(text);
    int shift = taken < width ? width - taken : 0;
    canvas_text_cut(c, x + shift, y, width - shift, text, role);
}

void canvas_fill(struct canvas *c, struct rect area, const char *character, enum view_role role)
{
    for (int y = area.y; y < area.y + area.height; y++)
        for (int x = area.x; x < area.x + area.width; x++)
            canvas_text(c, x, y, 1, character, role);
}

void canvas_mark_cursor(struct canvas *c, struct rect area)
{
    for (int y = area.y; y < area.y + area.height; y++)
        for (int i = 0; i < clip(c, area.x, y, area.width); i++)
            cell_at(c, area.x + i, y)->cursor = 1;
}

void canvas_paint(struct canvas *c, struct rect area, enum view_role role)
{
    for (int y = area.y; y < area.y + area.height; y++)
        for (int i = 0; i < clip(c, area.x, y, area.width); i++)
            cell_at(c, area.x + i, y)->role = (unsigned char)role;
}

size_t canvas_line_text(const struct canvas *c, int y, char *out, size_t size)
{
    size_t used = 0, end = 0;
    for (int x = 0; x < c->width; x++) {
        const char *text = c->cells[(size_t)y * (size_t)c->width + (size_t)x].text;
        size_t length = strlen(text);
        if (used + length + 1 > size)
            break;
        memcpy(out + used, text, length);
        used += length;
        if (strcmp(text, " ") != 0)
            end = used;
    }
    out[end] = '\0';
    return end;
}
