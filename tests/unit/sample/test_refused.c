/* Whatever the system refuses a sampler, and at whichever call: it says so and goes on, and no
 * frame, value or past that it gives is another one than what was there. */
#include "record/refusals.h"
#include "sample/sampler.h"
#include "stage.h"
#include "synthetic.h"

#include <math.h>
#include <poll.h>
#include <pthread.h>

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *how, void *(*run)(void *),
                          void *ctx);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *how, void *(*run)(void *),
                          void *ctx);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *how, void *(*run)(void *),
                          void *ctx)
{
    return is_refused("pthread_create", EAGAIN) ? EAGAIN
                                                : __real_pthread_create(thread, how, run, ctx);
}

int __real_eventfd(unsigned value, int flags);
int __wrap_eventfd(unsigned value, int flags);
int __wrap_eventfd(unsigned value, int flags)
{
    return is_refused("eventfd", EMFILE) ? -1 : __real_eventfd(value, flags);
}

enum { MOST_CALLS = 20000, ITEMS = 150, CHURN = 20, FRAMES = 8, PATIENCE_MS = 60000 };

/* What the producer and the test ask of the system is not refused. */
static uint64_t how_many;

static void refuse_from(uint64_t first, uint64_t count)
{
    refuse(first, 0);
    how_many = count;
}

static void asking(bool now)
{
    refusals.how_many = now ? how_many : 0;
}

struct scene {
    struct stage s;
    struct item *items[ITEMS];
    uint64_t ids;
    size_t failed;
};

static void add_one(struct scene *x, size_t i)
{
    x->items[i] = create(&x->s, x->ids++);
    x->items[i]->value = (double)x->items[i]->id;
}

static void scene_open(struct scene *x)
{
    *x = (struct scene){.ids = 0};
    x->s.session = open_session(unit_session_name(x->s.name, "refused"), 0);
    for (size_t i = 0; i < ITEMS; i++)
        add_one(x, i);
}

static void scene_close(struct scene *x)
{
    stage_close(&x->s);
}

static void check_error(int status, const memglass_error *err)
{
    ck_assert_msg(status < 0 && err->code == status && err->message[0], "%s refused: %d, %d, '%s'",
                  refusals.call, status, err->code, err->message);
}

static struct field_ref echo_of(const memglass_type *type)
{
    struct field_ref whole = field_whole(type, 1), ref;
    ck_assert_int_eq(field_resolve(&whole, "echo", &ref, NULL), 0);
    return ref;
}

/* --- frames, one after the other ---------------------------------------------------------------
 */

static void open_source(struct scene *x)
{
    memglass_error err = {0};
    asking(true);
    x->s.history = history_create(1 << 20);
    if (x->s.history)
        x->s.source = source_live_open(
            x->s.name,
            &(struct source_live_options){.history = x->s.history, .first_bytes = FIRST_BYTES},
            &err);
    asking(false);
    if (!x->s.history || x->s.source)
        return;
    check_error(err.code, &err);
    history_destroy(&x->s.history);
}

/* Some go and come, so that there is another roster, and others change. */
static void go_on(struct scene *x, unsigned step)
{
    for (size_t i = step; i < ITEMS && step % 2; i += ITEMS / CHURN) {
        memglass_destroy(x->s.session, x->items[i]);
        add_one(x, i);
    }
    for (size_t i = step; i < ITEMS; i += 3)
        x->items[i]->echo++;
}

static void check_row(const struct scene *x, const struct item *item)
{
    char label[32];
    double last = NAN;
    const struct frame *f = x->s.cur;
    snprintf(label, sizeof label, "item-%llu", (unsigned long long)item->id);
    size_t row = (size_t)row_of(f, label);
    const struct roster_row *r = &f->roster->rows[row];
    ck_assert_mem_eq(item_of(f, label), item, sizeof *item);
    if (r->first)
        ck_assert_uint_eq(((const struct item *)(const void *)r->first)->id, item->id);
    const struct field_ref echo = echo_of(r->type);
    if (history_read(x->s.history, r, &echo, f->tick, false, &last, 1))
        ck_assert_double_eq(last, (double)item->echo);
    long before = x->s.prev ? frame_find(x->s.prev, r->index, r->generation) : -1;
    ck_assert_int_eq(frame_mark(f, row).born, before < 0);
    if (before >= 0)
        ck_assert_int_eq(frame_touched(f, row),
                         memcmp(frame_data(x->s.prev, (size_t)before), item, sizeof *item) != 0);
}

