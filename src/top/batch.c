/* Frames as text. Layer 8. */
#include "top/batch.h"

#include "base/clock.h"
#include "base/error.h"
#include "top/choices.h"
#include "top/watch.h"
#include "tui/screen.h"
#include "view/build.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

/* Rows are built and drawn so many at a time: a million would not fit a canvas. */
#define PAGE_ROWS     256
#define LINES_AROUND  8 /* header, title, head, message, keys, with room */
#define DEFAULT_WIDTH 120

struct batch {
    const struct top_options *options;
    FILE *out;
    struct watch watch;
    struct view_builder *builder;
    struct model model;
    struct config config;
    struct view_state state;
    struct canvas canvas;
    char *line;
    size_t line_size;
    int width;
    bool checked; /* the names that were given lead somewhere: later, their objects may have gone */
};

static int columns_of_terminal(void)
{
    const char *text = getenv("COLUMNS");
    char *end;
    long width = text ? strtol(text, &end, 10) : 0;
    return text && end != text && !*end && width >= 40 && width <= 1000 ? (int)width
                                                                        : DEFAULT_WIDTH;
}

static int batch_open(struct batch *b, memglass_error *err)
{
    memglass_error note = {0};
    canvas_init(&b->canvas);
    model_init(&b->model, VIEW_SCREEN_OBJECTS);
    if (choices_read(&b->config, &b->model, b->options, &note) != MEMGLASS_OK)
        fprintf(stderr, "memglass-top: %s\n", note.message);
    b->width = b->options->width ? b->options->width : columns_of_terminal();
    b->line_size = (size_t)b->width * CANVAS_TEXT_BYTES + 1;
    b->line = malloc(b->line_size);
    b->builder = view_builder_create();
    if (!b->line || !b->builder ||
        canvas_resize(&b->canvas, b->width, PAGE_ROWS + LINES_AROUND) != MEMGLASS_OK)
        return error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    struct sampler_options sampling = choices_sampling(&b->model, b->options);
    return watch_open(&b->watch, b->options->session, &sampling, 0, &(struct when_options){0}, err);
}

static void batch_close(struct batch *b)
{
    if (b->builder)
        view_builder_forget(b->builder);
    watch_close(&b->watch);
    view_builder_destroy(&b->builder);
    model_fini(&b->model);
    config_close(&b->config);
    canvas_fini(&b->canvas);
    free(b->line);
}

static int wait_for_frame(struct batch *b, memglass_error *err)
{
    uint64_t before = b->watch.frames;
    while (b->watch.frames == before) {
        struct pollfd fd = {.fd = watch_fd(&b->watch), .events = POLLIN};
        if (poll(&fd, 1, -1) < 0 && errno != EINTR)
            return error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot wait for frames");
        watch_take(&b->watch);
        if (b->watch.live.status)
            return error_set(err, b->watch.live.status, 0, "%s", b->watch.live.message);
    }
    return MEMGLASS_OK;
}

static int build_page(struct batch *b, memglass_error *err)
{
    struct view_input in = {.snapshot = watch_shown(&b->watch),
                            .history = sampler_history(b->watch.sampler),
                            .session = b->watch.session,
                            .wall_ns = clock_wall_ns(),
                            .width = b->width,
                            .height = b->canvas.height,
                            .ascii = choices_ascii(&b->model),
                            .batch = true};
    int status = view_build(b->builder, &in, &b->model, &b->state);
    if (status)
        return error_set(err, status, 0, "cannot show the objects: %s", memglass_strerror(status));
    if (!b->checked && !view_builder_choices_ok(b->builder, err))
        return MEMGLASS_E_NOTFOUND;
    b->checked = true;
    screen_draw(&b->canvas, &b->state, UINT64_MAX);
    return MEMGLASS_OK;
}

static void print_lines(struct batch *b, int from, int to)
{
    for (int y = from; y < to; y++) {
        canvas_line_text(&b->canvas, y, b->line, b->line_size);
        fprintf(b->out, "%s\n", b->line);
    }
}

/* The first page with all that is above it, then rows alone. */
static int print_frame(struct batch *b, memglass_error *err)
{
    uint64_t printed = 0, wanted = 1;
    b->model.objects = (struct list_cursor){.home = true};
    while (printed < wanted) {
        int status = build_page(b, err);
        if (status)
            return status;
        const struct rect *body = &b->state.layout.body;
        uint64_t total = b->state.table.total, limit = b->options->rows;
        wanted = limit && limit < total ? limit : total;
        uint64_t skipped = printed - b->state.table.first; /* the last page overlaps */
        uint64_t rows = b->state.table.row_count - skipped;
        rows = rows < wanted - printed ? rows : wanted - printed;
        if (!printed)
            print_lines(b, 0, body->y + 1);
        if (!total)
            print_lines(b, body->y + 2, body->y + 3);
        int first = body->y + 1 + (int)skipped;
        print_lines(b, first, first + (int)rows);
        printed += rows;
        b->model.objects.home = false;
        b->model.objects.pages = 1;
    }
    return MEMGLASS_OK;
}

static int flush(struct batch *b, memglass_error *err)
{
    if (fflush(b->out) == 0 && !ferror(b->out))
        return MEMGLASS_OK;
    return error_sys(err, MEMGLASS_E_SYSTEM, errno, "cannot write the text");
}

int top_batch(const struct top_options *options, FILE *out, memglass_error *err)
{
    struct batch b = {.options = options, .out = out};
    int status = batch_open(&b, err);
    for (uint64_t i = 0; !status && (!options->count || i < options->count); i++) {
        if (i)
            fputc('\n', out);
        status = wait_for_frame(&b, err);
        if (!status && options->once && options->interval_ns)
            status = wait_for_frame(&b, err); /* changes need two */
        if (!status)
            status = print_frame(&b, err);
        if (!status)
            status = flush(&b, err);
    }
    batch_close(&b);
    return status;
}
