/* Histories: full when first opened, of their own object only, exact in their budget. */
#include "past.h"
#include "sample/leaves.h"

#include <math.h>

START_TEST(test_full_when_first_opened)
{
    struct synth s;
    double values[HISTORY_SHOWN];
    open_two(&s);
    struct frame *last = run_ticks(&s, NULL, 1, 300, step_level);
    ck_assert_uint_eq(read_path(&s, 1, "level", 300, false, values, HISTORY_SHOWN), HISTORY_SHOWN);
    for (size_t i = 0; i < HISTORY_SHOWN; i++)
        ck_assert_double_eq(values[i], (double)(181 + i));
    ck_assert_uint_eq(read_path(&s, 0, "grid[1][1]", 300, false, values, 2), 2);
    ck_assert_double_eq(values[0], -299);
    close_synth(&s, last);
}
END_TEST

START_TEST(test_before_the_first_tick_is_unknown)
{
    struct synth s;
    double values[10];
    open_two(&s);
    struct frame *last = run_ticks(&s, NULL, 1, 3, step_level);
    ck_assert_uint_eq(read_path(&s, 0, "level", 3, false, values, 10), 3);
    ck_assert(isnan(values[6]));
    ck_assert_double_eq(values[7], 1);
    ck_assert_uint_eq(read_path(&s, 0, "level", 2, false, values, 2), 2);
    ck_assert_double_eq(values[1], 2);
    close_synth(&s, last);
}
END_TEST

/* A screen that stands still: what the rings no longer hold is unknown, not something younger. */
START_TEST(test_a_tick_long_past_is_unknown)
{
    struct synth s;
    double values[HISTORY_SHOWN];
    open_two(&s);
    struct frame *last = run_ticks(&s, NULL, 1, 200, step_level);
    ck_assert_uint_eq(read_path(&s, 0, "level", 40, false, values, HISTORY_SHOWN), 0);
    size_t found = read_path(&s, 0, "level", 150, false, values, HISTORY_SHOWN);
    ck_assert_uint_eq(found, 150 - (201 - HISTORY_TICKS));
    ck_assert_double_eq(values[HISTORY_SHOWN - 1], 150);
    close_synth(&s, last);
}
END_TEST

START_TEST(test_ticks_have_their_times)
{
    struct synth s;
    uint64_t times[200];
    open_two(&s);
    struct frame *last = run_ticks(&s, NULL, 1, 3, step_level);
    history_times(s.history, 3, times, 5);
    ck_assert_uint_eq(times[0] + times[1], 0);
    ck_assert_uint_eq(times[2], UINT64_C(1000000000));
    ck_assert_uint_eq(times[4], UINT64_C(3000000000));
    last = run_ticks(&s, last, 4, 300, step_level);
    history_times(s.history, 300, times, 200);
    for (uint64_t i = 0; i < 200; i++)
        ck_assert_uint_eq(times[i],
                          i < 200 - HISTORY_TICKS + 1 ? 0 : (101 + i) * UINT64_C(1000000000));
    history_times(s.history, 302, times, 3);
    ck_assert_uint_eq(times[0], UINT64_C(300000000000));
    ck_assert_uint_eq(times[1] + times[2], 0);
    history_times(NULL, 3, times, 1);
    ck_assert_uint_eq(times[0], 0);
    close_synth(&s, last);
}
END_TEST

START_TEST(test_counters_have_rates)
{
    struct synth s;
    double values[4];
    open_two(&s);
    struct frame *last = run_ticks(&s, NULL, 1, 20, step_level);
    ck_assert_uint_eq(read_path(&s, 0, "ops", 20, true, values, 4), 4);
    ck_assert_double_eq(values[3], 10);
    read_path(&s, 0, "ops", 20, false, values, 4);
    ck_assert_double_eq(values[3], 200);
    read_path(&s, 0, "level", 20, true, values, 4); /* no counter: its value */
    ck_assert_double_eq(values[3], 20);
    close_synth(&s, last);
}
END_TEST

static void step_huge(struct thing *t, uint64_t tick)
{
    t->ops = UINT64_MAX - 43 + 10 * tick;                 /* wraps at tick 5 */
    t->wheel = tick < 5 ? (uint8_t)(200 + 20 * tick) : 3; /* wraps at 3, is reset at 5 */
}

