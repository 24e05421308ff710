/* What an observer's catalog costs: an object by its label against a plain hash table, and
 * following what was created and destroyed against reading all anew. Tests only; no layer. */
#include "bench.h"
#include "plain_table.h"
#include "small.h"
#include "small.memglass.h"

#include <memglass/memglass.h>
#include <memglass/observer.h>
#include <unistd.h>

enum { OBJECTS = 100000, FEW = 1000, MANY = 1000000 };

struct world {
    memglass_session *session;
    memglass_observer *observer;
    void **objects;
    char (*labels)[LABEL_BYTES];
    struct plain_table table;
    size_t count, next;
    uint64_t random;
};

static void open_world(struct world *w, const char *what, size_t count, unsigned ring)
{
    char name[64];
    snprintf(name, sizeof name, "bench-%s-%ld", what, (long)getpid());
    memglass_config config = {.name = name, .event_ring_entries = ring, .reclaim_grace_ms = 1};
    *w = (struct world){.session = memglass_open(&config, NULL),
                        .objects = calloc(count, sizeof *w->objects),
                        .labels = calloc(count, LABEL_BYTES),
                        .count = count,
                        .random = 1};
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
    plain_table_close(&w->table);
}

/* --- find ----------------------------------------------------------------------------------------
 */

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

/* In an order that never was before: xorshift64. */
static void find_anywhere(void *ctx, size_t n)
{
    struct world *w = ctx;
    memglass_object object;
    while (n--) {
        w->random ^= w->random << 13;
        w->random ^= w->random >> 7;
        w->random ^= w->random << 17;
        const char *label = w->labels[(w->random >> 32) * w->count >> 32];
        if (memglass_find(w->observer, label, &object) != MEMGLASS_OK)
            bench_fail("a label is not there");
        bench_keep(&object);
    }
}

static void find_plain(void *ctx, size_t n)
{
    struct world *w = ctx;
    while (n--)
        bench_keep(plain_table_find(&w->table, another_label(w)));
}

/* Labels that are the table's own cost a line more than those that are looked up, which are near.
 */
static void measure_find(void)
{
    struct world w;
    open_world(&w, "find", OBJECTS, 0);
    find(&w, OBJECTS); /* touches every page of the labels */
    struct bench_side ours = {"memglass_find, 100,000", find, &w};
    plain_table_open(&w.table, w.labels, w.count);
    bench_compare("find", &ours, &(struct bench_side){"hash table", find_plain, &w});
    plain_table_close(&w.table);
    plain_table_of(&w.table, w.labels, w.count);
    bench_compare("find, the query's own keys", &ours,
                  &(struct bench_side){"its keys are the query's own bytes", find_plain, &w});
    close_world(&w);
}

static void measure_growth(void)
{
    struct world few, many;
    open_world(&few, "few", FEW, 0);
    open_world(&many, "many", MANY, 0);
    find(&many, MANY);
    bench_compare("find, 1,000 to a million", &(struct bench_side){"of a million", find, &many},
                  &(struct bench_side){"of 1,000", find, &few});
    bench_compare("find, no order, to a million",
                  &(struct bench_side){"of a million", find_anywhere, &many},
                  &(struct bench_side){"of 1,000", find_anywhere, &few});
    plain_table_open(&few.table, few.labels, few.count);
    plain_table_open(&many.table, many.labels, many.count);
    bench_compare("hash table, 1,000 to a million",
                  &(struct bench_side){"of a million", find_plain, &many},
                  &(struct bench_side){"of 1,000", find_plain, &few});
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
    measure_growth();
    measure_refresh();
    return EXIT_SUCCESS;
}