/* A capture that fails leaves what was there. */
static bool try_capture(struct scene *x)
{
    struct stage *s = &x->s;
    memglass_error err = {0};
    const struct frame *next = NULL;
    asking(true);
    int status = s->source->ops->capture(s->source, s->cur, s->tick + 1, &next, &err);
    asking(false);
    if (status != MEMGLASS_OK) {
        check_error(status, &err);
        ck_assert_ptr_null(next);
        x->failed++;
        return false;
    }
    s->tick++;
    frame_release(&s->prev);
    s->prev = s->cur;
    s->cur = next;
    return true;
}

static void compare(struct stage *s)
{
    asking(true);
    diff_frames(s->prev, s->cur, &s->diff);
    history_append(s->history, s->cur);
    asking(false);
}

static bool take_frame(struct scene *x)
{
    bool taken = try_capture(x);
    if (taken)
        compare(&x->s);
    return taken;
}

static void check_frame(const struct scene *x)
{
    ck_assert_uint_eq(x->s.cur->roster->count, ITEMS);
    for (size_t i = 0; i < ITEMS; i++)
        check_row(x, x->items[i]);
}

/* True: there was something to be refused. */
static bool frames_refused(uint64_t first, uint64_t count)
{
    struct scene x;
    scene_open(&x);
    refuse_from(first, count);
    open_source(&x);
    for (unsigned i = 0; x.s.source && i < FRAMES; i++) {
        go_on(&x, i);
        if (take_frame(&x))
            check_frame(&x);
    }
    uint64_t refused = refusals.refused;
    refuse_from(0, 0);
    if (!x.s.source)
        open_source(&x);
    go_on(&x, FRAMES + 1);
    ck_assert_msg(take_frame(&x), "%s was refused, and it does not go on", refusals.call);
    check_frame(&x);
    ck_assert_uint_le(x.failed, count);
    scene_close(&x);
    return refused > 0;
}

START_TEST(test_each_call_of_a_source_may_be_refused)
{
    uint64_t first = 1;
    while (first < MOST_CALLS && frames_refused(first, 1))
        first++;
    ck_assert_uint_gt(first, 20);
    for (first = 1; first < MOST_CALLS && frames_refused(first, 4); first++)
        continue;
}
END_TEST

/* --- the threads -------------------------------------------------------------------------------
 */

static bool has_tick(void *ctx)
{
    struct snapshot now;
    sampler_take(ctx, &now);
    bool has = now.cur && now.cur->tick > 0 && now.status == MEMGLASS_OK;
    snapshot_release(&now);
    return has;
}

static void check_sampler(struct scene *x, struct sampler *s)
{
    struct snapshot now;
    sampler_go(s);
    ck_assert(unit_wait(has_tick, s, PATIENCE_MS));
    sampler_take(s, &now);
    ck_assert_uint_eq(now.cur->roster->count, ITEMS);
    for (size_t i = 0; i < ITEMS; i++)
        ck_assert_mem_eq(frame_data(now.cur, i), x->items[i], sizeof(struct item));
    snapshot_release(&now);
}

static bool start_refused(struct scene *x, uint64_t first)
{
    const struct sampler_options options = {.interval_ns = 1000000, .glimpse_objects = 10};
    memglass_error err = {0};
    refuse(first, 1);
    struct sampler *s = sampler_start(x->s.name, &options, &err);
    uint64_t refused = refusals.refused;
    refuse(0, 0);
    if (s)
        check_sampler(x, s);
    else
        check_error(err.code, &err);
    sampler_stop(&s);
    return refused > 0;
}

START_TEST(test_each_call_of_a_start_may_be_refused)
{
    struct scene x;
    scene_open(&x);
    uint64_t first = 1;
    while (first < MOST_CALLS && start_refused(&x, first))
        first++;
    ck_assert_uint_gt(first, 10);
    scene_close(&x);
}
END_TEST

