/* The library's one background thread: it beats four times a second, and reclaims when asked.
 * Layer 2. */
#include "producer/session.h"

#include "base/clock.h"
#include "base/error.h"
#include "format/words.h"

#include <signal.h>

#define BEAT_NS        (UINT64_C(250) * NS_PER_MS)
#define RECLAIM_AT_ONE 4096u /* rows a beat: the lock is held briefly */

/* Waits for the next beat; false when the session is being closed. */
static bool wait_for_beat(struct heart *h, uint64_t until_ns)
{
    struct timespec until = timespec_from_ns(until_ns);
    pthread_mutex_lock(&h->lock);
    while (!h->stop && pthread_cond_timedwait(&h->wake, &h->lock, &until) == 0)
        ;
    bool go_on = !h->stop;
    pthread_mutex_unlock(&h->lock);
    return go_on;
}

static void *beat(void *context)
{
    memglass_session *s = context;
    for (uint64_t next = clock_monotonic_ns();; next += BEAT_NS) {
        add_relaxed_64(&s->store.header->heartbeats, 1);
        if (s->flags & MEMGLASS_TRACK_WRITES) {
            pthread_mutex_lock(&s->lock);
            tracking_look(&s->store);
            pthread_mutex_unlock(&s->lock);
        }
        if (s->flags & MEMGLASS_RECLAIM) {
            pthread_mutex_lock(&s->lock);
            directory_reclaim(&s->directory, RECLAIM_AT_ONE);
            pthread_mutex_unlock(&s->lock);
        }
        uint64_t now = clock_monotonic_ns();
        if (next + BEAT_NS < now) /* stopped for a while: no volley of missed beats */
            next = now;
        if (!wait_for_beat(&s->heart, next + BEAT_NS))
            return NULL;
    }
}

static int create_thread(memglass_session *s)
{
    sigset_t all, before;
    sigfillset(&all);
    /* The program's signals are for the program's threads. */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&s->heart.thread, NULL, beat, s);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return error;
}

int heart_start(memglass_session *s, memglass_error *err)
{
    struct heart *h = &s->heart;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&h->lock, NULL);
    pthread_cond_init(&h->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    int error = create_thread(s);
    if (error) {
        pthread_cond_destroy(&h->wake);
        pthread_mutex_destroy(&h->lock);
        return error_sys(err, MEMGLASS_E_SYSTEM, error, "cannot start the heartbeat thread");
    }
    h->running = true;
    return MEMGLASS_OK;
}

void heart_stop(memglass_session *s)
{
    struct heart *h = &s->heart;
    if (!h->running)
        return;
    pthread_mutex_lock(&h->lock);
    h->stop = true;
    pthread_cond_signal(&h->wake);
    pthread_mutex_unlock(&h->lock);
    pthread_join(h->thread, NULL);
    pthread_cond_destroy(&h->wake);
    pthread_mutex_destroy(&h->lock);
    h->running = false;
}
