/* What a sampler takes, kept in memory; and the player that goes about in it. Tests only. */
#include "unit.h"

#include "../sample/synthetic.h"
#include "base/clock.h"
#include "record/reader.h"
#include "sample/diff.h"
#include "top/keeper.h"
#include "top/past.h"
#include "top/player.h"

#include <poll.h>
#include <string.h>

enum { BUDGET = 1 << 20, PATIENCE_MS = 20000, TICKS = 20, MARKED = 5, CHANGED = 12 };

static const struct synth_object objects[] = {{0, 1}, {1, 1}};

/* A past of frames a second apart; level of the first thing changes once. */
struct stage {
    struct synth synth;
    struct past *past;
    const struct frame *last;
    struct player *player;
    struct player_moment moment;
};

static void add(struct stage *s, uint64_t tick, const char *mark)
{
    struct diff unused;
    struct frame *f = synth_frame(&s->synth, s->last, tick);
    synth_thing(f, 0)->ops = tick * 100;
    synth_thing(f, 0)->level = tick < CHANGED ? 1 : 2;
    diff_frames(s->last, f, &unused);
    past_add(s->past, f, mark);
    frame_release(&s->last);
    s->last = f;
}

static void open_stage(struct stage *s)
{
    memglass_error err = {0};
    *s = (struct stage){0};
    synth_open(&s->synth, NULL);
    synth_roster(&s->synth, objects, 2);
    s->past = past_start(BUDGET, &err);
    ck_assert_msg(s->past != NULL, "%s", err.message);
}

static void fill(struct stage *s)
{
    for (uint64_t tick = 1; tick <= TICKS; tick++) {
        add(s, tick, tick == MARKED ? "the lamp fell" : NULL);
        past_bring(s->past); /* none is left out */
    }
}

static void close_stage(struct stage *s)
{
    player_moment_release(&s->moment);
    player_close(&s->player);
    frame_release(&s->last);
    past_stop(&s->past);
    synth_close(&s->synth);
}

/* --- the past ----------------------------------------------------------------------------------
 */

static uint64_t frames_of(struct past *p)
{
    struct record_about about;
    struct record_reader *r = record_reader_of_ring(past_ring(p), NULL);
    ck_assert_ptr_nonnull(r);
    record_reader_about(r, &about);
    record_reader_close(&r);
    return about.frames;
}

START_TEST(test_what_was_added_is_there_once_it_is_brought)
{
    struct stage s;
    open_stage(&s);
    fill(&s);
    ck_assert_uint_eq(frames_of(s.past), TICKS);
    close_stage(&s);
}
END_TEST

static bool costs_something(void *past)
{
    struct past_cost cost;
    past_cost(past, &cost);
    return cost.bytes > 0 && cost.cpu_ns > 0;
}

/* The thread takes frames without being asked, and blocks of a second are written. */
START_TEST(test_its_cost_is_told)
{
    struct stage s;
    struct past_cost before;
    open_stage(&s);
    past_cost(s.past, &before);
    ck_assert_uint_eq(before.bytes, 0);
    add(&s, 1, NULL);
    add(&s, 2, NULL);
    add(&s, 3, NULL);
    ck_assert(unit_wait(costs_something, s.past, PATIENCE_MS));
    close_stage(&s);
}
END_TEST

START_TEST(test_it_becomes_a_file_that_is_not_written_over)
{
    struct stage s;
    char path[64];
    memglass_error err = {0};
    struct record_about about;
    snprintf(path, sizeof path, "/tmp/memglass-past-%d.mgr", (int)getpid());
    unlink(path);
    open_stage(&s);
    fill(&s);
    ck_assert_int_eq(past_keep(s.past, path, NS_PER_SEC, &err), MEMGLASS_OK);
    ck_assert_int_eq(past_keep(s.past, path, NS_PER_SEC, &err), MEMGLASS_E_EXISTS);
    struct record_reader *r = record_reader_open(path, 0, &err);
    ck_assert_msg(r != NULL, "%s", err.message);
    record_reader_about(r, &about);
    ck_assert_uint_eq(about.frames, TICKS);
    const struct record_note *notes;
    ck_assert_uint_eq(record_reader_notes(r, &notes), 1);
    ck_assert_str_eq(notes[0].text, "the lamp fell");
    record_reader_close(&r);
    ck_assert_int_eq(past_keep(s.past, "/nowhere/x.mgr", NS_PER_SEC, &err), MEMGLASS_E_SYSTEM);
    unlink(path);
    close_stage(&s);
}
END_TEST

