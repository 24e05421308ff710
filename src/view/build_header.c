/* The header: the session, its producer, what it holds and what looking costs. Layer 6. */
#include "view/builder.h"

#include "base/clock.h"
#include "view/text.h"

#include <string.h>

struct writer {
    struct view_arena *arena;
    char text[VIEW_TEXT_MAX];
    struct strbuf out;
};

static struct strbuf *start(struct writer *w)
{
    strbuf_init(&w->out, w->text, sizeof w->text);
    return &w->out;
}

static struct view_cell finish(struct writer *w, enum view_role role)
{
    return (struct view_cell){.text = view_arena_text(w->arena, w->text), .role = role};
}

static enum view_role state_role(memglass_state state)
{
    switch (state) {
    case MEMGLASS_STATE_ALIVE:
        return VIEW_ROLE_GOOD;
    case MEMGLASS_STATE_STALLED:
    case MEMGLASS_STATE_RESTARTED:
        return VIEW_ROLE_WARNING;
    default:
        return VIEW_ROLE_BAD;
    }
}

static void build_producer(struct writer *w, const struct view_builder *b,
                           const struct frame *frame, struct view_header *h)
{
    const memglass_session_info *s = &frame->session;
    const char *slash = strrchr(s->executable, '/');
    h->state = (struct view_cell){.text = memglass_state_name((int)s->state),
                                  .role = state_role(s->state)};
    start(w);
    if (s->executable[0]) {
        const char *name = slash ? slash + 1 : s->executable;
        strbuf_foreign(&w->out, name, strlen(name));
        strbuf_char(&w->out, ' ');
    }
    strbuf_printf(&w->out, "pid %u", s->pid);
    h->producer = finish(w, VIEW_ROLE_PLAIN);
    uint64_t uptime = uptime_ns(&b->uptime, frame);
    if (uptime == UINT64_MAX)
        return; /* never seen alive: nobody knows */
    text_standing_age(start(w), uptime);
    h->uptime = finish(w, VIEW_ROLE_PLAIN);
}

/* A picture that is held says nothing of what came of its session meanwhile. */
static void build_since(struct writer *w, const struct view_input *in, const struct frame *shown,
                        struct view_header *h)
{
    const struct frame *live = in->live ? in->live->cur : NULL;
    if (!live)
        return;
    bool restarted = !frame_same_session(shown, live);
    if (!restarted && live->session.state == shown->session.state)
        return;
    strbuf_printf(start(w), "%snow %s", restarted ? "restarted, " : "",
                  memglass_state_name((int)live->session.state));
    h->since = finish(w, restarted && live->session.state == MEMGLASS_STATE_ALIVE
                             ? VIEW_ROLE_WARNING
                             : state_role(live->session.state));
}

static void count_damage(struct strbuf *out, uint64_t count, const char *what)
{
    if (count)
        strbuf_printf(out, "%s%llu %s%s", out->len ? ", " : "", (unsigned long long)count, what,
                      count == 1 ? "" : "s");
}

/* What the producer found by itself, as memglass_check does. */
static void build_damage(struct writer *w, const memglass_session_info *s, struct view_header *h)
{
    if (!s->overruns && !s->late_writes)
        return;
    count_damage(start(w), s->overruns, "overrun");
    count_damage(&w->out, s->late_writes, "late write");
    h->damage = finish(w, VIEW_ROLE_BAD);
}

static void build_counts(struct writer *w, const struct snapshot *snapshot, struct view_header *h)
{
    const memglass_session_info *s = &snapshot->cur->session;
    bool followed = snapshot->prev && frame_same_session(snapshot->prev, snapshot->cur);
    text_count(start(w), s->live_objects);
    if (followed && snapshot->diff.created)
        strbuf_printf(&w->out, " +%llu", (unsigned long long)snapshot->diff.created);
    if (followed && snapshot->diff.destroyed)
        strbuf_printf(&w->out, " -%llu", (unsigned long long)snapshot->diff.destroyed);
    h->objects = finish(w, VIEW_ROLE_PLAIN);
    strbuf_printf(start(w), "%u", s->type_count);
    h->types = finish(w, VIEW_ROLE_PLAIN);
    if (followed)
        text_count(start(w), snapshot->diff.changed);
    else
        strbuf_text(start(w), "-");
    h->changed = finish(w, VIEW_ROLE_PLAIN);
}

static double used_part(const memglass_session_info *s)
{
    double part = s->region_bytes ? (double)s->payload_bytes / (double)s->region_bytes : 0;
    return part > 1 ? 1 : part;
}

