/* Recordings of 100,000 objects of 64 bytes with 10,000 changes a second: what a change takes, what
 * recording costs, and how long it takes to go somewhere in an hour of it. `bench_record
 * [SECONDS]`. Tests only; no layer. */
#include "bench.h"

#include "record/fields.h"
#include "record/timeline.h"
#include "record/writer.h"
#include "sample/diff.h"
#include "sample/pool.h"
#include "tui/canvas.h"
#include "tui/screen.h"
#include "view/build.h"

#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

enum {
    OBJECTS = 100000,
    CHANGES = 10000,
    DUMPED = 20,
    SEEKS = 400,
    FIELDS_TICKS = 61,
    WIDTH = 160,
    HEIGHT = 50
};

#define SECOND_NS UINT64_C(1000000000)

struct thing {
    uint64_t ops, bytes;
    double level;
    float warmth, weight;
    uint32_t state, users;
    uint64_t hits, misses;
    uint32_t load, spare;
};

#define FIELD(called, of_kind, unit_text)                                                      \
    {                                                                                          \
        .name = #called, .type_name = "number", .unit = (unit_text), .format = "", .desc = "", \
        .kind = MEMGLASS_KIND_##of_kind, .bit_offset = 8 * offsetof(struct thing, called),     \
        .bit_size = 8 * (uint64_t)sizeof(((struct thing *)NULL)->called),                      \
        .guard_offset = UINT64_MAX                                                             \
    }

static const memglass_field fields[] = {
    FIELD(ops, UINT, ""),     FIELD(bytes, UINT, "B"),  FIELD(level, FLOAT, ""),
    FIELD(warmth, FLOAT, ""), FIELD(weight, FLOAT, ""), FIELD(state, UINT, ""),
    FIELD(users, UINT, ""),   FIELD(hits, UINT, ""),    FIELD(misses, UINT, ""),
    FIELD(load, UINT, ""),    FIELD(spare, UINT, "")};

static const memglass_type type = {.name = "thing",
                                   .spelling = "struct thing",
                                   .desc = "",
                                   .file = "",
                                   .fields = fields,
                                   .field_count = sizeof fields / sizeof *fields,
                                   .size = sizeof(struct thing),
                                   .align = 8};

struct bench {
    struct frame_pool *pool;
    struct anchor anchor;
    struct roster *roster;
    const struct frame *prev;
    struct record_writer *writer;
    unsigned char *dump;
    uint64_t changes, first_bytes;
    double cpu_ns, worst_ns;
    unsigned random;
    char path[64];
};

static unsigned next_random(struct bench *b)
{
    b->random = b->random * 1664525u + 1013904223u;
    return b->random >> 4;
}

static double cpu_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static void must(bool well, const char *what)
{
    if (well)
        return;
    fprintf(stderr, "bench_record: %s\n", what);
    exit(1);
}

/* --- frames ------------------------------------------------------------------------------------
 */

static void make_roster(struct bench *b)
{
    struct roster_store *store;
    b->pool = frame_pool_create();
    must(b->pool != NULL, "no memory");
    b->anchor.holders = 1;
    store = frame_pool_rosters(b->pool);
    b->roster = roster_begin(store, &b->anchor, OBJECTS);
    must(b->roster != NULL, "no memory");
    for (uint32_t i = 0; i < OBJECTS; i++) {
        char label[32];
        snprintf(label, sizeof label, "thing_%u", i);
        b->roster->rows[b->roster->count++] =
            (struct roster_row){.type = &type,
                                .label = roster_label(store, b->roster, label),
                                .data = i * sizeof(struct thing),
                                .size = sizeof(struct thing),
                                .created_ns = i * UINT64_C(1000),
                                .history = HISTORY_NONE,
                                .index = i,
                                .generation = 1,
                                .count = 1};
    }
    b->roster->bytes = OBJECTS * sizeof(struct thing);
    roster_commit(store, b->roster, NULL);
}

static void begin_things(struct bench *b, struct thing *things)
{
    for (size_t i = 0; i < OBJECTS; i++)
        things[i] = (struct thing){.ops = next_random(b),
                                   .level = next_random(b) / 1e3,
                                   .warmth = (float)next_random(b) / 1e6f,
                                   .state = next_random(b) % 1000};
}

static void change_things(struct bench *b, struct thing *things)
{
    for (size_t i = 0; i < CHANGES; i++) {
        struct thing *t = &things[next_random(b) % OBJECTS];
        switch (next_random(b) % 4) {
        case 0:
            t->ops += 1 + next_random(b) % 100;
            break;
        case 1:
            t->state = next_random(b) % 1000;
            break;
        case 2:
            t->hits++;
            break;
        default:
            t->load += 1 + next_random(b) % 4096;
        }
    }
}

