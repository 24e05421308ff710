/* Histories that are held on to while they go on: by a frozen screen, and by threads beside the
 * writer. */
#include "past.h"

#include <math.h>
#include <pthread.h>
#include <sched.h>

/* --- a frozen screen --- */

/* What a screen frozen at tick 300 shows of the second thing. */
static void expect_frozen(const struct history *held, const struct roster_row *row)
{
    struct field_ref level = thing_ref("level"), ops = thing_ref("ops");
    double values[HISTORY_SHOWN];
    uint64_t times[2];
    ck_assert_uint_eq(history_read(held, row, &level, 300, false, values, HISTORY_SHOWN),
                      HISTORY_SHOWN);
    for (size_t i = 0; i < HISTORY_SHOWN; i++)
        ck_assert_double_eq(values[i], (double)(181 + i));
    ck_assert_uint_eq(history_read(held, row, &ops, 300, true, values, HISTORY_SHOWN),
                      HISTORY_SHOWN);
    ck_assert_double_eq(values[0], 10);
    ck_assert_uint_eq(history_read(held, row, &level, 301, false, values, 1), 0);
    history_times(held, 300, times, 2);
    ck_assert_uint_eq(times[1], 300 * UINT64_C(1000000000));
}

START_TEST(test_held_history_never_changes)
{
    struct synth s;
    open_two(&s);
    struct frame *last = run_ticks(&s, NULL, 1, 300, step_level);
    struct roster_row row = s.roster->rows[1];
    const struct history *held = history_hold(s.history, 300);
    for (uint64_t tick = 301; tick < 600; tick++) {
        last = run_ticks(&s, last, tick, tick, step_level);
        expect_frozen(held, &row);
    }
    history_release(&held);
    ck_assert_ptr_null(held);
    ck_assert_ptr_null(history_hold(NULL, 1));
    close_synth(&s, last);
}
END_TEST

/* The object goes, and others take its rings at once, since there are no others. */
START_TEST(test_held_history_stays_when_its_rings_are_needed)
{
    struct synth s;
    double value;
    struct field_ref level = thing_ref("level");
    synth_open(&s, history_create((8 * THING_NUMBERS + 2) * RING_BYTES));
    synth_roster(&s, two, 2);
    struct frame *last = run_ticks(&s, NULL, 1, 300, step_level);
    struct roster_row row = s.roster->rows[1];
    const struct history *held = history_hold(s.history, 300);
    for (uint32_t tick = 301; tick < 307; tick++) {
        struct synth_object others[] = {{3, tick}, {7, tick}};
        synth_roster(&s, others, 2);
        last = run_ticks(&s, last, tick, tick, step_level);
        expect_frozen(held, &row);
    }
    ck_assert_uint_eq(history_read(s.history, &row, &level, 300, false, &value, 1), 0);
    history_release(&held);
    close_synth(&s, last);
}
END_TEST

START_TEST(test_held_history_stays_when_the_session_restarts)
{
    struct synth s;
    open_two(&s);
    struct frame *last = run_ticks(&s, NULL, 1, 300, step_level);
    struct roster_row row = s.roster->rows[1];
    const struct history *held = history_hold(s.history, 300);
    history_restart(s.history);
    synth_roster(&s, two, 2);
    last = run_ticks(&s, last, 1, 3, step_level);
    expect_frozen(held, &row);
    history_release(&held);
    close_synth(&s, last);
}
END_TEST

/* A screen that is frozen for a moment costs nothing, and a longer one no more than one copy. */
START_TEST(test_held_history_is_copied_when_it_must_be)
{
    struct synth s;
    open_two(&s);
    struct frame *last = run_ticks(&s, NULL, 1, 300, step_level);
    uint64_t own = history_bytes(s.history);
    const struct history *held = history_hold(s.history, 300);
    last = run_ticks(&s, last, 301, 300 + HISTORY_TICKS - HISTORY_SHOWN - 2, step_level);
    ck_assert_uint_eq(history_bytes(s.history), own);
    last = run_ticks(&s, last, 307, 400, step_level);
    ck_assert_uint_ge(history_bytes(s.history), own + 2 * THING_NUMBERS * 8 * HISTORY_TICKS);
    ck_assert_uint_lt(history_bytes(s.history), 3 * own);
    history_release(&held);
    last = run_ticks(&s, last, 401, 401, step_level);
    ck_assert_uint_eq(history_bytes(s.history), own);
    close_synth(&s, last);
}
END_TEST

START_TEST(test_kept_past_of_an_object_outlives_the_rest)
{
    struct synth s;
    double values[HISTORY_SHOWN];
    struct field_ref level = thing_ref("level"), guarded = thing_ref("guarded");
    open_two(&s);
    struct frame *last = run_ticks(&s, NULL, 1, 300, step_level);
    struct roster_row rows[] = {s.roster->rows[0], s.roster->rows[1]};
    const struct history *kept = history_keep(s.history, &rows[1]);
    const struct history *again = history_keep(kept, &rows[1]);
    ck_assert_ptr_null(history_keep(kept, &rows[0]));
    ck_assert_ptr_null(history_keep(NULL, &rows[0]));
    close_synth(&s, last);
    ck_assert_uint_eq(history_read(kept, &rows[1], &level, 300, false, values, HISTORY_SHOWN),
                      HISTORY_SHOWN);
    ck_assert_double_eq(values[0], 181);
    ck_assert_uint_eq(history_read(kept, &rows[1], &guarded, 300, false, values, 4), 4);
    ck_assert_uint_eq(history_read(kept, &rows[0], &level, 300, false, values, 1), 0);
    history_release(&kept);
    ck_assert_uint_eq(history_read(again, &rows[1], &level, 300, false, values, 1), 1);
    ck_assert_double_eq(values[0], 300);
    history_release(&again);
}
END_TEST

