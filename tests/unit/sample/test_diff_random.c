/* Random frames of rows that come, go, tear and change: what the comparison says of each row, and
 * goes on saying while the frame is held, against a reference that looks at one row at a time. */
#include "sample/compare.h"
#include "sample/diff.h"
#include "sample/plan.h"
#include "synthetic.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS = 700, TICKS = 400, HELD = 6, ROUNDS = 4 };

/* --- types: of words, of what no mask tells, larger than a plan, with padding at the end --- */

#define UINT(called, at, bits)                                                                   \
    {                                                                                            \
        .name = (called), .kind = MEMGLASS_KIND_UINT, .bit_offset = 8 * (at), .bit_size = (bits) \
    }

static const memglass_field plain_fields[] = {UINT("a", 0, 64), UINT("b", 8, 32), UINT("c", 12, 16),
                                              UINT("d", 14, 8), UINT("e", 16, 64)};
static const memglass_type plain_type = {
    .name = "plain", .fields = plain_fields, .field_count = 5, .size = 40};

static const memglass_field odd_fields[] = {UINT("a", 0, 32), UINT("b", 6, 32), UINT("c", 10, 8)};
static const memglass_type odd_type = {
    .name = "odd", .fields = odd_fields, .field_count = 3, .size = 12};

static const uint64_t large_dims[] = {200};
static const memglass_field large_fields[] = {
    {.name = "v",
     .kind = MEMGLASS_KIND_UINT,
     .bit_size = 32,
     .stride_bytes = 4,
     .dims = large_dims,
     .rank = 1},
};
static const memglass_type large_type = {
    .name = "large", .fields = large_fields, .field_count = 1, .size = 800};

static const struct {
    const memglass_type *type;
    uint32_t count;
} kinds[] = {{&plain_type, 1}, {&thing_type, 1}, {&odd_type, 1}, {&odd_type, 3}, {&large_type, 1}};

/* --- a world --- */

struct known {
    const struct frame *frame; /* NULL: none */
    struct row_mark *marks;    /* as they are to be */
    struct diff diff;
};

struct world {
    unsigned seed;
    struct frame_pool *pool;
    struct anchor anchor;
    struct roster *roster;
    uint32_t generations[SLOTS]; /* 0: nothing there */
    unsigned kind[SLOTS];
    uint64_t instance, tick;
    struct known held[HELD]; /* the newest first */
};

static unsigned chance(struct world *w, unsigned of)
{
    return (unsigned)rand_r(&w->seed) % of;
}

static void keep_anchor(struct anchor *a)
{
    (void)a;
}

static size_t object_size(unsigned kind)
{
    return (size_t)kinds[kind].type->size * kinds[kind].count;
}

static void new_roster(struct world *w)
{
    struct roster_store *store = frame_pool_rosters(w->pool);
    struct roster *old = w->roster, *r = roster_begin(store, &w->anchor, SLOTS);
    struct roster_cursor rest = roster_cursor(old);
    ck_assert_ptr_nonnull(r);
    for (uint32_t i = 0; i < SLOTS; i++) {
        if (!w->generations[i])
            continue;
        const struct roster_row *was = roster_seek(&rest, i, w->generations[i]);
        r->rows[r->count++] =
            (struct roster_row){.type = kinds[w->kind[i]].type,
                                .count = kinds[w->kind[i]].count,
                                .size = object_size(w->kind[i]),
                                .label = was ? was->label : roster_label(store, r, "x"),
                                .data = r->bytes,
                                .history = HISTORY_NONE,
                                .index = i,
                                .generation = w->generations[i]};
        r->bytes += (object_size(w->kind[i]) + 7) & ~UINT64_C(7);
    }
    roster_commit(store, r, NULL);
    if (old)
        roster_drop(store, old);
    w->roster = r;
}

/* Kinds lie in runs, as objects do that were created one after the other. */
static void birth(struct world *w, uint32_t i)
{
    static uint32_t generation;
    w->generations[i] = ++generation;
    w->kind[i] = chance(w, 20) ? i / 150 % 5 : chance(w, 5);
}

static void churn(struct world *w)
{
    for (unsigned n = chance(w, 8); n; n--) {
        uint32_t i = chance(w, SLOTS);
        if (w->generations[i] && chance(w, 2))
            w->generations[i] = 0;
        else
            birth(w, i);
    }
    new_roster(w);
}

/* Bytes of any kind: of fields, behind a string's end, of padding. */
static void change_bytes(struct world *w, const struct frame *f)
{
    static const unsigned few[] = {0, 1, 7, 70, 700};
    for (unsigned n = few[chance(w, 5)]; n && f->roster->count; n--) {
        size_t row = chance(w, (unsigned)f->roster->count);
        unsigned char *bytes = f->bytes + f->roster->rows[row].data;
        bytes[chance(w, (unsigned)f->roster->rows[row].size)] = (unsigned char)chance(w, 256);
    }
}

