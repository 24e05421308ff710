/* The arranger's thread. Layer 8. */
#include "top/arranger.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/thread.h"
#include "watch/bell.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define KEY_WAIT_MS  20
#define TICK_WAIT_MS 8

/* Less than that is kept for the next one; more would lie about for most of each second. */
#define SPARE_BYTES (1 << 20)

/* What is asked for; its frames and its past are held. */
struct request {
    bool valid;
    struct arrange_spec spec;
    struct row_source source;
};

struct arranger {
    pthread_t thread;
    int bell;
    struct arrange_memory memory; /* the thread's; of others while it is idle */
    atomic_bool cancel;           /* what is under way is of no use any more */

    pthread_mutex_t lock; /* guards what follows; held for no work */
    pthread_cond_t work;  /* next or stop was set */
    pthread_cond_t idle;  /* the thread has finished something */
    bool stop, busy;
    struct request next, running; /* running: written by the thread alone */
    struct arrangement *done, *returned;
    uint64_t took_ns; /* the last one */
    int status;
};

/* --- requests ----------------------------------------------------------------------------------
 */

static bool same_moment(const struct row_source *a, const struct row_source *b)
{
    return a->cur == b->cur && a->baseline == b->baseline && a->since == b->since;
}

static bool asks_for(const struct request *r, const struct arrange_spec *spec,
                     const struct row_source *source)
{
    return arrange_spec_same(&r->spec, spec) && same_moment(&r->source, source);
}

static void hold(const struct arrange_spec *spec, const struct row_source *s)
{
    if (spec->filter)
        filter_retain(spec->filter);
    if (spec->find)
        filter_retain(spec->find);
    frame_retain(s->cur);
    if (s->prev)
        frame_retain(s->prev);
    if (s->baseline)
        frame_retain(s->baseline);
    history_retain(s->history);
}

static void drop(struct request *r)
{
    frame_release(&r->source.cur);
    frame_release(&r->source.prev);
    frame_release(&r->source.baseline);
    history_release(&r->source.history);
    filter_release(&r->spec.filter);
    filter_release(&r->spec.find);
    r->valid = false;
}

/* With the lock: what waits to be taken is of no use any more. */
static void drop_done(struct arranger *a)
{
    bell_clear(a->bell);
    if (a->done)
        arrangement_let_go(a->done);
    if (a->done && a->returned)
        arrangement_destroy(&a->done);
    else if (a->done)
        a->returned = a->done;
    a->done = NULL;
}

static bool is_done(const struct arranger *a, const struct arrange_spec *spec,
                    const struct row_source *source)
{
    return a->done && arrange_spec_same(&a->done->spec, spec) &&
           same_moment(&a->done->source, source);
}

/* What is under way, unless it has been given up for a request that came in between. */
static bool is_running(const struct arranger *a, const struct arrange_spec *spec,
                       const struct row_source *source)
{
    return a->busy && !atomic_load_explicit(&a->cancel, memory_order_relaxed) &&
           asks_for(&a->running, spec, source);
}

static void ask(struct arranger *a, const struct arrange_spec *spec,
                const struct row_source *source)
{
    hold(spec, source);
    drop(&a->next);
    a->next = (struct request){.valid = true, .spec = *spec, .source = *source};
    if (a->busy && !arrange_spec_same(&a->running.spec, spec))
        atomic_store_explicit(&a->cancel, true, memory_order_relaxed);
    pthread_cond_signal(&a->work);
}

bool arranger_request(struct arranger *a, const struct arrange_spec *spec,
                      const struct row_source *source)
{
    bool asked = false;
    pthread_mutex_lock(&a->lock);
    if (a->done && !arrange_spec_same(&a->done->spec, spec))
        drop_done(a);
    if (is_done(a, spec, source) || is_running(a, spec, source)) {
        drop(&a->next);
    } else if (!a->next.valid || !asks_for(&a->next, spec, source)) {
        ask(a, spec, source);
        asked = true;
    }
    pthread_mutex_unlock(&a->lock);
    return asked;
}

struct arrangement *arranger_take(struct arranger *a, int wait_ms, int *status)
{
    struct timespec due = timespec_from_ns(clock_monotonic_ns() + (uint64_t)wait_ms * NS_PER_MS);
    int timed_out = wait_ms ? 0 : ETIMEDOUT;
    pthread_mutex_lock(&a->lock);
    while ((a->busy || a->next.valid) && timed_out != ETIMEDOUT)
        timed_out = pthread_cond_timedwait(&a->idle, &a->lock, &due);
    struct arrangement *taken = a->done;
    a->done = NULL;
    bell_clear(a->bell);
    if (status)
        *status = a->status;
    pthread_mutex_unlock(&a->lock);
    return taken;
}

bool arranger_ready(struct arranger *a)
{
    pthread_mutex_lock(&a->lock);
    bool ready = a->done || a->status;
    bell_clear(a->bell);
    pthread_mutex_unlock(&a->lock);
    return ready;
}

void arranger_give_back(struct arranger *a, struct arrangement **arrangement)
{
    struct arrangement *back = *arrangement;
    *arrangement = NULL;
    if (!back)
        return;
    arrangement_let_go(back);
    pthread_mutex_lock(&a->lock);
    if (!a->returned) {
        a->returned = back;
        back = NULL;
        pthread_cond_signal(&a->work);
    }
    pthread_mutex_unlock(&a->lock);
    arrangement_destroy(&back);
}

