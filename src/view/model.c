/* The user's choices. Layer 6. */
#include "view/model.h"

#include <stdio.h>
#include <string.h>

void model_init(struct model *m, enum view_screen screen)
{
    *m = (struct model){.screen = screen, .sort_default = true};
    m->attached = screen != VIEW_SCREEN_SESSIONS;
    m->objects.home = m->types.home = true;
    m->types_sort = (struct types_sort){TYPES_COLUMN_BYTES, true};
    inspecting_init(&m->inspect);
    settings_init(&m->settings);
    m->kept = m->settings;
    m->interval_ns = settings_interval_ns(&m->settings);
    folds_init(&m->groups);
}

void model_fini(struct model *m)
{
    inspecting_fini(&m->inspect);
    folds_fini(&m->groups);
    prefs_fini(&m->prefs);
}

void model_note(struct model *m, enum view_role role, const char *text)
{
    snprintf(m->note.text, sizeof m->note.text, "%s", text);
    m->note.role = role;
}

static void forget_note(struct model *m)
{
    m->note.text[0] = '\0';
}

void model_leave_session(struct model *m)
{
    m->objects = (struct list_cursor){.home = true};
    m->types = (struct list_cursor){.home = true};
    m->tree = m->schema = (struct list_cursor){0};
    m->type_at[0] = m->schema_of[0] = m->group_at[0] = '\0';
    m->object = m->inspected = (struct object_id){0};
    m->paused = m->attached = false;
    m->prompt.open = false;
    m->marks.count = 0;
    inspecting_leave(&m->inspect);
}

bool model_has_session(struct model *m)
{
    if (!m->attached)
        model_note(m, VIEW_ROLE_WARNING, "No session is looked into: Enter takes one of the list.");
    return m->attached;
}

struct list_cursor *model_cursor(struct model *m, enum view_screen screen)
{
    switch (screen) {
#define CURSOR(id, word, title, place, within, cursor) \
    case VIEW_SCREEN_##id:                             \
        return &m->cursor;
        VIEW_SCREEN_LIST(CURSOR)
#undef CURSOR
    default:
        return &m->objects;
    }
}

static enum model_outcome open_group(struct model *m)
{
    folds_set(&m->groups, m->group_at, !folds_get(&m->groups, m->group_at, !m->groups_closed));
    return MODEL_SHOWN;
}

static enum model_outcome inspect(struct model *m)
{
    if (m->group_at[0])
        return open_group(m);
    if (!m->object.instance)
        return MODEL_SHOWN;
    if (!object_id_same(&m->inspected, &m->object)) {
        m->tree = (struct list_cursor){0};
        m->inspect.path[0] = '\0';
        inspecting_turn(&m->inspect, &m->inspected);
    }
    m->inspected = m->object;
    return model_open(m, VIEW_SCREEN_INSPECTOR);
}

static enum model_outcome show_schema(struct model *m)
{
    if (!m->type_at[0])
        return MODEL_SHOWN;
    if (strcmp(m->schema_of, m->type_at) != 0)
        m->schema = (struct list_cursor){0};
    memcpy(m->schema_of, m->type_at, sizeof m->schema_of);
    m->screen = VIEW_SCREEN_SCHEMA;
    return MODEL_SHOWN;
}

static enum model_outcome mark(struct model *m)
{
    const struct object_id *id = m->screen == VIEW_SCREEN_INSPECTOR ? &m->inspected : &m->object;
    if (id->instance && !marks_toggle(&m->marks, id))
        model_note(m, VIEW_ROLE_WARNING, "No more objects can be marked: M takes all marks away.");
    return MODEL_SHOWN;
}

/* --- the program -------------------------------------------------------------------------------
 */

static enum model_outcome step_interval(struct model *m, int direction)
{
    m->interval_ns = interval_step(m->interval_ns, direction);
    return MODEL_SHOWN;
}

static enum row_since usual_since(const struct model *m)
{
    return (enum row_since)m->settings.word[SETTING_DELTA];
}

void model_take_settings(struct model *m)
{
    m->since = usual_since(m);
    m->inspect.stats = m->settings.word[SETTING_STATISTICS] != 0;
}

static enum model_outcome step_setting(struct model *m, int step)
{
    enum view_setting setting = (enum view_setting)m->setup.at;
    if (setting == SETTING_INTERVAL) { /* from what it is now, which need be no choice */
        settings_near_interval(&m->settings, m->interval_ns);
        step = step < 0 && settings_interval_ns(&m->settings) < m->interval_ns ? 0 : step;
    }
    settings_step(&m->settings, setting, step);
    m->kept.word[setting] = m->settings.word[setting];
    m->choices_changed = true;
    if (setting == SETTING_INTERVAL)
        m->interval_ns = settings_interval_ns(&m->settings);
    if (setting == SETTING_DELTA || setting == SETTING_STATISTICS)
        model_take_settings(m);
    return MODEL_SHOWN;
}

/* --- columns, and changes instead of values ----------------------------------------------------
 */

static enum columns_wish columns_wish(enum view_intent intent)
{
    switch (intent) {
    case VIEW_INTENT_COLUMN_SHOW:
        return COLUMNS_SHOW;
    case VIEW_INTENT_COLUMN_UP:
        return COLUMNS_UP;
    case VIEW_INTENT_COLUMN_DOWN:
        return COLUMNS_DOWN;
    case VIEW_INTENT_COLUMN_NARROWER:
        return COLUMNS_NARROWER;
    case VIEW_INTENT_COLUMN_WIDER:
        return COLUMNS_WIDER;
    case VIEW_INTENT_COLUMN_ASPECT:
        return COLUMNS_ASPECT;
    case VIEW_INTENT_COLUMN_SORT:
        return COLUMNS_SORT;
    case VIEW_INTENT_COLUMN_SORT2:
        return COLUMNS_SORT2;
    case VIEW_INTENT_COLUMN_USUAL:
        return COLUMNS_USUAL;
    default:
        return COLUMNS_NONE;
    }
}

