/* The list of columns that can be shown. Layer 7. */
#include "tui/graphics.h"
#include "tui/screen.h"
#include "tui/widgets.h"

void screen_columns(struct canvas *c, const struct view_state *state, double glide)
{
    const struct view_table *table = &state->table;
    table_draw(c, state->layout.body, table, glide);
    scroll_draw(c, state->layout.scroll, table->first, table->row_count, table->total);
}
