/* The thread of the fast lane. Layer 4. Started when something is watched, it waits at no cost and
 * holds nothing while nothing is. */
#include "sample/lane_runner.h"

#include "base/clock.h"
#include "base/thread.h"
#include "sample/lane_fill.h"
#include "sample/schedule.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define TURN_NS (NS_PER_SEC / LANE_HZ)

/* What is to be watched. */
struct wish {
    struct object_id ids[LANE_OBJECTS];
    size_t count;
    uint64_t number; /* 1, 2, ...: a higher one is younger */
};

struct lane_runner {
    const struct source *source;
    struct lane *lane;
    pthread_t thread;
    bool started; /* the watcher's alone */
    _Atomic uint64_t missed;

    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t wake;  /* it has changed */
    bool stop;
    struct wish wish;
};

/* --- the thread --- */

/* What the thread has at hand. */
struct turn {
    struct wish wish;
    struct schedule schedule;
    struct reader *reader; /* NULL: nothing is watched */
};

/* Until the next turn is due, or another wish is there: then the grid begins anew. False: stop. */
static bool wait_for_turn(struct lane_runner *r, struct turn *t)
{
    struct timespec due = timespec_from_ns(t->schedule.due_ns);
    int timed_out = 0;
    pthread_mutex_lock(&r->lock);
    while (!r->stop && r->wish.number == t->wish.number && timed_out != ETIMEDOUT) {
        if (t->wish.count)
            timed_out = pthread_cond_timedwait(&r->wake, &r->lock, &due);
        else
            pthread_cond_wait(&r->wake, &r->lock);
    }
    bool stop = r->stop, changed = r->wish.number != t->wish.number;
    t->wish = r->wish;
    pthread_mutex_unlock(&r->lock);
    if (changed) {
        lane_set(r->lane, t->wish.ids, t->wish.count);
        t->schedule = schedule_start(clock_monotonic_ns(), TURN_NS);
    }
    return !stop;
}

static void close_reader(struct turn *t)
{
    if (t->reader)
        t->reader->ops->close(&t->reader);
}

static void take_turn(struct lane_runner *r, struct turn *t)
{
    if (t->wish.count == 0) {
        close_reader(t);
        return;
    }
    if (!t->reader)
        t->reader = r->source->ops->reader(r->source);
    if (t->reader)
        lane_fill(r->lane, t->reader);
    uint64_t missed = t->schedule.missed;
    schedule_next(&t->schedule, clock_monotonic_ns());
    atomic_fetch_add_explicit(&r->missed, t->schedule.missed - missed, memory_order_relaxed);
}

static void *run(void *arg)
{
    struct lane_runner *r = arg;
    struct turn turn = {.wish = {.number = 0}};
    while (wait_for_turn(r, &turn))
        take_turn(r, &turn);
    close_reader(&turn);
    return NULL;
}

/* --- life --- */

struct lane_runner *lane_runner_create(const struct source *source)
{
    struct lane_runner *r = calloc(1, sizeof *r);
    struct lane *lane = r ? lane_create() : NULL;
    if (!lane) {
        free(r);
        return NULL;
    }
    r->source = source;
    r->lane = lane;
    pthread_mutex_init(&r->lock, NULL);
    thread_cond_init(&r->wake);
    return r;
}

static void stop_thread(struct lane_runner *r)
{
    pthread_mutex_lock(&r->lock);
    r->stop = true;
    pthread_cond_signal(&r->wake);
    pthread_mutex_unlock(&r->lock);
    pthread_join(r->thread, NULL);
}

void lane_runner_destroy(struct lane_runner **r)
{
    struct lane_runner *going = *r;
    *r = NULL;
    if (!going)
        return;
    if (going->started)
        stop_thread(going);
    lane_destroy(&going->lane);
    pthread_cond_destroy(&going->wake);
    pthread_mutex_destroy(&going->lock);
    free(going);
}

static void set_wish(struct lane_runner *r, const struct object_id *ids, size_t count)
{
    pthread_mutex_lock(&r->lock);
    struct wish next = {.count = count, .number = r->wish.number + 1};
    for (size_t i = 0; i < count; i++)
        next.ids[i] = ids[i];
    if (memcmp(next.ids, r->wish.ids, sizeof next.ids) != 0) {
        r->wish = next;
        pthread_cond_signal(&r->wake);
    }
    pthread_mutex_unlock(&r->lock);
}

int lane_runner_watch(struct lane_runner *r, const struct object_id *ids, size_t count)
{
    if (count > LANE_OBJECTS)
        return MEMGLASS_E_INVALID;
    if (count && !r->started && thread_start(&r->thread, run, r))
        return MEMGLASS_E_SYSTEM;
    r->started |= count > 0;
    if (r->started)
        set_wish(r, ids, count);
    return MEMGLASS_OK;
}

const struct lane *lane_runner_lane(const struct lane_runner *r)
{
    return r->lane;
}

void lane_runner_cost(const struct lane_runner *r, struct lane_cost *out)
{
    *out = (struct lane_cost){
        .cpu_ns = r->started ? thread_cpu_ns(r->thread) : 0,
        .bytes = lane_bytes(r->lane),
        .missed = atomic_load_explicit(&r->missed, memory_order_relaxed),
    };
}