static bool wish_of_columns(struct model *m, enum view_intent intent)
{
    enum columns_wish wish = columns_wish(intent);
    if (wish)
        m->column = wish;
    return wish != COLUMNS_NONE;
}

/* "rss:change" is called "rss" again. */
static void leave_changes(char *sort)
{
    struct term term;
    if (term_parse(sort, &term, NULL) == MEMGLASS_OK && term.aspect == TERM_CHANGE)
        *strrchr(sort, ':') = '\0';
}

/* In OBJECTS, behind the last kind of change come the values again. */
static enum model_outcome step_since(struct model *m)
{
    bool objects = m->screen == VIEW_SCREEN_OBJECTS;
    enum row_since next = (enum row_since)((m->since + 1) % ROW_SINCE_COUNT);
    if (objects && !m->changes) {
        m->changes = true;
        m->since = usual_since(m);
        return MODEL_SHOWN;
    }
    m->since = next;
    if (objects && next == usual_since(m)) {
        m->changes = false;
        leave_changes(m->sort);
        leave_changes(m->sort2);
    }
    return MODEL_SHOWN;
}

static enum model_outcome set_baseline(struct model *m)
{
    m->set_baseline = true;
    m->since = ROW_SINCE_BASELINE;
    m->changes = m->changes || m->screen == VIEW_SCREEN_OBJECTS;
    return MODEL_SHOWN;
}

static bool move(struct model *m, enum view_intent intent)
{
    struct list_cursor *c = model_cursor(m, m->screen);
    switch (intent) {
    case VIEW_INTENT_UP:
        c->lines--;
        return true;
    case VIEW_INTENT_DOWN:
        c->lines++;
        return true;
    case VIEW_INTENT_PAGE_UP:
        c->pages--;
        return true;
    case VIEW_INTENT_PAGE_DOWN:
        c->pages++;
        return true;
    case VIEW_INTENT_FIRST:
    case VIEW_INTENT_LAST:
        list_cursor_jump(c, intent == VIEW_INTENT_LAST);
        return true;
    default:
        return false;
    }
}

/* What is at the cursor, and what changes are since. */
static enum model_outcome apply_to_object(struct model *m, enum view_intent intent)
{
    switch (intent) {
    case VIEW_INTENT_ATTACH:
        return m->session[0] ? MODEL_ATTACH : MODEL_SHOWN;
    case VIEW_INTENT_INSPECT:
        return inspect(m);
    case VIEW_INTENT_SCHEMA:
        return show_schema(m);
    case VIEW_INTENT_MARK:
        return mark(m);
    case VIEW_INTENT_UNMARK_ALL:
        m->marks.count = 0;
        return MODEL_SHOWN;
    case VIEW_INTENT_SINCE:
        return step_since(m);
    case VIEW_INTENT_BASELINE:
        return set_baseline(m);
    default:
        return model_rows(m, intent);
    }
}

enum model_outcome model_apply(struct model *m, enum view_intent intent)
{
    forget_note(m);
    if (wish_of_columns(m, intent) || move(m, intent) || inspecting_apply(m, intent))
        return MODEL_SHOWN;
    switch (intent) {
    case VIEW_INTENT_PAUSE:
        m->paused = model_has_session(m) && !m->paused;
        return MODEL_SHOWN;
    case VIEW_INTENT_TIME_GOTO:
        model_open_time(m);
        return MODEL_SHOWN;
    case VIEW_INTENT_LONGER:
    case VIEW_INTENT_SHORTER:
        return step_interval(m, intent == VIEW_INTENT_LONGER ? 1 : -1);
    case VIEW_INTENT_COPY:
        return MODEL_COPY;
    case VIEW_INTENT_SETTING_NEXT:
    case VIEW_INTENT_SETTING_PREVIOUS:
        return step_setting(m, intent == VIEW_INTENT_SETTING_NEXT ? 1 : -1);
    case VIEW_INTENT_REDRAW:
        return MODEL_REDRAW;
    case VIEW_INTENT_QUIT:
        return MODEL_QUIT;
    default:
        return apply_to_object(m, intent);
    }
}

static bool any_cursor_wishes(const struct model *m)
{
#define WISHES(id, word, title, place, within, cursor) list_cursor_waits(&m->cursor) ||
    return VIEW_SCREEN_LIST(WISHES) false;
#undef WISHES
}

bool model_must_build(const struct model *m, enum view_intent intent)
{
    bool one_way = intent == VIEW_INTENT_UP || intent == VIEW_INTENT_DOWN;
    if (m->sort_step || m->type_step || m->column || m->find_step || m->find_here ||
        m->find_session.here || inspecting_waits(&m->inspect))
        return true;
    return !one_way && any_cursor_wishes(m);
}

/* --- the prompt --------------------------------------------------------------------------------
 */

void model_prompt_key(struct model *m, int code)
{
    typedef void prompt_changed(struct model * m, enum prompt_outcome what);
    static prompt_changed *const owners[] = {
#define OWNER(id, label, changed) changed,
        VIEW_PROMPT_LIST(OWNER)
#undef OWNER
    };
    forget_note(m);
    enum prompt_outcome what = prompt_key(&m->prompt, code);
    if (what != PROMPT_MOVED && owners[m->prompt.kind])
        owners[m->prompt.kind](m, what);
}
