/* The dashboard's keys: what they change, and what is said of it. Layer 8. */
#include "top/app.h"

#include "base/clock.h"
#include "top/moments.h"
#include "view/text.h"

#include <stdio.h>
#include <string.h>

/* --- sessions ------------------------------------------------------------------------------------
 */

/* Lets go of all that the sampler's frames and history are needed for. */
static void forget_session(struct app *a)
{
    arranger_clear(a->arranger);
    view_builder_forget(a->builder);
    watch_close(&a->watch);
    meter_new_sampler(&a->meter);
}

static void detach(struct app *a)
{
    forget_session(a);
    app_list_sessions(a);
}

static void attach(struct app *a)
{
    struct watch next;
    memglass_error err = {0};
    if (a->model.attached && !watch_replays(&a->watch) &&
        strcmp(a->watch.session, a->model.session) == 0) {
        a->model.screen = VIEW_SCREEN_OBJECTS;
        return;
    }
    struct sampler_options sampling = app_sampling(a);
    uint64_t past = settings_past_bytes(&a->model.settings);
    if (watch_open(&next, a->model.session, &sampling, past, &a->options->when, &err) !=
        MEMGLASS_OK) {
        app_say(a, VIEW_ROLE_BAD, err.message);
        return;
    }
    forget_session(a);
    a->watch = next;
    model_leave_session(&a->model);
    a->model.attached = true;
    a->model.screen = VIEW_SCREEN_OBJECTS;
}

/* --- choices -----------------------------------------------------------------------------------
 */

static void apply_interval(struct app *a)
{
    char text[128], shown[16];
    struct strbuf out;
    strbuf_init(&out, shown, sizeof shown);
    text_cost(&out, a->model.interval_ns);
    snprintf(text, sizeof text, "One frame every %s%s.", shown,
             watch_replays(&a->watch) ? " of a live session; those of a recording are as they are"
                                      : "");
    a->applied_interval_ns = a->model.interval_ns;
    if (a->watch.sampler)
        sampler_set_interval(a->watch.sampler, a->model.interval_ns);
    app_say(a, VIEW_ROLE_PLAIN, text);
}

static void apply_choices(struct app *a)
{
    if (a->applied_interval_ns != a->model.interval_ns)
        apply_interval(a);
    if (memcmp(&a->applied, &a->model.settings, sizeof a->applied) == 0)
        return;
    struct term_options how = choices_terminal(&a->model, a->options);
    a->applied = a->model.settings;
    a->ascii = choices_ascii_here(&a->model);
    term_set(a->terminal, &how);
}

static bool changes_choices(enum view_screen screen)
{
    return screen == VIEW_SCREEN_SETUP || screen == VIEW_SCREEN_COLUMNS;
}

/* When a screen that changes choices is left, they are written down. */
static void keep_choices(struct app *a)
{
    char place[CONFIG_PATH_MAX], text[256];
    memglass_error err = {0};
    if (!a->model.choices_changed || a->quit || changes_choices(a->model.screen))
        return;
    if (choices_keep(&a->config, &a->model, &err) != MEMGLASS_OK) {
        app_say(a, VIEW_ROLE_BAD, err.message);
        return;
    }
    snprintf(text, sizeof text, "Kept in %.200s.", config_place(&a->config, place));
    app_say(a, VIEW_ROLE_PLAIN, text);
}

static void copy_path(struct app *a)
{
    char text[256];
    if (a->stale)
        app_build(a);
    if (!a->state.path || !a->state.path[0]) {
        app_say(a, VIEW_ROLE_WARNING, "Nothing here has a path to copy.");
        return;
    }
    snprintf(a->copied, sizeof a->copied, "%s", a->state.path);
    bool sent = term_copy(a->terminal, a->copied);
    snprintf(text, sizeof text, "%s %.180s", sent ? "Copied" : "Printed on exit:", a->copied);
    app_say(a, VIEW_ROLE_PLAIN, text);
}

/* --- keys --------------------------------------------------------------------------------------
 */

static bool is_move(enum view_intent intent)
{
    return intent == VIEW_INTENT_UP || intent == VIEW_INTENT_DOWN ||
           intent == VIEW_INTENT_PAGE_UP || intent == VIEW_INTENT_PAGE_DOWN ||
           intent == VIEW_INTENT_LAST || intent == VIEW_INTENT_FIND_NEXT ||
           intent == VIEW_INTENT_FIND_PREVIOUS;
}

