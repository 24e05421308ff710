/* The dashboard. Layer 8. */
#include "top/app.h"

#include "base/clock.h"
#include "base/error.h"
#include "top/moments.h"
#include "tui/screen.h"
#include "view/text.h"

#include <stdio.h>
#include <string.h>

#define FRAME_MS         16 /* 60 frames a second, while something moves */
#define SESSIONS_LIST_NS NS_PER_SEC
#define COST_NS          NS_PER_SEC
#define HOLD_NS          NS_PER_SEC
#define GLIMPSE_OBJECTS  256 /* more than a screen has lines */

void app_say(struct app *a, enum view_role role, const char *text)
{
    snprintf(a->message, sizeof a->message, "%s", text);
    a->message_role = role;
    a->stale = true;
}

static void list_sessions(struct app *a)
{
    memglass_error err = {0};
    if (sessions_refresh(&a->sessions, &a->options->attach, &err) < 0)
        app_say(a, VIEW_ROLE_BAD, err.message);
    a->sessions_ns = clock_monotonic_ns();
    a->stale = true;
}

/* With a glimpse, so that the first screenful waits for no whole frame. */
static struct sampler_options sampling_of(const struct app *a)
{
    struct sampler_options sampling = choices_sampling(&a->model, a->options);
    sampling.glimpse_objects = GLIMPSE_OBJECTS;
    return sampling;
}

int app_open(struct app *a, const struct top_options *options, memglass_error *err)
{
    memglass_error note = {0};
    *a = (struct app){.options = options, .stale = true, .held_key = VIEW_KEY_NONE};
    meter_init(&a->meter);
    canvas_init(&a->canvas);
    sessions_init(&a->sessions);
    bool named = options->session || options->replay;
    model_init(&a->model, named ? VIEW_SCREEN_OBJECTS : VIEW_SCREEN_SESSIONS);
    a->model.has_sessions = !named;
    if (choices_read(&a->config, &a->model, options, &note) != MEMGLASS_OK)
        app_say(a, VIEW_ROLE_BAD, note.message);
    a->applied = a->model.settings;
    a->applied_interval_ns = a->model.interval_ns;
    a->ascii = choices_ascii(&a->model);
    a->builder = view_builder_create();
    if (!a->builder)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    a->arranger = arranger_start(err);
    if (!a->arranger)
        return MEMGLASS_E_SYSTEM;
    struct sampler_options sampling = sampling_of(a);
    if (options->replay)
        return watch_open_recording(&a->watch, options->replay, err);
    if (options->session)
        return watch_open(&a->watch, options->session, &sampling,
                          settings_past_bytes(&a->model.settings), &options->when, err);
    list_sessions(a);
    return MEMGLASS_OK;
}

void app_close(struct app *a)
{
    arranger_stop(&a->arranger);
    if (a->builder)
        view_builder_forget(a->builder); /* its frames are the sampler's */
    watch_close(&a->watch);
    view_builder_destroy(&a->builder);
    model_fini(&a->model);
    sessions_fini(&a->sessions);
    config_close(&a->config);
    canvas_fini(&a->canvas);
    term_close(&a->terminal);
}

/* --- building and showing ----------------------------------------------------------------------
 */

static void fail(struct app *a, int code, const char *what)
{
    a->failed = error_set(&a->err, code, 0, "%s: %s", what, memglass_strerror(code));
    a->quit = true;
}

static void build(struct app *a)
{
    char place[CONFIG_PATH_MAX];
    const struct view_arranger arranger = arranger_for_view(a->arranger);
    struct view_time time = moments_shown(a);
    uint64_t now = clock_monotonic_ns();
    struct view_input in = {.snapshot = watch_shown(&a->watch),
                            .live = &a->watch.live,
                            .history = watch_history(&a->watch),
                            .lane = watch_lane(&a->watch),
                            .session = a->watch.session,
                            .sessions = a->sessions.entries,
                            .session_count = a->sessions.count,
                            .message = a->message,
                            .message_role = a->message_role,
                            .config_place = config_place(&a->config, place),
                            .cost = &a->meter.cost,
                            .now_ns = a->watch.tick_ns,
                            .time = watch_in_time(&a->watch) ? &time : NULL,
                            .clock_ns = watch_replays(&a->watch) ? 0 : now,
                            .wall_ns = clock_wall_ns(),
                            .arranger = &arranger,
                            .hold = a->moved_ns && now - a->moved_ns < HOLD_NS,
                            .ascii = a->ascii};
    term_size(a->terminal, &in.width, &in.height);
    int status = view_build(a->builder, &in, &a->model, &a->state);
    if (status)
        fail(a, status, "cannot show the objects");
    if (a->canvas.width != in.width || a->canvas.height != in.height)
        status = canvas_resize(&a->canvas, in.width, in.height);
    if (status)
        fail(a, status, "cannot draw the screen");
    a->stale = false;
    struct object_id watched[LANE_OBJECTS];
    watch_closely(&a->watch, watched, model_watched(&a->model, watched));
    meter_time(&a->meter.running.build, now);
}

