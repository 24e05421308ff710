/* How what each object costs changes with their number: the figures for 1,000 to a million objects,
 * divided by it (docs/growth.svg). Not a part of bench-quick. Tests only; no layer. */
#include "allocating.h"
#include "frames.h"
#include "objects.h"
#include "plain_table.h"
#include "terminal.h"

#include <memglass/observer.h>

enum { REPETITIONS = 5, MANY = 1000000, SCREENFUL = 40 };

struct world {
    char name[64];
    size_t count, next;
    memglass_session *session;
    memglass_observer *observer;
    struct frames frames;
    struct small_body **bodies;
    void **blocks; /* malloc's */
    char (*labels)[LABEL_BYTES];
    struct plain_table table;
};

static void show(const char *name, const struct world *w, const char *unit, double *values)
{
    char each[32];
    snprintf(each, sizeof each, "each of %zu objects", w->count);
    struct bench_row row = {.name = name,
                            .measured_name = each,
                            .baseline_name = "",
                            .unit = unit,
                            .objects = (double)w->count};
    row.measured = row.ratio = bench_median(values, REPETITIONS);
    row.noise = bench_noise(values, REPETITIONS);
    bench_row_show(&row);
}

/* --- the session ---------------------------------------------------------------------------------
 */

static void open_session(struct world *w)
{
    memglass_config config = {.name = w->name, .reclaim_grace_ms = 1, .event_ring_entries = 65536};
    w->session = memglass_open(&config, NULL);
    if (!w->session)
        bench_fail("no session");
}

/* Nanoseconds each. */
static double create_all(struct world *w, bool labelled)
{
    double start = bench_now_ns();
    for (size_t i = 0; i < w->count; i++) {
        w->bodies[i] = memglass_create(w->session, small_body, labelled ? w->labels[i] : NULL);
        if (!w->bodies[i])
            bench_fail("no room for the objects");
    }
    return (bench_now_ns() - start) / (double)w->count;
}

/* The last of the sessions stays. */
static void measure_creation(struct world *w)
{
    double ns[REPETITIONS], bytes[REPETITIONS];
    for (size_t i = 0; i < REPETITIONS; i++) {
        open_session(w);
        create_all(w, false);
        bytes[i] = objects_shared_bytes(w->name) / (double)w->count - sizeof(struct small_body);
        memglass_close(w->session);
    }
    for (size_t i = 0; i < REPETITIONS; i++) {
        if (i)
            memglass_close(w->session);
        open_session(w);
        ns[i] = create_all(w, true);
    }
    show("create, cold", w, "ns", ns);
    show("memory beyond the payload", w, "B", bytes);
}

/* --- what is done to objects ---------------------------------------------------------------------
 */

static void recreate(struct world *w, size_t i)
{
    memglass_destroy(w->session, w->bodies[i]);
    w->bodies[i] = memglass_create(w->session, small_body, w->labels[i]);
    if (!w->bodies[i])
        bench_fail("no room for an object");
}

static void churn(void *ctx, size_t n)
{
    struct world *w = ctx;
    while (n--) {
        recreate(w, w->next);
        w->next = (w->next + 7919) % w->count;
    }
}

static void find(void *ctx, size_t n)
{
    struct world *w = ctx;
    memglass_object object;
    while (n--) {
        w->next = (w->next + 7919) % w->count;
        if (memglass_find(w->observer, w->labels[w->next], &object) != MEMGLASS_OK)
            bench_fail("a label is not there");
        bench_keep(&object);
    }
}

static void find_plain(void *ctx, size_t n)
{
    struct world *w = ctx;
    while (n--) {
        w->next = (w->next + 7919) % w->count;
        bench_keep(plain_table_find(&w->table, w->labels[w->next]));
    }
}

/* A loop's time, over so many parts. */
static void measure_loop(const char *name, const struct world *w, bench_loop *loop, void *ctx,
                         double parts)
{
    double ns[REPETITIONS];
    struct bench_side side = {name, loop, ctx};
    size_t n = bench_calibrate(&side);
    for (size_t i = 0; i < REPETITIONS; i++)
        ns[i] = bench_time(&side, n) / parts;
    show(name, w, "ns", ns);
}

