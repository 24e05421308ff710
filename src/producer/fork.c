/*
 * Fork safety: a child is not the producer. Layer 2. In the child each session is marked as the
 * parent's, and the descriptor that carries the liveness lock is closed, so that the lock goes when
 * the parent does.
 *
 * Fork handlers have no argument (pthread_atfork(3)), so the list of open sessions is file-scope
 * state: the one place of the producer that has any, beside what a thread has: its last
 * error, and its hands.
 */
#include "producer/session.h"

#include "base/error.h"

static pthread_mutex_t alive_lock = PTHREAD_MUTEX_INITIALIZER;
static memglass_session *alive;
static pthread_once_t installed = PTHREAD_ONCE_INIT;
static int install_error;
static _Thread_local uint32_t thread_id;

/* No other thread may hold a session's lock while memory is copied. One may be creating or
 * destroying an object: the child touches neither its hand nor the session's memory. */
static void before_fork(void)
{
    pthread_mutex_lock(&alive_lock);
    for (memglass_session *s = alive; s; s = s->next_alive) {
        pthread_mutex_lock(&s->lock);
        if (tracking_runs(&s->store.tracking))
            tracking_stop(&s->store);
    }
}

static void after_in_parent(void)
{
    for (memglass_session *s = alive; s; s = s->next_alive)
        pthread_mutex_unlock(&s->lock);
    pthread_mutex_unlock(&alive_lock);
}

static void after_in_child(void)
{
    for (memglass_session *s = alive; s; s = s->next_alive) {
        s->forked = true;
        s->heart.running = false;
        store_disown(&s->store);
    }
    thread_id = 0;
    after_in_parent();
}

static void install(void)
{
    install_error = pthread_atfork(before_fork, after_in_parent, after_in_child);
}

/* Before the program has handlers of its own: what was installed first is last before a fork and
 * first behind it. A handler may take a lock under which other threads call the library, which then
 * comes before a session's lock in a fork as it does elsewhere; and in the child it meets sessions
 * that know whose they are. */
__attribute__((constructor)) static void install_early(void)
{
    pthread_once(&installed, install);
}

int fork_hold_off(memglass_error *err)
{
    pthread_once(&installed, install);
    if (install_error)
        return error_sys(err, MEMGLASS_E_SYSTEM, install_error, "cannot install the fork handlers");
    pthread_mutex_lock(&alive_lock);
    return MEMGLASS_OK;
}

void fork_pause(void)
{
    fork_let_go();
    shm_gate_pause();
    pthread_mutex_lock(&alive_lock);
}

void fork_watch(memglass_session *s)
{
    s->next_alive = alive;
    alive = s;
}

void fork_forget(memglass_session *s)
{
    for (memglass_session **at = &alive; *at; at = &(*at)->next_alive)
        if (*at == s) {
            *at = s->next_alive;
            break;
        }
}

memglass_session *fork_hold_alive(const memglass_session *s, uint64_t number)
{
    pthread_mutex_lock(&alive_lock);
    for (memglass_session *at = alive; at; at = at->next_alive)
        if (at == s && at->number == number)
            return at;
    return NULL;
}

void fork_let_go(void)
{
    pthread_mutex_unlock(&alive_lock);
}

uint32_t fork_thread_id(void)
{
    if (!thread_id)
        thread_id = shm_thread_id();
    return thread_id;
}
