/* The user's choices. Layer 6. */
#include "view/model.h"

#include <string.h>

void model_init(struct model *m, enum view_screen screen)
{
    *m = (struct model){.screen = screen, .sort_default = true};
    m->objects.home = m->types.home = true;
    m->types_sort = (struct types_sort){TYPES_COLUMN_BYTES, true};
    folds_init(&m->folds);
    folds_init(&m->groups);
}

void model_fini(struct model *m)
{
    folds_fini(&m->folds);
    folds_fini(&m->groups);
}

void model_leave_session(struct model *m)
{
    m->objects = (struct list_cursor){.home = true};
    m->types = (struct list_cursor){.home = true};
    m->tree = m->schema = (struct list_cursor){0};
    m->type_at[0] = m->schema_of[0] = m->group_at[0] = '\0';
    m->object = m->inspected = (struct object_id){0};
    m->paused = false;
    folds_clear(&m->folds);
}

static struct list_cursor *cursor_of(struct model *m)
{
    switch (m->screen) {
    case VIEW_SCREEN_SESSIONS:
        return &m->sessions;
    case VIEW_SCREEN_INSPECTOR:
        return &m->tree;
    case VIEW_SCREEN_HELP:
        return &m->help;
    case VIEW_SCREEN_TYPES:
        return &m->types;
    case VIEW_SCREEN_SCHEMA:
        return &m->schema;
    default:
        return &m->objects;
    }
}

static void jump(struct list_cursor *c, bool last)
{
    c->lines = c->pages = 0;
    c->jump = last ? CURSOR_LAST : CURSOR_FIRST;
}

static enum model_outcome open_group(struct model *m)
{
    folds_set(&m->groups, m->group_at, !folds_get(&m->groups, m->group_at, !m->groups_closed));
    return MODEL_SHOWN;
}

/* All open when they are closed, all closed when they are open. */
static enum model_outcome open_groups(struct model *m)
{
    if (!m->group)
        return MODEL_SHOWN;
    m->groups_closed = !m->groups_closed;
    folds_clear(&m->groups);
    return MODEL_SHOWN;
}

static enum model_outcome inspect(struct model *m)
{
    if (m->group_at[0])
        return open_group(m);
    if (!m->object.instance)
        return MODEL_SHOWN;
    if (memcmp(&m->inspected, &m->object, sizeof m->object) != 0)
        m->tree = (struct list_cursor){0};
    m->inspected = m->object;
    m->screen = VIEW_SCREEN_INSPECTOR;
    return MODEL_SHOWN;
}

static enum model_outcome back(struct model *m, bool may_quit)
{
    switch (m->screen) {
    case VIEW_SCREEN_HELP:
        m->screen = m->help_of;
        return MODEL_SHOWN;
    case VIEW_SCREEN_INSPECTOR:
        m->screen = VIEW_SCREEN_OBJECTS;
        return MODEL_SHOWN;
    case VIEW_SCREEN_SCHEMA:
        m->screen = VIEW_SCREEN_TYPES;
        return MODEL_SHOWN;
    case VIEW_SCREEN_TYPES:
        m->screen = VIEW_SCREEN_OBJECTS;
        return MODEL_SHOWN;
    case VIEW_SCREEN_OBJECTS:
        if (!m->has_sessions)
            break;
        m->screen = VIEW_SCREEN_SESSIONS;
        model_leave_session(m);
        return MODEL_DETACH;
    default:
        break;
    }
    return may_quit ? MODEL_QUIT : MODEL_SHOWN;
}

static enum model_outcome help(struct model *m)
{
    m->help_of = m->screen;
    m->help = (struct list_cursor){0};
    m->screen = VIEW_SCREEN_HELP;
    return MODEL_SHOWN;
}

/* The type shown decides which columns there are: the cursor starts anew. */
static enum model_outcome step_type(struct model *m, int step)
{
    m->type_step += step;
    m->objects.home = true;
    return MODEL_SHOWN;
}

static enum model_outcome show_all_types(struct model *m)
{
    m->type[0] = '\0';
    return step_type(m, 0);
}

static enum model_outcome step_sort(struct model *m, int step)
{
    struct types_sort *types = &m->types_sort;
    if (m->screen == VIEW_SCREEN_TYPES) {
        types->column = types_column_step(types->column, step);
        types->descending = types_column_falls(types->column);
    } else {
        m->sort_step += step;
    }
    return MODEL_SHOWN;
}

