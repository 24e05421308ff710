/* The inspector. Layer 7. */
#include "tui/graphics.h"
#include "tui/screen.h"
#include "tui/widgets.h"

void screen_inspector(struct canvas *c, const struct view_state *state, double glide)
{
    const struct view_tree *tree = &state->tree;
    tree_draw(c, state->layout.body, tree, glide);
    details_draw(c, state->layout.details, &state->details);
    chart_draw(c, &state->chart);
    scroll_draw(c, state->layout.scroll, tree->first, tree->line_count, tree->total);
}
