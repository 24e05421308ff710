/* How long a session has been up at a frame. Layer 5. */
#include "query/uptime.h"

static bool is_alive(const struct frame *frame)
{
    memglass_state state = frame->session.state;
    return state == MEMGLASS_STATE_ALIVE || state == MEMGLASS_STATE_STALLED;
}

void uptime_note(struct uptime *u, const struct frame *frame)
{
    if (is_alive(frame))
        *u = (struct uptime){frame->session.instance, frame->time_ns};
}

uint64_t uptime_ns(const struct uptime *u, const struct frame *frame)
{
    const memglass_session_info *session = &frame->session;
    bool alive = is_alive(frame);
    bool seen = u->instance == session->instance && frame->time_ns >= u->alive_ns;
    if (!seen && !alive)
        return UINT64_MAX;
    uint64_t until = alive ? frame->time_ns : u->alive_ns;
    return until > session->start_monotonic_ns ? until - session->start_monotonic_ns : 0;
}
