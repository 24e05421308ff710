/* The arranger: the newest request wins, and what it makes is the taker's. Tests only; no layer. */
#include "unit.h"

#include "sample/pool.h"
#include "top/arranger.h"

#include <poll.h>
#include <stddef.h>
#include <string.h>

/* Their order is large enough to be freed by the thread once it was given back. */
#define ROWS 50000

struct item {
    uint64_t value;
};

static const memglass_field item_fields[] = {{.name = "value",
                                              .type_name = "uint64_t",
                                              .kind = MEMGLASS_KIND_UINT,
                                              .bit_size = 64,
                                              .unit = "",
                                              .format = "",
                                              .desc = ""}};
static const memglass_type item_type = {.name = "item",
                                        .spelling = "struct item",
                                        .desc = "",
                                        .file = "",
                                        .fields = item_fields,
                                        .field_count = 1,
                                        .size = sizeof(struct item),
                                        .align = 8};

static void nothing(struct anchor *a)
{
    (void)a;
}

/* Frames of items whose values fall. */
struct world {
    struct frame_pool *pool;
    struct anchor anchor;
    struct roster *roster;
    struct frame *frame;
    struct arranger *arranger;
    struct arrange_spec spec;
};

static void next_frame(struct world *w)
{
    const struct frame *old = w->frame;
    struct frame *f = frame_pool_take(w->pool, w->roster);
    ck_assert_ptr_nonnull(f);
    f->tick = old ? old->tick + 1 : 1;
    f->time_ns = f->tick * 1000000000;
    f->session = (memglass_session_info){.instance = 1};
    memset(f->states, 0, w->roster->count);
    memset(f->pasts, 0, w->roster->count * sizeof *f->pasts);
    memset(f->touched, 0, frame_touched_words(w->roster->count) * sizeof *f->touched);
    for (size_t i = 0; i < w->roster->count; i++)
        memcpy(f->bytes + w->roster->rows[i].data, &(struct item){ROWS - i}, sizeof(struct item));
    frame_release(&old);
    w->frame = f;
}

static void sort_by(struct world *w, const char *name, enum arrange_way way)
{
    snprintf(w->spec.by[0].name, sizeof w->spec.by[0].name, "%s", name);
    w->spec.by[0].way = way;
}

static void open_world(struct world *w)
{
    *w = (struct world){.pool = frame_pool_create(),
                        .anchor = {.free = nothing, .holders = 1},
                        .arranger = arranger_start(NULL),
                        .spec = {.page = 50}};
    struct roster_store *store = frame_pool_rosters(w->pool);
    struct roster *r = roster_begin(store, &w->anchor, ROWS);
    const char *label = roster_label(store, r, "item");
    for (uint32_t i = 0; i < ROWS; i++)
        r->rows[r->count++] = (struct roster_row){.type = &item_type,
                                                  .label = label,
                                                  .data = r->bytes + 8 * i,
                                                  .size = 8,
                                                  .index = i,
                                                  .generation = 1,
                                                  .count = 1,
                                                  .history = HISTORY_NONE};
    r->bytes = 8 * ROWS;
    roster_commit(store, r, NULL);
    w->roster = r;
    next_frame(w);
    sort_by(w, "value", ARRANGE_ASCENDING);
}

static void close_world(struct world *w)
{
    const struct frame *last = w->frame;
    arranger_stop(&w->arranger);
    frame_release(&last);
    roster_drop(frame_pool_rosters(w->pool), w->roster);
    anchor_drop(&w->anchor);
    frame_pool_close(&w->pool);
}

/* Gives the objects rings with the values of the newest frame in them. */
static struct history *remember(struct world *w)
{
    struct history *h = history_create(64 << 20);
    ck_assert_ptr_nonnull(h);
    for (size_t i = 0; i < w->roster->count; i++)
        w->roster->rows[i].history = history_open(h, &item_type, 1);
    history_append(h, w->frame);
    return h;
}

static bool request(struct world *w)
{
    struct row_source source = {.cur = w->frame};
    return arranger_request(w->arranger, &w->spec, &source);
}

/* The newest one, however long it takes. */
static struct arrangement *take(struct world *w)
{
    int status = -1;
    struct arrangement *a = arranger_take(w->arranger, UNIT_CASE_SECONDS * 500, &status);
    ck_assert_ptr_nonnull(a);
    ck_assert_int_eq(status, MEMGLASS_OK);
    return a;
}

static uint32_t first_index(const struct arrangement *a)
{
    return a->groups[0].order.entries[0].index;
}

static bool is_readable(const struct world *w, int wait_ms)
{
    struct pollfd fd = {.fd = arranger_fd(w->arranger), .events = POLLIN};
    return poll(&fd, 1, wait_ms) == 1;
}

START_TEST(test_an_arrangement_is_announced_and_taken_once)
{
    struct world w;
    open_world(&w);
    ck_assert(!is_readable(&w, 0));
    ck_assert(request(&w));
    ck_assert(is_readable(&w, UNIT_CASE_SECONDS * 500));
    ck_assert(!request(&w)); /* it is there already */
    struct arrangement *a = take(&w);
    ck_assert_uint_eq(a->objects, ROWS);
    ck_assert_uint_eq(first_index(a), ROWS - 1);
    ck_assert(!is_readable(&w, 0));
    ck_assert_ptr_null(arranger_take(w.arranger, 0, NULL));
    arranger_give_back(w.arranger, &a);
    ck_assert_ptr_null(a);
    close_world(&w);
}
END_TEST