void app_show(struct app *a)
{
    if (a->stale)
        build(a);
    if (a->quit)
        return;
    uint64_t now = clock_monotonic_ns();
    screen_draw(&a->canvas, &a->state, now);
    now = meter_time(&a->meter.running.draw, now);
    size_t bytes = term_show(a->terminal, &a->canvas);
    if (bytes)
        meter_time(&a->meter.running.write, now);
    meter_picture(&a->meter, bytes);
    if (a->watch.sampler)
        sampler_go(a->watch.sampler);
}

/* The next moment at which a screen that tells of more than frames is due; UINT64_MAX: none. */
static uint64_t due_ns(const struct app *a)
{
    if (a->model.screen == VIEW_SCREEN_SESSIONS)
        return a->sessions_ns + SESSIONS_LIST_NS;
    if (a->state.chart.next_ns && a->model.screen == VIEW_SCREEN_INSPECTOR)
        return a->state.chart.next_ns;
    return a->model.screen == VIEW_SCREEN_COST ? a->meter.at_ns + COST_NS : UINT64_MAX;
}

int app_wait_ms(const struct app *a)
{
    uint64_t now = clock_monotonic_ns();
    int wait = term_key_wait_ms(a->terminal);
    if (screen_moves(&a->state, now))
        return wait >= 0 && wait < FRAME_MS ? wait : FRAME_MS;
    uint64_t due = due_ns(a);
    if (due == UINT64_MAX)
        return wait;
    int left = now < due ? (int)((due - now) / NS_PER_MS) + 1 : 0;
    return wait >= 0 && wait < left ? wait : left;
}

/* --- what happens ------------------------------------------------------------------------------
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
    list_sessions(a);
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
    struct sampler_options sampling = sampling_of(a);
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
    a->ascii = choices_ascii(&a->model);
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
        build(a);
    if (!a->state.path || !a->state.path[0]) {
        app_say(a, VIEW_ROLE_WARNING, "Nothing here has a path to copy.");
        return;
    }
    snprintf(a->copied, sizeof a->copied, "%s", a->state.path);
    bool sent = term_copy(a->terminal, a->copied);
    snprintf(text, sizeof text, "%s %.180s", sent ? "Copied" : "Printed on exit:", a->copied);
    app_say(a, VIEW_ROLE_PLAIN, text);
}

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
        build(a);
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
        build(a);
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

void app_key(struct app *a, int key, uint64_t key_ns)
{
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
    enum view_intent intent = key == VIEW_KEY_MOUSE ? click(a) : intent_of(a, key);
    if (key == VIEW_KEY_MOUSE)
        moments_wish(a);
    if (intent != VIEW_INTENT_NONE)
        apply(a, intent);
}

/* What --when found. */
static void hear(struct app *a)
{
    struct alarm_news news;
    if (!a->watch.alarm || !alarm_take(a->watch.alarm, &news))
        return;
    if (news.rings)
        term_ring(a->terminal);
    if (news.text[0])
        app_say(a, news.bad ? VIEW_ROLE_BAD : VIEW_ROLE_WARNING, news.text);
    a->quit = a->quit || news.exits;
}

void app_tick(struct app *a)
{
    uint64_t now = clock_monotonic_ns();
    if (watch_take(&a->watch)) {
        a->stale = true;
        moments_came(a);
    }
    hear(a);
    if (arranger_ready(a->arranger) || (a->state.chart.next_ns && now >= a->state.chart.next_ns))
        a->stale = true;
    if (a->model.screen == VIEW_SCREEN_COST && now - a->meter.at_ns >= COST_NS) {
        meter_measure(&a->meter, &a->watch);
        a->stale = true;
    }
    if (a->options->count && a->watch.frames > a->options->count)
        a->quit = true;
    if (a->model.screen == VIEW_SCREEN_SESSIONS && now - a->sessions_ns >= SESSIONS_LIST_NS)
        list_sessions(a);
}
