/* Diffs: which objects and fields changed, counted by value, and what a frame remembers of the ones
 * before. */
#include "sample/diff.h"
#include "synthetic.h"
#include "unit.h"

#include <string.h>

static const struct synth_object three[] = {{0, 1}, {4, 1}, {9, 2}};

struct pair {
    struct synth synth;
    struct frame *prev, *cur;
    struct diff diff;
};

static void pair_open(struct pair *p)
{
    synth_open(&p->synth, NULL);
    synth_roster(&p->synth, three, 3);
    p->prev = synth_frame(&p->synth, NULL, 1);
    diff_frames(NULL, p->prev, &p->diff);
    p->cur = synth_frame(&p->synth, p->prev, 2);
}

static void pair_diff(struct pair *p)
{
    diff_frames(p->prev, p->cur, &p->diff);
}

static void release(struct frame *f)
{
    const struct frame *held = f;
    frame_release(&held);
}

static void pair_next(struct pair *p)
{
    uint64_t tick = p->cur->tick + 1;
    release(p->prev);
    p->prev = p->cur;
    p->cur = synth_frame(&p->synth, p->prev, tick);
}

static void pair_close(struct pair *p)
{
    release(p->prev);
    release(p->cur);
    synth_close(&p->synth);
}

START_TEST(test_first_frame_is_all_born)
{
    struct pair p;
    pair_open(&p);
    ck_assert_uint_eq(p.diff.created, 3);
    ck_assert_uint_eq(p.diff.destroyed + p.diff.changed + p.diff.field_changes, 0);
    ck_assert_uint_eq(frame_mark(p.prev, 2).born, 1);
    ck_assert_uint_eq(frame_mark(p.prev, 2).last_change_ns, 0);
    pair_close(&p);
}
END_TEST

START_TEST(test_equal_frames_have_no_changes)
{
    struct pair p;
    pair_open(&p);
    pair_diff(&p);
    ck_assert_uint_eq(p.diff.created + p.diff.destroyed + p.diff.changed, 0);
    ck_assert_uint_eq(frame_mark(p.cur, 0).born, 0);
    pair_close(&p);
}
END_TEST

START_TEST(test_elements_bits_and_members_count_each)
{
    struct pair p;
    pair_open(&p);
    struct thing *t = synth_thing(p.cur, 1);
    t->grid[0][1] = 5;
    t->grid[1][2] = 6;
    t->high = 3;
    t->parts[1].y = 1.5f;
    t->view.whole = 77; /* one change, though it has two members */
    t->guarded.value = 1;
    pair_diff(&p);
    ck_assert_uint_eq(p.diff.changed, 1);
    ck_assert_uint_eq(p.diff.field_changes, 6);
    ck_assert_uint_eq(frame_mark(p.cur, 1).changes, 6);
    ck_assert_uint_eq(frame_mark(p.cur, 0).changes, 0);
    pair_close(&p);
}
END_TEST

/* Bytes that no value depends on. */
START_TEST(test_padding_guards_and_string_tails_are_no_change)
{
    struct pair p;
    pair_open(&p);
    struct thing *t = synth_thing(p.cur, 0);
    ((unsigned char *)&t->parts[0])[2] = 0xff;
    t->guarded.guard.sequence = 8;
    t->name[3] = 'x';
    pair_diff(&p);
    ck_assert_uint_eq(p.diff.changed, 0);
    t->name[0] = 'x';
    pair_diff(&p);
    ck_assert_uint_eq(p.diff.field_changes, 1);
    pair_close(&p);
}
END_TEST

START_TEST(test_activity_is_carried_over)
{
    struct pair p;
    pair_open(&p);
    synth_thing(p.cur, 2)->level = 1;
    pair_diff(&p);
    pair_next(&p); /* tick 3: nothing */
    pair_diff(&p);
    pair_next(&p); /* tick 4: four fields */
    for (int i = 0; i < 3; i++)
        synth_thing(p.cur, 2)->grid[0][i] = 9;
    synth_thing(p.cur, 2)->ops = 1;
    pair_diff(&p);
    const struct row_mark mark = frame_mark(p.cur, 2);
    ck_assert_uint_eq(mark.activity, 0x103);
    ck_assert_uint_eq(mark.changed_total, 5);
    ck_assert_uint_eq(mark.last_change_ns, UINT64_C(4000000000));
    ck_assert_uint_eq(frame_mark(p.cur, 1).activity, 0);
    pair_close(&p);
}
END_TEST

START_TEST(test_merge_finds_births_and_deaths)
{
    struct pair p;
    pair_open(&p);
    static const struct synth_object later[] = {{0, 1}, {4, 2}, {5, 1}, {9, 2}, {12, 1}};
    synth_roster(&p.synth, later, 5);
    release(p.cur);
    p.cur = synth_frame(&p.synth, p.prev, 2);
    synth_thing(p.cur, 3)->ops = 1;
    pair_diff(&p);
    ck_assert_uint_eq(p.diff.created, 3); /* 4 is another object by now */
    ck_assert_uint_eq(p.diff.destroyed, 1);
    ck_assert_uint_eq(p.diff.changed, 1);
    ck_assert_uint_eq(frame_mark(p.cur, 1).born, 1);
    ck_assert_uint_eq(frame_mark(p.cur, 3).changes, 1);
    pair_close(&p);
}
END_TEST

