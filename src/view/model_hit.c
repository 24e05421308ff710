/* The user's choices: what a click changes. Layer 6. */
#include "view/model.h"

#include <stdio.h>

/* The first click selects, a second one does what Enter does. */
static enum view_intent hit_row(struct model *m, const struct view_state *s,
                                const struct view_hit *hit)
{
    long cursor = s->table.row_count ? s->table.cursor : s->tree.cursor;
    enum view_intent enter = view_key_intent(m->screen, VIEW_KEY_ENTER);
    if (hit->row == cursor && hit->what == HIT_ROW)
        return enter;
    model_cursor(m, m->screen)->lines += hit->row - (cursor < 0 ? 0 : cursor);
    return hit->what == HIT_FOLD ? enter : VIEW_INTENT_NONE;
}

/* A column's head sorts by it, and when it is so already, the other way round. */
static enum view_intent hit_head(struct model *m, const struct view_column *column)
{
    if (!column->name || !column->name[0])
        return VIEW_INTENT_NONE;
    if (column->sorted)
        return VIEW_INTENT_REVERSE;
    if (m->screen == VIEW_SCREEN_TYPES) {
        m->types_sort.column = types_column_named(column->name);
        m->types_sort.descending = types_column_falls(m->types_sort.column);
    } else {
        snprintf(m->sort, sizeof m->sort, "%s", column->name);
        m->sort_default = true;
    }
    return VIEW_INTENT_NONE;
}

/* A click beside the open prompt closes it: what took effect as it was typed stays, what waited for
 * Enter does not happen; a mistake keeps it open. The wheel goes on above it. False: the click is
 * the prompt's alone. */
static bool passes_prompt(struct model *m, const struct view_hit *hit)
{
    struct prompt *p = &m->prompt;
    if (!p->open || hit->what == HIT_SCROLL)
        return true;
    if (hit->what == HIT_PROMPT)
        p->cursor = hit->at;
    if (hit->what == HIT_PROMPT || hit->what == HIT_NOTHING)
        return false;
    bool waits = p->kind == PROMPT_GOTO || p->kind == PROMPT_TIME;
    model_prompt_key(m, waits ? VIEW_KEY_ESCAPE : VIEW_KEY_ENTER);
    return !p->open;
}

enum view_intent model_hit(struct model *m, const struct view_state *state,
                           const struct view_hit *hit)
{
    model_note(m, VIEW_ROLE_PLAIN, "");
    if (!passes_prompt(m, hit))
        return VIEW_INTENT_NONE;
    switch (hit->what) {
    case HIT_ROW:
    case HIT_FOLD:
        return hit_row(m, state, hit);
    case HIT_HEAD:
        return hit_head(m, &state->table.columns[hit->column]);
    case HIT_TAB:
        return view_tab_intent(hit->screen);
    case HIT_KEY:
        return hit->intent;
    case HIT_TIME:
        m->time.wish = TIME_PART;
        m->time.part = hit->part;
        return VIEW_INTENT_NONE;
    case HIT_SCROLL:
        model_cursor(m, m->screen)->lines += hit->row;
        return VIEW_INTENT_NONE;
    case HIT_THUMB:
        model_cursor(m, m->screen)->jump = CURSOR_FIRST;
        model_cursor(m, m->screen)->lines = hit->row;
        return VIEW_INTENT_NONE;
    default:
        return VIEW_INTENT_NONE;
    }
}
