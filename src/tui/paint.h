/*
 * From one grid to the next with few bytes: only cells that differ are sent. Layer 7. Knows
 * terminals only by what it is given, so tests can give it one of their own.
 */
#ifndef TUI_PAINT_H
#define TUI_PAINT_H

#include "tui/canvas.h"
#include "tui/outbuf.h"

#define PAINT_STYLE_BYTES 64

struct paint_terminal {
    /* Appends what puts the cursor at x, y. */
    void (*move)(void *ctx, int x, int y, struct outbuf *out);
    void *ctx;
    char styles[2][VIEW_ROLE_COUNT][PAINT_STYLE_BYTES]; /* complete: what was set before is reset */
    bool no_last_cell; /* writing bottom right scrolls: leave it out */
};

/*
 * Appends what brings a terminal that shows `shown` to `wanted` (of the same size) and makes shown
 * equal to it. Nothing is appended when they are equal.
 */
void paint_difference(const struct paint_terminal *terminal, struct canvas *shown,
                      const struct canvas *wanted, struct outbuf *out);

#endif