START_TEST(test_what_is_large_is_made_anew_once_it_was_given_back)
{
    struct world w;
    open_world(&w);
    for (int turn = 0; turn < 4; turn++) {
        next_frame(&w);
        request(&w);
        struct arrangement *a = take(&w);
        ck_assert_uint_ge(arrangement_bytes(a), 1 << 20);
        ck_assert_uint_eq(first_index(a), ROWS - 1);
        arranger_give_back(w.arranger, &a);
    }
    close_world(&w);
}
END_TEST

START_TEST(test_the_newest_request_wins)
{
    struct world w;
    open_world(&w);
    for (int i = 0; i < 50; i++) {
        sort_by(&w, "value", i % 2 ? ARRANGE_ASCENDING : ARRANGE_DESCENDING);
        request(&w);
    }
    struct arrangement *a = take(&w);
    ck_assert_int_eq(a->spec.by[0].way, ARRANGE_ASCENDING);
    ck_assert_uint_eq(first_index(a), ROWS - 1);
    arranger_give_back(w.arranger, &a);
    ck_assert_ptr_null(arranger_take(w.arranger, 20, NULL)); /* none of the others comes later */
    close_world(&w);
}
END_TEST

/* Frames that come faster than they are arranged: something is shown all the same. */
START_TEST(test_newer_frames_do_not_starve_what_is_under_way)
{
    struct world w;
    open_world(&w);
    int taken = 0;
    uint64_t last = 0;
    for (long long until = unit_now_ms() + UNIT_CASE_SECONDS * 500;
         taken < 5 && unit_now_ms() < until;) {
        next_frame(&w);
        request(&w);
        struct arrangement *a = arranger_take(w.arranger, 0, NULL);
        if (!a)
            continue;
        ck_assert_uint_gt(a->source.cur->tick, last);
        last = a->source.cur->tick;
        taken++;
        arranger_give_back(w.arranger, &a);
    }
    ck_assert_int_eq(taken, 5);
    close_world(&w);
}
END_TEST

START_TEST(test_clearing_lets_go_of_every_frame)
{
    struct world w;
    open_world(&w);
    request(&w);
    arranger_clear(w.arranger);
    ck_assert_uint_eq(atomic_load(&w.frame->refs), 1); /* ours */
    request(&w);
    struct arrangement *a = take(&w);
    request(&w); /* of the same frame, which is no longer waiting to be taken */
    ck_assert_ptr_nonnull(a);
    arranger_give_back(w.arranger, &a);
    arranger_clear(w.arranger);
    ck_assert_uint_eq(atomic_load(&w.frame->refs), 1);
    ck_assert(!is_readable(&w, 0));
    close_world(&w);
}
END_TEST

START_TEST(test_filters_live_as_long_as_they_are_needed)
{
    struct world w;
    struct filter_error err;
    open_world(&w);
    for (int i = 0; i < 20; i++) {
        char text[32];
        snprintf(text, sizeof text, "value<=%d", i);
        w.spec.filter = filter_compile(text, &err);
        ck_assert_ptr_nonnull(w.spec.filter);
        request(&w);
        filter_release(&w.spec.filter); /* the arranger has its own reference */
    }
    struct arrangement *a = take(&w);
    ck_assert_uint_eq(a->objects, 19);
    ck_assert_uint_eq(a->hidden, ROWS - 19);
    arranger_give_back(w.arranger, &a);
    close_world(&w);
}
END_TEST

/* A screen that goes on while what it showed is still being sorted. */
START_TEST(test_a_held_past_lives_as_long_as_it_is_needed)
{
    struct world w;
    open_world(&w);
    struct history *h = remember(&w);
    sort_by(&w, "value:mean", ARRANGE_ASCENDING);
    const struct history *held = history_hold(h, w.frame->tick), *shown = held;
    struct row_source source = {.cur = w.frame, .history = held};
    arranger_request(w.arranger, &w.spec, &source);
    history_release(&held);
    for (int i = 0; i < 10; i++)
        history_append(h, w.frame); /* the writer frees what nobody holds */
    struct arrangement *a = take(&w);
    ck_assert_ptr_eq(a->source.history, shown);
    ck_assert_uint_eq(first_index(a), ROWS - 1);
    arranger_give_back(w.arranger, &a);
    arranger_clear(w.arranger);
    history_destroy(&h); /* which requires that nobody holds any of it */
    close_world(&w);
}
END_TEST

START_TEST(test_stopping_in_the_middle_is_clean)
{
    for (int i = 0; i < 20; i++) {
        struct world w;
        open_world(&w);
        request(&w);
        close_world(&w);
    }
}
END_TEST

MEMGLASS_SUITE("top/arranger", test_an_arrangement_is_announced_and_taken_once,
               test_the_newest_request_wins, test_what_is_large_is_made_anew_once_it_was_given_back,
               test_newer_frames_do_not_starve_what_is_under_way,
               test_clearing_lets_go_of_every_frame, test_filters_live_as_long_as_they_are_needed,
               test_a_held_past_lives_as_long_as_it_is_needed, test_stopping_in_the_middle_is_clean)
