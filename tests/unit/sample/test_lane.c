/* The fast lane's rings: all that was copied, in order, of its own object, within their memory. */
#include "base/clock.h"
#include "sample/lane_fill.h"
#include "synthetic.h"
#include "unit.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

static const struct object_id a = {1, 3, 1}, b = {1, 3, 2}, c = {2, 3, 1};

struct stage {
    struct lane *lane;
    struct synth_reader reader;
};

static void stage_open(struct stage *s)
{
    s->lane = lane_create();
    ck_assert_ptr_nonnull(s->lane);
    synth_reader_init(&s->reader);
}

static void stage_close(struct stage *s)
{
    lane_destroy(&s->lane);
    ck_assert_ptr_null(s->lane);
}

static void fill(struct stage *s, unsigned times)
{
    while (times--)
        lane_fill(s->lane, &s->reader.reader);
}

static size_t read_field(const struct lane *lane, const struct object_id *id, const char *field,
                         uint64_t until_ns, struct lane_point *out, size_t n)
{
    struct field_ref ref = thing_ref(field);
    return lane_read(lane, id, &ref, 0, until_ns, out, n);
}

static void check_step(const struct lane_point *p, size_t n, double step)
{
    for (size_t i = 1; i < n; i++)
        ck_assert_double_eq(p[i].value, p[i - 1].value + step);
}

static size_t read_level(const struct lane *lane, const struct object_id *id, uint64_t until_ns,
                         struct lane_point *out, size_t n)
{
    return read_field(lane, id, "level", until_ns, out, n);
}

START_TEST(test_copies_come_in_order)
{
    struct stage s;
    struct lane_point p[10];
    stage_open(&s);
    lane_set(s.lane, &a, 1);
    ck_assert_uint_eq(read_level(s.lane, &a, UINT64_MAX, p, 10), 0);
    uint64_t before = clock_monotonic_ns();
    fill(&s, 5);
    ck_assert_uint_eq(read_level(s.lane, &a, UINT64_MAX, p, 10), 5);
    for (size_t i = 0; i < 5; i++) {
        ck_assert_double_eq(p[i].value, (double)(i + 1));
        ck_assert_uint_ge(p[i].time_ns, i ? p[i - 1].time_ns : before);
    }
    ck_assert_uint_le(p[4].time_ns, clock_monotonic_ns());
    ck_assert_uint_eq(read_level(s.lane, &a, UINT64_MAX, p, 2), 2);
    ck_assert_double_eq(p[0].value, 4);
    ck_assert_uint_eq(read_level(s.lane, &a, UINT64_MAX, p, 0), 0);
    stage_close(&s);
}
END_TEST

START_TEST(test_nothing_later_than_asked_for)
{
    struct stage s;
    struct lane_point p[LANE_POINTS];
    stage_open(&s);
    lane_set(s.lane, &a, 1);
    fill(&s, 100);
    ck_assert_uint_eq(read_level(s.lane, &a, UINT64_MAX, p, LANE_POINTS), 100);
    for (size_t i = 0; i < 100; i++) {
        struct lane_point last[2];
        size_t same = i; /* copies of one nanosecond go together */
        while (same + 1 < 100 && p[same + 1].time_ns == p[i].time_ns)
            same++;
        ck_assert_uint_eq(read_level(s.lane, &a, p[i].time_ns, last, 1), 1);
        ck_assert_double_eq(last[0].value, p[same].value);
    }
    ck_assert_uint_eq(read_level(s.lane, &a, p[0].time_ns - 1, p, 1), 0);
    stage_close(&s);
}
END_TEST

START_TEST(test_ring_goes_round)
{
    struct stage s;
    struct lane_point *p = calloc(2 * LANE_POINTS, sizeof *p);
    stage_open(&s);
    lane_set(s.lane, &a, 1);
    fill(&s, 20000);
    size_t n = read_level(s.lane, &a, UINT64_MAX, p, 2 * LANE_POINTS);
    ck_assert_uint_ge(n, LANE_POINTS - 1);
    for (size_t i = 0; i < n; i++)
        ck_assert_double_eq(p[i].value, (double)(20001 - n + i));
    ck_assert_uint_le(lane_bytes(s.lane), LANE_RING_BYTES);
    stage_close(&s);
    free(p);
}
END_TEST