static struct frame *next_frame(struct bench *b, uint64_t tick)
{
    struct frame *f = frame_pool_take(b->pool, b->roster);
    struct diff diff;
    must(f != NULL, "no memory");
    if (b->prev) {
        memcpy(f->bytes, b->prev->bytes, b->roster->bytes);
        change_things(b, (void *)f->bytes);
    } else {
        begin_things(b, (void *)f->bytes);
    }
    for (size_t i = 0; i < OBJECTS; i++)
        f->states[i] = MEMGLASS_UNGUARDED;
    f->tick = tick;
    f->time_ns = tick * SECOND_NS;
    f->wall_ns = f->time_ns;
    f->session = (memglass_session_info){.instance = 1, .live_objects = OBJECTS, .type_count = 1};
    diff_frames(b->prev, f, &diff);
    b->changes += b->prev ? diff.field_changes : 0;
    return f;
}

/* --- recording ---------------------------------------------------------------------------------
 */

static void record(struct bench *b, uint64_t ticks)
{
    const struct record_options options = {.interval_ns = SECOND_NS};
    memglass_error err = {0};
    struct record_figures figures;
    struct record_sink *sink = record_sink_file(b->path, SECOND_NS, true, &err);
    b->writer = sink ? record_writer_create(sink, &options, &err) : NULL;
    must(b->writer != NULL, err.message);
    for (uint64_t tick = 1; tick <= ticks; tick++) {
        struct frame *f = next_frame(b, tick);
        double before = cpu_now_ns();
        must(record_writer_add(b->writer, f, &err) == MEMGLASS_OK, err.message);
        double took = cpu_now_ns() - before;
        b->worst_ns = took > b->worst_ns ? took : b->worst_ns;
        record_writer_figures(b->writer, &figures);
        if (tick == 1)
            b->first_bytes = figures.stored_bytes;
        else
            b->cpu_ns += took;
        if (tick <= DUMPED)
            memcpy(b->dump + (tick - 1) * b->roster->bytes, f->bytes, b->roster->bytes);
        frame_release(&b->prev);
        b->prev = f;
        frame_pool_sweep(b->pool);
    }
    must(record_writer_close(&b->writer, &err) == MEMGLASS_OK, err.message);
}

static void say_size(const struct bench *b, uint64_t ticks)
{
    struct stat about;
    must(stat(b->path, &about) == 0, "no file");
    double size = (double)about.st_size, raw = (double)b->roster->bytes * (double)ticks;
    uint64_t dumped = (ticks < DUMPED ? ticks : DUMPED) * b->roster->bytes;
    size_t bound = ZSTD_compressBound(dumped);
    void *packed = malloc(bound);
    must(packed != NULL, "no memory");
    size_t dump = ZSTD_compress(packed, bound, b->dump, dumped, 3);
    free(packed);
    printf("%-44s %12.0f\n", "frames", (double)ticks);
    printf("%-44s %12.1f MB\n", "raw", raw / 1e6);
    printf("%-44s %12.1f MB\n", "a dump | zstd -3 (from the first 20 frames)",
           (double)dump / (double)dumped * raw / 1e6);
    printf("%-44s %12.1f MB\n", "the recording", size / 1e6);
    printf("%-44s %12.2f bytes\n", "a change, with all whole frames", size / (double)b->changes);
    printf("%-44s %12.2f bytes\n", "a change, without the first whole frame",
           (size - (double)b->first_bytes) / (double)b->changes);
    printf("%-44s %12.2f %%\n", "of a core, at a frame a second",
           b->cpu_ns / (double)(ticks - 1) / (double)SECOND_NS * 100);
    printf("%-44s %12.1f ms\n", "the frame that costs most", b->worst_ns / 1e6);
}

/* What --fields costs, of which recording is a part: two of eleven fields, with half of the
 * changes. */
static void record_fields(struct bench *b, uint64_t first, uint64_t ticks)
{
    const struct record_options options = {.interval_ns = SECOND_NS};
    memglass_error err = {0};
    struct record_fields *chosen = record_fields_create("ops,state", &err);
    struct record_sink *sink = record_sink_file(b->path, SECOND_NS, true, &err);
    struct record_writer *w = sink ? record_writer_create(sink, &options, &err) : NULL;
    double choosing = 0, all = 0;
    must(chosen && w, err.message);
    for (uint64_t tick = first; tick < first + ticks; tick++) {
        struct frame *f = next_frame(b, tick);
        const struct frame *some;
        double begin = cpu_now_ns();
        must(record_fields_of(chosen, f, &some, &err) == MEMGLASS_OK, err.message);
        double chose = cpu_now_ns();
        must(record_writer_add(w, some, &err) == MEMGLASS_OK, err.message);
        if (tick > first) {
            choosing += chose - begin;
            all += cpu_now_ns() - begin;
        }
        frame_release(&b->prev);
        b->prev = f;
        frame_pool_sweep(b->pool);
    }
    must(record_writer_close(&w, &err) == MEMGLASS_OK, err.message);
    record_fields_destroy(&chosen);
    printf("%-44s %12.2f %%   %.2f of these for choosing\n", "with --fields, of two of eleven",
           all / (double)(ticks - 1) / (double)SECOND_NS * 100,
           choosing / (double)(ticks - 1) / (double)SECOND_NS * 100);
}