START_TEST(test_wrap_goes_on_and_reset_is_unknown)
{
    struct synth s;
    double values[6];
    open_two(&s);
    struct frame *last = run_ticks(&s, NULL, 1, 6, step_huge);
    ck_assert_uint_eq(read_path(&s, 0, "ops", 6, true, values, 5), 5);
    for (size_t i = 0; i < 5; i++)
        ck_assert_double_eq(values[i], 10);
    read_path(&s, 0, "wheel", 6, true, values, 5);
    ck_assert_double_eq(values[1], 20);
    ck_assert_double_eq(values[2], 20);
    ck_assert(isnan(values[3]));
    ck_assert_double_eq(values[4], 0);
    close_synth(&s, last);
}
END_TEST

START_TEST(test_counter_that_restarts_is_unknown_once)
{
    struct synth s;
    double values[3];
    open_two(&s);
    struct frame *last = run_ticks(&s, NULL, 1, 5, step_level);
    struct frame *f = synth_frame(&s, last, 6);
    synth_thing(f, 0)->ops = 0;
    history_append(s.history, f);
    release(last);
    last = run_ticks(&s, f, 7, 7, step_level);
    ck_assert_uint_eq(read_path(&s, 0, "ops", 7, true, values, 3), 2);
    ck_assert(isnan(values[1]));
    ck_assert_double_eq(values[2], 10);
    close_synth(&s, last);
}
END_TEST

START_TEST(test_torn_is_unknown_and_stale_is_not)
{
    struct synth s;
    double values[3];
    open_two(&s);
    struct frame *f = synth_frame(&s, NULL, 1);
    f->states[0] = MEMGLASS_STALE;
    f->states[1] = MEMGLASS_TORN;
    synth_thing(f, 0)->guarded.guard.sequence = 3; /* a writer is inside */
    history_append(s.history, f);
    ck_assert_uint_eq(read_path(&s, 0, "level", 1, false, values, 1), 1);
    ck_assert_uint_eq(read_path(&s, 0, "guarded", 1, false, values, 1), 0);
    ck_assert_uint_eq(read_path(&s, 1, "level", 1, false, values, 1), 0);
    ck_assert_uint_eq(read_path(&s, 1, "ops", 1, false, values, 1), 0);
    ck_assert_uint_eq(read_path(&s, 1, "guarded", 1, false, values, 1), 1);
    close_synth(&s, f);
}
END_TEST

static int check_number(const struct field_ref *leaf, void *ctx)
{
    struct field_ref whole = field_whole(&thing_type, 3);
    uint64_t *number = ctx;
    bool numeric = field_is_numeric(leaf);
    ck_assert_uint_eq(leaves_number(&whole, leaf), numeric ? *number : LEAVES_NONE);
    *number += numeric;
    return 0;
}

/* The writer walks leaves, a reader jumps to one: they must mean the same ring. */
START_TEST(test_leaves_are_numbered_as_they_are_walked)
{
    struct field_ref whole = field_whole(&thing_type, 3);
    uint64_t number = 0;
    field_each_leaf(&whole, check_number, &number);
    ck_assert_uint_eq(number, 3 * THING_NUMBERS);
    ck_assert_uint_eq(leaves_count(&whole), 3 * THING_NUMBERS);
}
END_TEST

/* Wide objects reach their later rings by jumps. */
START_TEST(test_every_leaf_of_a_wide_object_has_its_own_ring)
{
    enum { COUNT = 300 };
    static const uint64_t dims[] = {COUNT};
    static const memglass_field field = {.name = "v",
                                         .kind = MEMGLASS_KIND_UINT,
                                         .bit_size = 32,
                                         .stride_bytes = 4,
                                         .dims = dims,
                                         .rank = 1};
    static const memglass_type type = {.fields = &field, .field_count = 1, .size = COUNT * 4};
    static uint32_t bytes[COUNT];
    struct history *h = history_create(8 << 20);
    struct roster_row row = {.type = &type, .size = sizeof bytes, .count = 1};
    row.history = history_open(h, &type, 1);
    struct roster roster = {.rows = &row, .count = 1, .bytes = sizeof bytes};
    uint8_t state = MEMGLASS_UNGUARDED;
    struct frame f = {.roster = &roster, .bytes = (void *)bytes, .states = &state, .tick = 1};
    for (uint32_t i = 0; i < COUNT; i++)
        bytes[i] = i;
    history_append(h, &f);
    const struct history *kept = history_keep(h, &row);
    struct field_ref whole = field_whole(&type, 1), array = field_child(&whole, 0);
    for (uint32_t i = 0; i < COUNT; i++) {
        struct field_ref leaf = field_child(&array, i);
        double value;
        ck_assert_uint_eq(history_read(h, &row, &leaf, 1, false, &value, 1), 1);
        ck_assert_double_eq(value, i);
        ck_assert_uint_eq(history_read(kept, &row, &leaf, 1, false, &value, 1), 1);
        ck_assert_double_eq(value, i);
    }
    history_destroy(&h);
    history_release(&kept);
}
END_TEST

