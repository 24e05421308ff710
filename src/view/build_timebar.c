/* The bar of time: where in a recording one is, and what happens in it when. Layer 6. */
#include "view/builder.h"

#include "base/clock.h"
#include "view/text.h"
#include "view/width.h"

#include <string.h>
#include <time.h>

#define LEVELS   8
#define PART_GAP 2
/* What of one line is left for the strip, at least. */
#define STRIP_LEAST 16

struct bar {
    struct view_builder *b;
    const struct view_input *in;
    const struct timeline_outline *outline;
    const struct frame *frame;
    struct view_timebar *out;
};

/* --- words -------------------------------------------------------------------------------------
 */

static struct view_cell state_of(struct bar *bar)
{
    const struct view_time *t = bar->in->time;
    const char *what = t->busy      ? "searching"
                       : t->playing ? "playing"
                       : t->back    ? "back"
                                    : "stopped";
    bool plays = t->playing || t->speed != 1;
    return (struct view_cell){
        .text = plays ? view_arena_printf(&bar->b->arena, "%s %gx", what, t->speed) : what,
        .role = VIEW_ROLE_TITLE};
}

static uint64_t since(uint64_t ns, uint64_t begin)
{
    return ns > begin ? ns - begin : 0;
}

static struct view_cell position_of(struct bar *bar)
{
    const struct timeline_outline *o = bar->outline;
    char at[16], all[16];
    struct strbuf out;
    strbuf_init(&out, at, sizeof at);
    text_duration(&out, since(bar->frame->time_ns, o->first_ns));
    strbuf_init(&out, all, sizeof all);
    text_duration(&out, since(o->last_ns, o->first_ns));
    return (struct view_cell){.text = view_arena_printf(&bar->b->arena, "%s of %s", at, all),
                              .role = VIEW_ROLE_PLAIN};
}

static struct view_cell wall_of(struct bar *bar)
{
    char text[40];
    time_t seconds = (time_t)(bar->frame->wall_ns / NS_PER_SEC);
    struct tm parts;
    if (!localtime_r(&seconds, &parts) || !strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts))
        return (struct view_cell){.text = ""};
    unsigned ms = (unsigned)(bar->frame->wall_ns % NS_PER_SEC / NS_PER_MS);
    return (struct view_cell){.text = view_arena_printf(&bar->b->arena, "%s.%03u", text, ms),
                              .role = VIEW_ROLE_DIM};
}

/* The mark at this instant, or what changed in it. */
static struct view_cell what_of(struct bar *bar)
{
    const struct timeline_outline *o = bar->outline;
    const struct diff *d = &bar->in->snapshot->diff;
    for (size_t i = o->mark_count; i-- > 0;)
        if (o->marks[i].tick == bar->frame->tick)
            return (struct view_cell){.text = view_arena_text(&bar->b->arena, o->marks[i].text),
                                      .role = VIEW_ROLE_MATCH};
    if (!bar->in->snapshot->prev)
        return (struct view_cell){.text = "nothing before", .role = VIEW_ROLE_DIM};
    return (struct view_cell){
        .text = view_arena_printf(&bar->b->arena, "%llu change%s, +%llu -%llu objects",
                                  (unsigned long long)d->field_changes,
                                  d->field_changes == 1 ? "" : "s", (unsigned long long)d->created,
                                  (unsigned long long)d->destroyed),
        .role = VIEW_ROLE_DIM};
}

/* Parts from the left as far as they fit; the cells that are left begin at what is returned. */
static int place_words(struct bar *bar, const struct rect *line)
{
    struct view_cell *const parts[] = {&bar->out->state, &bar->out->position, &bar->out->wall,
                                       &bar->out->what};
    int x = line->x + 1, end = line->x + line->width - 1;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        int width = width_of(parts[i]->text), room = end - x;
        if (width > room) {
            parts[i]->text = "";
            continue;
        }
        bar->out->x[i] = x;
        bar->out->width[i] = width;
        x += width ? width + PART_GAP : 0;
    }
    return x;
}

/* --- the strip ---------------------------------------------------------------------------------
 */

