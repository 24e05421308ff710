/* Going about in time. Layer 8. */
#include "top/moments.h"

#include "base/clock.h"

#include <stdio.h>
#include <time.h>

static const struct frame *shown(const struct app *a)
{
    const struct snapshot *s = watch_shown(&a->watch);
    return s ? s->cur : NULL;
}

/* From live: what is shown is held, and the player begins there. False: that cannot be. */
static bool enter(struct app *a, bool ahead)
{
    memglass_error err = {0};
    if (!shown(a)) {
        (void)model_has_session(&a->model); /* says it */
        return false;
    }
    if (ahead && !watch_replays(&a->watch) && !a->watch.has_frozen) {
        app_say(a, VIEW_ROLE_PLAIN, "This is live: there is nothing ahead of it.");
        return false;
    }
    if (watch_look_back(&a->watch, &err) != MEMGLASS_OK) {
        app_say(a, VIEW_ROLE_WARNING, err.message);
        return false;
    }
    a->model.paused = !watch_replays(&a->watch);
    return true;
}

/* To where a time can be typed. */
static bool visit(struct app *a)
{
    bool live = !watch_replays(&a->watch) && !a->watch.has_frozen, entered = enter(a, false);
    a->visits = live && entered;
    return entered;
}

static void look_for_change(struct app *a, int direction)
{
    bool inspects = a->model.screen == VIEW_SCREEN_INSPECTOR;
    const struct object_id *id = inspects ? &a->model.inspected : &a->model.object;
    if (!id->instance)
        app_say(a, VIEW_ROLE_WARNING, "No object is selected whose changes could be looked for.");
    else
        player_change(a->watch.player, id, inspects ? a->model.inspect.path : "", direction);
}

static void go(struct app *a, enum view_intent intent)
{
    struct player *p = a->watch.player;
    switch (intent) {
    case VIEW_INTENT_TIME_BACK:
    case VIEW_INTENT_TIME_ON:
        player_step(p, intent == VIEW_INTENT_TIME_ON ? 1 : -1);
        break;
    case VIEW_INTENT_TIME_FIRST:
    case VIEW_INTENT_TIME_LAST:
        player_seek(p, intent == VIEW_INTENT_TIME_LAST ? UINT64_MAX : 0);
        break;
    case VIEW_INTENT_TIME_FASTER:
    case VIEW_INTENT_TIME_SLOWER:
        player_speed(p, intent == VIEW_INTENT_TIME_FASTER ? 1 : -1);
        break;
    case VIEW_INTENT_TIME_MARK:
    case VIEW_INTENT_TIME_MARK_BEFORE:
        player_mark(p, intent == VIEW_INTENT_TIME_MARK ? 1 : -1);
        break;
    case VIEW_INTENT_TIME_CHANGE:
    case VIEW_INTENT_TIME_CHANGE_BEFORE:
        look_for_change(a, intent == VIEW_INTENT_TIME_CHANGE ? 1 : -1);
        break;
    default:
        player_play(p, !a->watch.moment.playing);
    }
}

bool moments_apply(struct app *a, enum view_intent intent)
{
    bool ahead = false;
    switch (intent) {
    case VIEW_INTENT_PAUSE:
        if (!watch_replays(&a->watch))
            return false; /* freezing */
        break;
    case VIEW_INTENT_TIME_GOTO:
        return !visit(a);
    case VIEW_INTENT_TIME_ON:
    case VIEW_INTENT_TIME_LAST:
    case VIEW_INTENT_TIME_PLAY:
    case VIEW_INTENT_TIME_FASTER:
    case VIEW_INTENT_TIME_SLOWER:
    case VIEW_INTENT_TIME_CHANGE:
    case VIEW_INTENT_TIME_MARK:
        ahead = true;
        break;
    case VIEW_INTENT_TIME_BACK:
    case VIEW_INTENT_TIME_FIRST:
    case VIEW_INTENT_TIME_CHANGE_BEFORE:
    case VIEW_INTENT_TIME_MARK_BEFORE:
        break;
    default:
        return false;
    }
    if (enter(a, ahead))
        go(a, intent);
    return true;
}

/* --- times -------------------------------------------------------------------------------------
 */

/* The time of the recording at a time of the day of the clock; of the day that is shown, or of the
 * next or the one before when only that one is in the recording. */
