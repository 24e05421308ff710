/* From a pair of frames and the user's choices to a view state: what all screens share. Layer 6. */
#include "view/builder.h"

#include "base/clock.h"
#include "base/error.h"
#include "view/text.h"

#include <stdlib.h>
#include <string.h>

/* Long enough to be seen, short enough to be over when the next tick of a fast sampler comes. */
#define GLIDE_NS (400 * NS_PER_MS)

struct view_builder *view_builder_create(void)
{
    struct view_builder *b = calloc(1, sizeof *b);
    if (!b)
        return NULL;
    view_arena_init(&b->arena);
    b->found.forgetful = true;
    type_stats_init(&b->type_stats);
    return b;
}

void view_builder_destroy(struct view_builder **builder)
{
    struct view_builder *b = *builder;
    if (!b)
        return;
    view_builder_forget(b);
    view_arena_fini(&b->arena);
    typed_filter_fini(&b->filter);
    typed_filter_fini(&b->find);
    type_stats_fini(&b->type_stats);
    free(b);
    *builder = NULL;
}

void view_builder_forget(struct view_builder *b)
{
    frame_release(&b->kept_cur);
    frame_release(&b->kept_prev);
    history_release(&b->kept_history);
    frame_release(&b->baseline);
    b->kept_id = (struct object_id){0};
    arrangement_destroy(&b->arranged);
    arrange_memory_fini(&b->arrange);
    verdicts_fini(&b->found);
    b->filter.instance = b->find.instance = 0;
    b->missed = 0;
    type_stats_forget(&b->type_stats);
}

bool view_builder_choices_ok(const struct view_builder *b, memglass_error *err)
{
    if (!b->choices.code)
        return true;
    if (err)
        *err = b->choices;
    return false;
}

const struct frame *input_frame(const struct view_input *in)
{
    return in->snapshot ? in->snapshot->cur : NULL;
}

static void warn(struct view_cell *message, const char *text)
{
    *message = (struct view_cell){.text = text, .role = VIEW_ROLE_WARNING};
}

static void warn_of_session(const struct frame *frame, struct view_cell *message)
{
    switch (frame->session.state) {
    case MEMGLASS_STATE_STALLED:
        warn(message, "The producer lives, but its heart has not beaten for seconds.");
        break;
    case MEMGLASS_STATE_DEAD:
        warn(message, "The producer is dead: this is its last state. A new one is attached to by "
                      "itself.");
        break;
    case MEMGLASS_STATE_GONE:
        warn(message, "The session has ended: this is its last state. A new one is attached to by "
                      "itself.");
        break;
    default:
        break;
    }
}

/* Of what is live now, all that matters to one who does not see it; then what the screen says of
 * its own. */
static void paused_message(struct view_builder *b, const struct view_input *in,
                           const struct view_cell *since, const char *own,
                           struct view_cell *message)
{
    const struct frame *shown = input_frame(in), *live = in->live ? in->live->cur : NULL;
    bool failed = in->live && in->live->status;
    char text[16];
    struct strbuf behind;
    strbuf_init(&behind, text, sizeof text);
    uint64_t now = live && live->time_ns > shown->time_ns ? live->time_ns : shown->time_ns;
    text_duration(&behind, now - shown->time_ns);
    warn(message, view_arena_printf(&b->arena, "%s, %s behind live%s%s. Space returns.%s%s%s%s",
                                    in->time         ? "LOOKING BACK"
                                    : in->going_back ? "GOING BACK ..."
                                                     : "FROZEN",
                                    text, since->text ? ", " : "", since->text ? since->text : "",
                                    failed ? " Live: " : "", failed ? in->live->message : "",
                                    own ? "  " : "", own ? own : ""));
}

/* One line has room for one thing: what is broken first, then what the screen has to say. But where
 * it is the only place that has the field that is looked at, the header has said of the session
 * what there is to say. */
static void build_message(struct view_builder *b, const struct view_input *in,
                          const struct model *m, struct view_state *out)
{
    const struct frame *frame = input_frame(in);
    const char *field = m->screen == VIEW_SCREEN_INSPECTOR && out->message.role == VIEW_ROLE_DIM
                            ? out->message.text
                            : NULL;
    if (!out->message.text)
        out->message = (struct view_cell){.text = "", .role = VIEW_ROLE_DIM};
    if (view_screen_row(m->screen)->place == VIEW_PLACE_OVER || m->screen == VIEW_SCREEN_SESSIONS)
        frame = NULL;
    if (frame && frame->changed[0])
        warn(&out->message, view_arena_printf(&b->arena, "Restarted. %s", frame->changed));
    if (frame && !field)
        warn_of_session(frame, &out->message);
    if (frame && frame->partial)
        warn(&out->message,
             view_arena_printf(&b->arena, "Reading %llu objects. These are the first %zu of them.",
                               (unsigned long long)frame->session.live_objects,
                               frame->roster->count));
    if (frame && in->snapshot->status)
        warn(&out->message, view_arena_text(&b->arena, in->snapshot->message));
    if (frame && m->paused)
        paused_message(b, in, &out->header.since, field, &out->message);
    if (m->note.text[0])
        out->message = (struct view_cell){.text = view_arena_text(&b->arena, m->note.text),
                                          .role = m->note.role};
    if (b->choices.code)
        warn(&out->message, view_arena_text(&b->arena, b->choices.message));
    if (in->message && in->message[0])
        out->message = (struct view_cell){.text = view_arena_text(&b->arena, in->message),
                                          .role = in->message_role};
}

