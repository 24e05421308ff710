/* A program that forks while others wait: with fork handlers of its own, which call the library or
 * wait for who does; while a session is being opened. */
#define UNIT_FORK
#include "talk.h"

#include "shm/shm.h"

#include <pthread.h>
#include <semaphore.h>

#define STUCK_S 30 /* a signal ends who waits for ever */

static pthread_mutex_t of_program = PTHREAD_MUTEX_INITIALIZER;
static memglass_session *inherited;
static sem_t held, forking;

/* --- a lock that is held around calls ----------------------------------------------------------
 */

static void take_lock(void)
{
    sem_post(&forking);
    pthread_mutex_lock(&of_program);
}

static void leave_lock(void)
{
    pthread_mutex_unlock(&of_program);
}

static void *call_with_lock(void *ctx)
{
    pthread_mutex_lock(&of_program);
    sem_post(&held);
    sem_wait(&forking);
    memglass_reclaim(ctx); /* takes the session's lock */
    pthread_mutex_unlock(&of_program);
    return NULL;
}

START_TEST(test_a_lock_around_calls_is_taken_before_a_fork)
{
    pthread_t thread;
    sem_init(&held, 0, 0);
    sem_init(&forking, 0, 0);
    ck_assert_int_eq(pthread_atfork(take_lock, leave_lock, leave_lock), 0);
    memglass_session *s = open_session("around");
    ck_assert_int_eq(pthread_create(&thread, NULL, call_with_lock, s), 0);
    sem_wait(&held);
    alarm(STUCK_S);
    pid_t child = fork();
    if (child == 0) /* without an exit, at which ThreadSanitizer misses the thread */
        kill(getpid(), SIGKILL);
    alarm(0);
    ck_assert_int_eq(wait_for(child), SIGKILL);
    pthread_join(thread, NULL);
    memglass_close(s);
}
END_TEST

/* --- calls in the child ------------------------------------------------------------------------
 */

static int refused;

static void close_in_child(void)
{
    alarm(STUCK_S);
    refused = new_cell(inherited, "child") == NULL ? memglass_last_error(inherited, NULL) : 0;
    memglass_close(inherited);
    alarm(0);
}

START_TEST(test_a_handler_in_the_child_closes_what_it_inherits)
{
    char name[UNIT_NAME_BYTES];
    ck_assert_int_eq(pthread_atfork(NULL, NULL, close_in_child), 0);
    inherited = open_with_cell(unit_session_name(name, "closes"));
    pid_t child = fork();
    if (child == 0)
        _exit(refused == MEMGLASS_E_FORKED ? 0 : 1);
    ck_assert_int_eq(wait_for(child), 0);
    ck_assert_int_eq(state_of(name), MEMGLASS_STATE_ALIVE);
    ck_assert_uint_eq(stats_of(inherited).live_objects, 1);
    memglass_close(inherited);
}
END_TEST

/* --- an opening that waits ---------------------------------------------------------------------
 */

enum { FORKING_MS = 300, TRIES = 5 };

static void *open_it(void *name)
{
    return memglass_open(&(memglass_config){.name = name, .flags = MEMGLASS_NO_THREAD}, NULL);
}

/* Another process is at the name meanwhile, for less long than an opening waits. A fork that waits
 * for the opening keeps it shut until it fails. False: it did fail. */
static bool opens_beside_forks(char *name)
{
    pthread_t thread;
    void *opened;
    int gate = shm_gate_enter(name, shm_gate_pause, NULL);
    ck_assert_int_ge(gate, 0);
    ck_assert_int_eq(pthread_create(&thread, NULL, open_it, name), 0);
    for (long long end = unit_now_ms() + FORKING_MS; unit_now_ms() < end;) {
        pid_t child = fork();
        if (child == 0)
            kill(getpid(), SIGKILL);
        ck_assert_int_eq(wait_for(child), SIGKILL);
    }
    shm_gate_leave(name, gate);
    pthread_join(thread, &opened);
    memglass_close(opened);
    return opened != NULL;
}

/* More than once, since the machine may be slow. */
START_TEST(test_a_fork_does_not_wait_for_a_name)
{
    char name[UNIT_NAME_BYTES];
    bool opened = false;
    unit_session_name(name, "beside");
    for (int i = 0; i < TRIES && !opened; i++)
        opened = opens_beside_forks(name);
    ck_assert(opened);
}
END_TEST

MEMGLASS_SUITE("producer/forks", test_a_fork_does_not_wait_for_a_name,
               test_a_lock_around_calls_is_taken_before_a_fork,
               test_a_handler_in_the_child_closes_what_it_inherits)