static uint8_t any_state(struct world *w)
{
    if (chance(w, 300))
        return (uint8_t)chance(w, 2);
    static const uint8_t rare[] = {MEMGLASS_TORN, MEMGLASS_STALE, ROW_GONE | MEMGLASS_EXACT,
                                   ROW_DAMAGED | MEMGLASS_UNGUARDED, ROW_GONE | MEMGLASS_TORN};
    return rare[chance(w, 5)];
}

static const struct frame *next_frame(struct world *w, const struct frame *prev)
{
    frame_pool_sweep(w->pool);
    struct frame *f = frame_pool_take(w->pool, w->roster);
    ck_assert_ptr_nonnull(f);
    memset(f->bytes, 0, w->roster->bytes);
    for (size_t i = 0; i < w->roster->count; i++) {
        const struct roster_row *row = &w->roster->rows[i];
        long before = prev ? frame_find(prev, row->index, row->generation) : -1;
        if (before >= 0)
            memcpy(f->bytes + row->data, frame_data(prev, (size_t)before), row->size);
        f->states[i] = any_state(w);
    }
    f->tick = ++w->tick;
    f->time_ns = f->tick * 1000;
    f->session = (memglass_session_info){.instance = w->instance};
    change_bytes(w, f);
    return f;
}

/* --- the reference --- */

static uint64_t log_of(uint64_t changes)
{
    uint64_t log = 0;
    for (; changes && log < 15; changes /= 2)
        log++;
    return log;
}

static void expect_born(size_t i, struct known *out)
{
    struct row_mark *mark = &out->marks[i];
    mark->born = 1;
    out->diff.created += !mark->gone;
}

static void expect_pair(const struct known *was, size_t j, const struct frame *f, size_t i,
                        struct known *out)
{
    const struct roster_row *row = &f->roster->rows[i];
    const struct row_mark *old = &was->marks[j];
    struct row_mark *mark = &out->marks[i];
    if (old->gone) {
        if (!mark->gone)
            expect_born(i, out);
        return;
    }
    if (mark->gone) {
        out->diff.destroyed++;
        return;
    }
    uint64_t changes = 0;
    if (old->truth != MEMGLASS_TORN && mark->truth != MEMGLASS_TORN)
        changes = compare_whole(row->type, row->count, frame_data(was->frame, j), frame_data(f, i));
    uint64_t ticks = f->tick - was->frame->tick;
    mark->activity = (ticks < 16 ? old->activity << 4 * ticks : 0) | log_of(changes);
    mark->changed_total = old->changed_total + changes;
    mark->changes = (uint32_t)changes;
    mark->last_change_ns = changes ? f->time_ns : old->last_change_ns;
    out->diff.changed += changes != 0;
    out->diff.field_changes += changes;
}

static void expect(const struct known *was, const struct frame *f, struct known *out)
{
    size_t met = 0, had = 0;
    bool common = was && was->frame->session.instance == f->session.instance;
    *out = (struct known){.frame = f, .marks = calloc(f->roster->count + 1, sizeof *out->marks)};
    for (size_t i = 0; i < f->roster->count; i++) {
        const struct roster_row *row = &f->roster->rows[i];
        long j = common ? frame_find(was->frame, row->index, row->generation) : -1;
        out->marks[i].truth = f->states[i] & 3;
        out->marks[i].gone = (f->states[i] & ROW_GONE) != 0;
        out->marks[i].damaged = (f->states[i] & ROW_DAMAGED) != 0;
        met += j >= 0 && !was->marks[j].gone;
        if (j >= 0)
            expect_pair(was, (size_t)j, f, i, out);
        else
            expect_born(i, out);
    }
    for (size_t j = 0; was && j < was->frame->roster->count; j++)
        had += !was->marks[j].gone;
    out->diff.destroyed += had - met;
}

static void check_marks(const struct known *k)
{
    for (size_t i = 0; i < k->frame->roster->count; i++) {
        struct row_mark is = frame_mark(k->frame, i);
        const struct row_mark *to_be = &k->marks[i];
        ck_assert_uint_eq(is.truth, to_be->truth);
        ck_assert_uint_eq(is.gone, to_be->gone);
        ck_assert_uint_eq(is.damaged, to_be->damaged);
        if (is.gone) /* it is treated as not there */
            continue;
        ck_assert_uint_eq(is.born, to_be->born);
        ck_assert_uint_eq(is.changes, to_be->changes);
        ck_assert_uint_eq(is.activity, to_be->activity);
        ck_assert_uint_eq(is.changed_total, to_be->changed_total);
        ck_assert_uint_eq(is.last_change_ns, to_be->last_change_ns);
    }
}

