/* What is replayed is what was seen: each screen of each instant is equal, cell by cell, to the one
 * that was shown live. Tests only; no layer. */
#include "user.h"

#include "base/clock.h"
#include "record/timeline.h"
#include "record/writer.h"
#include "tui/canvas.h"
#include "tui/screen.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

enum { TICKS = 150, WIDTH = 130, HEIGHT = 30, PROCESSES = 12 };

static const enum view_screen screens[] = {VIEW_SCREEN_OBJECTS, VIEW_SCREEN_TYPES,
                                           VIEW_SCREEN_INSPECTOR, VIEW_SCREEN_SCHEMA};
enum { SCREENS = sizeof screens / sizeof *screens };

struct replay {
    struct user live;
    struct canvas seen[TICKS + 1][SCREENS]; /* by tick, each by a user who has just come ... */
    struct canvas followed[TICKS + 1];      /* ... and OBJECTS by one who was there all the time */
    struct record_writer *writer;
    char path[64];
};

/* --- a world that is never the same twice ------------------------------------------------------
 */

static void change(struct scene *s, unsigned tick)
{
    for (size_t i = 0; i < s->count; i++) {
        struct scene_process *p = s->objects[i].data;
        if (s->objects[i].type != &scene_process_type || (tick + i) % 3)
            continue;
        p->cpu = (float)((tick * 7 + i * 13) % 100);
        p->faults += tick % 11;
        p->rss += (uint64_t)4096 * ((tick + i) % 5);
        p->state = (tick / 9 + i) % 2;
        p->samples[i] = (int32_t)tick;
    }
    if (tick % 17 == 5) {
        char label[32];
        snprintf(label, sizeof label, "young%u", tick);
        scene_add_process(s, label)->pid = (int32_t)tick;
    }
    if (tick % 23 == 11)
        scene_remove(s, s->objects[s->count / 2].index);
}

/* --- screens -----------------------------------------------------------------------------------
 */

static void draw(struct view_builder *b, struct model *m, const struct snapshot *shown,
                 const struct history *history, struct canvas *out)
{
    struct view_state state;
    struct view_input in = {.snapshot = shown,
                            .live = shown,
                            .history = history,
                            .session = "scene",
                            .width = WIDTH,
                            .height = HEIGHT};
    ck_assert_int_eq(view_build(b, &in, m, &state), MEMGLASS_OK);
    if (!out->cells) {
        canvas_init(out);
        ck_assert_int_eq(canvas_resize(out, WIDTH, HEIGHT), MEMGLASS_OK);
    }
    screen_draw(out, &state, UINT64_MAX);
}

/* One who has just come: sees the objects, and the first process, with a chart of what it is on. */
static void draw_new(enum view_screen screen, const struct snapshot *shown,
                     const struct history *history, struct canvas *out)
{
    struct view_builder *b = view_builder_create();
    struct model m;
    model_init(&m, screen);
    m.inspected = (struct object_id){shown->cur->session.instance, 1, 1};
    m.inspect.chart = screen == VIEW_SCREEN_INSPECTOR;
    snprintf(m.schema_of, sizeof m.schema_of, "process");
    draw(b, &m, shown, history, out);
    view_builder_destroy(&b);
    model_fini(&m);
}

static void same_canvas(const struct canvas *was, const struct canvas *is, unsigned tick)
{
    char a[1024], b[1024];
    for (int y = 0; y < HEIGHT; y++) {
        canvas_line_text(was, y, a, sizeof a);
        canvas_line_text(is, y, b, sizeof b);
        ck_assert_msg(strcmp(a, b) == 0, "tick %u, line %d:\n%s\n%s", tick, y, a, b);
        for (int x = 0; x < WIDTH; x++)
            ck_assert_msg(was->cells[y * WIDTH + x].role == is->cells[y * WIDTH + x].role,
                          "tick %u, %d, %d: another colour:\n%s", tick, x, y, a);
    }
}

/* --- live --------------------------------------------------------------------------------------
 */

static void open_writer(struct replay *r)
{
    const struct record_options options = {
        .interval_ns = NS_PER_SEC, .key_ns = 31 * NS_PER_SEC, .block_ns = 4 * NS_PER_SEC};
    memglass_error err = {0};
    snprintf(r->path, sizeof r->path, "/tmp/memglass-replayed-%d.mgr", (int)getpid());
    struct record_sink *sink = record_sink_file(r->path, NS_PER_SEC, true, &err);
    r->writer = sink ? record_writer_create(sink, &options, &err) : NULL;
    ck_assert_msg(r->writer != NULL, "%s", err.message);
}

