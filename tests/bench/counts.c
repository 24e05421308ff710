/* Runs one hot path, for callgrind to count its instructions (tests/scripts/counts): a function
 * path_NAME that is called once. Tests only; no layer. */
#include "bench.h"
#include "small.h"
#include "small.memglass.h"

#include "sample/diff.h"
#include "sample/source.h"
#include "view/order.h"

#include <memglass/memglass.h>
#include <memglass/observer.h>
#include <unistd.h>

enum { OBJECTS = 10000, FINDS = 1000, WRITES = 10000, SCREENFUL = 50, MADE = 1000, ANEW = 10 };

struct world {
    memglass_session *session;
    memglass_observer *observer, *following; /* the second one is asked for no label */
    struct small_body *bodies[OBJECTS], *made[MADE];
    struct guarded_body *guarded;
    struct source *source;
    const struct frame *frames[2];
    struct order order;
    char found[FINDS][32];
};

__attribute__((noinline)) void path_capture(struct world *w);
__attribute__((noinline)) void path_diff(struct world *w);
__attribute__((noinline)) void path_find(struct world *w);
__attribute__((noinline)) void path_find_again(struct world *w);
__attribute__((noinline)) void path_write(struct world *w);
__attribute__((noinline)) void path_order(struct world *w);
__attribute__((noinline)) void path_create(struct world *w);
__attribute__((noinline)) void path_destroy(struct world *w);
__attribute__((noinline)) void path_guarded(struct world *w);
__attribute__((noinline)) void path_refresh(struct world *w);

void path_capture(struct world *w)
{
    const struct frame *next;
    if (w->source->ops->capture(w->source, w->frames[0], 2, &next, NULL))
        bench_fail("no frame");
    w->frames[1] = next;
}

void path_diff(struct world *w)
{
    struct diff diff;
    diff_frames(w->frames[0], w->frames[1], &diff);
    bench_keep(&diff);
}

void path_find(struct world *w)
{
    memglass_object object;
    for (size_t i = 0; i < FINDS; i++) {
        snprintf(w->found[i], sizeof w->found[i], "body-%zu", i * 7 % OBJECTS);
        if (memglass_find(w->observer, w->found[i], &object) != MEMGLASS_OK)
            bench_fail("a label is not there");
    }
}

void path_write(struct world *w)
{
    for (size_t i = 0; i < WRITES; i++) {
        memglass_write_begin(w->bodies[i]);
        w->bodies[i]->counter++;
        memglass_write_end(w->bodies[i]);
    }
}

void path_order(struct world *w)
{
    order_window(&w->order, 0, SCREENFUL);
}

void path_create(struct world *w)
{
    for (size_t i = 0; i < MADE; i++) {
        w->made[i] = memglass_create(w->session, small_body, "made");
        if (!w->made[i])
            bench_fail("no room for an object");
    }
}

void path_destroy(struct world *w)
{
    for (size_t i = 0; i < MADE; i++)
        memglass_destroy(w->session, w->made[i]);
}

void path_guarded(struct world *w)
{
    const struct bench_vec3 from = {1, 2, 3};
    for (size_t i = 0; i < WRITES; i++) {
        memglass_guarded_store(&w->guarded->pos, &from);
        bench_keep(w->guarded);
    }
}

/* Labels that were found before, and are there: nothing but finding them is counted. */
void path_find_again(struct world *w)
{
    memglass_object object;
    for (size_t i = 0; i < FINDS; i++)
        if (memglass_find(w->observer, w->found[i], &object) != MEMGLASS_OK)
            bench_fail("a label is not there");
}

void path_refresh(struct world *w)
{
    if (memglass_refresh(w->following) != 1)
        bench_fail("nothing has changed");
}

/* One in ten, and nothing else since the last refresh. */
static void make_anew(struct world *w)
{
    memglass_refresh(w->following);
    for (size_t i = 0; i < OBJECTS; i += ANEW) {
        memglass_destroy(w->session, w->bodies[i]);
        w->bodies[i] = memglass_create(w->session, small_body, "anew");
        if (!w->bodies[i])
            bench_fail("no room for an object");
    }
}

static void open_world(struct world *w)
{
    char name[64];
    snprintf(name, sizeof name, "bench-counts-%ld", (long)getpid());
    memglass_config config = {.name = name, .flags = MEMGLASS_NO_THREAD};
    w->session = memglass_open(&config, NULL);
    order_init(&w->order);
    if (!w->session || order_reset(&w->order, OBJECTS) != MEMGLASS_OK)
        bench_fail("no session");
    for (uint32_t i = 0; i < OBJECTS; i++) {
        char label[32];
        snprintf(label, sizeof label, "body-%u", i);
        w->bodies[i] = memglass_create(w->session, small_body, label);
        struct order_entry entry = {.key = i * UINT64_C(7919) % OBJECTS, .row = i, .index = i};
        if (!w->bodies[i] || order_append(&w->order, &entry) != MEMGLASS_OK)
            bench_fail("no room for the objects");
    }
    w->guarded = memglass_create(w->session, guarded_body, "guarded");
    if (!w->guarded)
        bench_fail("no room for an object");
    w->observer = memglass_attach(name, NULL);
    w->following = memglass_attach(name, NULL);
    w->source = source_live_open(name, NULL, NULL);
    if (!w->observer || !w->following || memglass_refresh(w->observer) < 0 || !w->source ||
        w->source->ops->capture(w->source, NULL, 1, &w->frames[0], NULL))
        bench_fail("cannot attach");
    for (size_t i = 0; i < OBJECTS; i += 100)
        w->bodies[i]->counter++;
    memglass_object object;
    if (memglass_find(w->observer, "body-0", &object) != MEMGLASS_OK) /* the index is made once */
        bench_fail("a label is not there");
}

int main(void)
{
    static struct world w;
    open_world(&w);
    path_capture(&w);
    path_diff(&w);
    path_find(&w);
    path_find_again(&w);
    path_write(&w);
    path_order(&w);
    path_create(&w);
    path_destroy(&w);
    path_guarded(&w);
    make_anew(&w);
    path_refresh(&w);
    frame_release(&w.frames[0]);
    frame_release(&w.frames[1]);
    w.source->ops->close(&w.source);
    memglass_detach(w.observer);
    memglass_detach(w.following);
    order_fini(&w.order);
    memglass_close(w.session);
    return EXIT_SUCCESS;
}
