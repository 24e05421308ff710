/* From one grid to the next with few bytes. Layer 7. */
#include "tui/paint.h"

#include <string.h>

/* Going over so many equal cells is as cheap as moving the cursor past them. */
#define WORTH_REPEATING 4

struct painter {
    const struct paint_terminal *terminal;
    struct outbuf *out;
    int x, y;          /* where the terminal's cursor is; -1: not known */
    const char *style; /* set last; NULL: not known */
};

static bool is_equal(const struct canvas_cell *a, const struct canvas_cell *b)
{
    return memcmp(a, b, sizeof *a) == 0 ||
           (a->role == b->role && a->cursor == b->cursor && strcmp(a->text, b->text) == 0);
}

static const char *style_of(const struct painter *p, const struct canvas_cell *cell)
{
    return p->terminal->styles[cell->cursor][cell->role];
}

static void set_style(struct painter *p, const struct canvas_cell *cell)
{
    const char *style = style_of(p, cell);
    if (p->style == style || (p->style && strcmp(p->style, style) == 0))
        return;
    outbuf_text(p->out, style);
    p->style = style;
}

/* Terminals differ in how wide they find what is not plain: behind it, the place is not known. */
static bool is_surely_one_cell(const struct canvas_cell *cell)
{
    unsigned char first = (unsigned char)cell->text[0];
    size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    return length < 4 && !cell->text[length];
}

static void put(struct painter *p, const struct canvas *wanted, int x, int y)
{
    const struct canvas_cell *cell = &wanted->cells[(size_t)y * (size_t)wanted->width + (size_t)x];
    if (!cell->text[0])
        return; /* the left half has drawn it */
    if (p->x != x || p->y != y)
        p->terminal->move(p->terminal->ctx, x, y, p->out);
    set_style(p, cell);
    bool wide = x + 1 < wanted->width && !cell[1].text[0], sure = is_surely_one_cell(cell);
    if (!sure) { /* one that the terminal joins to the one before covers nothing of what was there
                  */
        outbuf_text(p->out, wide ? "  " : " ");
        p->terminal->move(p->terminal->ctx, x, y, p->out);
    }
    outbuf_text(p->out, cell->text);
    p->x = x + 1;
    p->y = y;
    if (wide || x + 1 == wanted->width || !sure)
        p->x = -1;
}

static void paint_line(struct painter *p, const struct canvas *shown, const struct canvas *wanted,
                       int y)
{
    size_t start = (size_t)y * (size_t)wanted->width;
    int width = wanted->width - (p->terminal->no_last_cell && y + 1 == wanted->height);
    for (int x = 0; x < width; x++) {
        const struct canvas_cell *cell = &wanted->cells[start + (size_t)x];
        if (is_equal(cell, &shown->cells[start + (size_t)x]))
            continue;
        bool near = p->y == y && p->x >= 0 && p->x < x && x - p->x <= WORTH_REPEATING;
        for (int between = p->x; near && between < x; between++)
            near = p->style == style_of(p, &wanted->cells[start + (size_t)between]);
        for (int between = p->x; near && between < x; between++)
            put(p, wanted, between, y);
        put(p, wanted, x, y);
    }
}

/* Most lines are the same to the byte: what is drawn in the same way is. */
void paint_difference(const struct paint_terminal *terminal, struct canvas *shown,
                      const struct canvas *wanted, struct outbuf *out)
{
    struct painter p = {.terminal = terminal, .out = out, .x = -1, .y = -1};
    size_t width = (size_t)wanted->width, bytes = width * sizeof *wanted->cells;
    for (int y = 0; y < wanted->height; y++) {
        struct canvas_cell *was = &shown->cells[(size_t)y * width];
        const struct canvas_cell *is = &wanted->cells[(size_t)y * width];
        if (memcmp(was, is, bytes) == 0)
            continue;
        paint_line(&p, shown, wanted, y);
        memcpy(was, is, bytes);
    }
}
