/* The COST screen: what the program itself costs. Layer 6. */
#include "view/builder.h"
#include "view/grid.h"
#include "view/text.h"

#include <math.h>
#include <string.h>

static const struct grid_column columns[] = {
    {.title = "WHAT", .most = 30},
    {.title = "NOW", .right = true, .most = 12},
    {.title = "WORST", .right = true, .most = 10, .urgency = 1},
    {.title = "WHAT IT IS", .most = 200, .urgency = 2},
};
#define COLUMN_COUNT (sizeof columns / sizeof *columns)
#define ROWS_MAX     40

struct writer {
    struct view_arena *arena;
    struct view_cell *cells;
    size_t rows;
    char text[64];
    struct strbuf out;
};

/* The text of the value comes between begin and end. */
static struct strbuf *begin(struct writer *w)
{
    strbuf_init(&w->out, w->text, sizeof w->text);
    return &w->out;
}

static struct view_cell *row(struct writer *w, const char *what, const char *help)
{
    struct view_cell *cells = &w->cells[w->rows++ * COLUMN_COUNT];
    cells[0].text = what;
    cells[1].text = view_arena_text(w->arena, w->text);
    cells[3] = (struct view_cell){.text = help, .role = VIEW_ROLE_DIM};
    return cells;
}

static void heading(struct writer *w, const char *title)
{
    if (w->rows)
        w->rows++; /* a blank line */
    w->cells[w->rows++ * COLUMN_COUNT] = (struct view_cell){.text = title, .role = VIEW_ROLE_TITLE};
}

static void percent(struct writer *w, const char *what, double value, const char *help)
{
    strbuf_printf(begin(w), "%.1f%%", value);
    row(w, what, help);
}

static void bytes(struct writer *w, const char *what, uint64_t value, const char *help)
{
    text_bytes(begin(w), value);
    row(w, what, help);
}

static void count(struct writer *w, const char *what, uint64_t value, const char *help)
{
    text_count(begin(w), value);
    struct view_cell *cells = row(w, what, help);
    cells[1].role = value ? VIEW_ROLE_WARNING : VIEW_ROLE_PLAIN;
}

static void timing(struct writer *w, const char *what, const struct view_timing *t,
                   const char *help)
{
    if (t->count)
        text_cost(begin(w), t->worst_ns);
    else
        strbuf_text(begin(w), "-");
    const char *worst = view_arena_text(w->arena, w->text);
    if (t->count)
        text_cost(begin(w), t->last_ns);
    struct view_cell *cells = row(w, what, help);
    cells[2].text = worst;
}

static void cpu_rows(struct writer *w, const struct view_cost *c)
{
    double other = c->process_cpu - c->screen_cpu - c->sampler_cpu - c->past_cpu;
    heading(w, "processor, percent of one");
    percent(w, "  all", c->process_cpu, "of this process");
    percent(w, "  screen", c->screen_cpu, "keys, building and drawing");
    if (c->attached) {
        percent(w, "  sampler", fmax(0, c->sampler_cpu - c->lane_cpu), "taking frames");
        percent(w, "  fast lane", c->lane_cpu, "copying inspected and marked objects");
    }
    if (c->has_past)
        percent(w, "  past", c->past_cpu, "recording what can be looked back at");
    percent(w, "  others", fmax(0, other), "sorting, finding");
}

static void screen_rows(struct writer *w, const struct view_cost *c)
{
    heading(w, "terminal");
    bytes(w, "  bytes a second", (uint64_t)c->bytes_s, "written to it");
    strbuf_printf(begin(w), "%.1f", c->pictures_s);
    row(w, "  pictures a second", "those that differed from the one before");
    bytes(w, "  bytes of a picture", c->screen.picture_bytes, "of the last one");
    heading(w, "times");
    timing(w, "  key", &c->screen.key, "from a key to the picture behind it");
    timing(w, "  build", &c->screen.build, "from frames to what the screen shows");
    timing(w, "  draw", &c->screen.draw, "from that to cells");
    timing(w, "  write", &c->screen.write, "from cells to the terminal");
}

/* Which of the two ways the newest frame was taken in. */
static void copied_row(struct writer *w, const struct view_cost *c)
{
    const char *help = "all objects copied";
    char all[32];
    struct strbuf out;
    strbuf_init(&out, all, sizeof all);
    text_count(&out, c->objects);
    text_count(begin(w), c->copied);
    if (c->copied < c->objects)
        help = view_arena_printf(w->arena, "%s of %s copied (written pages)", w->text, all);
    row(w, "  copied", help);
}

static void sampling_rows(struct writer *w, const struct view_cost *c)
{
    const struct sampler_cost *s = &c->sampler;
    heading(w, "sampling");
    text_cost(begin(w), c->sample_ns);
    row(w, "  frame", "copying, comparing and keeping the newest one");
    text_cost(begin(w), c->interval_ns);
    row(w, "  interval", "between two");
    if (c->objects)
        copied_row(w, c);
    count(w, "  missed", s->missed_ticks, "frames that were not taken in time, since the start");
    count(w, "  missed by the lane", s->lane_missed, "turns that came too late");
}

static void memory_rows(struct writer *w, const struct view_cost *c)
{
    const struct sampler_cost *s = &c->sampler;
    heading(w, "memory");
    bytes(w, "  resident", c->rss_bytes, "of this process, with what it maps of the session");
    if (!c->attached)
        return;
    bytes(w, "  frames", s->frame_bytes, "and their lists of objects");
    bytes(w, "  history", s->history_bytes, "past values");
    if (c->has_past)
        bytes(w, "  past", c->past_bytes, "recorded, to be looked back at");
    bytes(w, "  fast lane", s->lane_bytes, "past values of inspected and marked objects");
    bytes(w, "  first seen", s->first_bytes, "objects as they were then");
    bytes(w, "  labels", s->label_bytes, "names of objects");
}

int build_cost(struct view_builder *b, const struct view_input *in, struct model *m,
               struct view_state *out)
{
    const struct view_cost *c = in->cost;
    struct view_table *table = &out->table;
    struct writer w = {.arena = &b->arena};
    out->title[0] = (struct view_cell){.text = "Own cost", .role = VIEW_ROLE_TITLE};
    if (!c || !c->span_ns) {
        table->empty = "Measuring ...";
        return MEMGLASS_OK;
    }
    w.cells = view_arena_alloc(&b->arena, ROWS_MAX * COLUMN_COUNT * sizeof *w.cells);
    cpu_rows(&w, c);
    screen_rows(&w, c);
    if (c->attached)
        sampling_rows(&w, c);
    memory_rows(&w, c);
    uint64_t page = table_page(&out->layout);
    list_cursor_move(&m->cost, w.rows, page);
    size_t first = (size_t)m->cost.first, left = w.rows - first;
    grid_place(&b->arena, columns, COLUMN_COUNT, out->layout.body.width, w.cells, w.rows,
               GRID_UNSORTED, false, table);
    table->cells = w.cells + first * COLUMN_COUNT;
    table->row_count = left < page ? left : (size_t)page;
    table->row_roles = view_arena_alloc(&b->arena, w.rows * sizeof *table->row_roles);
    table->first = first;
    table->total = w.rows;
    table->cursor = (long)(m->cost.at - first);
    text_duration(begin(&w), c->span_ns);
    out->title[1] =
        (struct view_cell){.text = view_arena_printf(&b->arena, "over the last %s", w.text)};
    return MEMGLASS_OK;
}