/* What the command line would call the thing under the cursor, unless its screen knows better. */
static void build_path(struct view_builder *b, const struct model *m, struct view_state *out)
{
    if (out->path)
        return;
    if (m->screen == VIEW_SCREEN_SESSIONS)
        out->path = view_arena_text(&b->arena, m->session);
    if (m->screen == VIEW_SCREEN_TYPES)
        out->path = view_arena_text(&b->arena, m->type_at);
}

static build_fn *builder_of(enum view_screen screen)
{
    static build_fn *const builders[] = {
#define BUILDER(id, word, ...) build_##word,
        VIEW_SCREEN_LIST(BUILDER)
#undef BUILDER
    };
    return builders[screen];
}

static bool gauge_moves(const struct view_cell *cell)
{
    return cell->gauge.valid && cell->gauge.from != cell->gauge.to;
}

static bool something_moves(const struct view_state *s)
{
    bool moves = gauge_moves(&s->header.bytes);
    for (size_t i = 0; i < s->tree.line_count && s->tree.widths.gauge; i++)
        moves = moves || gauge_moves(&s->tree.lines[i].gauge);
    for (size_t i = 0; i < s->table.row_count * s->table.column_count; i++)
        moves = moves || gauge_moves(&s->table.cells[i]);
    return moves;
}

/* Gauges glide for a while after a tick, when there are any that move. */
static void build_glide(const struct view_input *in, struct view_state *out)
{
    uint64_t length = in->snapshot && in->snapshot->interval_ns / 2 < GLIDE_NS
                          ? in->snapshot->interval_ns / 2
                          : GLIDE_NS;
    bool glides = !in->batch && input_frame(in) && something_moves(out);
    out->glide_start_ns = in->now_ns;
    out->glide_end_ns = in->now_ns + (glides ? length : 0);
}

/* A baseline is of one session. */
static void update_baseline(struct view_builder *b, const struct frame *frame, struct model *m)
{
    if (b->baseline && !frame_same_session(b->baseline, frame))
        frame_release(&b->baseline);
    if (!m->set_baseline)
        return;
    frame_release(&b->baseline);
    b->baseline = frame_retain(frame);
    m->set_baseline = false;
}

struct row_source builder_source(const struct view_builder *b, const struct view_input *in,
                                 const struct model *m)
{
    const struct frame *cur = input_frame(in), *prev = in->snapshot->prev;
    return (struct row_source){.cur = cur,
                               .prev = prev && frame_same_session(prev, cur) ? prev : NULL,
                               .baseline = b->baseline,
                               .history = in->history,
                               .since = m->since,
                               .now_ns = uptime_ns(&b->uptime, cur)};
}

const char *builder_since_text(struct view_builder *b, const struct view_input *in,
                               const struct model *m)
{
    static const char *const words[] = {
#define WORDS(id, name, what) what,
        ROW_SINCE_LIST(WORDS)
#undef WORDS
    };
    const struct frame *cur = input_frame(in);
    if (m->since == ROW_SINCE_FIRST && in->time)
        return "since first seen, which is not recorded";
    if (m->since != ROW_SINCE_BASELINE || !cur)
        return words[m->since];
    if (!b->baseline)
        return "since the baseline, which b sets";
    char text[16];
    struct strbuf age;
    strbuf_init(&age, text, sizeof text);
    bool ahead = cur->time_ns < b->baseline->time_ns; /* time may be gone about in */
    text_standing_age(&age, ahead ? b->baseline->time_ns - cur->time_ns
                                  : cur->time_ns - b->baseline->time_ns);
    return view_arena_printf(&b->arena, "%s %s %s", words[m->since], text, ahead ? "ahead" : "ago");
}

int view_build(struct view_builder *b, const struct view_input *in, struct model *m,
               struct view_state *out)
{
    const struct frame *frame = input_frame(in);
    view_arena_reset(&b->arena);
    b->choices = (memglass_error){0};
    *out = (struct view_state){.screen = m->screen, .ascii = in->ascii};
    out->layout = layout_compute(in->width, in->height, in->session && in->session[0]);
    if (in->time && frame)
        layout_time(&out->layout);
    if (in->batch)
        out->layout.scroll.height = 0;
    out->table.cursor = out->tree.cursor = -1;
    if (frame) {
        uptime_note(&b->uptime, frame);
        update_baseline(b, frame, m);
        if (!in->time) /* gone about in, time brings back what is not there */
            marks_prune(&m->marks, frame);
    }
    build_header(b, in, out);
    int status = builder_of(m->screen)(b, in, m, out);
    if (status)
        return status;
    build_path(b, m, out);
    build_glide(in, out);
    build_bars(b, in, m, out);
    build_timebar(b, in, out);
    build_message(b, in, m, out);
    build_prompt(b, in, m, out);
    return MEMGLASS_OK;
}