START_TEST(test_budget_is_kept_and_room_is_used_again)
{
    enum { BUDGET = 512 << 10 };
    struct history *h = history_create(BUDGET);
    uint64_t slots[64], opened = 0;
    while ((slots[opened] = history_open(h, &thing_type, 1)) != HISTORY_NONE)
        opened++;
    ck_assert_uint_ge(opened, 20);
    ck_assert_uint_le(history_bytes(h), BUDGET);
    ck_assert_uint_ge(history_bytes(h), BUDGET - (THING_NUMBERS + 2) * 1100);
    uint64_t full = history_bytes(h);
    history_close(h, slots[3]);
    ck_assert_uint_ne(history_open(h, &thing_type, 1), HISTORY_NONE);
    ck_assert_uint_eq(history_open(h, &thing_type, 1), HISTORY_NONE);
    ck_assert_uint_eq(history_bytes(h), full);
    history_destroy(&h);
}
END_TEST

START_TEST(test_one_object_cannot_take_all)
{
    struct history *h = history_create(1 << 20);
    ck_assert_uint_eq(history_open(h, &thing_type, 20), HISTORY_NONE);
    ck_assert_uint_ne(history_open(h, &thing_type, 2), HISTORY_NONE);
    history_destroy(&h);
}
END_TEST

START_TEST(test_no_history_is_allowed)
{
    struct roster_row row = {.type = &thing_type, .count = 1, .history = HISTORY_NONE};
    struct field_ref ref = thing_ref("level");
    double value;
    ck_assert_uint_eq(history_open(NULL, &thing_type, 1), HISTORY_NONE);
    ck_assert_uint_eq(history_read(NULL, &row, &ref, 1, false, &value, 1), 0);
    ck_assert(isnan(value));
    ck_assert_uint_eq(history_bytes(NULL), 0);
}
END_TEST

START_TEST(test_object_that_found_no_room_gets_it_later)
{
    struct synth s;
    synth_open(&s, history_create((8 * THING_NUMBERS + 2) * RING_BYTES)); /* eight things fit */
    static const struct synth_object first[] = {{1, 1}, {2, 1}}, later[] = {{2, 1}};
    struct history *h = s.history;
    uint64_t taken[7];
    for (size_t i = 0; i < 7; i++)
        taken[i] = history_open(h, &thing_type, 1);
    synth_roster(&s, first, 2);
    ck_assert_uint_ne(s.roster->rows[0].history, HISTORY_NONE);
    ck_assert_uint_eq(s.roster->rows[1].history, HISTORY_NONE);
    synth_roster(&s, later, 1);
    ck_assert_uint_ne(s.roster->rows[0].history, HISTORY_NONE);
    ck_assert_uint_ne(taken[6], HISTORY_NONE);
    close_synth(&s, NULL);
}
END_TEST

static void free_nothing(struct anchor *a)
{
    (void)a;
}

/* Large and small ones turn about: what is refused to one kind is not to the other. */
START_TEST(test_what_does_not_fit_keeps_nobody_out)
{
    struct roster_store store = {0};
    struct anchor anchor = {.free = free_nothing, .holders = 1};
    struct history *h = history_create((8 * THING_NUMBERS + 2) * RING_BYTES);
    struct roster *r = roster_begin(&store, &anchor, 20);
    for (uint32_t i = 0; i < 20; i++)
        r->rows[r->count++] = (struct roster_row){.type = &thing_type,
                                                  .label = roster_label(&store, r, "x"),
                                                  .history = HISTORY_NONE,
                                                  .index = i,
                                                  .count = i % 2 ? 1 : 20};
    roster_commit(&store, r, h);
    for (uint32_t i = 0; i < 20; i++)
        ck_assert_int_eq(r->rows[i].history != HISTORY_NONE, i % 2 && i < 16);
    roster_drop(&store, r);
    roster_store_fini(&store);
    history_destroy(&h);
}
END_TEST

/* --- objects that went --- */

