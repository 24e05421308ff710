/*
 * The canvas: a grid of cells that widgets draw on and that can dump itself as text. Layer 7. Knows
 * no terminal. Allocated by canvas_resize only; drawing clips at the given rectangle and at the
 * grid's edges, and never fails.
 */
#ifndef TUI_CANVAS_H
#define TUI_CANVAS_H

#include "view/state.h"

/* One cell: a base character with what combines with it (UTF-8, at most 15 bytes; what does not fit
 * is left out), or the right half of a wide one. */
#define CANVAS_TEXT_BYTES 16
struct canvas_cell {
    char text[CANVAS_TEXT_BYTES]; /* "" for the right half of a wide character */
    unsigned char role;           /* enum view_role */
    unsigned char cursor;         /* lies in the line of the cursor */
};

struct canvas {
    int width, height;
    bool ascii;                /* what is not ASCII is drawn as '?' */
    int caret_x, caret_y;      /* where the terminal's cursor is shown; -1: hidden */
    struct canvas_cell *cells; /* width * height, row by row */
};

void canvas_init(struct canvas *c);
void canvas_fini(struct canvas *c);
/* MEMGLASS_OK, with blank cells; or E_NOMEM: the old grid stays. */
int canvas_resize(struct canvas *c, int width, int height);
void canvas_clear(struct canvas *c);

/* Draws text at x, y, cut at `width` cells (never within a wide character); the number of cells
 * used. */
int canvas_text(struct canvas *c, int x, int y, int width, const char *text, enum view_role role);
/* The same, with a mark at the end of what was cut: ".." or an ellipsis. */
int canvas_text_cut(struct canvas *c, int x, int y, int width, const char *text,
                    enum view_role role);
/* Aligned to the right within width. */
void canvas_text_right(struct canvas *c, int x, int y, int width, const char *text,
                       enum view_role role);
void canvas_fill(struct canvas *c, struct rect area, const char *character, enum view_role role);
/* Marks an area as the line of the cursor, keeping texts and roles. */
void canvas_mark_cursor(struct canvas *c, struct rect area);
/* Gives a whole area another role, keeping its text. */
void canvas_paint(struct canvas *c, struct rect area, enum view_role role);

/* Line y without trailing blanks, NUL-terminated; bytes written, for tests and for batch mode. */
size_t canvas_line_text(const struct canvas *c, int y, char *out, size_t size);

#endif