/* Gone while it was captured: its bytes may be another's, and it dies once, not twice. */
START_TEST(test_gone_row_is_a_death_and_never_a_change)
{
    struct pair p;
    pair_open(&p);
    synth_thing(p.cur, 1)->ops = 99;
    p.cur->states[1] |= ROW_GONE;
    pair_diff(&p);
    ck_assert_uint_eq(p.diff.destroyed, 1);
    ck_assert_uint_eq(p.diff.changed, 0);
    static const struct synth_object rest[] = {{0, 1}, {9, 2}};
    synth_roster(&p.synth, rest, 2);
    pair_next(&p);
    pair_diff(&p);
    ck_assert_uint_eq(p.diff.destroyed + p.diff.created, 0);
    pair_close(&p);
}
END_TEST

/* What another process says of two moments need not hold together. */
START_TEST(test_an_object_of_another_size_is_another)
{
    struct pair p;
    pair_open(&p);
    synth_roster(&p.synth, three, 3);
    p.synth.roster->rows[1].size = 2 * sizeof(struct thing);
    p.synth.roster->rows[1].count = 2;
    p.synth.roster->rows[2].data += sizeof(struct thing);
    p.synth.roster->bytes += sizeof(struct thing);
    release(p.cur);
    p.cur = synth_frame(&p.synth, NULL, 2);
    pair_diff(&p);
    ck_assert_uint_eq(p.diff.created, 1);
    ck_assert_uint_eq(p.diff.destroyed, 1);
    ck_assert_uint_eq(p.diff.changed, 0);
    pair_close(&p);
}
END_TEST

START_TEST(test_torn_rows_say_nothing)
{
    struct pair p;
    pair_open(&p);
    synth_thing(p.cur, 0)->ops = 1;
    p.cur->states[0] = MEMGLASS_TORN;
    pair_diff(&p);
    ck_assert_uint_eq(p.diff.changed, 0);
    struct field_ref ops = thing_ref("ops");
    ck_assert(!diff_ref_changed(p.prev, 0, p.cur, 0, &ops));
    pair_close(&p);
}
END_TEST

START_TEST(test_other_session_has_nothing_in_common)
{
    struct pair p;
    pair_open(&p);
    synth_thing(p.cur, 0)->ops = 1;
    p.cur->session.instance = 2;
    pair_diff(&p);
    ck_assert_uint_eq(p.diff.created, 3);
    ck_assert_uint_eq(p.diff.destroyed, 3);
    ck_assert_uint_eq(p.diff.changed, 0);
    pair_close(&p);
}
END_TEST

START_TEST(test_refs_change_by_what_is_under_them)
{
    struct pair p;
    pair_open(&p);
    synth_thing(p.cur, 1)->grid[1][0] = 4;
    synth_thing(p.cur, 1)->low = 1;
    static const struct {
        const char *path;
        bool changed;
    } cases[] = {{"", true},           {"grid", true},        {"grid[0]", false}, {"grid[1]", true},
                 {"grid[1][0]", true}, {"grid[1][1]", false}, {"low", true},      {"high", false},
                 {"parts", false},     {"view", false},       {"name", false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct field_ref ref = thing_ref(cases[i].path);
        ck_assert_msg(diff_ref_changed(p.prev, 1, p.cur, 1, &ref) == cases[i].changed, "%s",
                      cases[i].path);
        ck_assert(!diff_ref_changed(p.prev, -1, p.cur, 1, &ref));
    }
    pair_close(&p);
}
END_TEST

/* Values of a large array far apart, around the size that is compared at once. */
START_TEST(test_large_array_counts_what_differs)
{
    enum { COUNT = 100000 };
    static const uint64_t dims[] = {COUNT};
    static const memglass_field field = {.name = "v",
                                         .kind = MEMGLASS_KIND_UINT,
                                         .bit_size = 32,
                                         .stride_bytes = 4,
                                         .dims = dims,
                                         .rank = 1};
    static const memglass_type type = {.fields = &field, .field_count = 1, .size = COUNT * 4};
    static uint32_t a[COUNT], b[COUNT];
    struct roster_row row = {.type = &type, .size = sizeof a, .count = 1};
    struct roster roster = {.rows = &row, .count = 1, .bytes = sizeof a};
    struct row_past pasts[2] = {{0}};
    uint64_t touched[2] = {0};
    uint8_t state = MEMGLASS_UNGUARDED;
    struct frame prev = {.roster = &roster, .bytes = (void *)a, .pasts = &pasts[0], .tick = 1};
    struct frame cur = {.roster = &roster, .bytes = (void *)b, .pasts = &pasts[1], .tick = 2};
    prev.touched = &touched[0];
    cur.touched = &touched[1];
    prev.states = cur.states = &state;
    b[0] = b[1023] = b[1024] = b[50000] = b[COUNT - 1] = 1;
    struct diff diff;
    diff_frames(&prev, &cur, &diff);
    ck_assert_uint_eq(diff.field_changes, 5);
    ck_assert_uint_eq(frame_activity(&cur, 0), 3);
}
END_TEST

MEMGLASS_SUITE("sample/diff", test_first_frame_is_all_born, test_equal_frames_have_no_changes,
               test_elements_bits_and_members_count_each,
               test_padding_guards_and_string_tails_are_no_change, test_activity_is_carried_over,
               test_merge_finds_births_and_deaths, test_gone_row_is_a_death_and_never_a_change,
               test_an_object_of_another_size_is_another, test_torn_rows_say_nothing,
               test_other_session_has_nothing_in_common, test_refs_change_by_what_is_under_them,
               test_large_array_counts_what_differs)
