/* The sampler: on an absolute schedule, never waiting for the screen, nor the screen for it. */
#include "base/clock.h"
#include "sample/sampler.h"
#include "sample/schedule.h"
#include "synthetic.h"
#include "unit.h"

#include <math.h>
#include <memglass/producer.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <string.h>

enum { PATIENCE_MS = 20000 };

/* --- the schedule --- */

START_TEST(test_schedule_keeps_its_grid)
{
    struct schedule s = schedule_start(1000, 100);
    ck_assert_uint_eq(s.due_ns, 1000);
    uint64_t now = 1000;
    for (unsigned i = 1; i <= 1000; i++) {
        now += i * 37 % 90; /* work, always shorter than the interval */
        now = schedule_next(&s, now) + i % 9;
        ck_assert_uint_eq(s.due_ns, 1000 + 100 * i);
    }
    ck_assert_uint_eq(s.missed, 0);
}
END_TEST

START_TEST(test_schedule_skips_what_it_missed)
{
    struct schedule s = schedule_start(1000, 100);
    ck_assert_uint_eq(schedule_next(&s, 1100), 1100); /* just in time */
    ck_assert_uint_eq(s.missed, 0);
    ck_assert_uint_eq(schedule_next(&s, 1201), 1300); /* 1200 has gone by */
    ck_assert_uint_eq(s.missed, 1);
    ck_assert_uint_eq(schedule_next(&s, 1999), 2000); /* 1400 to 1900 have */
    ck_assert_uint_eq(s.missed, 7);
}
END_TEST

START_TEST(test_schedule_changes_its_grid)
{
    struct schedule s = schedule_start(1000, 100);
    schedule_next(&s, 1010);
    ck_assert_uint_eq(schedule_change(&s, 1020, 50), 1050); /* from the tick at 1000 */
    ck_assert_uint_eq(schedule_next(&s, 1060), 1100);
    ck_assert_uint_eq(schedule_change(&s, 1070, 10000), 11050);
    ck_assert_uint_eq(schedule_change(&s, 5000, 100), 5000); /* overdue: now, and none missed */
    ck_assert_uint_eq(schedule_next(&s, 5010), 5100);
    ck_assert_uint_eq(s.missed, 0);
    ck_assert_uint_eq(schedule_next(&s, 5501), 5600); /* 5200 was due, 5300 to 5500 went by */
    ck_assert_uint_eq(s.missed, 4);
}
END_TEST

/* --- a sampler on frames made by hand --- */

/* What the sampler's thread and the test share. */
struct stage {
    struct synth_source source;
    struct sampler *sampler;
    sem_t go; /* with `gated`: one for each capture that may end */
    _Atomic bool gated;
    _Atomic int status;
    _Atomic uint64_t begun, ended;
    _Atomic uint64_t fed; /* the last tick that was, with `hold_feed` */
    sigset_t signals;
    _Atomic uint64_t first_ns;
    struct synth_reader reader;
};

static int each(struct synth_source *source, struct frame *f)
{
    struct stage *stage = source->ctx;
    if (atomic_fetch_add(&stage->begun, 1) == 0) {
        pthread_sigmask(SIG_SETMASK, NULL, &stage->signals);
        atomic_store(&stage->first_ns, f->time_ns);
    }
    if (atomic_load(&stage->gated))
        sem_wait(&stage->go);
    for (size_t i = 0; i < f->roster->count; i++)
        synth_thing(f, i)->level = (double)f->tick;
    atomic_fetch_add(&stage->ended, 1);
    return atomic_load(&stage->status);
}

static void open_stage(struct stage *stage, bool gated, bool lane, sampler_each *fed,
                       uint64_t interval_ns)
{
    static const struct synth_object objects[] = {{0, 1}, {1, 1}};
    struct sampler_options options = {.interval_ns = interval_ns, .each = fed, .ctx = stage};
    struct history *history = history_create(1 << 20);
    memset((void *)stage, 0, sizeof *stage);
    sem_init(&stage->go, 0, 0);
    atomic_store(&stage->gated, gated);
    synth_source_init(&stage->source, history, each, stage);
    synth_roster(&stage->source.synth, objects, 2);
    synth_reader_init(&stage->reader);
    if (lane)
        synth_source_with_lane(&stage->source, &stage->reader);
    stage->sampler = sampler_start_source(&stage->source.source, history, &options, NULL);
    ck_assert_ptr_nonnull(stage->sampler);
}