/* --- a reader beside the writer --- */

/* Two rows that stand for all objects that had their rings; levels name object and tick. */
struct race {
    struct synth synth;
    _Atomic uint64_t tick;
    _Atomic bool stop;
    _Atomic uint64_t bad, seen, turns; /* of the reader */
    pthread_mutex_t lock;
    struct roster_row shown; /* a row as a screen would hold it, guarded by lock */
    struct roster_row stale; /* the first one ever */
};

static void check_values(struct race *r, const struct roster_row *row, const double *v, size_t n)
{
    double last = -1;
    for (size_t i = 0; i < n; i++) {
        if (isnan(v[i]))
            continue;
        atomic_fetch_add(&r->seen, 1);
        double owner = floor(v[i] / 1e6), tick = v[i] - owner * 1e6;
        if (owner != row->generation || tick <= last)
            atomic_fetch_add(&r->bad, 1);
        last = tick;
    }
}

static void *race_reader(void *arg)
{
    struct race *r = arg;
    struct field_ref ref = thing_ref("guarded"); /* its ring is far from the object's first one */
    double values[HISTORY_SHOWN];
    while (!atomic_load(&r->stop)) {
        pthread_mutex_lock(&r->lock);
        struct roster_row rows[] = {r->shown, r->stale};
        pthread_mutex_unlock(&r->lock);
        for (size_t i = 0; i < 2; i++) {
            uint64_t tick = atomic_load(&r->tick);
            history_read(r->synth.history, &rows[i], &ref, tick, false, values, HISTORY_SHOWN);
            check_values(r, &rows[i], values, HISTORY_SHOWN);
        }
        atomic_fetch_add(&r->turns, 1);
    }
    return NULL;
}

/* Turn about for a moment, and past the tick at which it must be copied; and one object alone. */
static void *race_holder(void *arg)
{
    struct race *r = arg;
    struct field_ref ref = thing_ref("guarded"); /* its ring is far from the object's first one */
    double first[HISTORY_SHOWN], values[HISTORY_SHOWN];
    for (uint64_t turn = 0; !atomic_load(&r->stop); turn++) {
        pthread_mutex_lock(&r->lock);
        struct roster_row row = r->shown;
        pthread_mutex_unlock(&r->lock);
        uint64_t tick = atomic_load(&r->tick);
        const struct history *held = turn % 3 == 2 ? history_keep(r->synth.history, &row)
                                                   : history_hold(r->synth.history, tick);
        history_read(held, &row, &ref, tick, false, first, HISTORY_SHOWN);
        check_values(r, &row, first, HISTORY_SHOWN);
        uint64_t until = turn % 3 == 1 ? tick + 2 * (HISTORY_TICKS - HISTORY_SHOWN) : 0;
        do {
            history_read(held, &row, &ref, tick, false, values, HISTORY_SHOWN);
            check_values(r, &row, values, HISTORY_SHOWN);
            atomic_fetch_add(&r->turns, 1);
        } while (atomic_load(&r->tick) < until && !atomic_load(&r->stop));
        history_release(&held);
    }
    return NULL;
}

static void race_step(struct race *r, struct frame **last, uint64_t tick)
{
    struct synth_object object = {1, (uint32_t)(tick / 10 + 1)};
    if (tick % 10 == 0 || tick == 1)
        synth_roster(&r->synth, &object, 1); /* the object is replaced, in the same rings */
    pthread_mutex_lock(&r->lock);
    r->shown = r->synth.roster->rows[0];
    if (tick == 1)
        r->stale = r->shown;
    pthread_mutex_unlock(&r->lock);
    struct frame *f = synth_frame(&r->synth, *last, tick);
    synth_thing(f, 0)->level = object.generation * 1e6 + (double)tick;
    synth_thing(f, 0)->guarded.value = synth_thing(f, 0)->level;
    history_append(r->synth.history, f);
    atomic_store(&r->tick, tick);
    if (*last)
        release(*last);
    *last = f;
}

static void run_race(void *(*reader)(void *race))
{
    struct race r = {.lock = PTHREAD_MUTEX_INITIALIZER};
    struct frame *last = NULL;
    pthread_t thread;
    synth_open(&r.synth, history_create((8 * THING_NUMBERS + 2) * RING_BYTES));
    race_step(&r, &last, 1);
    ck_assert_int_eq(pthread_create(&thread, NULL, reader, &r), 0);
    for (uint64_t tick = 2; tick < 20000; tick++) {
        uint64_t turns = atomic_load(&r.turns);
        race_step(&r, &last, tick);
        while (tick % 64 == 0 && atomic_load(&r.turns) < turns + 2)
            sched_yield(); /* now and then it sees all of one tick */
    }
    atomic_store(&r.stop, true);
    pthread_join(thread, NULL);
    ck_assert_uint_eq(atomic_load(&r.bad), 0);
    ck_assert_uint_gt(atomic_load(&r.seen), 0);
    close_synth(&r.synth, last);
}

START_TEST(test_reader_never_sees_another_objects_values)
{
    run_race(race_reader);
}
END_TEST

START_TEST(test_holding_never_mixes_objects)
{
    run_race(race_holder);
}
END_TEST

MEMGLASS_SUITE("sample/history_held", test_held_history_never_changes,
               test_held_history_stays_when_its_rings_are_needed,
               test_held_history_stays_when_the_session_restarts,
               test_held_history_is_copied_when_it_must_be,
               test_kept_past_of_an_object_outlives_the_rest,
               test_reader_never_sees_another_objects_values, test_holding_never_mixes_objects)
