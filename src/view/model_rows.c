/* Which rows there are, and in which order. Layer 6. */
#include "view/model.h"

#include <string.h>

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

static enum model_outcome show_objects_of_type(struct model *m)
{
    const char *type = m->screen == VIEW_SCREEN_SCHEMA ? m->schema_of : m->type_at;
    if (!type[0])
        return MODEL_SHOWN;
    memcpy(m->type, type, sizeof m->type);
    m->screen = VIEW_SCREEN_OBJECTS;
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

/* All open when they are closed, all closed when they are open. */
static enum model_outcome open_groups(struct model *m)
{
    if (!m->group)
        return MODEL_SHOWN;
    m->groups_closed = !m->groups_closed;
    folds_clear(&m->groups);
    return MODEL_SHOWN;
}

/* Without anything to look for, that is asked for first. */
static enum model_outcome step_find(struct model *m, int step)
{
    if (m->find[0])
        m->find_step += step;
    else
        model_open_find(m);
    return MODEL_SHOWN;
}

enum model_outcome model_rows(struct model *m, enum view_intent intent)
{
    switch (intent) {
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
    case VIEW_INTENT_FIND:
        model_open_find(m);
        return MODEL_SHOWN;
    case VIEW_INTENT_FIND_SESSION:
        model_open_session_find(m);
        return MODEL_SHOWN;
    case VIEW_INTENT_FIND_NEXT:
    case VIEW_INTENT_FIND_PREVIOUS:
        return step_find(m, intent == VIEW_INTENT_FIND_NEXT ? 1 : -1);
    case VIEW_INTENT_FILTER:
        model_open_filter(m);
        return MODEL_SHOWN;
    case VIEW_INTENT_FILTER_CLEAR:
        m->filter[0] = '\0';
        return MODEL_SHOWN;
    case VIEW_INTENT_TYPE_NEXT:
    case VIEW_INTENT_TYPE_PREVIOUS:
        return step_type(m, intent == VIEW_INTENT_TYPE_NEXT ? 1 : -1);
    case VIEW_INTENT_TYPE_ALL:
        return show_all_types(m);
    case VIEW_INTENT_TYPE_OBJECTS:
        return show_objects_of_type(m);
    default:
        return model_go(m, intent);
    }
}
