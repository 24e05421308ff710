/* What screens are made of. Layer 7. Widgets draw const data in a rectangle; they keep nothing. */
#ifndef TUI_WIDGETS_H
#define TUI_WIDGETS_H

#include "tui/canvas.h"

void header_draw(struct canvas *c, const struct view_state *state, double glide);
void tabs_draw(struct canvas *c, const struct view_state *state);
void prompt_draw(struct canvas *c, const struct view_state *state);
void title_draw(struct canvas *c, const struct view_state *state);
void table_draw(struct canvas *c, struct rect body, const struct view_table *table, double glide);
void tree_draw(struct canvas *c, struct rect body, const struct view_tree *tree, double glide);
void details_draw(struct canvas *c, struct rect area, const struct view_details *details);
void chart_draw(struct canvas *c, const struct view_chart *chart);
void message_draw(struct canvas *c, const struct view_state *state);
void keys_draw(struct canvas *c, const struct view_state *state);
void timebar_draw(struct canvas *c, const struct view_state *state);

#endif
