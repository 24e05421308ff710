/* Creating and destroying in 1, 2 and 4 threads of one session at once, against malloc and free in
 * as many. Tests only; no layer. */
#include "objects.h"

#include <pthread.h>

enum { THREADS_MAX = 4, HELD = 2000, CHURNED = 50000 };

/* What a thread has of its own. */
struct worker {
    pthread_t thread;
    pthread_barrier_t *begin;
    memglass_session *session; /* NULL: malloc */
    void *held[HELD];
    double begun, ended; /* by its own clock: who waits for it may be held up */
};

struct team {
    memglass_session *session;
    size_t threads;
};

static void *make(const struct worker *w)
{
    void *made = w->session ? memglass_create(w->session, small_body, "body")
                            : malloc(sizeof(struct small_body));
    bench_keep(made);
    if (!made)
        bench_fail("no room for an object");
    return made;
}

static void unmake(const struct worker *w, void *made)
{
    if (w->session)
        memglass_destroy(w->session, made);
    else
        free(made);
}

static void *work(void *ctx)
{
    struct worker *w = ctx;
    for (size_t i = 0; i < HELD; i++)
        w->held[i] = make(w);
    pthread_barrier_wait(w->begin);
    w->begun = bench_now_ns();
    for (size_t i = 0; i < CHURNED; i++) {
        unmake(w, w->held[i % HELD]);
        w->held[i % HELD] = make(w);
    }
    w->ended = bench_now_ns();
    pthread_barrier_wait(w->begin);
    for (size_t i = 0; i < HELD; i++)
        unmake(w, w->held[i]);
    return NULL;
}

/* Nanoseconds of time for one destroyed and created, whichever thread did it; a bench_once. */
static double churn_together(void *ctx)
{
    static struct worker workers[THREADS_MAX];
    const struct team *team = ctx;
    pthread_barrier_t begin;
    pthread_barrier_init(&begin, NULL, (unsigned)team->threads + 1);
    for (size_t i = 0; i < team->threads; i++) {
        workers[i] = (struct worker){.begin = &begin, .session = team->session};
        if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0)
            bench_fail("no thread");
    }
    pthread_barrier_wait(&begin);
    pthread_barrier_wait(&begin);
    for (size_t i = 0; i < team->threads; i++)
        pthread_join(workers[i].thread, NULL);
    pthread_barrier_destroy(&begin);
    double begun = workers[0].begun, ended = workers[0].ended;
    for (size_t i = 1; i < team->threads; i++) {
        begun = workers[i].begun < begun ? workers[i].begun : begun;
        ended = workers[i].ended > ended ? workers[i].ended : ended;
    }
    return (ended - begun) / (double)(team->threads * CHURNED);
}

static void measure(memglass_session *session, size_t threads, const char *name)
{
    struct team ours = {session, threads}, theirs = {NULL, threads};
    bench_turns(name, "ns", &(struct bench_turn){"create and destroy", churn_together, &ours},
                &(struct bench_turn){"malloc and free, as many threads", churn_together, &theirs},
                bench_repetitions());
}

int main(void)
{
    struct objects o;
    bench_begin();
    bench_unpin(); /* threads are measured where a program would have them */
    objects_open(&o, "threads", 1);
    measure(o.session, 1, "churn, 1 thread");
    measure(o.session, 2, "churn, 2 threads");
    measure(o.session, 4, "churn, 4 threads");
    objects_close(&o);
    return EXIT_SUCCESS;
}