static bool is_done(void *ctx)
{
    return keeper_is_done(ctx);
}

START_TEST(test_it_is_written_while_others_go_on)
{
    struct stage s;
    char path[64];
    memglass_error err = {0};
    snprintf(path, sizeof path, "/tmp/memglass-keeper-%d.mgr", (int)getpid());
    unlink(path);
    open_stage(&s);
    fill(&s);
    struct keeper *k = keeper_start(s.past, path, NS_PER_SEC, &err);
    ck_assert_msg(k != NULL, "%s", err.message);
    ck_assert_str_eq(keeper_path(k), path);
    ck_assert(unit_wait(is_done, k, PATIENCE_MS));
    ck_assert_int_eq(keeper_end(&k, &err), MEMGLASS_OK);
    ck_assert_ptr_null(k);
    struct record_reader *r = record_reader_open(path, 0, &err);
    ck_assert_msg(r != NULL, "%s", err.message);
    record_reader_close(&r);
    k = keeper_start(s.past, path, NS_PER_SEC, &err); /* it is there already */
    ck_assert_ptr_nonnull(k);
    ck_assert_int_eq(keeper_end(&k, &err), MEMGLASS_E_EXISTS);
    ck_assert(strstr(err.message, path) != NULL);
    unlink(path);
    close_stage(&s);
}
END_TEST

/* --- the player --------------------------------------------------------------------------------
 */

static void open_player(struct stage *s)
{
    memglass_error err = {0};
    open_stage(s);
    fill(s);
    s->player = player_open_ring(past_ring(s->past), past_bring, s->past, &err);
    ck_assert_msg(s->player != NULL, "%s", err.message);
}

/* The tick that it has come to, with nothing under way any more. */
static uint64_t arrive(struct stage *s)
{
    do {
        struct pollfd p = {.fd = player_fd(s->player), .events = POLLIN};
        ck_assert_int_eq(poll(&p, 1, PATIENCE_MS), 1);
        struct player_moment next;
        if (!player_take(s->player, &next))
            continue;
        player_moment_release(&s->moment);
        s->moment = next;
    } while (!s->moment.snapshot.cur || s->moment.busy);
    return s->moment.snapshot.cur->tick;
}

START_TEST(test_steps_add_up_and_end_at_the_ends)
{
    struct stage s;
    open_player(&s);
    player_seek(s.player, 0);
    ck_assert_uint_eq(arrive(&s), 1);
    player_step(s.player, 1);
    player_step(s.player, 1);
    player_step(s.player, 1);
    while (arrive(&s) != 4)
        ;
    player_step(s.player, -1);
    ck_assert_uint_eq(arrive(&s), 3);
    ck_assert_uint_eq(s.moment.snapshot.prev->tick, 2);
    player_step(s.player, 1000);
    ck_assert_uint_eq(arrive(&s), TICKS);
    player_step(s.player, 1);
    ck_assert_uint_eq(arrive(&s), TICKS);
    ck_assert_str_eq(s.moment.note, "This is the newest.");
    player_step(s.player, -1000);
    ck_assert_uint_eq(arrive(&s), 1);
    ck_assert_str_eq(s.moment.note, "");
    player_step(s.player, -1);
    ck_assert_uint_eq(arrive(&s), 1);
    ck_assert_str_eq(s.moment.note, "This is the oldest that is there.");
    close_stage(&s);
}
END_TEST