static enum model_outcome reverse(struct model *m)
{
    bool objects = m->screen != VIEW_SCREEN_TYPES;
    bool *way = !objects          ? &m->types_sort.descending
                : m->sort_default ? &m->reverse_default /* not known yet */
                                  : &m->descending;
    *way = !*way;
    return MODEL_SHOWN;
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

static enum model_outcome show_objects_of_type(struct model *m)
{
    const char *type = m->screen == VIEW_SCREEN_SCHEMA ? m->schema_of : m->type_at;
    if (!type[0])
        return MODEL_SHOWN;
    memcpy(m->type, type, sizeof m->type);
    m->screen = VIEW_SCREEN_OBJECTS;
    return step_type(m, 0);
}

static enum model_outcome fold(struct model *m, enum fold_wish wish)
{
    m->fold = wish;
    return MODEL_SHOWN;
}

static bool move(struct model *m, enum view_intent intent)
{
    struct list_cursor *c = cursor_of(m);
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
        jump(c, intent == VIEW_INTENT_LAST);
        return true;
    default:
        return false;
    }
}

enum model_outcome model_apply(struct model *m, enum view_intent intent)
{
    if (move(m, intent))
        return MODEL_SHOWN;
    switch (intent) {
    case VIEW_INTENT_ATTACH:
        return m->session[0] ? MODEL_ATTACH : MODEL_SHOWN;
    case VIEW_INTENT_INSPECT:
        return inspect(m);
    case VIEW_INTENT_SORT_NEXT:
    case VIEW_INTENT_SORT_PREVIOUS:
        return step_sort(m, intent == VIEW_INTENT_SORT_NEXT ? 1 : -1);
    case VIEW_INTENT_REVERSE:
        return reverse(m);
    case VIEW_INTENT_GROUP:
        m->group = !m->group;
        return MODEL_SHOWN;
    case VIEW_INTENT_GROUPS:
        return open_groups(m);
    case VIEW_INTENT_SCHEMA:
        return show_schema(m);
    case VIEW_INTENT_TYPE_OBJECTS:
        return show_objects_of_type(m);
    case VIEW_INTENT_TYPE_NEXT:
    case VIEW_INTENT_TYPE_PREVIOUS:
        return step_type(m, intent == VIEW_INTENT_TYPE_NEXT ? 1 : -1);
    case VIEW_INTENT_TYPE_ALL:
        return show_all_types(m);
    case VIEW_INTENT_TOGGLE:
        return fold(m, FOLD_TOGGLE);
    case VIEW_INTENT_EXPAND:
        return fold(m, FOLD_EXPAND);
    case VIEW_INTENT_COLLAPSE:
        return fold(m, FOLD_COLLAPSE);
    case VIEW_INTENT_PAUSE:
        m->paused = !m->paused;
        return MODEL_SHOWN;
    case VIEW_INTENT_HELP:
        return help(m);
    case VIEW_INTENT_BACK:
    case VIEW_INTENT_CLOSE:
        return back(m, intent == VIEW_INTENT_CLOSE);
    case VIEW_INTENT_REDRAW:
        return MODEL_REDRAW;
    case VIEW_INTENT_QUIT:
        return MODEL_QUIT;
    default:
        return MODEL_SHOWN;
    }
}

static bool cursor_wishes(const struct list_cursor *c)
{
    return c->lines || c->pages || c->jump != CURSOR_STAY;
}

bool model_must_build(const struct model *m, enum view_intent intent)
{
    bool one_way = intent == VIEW_INTENT_UP || intent == VIEW_INTENT_DOWN;
    if (m->sort_step || m->type_step || m->fold != FOLD_NONE)
        return true;
    return !one_way &&
           (cursor_wishes(&m->objects) || cursor_wishes(&m->sessions) || cursor_wishes(&m->tree) ||
            cursor_wishes(&m->help) || cursor_wishes(&m->types) || cursor_wishes(&m->schema));
}

/* at + lines, within [0, last]. */
static uint64_t shifted(uint64_t at, int64_t lines, uint64_t last)
{
    if (lines < 0)
        return at > (uint64_t)-lines ? at - (uint64_t)-lines : 0;
    return (uint64_t)lines < last - at ? at + (uint64_t)lines : last;
}

void list_cursor_move(struct list_cursor *c, uint64_t total, uint64_t page)
{
    uint64_t last = total ? total - 1 : 0;
    page = page ? page : 1;
    if (c->home)
        c->at = 0;
    if (c->at > last)
        c->at = last;
    int64_t lines = c->lines + c->pages * (int64_t)page;
    if (cursor_wishes(c))
        c->home = c->jump == CURSOR_FIRST && !lines;
    if (c->jump != CURSOR_STAY)
        c->at = c->jump == CURSOR_LAST ? last : 0;
    c->at = shifted(c->at, lines, last);
    c->first = shifted(c->first, c->pages * (int64_t)page, last);
    uint64_t most = total > page ? total - page : 0;
    if (c->first > c->at)
        c->first = c->at;
    if (c->at - c->first >= page)
        c->first = c->at - page + 1;
    if (c->first > most)
        c->first = most;
    c->lines = c->pages = 0;
    c->jump = CURSOR_STAY;
}