static void see(struct replay *r)
{
    struct scene *s = &r->live.scene;
    memglass_error err = {0};
    s->now.sample_ns = 0; /* what looking cost then, nobody knows later */
    for (size_t i = 0; i < SCREENS; i++)
        draw_new(screens[i], &s->now, s->history, &r->seen[s->tick][i]);
    draw(r->live.builder, &r->live.model, &s->now, s->history, &r->followed[s->tick]);
    ck_assert_int_eq(record_writer_add(r->writer, s->now.cur, &err), MEMGLASS_OK);
}

static struct replay *live(void)
{
    struct replay *r = calloc(1, sizeof *r);
    ck_assert_ptr_nonnull(r);
    open_writer(r);
    start(&r->live, PROCESSES);
    view_builder_destroy(&r->live.builder);
    r->live.builder = view_builder_create();
    see(r);
    while (r->live.scene.tick < TICKS) {
        change(&r->live.scene, (unsigned)r->live.scene.tick);
        scene_tick(&r->live.scene);
        see(r);
    }
    ck_assert_int_eq(record_writer_close(&r->writer, NULL), MEMGLASS_OK);
    return r;
}

static void forget(struct replay *r)
{
    for (size_t tick = 0; tick <= TICKS; tick++) {
        for (size_t i = 0; i < SCREENS; i++)
            if (r->seen[tick][i].cells)
                canvas_fini(&r->seen[tick][i]);
        if (r->followed[tick].cells)
            canvas_fini(&r->followed[tick]);
    }
    leave(&r->live);
    unlink(r->path);
    free(r);
}

/* --- replayed ----------------------------------------------------------------------------------
 */

static struct timeline *open_timeline(const struct replay *r)
{
    memglass_error err = {0};
    struct timeline *t = timeline_open(r->path, &err);
    ck_assert_msg(t != NULL, "%s", err.message);
    return t;
}

static void check_instant(struct replay *r, struct timeline *t)
{
    struct snapshot shown;
    struct canvas canvas = {0};
    if (timeline_lacks_past(t))
        ck_assert_int_eq(timeline_read_past(t, NULL, NULL, NULL), MEMGLASS_OK);
    timeline_snapshot(t, &shown);
    for (size_t i = 0; i < SCREENS; i++) {
        draw_new(screens[i], &shown, timeline_history(t), &canvas);
        same_canvas(&r->seen[shown.cur->tick][i], &canvas, (unsigned)shown.cur->tick);
    }
    snapshot_release(&shown);
    canvas_fini(&canvas);
}

START_TEST(test_stepping_through_shows_what_was_seen)
{
    struct replay *r = live();
    struct timeline *t = open_timeline(r);
    struct view_builder *b = view_builder_create();
    struct model m;
    struct canvas canvas = {0};
    struct snapshot shown;
    unsigned ticks = 0;
    model_init(&m, VIEW_SCREEN_OBJECTS);
    ck_assert_int_eq(timeline_seek(t, 0, NULL), MEMGLASS_OK);
    do {
        check_instant(r, t);
        timeline_snapshot(t, &shown);
        draw(b, &m, &shown, timeline_history(t), &canvas);
        ticks++;
        same_canvas(&r->followed[ticks], &canvas, ticks);
        snapshot_release(&shown);
    } while (timeline_step(t, 1, NULL) == MEMGLASS_OK);
    ck_assert_uint_eq(ticks, TICKS);
    canvas_fini(&canvas);
    view_builder_destroy(&b);
    model_fini(&m);
    timeline_close(&t);
    forget(r);
}
END_TEST

/* Of the frame that is shown: the first is 0. */
static int64_t number_shown(const struct timeline *t)
{
    struct snapshot shown;
    timeline_snapshot(t, &shown);
    int64_t number = (int64_t)shown.cur->tick - 1;
    snapshot_release(&shown);
    return number;
}

START_TEST(test_wherever_one_jumps_it_is_what_was_seen)
{
    struct replay *r = live();
    struct timeline *t = open_timeline(r);
    unsigned random = 7;
    ck_assert_int_eq(timeline_seek(t, UINT64_MAX, NULL), MEMGLASS_OK);
    for (int i = 0; i < 90; i++) {
        random = random * 1103515245u + 12345u;
        int64_t to = (int64_t)((random >> 8) % TICKS);
        int64_t steps = i % 9 ? to % 13 - 6 : to - number_shown(t);
        int status = timeline_step(t, steps, NULL);
        ck_assert(status == MEMGLASS_OK || status == MEMGLASS_E_NOTFOUND);
        check_instant(r, t);
    }
    timeline_close(&t);
    forget(r);
}
END_TEST

MEMGLASS_SUITE("view/replayed", test_stepping_through_shows_what_was_seen,
               test_wherever_one_jumps_it_is_what_was_seen)