static void stage_open(struct stage *stage, bool gated, uint64_t interval_ns)
{
    open_stage(stage, gated, false, NULL, interval_ns);
}

static void stage_close(struct stage *stage)
{
    sampler_stop(&stage->sampler);
    ck_assert_ptr_null(stage->sampler);
    sem_destroy(&stage->go);
}

static bool readable(const struct sampler *s, int timeout_ms)
{
    struct pollfd p = {.fd = sampler_fd(s), .events = POLLIN};
    return poll(&p, 1, timeout_ms) == 1;
}

/* Replaces a snapshot by the next one. */
static void take_next(struct stage *stage, struct snapshot *snapshot)
{
    ck_assert(readable(stage->sampler, PATIENCE_MS));
    snapshot_release(snapshot);
    ck_assert(sampler_take(stage->sampler, snapshot));
}

static bool has_begun(void *arg)
{
    struct stage *stage = arg;
    return atomic_load(&stage->begun) > atomic_load(&stage->ended);
}

START_TEST(test_first_tick_comes_at_once)
{
    struct stage stage;
    struct snapshot got = {0};
    stage_open(&stage, false, 3600 * NS_PER_SEC);
    take_next(&stage, &got);
    ck_assert_ptr_null(got.prev);
    ck_assert_uint_eq(got.cur->tick, 1);
    ck_assert_uint_eq(got.diff.created, 2);
    ck_assert_int_eq(got.status, MEMGLASS_OK);
    ck_assert_uint_eq(got.interval_ns, 3600 * NS_PER_SEC);
    snapshot_release(&got);
    stage_close(&stage); /* and does not wait for an hour */
}
END_TEST

START_TEST(test_screen_never_waits_for_a_capture)
{
    struct stage stage;
    struct snapshot got = {0};
    stage_open(&stage, true, NS_PER_MS);
    ck_assert(unit_wait(has_begun, &stage, PATIENCE_MS));
    ck_assert(!sampler_take(stage.sampler, &got)); /* nothing yet, and at once */
    ck_assert_ptr_null(got.cur);
    sem_post(&stage.go);
    take_next(&stage, &got);
    ck_assert(unit_wait(has_begun, &stage, PATIENCE_MS)); /* inside the second */
    ck_assert(!readable(stage.sampler, 0));
    snapshot_release(&got);
    ck_assert(sampler_take(stage.sampler, &got)); /* the newest again */
    ck_assert_uint_eq(got.cur->tick, 1);
    snapshot_release(&got);
    for (int i = 0; i < 4; i++)
        sem_post(&stage.go);
    atomic_store(&stage.gated, false);
    stage_close(&stage);
}
END_TEST

/* Stops the sampler's thread where the first frame is fed to what follows it. */
static void hold_feed(const struct snapshot *s, const struct history *history, void *ctx)
{
    struct stage *stage = ctx;
    (void)history;
    atomic_store(&stage->fed, s->cur->tick);
    if (s->cur->tick == 1)
        sem_wait(&stage->go);
}

static bool is_fed(void *arg)
{
    struct stage *stage = arg;
    return atomic_load(&stage->fed) > 0;
}

/* Who sees a tick may look back at it at once. */
START_TEST(test_a_frame_is_fed_before_it_is_handed_over)
{
    struct stage stage;
    struct snapshot got = {0};
    open_stage(&stage, false, false, hold_feed, NS_PER_MS);
    ck_assert(unit_wait(is_fed, &stage, PATIENCE_MS));
    ck_assert(!readable(stage.sampler, 0));
    ck_assert(!sampler_take(stage.sampler, &got));
    sem_post(&stage.go);
    take_next(&stage, &got);
    ck_assert_uint_ge(got.cur->tick, 1);
    snapshot_release(&got);
    stage_close(&stage);
}
END_TEST

START_TEST(test_neighbours_are_compared)
{
    struct stage stage;
    struct snapshot got = {0};
    stage_open(&stage, false, NS_PER_MS);
    for (int i = 0; i < 20; i++)
        take_next(&stage, &got);
    ck_assert_uint_eq(got.prev->tick + 1, got.cur->tick);
    ck_assert_uint_eq(got.diff.changed, 2);
    ck_assert_uint_eq(got.diff.field_changes, 2);
    ck_assert_uint_eq(got.cur->pasts[0].last_change_ns, got.cur->time_ns);
    snapshot_release(&got);
    stage_close(&stage);
}
END_TEST