START_TEST(test_past_of_a_destroyed_object_stays)
{
    struct synth s;
    double values[HISTORY_SHOWN];
    struct field_ref level = thing_ref("level");
    open_two(&s);
    struct frame *last = run_ticks(&s, NULL, 1, 200, step_level);
    struct roster_row gone = s.roster->rows[1];
    synth_roster(&s, two, 1);
    last = run_ticks(&s, last, 201, 250, step_level);
    ck_assert_uint_eq(history_read(s.history, &gone, &level, 200, false, values, 50), 50);
    ck_assert_double_eq(values[0], 151);
    ck_assert_double_eq(values[49], 200);
    ck_assert_uint_eq(history_read(s.history, &gone, &level, 250, false, values, 100), 50);
    ck_assert_double_eq(values[49], 200);
    ck_assert(isnan(values[50])); /* and not what was there a turn of the ring before */
    close_synth(&s, last);
}
END_TEST

START_TEST(test_old_past_makes_room_before_new_memory)
{
    struct synth s;
    double value;
    struct field_ref level = thing_ref("level");
    open_two(&s);
    struct frame *last = run_ticks(&s, NULL, 1, 10, step_level);
    struct roster_row gone = s.roster->rows[1];
    uint64_t bytes = history_bytes(s.history);
    synth_roster(&s, two, 1);
    last = run_ticks(&s, last, 11, 8 + HISTORY_TICKS, step_level);
    uint64_t young = history_open(s.history, &thing_type, 1);
    ck_assert_uint_gt(history_bytes(s.history), bytes); /* it may still be asked for */
    ck_assert_uint_eq(history_read(s.history, &gone, &level, 10, false, &value, 1), 1);
    history_close(s.history, young);
    bytes = history_bytes(s.history);
    last = run_ticks(&s, last, 9 + HISTORY_TICKS, 10 + HISTORY_TICKS, step_level);
    ck_assert_uint_ne(history_open(s.history, &thing_type, 1), HISTORY_NONE);
    ck_assert_uint_eq(history_bytes(s.history), bytes);
    ck_assert_uint_eq(history_read(s.history, &gone, &level, 10, false, &value, 1), 0);
    close_synth(&s, last);
}
END_TEST

START_TEST(test_out_of_rings_the_oldest_past_goes_first)
{
    struct synth s;
    double value;
    struct field_ref level = thing_ref("level");
    synth_open(&s, history_create((8 * THING_NUMBERS + 2) * RING_BYTES)); /* eight things fit */
    synth_roster(&s, two, 2);
    struct frame *last = run_ticks(&s, NULL, 1, 10, step_level);
    struct roster_row first = s.roster->rows[1], second = s.roster->rows[0];
    synth_roster(&s, two, 1);
    last = run_ticks(&s, last, 11, 12, step_level);
    synth_roster(&s, two, 0);
    for (size_t i = 0; i < 6; i++)
        ck_assert_uint_ne(history_open(s.history, &thing_type, 1), HISTORY_NONE);
    ck_assert_uint_eq(history_read(s.history, &first, &level, 10, false, &value, 1), 1);
    ck_assert_uint_ne(history_open(s.history, &thing_type, 1), HISTORY_NONE);
    ck_assert_uint_eq(history_read(s.history, &first, &level, 10, false, &value, 1), 0);
    ck_assert_uint_eq(history_read(s.history, &second, &level, 12, false, &value, 1), 1);
    ck_assert_uint_ne(history_open(s.history, &thing_type, 1), HISTORY_NONE);
    ck_assert_uint_eq(history_open(s.history, &thing_type, 1), HISTORY_NONE);
    close_synth(&s, last);
}
END_TEST

MEMGLASS_SUITE("sample/history", test_full_when_first_opened, test_before_the_first_tick_is_unknown,
               test_a_tick_long_past_is_unknown, test_ticks_have_their_times,
               test_counters_have_rates, test_wrap_goes_on_and_reset_is_unknown,
               test_counter_that_restarts_is_unknown_once, test_torn_is_unknown_and_stale_is_not,
               test_leaves_are_numbered_as_they_are_walked,
               test_every_leaf_of_a_wide_object_has_its_own_ring,
               test_budget_is_kept_and_room_is_used_again, test_one_object_cannot_take_all,
               test_no_history_is_allowed, test_object_that_found_no_room_gets_it_later,
               test_what_does_not_fit_keeps_nobody_out, test_past_of_a_destroyed_object_stays,
               test_old_past_makes_room_before_new_memory,
               test_out_of_rings_the_oldest_past_goes_first)
