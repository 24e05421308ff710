/* The bar of time: words above a strip of what happened when. Layer 7. */
#include "tui/widgets.h"

static const char *level_text(const struct canvas *c, unsigned level)
{
    static const char *const blocks[] = {"\u00b7", "\u2581", "\u2582", "\u2583", "\u2584",
                                         "\u2585", "\u2586", "\u2587", "\u2588"};
    static const char *const letters[] = {".", "_", "_", ":", "-", "=", "+", "*", "#"};
    return c->ascii ? letters[level] : blocks[level];
}

/* What has a meaning beyond how much changed is told apart without colours, too. */
static const char *cell_text(const struct canvas *c, const struct view_time_cell *cell)
{
    switch (cell->role) {
    case VIEW_ROLE_MATCH:
        return c->ascii ? "!" : "\u25bc";
    case VIEW_ROLE_BAD:
        return c->ascii ? "?" : "\u254e";
    default:
        return level_text(c, cell->level);
    }
}

void timebar_draw(struct canvas *c, const struct view_state *state)
{
    const struct view_timebar *t = &state->timebar;
    const struct view_cell *const parts[] = {&t->state, &t->position, &t->wall, &t->what};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (t->width[i])
            canvas_text(c, t->x[i], state->layout.time.y, t->width[i], parts[i]->text,
                        parts[i]->role);
    for (int i = 0; i < t->strip.width; i++)
        canvas_text(c, t->strip.x + i, t->strip.y, 1, cell_text(c, &t->cells[i]),
                    t->cells[i].level || t->cells[i].role != VIEW_ROLE_SPARK
                        ? t->cells[i].role
                        : VIEW_ROLE_GAUGE_REST);
    if (t->strip.width)
        canvas_text(c, t->strip.x + t->at, t->strip.y, 1, c->ascii ? "|" : "\u2503",
                    VIEW_ROLE_TITLE);
}