/* Paused: what is held stays as it is, whatever is sampled meanwhile, and beyond the sampler. */
START_TEST(test_held_snapshot_stays)
{
    struct stage stage;
    struct snapshot held = {0}, got = {0};
    stage_open(&stage, false, NS_PER_MS);
    take_next(&stage, &held);
    uint64_t tick = held.cur->tick;
    for (int i = 0; i < 50; i++)
        take_next(&stage, &got);
    snapshot_release(&got);
    stage_close(&stage);
    ck_assert_uint_eq(held.cur->tick, tick);
    ck_assert_double_eq(synth_thing(held.cur, 1)->level, (double)tick);
    ck_assert_str_eq(held.cur->roster->rows[1].label, "thing-1-1");
    snapshot_release(&held);
}
END_TEST

/* How late a tick is on the grid that the first one began. */
static uint64_t lateness(const struct snapshot *s, uint64_t first_ns)
{
    uint64_t due = first_ns + (s->cur->tick - 1 + s->missed_ticks) * s->interval_ns;
    return s->cur->time_ns > due ? s->cur->time_ns - due : 0;
}

/* Each wait overshoots by some 50 us: added up, they make ten intervals, and no later tick comes in
 * time again. On a busy machine many are late, too, but not all. */
START_TEST(test_no_drift)
{
    struct stage stage;
    struct snapshot got = {0};
    uint64_t late;
    long long deadline = unit_now_ms() + PATIENCE_MS;
    stage_open(&stage, false, NS_PER_MS);
    do {
        take_next(&stage, &got);
        late = lateness(&got, atomic_load(&stage.first_ns));
        ck_assert_msg(unit_now_ms() < deadline, "tick %llu: %llu ns late",
                      (unsigned long long)got.cur->tick, (unsigned long long)late);
    } while (got.cur->tick <= 300 || late >= 2 * NS_PER_MS);
    snapshot_release(&got);
    stage_close(&stage);
}
END_TEST

/* Of a gated stage: with that status, and before the next capture ends. */
static void step(struct stage *stage, int status, struct snapshot *got)
{
    atomic_store(&stage->status, status);
    sem_post(&stage->go);
    take_next(stage, got);
}

START_TEST(test_failed_capture_keeps_the_last_frame)
{
    struct stage stage;
    struct snapshot got = {0};
    stage_open(&stage, true, NS_PER_MS);
    step(&stage, MEMGLASS_OK, &got);
    for (int i = 0; i < 2; i++) {
        step(&stage, MEMGLASS_E_FAULT, &got);
        ck_assert_int_eq(got.status, MEMGLASS_E_FAULT);
        ck_assert_str_eq(got.message, "made to fail");
        ck_assert_uint_eq(got.cur->tick, 1);
    }
    step(&stage, MEMGLASS_OK, &got);
    ck_assert_int_eq(got.status, MEMGLASS_OK);
    ck_assert_str_eq(got.message, "");
    ck_assert_uint_eq(got.cur->tick, 2);
    snapshot_release(&got);
    atomic_store(&stage.gated, false);
    sem_post(&stage.go);
    stage_close(&stage);
}
END_TEST

/* SIGTERM is the screen's; a blocked SIGBUS would kill the process instead of being caught. */
START_TEST(test_thread_takes_its_own_faults_only)
{
    struct stage stage;
    struct snapshot got = {0};
    stage_open(&stage, false, NS_PER_MS);
    take_next(&stage, &got);
    ck_assert_int_eq(sigismember(&stage.signals, SIGTERM), 1);
    ck_assert_int_eq(sigismember(&stage.signals, SIGWINCH), 1);
    ck_assert_int_eq(sigismember(&stage.signals, SIGBUS), 0);
    ck_assert_int_eq(sigismember(&stage.signals, SIGSEGV), 0);
    snapshot_release(&got);
    stage_close(&stage);
}
END_TEST