START_TEST(test_a_lane_that_has_no_thread_gets_one_later)
{
    struct scene x;
    memglass_error err;
    const struct sampler_options options = {.interval_ns = 1000000};
    scene_open(&x);
    struct sampler *s = sampler_start(x.s.name, &options, &err);
    ck_assert_ptr_nonnull(s);
    check_sampler(&x, s);
    struct snapshot now;
    sampler_take(s, &now);
    const struct roster_row *row = &now.cur->roster->rows[3];
    struct object_id id = {now.cur->session.instance, row->index, row->generation};
    struct lane_point point;
    struct field_ref echo = echo_of(row->type);
    refuse(1, 1);
    ck_assert_int_eq(sampler_watch(s, &id, 1), MEMGLASS_E_SYSTEM);
    refuse(0, 0);
    ck_assert_uint_eq(lane_read(sampler_lane(s), &id, &echo, 0, UINT64_MAX, &point, 1), 0);
    ck_assert_int_eq(sampler_watch(s, &id, 1), MEMGLASS_OK);
    long long end = unit_now_ms() + PATIENCE_MS;
    while (!lane_read(sampler_lane(s), &id, &echo, 0, UINT64_MAX, &point, 1))
        ck_assert_int_lt(unit_now_ms(), end);
    ck_assert_double_eq(point.value, (double)x.items[3]->echo);
    snapshot_release(&now);
    sampler_stop(&s);
    scene_close(&x);
}
END_TEST

/* --- a past that is held -----------------------------------------------------------------------
 */

/* Its copy is made when the rings are about to be written over. Without one, what is overwritten is
 * unknown, and nothing else. */
START_TEST(test_a_held_past_that_cannot_be_copied_is_unknown)
{
    struct scene x;
    double values[HISTORY_SHOWN];
    uint64_t refused = 0;
    scene_open(&x);
    open_source(&x);
    for (unsigned i = 0; i < HISTORY_TICKS; i++) {
        x.items[3]->echo = i + 1;
        ck_assert(take_frame(&x));
    }
    const struct history *held = history_hold(x.s.history, x.s.tick);
    const struct frame *then = frame_retain(x.s.cur);
    const struct roster_row *row = &then->roster->rows[3];
    struct field_ref echo = echo_of(row->type);
    for (unsigned i = 0; i < HISTORY_TICKS + HISTORY_TICKS / 2; i++) {
        x.items[3]->echo = 1000 + i;
        refuse_from(0, 0);
        ck_assert(try_capture(&x));
        refuse_from(1, UINT64_MAX);
        compare(&x.s);
        refused += refusals.refused;
        size_t found = history_read(held, row, &echo, then->tick, false, values, HISTORY_SHOWN);
        for (size_t v = 0; v < HISTORY_SHOWN; v++)
            if (!isnan(values[v]))
                ck_assert_double_eq(values[v], (double)(HISTORY_TICKS - HISTORY_SHOWN + 1 + v));
        if (i + 1 < HISTORY_TICKS - HISTORY_SHOWN)
            ck_assert_uint_eq(found, HISTORY_SHOWN);
    }
    ck_assert_uint_gt(refused, 0);
    refuse_from(0, 0);
    frame_release(&then);
    history_release(&held);
    scene_close(&x);
}
END_TEST

/* --- a buffer ----------------------------------------------------------------------------------
 */

/* Its bytes were had elsewhere, its pasts were not: nothing of what it held is there any more. */
START_TEST(test_a_buffer_that_was_moved_has_nothing_to_be_brought_up)
{
    static const struct synth_object few[] = {{1, 1}};
    static struct synth_object many[ITEMS * ITEMS];
    struct synth s;
    synth_open(&s, NULL);
    synth_roster(&s, few, 1);
    const struct roster *small = s.roster;
    roster_hold(small);
    struct frame *f = synth_frame(&s, NULL, 1);
    f->behind_of = small->serial;
    const struct frame *held = f;
    frame_release(&held);
    for (uint32_t i = 0; i < ITEMS * ITEMS; i++)
        many[i] = (struct synth_object){i, 1};
    synth_roster(&s, many, ITEMS * ITEMS);
    refuse(2, 1);
    f = frame_pool_take(s.pool, s.roster);
    refuse(0, 0);
    ck_assert_ptr_null(f);
    ck_assert_str_eq(refusals.call, "mmap");
    held = f = frame_pool_take(s.pool, small);
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(f->behind_of, 0);
    frame_release(&held);
    roster_drop(frame_pool_rosters(s.pool), small);
    synth_close(&s);
}
END_TEST

MEMGLASS_SUITE("sample/refused", test_each_call_of_a_source_may_be_refused,
               test_each_call_of_a_start_may_be_refused,
               test_a_lane_that_has_no_thread_gets_one_later,
               test_a_held_past_that_cannot_be_copied_is_unknown,
               test_a_buffer_that_was_moved_has_nothing_to_be_brought_up)
