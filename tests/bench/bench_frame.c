/* What a tick costs with a million objects, each part against moving the same bytes; and how evenly
 * the fast lane runs beside the captures. */
#include "frame_body.h"
#include "frame_body.memglass.h"
#include "frames.h"

#include "sample/history.h"
#include "sample/sampler.h"

#include <memglass/memglass.h>
#include <unistd.h>

enum { OBJECTS = 1000000, CHANGED = 10000, LANE_SECONDS = 5 };

struct bench {
    char name[64];
    memglass_session *session;
    struct frame_body **bodies;
    struct frames frames;
    struct history *history;
};

static void capture_with_churn(void *ctx, size_t n)
{
    struct bench *b = ctx;
    while (n--) {
        struct frame_body **body = &b->bodies[b->frames.tick * 7919 % OBJECTS];
        memglass_destroy(b->session, *body);
        *body = memglass_create(b->session, frame_body, "young");
        if (!*body)
            bench_fail("no room for one more");
        frames_capture(&b->frames);
    }
}

static void append_all(void *ctx, size_t n)
{
    struct bench *b = ctx;
    while (n--)
        history_append(b->history, b->frames.cur);
}

static void change_some(struct bench *b)
{
    for (size_t i = 0; i < CHANGED; i++)
        b->bodies[i * (OBJECTS / CHANGED)]->counter++;
}

static void open_bench(struct bench *b)
{
    snprintf(b->name, sizeof b->name, "bench-frame-%ld", (long)getpid());
    memglass_config config = {.name = b->name};
    b->session = memglass_open(&config, NULL);
    b->bodies = calloc(OBJECTS, sizeof(*b->bodies));
    if (!b->session || !b->bodies)
        bench_fail("no session");
    for (size_t i = 0; i < OBJECTS; i++) {
        char label[32];
        snprintf(label, sizeof label, "body-%zu", i);
        b->bodies[i] = memglass_create(b->session, frame_body, label);
        if (!b->bodies[i])
            bench_fail("no room for a million objects");
    }
}

static void measure_parts(struct bench *b)
{
    struct frames *f = &b->frames;
    b->history = history_create(UINT64_C(64) << 20);
    struct source_live_options options = {.history = b->history, .first_bytes = UINT64_C(64) << 20};
    if (!b->history)
        bench_fail("no memory");
    frames_open(f, b->name, &options);
    double start = bench_now_ns();
    frames_capture(f);
    bench_value("frame: the first", "a million objects", "ms", (bench_now_ns() - start) / 1e6);
    change_some(b);
    frames_capture(f);
    frames_copy(f);
    struct bench_side moved = {"memcpy", move_bytes, f};
    struct bench_side capturing = {"capture", capture_frames, f};
    struct bench_side churning = {"capture", capture_with_churn, b};
    struct bench_side comparing = {"diff", compare_frames, f};
    struct bench_side appending = {"append", append_all, b};
    bench_compare("frame: diff", &comparing, &moved);
    bench_compare("frame: history", &appending, &moved);
    bench_compare("frame: capture", &capturing, &moved);
    bench_compare("frame: capture, one came", &churning, &moved);
    bench_compare("frame: diff, one came", &comparing, &moved);
    frames_close(f);
    history_destroy(&b->history);
}

/* --- the fast lane --- */

static void watch_one(struct sampler *s, struct field_ref *leaf, struct object_id *id)
{
    struct snapshot snapshot;
    memglass_error err;
    while (!sampler_take(s, &snapshot) || !snapshot.cur)
        usleep(1000);
    const struct roster_row *row = &snapshot.cur->roster->rows[OBJECTS / 2];
    struct field_ref whole = field_whole(row->type, row->count);
    static memglass_type type;
    static memglass_field field;
    if (field_resolve(&whole, "counter", leaf, &err))
        bench_fail(err.message);
    type = *leaf->type;
    field = *leaf->field;
    leaf->type = &type;
    leaf->field = &field;
    *id = (struct object_id){snapshot.cur->session.instance, row->index, row->generation};
    snapshot_release(&snapshot);
    sampler_watch(s, id, 1);
}

static void measure_lane(struct bench *b)
{
    struct sampler_options options = {.interval_ns = 200000000};
    struct sampler *s = sampler_start(b->name, &options, NULL);
    struct lane_point *p = calloc(LANE_POINTS, sizeof *p);
    struct sampler_cost cost;
    struct field_ref leaf;
    struct object_id id;
    if (!s || !p)
        bench_fail("no sampler");
    watch_one(s, &leaf, &id);
    sleep(LANE_SECONDS);
    double start = bench_now_ns(), most = 0;
    size_t n = lane_read(sampler_lane(s), &id, &leaf, 0, UINT64_MAX, p, LANE_POINTS);
    double read_ns = bench_now_ns() - start;
    for (size_t i = 1; i < n; i++) {
        double gap = (double)(p[i].time_ns - p[i - 1].time_ns);
        most = gap > most ? gap : most;
    }
    sampler_cost(s, &cost);
    bench_value("lane: copies a second", "beside captures", "", (double)n / LANE_SECONDS);
    bench_value("lane: longest gap", "beside captures", "ms", most / 1e6);
    bench_value("lane: cpu", "of a second", "%", (double)cost.lane_cpu_ns / LANE_SECONDS / 1e7);
    bench_value("lane: reading all its copies", "lane_read", "us", read_ns / 1e3);
    free(p);
    sampler_stop(&s);
}

int main(void)
{
    struct bench b = {.session = NULL};
    bench_begin();
    open_bench(&b);
    measure_parts(&b);
    measure_lane(&b);
    memglass_close(b.session);
    free(b.bodies);
    return 0;
}
