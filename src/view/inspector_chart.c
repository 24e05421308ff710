/* The chart of the inspector's selected field, and of those that are kept in it. Layer 6. */
#include "view/inspector.h"

#include "base/clock.h"
#include "view/chart.h"
#include "view/text.h"

#include <math.h>
#include <string.h>

#define LIVE_NS  (16 * NS_PER_MS)  /* as often as the lane has something new */
#define STILL_NS (250 * NS_PER_MS) /* how late a line that stood still may begin to move */
#define GAP_NS   (500 * NS_PER_MS) /* the lane did not copy for so long */
#define RATE_NS  (200 * NS_PER_MS) /* a rate is of so long; at the left edge of half of it */

/* --- which fields ------------------------------------------------------------------------------
 */

void inspector_overlay(struct inspector *v)
{
    struct inspecting *i = &v->m->inspect;
    const char *path = v->selected.path;
    bool wished = i->overlay;
    i->overlay = false;
    if (!wished || !v->selected.found)
        return;
    for (size_t k = 0; k < i->overlay_count; k++) {
        if (strcmp(i->overlays[k], path) != 0)
            continue;
        memmove(i->overlays[k], i->overlays[k + 1],
                (i->overlay_count - k - 1) * sizeof *i->overlays);
        i->overlay_count--;
        return;
    }
    const char *no = NULL;
    if (!v->selected.pair.has_ref || !field_is_numeric(&v->selected.pair.ref))
        no = "This is no number: it cannot be charted.";
    else if (i->overlay_count == INSPECT_OVERLAYS)
        no = "The chart is full: o on a field that is in it takes it out.";
    if (no)
        model_note(v->m, VIEW_ROLE_WARNING, no);
    else
        strcpy(i->overlays[i->overlay_count++], path);
}

/* --- points ------------------------------------------------------------------------------------
 */

struct points {
    struct lane_point *at;
    size_t count;
};

static void add_point(struct points *p, uint64_t time_ns, double value)
{
    p->at[p->count++] = (struct lane_point){time_ns, value};
}

static void add_gap(struct points *p, uint64_t time_ns)
{
    if (p->count && !isnan(p->at[p->count - 1].value))
        add_point(p, time_ns, (double)NAN);
}

/* Of the tick before the lane's first point, and those before that. */
static void add_ticks(struct inspector *v, const struct field_ref *ref, uint64_t before_ns,
                      struct points *out)
{
    double values[HISTORY_SHOWN];
    uint64_t times[HISTORY_SHOWN], tick = v->values.row.frame->tick;
    if (!history_read(v->rows.history, v->values.row.object, ref, tick, field_is_counter(ref),
                      values, HISTORY_SHOWN))
        return;
    history_times(v->rows.history, tick, times, HISTORY_SHOWN);
    for (size_t i = 0; i < HISTORY_SHOWN; i++) {
        if (!times[i] || times[i] >= before_ns)
            continue;
        if (isnan(values[i]))
            add_gap(out, times[i]);
        else
            add_point(out, times[i], values[i]);
    }
}

static void add_lane(const struct lane_point *points, size_t count, struct points *out)
{
    for (size_t i = 0; i < count; i++) {
        if (i && points[i].time_ns - points[i - 1].time_ns > GAP_NS)
            add_gap(out, points[i - 1].time_ns + 1);
        if (isnan(points[i].value))
            add_gap(out, points[i].time_ns);
        else
            add_point(out, points[i].time_ns, points[i].value);
    }
}