/* The screen's side of the history, at full speed beside the sampler (see the thread sanitizer). */
START_TEST(test_history_is_read_while_it_grows)
{
    struct stage stage;
    struct snapshot got = {0};
    struct field_ref level = thing_ref("level");
    double values[HISTORY_SHOWN];
    size_t found = 0;
    stage_open(&stage, false, NS_PER_MS / 5);
    do {
        take_next(&stage, &got);
        found = history_read(sampler_history(stage.sampler), &got.cur->roster->rows[1], &level,
                             got.cur->tick, false, values, HISTORY_SHOWN);
        for (size_t i = 0; i < HISTORY_SHOWN; i++)
            if (!isnan(values[i]) && values[i] != (double)(got.cur->tick + 1 + i - HISTORY_SHOWN))
                ck_abort_msg("the value of another tick");
    } while (found < HISTORY_SHOWN);
    snapshot_release(&got);
    stage_close(&stage);
}
END_TEST

START_TEST(test_a_glimpse_is_there_when_the_start_returns)
{
    enum { OBJECTS = 2000 };
    char name[UNIT_NAME_BYTES];
    memglass_config config = {.name = unit_session_name(name, "glimpse")};
    memglass_session *session = memglass_open(&config, NULL);
    struct sampler_options options = {.interval_ns = 3600 * NS_PER_SEC, .glimpse_objects = 64};
    struct snapshot got;
    for (int i = 0; i < OBJECTS; i++)
        ck_assert_ptr_nonnull(memglass_create_object(session, &thing_type, 1, NULL));
    struct sampler *s = sampler_start(name, &options, NULL);
    ck_assert_ptr_nonnull(s);
    ck_assert(readable(s, 0));
    ck_assert(sampler_take(s, &got));
    ck_assert_uint_ge(got.cur->roster->count, 64);
    for (long long deadline = unit_now_ms() + PATIENCE_MS; !got.cur->tick;) {
        snapshot_release(&got);
        ck_assert(readable(s, (int)(deadline - unit_now_ms())));
        sampler_take(s, &got);
    }
    ck_assert_uint_eq(got.cur->tick, 1);
    ck_assert_uint_eq(got.cur->roster->count, OBJECTS);
    ck_assert_ptr_null(got.prev); /* most objects are not new: they were not looked at before */
    snapshot_release(&got);
    sampler_stop(&s);
    memglass_close(session);
}
END_TEST

START_TEST(test_missing_session_is_an_error_of_start)
{
    char name[UNIT_NAME_BYTES];
    memglass_error err;
    struct sampler_options options = {0};
    ck_assert_ptr_null(sampler_start(unit_session_name(name, "none"), &options, &err));
    ck_assert_int_eq(err.code, MEMGLASS_E_NOSESSION);
}
END_TEST

/* --- another interval --- */

START_TEST(test_shorter_interval_does_not_wait_for_the_longer_one)
{
    struct stage stage;
    struct snapshot got = {0};
    stage_open(&stage, false, 3600 * NS_PER_SEC);
    take_next(&stage, &got);
    sampler_set_interval(stage.sampler, NS_PER_MS);
    for (uint64_t tick = 2; tick < 20; tick++) {
        take_next(&stage, &got);
        ck_assert_uint_ge(got.cur->tick, tick);
        ck_assert_uint_eq(got.interval_ns, NS_PER_MS);
    }
    sampler_set_interval(stage.sampler, 3600 * NS_PER_SEC);
    while (got.interval_ns == NS_PER_MS) {
        sampler_set_interval(stage.sampler, 1800 * NS_PER_SEC); /* and it waits for neither */
        sampler_set_interval(stage.sampler, 2 * NS_PER_MS);
        take_next(&stage, &got);
    }
    ck_assert_uint_eq(got.interval_ns, 2 * NS_PER_MS);
    snapshot_release(&got);
    stage_close(&stage);
}
END_TEST