static void build_bytes(struct writer *w, const struct snapshot *snapshot, struct view_header *h)
{
    const memglass_session_info *s = &snapshot->cur->session;
    text_bytes(start(w), s->payload_bytes);
    strbuf_text(&w->out, " of ");
    text_bytes(&w->out, s->region_bytes);
    h->bytes = finish(w, VIEW_ROLE_PLAIN);
    h->bytes.gauge = (struct view_gauge){.valid = true, .to = used_part(s), .from = used_part(s)};
    if (snapshot->prev && snapshot->prev->session.instance == s->instance)
        h->bytes.gauge.from = used_part(&snapshot->prev->session);
}

/* A number that shivers each second would draw the eye for nothing: it stays until what it costs
 * is another, by half or more. The first frame is no measure for those behind it, nor is one that
 * was recorded, of which it is not known. */
static void smooth_cost(struct view_builder *b, const struct snapshot *snapshot)
{
    double now = (double)snapshot->sample_ns;
    if (b->sample_tick == snapshot->cur->tick || !snapshot->sample_ns)
        return;
    b->sample_ns = b->sample_tick > 1 ? 0.8 * b->sample_ns + 0.2 * now : now;
    b->sample_tick = snapshot->cur->tick;
    if (b->sample_ns > 1.5 * b->sample_shown_ns || 1.5 * b->sample_ns < b->sample_shown_ns)
        b->sample_shown_ns = b->sample_ns;
}

/* How long it is told of: then it is no news, and COST still counts it. */
#define MISSED_SHOWN_NS (60 * NS_PER_SEC)

static bool missed_lately(struct view_builder *b, const struct snapshot *snapshot)
{
    uint64_t now_ns = snapshot->cur->time_ns;
    if (snapshot->missed_ticks > b->missed) {
        b->missed = snapshot->missed_ticks;
        b->missed_ns = now_ns;
    }
    return snapshot->missed_ticks && now_ns < b->missed_ns + MISSED_SHOWN_NS;
}

static void build_sampling(struct writer *w, struct view_builder *b,
                           const struct snapshot *snapshot, struct view_header *h)
{
    memglass_state state = snapshot->cur->session.state;
    bool missed = missed_lately(b, snapshot);
    smooth_cost(b, snapshot);
    if (state == MEMGLASS_STATE_DEAD || state == MEMGLASS_STATE_GONE)
        return; /* looking at what does not change */
    double ms = b->sample_shown_ns / 1e6;
    strbuf_text(start(w), "");
    if (snapshot->sample_ns) /* of a recording nobody knows */
        strbuf_printf(&w->out, "%.*fms ", ms < 9.95 ? 1 : 0, ms);
    if (snapshot->interval_ns) { /* nor that of the first frame of all */
        strbuf_text(&w->out, "every ");
        text_cost(&w->out, snapshot->interval_ns);
    }
    if (missed)
        strbuf_printf(&w->out, ", %llu missed", (unsigned long long)snapshot->missed_ticks);
    if (snapshot->cur->cut != FRAME_CUT_UNMARKED)
        strbuf_printf(&w->out, ", %s", frame_cut_name(snapshot->cur->cut));
    if (w->out.len)
        h->sample = finish(w, missed ? VIEW_ROLE_WARNING : VIEW_ROLE_PLAIN);
}

/* Turns of the producer's own loop, when it counts them. */
static void build_turns(struct writer *w, const struct snapshot *snapshot, struct view_header *h)
{
    const struct frame *cur = snapshot->cur, *prev = snapshot->prev;
    if (!cur->session.ticks)
        return;
    strbuf_text(start(w), "-");
    if (prev && prev->session.instance == cur->session.instance && cur->time_ns > prev->time_ns &&
        cur->session.ticks >= prev->session.ticks) {
        double seconds = (double)(cur->time_ns - prev->time_ns) / 1e9;
        text_rate(start(w), (double)(cur->session.ticks - prev->session.ticks) / seconds);
        strbuf_text(&w->out, "/s");
    }
    h->turns = finish(w, VIEW_ROLE_PLAIN);
}

void build_header(struct view_builder *b, const struct view_input *in, struct view_state *out)
{
    struct writer w = {.arena = &b->arena};
    struct view_header *h = &out->header;
    if (!in->session || !in->session[0])
        return;
    strbuf_foreign(start(&w), in->session, strlen(in->session));
    h->session = finish(&w, VIEW_ROLE_TITLE);
    const struct frame *frame = input_frame(in);
    if (!frame) {
        h->state = (struct view_cell){.text = "...", .role = VIEW_ROLE_DIM};
        return;
    }
    build_producer(&w, b, frame, h);
    build_since(&w, in, frame, h);
    build_damage(&w, &frame->session, h);
    build_counts(&w, in->snapshot, h);
    build_bytes(&w, in->snapshot, h);
    build_sampling(&w, b, in->snapshot, h);
    build_turns(&w, in->snapshot, h);
}
