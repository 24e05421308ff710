/* Frames, rosters and labels: what is held stays as it is, what is not is used again. */
#include "synthetic.h"
#include "unit.h"

#include <pthread.h>
#include <string.h>

static void release(struct frame *f)
{
    const struct frame *held = f;
    frame_release(&held);
}

START_TEST(test_find_needs_index_and_generation)
{
    struct synth s;
    synth_open(&s, NULL);
    static const struct synth_object objects[] = {{2, 1}, {5, 3}, {900, 1}};
    synth_roster(&s, objects, 3);
    struct frame *f = synth_frame(&s, NULL, 1);
    ck_assert_int_eq(frame_find(f, 2, 1), 0);
    ck_assert_int_eq(frame_find(f, 5, 3), 1);
    ck_assert_int_eq(frame_find(f, 900, 1), 2);
    ck_assert_int_eq(frame_find(f, 5, 2), -1);
    ck_assert_int_eq(frame_find(f, 0, 1), -1);
    ck_assert_int_eq(frame_find(f, 901, 1), -1);
    release(f);
    synth_close(&s);
}
END_TEST

START_TEST(test_release_accepts_null)
{
    const struct frame *none = NULL;
    frame_release(&none);
    ck_assert_ptr_null(none);
}
END_TEST

/* Of a buffer for one object: a page for its bytes, and one for its past. */
enum { BUFFER_BYTES = 2 * 4096 };

/* A viewer that holds two frames, and the sampler its own two: four buffers, for good. */
START_TEST(test_buffers_are_used_again)
{
    struct synth s;
    struct frame *held[3] = {0};
    uint64_t warm = 0;
    static const struct synth_object objects[] = {{1, 1}};
    synth_open(&s, NULL);
    synth_roster(&s, objects, 1);
    for (uint64_t tick = 1; tick <= 100; tick++) {
        struct frame *f = synth_frame(&s, held[0], tick);
        if (held[2])
            release(held[2]);
        held[2] = held[1];
        held[1] = held[0];
        held[0] = f;
        if (tick == 10)
            warm = frame_pool_bytes(s.pool);
    }
    ck_assert_uint_eq(frame_pool_bytes(s.pool), warm);
    ck_assert_uint_eq(warm, 4 * BUFFER_BYTES);
    for (size_t i = 0; i < 3; i++)
        release(held[i]);
    synth_close(&s);
}
END_TEST

START_TEST(test_buffers_without_use_are_given_back)
{
    struct synth s;
    struct frame *held[8];
    static const struct synth_object objects[] = {{1, 1}};
    synth_open(&s, NULL);
    synth_roster(&s, objects, 1);
    for (uint64_t i = 0; i < 8; i++)
        held[i] = synth_frame(&s, NULL, i + 1);
    ck_assert_uint_eq(frame_pool_bytes(s.pool), 8 * BUFFER_BYTES);
    for (size_t i = 0; i < 8; i++)
        release(held[i]);
    for (uint64_t i = 0; i < 10; i++)
        release(synth_frame(&s, NULL, 9 + i));
    ck_assert_uint_eq(frame_pool_bytes(s.pool), 8 * BUFFER_BYTES); /* a short lag is no reason */
    for (uint64_t i = 0; i < 50; i++)
        release(synth_frame(&s, NULL, 19 + i));
    ck_assert_uint_eq(frame_pool_bytes(s.pool), 3 * BUFFER_BYTES);
    synth_close(&s);
}
END_TEST

static void *release_thread(void *arg)
{
    release(arg);
    return NULL;
}

/* The last reference goes on another thread, after the pool was closed (see the sanitizers). */
START_TEST(test_held_frame_outlives_its_pool)
{
    struct synth s;
    pthread_t thread;
    static const struct synth_object objects[] = {{1, 1}};
    synth_open(&s, NULL);
    synth_roster(&s, objects, 1);
    struct frame *f = synth_frame(&s, NULL, 1);
    synth_thing(f, 0)->ops = 42;
    synth_close(&s);
    ck_assert_uint_eq(s.anchors_freed, 0);
    ck_assert_uint_eq(synth_thing(f, 0)->ops, 42);
    ck_assert_str_eq(f->roster->rows[0].label, "thing-1-1");
    ck_assert_int_eq(pthread_create(&thread, NULL, release_thread, f), 0);
    pthread_join(thread, NULL);
    ck_assert_uint_eq(s.anchors_freed, 1);
}
END_TEST

/* Objects 0 and 1 are lasting, 2 is another one each time, 3 and 4 are for some while. */
static struct frame *churn(struct synth *s, struct frame *last, uint64_t tick)
{
    struct synth_object objects[] = {
        {0, 1}, {1, 1}, {2, (uint32_t)tick}, {3, (uint32_t)tick / 3}, {4, (uint32_t)tick / 10}};
    synth_roster(s, objects, 5);
    struct frame *f = synth_frame(s, last, tick);
    if (last)
        release(last);
    return f;
}

