/* How often a read of a guarded field is tried, beside a writer: one that stores a million times a
 * second, and one that does nothing else. The latter may make a read give up, within a bounded
 * number of tries, and then the copy says so. Tests only; no layer. */
#include "bench.h"
#include "small.h"
#include "small.memglass.h"

#include "observer/copying.h"

#include <memglass/memglass.h>
#include <memglass/observer.h>
#include <pthread.h>
#include <unistd.h>

enum { PACE_NS = 1000, SPINS = 64, YIELDS = 4 }; /* the patience of a read of one object */

struct bench {
    struct guarded_body *body;
    const memglass_type *type;
    double pace_ns; /* from store to store; 0: flat out */
    pthread_barrier_t begun;
    double stores; /* millions a second, as they were */
    int stop;
};

/* What reads have shown. */
struct reads {
    uint64_t count, tries, most, torn, mixed;
};

static void store(struct bench *b, uint64_t n)
{
    const struct bench_line line = {{n, n, n, n, n, n, n, n}};
    memglass_guarded_store_sole(&b->body->line, &line);
}

/* On another processor than the reader's, where there is one. */
static void *write_on(void *ctx)
{
    struct bench *b = ctx;
    uint64_t n = 0;
    double start = bench_now_ns(), due = start;
    pthread_barrier_wait(&b->begun);
    while (!__atomic_load_n(&b->stop, __ATOMIC_RELAXED)) {
        store(b, ++n);
        while (b->pace_ns > 0 && bench_now_ns() < due)
            continue;
        due += b->pace_ns;
    }
    b->stores = (double)n * 1e3 / (bench_now_ns() - start);
    return NULL;
}

static bool is_whole(const struct bench_line *line)
{
    for (size_t i = 1; i < 8; i++)
        if (line->words[i] != line->words[0])
            return false;
    return true;
}

static void read_once(const struct bench *b, const struct field_ref *line, struct reads *r)
{
    struct guarded_body copy;
    struct patience patience = {.spins = SPINS, .yields = YIELDS}, unused = {0};
    copy_patiently(&(struct copying){.from = (const unsigned char *)b->body,
                                     .to = (unsigned char *)&copy,
                                     .end = sizeof copy,
                                     .ref = line,
                                     .sections = &unused,
                                     .guards = &patience},
                   false);
    uint64_t tries = 1 + SPINS - patience.spins + YIELDS - patience.yields;
    bool torn = copy.line.guard.sequence & 1;
    r->count++;
    r->tries += tries;
    r->most = tries > r->most ? tries : r->most;
    r->torn += torn;
    r->mixed += !torn && !is_whole(&copy.line.value);
}

static struct reads read_for(const struct bench *b, double seconds)
{
    struct reads r = {0};
    struct field_ref whole = field_whole(b->type, 1), line;
    memglass_error err;
    if (field_resolve(&whole, "line", &line, &err) != MEMGLASS_OK)
        bench_fail(err.message);
    double until = bench_now_ns() + seconds * 1e9;
    while (bench_now_ns() < until)
        read_once(b, &line, &r);
    return r;
}

static struct reads beside_writer(struct bench *b, double pace_ns)
{
    pthread_t writer;
    b->pace_ns = pace_ns;
    b->stop = 0;
    pthread_barrier_init(&b->begun, NULL, 2);
    bench_pin_elsewhere(); /* inherited: it begins there */
    if (pthread_create(&writer, NULL, write_on, b) != 0)
        bench_fail("no thread");
    bench_unpin();
    bench_pin();
    pthread_barrier_wait(&b->begun);
    struct reads r = read_for(b, 0.1);
    __atomic_store_n(&b->stop, 1, __ATOMIC_RELAXED);
    pthread_join(writer, NULL);
    pthread_barrier_destroy(&b->begun);
    return r;
}

static void show(const char *name, const char *what, double *values, size_t count)
{
    bench_value(name, what, "", bench_median(values, count));
}

static void measure(struct bench *b)
{
    struct reads all = {0};
    size_t count = bench_repetitions();
    double paced[BENCH_REPETITIONS], flat[BENCH_REPETITIONS], rate[BENCH_REPETITIONS];
    for (size_t i = 0; i < count; i++) {
        struct reads r = beside_writer(b, PACE_NS);
        paced[i] = (double)r.tries / (double)r.count;
        rate[i] = b->stores;
        struct reads f = beside_writer(b, 0);
        flat[i] = (double)f.tries / (double)f.count;
        all.count += f.count;
        all.torn += f.torn;
        all.mixed += f.mixed + r.mixed;
        all.most = f.most > all.most ? f.most : all.most;
    }
    show("guarded read, tries", "mean, beside a million stores a second", paced, count);
    show("guarded read, stores", "in fact, millions a second", rate, count);
    show("guarded read, flat out", "mean tries, beside stores without a pause", flat, count);
    bench_value("guarded read, flat out, most", "tries of any one", "", (double)all.most);
    bench_value("guarded read, flat out, torn", "gave up, and say so", "%",
                100 * (double)all.torn / (double)all.count);
    bench_value("guarded read, not marked", "mixtures that nothing tells of", "",
                (double)all.mixed);
}

int main(void)
{
    char name[64];
    struct bench b = {.body = NULL};
    memglass_object object;
    snprintf(name, sizeof name, "bench-read-%ld", (long)getpid());
    memglass_session *session = memglass_open(&(memglass_config){.name = name}, NULL);
    b.body = session ? memglass_create(session, guarded_body, "guarded") : NULL;
    memglass_observer *o = memglass_attach(name, NULL);
    if (!b.body || !o || memglass_refresh(o) < 0 || memglass_find(o, "guarded", &object))
        bench_fail("no session");
    b.type = object.type;
    bench_begin();
    measure(&b);
    memglass_detach(o);
    memglass_close(session);
    return EXIT_SUCCESS;
}
