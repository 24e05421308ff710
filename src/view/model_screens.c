/* The user's choices: from screen to screen. Layer 6. */
#include "view/model.h"

enum view_screen model_under(const struct model *m)
{
    enum view_screen screen = m->screen;
    while (view_screen_row(screen)->place == VIEW_PLACE_OVER)
        screen = m->from[screen];
    return screen;
}

enum model_outcome model_open(struct model *m, enum view_screen screen)
{
    m->from[screen] = m->screen;
    m->screen = screen;
    return MODEL_SHOWN;
}

static enum model_outcome show_tab(struct model *m, enum view_screen tab)
{
    if (tab != VIEW_SCREEN_SESSIONS && !model_has_session(m))
        return MODEL_SHOWN;
    if (tab == VIEW_SCREEN_SESSIONS && m->screen != tab)
        m->session[0] = '\0'; /* the cursor begins at the one that is looked at */
    m->screen = tab;
    return MODEL_SHOWN;
}

static enum model_outcome step_tab(struct model *m, int step)
{
    int screen = (int)view_screen_row(model_under(m))->within;
    do
        screen = (screen + step + VIEW_SCREEN_COUNT) % VIEW_SCREEN_COUNT;
    while (view_screen_row((enum view_screen)screen)->place != VIEW_PLACE_TAB);
    return show_tab(m, (enum view_screen)screen);
}

/* While attached, the other tabs lead to the objects, and those to the list that the session was
 * picked from. */
static enum model_outcome leave_tab(struct model *m, bool may_quit)
{
    if (m->attached && m->screen != VIEW_SCREEN_OBJECTS)
        return show_tab(m, VIEW_SCREEN_OBJECTS);
    if (m->attached && m->has_sessions) {
        model_leave_session(m);
        m->screen = VIEW_SCREEN_SESSIONS;
        return MODEL_DETACH;
    }
    return may_quit ? MODEL_QUIT : MODEL_SHOWN;
}

static enum model_outcome back(struct model *m, bool may_quit)
{
    const struct view_screen_row *row = view_screen_row(m->screen);
    switch (row->place) {
    case VIEW_PLACE_OVER:
        m->screen = m->from[m->screen];
        return MODEL_SHOWN;
    case VIEW_PLACE_INSIDE:
        m->screen = row->within;
        return MODEL_SHOWN;
    default:
        return leave_tab(m, may_quit);
    }
}

static enum model_outcome help(struct model *m)
{
    m->help = (struct list_cursor){0};
    return model_open(m, VIEW_SCREEN_HELP);
}

enum model_outcome model_go(struct model *m, enum view_intent intent)
{
    switch (intent) {
    case VIEW_INTENT_TAB_OBJECTS:
        return show_tab(m, VIEW_SCREEN_OBJECTS);
    case VIEW_INTENT_TAB_TYPES:
        return show_tab(m, VIEW_SCREEN_TYPES);
    case VIEW_INTENT_TAB_SESSIONS:
        return show_tab(m, VIEW_SCREEN_SESSIONS);
    case VIEW_INTENT_TAB_NEXT:
    case VIEW_INTENT_TAB_PREVIOUS:
        return step_tab(m, intent == VIEW_INTENT_TAB_NEXT ? 1 : -1);
    case VIEW_INTENT_COLUMNS:
        m->columns = (struct list_cursor){0};
        return model_open(m, VIEW_SCREEN_COLUMNS);
    case VIEW_INTENT_SETUP:
        return model_open(m, VIEW_SCREEN_SETUP);
    case VIEW_INTENT_COST:
        return model_open(m, VIEW_SCREEN_COST);
    case VIEW_INTENT_HELP:
        return help(m);
    case VIEW_INTENT_BACK:
    case VIEW_INTENT_CLOSE:
        return back(m, intent == VIEW_INTENT_CLOSE);
    default:
        return MODEL_SHOWN;
    }
}
