/* What being looked at costs the program that is looked at: its store loop while eight observers
 * read all of its objects ten times a second, one of them stopped in the middle, against the same
 * loop without any; and, for the noise of such a ratio, two loops without any. */
#include "bench.h"
#include "body.h"
#include "body.memglass.h"

#include <memglass/memglass.h>
#include <memglass/observer.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OBSERVERS = 8, OBJECTS = 4096, ROUNDS = 15, LOOPS = 30 };

static const struct timespec interval = {.tv_nsec = 100000000};

struct program {
    char name[64];
    memglass_session *session;
    struct bench_body *bodies[OBJECTS];
};

static void store(void *ctx, size_t n)
{
    struct program *p = ctx;
    for (size_t i = 0; i < n; i++) {
        struct bench_body *body = p->bodies[i % OBJECTS];
        body->counter = i;
        body->pos[0] = (double)i;
        bench_keep(body);
    }
}

/* --- observers --- */

static void read_all(memglass_observer *o)
{
    struct bench_body copy;
    memglass_object object;
    memglass_refresh(o);
    for (size_t i = 0; i < memglass_object_count(o); i++)
        if (memglass_object_at(o, i, &object) == MEMGLASS_OK)
            memglass_read(o, &object, &copy, sizeof copy);
}

/* Tells by one byte that it has looked once. It runs where the program does not, as far as there is
 * such a place. */
_Noreturn static void observe(const char *name, int ready)
{
    cpu_set_t others;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    CPU_ZERO(&others);
    for (size_t cpu = 0; cpu + 1 < (size_t)sysconf(_SC_NPROCESSORS_ONLN); cpu++)
        CPU_SET(cpu, &others);
    sched_setaffinity(0, sizeof others, &others);
    memglass_observer *o = memglass_attach(name, NULL);
    if (!o)
        _exit(1);
    read_all(o);
    if (write(ready, "", 1) != 1)
        _exit(1);
    for (;;) {
        read_all(o);
        nanosleep(&interval, NULL);
    }
}

static void stop_observers(const pid_t *observers)
{
    for (int i = 0; i < OBSERVERS; i++) {
        kill(observers[i], SIGKILL);
        waitpid(observers[i], NULL, 0);
    }
}

/* All have attached and looked; the last one is stopped. */
static int start_observers(const char *name, pid_t *observers)
{
    int ends[2], status = 0;
    char byte;
    if (pipe(ends) != 0)
        return -1;
    for (int i = 0; i < OBSERVERS; i++) {
        observers[i] = fork();
        if (observers[i] == 0)
            observe(name, ends[1]);
    }
    close(ends[1]);
    for (int i = 0; i < OBSERVERS; i++)
        if (read(ends[0], &byte, 1) != 1)
            status = -1;
    close(ends[0]);
    kill(observers[OBSERVERS - 1], SIGSTOP);
    waitpid(observers[OBSERVERS - 1], NULL, WUNTRACED);
    return status;
}

/* --- the comparison --- */

/* Of this thread alone: what the machine does meanwhile for others, observers too, takes turns with
 * the program like any process, and is not what a store costs. */
static double cpu_time(const struct bench_side *side, size_t n)
{
    struct timespec begun, ended;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begun);
    side->loop(side->ctx, n);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ended);
    double ns =
        (double)(ended.tv_sec - begun.tv_sec) * 1e9 + (double)(ended.tv_nsec - begun.tv_nsec);
    return ns / (double)n;
}

static int time_observed(const struct bench_side *side, size_t n, double *ns)
{
    const struct program *p = side->ctx;
    pid_t observers[OBSERVERS];
    int status = start_observers(p->name, observers);
    *ns = cpu_time(side, n);
    stop_observers(observers);
    return status;
}

static void show(const char *name, const char *with, double *ours, double *theirs)
{
    double ratios[ROUNDS];
    for (int i = 0; i < ROUNDS; i++)
        ratios[i] = ours[i] / theirs[i];
    double ratio = bench_median(ratios, ROUNDS); /* sorts them */
    double ours_ns = bench_median(ours, ROUNDS), theirs_ns = bench_median(theirs, ROUNDS);
    printf("%-28s %-20s %9.2f ns   %-16s %9.2f ns   x %.3f (half of them %.3f to %.3f)\n", name,
           with, ours_ns, "no observer", theirs_ns, ratio, ratios[ROUNDS / 4],
           ratios[ROUNDS - 1 - ROUNDS / 4]);
    bench_report(name, ours_ns, theirs_ns, ratio);
}

/* One after the other in changing order, so that what disturbs one disturbs the others. */
static int compare(struct program *p)
{
    struct bench_side side = {"stores", store, p};
    double observed[ROUNDS], none[ROUNDS], none_again[ROUNDS];
    size_t n = bench_calibrate(&side) * LOOPS;
    int status = 0;
    for (int i = 0; i < ROUNDS && status == 0; i++) {
        if (i % 2)
            status = time_observed(&side, n, &observed[i]);
        none[i] = cpu_time(&side, n);
        if (i % 2 == 0)
            status = time_observed(&side, n, &observed[i]);
        none_again[i] = cpu_time(&side, n);
    }
    if (status)
        return status;
    double base[ROUNDS];
    memcpy(base, none, sizeof base);
    show("two stores, watched", "8 observers", observed, base);
    show("two stores, twice unwatched", "no observer", none_again, none);
    return 0;
}

static int create_bodies(struct program *p)
{
    for (int i = 0; i < OBJECTS; i++)
        if (!(p->bodies[i] = memglass_create(p->session, bench_body, "body")))
            return -1;
    return 0;
}

int main(void)
{
    static struct program p;
    memglass_error err = {0};
    snprintf(p.name, sizeof p.name, "bench-observers-%ld", (long)getpid());
    p.session = memglass_open(&(memglass_config){.name = p.name}, &err);
    int status = p.session ? create_bodies(&p) : -1;
    if (status == 0) {
        bench_pin();
        status = compare(&p);
    }
    if (status)
        fprintf(stderr, "bench_observers: %s\n", err.message[0] ? err.message : "failed");
    memglass_close(p.session);
    return status ? EXIT_FAILURE : EXIT_SUCCESS;
}