/* A capture that was begun with the old interval says so; the change misses no tick. */
START_TEST(test_interval_changes_under_a_capture)
{
    struct stage stage;
    struct snapshot got = {0};
    stage_open(&stage, true, 3600 * NS_PER_SEC);
    ck_assert(unit_wait(has_begun, &stage, PATIENCE_MS));
    sampler_set_interval(stage.sampler, 1800 * NS_PER_SEC);
    sampler_set_interval(stage.sampler, NS_PER_MS / 2);
    sem_post(&stage.go);
    take_next(&stage, &got);
    ck_assert_uint_eq(got.interval_ns, 3600 * NS_PER_SEC);
    ck_assert(unit_wait(has_begun, &stage, PATIENCE_MS)); /* overdue: at once */
    sampler_set_interval(stage.sampler, 3600 * NS_PER_SEC);
    sem_post(&stage.go);
    take_next(&stage, &got);
    ck_assert_uint_eq(got.interval_ns, NS_PER_MS / 2);
    ck_assert_uint_eq(got.missed_ticks, 0);
    atomic_store(&stage.gated, false);
    snapshot_release(&got);
    stage_close(&stage);
}
END_TEST

/* --- the fast lane --- */

static const struct object_id watched = {1, 0, 1};

static size_t lane_points(const struct stage *stage, struct lane_point *p, size_t n)
{
    struct field_ref level = thing_ref("level");
    return lane_read(sampler_lane(stage->sampler), &watched, &level, 0, UINT64_MAX, p, n);
}

static bool has_points(void *stage)
{
    struct lane_point p[20];
    return lane_points(stage, p, 20) == 20;
}

START_TEST(test_lane_does_not_wait_for_a_capture)
{
    struct stage stage;
    struct lane_point p[20];
    open_stage(&stage, true, true, NULL, NS_PER_MS);
    ck_assert(unit_wait(has_begun, &stage, PATIENCE_MS));
    ck_assert_int_eq(sampler_watch(stage.sampler, &watched, 1), MEMGLASS_OK);
    ck_assert(unit_wait(has_points, &stage, PATIENCE_MS));
    ck_assert(has_begun(&stage)); /* still the same one */
    lane_points(&stage, p, 20);
    for (size_t i = 1; i < 20; i++) {
        ck_assert_double_eq(p[i].value, p[i - 1].value + 1);
        ck_assert_uint_gt(p[i].time_ns, p[i - 1].time_ns);
    }
    atomic_store(&stage.gated, false);
    sem_post(&stage.go);
    stage_close(&stage);
    ck_assert_uint_eq(atomic_load(&stage.reader.opens), atomic_load(&stage.reader.closes));
}
END_TEST

/* On its grid of 60 a second, however often it is told what it does already. */
START_TEST(test_lane_keeps_its_pace)
{
    struct stage stage;
    struct lane_point p[20];
    open_stage(&stage, false, true, NULL, 3600 * NS_PER_SEC);
    do {
        sampler_watch(stage.sampler, &watched, 1);
    } while (!has_points(&stage));
    lane_points(&stage, p, 20);
    ck_assert_uint_ge(p[19].time_ns - p[0].time_ns, 18 * NS_PER_SEC / LANE_HZ);
    stage_close(&stage);
}
END_TEST

/* The lane's memory is gone before its reader is: as many readers are closed as were opened. */
static bool is_parked(void *arg)
{
    struct stage *stage = arg;
    struct sampler_cost cost;
    sampler_cost(stage->sampler, &cost);
    return !cost.lane_bytes &&
           atomic_load(&stage->reader.closes) == atomic_load(&stage->reader.opens);
}

START_TEST(test_lane_holds_nothing_when_nothing_is_watched)
{
    struct stage stage;
    open_stage(&stage, false, true, NULL, 3600 * NS_PER_SEC);
    for (uint64_t turn = 1; turn <= 3; turn++) {
        ck_assert_int_eq(sampler_watch(stage.sampler, &watched, 1), MEMGLASS_OK);
        ck_assert(unit_wait(has_points, &stage, PATIENCE_MS));
        ck_assert_int_eq(sampler_watch(stage.sampler, NULL, 0), MEMGLASS_OK);
        ck_assert(unit_wait(is_parked, &stage, PATIENCE_MS)); /* reading on would be a REQUIRE */
        ck_assert_uint_eq(atomic_load(&stage.reader.closes), turn);
    }
    stage_close(&stage);
}
END_TEST

