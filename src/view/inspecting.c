/* The user's choices in the inspector. Layer 6. */
#include "view/inspecting.h"

#include "base/clock.h"
#include "view/model.h"

#include <stdio.h>
#include <string.h>

/* Of the chart, in seconds; the default is the one in the middle. */
static const unsigned spans[INSPECT_SPANS] = {2, 5, 10, 20, 60, 120, 300, 600, 3600};
#define DEFAULT_SPAN 4

uint64_t inspecting_span_ns(const struct inspecting *i)
{
    return spans[i->span] * NS_PER_SEC;
}

void inspecting_init(struct inspecting *i)
{
    *i = (struct inspecting){.span = DEFAULT_SPAN};
    folds_init(&i->folds);
    folds_init(&i->folds_before);
    formats_init(&i->formats);
}

void inspecting_fini(struct inspecting *i)
{
    folds_fini(&i->folds);
    folds_fini(&i->folds_before);
    formats_fini(&i->formats);
}

void inspecting_leave(struct inspecting *i)
{
    folds_clear(&i->folds);
    i->before = i->other = (struct object_id){0};
    inspecting_turn(i, &i->before);
    i->path[0] = '\0';
}

void inspecting_turn(struct inspecting *i, const struct object_id *from)
{
    i->before = *from;
    i->comparing = false;
    i->overlay_count = 0;
    i->fold = FOLD_NONE;
    i->place = PLACE_NONE;
    i->next_format = i->overlay = false;
}

bool inspecting_waits(const struct inspecting *i)
{
    return i->fold != FOLD_NONE || i->place != PLACE_NONE || i->next_format || i->overlay;
}

/* --- keys --------------------------------------------------------------------------------------
 */

static void set_depth(struct inspecting *i, int step)
{
    int depth = i->folds.depth == FOLDS_AUTO ? TREE_AUTO_DEPTH : i->folds.depth;
    depth += step;
    folds_set_depth(&i->folds, depth < 0 ? 0 : depth > FOLDS_DEPTH_MAX ? FOLDS_DEPTH_MAX : depth);
}

static void set_span(struct inspecting *i, int step)
{
    int span = i->span + step;
    i->span = span < 0 ? 0 : span >= INSPECT_SPANS ? INSPECT_SPANS - 1 : span;
}

static void open_find(struct model *m)
{
    struct inspecting *i = &m->inspect;
    memcpy(i->path_before, i->path, sizeof i->path_before);
    folds_copy(&i->folds_before, &i->folds);
    prompt_open(&m->prompt, PROMPT_FIELD, "");
}

/* Beside the object marked last; with none marked, beside the one inspected before. */
static void toggle_compare(struct model *m)
{
    struct inspecting *i = &m->inspect;
    i->comparing = !i->comparing;
    i->other = i->before;
    for (size_t k = 0; k < m->marks.count; k++)
        if (!object_id_same(&m->marks.ids[k], &m->inspected))
            i->other = m->marks.ids[k];
    if (i->other.instance && !object_id_same(&i->other, &m->inspected))
        return;
    i->comparing = false;
    model_note(m, VIEW_ROLE_WARNING,
               "Nothing to compare with: mark another object with m, or inspect two in turn.");
}

static bool apply_fold(struct inspecting *i, enum view_intent intent)
{
    switch (intent) {
    case VIEW_INTENT_TOGGLE:
        i->fold = FOLD_TOGGLE;
        return true;
    case VIEW_INTENT_EXPAND:
        i->fold = FOLD_EXPAND;
        return true;
    case VIEW_INTENT_COLLAPSE:
        i->fold = FOLD_COLLAPSE;
        return true;
    case VIEW_INTENT_BELOW:
        i->fold = FOLD_BELOW;
        return true;
    case VIEW_INTENT_DEEPER:
    case VIEW_INTENT_SHALLOWER:
        set_depth(i, intent == VIEW_INTENT_DEEPER ? 1 : -1);
        return true;
    default:
        return false;
    }
}

static bool apply_place(struct model *m, enum view_intent intent)
{
    struct inspecting *i = &m->inspect;
    switch (intent) {
    case VIEW_INTENT_GOTO:
        prompt_open(&m->prompt, PROMPT_GOTO, "");
        return true;
    case VIEW_INTENT_FIND_FIELD:
        open_find(m);
        return true;
    case VIEW_INTENT_FIELD_NEXT:
        i->place = PLACE_NEXT;
        return true;
    case VIEW_INTENT_FIELD_PREVIOUS:
        i->place = PLACE_PREVIOUS;
        return true;
    case VIEW_INTENT_DIFFERENCE_NEXT:
        i->place = PLACE_DIFFERENCE;
        return true;
    case VIEW_INTENT_DIFFERENCE_PREVIOUS:
        i->place = PLACE_DIFFERENCE_BEFORE;
        return true;
    default:
        return false;
    }
}