static void compare(const struct known *was, const struct frame *f, struct known *out)
{
    struct diff diff;
    expect(was, f, out);
    diff_frames(was ? was->frame : NULL, f, &diff);
    ck_assert_uint_eq(diff.created, out->diff.created);
    ck_assert_uint_eq(diff.destroyed, out->diff.destroyed);
    ck_assert_uint_eq(diff.changed, out->diff.changed);
    ck_assert_uint_eq(diff.field_changes, out->diff.field_changes);
    check_marks(out);
}

/* --- */

static void let_go(struct known *k)
{
    if (k->frame)
        check_marks(k); /* whatever was compared since */
    free(k->marks);
    frame_release(&k->frame);
    *k = (struct known){0};
}

static void keep(struct world *w, const struct known *newest)
{
    unsigned out = HELD - 1;
    for (unsigned i = 1; i < HELD - 1; i++)
        if (!w->held[i].frame || !chance(w, 6))
            out = i;
    let_go(&w->held[out]);
    for (unsigned i = out; i > 0; i--)
        w->held[i] = w->held[i - 1];
    w->held[0] = *newest;
}

static void tick(struct world *w)
{
    struct known now, again;
    if (!chance(w, 5))
        churn(w);
    if (!chance(w, 100))
        w->instance++;
    /* Most often the newest one; any that is held must do. */
    unsigned before = chance(w, 8) ? 0 : chance(w, HELD);
    const struct known *was = w->held[before].frame ? &w->held[before] : NULL;
    const struct frame *f = next_frame(w, was ? was->frame : NULL);
    compare(was, f, &now);
    if (!chance(w, 4)) {
        compare(was, f, &again);
        free(again.marks);
    }
    keep(w, &now);
}

static void world_close(struct world *w)
{
    for (unsigned i = 0; i < HELD; i++)
        let_go(&w->held[i]);
    frame_pool_close(&w->pool);
}

static void run_round(unsigned seed)
{
    struct world w = {.seed = seed,
                      .pool = frame_pool_create(),
                      .anchor = {.free = keep_anchor, .holders = 1},
                      .instance = 1};
    for (uint32_t i = 0; i < SLOTS; i++)
        birth(&w, i);
    new_roster(&w);
    for (unsigned i = 0; i < TICKS; i++)
        tick(&w);
    world_close(&w);
}

START_TEST(test_frames_say_what_a_row_by_row_reference_says)
{
    for (unsigned seed = 1; seed <= ROUNDS; seed++)
        run_round(seed);
}
END_TEST

/* --- plans --- */

/* Every bit alone, and many at random: masks count what the type's walk counts. */
static void check_plan(const memglass_type *type, uint32_t count, unsigned *seed)
{
    static unsigned char a[PLAN_BYTES + 8], b[PLAN_BYTES + 8];
    size_t size = (size_t)type->size * count;
    struct plan plan;
    plan_make(&plan, type, count);
    ck_assert_int_eq(plan.whole, size <= PLAN_BYTES);
    if (size > PLAN_BYTES)
        return;
    for (size_t n = 0; n < 8 * size + 2000; n++) {
        for (size_t i = 0; i < size; i++)
            a[i] = b[i] = (unsigned char)rand_r(seed);
        if (n < 8 * size)
            b[n / 8] ^= (unsigned char)(1 << n % 8);
        for (size_t more = n < 8 * size ? 0 : n % 50; more; more--)
            b[(size_t)rand_r(seed) % size] = (unsigned char)rand_r(seed);
        uint64_t changes[2] = {UINT64_MAX, UINT64_MAX};
        plan_changes(&plan, &(struct plan_blocks){.a = a, .b = b, .size = size, .stride = 8}, 1,
                     changes);
        ck_assert_uint_eq(changes[0], compare_whole(type, count, a, b));
        ck_assert_uint_eq(changes[1], UINT64_MAX);
    }
}

START_TEST(test_plans_count_as_types_do)
{
    unsigned seed = 5;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        check_plan(kinds[i].type, kinds[i].count, &seed);
}
END_TEST

/* A description that names no end of nothing costs no end of steps. */
START_TEST(test_a_plan_of_a_hostile_type_gives_up)
{
    static const uint64_t dims[] = {UINT64_C(1) << 40};
    static const memglass_type empty = {.name = "empty", .size = 0};
    static const memglass_field fields[] = {{.name = "v",
                                             .kind = MEMGLASS_KIND_STRUCT,
                                             .type = &empty,
                                             .stride_bytes = 1,
                                             .dims = dims,
                                             .rank = 1}};
    static const memglass_type type = {.name = "t", .fields = fields, .field_count = 1, .size = 8};
    struct plan plan;
    plan_make(&plan, &type, 1);
    ck_assert(!plan.whole);
}
END_TEST

MEMGLASS_SUITE("sample/diff_random", test_frames_say_what_a_row_by_row_reference_says,
               test_plans_count_as_types_do, test_a_plan_of_a_hostile_type_gives_up)