/* --- seeking -----------------------------------------------------------------------------------
 */

static void show(struct timeline *t, struct view_builder *b, struct model *m, struct canvas *c)
{
    struct view_state state;
    struct snapshot shown;
    timeline_snapshot(t, &shown);
    struct view_input in = {.snapshot = &shown,
                            .live = &shown,
                            .history = timeline_history(t),
                            .session = "bench",
                            .width = WIDTH,
                            .height = HEIGHT};
    must(view_build(b, &in, m, &state) == MEMGLASS_OK, "no memory");
    screen_draw(c, &state, UINT64_MAX);
    snapshot_release(&shown);
}

static void say_times(const char *what, double *times, size_t count)
{
    double median = bench_median(times, count);
    printf("%-44s %12.1f ms   %.1f of 99 in 100, %.1f at most\n", what, median / 1e6,
           times[count * 99 / 100] / 1e6, times[count - 1] / 1e6);
}

/* As between two keys of a user. A thread of real-time priority that never rests is stopped for 50
 * ms of each second, which would be measured. */
static void rest(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
}

static void seek(struct bench *b, uint64_t ticks)
{
    memglass_error err = {0};
    double begin = bench_now_ns(), instants[SEEKS], screens[SEEKS], cpu[SEEKS], steps[SEEKS];
    struct timeline *t = timeline_open(b->path, &err);
    struct view_builder *builder = view_builder_create();
    struct model m;
    struct canvas c;
    must(t && builder, err.message);
    model_init(&m, VIEW_SCREEN_OBJECTS);
    canvas_init(&c);
    must(canvas_resize(&c, WIDTH, HEIGHT) == MEMGLASS_OK, "no memory");
    must(timeline_seek(t, 0, &err) == MEMGLASS_OK, err.message);
    show(t, builder, &m, &c);
    printf("%-44s %12.1f ms\n", "opening it, up to the first screen",
           (bench_now_ns() - begin) / 1e6);
    for (size_t i = 0; i < SEEKS; i++) {
        rest();
        begin = bench_now_ns();
        double cpu_begin = cpu_now_ns();
        must(timeline_seek(t, (1 + next_random(b) % ticks) * SECOND_NS, &err) == MEMGLASS_OK,
             err.message);
        instants[i] = bench_now_ns() - begin;
        show(t, builder, &m, &c);
        screens[i] = bench_now_ns() - begin;
        cpu[i] = cpu_now_ns() - cpu_begin;
        begin = bench_now_ns();
        timeline_step(t, -1, &err);
        steps[i] = bench_now_ns() - begin;
    }
    say_times("going to any time, the frames", instants, SEEKS);
    say_times("and the screen", screens, SEEKS);
    say_times("the same, processor time", cpu, SEEKS);
    say_times("a step back", steps, SEEKS);
    begin = bench_now_ns();
    must(timeline_read_past(t, NULL, NULL, &err) == MEMGLASS_OK, err.message);
    printf("%-44s %12.1f ms\n", "reading the past of an instant, behind it",
           (bench_now_ns() - begin) / 1e6);
    view_builder_destroy(&builder);
    model_fini(&m);
    canvas_fini(&c);
    timeline_close(&t);
}

int main(int argc, char **argv)
{
    uint64_t ticks = argc > 1 ? strtoull(argv[1], NULL, 10) : 300;
    struct bench b = {.random = 1};
    must(ticks > 1, "seconds: a number above 1");
    snprintf(b.path, sizeof b.path, "/tmp/memglass-bench-%d.mgr", (int)getpid());
    b.dump = malloc((size_t)DUMPED * OBJECTS * sizeof(struct thing));
    must(b.dump != NULL, "no memory");
    bench_pin();
    make_roster(&b);
    record(&b, ticks);
    say_size(&b, ticks);
    seek(&b, ticks);
    record_fields(&b, ticks + 1, FIELDS_TICKS);
    frame_release(&b.prev);
    roster_drop(frame_pool_rosters(b.pool), b.roster);
    frame_pool_close(&b.pool);
    free(b.dump);
    unlink(b.path);
    return 0;
}
