/* What being looked at costs the program that is looked at: its store loop while four or eight
 * observers read all of its objects ten times a second, one of them stopped in the middle, against
 * the same loop on malloc'd memory; and, for the noise of such a ratio, the loop without any
 * observer. Which pages of memory a side happens to get decides more than all of that: turns go
 * through several places of each. Tests only; no layer. */
#include "bench.h"
#include "body.h"
#include "body.memglass.h"

#include <memglass/memglass.h>
#include <memglass/observer.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OBSERVERS_MAX = 8, OBJECTS = 4096, LOOPS = 30, QUICK_LOOPS = 8, PLACES = 15 };

static const struct timespec interval = {.tv_nsec = 100000000};

/* The objects, or malloc'd memory, of which there are several. */
struct place {
    char name[64];
    memglass_session *session; /* NULL: malloc'd */
    struct bench_body *bodies[OBJECTS];
};

struct program {
    struct place *places;
    size_t turn;   /* each is at the next place */
    int observers; /* how many look */
    size_t n;      /* turns of the loop */
};

static void store(void *ctx, size_t n)
{
    struct place *p = ctx;
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
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    bench_pin_elsewhere();
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

static void stop_observers(const pid_t *observers, int count)
{
    for (int i = 0; i < count; i++) {
        kill(observers[i], SIGKILL);
        waitpid(observers[i], NULL, 0);
    }
}

/* All have attached and looked; the last one is stopped. */
static void start_observers(const char *name, pid_t *observers, int count)
{
    int ends[2];
    char byte;
    if (pipe(ends) != 0)
        bench_fail("no pipe");
    for (int i = 0; i < count; i++) {
        observers[i] = fork();
        if (observers[i] == 0)
            observe(name, ends[1]);
    }
    close(ends[1]);
    for (int i = 0; i < count; i++)
        if (read(ends[0], &byte, 1) != 1)
            bench_fail("an observer failed");
    close(ends[0]);
    kill(observers[count - 1], SIGSTOP);
    waitpid(observers[count - 1], NULL, WUNTRACED);
}

/* --- the comparison --- */

/* Of this thread alone: what the machine does meanwhile for others, observers too, takes turns with
 * the program like any process, and is not what a store costs. */
static double time_stores(struct program *p, struct place *place)
{
    double begun = bench_clock_ns(CLOCK_THREAD_CPUTIME_ID);
    store(place, p->n);
    return (bench_clock_ns(CLOCK_THREAD_CPUTIME_ID) - begun) / (double)p->n;
}

static struct place *next_place(struct program *p)
{
    return &p->places[p->turn++ % PLACES];
}

static double unwatched(void *ctx)
{
    return time_stores(ctx, next_place(ctx));
}

static double watched(void *ctx)
{
    struct program *p = ctx;
    struct place *place = next_place(p);
    pid_t observers[OBSERVERS_MAX];
    start_observers(place->name, observers, p->observers);
    double ns = time_stores(p, place);
    stop_observers(observers, p->observers);
    return ns;
}

static void compare(struct program *p, struct program *plain)
{
    struct bench_side side = {"stores", store, &p->places[0]};
    size_t count = bench_quick() ? BENCH_QUICK_REPETITIONS : PLACES;
    p->n = plain->n = bench_calibrate(&side) * (bench_quick() ? QUICK_LOOPS : LOOPS);
    const struct bench_turn baseline = {"malloc'd memory", unwatched, plain};
    p->observers = 4;
    bench_turns("field write, four observers", "ns",
                &(struct bench_turn){"two stores, 4,096 objects", watched, p}, &baseline, count);
    p->observers = OBSERVERS_MAX;
    if (!bench_quick())
        bench_turns("two stores, watched", "ns",
                    &(struct bench_turn){"eight observers", watched, p}, &baseline, count);
    bench_turns("two stores, unwatched", "ns", &(struct bench_turn){"no observer", unwatched, p},
                &baseline, count);
}

static void open_place(struct place *p, int number)
{
    snprintf(p->name, sizeof p->name, "bench-observers-%ld-%d", (long)getpid(), number);
    p->session = memglass_open(&(memglass_config){.name = p->name}, NULL);
    for (int i = 0; p->session && i < OBJECTS; i++)
        if (!(p->bodies[i] = memglass_create(p->session, bench_body, "body")))
            bench_fail("no room for the objects");
    if (!p->session)
        bench_fail("no session");
}

static void open_plain(struct place *p)
{
    for (int i = 0; i < OBJECTS; i++)
        if (!(p->bodies[i] = calloc(1, sizeof *p->bodies[i])))
            bench_fail("no memory");
}

int main(void)
{
    static struct place objects[PLACES], memory[PLACES];
    struct program p = {.places = objects}, plain = {.places = memory};
    for (int i = 0; i < PLACES; i++) {
        open_place(&objects[i], i);
        open_plain(&memory[i]);
    }
    bench_begin();
    compare(&p, &plain);
    for (int i = 0; i < PLACES; i++) {
        memglass_close(objects[i].session);
        for (int k = 0; k < OBJECTS; k++)
            free(memory[i].bodies[k]);
    }
    return EXIT_SUCCESS;
}