/* The largest that is copied as a whole. */
START_TEST(test_larger_objects_have_shorter_rings)
{
    struct stage s;
    struct lane_point p[LANE_POINTS];
    stage_open(&s);
    atomic_store(&s.reader.size, 8 << 10);
    lane_set(s.lane, &a, 1);
    fill(&s, 1000);
    size_t n = read_level(s.lane, &a, UINT64_MAX, p, LANE_POINTS);
    ck_assert_uint_ge(n, LANE_WHOLE_POINTS);
    ck_assert_uint_lt(n, 512);
    ck_assert_uint_le(lane_bytes(s.lane), LANE_RING_BYTES);
    ck_assert_uint_eq(atomic_load(&s.reader.leaves), 0);
    stage_close(&s);
}
END_TEST

static void watch_large(struct stage *s)
{
    stage_open(s);
    atomic_store(&s->reader.size, 100 * LANE_RING_BYTES);
    lane_set(s->lane, &a, 1);
    fill(s, 3);
}

START_TEST(test_of_large_objects_what_is_asked_for_is_copied)
{
    struct stage s;
    struct lane_point p[LANE_POINTS];
    watch_large(&s);
    ck_assert_uint_eq(atomic_load(&s.reader.reads), 0);
    ck_assert_uint_eq(read_level(s.lane, &a, UINT64_MAX, p, LANE_POINTS), 0);
    fill(&s, 5);
    ck_assert_uint_eq(read_level(s.lane, &a, UINT64_MAX, p, LANE_POINTS), 5);
    for (size_t i = 0; i < 5; i++)
        ck_assert_double_eq(p[i].value, (double)(i + 1));
    ck_assert_uint_eq(read_field(s.lane, &a, "ops", UINT64_MAX, p, LANE_POINTS), 0);
    fill(&s, 1);
    ck_assert_uint_eq(read_field(s.lane, &a, "ops", UINT64_MAX, p, LANE_POINTS), 1);
    ck_assert_uint_eq(read_level(s.lane, &a, UINT64_MAX, p, LANE_POINTS), 6);
    fill(&s, LANE_POINTS);
    size_t n = read_level(s.lane, &a, UINT64_MAX, p, LANE_POINTS);
    ck_assert_uint_eq(n, LANE_POINTS - 1);
    check_step(p, n, 2); /* every other read is of ops */
    ck_assert_uint_eq(atomic_load(&s.reader.leaves), atomic_load(&s.reader.reads));
    stage_close(&s);
}
END_TEST

/* One word each. */
static const char *const words[] = {"ops", "level",   "grid[0][0]", "grid[0][2]", "grid[1][1]",
                                    "low", "guarded", "parts[1].x", "view.whole"};
enum { WORDS = sizeof words / sizeof *words };

START_TEST(test_what_was_asked_for_last_is_kept)
{
    struct stage s;
    struct lane_point p[10];
    ck_assert_uint_eq(WORDS, LANE_PARTS + 1);
    watch_large(&s);
    for (size_t i = 0; i < LANE_PARTS; i++)
        ck_assert_uint_eq(read_field(s.lane, &a, words[i], UINT64_MAX, p, 10), 0);
    fill(&s, 2);
    for (size_t i = 0; i < LANE_PARTS; i++)
        ck_assert_uint_eq(read_field(s.lane, &a, words[i], UINT64_MAX, p, 10), 2);
    ck_assert_uint_eq(read_field(s.lane, &a, "high", UINT64_MAX, p, 10), 2); /* beside low */
    ck_assert_uint_eq(read_field(s.lane, &a, words[0], UINT64_MAX, p, 10), 2);
    ck_assert_uint_eq(read_field(s.lane, &a, words[LANE_PARTS], UINT64_MAX, p, 10), 0);
    fill(&s, 1);
    ck_assert_uint_eq(read_field(s.lane, &a, words[0], UINT64_MAX, p, 10), 3);
    ck_assert_uint_eq(read_field(s.lane, &a, words[LANE_PARTS], UINT64_MAX, p, 10), 1);
    ck_assert_uint_eq(read_field(s.lane, &a, words[1], UINT64_MAX, p, 10), 0); /* gave its place */
    fill(&s, LANE_POINTS);
    ck_assert_uint_le(lane_bytes(s.lane), LANE_RING_BYTES);
    stage_close(&s);
}
END_TEST

START_TEST(test_a_guard_is_copied_with_what_it_covers)
{
    struct stage s;
    struct lane_point p[4];
    watch_large(&s);
    read_field(s.lane, &a, "guarded", UINT64_MAX, p, 4);
    memcpy((void *)&s.reader.thing.guarded.value, &(double){2.5}, sizeof(double));
    fill(&s, 1);
    uint32_t odd = 1;
    memcpy(&s.reader.thing.guarded.guard, &odd, sizeof odd);
    fill(&s, 1);
    ck_assert_uint_eq(read_field(s.lane, &a, "guarded", UINT64_MAX, p, 4), 2);
    ck_assert_double_eq(p[0].value, 2.5);
    ck_assert(isnan(p[1].value));
    stage_close(&s);
}
END_TEST

