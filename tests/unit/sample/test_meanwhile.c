/* What happens while a frame is copied: between the roster and the copy, between the copy and the
 * look behind it, and to buffers that are brought up when some frames in between were copied
 * whole. Linked with --wrap for the calls between them (Makefile). */
#include "sample/rewritten.h"
#include "shm/written.h"
#include "stage.h"

#include <time.h>
#include <unistd.h>

enum { ITEMS = 500, DEADLINE_S = 100, TRIES = 40 };

struct world {
    struct stage s;
    struct item *items[ITEMS];
    bool tracks; /* the kernel can tell what was written */
};

/* What is done at the next copy, once. */
static struct {
    struct world *w;
    void (*before)(struct world *w), (*after)(struct world *w);
    bool untold; /* nobody can say what was written */
} meanwhile;

int __real_rewritten_copy(const struct observer_copying *c, struct frame *f,
                          const struct frame *prev);
int __wrap_rewritten_copy(const struct observer_copying *c, struct frame *f,
                          const struct frame *prev);
int __wrap_rewritten_copy(const struct observer_copying *c, struct frame *f,
                          const struct frame *prev)
{
    if (meanwhile.before)
        meanwhile.before(meanwhile.w);
    int status = __real_rewritten_copy(c, f, prev);
    if (meanwhile.after)
        meanwhile.after(meanwhile.w);
    meanwhile.before = meanwhile.after = NULL;
    return status;
}

uint32_t __real_observer_ask_written(memglass_observer *o, const struct observer_run *runs,
                                     size_t count);
uint32_t __wrap_observer_ask_written(memglass_observer *o, const struct observer_run *runs,
                                     size_t count);
uint32_t __wrap_observer_ask_written(memglass_observer *o, const struct observer_run *runs,
                                     size_t count)
{
    return meanwhile.untold ? 0 : __real_observer_ask_written(o, runs, count);
}

/* --- the stage --- */

static bool kernel_can(void)
{
    int tracker = shm_written_open(), pagemap = shm_pagemap_open(getpid());
    if (tracker >= 0)
        close(tracker);
    if (pagemap >= 0)
        close(pagemap);
    return tracker >= 0 && pagemap >= 0;
}

static void world_open(struct world *w, const char *tag, unsigned flags)
{
    stage_open(&w->s, tag, flags);
    w->tracks = flags & MEMGLASS_TRACK_WRITES && kernel_can();
    for (uint64_t i = 0; i < ITEMS; i++)
        w->items[i] = create(&w->s, i);
    meanwhile.w = w;
    meanwhile.untold = false;
    capture(&w->s);
}

/* The objects are in the order of their creation, of which none has gone. */
static void check_memory(const struct world *w)
{
    ck_assert_uint_eq(w->s.cur->roster->count, ITEMS);
    for (size_t i = 0; i < ITEMS; i++)
        ck_assert_mem_eq(frame_data(w->s.cur, i), w->items[i], sizeof(struct item));
}

/* --- destroyed meanwhile --- */

static void destroy_one(struct world *w)
{
    ck_assert_int_eq(memglass_destroy(w->s.session, w->items[ITEMS / 2]), MEMGLASS_OK);
    w->items[ITEMS / 2] = NULL;
}

/* Another object takes the row and the memory. */
static void replace_one(struct world *w)
{
    struct item *gone = w->items[ITEMS / 2], *other = NULL;
    time_t end = time(NULL) + DEADLINE_S;
    destroy_one(w);
    for (uint64_t id = 10 * ITEMS; other != gone; id++) {
        ck_assert_msg(time(NULL) < end, "the memory is not used again");
        nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL); /* the grace period is 1 ms */
        memglass_reclaim(w->s.session);
        other = create(&w->s, id);
        if (other != gone)
            memglass_destroy(w->s.session, other);
    }
    w->items[ITEMS / 2] = other;
}

static void check_gone(const struct world *w)
{
    ck_assert(frame_gone(w->s.cur, ITEMS / 2));
    ck_assert_uint_eq(w->s.diff.destroyed, 1);
    ck_assert_uint_eq(w->s.diff.changed, 0);
    ck_assert_uint_eq(w->s.diff.created, 0);
}

START_TEST(test_what_is_destroyed_behind_the_copy_is_gone)
{
    struct world w;
    world_open(&w, "behind", 0);
    capture(&w.s);
    meanwhile.after = destroy_one;
    capture(&w.s);
    check_gone(&w);
    capture(&w.s);
    ck_assert_uint_eq(w.s.diff.destroyed, 0); /* it was told of */
    ck_assert_int_eq(row_of(w.s.cur, "item-250"), -1);
    stage_close(&w.s);
}
END_TEST

START_TEST(test_what_took_its_place_before_the_copy_is_not_shown_as_it)
{
    struct world w;
    world_open(&w, "before", 0);
    capture(&w.s);
    meanwhile.before = replace_one;
    capture(&w.s);
    check_gone(&w);
    capture(&w.s);
    ck_assert_uint_eq(w.s.diff.destroyed, 0);
    ck_assert_uint_eq(w.s.diff.created, 1);
    ck_assert_uint_ge(((const struct item *)(const void *)frame_data(w.s.cur, ITEMS / 2))->id,
                      10 * ITEMS);
    ck_assert(frame_mark(w.s.cur, ITEMS / 2).born);
    stage_close(&w.s);
}
END_TEST

