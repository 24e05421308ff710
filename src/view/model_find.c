/* Finding and filtering in OBJECTS, finding in SESSIONS: what is typed takes effect at once.
 * Layer 6. */
#include "query/filter.h"
#include "view/model.h"

#include <string.h>

static struct objects_place place_of(const struct model *m)
{
    struct objects_place place = {.object = m->object, .home = m->objects.home};
    memcpy(place.group, m->group_at, sizeof place.group);
    return place;
}

/* The next build takes the cursor there. */
static void return_to(struct model *m, const struct objects_place *place)
{
    m->object = place->object;
    memcpy(m->group_at, place->group, sizeof m->group_at);
    m->objects.home = place->home;
}

static void open_prompt(struct model *m, enum prompt_kind kind, const char *text,
                        const char *initial)
{
    memcpy(m->before.text, text, sizeof m->before.text);
    m->before.place = place_of(m);
    prompt_open(&m->prompt, kind, initial);
}

void model_open_find(struct model *m)
{
    open_prompt(m, PROMPT_FIND, m->find, "");
}

void model_open_filter(struct model *m)
{
    open_prompt(m, PROMPT_FILTER, m->filter, m->filter);
}

/* Mistakes that can be seen without knowing the types; the view finds the others. */
static bool has_mistake(struct prompt *p)
{
    struct filter_error err;
    struct filter *filter = filter_compile(p->text, &err);
    if (!filter)
        prompt_error(p, err.message, err.at, err.length);
    filter_release(&filter);
    return p->error.message[0];
}

/* Enter does not leave a mistake behind. */
static void changed(struct model *m, enum prompt_outcome what, char text[PROMPT_TEXT_MAX])
{
    struct prompt *p = &m->prompt;
    bool mistake = what != PROMPT_CANCELLED && has_mistake(p);
    memcpy(text, what == PROMPT_CANCELLED ? m->before.text : p->text, PROMPT_TEXT_MAX);
    p->open = p->open || (what == PROMPT_ACCEPTED && mistake);
    if (what != PROMPT_ACCEPTED)
        return_to(m, &m->before.place);
}

void model_find_changed(struct model *m, enum prompt_outcome what)
{
    changed(m, what, m->find);
    if (what != PROMPT_ACCEPTED)
        m->find_here = what == PROMPT_EDITED && m->find[0];
}

void model_filter_changed(struct model *m, enum prompt_outcome what)
{
    changed(m, what, m->filter);
}

/* --- sessions ----------------------------------------------------------------------------------
 */

void model_open_session_find(struct model *m)
{
    memcpy(m->find_session.from, m->session, sizeof m->find_session.from);
    prompt_open(&m->prompt, PROMPT_SESSION, "");
}

void model_session_changed(struct model *m, enum prompt_outcome what)
{
    if (what != PROMPT_ACCEPTED)
        memcpy(m->session, m->find_session.from, sizeof m->session);
    m->find_session.here = what == PROMPT_EDITED && m->prompt.text[0];
}
