/* What a session says of itself, and whether its producer lives. Layer 2. */
#include "observer/info.h"

#include "base/clock.h"
#include "base/strbuf.h"
#include "format/words.h"
#include "observer/shared_text.h"

#include <string.h>

struct info_job {
    const struct attachment *at;
    memglass_session_info *out;
};

/* First look and second look of who copies several objects in between: the copies before it stay
 * before it, those behind it stay behind. Pairs with memglass_frame_begin and _end. */
static uint64_t look_at_frame_sequence(const struct format_header *h)
{
    fence_acquire();
    return load_acquire_64(&h->frame_sequence);
}

/* Sums over all threads. Ends are read first: of what is counted meanwhile, no more has ended than
 * has begun. */
static void copy_tallies(const struct format_segments *s, memglass_session_info *out)
{
    const struct format_tally *t;
    uint64_t run, destroyed_bytes = 0, created_bytes = 0;
    for (uint64_t at = 0; (t = format_table_run(s, FORMAT_TABLE_tallies, at, &run)); at += run)
        for (uint64_t i = 0; i < run; i++) {
            out->reclaimed += load_acquire_64(&t[i].reclaimed);
            out->destroyed += load_acquire_64(&t[i].destroyed);
            destroyed_bytes += load_acquire_64(&t[i].destroyed_bytes);
        }
    for (uint64_t at = 0; (t = format_table_run(s, FORMAT_TABLE_tallies, at, &run)); at += run)
        for (uint64_t i = 0; i < run; i++) {
            out->created += load_relaxed_64(&t[i].created);
            created_bytes += load_relaxed_64(&t[i].created_bytes);
        }
    out->live_objects = out->created > out->destroyed ? out->created - out->destroyed : 0;
    out->payload_bytes = created_bytes > destroyed_bytes ? created_bytes - destroyed_bytes : 0;
}

static void copy_counters(const struct format_header *h, memglass_session_info *out)
{
    const struct format_counters *counters = &h->counters;
    out->heartbeats = load_relaxed_64(&h->heartbeats);
    out->ticks = load_relaxed_64(&h->ticks);
    out->failures = load_relaxed_64(&counters->failures);
    out->overruns = load_relaxed_64(&counters->overruns);
    out->late_writes = load_relaxed_64(&counters->late_writes);
    out->region_bytes = load_relaxed_64(&counters->region_bytes);
}

static int copy_info(void *ctx)
{
    const struct info_job *job = ctx;
    const struct format_header *h = format_header_of(&job->at->segments);
    memglass_session_info *out = job->out;
    struct strbuf executable;
    strbuf_init(&executable, out->executable, sizeof out->executable);
    shared_text(&executable, h->executable, strnlen(h->executable, sizeof h->executable));
    out->pid = load_relaxed_32(&h->pid);
    out->start_wall_ns = load_relaxed_64(&h->start_wall_ns);
    out->start_monotonic_ns = load_relaxed_64(&h->start_monotonic_ns);
    out->region_count = load_relaxed_32(&h->region_count);
    out->type_count = (uint32_t)format_table_count(&job->at->segments, FORMAT_TABLE_types);
    copy_counters(h, out);
    copy_tallies(&job->at->segments, out);
    out->frame_sequence = look_at_frame_sequence(h);
    return MEMGLASS_OK;
}

struct frame_look {
    const struct attachment *at;
    uint64_t sequence;
};

static int read_frame_sequence(void *ctx)
{
    struct frame_look *look = ctx;
    look->sequence = look_at_frame_sequence(format_header_of(&look->at->segments));
    return MEMGLASS_OK;
}

int info_frame_sequence(const struct attachment *at, uint64_t *out)
{
    struct frame_look look = {.at = at};
    int status = shm_guarded(read_frame_sequence, &look);
    if (status == MEMGLASS_OK)
        *out = look.sequence;
    return status;
}

/* The lock says whether the producer lives. That its heart beats shows only over time. */
static memglass_state state_now(const struct attachment *at, struct pulse *pulse, uint64_t beats)
{
    pulse_look(pulse, beats, clock_monotonic_ns());
    switch (attach_identity(at)) {
    case SHM_UNLINKED:
        return MEMGLASS_STATE_GONE;
    case SHM_REPLACED:
        return MEMGLASS_STATE_RESTARTED;
    case SHM_SAME:
        break;
    }
    if (!shm_lock_held(at->header.fd))
        return MEMGLASS_STATE_DEAD;
    return pulse_stalled(pulse) ? MEMGLASS_STATE_STALLED : MEMGLASS_STATE_ALIVE;
}

int info_read(const struct attachment *at, struct pulse *pulse, memglass_session_info *out)
{
    memglass_session_info info = {.instance = at->instance};
    int status = shm_guarded(copy_info, &(struct info_job){.at = at, .out = &info});
    if (status)
        return status;
    memcpy(info.name, at->name, sizeof info.name);
    info.uid = at->header.owner;
    info.state = state_now(at, pulse, info.heartbeats);
    *out = info;
    return MEMGLASS_OK;
}
