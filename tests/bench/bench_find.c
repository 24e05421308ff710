/* What an observer's catalog costs: an object by its label against a plain hash table, and
 * following what was created and destroyed against reading all anew. Tests only; no layer. */
#include "bench.h"
#include "small.h"
#include "small.memglass.h"

#include <memglass/memglass.h>
#include <memglass/observer.h>
#include <unistd.h>

enum { OBJECTS = 100000, FEW = 1000, MANY = 1000000, LABEL_BYTES = 16 };

struct world {
    memglass_session *session;
    memglass_observer *observer;
    void **objects;
    char (*labels)[LABEL_BYTES];
    const char **table; /* the plain hash table: open addressing, twice as many places at least */
    size_t count, places, next;
};

/* FNV-1a, ends mixed. */
static uint64_t hash(const char *text)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return h ^ h >> 32;
}

static void open_world(struct world *w, const char *what, size_t count, unsigned ring)
{
    char name[64];
    snprintf(name, sizeof name, "bench-%s-%ld", what, (long)getpid());
    memglass_config config = {.name = name, .event_ring_entries = ring, .reclaim_grace_ms = 1};
    *w = (struct world){.session = memglass_open(&config, NULL),
                        .objects = calloc(count, sizeof *w->objects),
                        .labels = calloc(count, LABEL_BYTES),
                        .count = count,
                        .places = 1};
    if (!w->session || !w->objects || !w->labels)
        bench_fail("no session");
    for (size_t i = 0; i < count; i++) {
        snprintf(w->labels[i], LABEL_BYTES, "body-%zu", i);
        w->objects[i] = memglass_create(w->session, small_body, w->labels[i]);
        if (!w->objects[i])
            bench_fail("no room for the objects");
    }
    w->observer = memglass_attach(name, NULL);
    if (!w->observer)
        bench_fail("cannot attach");
    memglass_refresh(w->observer);
}

static void close_world(struct world *w)
{
    memglass_detach(w->observer);
    memglass_close(w->session);
    free(w->objects);
    free(w->labels);
    free(w->table);
}

/* --- find ----------------------------------------------------------------------------------------
 */

static void make_table(struct world *w)
{
    while (w->places < 2 * w->count)
        w->places *= 2;
    w->table = calloc(w->places, sizeof *w->table);
    if (!w->table)
        bench_fail("no memory");
    for (size_t i = 0; i < w->count; i++) {
        size_t at = hash(w->labels[i]) & (w->places - 1);
        while (w->table[at])
            at = (at + 1) & (w->places - 1);
        w->table[at] = w->labels[i];
    }
}

static const char *another_label(struct world *w)
{
    w->next = (w->next + 7919) % w->count;
    return w->labels[w->next];
}

static void find(void *ctx, size_t n)
{
    struct world *w = ctx;
    memglass_object object;
    while (n--) {
        if (memglass_find(w->observer, another_label(w), &object) != MEMGLASS_OK)
            bench_fail("a label is not there");
        bench_keep(&object);
    }
}

static void find_plain(void *ctx, size_t n)
{
    struct world *w = ctx;
    while (n--) {
        const char *label = another_label(w);
        size_t at = hash(label) & (w->places - 1);
        while (w->table[at] && strcmp(w->table[at], label) != 0)
            at = (at + 1) & (w->places - 1);
        bench_keep(w->table[at]);
    }
}

static void measure_find(void)
{
    struct world w, few, many;
    open_world(&w, "find", OBJECTS, 0);
    make_table(&w);
    find(&w, OBJECTS); /* touches every page of the labels */
    bench_compare("find", &(struct bench_side){"memglass_find, 100,000", find, &w},
                  &(struct bench_side){"hash table", find_plain, &w});
    close_world(&w);
    open_world(&few, "few", FEW, 0);
    open_world(&many, "many", MANY, 0);
    find(&many, MANY);
    bench_compare("find, 1,000 to a million", &(struct bench_side){"of a million", find, &many},
                  &(struct bench_side){"of 1,000", find, &few});
    close_world(&few);
    close_world(&many);
}

/* --- refresh -------------------------------------------------------------------------------------
 */

static void refresh(void *ctx, size_t n)
{
    struct world *w = ctx;
    while (n--)
        memglass_refresh(w->observer);
}

static double refresh_after_churn(void *ctx)
{
    struct world *w = ctx;
    for (size_t i = w->next++ % 100; i < w->count; i += 100) {
        memglass_destroy(w->session, w->objects[i]);
        w->objects[i] = memglass_create(w->session, small_body, w->labels[i]);
        if (!w->objects[i])
            bench_fail("no room for an object");
    }
    double start = bench_now_ns();
    if (memglass_refresh(w->observer) != 1)
        bench_fail("nothing has changed");
    double ns = bench_now_ns() - start;
    memglass_reclaim(w->session);
    return ns;
}

static void measure_refresh(void)
{
    struct world following, rescanning;
    double ns[BENCH_REPETITIONS];
    size_t count = bench_repetitions();
    open_world(&following, "follow", OBJECTS, 0);
    open_world(&rescanning, "rescan", OBJECTS, 64);
    struct bench_side nothing = {"memglass_refresh", refresh, &following};
    size_t n = bench_calibrate(&nothing);
    for (size_t i = 0; i < count; i++)
        ns[i] = bench_time(&nothing, n);
    bench_value("refresh, nothing changed", "memglass_refresh", "ns", bench_median(ns, count));
    bench_turns("refresh, 1% changed", "ns",
                &(struct bench_turn){"1,000 of 100,000", refresh_after_churn, &following},
                &(struct bench_turn){"whole rescan", refresh_after_churn, &rescanning}, count);
    close_world(&following);
    close_world(&rescanning);
}

int main(void)
{
    bench_begin();
    measure_find();
    measure_refresh();
    return EXIT_SUCCESS;
}
