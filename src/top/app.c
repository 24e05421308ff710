/* The dashboard. Layer 8. */
#include "top/app.h"

#include "base/clock.h"
#include "base/error.h"
#include "top/moments.h"
#include "tui/screen.h"

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

void app_list_sessions(struct app *a)
{
    memglass_error err = {0};
    if (sessions_refresh(&a->sessions, &a->options->attach, &err) < 0)
        app_say(a, VIEW_ROLE_BAD, err.message);
    a->sessions_ns = clock_monotonic_ns();
    a->stale = true;
}

/* With a glimpse, so that the first screenful waits for no whole frame. */
struct sampler_options app_sampling(const struct app *a)
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
    a->ascii = choices_ascii_here(&a->model);
    a->builder = view_builder_create();
    if (!a->builder)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    a->arranger = arranger_start(err);
    if (!a->arranger)
        return MEMGLASS_E_SYSTEM;
    struct sampler_options sampling = app_sampling(a);
    if (options->replay)
        return watch_open_recording(&a->watch, options->replay, err);
    if (options->session)
        return watch_open(&a->watch, options->session, &sampling,
                          settings_past_bytes(&a->model.settings), &options->when, err);
    app_list_sessions(a);
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

void app_build(struct app *a)
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
                            .now_ns = a->watch.shown_ns,
                            .time = watch_in_time(&a->watch) ? &time : NULL,
                            .going_back = a->watch.looks_back,
                            .clock_ns = watch_replays(&a->watch) ? 0 : now,
                            .wall_ns = clock_wall_ns(),
                            .arranger = &arranger,
                            .hold = a->moved_ns && now - a->moved_ns < HOLD_NS,
                            .ascii = a->ascii};
    term_size(a->terminal, &in.width, &in.height);
    int status = view_build(a->builder, &in, &a->model, &a->state);
    if (status)
        fail(a, status, "cannot show the objects");
    else if ((a->canvas.width != in.width || a->canvas.height != in.height) &&
             (status = canvas_resize(&a->canvas, in.width, in.height)))
        fail(a, status, "cannot draw the screen");
    a->stale = false;
    struct object_id watched[LANE_OBJECTS];
    watch_closely(&a->watch, watched, model_watched(&a->model, watched));
    meter_time(&a->meter.running.build, now);
}

void app_show(struct app *a)
{
    if (a->stale)
        app_build(a);
    if (a->quit)
        return;
    uint64_t now = clock_monotonic_ns();
    screen_draw(&a->canvas, &a->state, now);
    a->drawn_ns = now;
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
    if (screen_moves(&a->state, a->drawn_ns)) /* drawing may have taken beyond the end */
        return wait >= 0 && wait < FRAME_MS ? wait : FRAME_MS;
    uint64_t due = due_ns(a);
    if (due == UINT64_MAX)
        return wait;
    int left = now < due ? (int)((due - now) / NS_PER_MS) + 1 : 0;
    return wait >= 0 && wait < left ? wait : left;
}

/* --- what comes by itself ----------------------------------------------------------------------
 */

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
    moments_kept(a);
    if (arranger_ready(a->arranger) || (a->state.chart.next_ns && now >= a->state.chart.next_ns))
        a->stale = true;
    if (a->model.screen == VIEW_SCREEN_COST && now - a->meter.at_ns >= COST_NS) {
        meter_measure(&a->meter, &a->watch);
        a->stale = true;
    }
    if (a->options->count && a->watch.frames > a->options->count)
        a->quit = true;
    if (a->model.screen == VIEW_SCREEN_SESSIONS && now - a->sessions_ns >= SESSIONS_LIST_NS)
        app_list_sessions(a);
}