static void tell_of_history(struct app *a, enum view_intent intent)
{
    bool none = a->watch.sampler && !watch_history(&a->watch);
    const char *text = none ? choices_without_history(&a->model, intent) : NULL;
    if (text)
        app_say(a, VIEW_ROLE_WARNING, text);
}

static void apply(struct app *a, enum view_intent intent)
{
    if (is_move(intent))
        a->moved_ns = clock_monotonic_ns();
    if (model_must_build(&a->model, intent))
        app_build(a);
    a->stale = true;
    if (moments_apply(a, intent))
        return;
    switch (model_apply(&a->model, intent)) {
    case MODEL_ATTACH:
        attach(a);
        break;
    case MODEL_DETACH:
        detach(a);
        break;
    case MODEL_COPY:
        copy_path(a);
        break;
    case MODEL_REDRAW:
        term_redraw(a->terminal);
        break;
    case MODEL_QUIT:
        a->quit = true;
        break;
    case MODEL_SHOWN:
        break;
    }
    watch_freeze(&a->watch, a->model.paused);
    tell_of_history(a, intent);
    apply_choices(a);
    keep_choices(a);
}

static enum view_intent click(struct app *a)
{
    struct view_mouse mouse = term_mouse(a->terminal);
    a->moved_ns = clock_monotonic_ns();
    /* What was clicked on is what is on the screen, unless keys came first. */
    if (a->state.screen != a->model.screen || a->state.prompt.open != a->model.prompt.open ||
        model_must_build(&a->model, VIEW_INTENT_NONE))
        app_build(a);
    struct view_hit hit = view_hit(&a->state, &mouse);
    a->stale = true;
    return model_hit(&a->model, &a->state, &hit);
}

static enum view_intent intent_of(const struct app *a, int key)
{
    return watch_in_time(&a->watch) ? view_key_intent_in_time(a->model.screen, key)
                                    : view_key_intent(a->model.screen, key);
}

/* What holds on to a frame, or leaves it for another. */
static bool needs_frame(enum view_intent intent)
{
    return intent == VIEW_INTENT_PAUSE || intent == VIEW_INTENT_BASELINE ||
           (intent >= VIEW_INTENT_TIME_BACK && intent <= VIEW_INTENT_TIME_MARK_BEFORE);
}

/* The first tick comes soon. Until then the keys behind this one stay where they are. */
static bool hold_key(struct app *a, int key, uint64_t key_ns)
{
    bool held = watch_glimpses(&a->watch) && !a->model.prompt.open && key != VIEW_KEY_MOUSE &&
                needs_frame(intent_of(a, key));
    a->held_key = held ? key : VIEW_KEY_NONE;
    a->held_ns = key_ns;
    return held;
}

bool app_takes_keys(struct app *a)
{
    int key = a->held_key;
    if (key != VIEW_KEY_NONE && !watch_glimpses(&a->watch))
        app_key(a, key, a->held_ns);
    return a->held_key == VIEW_KEY_NONE && a->model.time.wish == TIME_STAY;
}

/* Programs that type know no pause behind an Escape. */
static bool take_alt(struct app *a, int key, uint64_t key_ns)
{
    int character = key & ~VIEW_KEY_ALT;
    if (!(key & VIEW_KEY_ALT) || (a->model.prompt.open && prompt_knows_alt(character)))
        return false;
    app_key(a, VIEW_KEY_ESCAPE, key_ns);
    if (!a->quit)
        app_key(a, character, key_ns);
    return true;
}

void app_key(struct app *a, int key, uint64_t key_ns)
{
    if (take_alt(a, key, key_ns))
        return;
    if (hold_key(a, key, key_ns))
        return;
    meter_key(&a->meter, key_ns);
    a->stale = a->stale || a->message[0];
    a->message[0] = '\0';
    if (a->model.prompt.open && key != VIEW_KEY_MOUSE) {
        model_prompt_key(&a->model, key);
        moments_wish(a);
        a->stale = true;
        return;
    }
    if (key & VIEW_KEY_PASTED) {
        app_say(a, VIEW_ROLE_WARNING, "Pasted text is left out: no line is being typed.");
        return;
    }
    enum view_intent intent = key == VIEW_KEY_MOUSE ? click(a) : intent_of(a, key);
    if (key == VIEW_KEY_MOUSE)
        moments_wish(a);
    if (intent != VIEW_INTENT_NONE)
        apply(a, intent);
}