START_TEST(test_marks_and_changes_are_gone_to)
{
    struct stage s;
    open_player(&s);
    player_seek(s.player, 0);
    ck_assert_uint_eq(arrive(&s), 1);
    player_mark(s.player, 1);
    ck_assert_uint_eq(arrive(&s), MARKED);
    player_mark(s.player, 1);
    ck_assert_uint_eq(arrive(&s), MARKED);
    ck_assert_str_eq(s.moment.note, "There is no mark behind this.");
    struct object_id first = {s.synth.instance, 0, 1};
    player_change(s.player, &first, "level", 1);
    ck_assert_uint_eq(arrive(&s), CHANGED);
    player_change(s.player, &first, "level", 1);
    ck_assert_uint_eq(arrive(&s), CHANGED);
    ck_assert_str_eq(s.moment.note, "It does not change behind this.");
    player_change(s.player, &first, "ops", -1);
    ck_assert_uint_eq(arrive(&s), CHANGED - 1);
    close_stage(&s);
}
END_TEST

START_TEST(test_it_plays_to_the_end_and_stops)
{
    struct stage s;
    open_player(&s);
    player_seek(s.player, 0);
    ck_assert_uint_eq(arrive(&s), 1);
    ck_assert_double_eq(s.moment.speed, 1);
    for (int i = 0; i < 20; i++)
        player_speed(s.player, 1);
    player_play(s.player, true);
    while (arrive(&s) != TICKS || s.moment.playing)
        ;
    ck_assert_double_eq(s.moment.speed, 100);
    for (int i = 0; i < 40; i++)
        player_speed(s.player, -1);
    while (arrive(&s) != TICKS || s.moment.speed > 0.1)
        ;
    close_stage(&s);
}
END_TEST

/* The stage's past, which grows each time that is asked for what waits: from the third time on. */
enum { ASKED_BEFORE = 2, MORE = 2 };
static int asked;

static void bring_more(void *stage)
{
    struct stage *s = stage;
    if (++asked > ASKED_BEFORE && s->last->tick < TICKS + MORE)
        add(s, s->last->tick + 1, NULL);
    past_bring(s->past);
}

START_TEST(test_it_plays_on_into_what_has_come_since_it_began)
{
    struct stage s;
    asked = 0;
    open_stage(&s);
    fill(&s);
    s.player = player_open_ring(past_ring(s.past), bring_more, &s, NULL);
    ck_assert_ptr_nonnull(s.player);
    player_seek(s.player, UINT64_MAX);
    ck_assert_uint_eq(arrive(&s), TICKS);
    player_play(s.player, true); /* the second time */
    while (arrive(&s) != TICKS + MORE || s.moment.playing)
        ck_assert_msg(s.moment.playing, "stopped at %d", (int)s.moment.snapshot.cur->tick);
    close_stage(&s);
}
END_TEST

/* What is sampled meanwhile is there to be gone to. */
START_TEST(test_what_is_added_later_is_reached)
{
    struct stage s;
    open_player(&s);
    player_seek(s.player, UINT64_MAX);
    ck_assert_uint_eq(arrive(&s), TICKS);
    add(&s, TICKS + 1, NULL);
    player_step(s.player, 1);
    ck_assert_uint_eq(arrive(&s), TICKS + 1);
    ck_assert_uint_eq(s.moment.outline->frames, TICKS + 1);
    close_stage(&s);
}
END_TEST

MEMGLASS_SUITE("top/past", test_what_was_added_is_there_once_it_is_brought, test_its_cost_is_told,
               test_it_becomes_a_file_that_is_not_written_over,
               test_it_is_written_while_others_go_on, test_steps_add_up_and_end_at_the_ends,
               test_marks_and_changes_are_gone_to, test_it_plays_to_the_end_and_stops,
               test_it_plays_on_into_what_has_come_since_it_began,
               test_what_is_added_later_is_reached)