static bool apply_look(struct model *m, enum view_intent intent)
{
    struct inspecting *i = &m->inspect;
    switch (intent) {
    case VIEW_INTENT_FORMAT:
        i->next_format = true;
        return true;
    case VIEW_INTENT_FORMATS_AUTO:
        formats_clear(&i->formats);
        return true;
    case VIEW_INTENT_CHART:
        i->chart = !i->chart;
        return true;
    case VIEW_INTENT_OVERLAY:
        i->overlay = i->chart = true;
        return true;
    case VIEW_INTENT_CHART_LONGER:
    case VIEW_INTENT_CHART_SHORTER:
        set_span(i, intent == VIEW_INTENT_CHART_LONGER ? 1 : -1);
        return true;
    case VIEW_INTENT_STATISTICS:
        i->stats = !i->stats;
        return true;
    case VIEW_INTENT_COMPARE:
        toggle_compare(m);
        return true;
    default:
        return false;
    }
}

bool inspecting_apply(struct model *m, enum view_intent intent)
{
    return m->screen == VIEW_SCREEN_INSPECTOR &&
           (apply_fold(&m->inspect, intent) || apply_place(m, intent) || apply_look(m, intent));
}

/* --- prompts -----------------------------------------------------------------------------------
 */

/* As it is typed, the first match from where the search was begun is shown. */
void inspecting_found(struct model *m, enum prompt_outcome what)
{
    struct inspecting *i = &m->inspect;
    if (what == PROMPT_CANCELLED) {
        i->place = PLACE_RESTORED;
        i->find[0] = '\0';
    } else if (what == PROMPT_EDITED) {
        snprintf(i->find, sizeof i->find, "%s", m->prompt.text);
        i->place = i->find[0] ? PLACE_FOUND : PLACE_RESTORED;
    }
}

/* While a path is typed it is only looked at, so that what is wrong with it is said. */
void inspecting_goto(struct model *m, enum prompt_outcome what)
{
    struct inspecting *i = &m->inspect;
    if (what == PROMPT_CANCELLED)
        return;
    snprintf(i->wanted, sizeof i->wanted, "%s", m->prompt.text);
    i->place_accepted = what == PROMPT_ACCEPTED;
    i->place = i->wanted[0] ? PLACE_PATH : PLACE_NONE;
}

static size_t add_watched(const struct object_id *id, struct object_id *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (object_id_same(&out[i], id))
            return count;
    if (id->instance && count < LANE_OBJECTS)
        out[count++] = *id;
    return count;
}

size_t model_watched(const struct model *m, struct object_id out[LANE_OBJECTS])
{
    size_t count = 0;
    if (model_under(m) == VIEW_SCREEN_INSPECTOR) {
        count = add_watched(&m->inspected, out, count);
        if (m->inspect.comparing)
            count = add_watched(&m->inspect.other, out, count);
    }
    for (size_t i = 0; i < m->marks.count; i++)
        count = add_watched(&m->marks.ids[i], out, count);
    return count;
}

/* --- marked objects ----------------------------------------------------------------------------
 */

bool marks_has(const struct marks *m, const struct object_id *id)
{
    for (size_t i = 0; i < m->count; i++)
        if (object_id_same(&m->ids[i], id))
            return true;
    return false;
}

bool marks_toggle(struct marks *m, const struct object_id *id)
{
    for (size_t i = 0; i < m->count; i++) {
        if (!object_id_same(&m->ids[i], id))
            continue;
        memmove(&m->ids[i], &m->ids[i + 1], (m->count - i - 1) * sizeof *m->ids);
        m->count--;
        return true;
    }
    if (m->count == MARKS_MAX)
        return false;
    m->ids[m->count++] = *id;
    return true;
}

static bool is_there(const struct frame *f, const struct object_id *id)
{
    long row = f->session.instance == id->instance ? frame_find(f, id->index, id->generation) : -1;
    return row >= 0 && !frame_gone(f, (size_t)row);
}

void marks_prune(struct marks *m, const struct frame *f)
{
    size_t kept = 0;
    for (size_t i = 0; i < m->count; i++)
        if (is_there(f, &m->ids[i]))
            m->ids[kept++] = m->ids[i];
    m->count = kept;
}