/* One object of a hundred is another one. */
static void measure_refresh(struct world *w)
{
    double ns[REPETITIONS];
    for (size_t i = 0; i < REPETITIONS; i++) {
        for (size_t k = i; k < w->count; k += 100)
            recreate(w, k);
        double start = bench_now_ns();
        if (memglass_refresh(w->observer) != 1)
            bench_fail("nothing has changed");
        ns[i] = (bench_now_ns() - start) / ((double)w->count / 100);
    }
    show("refresh, a change", w, "ns", ns);
}

static void measure_observer(struct world *w)
{
    double count = (double)w->count;
    w->observer = memglass_attach(w->name, NULL);
    if (!w->observer || memglass_refresh(w->observer) < 0)
        bench_fail("cannot attach");
    frames_open(&w->frames, w->name, &(struct source_live_options){.history = NULL});
    find(w, w->count);
    measure_loop("find", w, find, w, 1);
    plain_table_open(&w->table, w->labels, w->count);
    measure_loop("find in a hash table", w, find_plain, w, 1);
    plain_table_close(&w->table);
    capture_frames(&w->frames, 2);
    frames_copy(&w->frames);
    measure_loop("capture", w, capture_frames, &w->frames, count);
    measure_loop("memcpy of its bytes", w, move_bytes, &w->frames, count);
    for (size_t i = 0; i < w->count; i += 100)
        w->bodies[i]->counter++;
    frames_capture(&w->frames);
    measure_loop("diff, 1% changed", w, compare_frames, &w->frames, count);
    measure_loop("memcmp of its bytes", w, compare_bytes, &w->frames, count);
    frames_close(&w->frames);
    measure_refresh(w);
    memglass_detach(w->observer);
}

/* --- beside malloc -------------------------------------------------------------------------------
 */

static void churn_plain(void *ctx, size_t n)
{
    struct world *w = ctx;
    while (n--) {
        free(w->blocks[w->next]);
        w->blocks[w->next] = block_make();
        w->next = (w->next + ALLOCATING_STEP) % w->count;
    }
}

static void measure_churn(struct world *w)
{
    measure_loop("destroy and create again", w, churn, w, 1);
    for (size_t i = 0; i < w->count; i++)
        w->blocks[i] = block_make();
    measure_loop("free and malloc again", w, churn_plain, w, 1);
    for (size_t i = 0; i < w->count; i++)
        free(w->blocks[i]);
}

/* --- the dashboard -------------------------------------------------------------------------------
 */

static void measure_dashboard(struct world *w)
{
    char top[4096];
    double ns[REPETITIONS], bytes[REPETITIONS];
    const char *build = getenv("MEMGLASS_BUILD");
    snprintf(top, sizeof top, "%s/memglass-top", build ? build : "build");
    for (size_t i = 0; i < REPETITIONS; i++) {
        struct looking l = look((const char *const[]){top, w->name, NULL});
        ns[i] = time_to_text(&l, "body-", SCREENFUL) / (double)w->count;
        if (ns[i] <= 0)
            bench_fail("no first frame");
        listen_for(&l, 3); /* two whole frames */
        bytes[i] = resident_of(l.pid) / (double)w->count;
        leave(&l, "Q");
    }
    show("first frame", w, "ns", ns);
    show("resident", w, "B", bytes);
}

static void measure(size_t count)
{
    struct world w = {.count = count,
                      .bodies = calloc(count, sizeof *w.bodies),
                      .blocks = calloc(count, sizeof *w.blocks),
                      .labels = calloc(count, LABEL_BYTES)};
    snprintf(w.name, sizeof w.name, "bench-growth-%zu-%ld", count, (long)getpid());
    if (!w.bodies || !w.blocks || !w.labels)
        bench_fail("no memory");
    for (size_t i = 0; i < count; i++)
        snprintf(w.labels[i], LABEL_BYTES, "body-%zu", i);
    measure_creation(&w);
    measure_dashboard(&w);
    measure_observer(&w);
    measure_churn(&w);
    memglass_close(w.session);
    free(w.bodies);
    free(w.blocks);
    free(w.labels);
}

int main(void)
{
    bench_begin();
    for (size_t count = 1000; count <= MANY; count *= 10)
        measure(count);
    return EXIT_SUCCESS;
}