/* Cells from the left, as a fraction. */
static double place_of(const struct bar *bar, uint64_t ns)
{
    const struct timeline_outline *o = bar->outline;
    uint64_t span = since(o->last_ns, o->first_ns);
    double part = span ? (double)since(ns, o->first_ns) / (double)span : 0;
    return (part < 1 ? part : 1) * bar->out->strip.width;
}

static int cell_of(const struct bar *bar, uint64_t ns)
{
    int last = bar->out->strip.width - 1, cell = (int)place_of(bar, ns);
    return cell < last ? cell : last;
}

static void colour(struct view_time_cell *cell, const struct timeline_slice *s)
{
    if (s->born && cell->role == VIEW_ROLE_SPARK)
        cell->role = VIEW_ROLE_BORN;
    if (s->died && cell->role != VIEW_ROLE_BAD)
        cell->role = VIEW_ROLE_DYING;
}

/* What happened in a slice happened since the end of the one before. */
static void add_slice(const struct bar *bar, size_t number, double *changes,
                      struct view_time_cell *cells)
{
    const struct timeline_slice *s = &bar->outline->slices[number];
    bool follows = number && !s->gap;
    double from = place_of(bar, follows ? s[-1].last_ns : s->first_ns);
    double to = place_of(bar, s->last_ns), length = to - from;
    int first = cell_of(bar, follows ? s[-1].last_ns : s->first_ns),
        last = cell_of(bar, s->last_ns);
    for (int i = first; i <= last; i++) {
        double begin = from > i ? from : i, end = to < i + 1 ? to : i + 1;
        double part = length > 0 ? (end - begin) / length : 1;
        changes[i] += (double)s->changes * part;
        if (part > 0)
            colour(&cells[i], s);
    }
    if (s->gap)
        cells[first].role = VIEW_ROLE_BAD;
}

static void level_cells(const double *changes, struct view_time_cell *cells, int count)
{
    double most = 0;
    for (int i = 0; i < count; i++)
        most = changes[i] > most ? changes[i] : most;
    for (int i = 0; i < count && most > 0; i++)
        if (changes[i] > 0)
            cells[i].level = (unsigned char)(1 + changes[i] / most * (LEVELS - 1) + 0.5);
}

static void build_strip(struct bar *bar)
{
    int width = bar->out->strip.width;
    struct view_time_cell *cells =
        view_arena_alloc(&bar->b->arena, (size_t)width * sizeof(struct view_time_cell));
    double *changes = view_arena_alloc(&bar->b->arena, (size_t)width * sizeof(double));
    for (int i = 0; i < width; i++) {
        cells[i] = (struct view_time_cell){.role = VIEW_ROLE_SPARK};
        changes[i] = 0;
    }
    for (size_t i = 0; i < bar->outline->slice_count; i++)
        add_slice(bar, i, changes, cells);
    level_cells(changes, cells, width);
    for (size_t i = 0; i < bar->outline->mark_count; i++)
        cells[cell_of(bar, bar->outline->marks[i].time_ns)].role = VIEW_ROLE_MATCH;
    bar->out->cells = cells;
    bar->out->at = cell_of(bar, bar->frame->time_ns);
}

void build_timebar(struct view_builder *b, const struct view_input *in, struct view_state *out)
{
    struct rect line = out->layout.time;
    struct bar bar = {.b = b, .in = in, .frame = input_frame(in), .out = &out->timebar};
    if (!in->time || !in->time->outline || !bar.frame || !line.height)
        return;
    bar.outline = in->time->outline;
    out->timebar.state = state_of(&bar);
    out->timebar.position = position_of(&bar);
    out->timebar.wall = wall_of(&bar);
    out->timebar.what = what_of(&bar);
    bool two = line.height > 1;
    line.height = 1;
    if (!two && line.width > STRIP_LEAST + PART_GAP)
        line.width -= STRIP_LEAST + PART_GAP;
    int x = place_words(&bar, &line);
    struct rect strip = {line.x + 1, line.y + 1, line.width - 2, 1};
    if (!two)
        strip = (struct rect){x, line.y, out->layout.time.width - 1 - x, 1};
    if (strip.width < 2)
        return;
    out->timebar.strip = strip;
    build_strip(&bar);
}