/* Of a large array that one guard covers: before what is charted, and behind it. */
START_TEST(test_a_guard_may_be_far_off)
{
    struct stage s;
    struct lane_point p[4];
    struct field_ref before = thing_ref("level"), behind = thing_ref("guarded");
    watch_large(&s);
    before.guard_offset = offsetof(struct thing, guarded.guard);
    behind.guard_offset = offsetof(struct thing, grid);
    ck_assert_uint_gt(before.guard_offset, 48);
    ck_assert_uint_gt(behind.bit_offset / 8 - behind.guard_offset, 48);
    lane_read(s.lane, &a, &before, 0, UINT64_MAX, p, 4);
    lane_read(s.lane, &a, &behind, 0, UINT64_MAX, p, 4);
    memcpy((void *)&s.reader.thing.guarded.value, &(double){2.5}, sizeof(double));
    fill(&s, 1);
    uint32_t odd = 1;
    memcpy(&s.reader.thing.guarded.guard, &odd, sizeof odd);
    s.reader.thing.grid[0][0] = 1;
    fill(&s, 1);
    ck_assert_uint_eq(lane_read(s.lane, &a, &before, 0, UINT64_MAX, p, 4), 2);
    ck_assert_double_eq(p[0].value, 1);
    ck_assert(isnan(p[1].value));
    ck_assert_uint_eq(lane_read(s.lane, &a, &behind, 0, UINT64_MAX, p, 4), 2);
    ck_assert_double_eq(p[0].value, 2.5);
    ck_assert(isnan(p[1].value));
    stage_close(&s);
}
END_TEST

START_TEST(test_held_parts_never_change)
{
    struct stage s;
    struct lane_point p[10];
    watch_large(&s);
    read_level(s.lane, &a, UINT64_MAX, p, 10);
    fill(&s, 4);
    const struct lane *held = lane_hold(s.lane);
    fill(&s, 4);
    ck_assert_uint_eq(read_field(held, &a, "ops", UINT64_MAX, p, 10), 0); /* asks nobody */
    fill(&s, 1);
    ck_assert_uint_eq(read_field(held, &a, "ops", UINT64_MAX, p, 10), 0);
    ck_assert_uint_eq(read_field(s.lane, &a, "ops", UINT64_MAX, p, 10), 0);
    ck_assert_uint_eq(read_level(held, &a, UINT64_MAX, p, 10), 4);
    stage_close(&s);
    ck_assert_uint_eq(read_level(held, &a, UINT64_MAX, p, 10), 4);
    ck_assert_double_eq(p[3].value, 4);
    lane_release(&held);
}
END_TEST

START_TEST(test_each_object_has_its_own)
{
    struct stage s;
    struct lane_point p[10];
    const struct object_id all[] = {a, b, c};
    stage_open(&s);
    lane_set(s.lane, all, 3);
    fill(&s, 1);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(read_level(s.lane, &all[i], UINT64_MAX, p, 10), 1);
        ck_assert_double_eq(p[0].value, (double)(i + 1));
    }
    lane_set(s.lane, all + 1, 2); /* a goes, c and b stay */
    ck_assert_uint_eq(read_level(s.lane, &a, UINT64_MAX, p, 10), 0);
    fill(&s, 1);
    ck_assert_uint_eq(read_level(s.lane, &c, UINT64_MAX, p, 10), 2);
    ck_assert_double_eq(p[0].value, 3);
    ck_assert_double_eq(p[1].value, 5);
    lane_set(s.lane, all, 3);
    ck_assert_uint_eq(read_level(s.lane, &a, UINT64_MAX, p, 10), 0); /* it begins anew */
    lane_set(s.lane, NULL, 0);
    ck_assert_uint_eq(lane_bytes(s.lane), 0);
    stage_close(&s);
}
END_TEST

START_TEST(test_destroyed_object_keeps_its_past)
{
    struct stage s;
    struct lane_point p[10];
    stage_open(&s);
    lane_set(s.lane, &a, 1);
    fill(&s, 3);
    atomic_store(&s.reader.status, MEMGLASS_E_GONE);
    fill(&s, 1);
    uint64_t reads = atomic_load(&s.reader.reads);
    fill(&s, 10);
    ck_assert_uint_eq(atomic_load(&s.reader.reads), reads); /* nobody asks any more */
    ck_assert_uint_eq(read_level(s.lane, &a, UINT64_MAX, p, 10), 3);
    ck_assert_double_eq(p[2].value, 3);
    lane_set(s.lane, NULL, 0);
    ck_assert_uint_eq(read_level(s.lane, &a, UINT64_MAX, p, 10), 0);
    stage_close(&s);
}
END_TEST