static void check_labels(const struct frame *f)
{
    char text[64];
    for (size_t i = 0; i < f->roster->count; i++) {
        const struct roster_row *row = &f->roster->rows[i];
        snprintf(text, sizeof text, "thing-%u-%u", row->index, row->generation);
        if (strcmp(row->label, text) != 0) /* Check remembers each assertion: too many here */
            ck_abort_msg("%s is labelled %s", text, row->label);
    }
}

/* How many different places the labels of a churning object have had. */
struct places {
    const char *at[64];
    size_t count;
};

static void note_place(struct places *p, const char *label)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->at[i] == label)
            return;
    if (p->count == 64)
        ck_abort_msg("labels take more and more memory");
    p->at[p->count++] = label;
}

START_TEST(test_labels_of_the_dead_are_used_again)
{
    struct synth s;
    struct places places = {.count = 0};
    struct frame *last = NULL;
    synth_open(&s, NULL);
    for (uint64_t tick = 1; tick <= 1000; tick++) {
        last = churn(&s, last, tick);
        note_place(&places, last->roster->rows[2].label);
        check_labels(last);
    }
    ck_assert_uint_le(places.count, 8);
    release(last);
    synth_close(&s);
}
END_TEST

/* Paused for long: the old frame keeps its labels; what came and went meanwhile costs nothing. */
START_TEST(test_paused_frame_keeps_its_labels_alone)
{
    struct synth s;
    struct places places = {.count = 0};
    synth_open(&s, NULL);
    struct frame *paused = churn(&s, NULL, 1);
    struct frame *last = synth_frame(&s, paused, 1);
    for (uint64_t tick = 2; tick <= 1000; tick++) {
        last = churn(&s, last, tick);
        note_place(&places, last->roster->rows[2].label);
        check_labels(paused);
        check_labels(last);
    }
    ck_assert_uint_le(places.count, 8);
    release(paused);
    const char *kept = last->roster->rows[0].label;
    for (uint64_t tick = 1001; tick <= 1010; tick++)
        last = churn(&s, last, tick);
    check_labels(last);
    ck_assert_ptr_eq(last->roster->rows[0].label, kept);
    release(last);
    synth_close(&s);
}
END_TEST

START_TEST(test_pausing_again_and_again_costs_nothing)
{
    struct synth s;
    struct places places = {.count = 0};
    struct frame *last = NULL, *paused = NULL;
    synth_open(&s, NULL);
    for (uint64_t tick = 1; tick <= 1000; tick++) {
        last = churn(&s, last, tick);
        note_place(&places, last->roster->rows[2].label);
        if (tick % 5)
            continue;
        if (paused)
            release(paused);
        paused = (struct frame *)frame_retain(last);
    }
    ck_assert_uint_le(places.count, 16);
    release(paused);
    release(last);
    synth_close(&s);
}
END_TEST

/* Two viewers behind, at different times. */
START_TEST(test_labels_live_while_any_roster_names_them)
{
    struct synth s;
    struct frame *held[20] = {0}, *last = NULL;
    synth_open(&s, NULL);
    for (uint64_t tick = 1; tick <= 400; tick++) {
        size_t slot = tick * 7 % 20;
        last = churn(&s, last, tick);
        if (held[slot])
            release(held[slot]);
        held[slot] = tick % 3 ? (struct frame *)frame_retain(last) : NULL;
        for (size_t i = 0; i < 20; i++)
            if (held[i])
                check_labels(held[i]);
    }
    for (size_t i = 0; i < 20; i++)
        if (held[i])
            release(held[i]);
    release(last);
    synth_close(&s);
}
END_TEST

static void free_nothing(struct anchor *a)
{
    (void)a;
}

START_TEST(test_labels_of_all_lengths)
{
    struct roster_store store = {0};
    struct anchor anchor = {.free = free_nothing, .holders = 1};
    struct roster *r = roster_begin(&store, &anchor, 256);
    char text[256];
    ck_assert_ptr_nonnull(r);
    for (size_t length = 0; length < 256; length++) {
        memset(text, 'a' + (int)(length % 26), length);
        text[length] = 0;
        r->rows[r->count++] = (struct roster_row){.label = roster_label(&store, r, text)};
    }
    for (size_t length = 0; length < 256; length++)
        ck_assert_uint_eq(strlen(r->rows[length].label), length);
    roster_abort(&store, r);
    roster_store_fini(&store);
    ck_assert_uint_eq(anchor.holders, 1);
}
END_TEST

MEMGLASS_SUITE("sample/frame", test_find_needs_index_and_generation, test_release_accepts_null,
               test_buffers_are_used_again, test_buffers_without_use_are_given_back,
               test_held_frame_outlives_its_pool, test_labels_of_the_dead_are_used_again,
               test_paused_frame_keeps_its_labels_alone, test_pausing_again_and_again_costs_nothing,
               test_labels_live_while_any_roster_names_them, test_labels_of_all_lengths)
