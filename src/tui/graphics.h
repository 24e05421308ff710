/* Gauges and sparklines out of eighth blocks, or out of ASCII. Layer 7. */
#ifndef TUI_GRAPHICS_H
#define TUI_GRAPHICS_H

#include "tui/canvas.h"

/* Where a gliding gauge stands: 0 at the start of its glide, 1 at the end. */
double glide_position(const struct view_state *state, uint64_t now_ns);

/* A bar of `width` cells in one line; glide: 0 to 1 between gauge->from and gauge->to. */
void gauge_draw(struct canvas *c, int x, int y, int width, const struct view_gauge *gauge,
                double glide);

/* The newest values, one a cell, aligned to the right. */
void spark_draw(struct canvas *c, int x, int y, int width, const struct view_spark *spark,
                enum view_role role);

/* The thumb of a scroll bar in a one-cell column; nothing when all rows are visible. */
void scroll_draw(struct canvas *c, struct rect area, uint64_t first, uint64_t shown,
                 uint64_t total);

#endif