START_TEST(test_a_passing_fault_leaves_a_gap)
{
    struct stage s;
    struct lane_point p[10];
    stage_open(&s);
    lane_set(s.lane, &a, 1);
    atomic_store(&s.reader.status, MEMGLASS_E_NOSESSION);
    fill(&s, 2);
    ck_assert_uint_eq(atomic_load(&s.reader.reads), 0);
    atomic_store(&s.reader.status, MEMGLASS_UNGUARDED);
    fill(&s, 1);
    atomic_store(&s.reader.status, MEMGLASS_E_FAULT);
    fill(&s, 1);
    atomic_store(&s.reader.status, MEMGLASS_EXACT);
    fill(&s, 1);
    ck_assert_uint_eq(read_level(s.lane, &a, UINT64_MAX, p, 10), 2);
    ck_assert_double_eq(p[0].value, 1);
    ck_assert_double_eq(p[1].value, 3);
    stage_close(&s);
}
END_TEST

START_TEST(test_torn_is_unknown)
{
    struct stage s;
    struct lane_point p[4];
    struct field_ref guarded = thing_ref("guarded");
    stage_open(&s);
    lane_set(s.lane, &a, 1);
    fill(&s, 1);
    uint32_t odd = 1;
    memcpy(&s.reader.thing.guarded.guard, &odd, sizeof odd);
    fill(&s, 1);
    ck_assert_uint_eq(lane_read(s.lane, &a, &guarded, 0, UINT64_MAX, p, 4), 2);
    ck_assert_double_eq(p[0].value, 0);
    ck_assert(isnan(p[1].value));
    ck_assert_uint_eq(read_level(s.lane, &a, UINT64_MAX, p, 4), 2);
    ck_assert_double_eq(p[1].value, 2);
    stage_close(&s);
}
END_TEST

/* Doubles would have steps of 256 there. */
START_TEST(test_rates_of_large_counters_are_exact)
{
    struct stage s;
    struct lane_point p[10];
    struct field_ref ops = thing_ref("ops");
    stage_open(&s);
    atomic_store(&s.reader.reads, UINT64_C(1) << 60);
    lane_set(s.lane, &a, 1);
    fill(&s, 10);
    ck_assert_uint_eq(lane_read(s.lane, &a, &ops, 1, UINT64_MAX, p, 10), 10);
    ck_assert(isnan(p[0].value)); /* there is nothing before it */
    for (size_t i = 1; i < 10; i++) {
        double seconds = (double)(p[i].time_ns - p[i - 1].time_ns) / 1e9;
        if (seconds > 0) /* not two copies of one nanosecond */
            ck_assert_double_eq(round(p[i].value * seconds), 1);
    }
    ck_assert_uint_eq(lane_read(s.lane, &a, &ops, 3600 * NS_PER_SEC, UINT64_MAX, p, 10), 10);
    ck_assert(isnan(p[9].value)); /* nor so long before that one */
    stage_close(&s);
}
END_TEST

START_TEST(test_held_lane_never_changes)
{
    struct stage s;
    struct lane_point *p = calloc(LANE_POINTS, sizeof *p);
    const struct object_id both[] = {a, b};
    stage_open(&s);
    lane_set(s.lane, &a, 1);
    fill(&s, 10000);
    lane_set(s.lane, both, 2); /* one of which nothing was copied */
    const struct lane *held = lane_hold(s.lane);
    lane_set(s.lane, &b, 1);
    fill(&s, 100);
    size_t n = read_level(held, &a, UINT64_MAX, p, LANE_POINTS);
    ck_assert_uint_ge(n, LANE_POINTS - 1);
    for (size_t i = 0; i < n; i++)
        ck_assert_double_eq(p[i].value, (double)(10001 - n + i));
    ck_assert_uint_eq(read_level(held, &b, UINT64_MAX, p, 1), 0);
    stage_close(&s);
    ck_assert_uint_eq(read_level(held, &a, UINT64_MAX, p, 1), 1);
    lane_release(&held);
    ck_assert_ptr_null(held);
    free(p);
}
END_TEST

START_TEST(test_no_lane_is_allowed)
{
    struct lane_point p;
    const struct lane *none = NULL;
    ck_assert_uint_eq(read_level(NULL, &a, UINT64_MAX, &p, 1), 0);
    ck_assert_ptr_null(lane_hold(NULL));
    lane_release(&none);
}
END_TEST