int arranger_fd(const struct arranger *a)
{
    return a->bell;
}

/* Waiting is for what is likely to come in time. */
static bool is_quick(struct arranger *a, int wait_ms)
{
    pthread_mutex_lock(&a->lock);
    bool quick = a->took_ns < (uint64_t)wait_ms * NS_PER_MS;
    pthread_mutex_unlock(&a->lock);
    return quick;
}

static struct arrangement *arrange_for_view(void *ctx, const struct arrange_spec *spec,
                                            const struct row_source *source, bool urgent,
                                            int *status)
{
    struct arranger *a = ctx;
    int wait_ms = urgent ? KEY_WAIT_MS : TICK_WAIT_MS;
    bool asked = arranger_request(a, spec, source);
    return arranger_take(a, asked && is_quick(a, wait_ms) ? wait_ms : 0, status);
}

static void give_back_for_view(void *ctx, struct arrangement **arrangement)
{
    arranger_give_back(ctx, arrangement);
}

struct view_arranger arranger_for_view(struct arranger *a)
{
    return (struct view_arranger){
        .arrange = arrange_for_view, .give_back = give_back_for_view, .ctx = a};
}

/* --- the thread --------------------------------------------------------------------------------
 */

/* With the lock. What was finished too late to be of use is used again. */
static void finish(struct arranger *a, int status, struct arrangement *made)
{
    a->busy = false;
    if (status != ARRANGE_CANCELLED)
        a->status = status;
    if (made && a->next.valid && !arrange_spec_same(&a->next.spec, &made->spec)) {
        arrange_recycle(&a->memory, &made);
    } else if (made) {
        arrange_recycle(&a->memory, &a->done);
        a->done = made;
    }
    if (status != ARRANGE_CANCELLED)
        bell_ring(a->bell);
    pthread_cond_broadcast(&a->idle);
}

/* With the lock, which is let go of while there is work. */
static void work(struct arranger *a)
{
    struct arrangement *made = NULL;
    a->running = a->next;
    a->next = (struct request){0};
    a->busy = true;
    atomic_store_explicit(&a->cancel, false, memory_order_relaxed);
    arrange_recycle(&a->memory, &a->returned);
    pthread_mutex_unlock(&a->lock);
    uint64_t start = clock_monotonic_ns();
    int status = arrange_make(&a->running.spec, &a->running.source, &a->memory, &a->cancel, &made);
    pthread_mutex_lock(&a->lock);
    if (status != ARRANGE_CANCELLED)
        a->took_ns = clock_monotonic_ns() - start;
    drop(&a->running);
    finish(a, status, made);
}

static bool returned_is_large(const struct arranger *a)
{
    return a->returned && arrangement_bytes(a->returned) > SPARE_BYTES;
}

/* With the lock, which is let go of: freeing takes longer than a key may wait. */
static void free_returned(struct arranger *a)
{
    struct arrangement *large = a->returned;
    a->returned = NULL;
    pthread_mutex_unlock(&a->lock);
    arrangement_destroy(&large);
    pthread_mutex_lock(&a->lock);
}

static void *run(void *arg)
{
    struct arranger *a = arg;
    pthread_mutex_lock(&a->lock);
    while (!a->stop) {
        if (a->next.valid)
            work(a);
        else if (returned_is_large(a))
            free_returned(a);
        else
            pthread_cond_wait(&a->work, &a->lock);
    }
    pthread_mutex_unlock(&a->lock);
    return NULL;
}

/* --- life --------------------------------------------------------------------------------------
 */

static void free_arranger(struct arranger *a)
{
    arrange_memory_fini(&a->memory);
    pthread_cond_destroy(&a->work);
    pthread_cond_destroy(&a->idle);
    pthread_mutex_destroy(&a->lock);
    if (a->bell >= 0)
        close(a->bell);
    free(a);
}

struct arranger *arranger_start(memglass_error *err)
{
    struct arranger *a = calloc(1, sizeof *a);
    if (!a) {
        error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
        return NULL;
    }
    a->bell = bell_open();
    pthread_mutex_init(&a->lock, NULL);
    pthread_cond_init(&a->work, NULL);
    thread_cond_init(&a->idle);
    int failed = a->bell < 0 ? errno : thread_start(&a->thread, run, a);
    if (failed) {
        error_sys(err, MEMGLASS_E_SYSTEM, failed, "cannot start the thread that sorts");
        free_arranger(a);
        return NULL;
    }
    return a;
}

void arranger_clear(struct arranger *a)
{
    pthread_mutex_lock(&a->lock);
    drop(&a->next);
    atomic_store_explicit(&a->cancel, true, memory_order_relaxed);
    while (a->busy)
        pthread_cond_wait(&a->idle, &a->lock);
    drop_done(a);
    arrangement_destroy(&a->returned);
    arrange_memory_fini(&a->memory);
    a->status = MEMGLASS_OK;
    pthread_mutex_unlock(&a->lock);
}

void arranger_stop(struct arranger **arranger)
{
    struct arranger *a = *arranger;
    *arranger = NULL;
    if (!a)
        return;
    arranger_clear(a);
    pthread_mutex_lock(&a->lock);
    a->stop = true;
    pthread_cond_signal(&a->work);
    pthread_mutex_unlock(&a->lock);
    pthread_join(a->thread, NULL);
    free_arranger(a);
}