START_TEST(test_lane_has_limits)
{
    struct stage stage;
    struct object_id many[LANE_OBJECTS + 1] = {{0}};
    open_stage(&stage, false, true, NULL, NS_PER_SEC);
    ck_assert_int_eq(sampler_watch(stage.sampler, NULL, 0), MEMGLASS_OK);
    ck_assert_int_eq(sampler_watch(stage.sampler, many, LANE_OBJECTS + 1), MEMGLASS_E_INVALID);
    stage_close(&stage);
    stage_open(&stage, false, NS_PER_SEC); /* a source without one */
    ck_assert_ptr_null(sampler_lane(stage.sampler));
    ck_assert_int_eq(sampler_watch(stage.sampler, &watched, 1), MEMGLASS_E_INVALID);
    ck_assert_int_eq(sampler_watch(stage.sampler, NULL, 0), MEMGLASS_OK);
    stage_close(&stage);
}
END_TEST

/* --- what it costs --- */

START_TEST(test_cost_is_counted)
{
    struct stage stage;
    struct snapshot got = {0};
    struct sampler_cost before, cost;
    open_stage(&stage, false, true, NULL, NS_PER_MS);
    take_next(&stage, &got);
    sampler_cost(stage.sampler, &before);
    ck_assert_uint_gt(before.cpu_ns, 0);
    ck_assert_uint_eq(before.lane_cpu_ns + before.lane_bytes, 0);
    sampler_watch(stage.sampler, &watched, 1);
    ck_assert(unit_wait(has_points, &stage, PATIENCE_MS));
    while (got.cur->tick < 10)
        take_next(&stage, &got);
    sampler_cost(stage.sampler, &cost);
    ck_assert_uint_gt(cost.cpu_ns, before.cpu_ns + cost.lane_cpu_ns);
    ck_assert_uint_gt(cost.lane_cpu_ns, 0);
    ck_assert_uint_ge(cost.lane_bytes, 20 * sizeof(struct thing));
    ck_assert_uint_ge(cost.ticks, 10);
    ck_assert_uint_ge(cost.missed_ticks, got.missed_ticks);
    ck_assert_uint_eq(cost.history_bytes, history_bytes(sampler_history(stage.sampler)));
    snapshot_release(&got);
    stage_close(&stage);
}
END_TEST

START_TEST(test_cost_of_a_live_session)
{
    char name[UNIT_NAME_BYTES];
    memglass_config config = {.name = unit_session_name(name, "cost")};
    memglass_session *session = memglass_open(&config, NULL);
    struct sampler_options options = {.interval_ns = NS_PER_MS};
    struct sampler_cost cost;
    struct snapshot got;
    ck_assert_ptr_nonnull(session);
    for (int i = 0; i < 100; i++)
        ck_assert_ptr_nonnull(memglass_create_object(session, &thing_type, 1, "thing"));
    struct sampler *s = sampler_start(name, &options, NULL);
    ck_assert_ptr_nonnull(s);
    ck_assert(readable(s, PATIENCE_MS));
    sampler_take(s, &got);
    sampler_cost(s, &cost);
    ck_assert_uint_ge(cost.frame_bytes, got.cur->roster->bytes + 100 * sizeof(struct roster_row));
    ck_assert_uint_ge(cost.label_bytes, 100 * sizeof "thing");
    ck_assert_uint_ge(cost.first_bytes, 100 * sizeof(struct thing));
    ck_assert_uint_eq(((const struct thing *)(const void *)got.cur->roster->rows[99].first)->ops,
                      0);
    snapshot_release(&got);
    sampler_stop(&s);
    memglass_close(session);
}
END_TEST

MEMGLASS_SUITE("sample/sampler", test_schedule_keeps_its_grid, test_schedule_skips_what_it_missed,
               test_schedule_changes_its_grid, test_first_tick_comes_at_once,
               test_screen_never_waits_for_a_capture, test_a_frame_is_fed_before_it_is_handed_over,
               test_neighbours_are_compared, test_held_snapshot_stays, test_no_drift,
               test_failed_capture_keeps_the_last_frame, test_thread_takes_its_own_faults_only,
               test_history_is_read_while_it_grows, test_a_glimpse_is_there_when_the_start_returns,
               test_missing_session_is_an_error_of_start,
               test_shorter_interval_does_not_wait_for_the_longer_one,
               test_interval_changes_under_a_capture, test_lane_does_not_wait_for_a_capture,
               test_lane_keeps_its_pace, test_lane_holds_nothing_when_nothing_is_watched,
               test_lane_has_limits, test_cost_is_counted, test_cost_of_a_live_session)
