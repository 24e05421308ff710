/* The dashboard. Layer 8. */
#include "top/app.h"

#include "base/clock.h"
#include "base/error.h"
#include "tui/screen.h"

#include <langinfo.h>
#include <stdio.h>
#include <string.h>

#define FRAME_MS         16 /* 60 frames a second, while something moves */
#define SESSIONS_LIST_NS NS_PER_SEC

bool app_is_ascii(const struct top_options *options)
{
    return options->ascii || strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
}

struct sampler_options app_sampling(const struct top_options *options)
{
    return (struct sampler_options){.interval_ns = options->interval_ns, .attach = options->attach};
}

void app_choose(struct model *m, const struct top_options *options)
{
    if (options->sort)
        snprintf(m->sort, sizeof m->sort, "%s", options->sort);
    if (options->type)
        snprintf(m->type, sizeof m->type, "%s", options->type);
    m->reverse_default = options->reverse;
}

static void list_sessions(struct app *a)
{
    memglass_error err = {0};
    if (sessions_refresh(&a->sessions, &a->options->attach, &err) < 0)
        snprintf(a->message, sizeof a->message, "%s", err.message);
    a->sessions_ns = clock_monotonic_ns();
    a->stale = true;
}

int app_open(struct app *a, const struct top_options *options, memglass_error *err)
{
    *a = (struct app){.options = options, .stale = true, .ascii = app_is_ascii(options)};
    canvas_init(&a->canvas);
    sessions_init(&a->sessions);
    model_init(&a->model, options->session ? VIEW_SCREEN_OBJECTS : VIEW_SCREEN_SESSIONS);
    app_choose(&a->model, options);
    a->model.has_sessions = !options->session;
    a->builder = view_builder_create();
    if (!a->builder)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    struct sampler_options sampling = app_sampling(options);
    if (options->session)
        return watch_open(&a->watch, options->session, &sampling, err);
    list_sessions(a);
    return MEMGLASS_OK;
}

void app_close(struct app *a)
{
    if (a->builder)
        view_builder_forget(a->builder); /* its frames are the sampler's */
    watch_close(&a->watch);
    view_builder_destroy(&a->builder);
    model_fini(&a->model);
    sessions_fini(&a->sessions);
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
    struct view_input in = {.snapshot = watch_shown(&a->watch),
                            .live = &a->watch.live,
                            .history = a->watch.sampler ? sampler_history(a->watch.sampler) : NULL,
                            .session = a->watch.session,
                            .sessions = a->sessions.entries,
                            .session_count = a->sessions.count,
                            .message = a->message,
                            .now_ns = a->watch.tick_ns,
                            .wall_ns = clock_wall_ns(),
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
}

void app_show(struct app *a)
{
    if (a->stale)
        build(a);
    if (a->quit)
        return;
    screen_draw(&a->canvas, &a->state, clock_monotonic_ns());
    term_show(a->terminal, &a->canvas);
}

int app_wait_ms(const struct app *a)
{
    uint64_t now = clock_monotonic_ns();
    int wait = term_key_wait_ms(a->terminal);
    if (screen_moves(&a->state, now))
        return wait >= 0 && wait < FRAME_MS ? wait : FRAME_MS;
    if (a->model.screen == VIEW_SCREEN_SESSIONS) {
        uint64_t due = a->sessions_ns + SESSIONS_LIST_NS;
        int left = now < due ? (int)((due - now) / NS_PER_MS) + 1 : 0;
        return wait >= 0 && wait < left ? wait : left;
    }
    return wait;
}

/* --- what happens ------------------------------------------------------------------------------
 */

static void detach(struct app *a)
{
    view_builder_forget(a->builder);
    watch_close(&a->watch);
    list_sessions(a);
}

static void attach(struct app *a)
{
    memglass_error err = {0};
    struct sampler_options sampling = app_sampling(a->options);
    if (watch_open(&a->watch, a->model.session, &sampling, &err) != MEMGLASS_OK) {
        snprintf(a->message, sizeof a->message, "%s", err.message);
        return;
    }
    a->model.screen = VIEW_SCREEN_OBJECTS;
}

void app_key(struct app *a, int key)
{
    enum view_intent intent = view_key_intent(a->model.screen, key);
    a->stale = a->stale || a->message[0];
    a->message[0] = '\0';
    if (intent == VIEW_INTENT_NONE)
        return;
    if (model_must_build(&a->model, intent))
        build(a);
    a->stale = true;
    switch (model_apply(&a->model, intent)) {
    case MODEL_ATTACH:
        attach(a);
        break;
    case MODEL_DETACH:
        detach(a);
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
}

void app_tick(struct app *a)
{
    if (watch_take(&a->watch))
        a->stale = true;
    if (a->options->count && a->watch.frames > a->options->count)
        a->quit = true;
    if (a->model.screen == VIEW_SCREEN_SESSIONS &&
        clock_monotonic_ns() - a->sessions_ns >= SESSIONS_LIST_NS)
        list_sessions(a);
}