/* Fast where the lane has it, ticks before. */
static void find_points(struct inspector *v, const struct field_ref *ref, uint64_t until_ns,
                        struct chart_line *line)
{
    uint64_t span = inspecting_span_ns(&v->m->inspect);
    size_t most = (size_t)(span / LIVE_NS) + 64;
    most = most < LANE_POINTS ? most : LANE_POINTS;
    struct lane_point *fast = view_arena_alloc(&v->b->arena, most * sizeof *fast);
    size_t count = lane_read(v->in->lane, &v->m->inspected, ref, line->rate ? RATE_NS : 0, until_ns,
                             fast, most);
    struct points out = {.at = view_arena_alloc(&v->b->arena, (2 * most + 2 * HISTORY_SHOWN) *
                                                                  sizeof(struct lane_point))};
    size_t first = 0;
    while (first < count && isnan(fast[first].value))
        first++; /* a rate needs a while */
    add_ticks(v, ref, first < count ? fast[first].time_ns : until_ns + 1, &out);
    add_lane(fast + first, count - first, &out);
    line->points = out.at;
    line->count = out.count;
}

/* --- the chart ---------------------------------------------------------------------------------
 */

static void add_line(struct inspector *v, struct chart_input *in, const struct field_ref *ref,
                     const char *path)
{
    for (size_t i = 0; i < in->count; i++)
        if (strcmp(in->lines[i].name, path) == 0)
            return;
    if (in->count == VIEW_SERIES_MAX)
        return;
    struct chart_line *line = &in->lines[in->count++];
    *line = (struct chart_line){.name = view_arena_text(&v->b->arena, path),
                                .field = ref->field,
                                .rate = field_is_counter(ref)};
    find_points(v, ref, in->until_ns, line);
}

static bool stands_still(const struct chart_input *in)
{
    for (size_t i = 0; i < in->count; i++) {
        const struct chart_line *line = &in->lines[i];
        for (size_t k = 1; k < line->count; k++)
            if (line->points[k].time_ns + in->span_ns > in->until_ns &&
                line->points[k].value != line->points[0].value)
                return false;
    }
    return true;
}

/* The right edge of a picture that stands still: what its moment was. */
static const char *clock_of(struct inspector *v)
{
    char text[16];
    struct strbuf out;
    strbuf_init(&out, text, sizeof text);
    text_clock(&out, v->rows.cur->wall_ns);
    return view_arena_text(&v->b->arena, text);
}

static void fill_input(struct inspector *v, struct chart_input *in)
{
    struct inspecting *i = &v->m->inspect;
    if (v->selected.found && v->selected.pair.has_ref && field_is_numeric(&v->selected.pair.ref))
        add_line(v, in, &v->selected.pair.ref, v->selected.path);
    for (size_t k = 0; k < i->overlay_count; k++) {
        struct field_ref ref;
        if (field_resolve(&v->tree.root.ref, i->overlays[k], &ref, NULL) == MEMGLASS_OK &&
            field_is_numeric(&ref))
            add_line(v, in, &ref, i->overlays[k]);
    }
}

void inspector_chart(struct inspector *v)
{
    struct view_chart *out = &v->out->chart;
    const struct layout *l = &v->out->layout;
    if (v->m->inspect.chart && !l->chart.height && !l->too_small && !v->out->message.text)
        v->out->message = (struct view_cell){
            .text = "No room for the chart: it needs a larger screen.", .role = VIEW_ROLE_WARNING};
    if (!l->chart.height)
        return;
    bool live = !v->m->paused && !v->values.settled && v->in->clock_ns;
    struct chart_input *in = view_arena_alloc(&v->b->arena, sizeof *in);
    *in = (struct chart_input){.until_ns = live ? v->in->clock_ns : v->rows.cur->time_ns,
                               .span_ns = inspecting_span_ns(&v->m->inspect),
                               .until = live ? "now" : clock_of(v),
                               .ascii = v->in->ascii};
    fill_input(v, in);
    if (!in->count) {
        out->legend = l->chart;
        out->empty = "Select a number to chart it; o keeps one in the chart.";
        return;
    }
    chart_make(in, l->chart, &v->b->arena, out);
    if (!live)
        return;
    uint64_t wait = stands_still(in) ? STILL_NS : chart_column_ns(out, in->span_ns);
    wait = wait > STILL_NS ? STILL_NS : wait < LIVE_NS ? LIVE_NS : wait;
    out->next_ns = in->until_ns + wait;
}