/* --- readers beside the one who fills --- */

struct race {
    struct stage stage;
    _Atomic bool stop;
};

static void *fill_on(void *arg)
{
    struct race *r = arg;
    const struct object_id sets[][2] = {{a, b}, {a, c}, {a, a}};
    for (uint64_t i = 0; !atomic_load(&r->stop); i++) {
        lane_set(r->stage.lane, sets[i % 3], 2);
        fill(&r->stage, 500);
    }
    return NULL;
}

static void check_rising(const struct lane_point *p, size_t n, uint64_t *bad)
{
    for (size_t i = 1; i < n; i++)
        *bad += p[i].value <= p[i - 1].value || p[i].time_ns < p[i - 1].time_ns;
}

/* The reader writes the same number into both fields. */
static void check_whole(const struct lane *held, struct lane_point *p, uint64_t *seen,
                        uint64_t *bad)
{
    struct lane_point *ops = calloc(LANE_POINTS, sizeof *ops);
    size_t n = read_level(held, &a, UINT64_MAX, p, LANE_POINTS);
    *bad += read_field(held, &a, "ops", UINT64_MAX, ops, LANE_POINTS) != n;
    for (size_t i = 0; i < n; i++)
        *bad += p[i].value != ops[i].value || p[i].time_ns != ops[i].time_ns;
    *seen += n > 0;
    free(ops);
}

START_TEST(test_readers_see_whole_copies_only)
{
    struct race r = {.stop = false};
    struct lane_point *p = calloc(LANE_POINTS, sizeof *p);
    pthread_t thread;
    uint64_t bad = 0, seen = 0;
    stage_open(&r.stage);
    ck_assert_int_eq(pthread_create(&thread, NULL, fill_on, &r), 0);
    for (int turn = 0; turn < 300 || seen < 10; turn++) {
        const struct lane *held = turn % 10 ? NULL : lane_hold(r.stage.lane);
        check_rising(p, read_level(r.stage.lane, &a, UINT64_MAX, p, LANE_POINTS), &bad);
        check_rising(p, read_level(held, &a, UINT64_MAX, p, LANE_POINTS), &bad);
        if (held)
            check_whole(held, p, &seen, &bad);
        lane_release(&held);
    }
    atomic_store(&r.stop, true);
    pthread_join(thread, NULL);
    ck_assert_uint_eq(bad, 0);
    stage_close(&r.stage);
    free(p);
}
END_TEST

/* More than are kept, so that each takes the place of another all the time. */
START_TEST(test_parts_are_asked_for_beside_the_one_who_fills)
{
    struct race r = {.stop = false};
    struct lane_point *p = calloc(LANE_POINTS, sizeof *p);
    pthread_t thread;
    uint64_t bad = 0, seen = 0;
    stage_open(&r.stage);
    atomic_store(&r.stage.reader.size, 100 * LANE_RING_BYTES);
    ck_assert_int_eq(pthread_create(&thread, NULL, fill_on, &r), 0);
    for (unsigned turn = 0; turn < 3000 || seen < 10; turn++) {
        const struct lane *held = turn % 10 ? NULL : lane_hold(r.stage.lane);
        size_t n = read_field(r.stage.lane, &a, words[turn % 2], UINT64_MAX, p, LANE_POINTS);
        check_rising(p, n, &bad);
        seen += n > 1;
        check_rising(p, read_field(held, &a, "ops", UINT64_MAX, p, LANE_POINTS), &bad);
        if (turn % 3 == 0)
            read_field(r.stage.lane, &a, words[2 + turn / 3 % (WORDS - 2)], UINT64_MAX, p, 1);
        lane_release(&held);
    }
    atomic_store(&r.stop, true);
    pthread_join(thread, NULL);
    ck_assert_uint_eq(bad, 0);
    stage_close(&r.stage);
    free(p);
}
END_TEST

MEMGLASS_SUITE("sample/lane", test_copies_come_in_order, test_nothing_later_than_asked_for,
               test_ring_goes_round, test_larger_objects_have_shorter_rings,
               test_of_large_objects_what_is_asked_for_is_copied,
               test_what_was_asked_for_last_is_kept, test_a_guard_is_copied_with_what_it_covers,
               test_a_guard_may_be_far_off, test_held_parts_never_change,
               test_parts_are_asked_for_beside_the_one_who_fills, test_each_object_has_its_own,
               test_destroyed_object_keeps_its_past, test_a_passing_fault_leaves_a_gap,
               test_torn_is_unknown, test_rates_of_large_counters_are_exact,
               test_held_lane_never_changes, test_no_lane_is_allowed,
               test_readers_see_whole_copies_only)
