/* From a pair of frames and the user's choices to a view state: what all screens share. Layer 6. */
#include "view/builder.h"

#include "base/clock.h"
#include "base/error.h"
#include "view/text.h"

#include <stdlib.h>
#include <string.h>

/* Long enough to be seen, short enough to be over when the next tick of a fast sampler comes. */
#define GLIDE_NS (400 * NS_PER_MS)

const char *view_screen_name(enum view_screen screen)
{
    static const char *const names[] = {
#define NAME(id, title) title,
        VIEW_SCREEN_LIST(NAME)
#undef NAME
    };
    return names[screen];
}

struct view_builder *view_builder_create(void)
{
    struct view_builder *b = calloc(1, sizeof *b);
    if (!b)
        return NULL;
    view_arena_init(&b->arena);
    order_init(&b->order);
    return b;
}

void view_builder_destroy(struct view_builder **builder)
{
    struct view_builder *b = *builder;
    if (!b)
        return;
    view_builder_forget(b);
    view_arena_fini(&b->arena);
    order_fini(&b->order);
    free(b->types);
    free(b);
    *builder = NULL;
}

void view_builder_forget(struct view_builder *b)
{
    frame_release(&b->kept_cur);
    frame_release(&b->kept_prev);
    b->kept_id = (struct object_id){0};
    b->origin.valid = false;
    b->types_serial = 0;
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

static void note_alive(struct view_builder *b, const struct frame *frame)
{
    memglass_state state = frame->session.state;
    if (state != MEMGLASS_STATE_ALIVE && state != MEMGLASS_STATE_STALLED)
        return;
    b->alive_instance = frame->session.instance;
    b->alive_ns = frame->time_ns;
}

uint64_t builder_uptime_ns(const struct view_builder *b, const struct frame *frame)
{
    const memglass_session_info *session = &frame->session;
    bool seen = b->alive_instance == session->instance && frame->time_ns >= b->alive_ns;
    bool alive = session->state == MEMGLASS_STATE_ALIVE || session->state == MEMGLASS_STATE_STALLED;
    if (!seen && !alive)
        return UINT64_MAX;
    uint64_t until = alive ? frame->time_ns : b->alive_ns;
    return until > session->start_monotonic_ns ? until - session->start_monotonic_ns : 0;
}

void build_keys(struct view_builder *b, const struct model *m, struct view_state *out)
{
    struct view_cell *cells = view_arena_alloc(&b->arena, 2 * VIEW_INTENT_COUNT * sizeof *cells);
    for (int i = 0; i < VIEW_INTENT_COUNT; i++) {
        const struct view_key_row *row = view_key_row((enum view_intent)i);
        if (!(row->screens & (1u << m->screen)) || !row->bar_key[0])
            continue;
        cells[out->key_count++] = (struct view_cell){.text = row->bar_key, .role = VIEW_ROLE_KEY};
        cells[out->key_count++] =
            (struct view_cell){.text = row->bar_word, .role = VIEW_ROLE_KEY_WORD};
    }
    out->keys = cells;
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

static void paused_message(struct view_builder *b, const struct view_input *in,
                           struct view_cell *message)
{
    const struct frame *shown = input_frame(in), *live = in->live ? in->live->cur : NULL;
    char text[16];
    struct strbuf behind;
    strbuf_init(&behind, text, sizeof text);
    uint64_t now = live && live->time_ns > shown->time_ns ? live->time_ns : shown->time_ns;
    text_duration(&behind, now - shown->time_ns);
    warn(message, view_arena_printf(&b->arena, "FROZEN, %s behind live. Space returns.", text));
}

/* One line has room for one thing: what is broken first, then what the screen has to say. */
static void build_message(struct view_builder *b, const struct view_input *in,
                          const struct model *m, struct view_state *out)
{
    const struct frame *frame = input_frame(in);
    if (!out->message.text)
        out->message = (struct view_cell){.text = "", .role = VIEW_ROLE_DIM};
    if (m->screen == VIEW_SCREEN_HELP || m->screen == VIEW_SCREEN_SESSIONS)
        frame = NULL;
    if (frame && frame->changed[0])
        warn(&out->message, view_arena_printf(&b->arena, "Restarted. %s", frame->changed));
    if (frame)
        warn_of_session(frame, &out->message);
    if (frame && in->snapshot->status)
        warn(&out->message, view_arena_text(&b->arena, in->snapshot->message));
    if (frame && m->paused)
        paused_message(b, in, &out->message);
    if (b->choices.code)
        warn(&out->message, view_arena_text(&b->arena, b->choices.message));
    if (in->message && in->message[0])
        out->message = (struct view_cell){.text = view_arena_text(&b->arena, in->message),
                                          .role = VIEW_ROLE_BAD};
}

typedef int build_fn(struct view_builder *b, const struct view_input *in, struct model *m,
                     struct view_state *out);

static build_fn *builder_of(enum view_screen screen)
{
    static build_fn *const builders[VIEW_SCREEN_COUNT] = {
        [VIEW_SCREEN_SESSIONS] = build_sessions,
        [VIEW_SCREEN_OBJECTS] = build_objects,
        [VIEW_SCREEN_INSPECTOR] = build_inspector,
        [VIEW_SCREEN_HELP] = build_help,
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

int view_build(struct view_builder *b, const struct view_input *in, struct model *m,
               struct view_state *out)
{
    const struct frame *frame = input_frame(in);
    view_arena_reset(&b->arena);
    b->choices = (memglass_error){0};
    *out = (struct view_state){.screen = m->screen, .ascii = in->ascii};
    out->layout = layout_compute(in->width, in->height, in->session && in->session[0]);
    if (in->batch)
        out->layout.scroll.height = 0;
    out->table.cursor = out->tree.cursor = -1;
    if (frame)
        note_alive(b, frame);
    build_header(b, in, out);
    int status = builder_of(m->screen)(b, in, m, out);
    if (status)
        return status;
    build_glide(in, out);
    build_keys(b, m, out);
    build_message(b, in, m, out);
    return MEMGLASS_OK;
}