/* One copied partly, which it is unless a look comes in between. */
START_TEST(test_what_is_destroyed_during_a_partial_copy_is_counted)
{
    struct world w;
    bool partly = false;
    world_open(&w, "partly", MEMGLASS_TRACK_WRITES);
    time_t end = time(NULL) + DEADLINE_S;
    for (unsigned i = 0; w.tracks && !partly; i++) {
        ck_assert_msg(time(NULL) < end, "all is copied each time");
        capture(&w.s);
        if (w.s.cur->copied > ITEMS / 2)
            continue;
        meanwhile.after = destroy_one;
        capture(&w.s);
        partly = w.s.cur->copied <= ITEMS / 2;
        check_gone(&w);
        w.items[ITEMS / 2] = create(&w.s, ITEMS + i);
        capture(&w.s);
        ck_assert_uint_eq(w.s.diff.destroyed, 0);
    }
    stage_close(&w.s);
}
END_TEST

/* --- torn among many --- */

static void check_nothing_said(const struct world *w, size_t row)
{
    ck_assert_uint_eq(w->s.diff.changed, 0);
    ck_assert(!frame_touched(w->s.cur, row));
}

/* One that never was whole: there is nothing to be shown in its place. */
static void stay_torn(const char *tag, unsigned flags)
{
    struct world w;
    world_open(&w, tag, flags);
    destroy_one(&w);
    struct item *item = w.items[ITEMS / 2] = create(&w.s, ITEMS);
    memglass_write_begin(item);
    capture(&w.s);
    size_t row = (size_t)row_of(w.s.cur, "item-500");
    for (int i = 0; i < TRIES; i++) {
        item->echo++;
        capture(&w.s);
        ck_assert_int_eq(frame_truth(w.s.cur, row), MEMGLASS_TORN);
        check_nothing_said(&w, row);
    }
    item->echo++;
    memglass_write_end(item);
    capture(&w.s);
    ck_assert_int_eq(frame_truth(w.s.cur, row), MEMGLASS_EXACT);
    check_nothing_said(&w, row); /* it was torn before */
    item->echo++;
    capture(&w.s);
    ck_assert_uint_eq(w.s.diff.changed, 1);
    stage_close(&w.s);
}

START_TEST(test_nothing_is_said_of_a_torn_row_among_many)
{
    stay_torn("torn", 0);
    stay_torn("partly-torn", MEMGLASS_TRACK_WRITES);
}
END_TEST

/* --- born among many --- */

/* A frame is compared with another one than before. */
START_TEST(test_who_was_born_to_one_frame_is_not_to_another)
{
    struct world w;
    struct diff diff;
    world_open(&w, "born", 0);
    destroy_one(&w);
    w.items[ITEMS / 2] = create(&w.s, ITEMS);
    capture(&w.s);
    ck_assert_uint_eq(w.s.diff.created, 1);
    size_t row = (size_t)row_of(w.s.cur, "item-500");
    ck_assert(frame_mark(w.s.cur, row).born);
    const struct frame *first = frame_retain(w.s.prev);
    capture(&w.s);
    ck_assert(!frame_mark(w.s.cur, row).born);
    diff_frames(first, w.s.cur, &diff);
    ck_assert_uint_eq(diff.created, 1);
    ck_assert(frame_mark(w.s.cur, row).born);
    diff_frames(w.s.prev, w.s.cur, &diff);
    ck_assert_uint_eq(diff.created, 0);
    ck_assert(!frame_mark(w.s.cur, row).born);
    frame_release(&first);
    stage_close(&w.s);
}
END_TEST

/* --- copied whole in between --- */

/* Some change, some of them in each frame. */
static void change_some(struct world *w, unsigned *seed)
{
    for (unsigned i = 0; i < 5; i++)
        w->items[(unsigned)rand_r(seed) % ITEMS]->echo++;
}

START_TEST(test_frames_behind_one_that_was_copied_whole_have_all_of_it)
{
    struct world w;
    unsigned seed = 1, partly = 0;
    world_open(&w, "whole", MEMGLASS_TRACK_WRITES);
    time_t end = time(NULL) + DEADLINE_S;
    for (int round = 0; round < TRIES || (w.tracks && partly < TRIES); round++) {
        ck_assert_msg(time(NULL) < end, "all is copied each time");
        for (int i = 0; i < 6; i++) { /* each buffer is used again, and those before it */
            meanwhile.untold = i == 2;
            change_some(&w, &seed);
            capture(&w.s);
            check_memory(&w);
            partly += w.s.cur->copied < ITEMS;
        }
    }
    stage_close(&w.s);
}
END_TEST

MEMGLASS_SUITE("sample/meanwhile", test_what_is_destroyed_behind_the_copy_is_gone,
               test_what_took_its_place_before_the_copy_is_not_shown_as_it,
               test_what_is_destroyed_during_a_partial_copy_is_counted,
               test_nothing_is_said_of_a_torn_row_among_many,
               test_who_was_born_to_one_frame_is_not_to_another,
               test_frames_behind_one_that_was_copied_whole_have_all_of_it)
