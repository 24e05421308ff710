/* Going about in the past of a live session. Tests only; no layer. */
#include "unit.h"

#include "base/clock.h"
#include "top/moments.h"

#include <memglass/producer.h>
#include <poll.h>
#include <stdio.h>

enum { PATIENCE_MS = 20000, TICKS = 5 };

/* The dashboard without a screen, on a session of this process. */
struct stage {
    memglass_session *session;
    struct app app;
};

static struct stage stage;

static void await(int fd)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    ck_assert_int_eq(poll(&p, 1, PATIENCE_MS), 1);
    watch_take(&stage.app.watch);
}

static void stage_open(void)
{
    char name[UNIT_NAME_BYTES];
    struct memglass_config config = {.name = unit_session_name(name, "moments")};
    struct sampler_options sampling = {.interval_ns = NS_PER_MS};
    struct when_options when = {0};
    struct watch *w = &stage.app.watch;
    stage.session = memglass_open(&config, NULL);
    ck_assert_ptr_nonnull(stage.session);
    stage.app.held_key = VIEW_KEY_NONE;
    ck_assert_int_eq(watch_open(w, name, &sampling, 16 << 20, &when, NULL), MEMGLASS_OK);
    while (!w->live.cur || w->live.cur->tick < TICKS)
        await(watch_fd(w));
}

static void stage_close(void)
{
    watch_close(&stage.app.watch);
    memglass_close(stage.session);
}

/* From the first tick on: it was kept before anybody saw it. */
START_TEST(test_what_is_shown_can_be_looked_back_at)
{
    stage_open();
    ck_assert(moments_apply(&stage.app, VIEW_INTENT_TIME_BACK));
    ck_assert_str_eq(stage.app.message, "");
    ck_assert(stage.app.watch.looks_back);
    stage_close();
}
END_TEST

START_TEST(test_a_time_typed_before_the_player_has_come_is_gone_to)
{
    stage_open();
    struct watch *w = &stage.app.watch;
    ck_assert(!moments_apply(&stage.app, VIEW_INTENT_TIME_GOTO)); /* the prompt opens */
    ck_assert(!watch_in_time(w));
    stage.app.model.time.wish = TIME_TEXT;
    snprintf(stage.app.model.time.text, sizeof stage.app.model.time.text, "0");
    moments_wish(&stage.app);
    ck_assert(!app_takes_keys(&stage.app)); /* those behind it are about where it leads */
    while (!watch_in_time(w))
        await(watch_player_fd(w));
    ck_assert_uint_gt(watch_shown(w)->cur->time_ns, w->moment.outline->first_ns);
    moments_came(&stage.app);
    ck_assert(app_takes_keys(&stage.app));
    while (watch_shown(w)->cur->time_ns != w->moment.outline->first_ns)
        await(watch_player_fd(w));
    stage_close();
}
END_TEST

static void type_a_time(const char *keys)
{
    stage.app.model.paused = false;
    ck_assert(!moments_apply(&stage.app, VIEW_INTENT_TIME_GOTO));
    model_apply(&stage.app.model, VIEW_INTENT_TIME_GOTO);
    ck_assert(stage.app.model.prompt.open && stage.app.watch.looks_back);
    for (; *keys; keys++) {
        ck_assert(stage.app.model.paused);
        app_key(&stage.app, *keys, clock_monotonic_ns());
    }
    ck_assert(!stage.app.model.prompt.open);
}

START_TEST(test_who_types_no_time_after_all_is_live_again)
{
    stage_open();
    struct app *a = &stage.app;
    type_a_time("1\033");
    ck_assert(!a->model.paused && !a->watch.has_frozen);
    type_a_time("\r");
    ck_assert(!a->model.paused && !a->watch.has_frozen);
    ck_assert(moments_apply(a, VIEW_INTENT_TIME_BACK)); /* not from live: back it stays */
    ck_assert(!moments_apply(a, VIEW_INTENT_TIME_GOTO));
    model_apply(&a->model, VIEW_INTENT_TIME_GOTO);
    app_key(a, VIEW_KEY_ESCAPE, clock_monotonic_ns());
    ck_assert(a->model.paused && a->watch.looks_back);
    watch_freeze(&a->watch, false);
    type_a_time("-1\r");
    ck_assert(a->model.paused && a->watch.looks_back);
    stage_close();
}
END_TEST

/* Gauges glide from when what is shown came: ticks behind a frozen screen must not set them going.
 */
START_TEST(test_ticks_behind_what_is_frozen_come_unseen)
{
    stage_open();
    struct watch *w = &stage.app.watch;
    watch_freeze(w, true);
    uint64_t shown_ns = w->shown_ns, frames = w->frames;
    while (w->frames == frames)
        await(watch_fd(w));
    ck_assert_uint_eq(w->shown_ns, shown_ns);
    watch_freeze(w, false);
    for (frames = w->frames; w->frames == frames;)
        await(watch_fd(w));
    ck_assert_uint_gt(w->shown_ns, shown_ns);
    stage_close();
}
END_TEST

/* Who takes builds the screen anew. */
START_TEST(test_a_snapshot_is_taken_once)
{
    stage_open();
    struct watch *w = &stage.app.watch;
    for (unsigned again = 0, fresh = 0; again < 100 || fresh < 3;) {
        uint64_t number = w->live.number;
        bool taken = watch_take(w);
        ck_assert_int_eq(taken, w->live.number != number);
        again += !taken;
        fresh += taken;
    }
    stage_close();
}
END_TEST

MEMGLASS_SUITE("top/moments", test_what_is_shown_can_be_looked_back_at,
               test_a_time_typed_before_the_player_has_come_is_gone_to,
               test_who_types_no_time_after_all_is_live_again,
               test_ticks_behind_what_is_frozen_come_unseen, test_a_snapshot_is_taken_once)