static int64_t at_time_of_day(const struct app *a, int64_t ns)
{
    const int64_t day = 86400 * (int64_t)NS_PER_SEC;
    const struct frame *f = shown(a);
    const struct timeline_outline *o = a->watch.moment.outline;
    time_t seconds = (time_t)(f->wall_ns / NS_PER_SEC);
    struct tm parts;
    localtime_r(&seconds, &parts);
    int64_t now =
        ((int64_t)parts.tm_hour * 3600 + parts.tm_min * 60 + parts.tm_sec) * (int64_t)NS_PER_SEC +
        (int64_t)(f->wall_ns % NS_PER_SEC);
    int64_t to = (int64_t)f->time_ns + ns - now;
    if (to < (int64_t)o->first_ns && to + day <= (int64_t)o->last_ns)
        to += day;
    else if (to > (int64_t)o->last_ns && to - day >= (int64_t)o->first_ns)
        to -= day;
    return to;
}

static int64_t time_meant(const struct app *a, const struct time_text *text)
{
    switch (text->from) {
    case TIME_FROM_BEGIN:
        return (int64_t)a->watch.moment.outline->first_ns + text->ns;
    case TIME_FROM_HERE:
        return (int64_t)shown(a)->time_ns + text->ns;
    default:
        return at_time_of_day(a, text->ns);
    }
}

/* Who types no time after all is live again. */
static void end_visit(struct app *a)
{
    if (!a->visits || a->model.prompt.open)
        return;
    a->visits = false;
    if (a->model.time.wish != TIME_STAY)
        return;
    a->model.paused = false;
    watch_freeze(&a->watch, false);
}

/* Where the past begins and ends is known when the player has come for the first time. */
void moments_wish(struct app *a)
{
    end_visit(a);
    const struct timeline_outline *o = a->watch.moment.outline;
    enum time_wish wish = a->model.time.wish;
    struct time_text text;
    if (!o && a->watch.looks_back)
        return;
    a->model.time.wish = TIME_STAY;
    if (wish == TIME_STAY || !o || !shown(a))
        return;
    int64_t to =
        (int64_t)o->first_ns + (int64_t)(a->model.time.part * (double)(o->last_ns - o->first_ns));
    if (wish == TIME_TEXT && !time_text_parse(a->model.time.text, &text))
        return;
    if (wish == TIME_TEXT)
        to = time_meant(a, &text);
    player_seek(a->watch.player, to > 0 ? (uint64_t)to : 0);
}

void moments_came(struct app *a)
{
    char *note = a->watch.moment.note;
    if (note[0])
        app_say(a, VIEW_ROLE_WARNING, note);
    note[0] = '\0';
    moments_wish(a);
}

/* SESSION-DAY-TIME.mgr */
static void file_for(const struct app *a, char *path, size_t size)
{
    time_t seconds = (time_t)(clock_wall_ns() / NS_PER_SEC);
    struct tm now;
    char stamp[32];
    localtime_r(&seconds, &now);
    strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", &now);
    snprintf(path, size, "%s-%s.mgr", a->watch.session, stamp);
}

void moments_keep(struct app *a)
{
    char path[MEMGLASS_NAME_MAX + 64];
    memglass_error err = {0};
    if (!a->watch.past) {
        app_say(a, VIEW_ROLE_WARNING, "There is no past here that could be written to a file.");
        return;
    }
    if (a->watch.keeper) {
        app_say(a, VIEW_ROLE_WARNING, "What there is to look back at is being written already.");
        return;
    }
    file_for(a, path, sizeof path);
    a->watch.keeper = keeper_start(a->watch.past, path, a->model.interval_ns, &err);
    if (!a->watch.keeper)
        app_say(a, VIEW_ROLE_BAD, err.message);
}

void moments_kept(struct app *a)
{
    char text[MEMGLASS_NAME_MAX + 128];
    memglass_error err = {0};
    if (!a->watch.keeper || !keeper_is_done(a->watch.keeper))
        return;
    snprintf(text, sizeof text, "What there is to look back at is in %s.",
             keeper_path(a->watch.keeper));
    if (keeper_end(&a->watch.keeper, &err) == MEMGLASS_OK)
        app_say(a, VIEW_ROLE_PLAIN, text);
    else
        app_say(a, VIEW_ROLE_BAD, err.message);
}

struct view_time moments_shown(const struct app *a)
{
    const struct player_moment *m = &a->watch.moment;
    return (struct view_time){.outline = m->outline,
                              .speed = m->speed,
                              .back = !watch_replays(&a->watch),
                              .playing = m->playing,
                              .busy = m->busy};
}
