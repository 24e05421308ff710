/*
 * Fuzzing the dashboard's whole path over a damaged session: attach, capture frames, compare them,
 * keep their history, build each screen, draw it. What is drawn must be printable UTF-8: no byte of
 * the session reaches a terminal as it is. Tests only.
 */
#include "image.h"

#include "base/clock.h"
#include "sample/diff.h"
#include "sample/history.h"
#include "sample/source.h"
#include "tui/screen.h"
#include "view/build.h"

#include <stdlib.h>
#include <string.h>

#define RECORDS_MAX 32
#define TICKS       3
#define WIDTH       110
#define HEIGHT      24

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct looker {
    struct history *history;
    struct source *source;
    struct view_builder *builder;
    struct model model;
    struct view_state state;
    struct canvas canvas;
    struct snapshot now;
};

/* One character of well-formed UTF-8 that is no control character: its bytes, or 0. */
static size_t printable(const unsigned char *at)
{
    if (at[0] < 0x80)
        return at[0] >= 0x20 && at[0] != 0x7f;
    size_t bytes = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
    if (at[0] < 0xc2 || at[0] > 0xf4 || (at[0] == 0xc2 && at[1] < 0xa0))
        return 0;
    for (size_t i = 1; i < bytes; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    return bytes;
}

static void check_lines(const struct canvas *c)
{
    static char line[WIDTH * CANVAS_TEXT_BYTES + 1];
    for (int y = 0; y < c->height; y++) {
        canvas_line_text(c, y, line, sizeof line);
        for (const char *at = line; *at;) {
            size_t bytes = printable((const unsigned char *)at);
            if (!bytes)
                abort();
            at += bytes;
        }
    }
}

static void show(struct looker *l, enum view_screen screen)
{
    struct view_input in = {.snapshot = &l->now,
                            .live = &l->now,
                            .history = l->history,
                            .session = "fuzz",
                            .message = "",
                            .now_ns = clock_monotonic_ns(),
                            .wall_ns = clock_wall_ns(),
                            .width = WIDTH,
                            .height = HEIGHT};
    l->model.screen = screen;
    if (view_build(l->builder, &in, &l->model, &l->state) != MEMGLASS_OK)
        return;
    screen_draw(&l->canvas, &l->state, in.now_ns);
    check_lines(&l->canvas);
}

static void tick(struct looker *l, uint64_t number)
{
    memglass_error err = {0};
    const struct frame *next;
    if (l->source->ops->capture(l->source, l->now.cur, number, &next, &err) != MEMGLASS_OK)
        return;
    frame_release(&l->now.prev);
    l->now.prev = l->now.cur;
    l->now.cur = next;
    diff_frames(l->now.prev, next, &l->now.diff);
    history_append(l->history, next);
    show(l, VIEW_SCREEN_OBJECTS);
    model_apply(&l->model, VIEW_INTENT_INSPECT);
    show(l, VIEW_SCREEN_INSPECTOR);
    model_apply(&l->model, number % 2 ? VIEW_INTENT_DOWN : VIEW_INTENT_LAST);
}

static void apply(const uint8_t *data, size_t records, unsigned tick)
{
    for (size_t i = 0; i < records; i++) {
        struct image_record r = image_record(data, i);
        if (r.action / 64 == tick)
            image_scribble(r.area, r.at, r.action, r.value);
    }
}

/* Tick t shows stage 2 t with the records of which the action's upper bits say t. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct looker l = {.history = history_create(1 << 18), .builder = view_builder_create()};
    const char *session = image_session();
    size_t records = size / IMAGE_RECORD;
    records = records < RECORDS_MAX ? records : RECORDS_MAX;
    image_stage(0);
    apply(data, records, 0);
    l.source = source_live_open(session, &(struct source_live_options){.history = l.history}, NULL);
    model_init(&l.model, VIEW_SCREEN_OBJECTS);
    canvas_init(&l.canvas);
    bool ready = l.source && l.builder && canvas_resize(&l.canvas, WIDTH, HEIGHT) == MEMGLASS_OK;
    for (unsigned t = 0; ready && t < TICKS; t++) {
        if (t) {
            image_stage(2 * t);
            apply(data, records, t);
        }
        image_announce();
        tick(&l, t + 1);
    }
    if (l.builder)
        view_builder_forget(l.builder);
    snapshot_release(&l.now);
    if (l.source)
        l.source->ops->close(&l.source);
    view_builder_destroy(&l.builder);
    model_fini(&l.model);
    canvas_fini(&l.canvas);
    history_destroy(&l.history);
    return 0;
}
