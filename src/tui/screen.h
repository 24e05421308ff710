/* The screens behind one interface: a view state onto a canvas. Layer 7. */
#ifndef TUI_SCREEN_H
#define TUI_SCREEN_H

#include "tui/canvas.h"

/* Draws the whole state; the canvas has the layout's size. now_ns says where gliding gauges are. */
void screen_draw(struct canvas *c, const struct view_state *state, uint64_t now_ns);

/* Whether drawing again a little later may give another picture. */
bool screen_moves(const struct view_state *state, uint64_t now_ns);

/* --- one file each -----------------------------------------------------------------------------
 */

typedef void screen_body_fn(struct canvas *c, const struct view_state *state, double glide);

#define SCREEN_DECLARE(id, word, ...) screen_body_fn screen_##word;
VIEW_SCREEN_LIST(SCREEN_DECLARE)
#undef SCREEN_DECLARE

#endif
