/* A program that forks while another thread of it opens or closes a session. Tests only; no layer.
 */
#include "unit.h"

#include "hooks.h"

#include <memglass/observer.h>
#include <memglass/producer.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/wait.h>

struct forking {
    pthread_t thread;
    sem_t done;
    int lives[2], ends[2]; /* the child tells that it lives, and is told to end */
    pid_t child;
    bool started;
};

static void *fork_once(void *ctx)
{
    struct forking *f = ctx;
    char byte;
    f->child = fork();
    if (f->child == 0) {
        close(f->ends[1]);
        bool told = write(f->lives[1], "", 1) == 1 && read(f->ends[0], &byte, 1) == 0;
        _exit(told ? 0 : 1);
    }
    sem_post(&f->done);
    return NULL;
}

/* It is waited for as long as a fork takes that nothing keeps: one that waits itself goes on behind
 * the opening. */
static void fork_meanwhile(void *ctx)
{
    struct forking *f = ctx;
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 300000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    f->started = true;
    ck_assert_int_eq(pthread_create(&f->thread, NULL, fork_once, f), 0);
    sem_timedwait(&f->done, &until);
}

/* A session that is kept, and a child that was forked at one of the calls of its opening or its
 * closing, which outlives it. False: there is no such call. */
static bool is_dead_afterwards(bool closing, const char *call, unsigned n)
{
    char name[UNIT_NAME_BYTES];
    struct forking f = {.child = -1};
    memglass_session_info info;
    memglass_error err;
    ck_assert_int_eq(pipe(f.lives), 0);
    ck_assert_int_eq(pipe(f.ends), 0);
    ck_assert_int_eq(sem_init(&f.done, 0, 0), 0);
    char byte;
    if (!closing)
        hooks_meanwhile(call, n, fork_meanwhile, &f);
    memglass_session *s =
        memglass_open(&(memglass_config){.name = unit_session_name(name, "forking"),
                                         .flags = MEMGLASS_KEEP | MEMGLASS_NO_THREAD},
                      &err);
    ck_assert_msg(s != NULL, "%s", err.message);
    if (closing)
        hooks_meanwhile(call, n, fork_meanwhile, &f);
    else if (f.started)
        pthread_join(f.thread, NULL);
    memglass_close(s);
    hooks_meanwhile(call, 0, NULL, NULL);
    if (closing && f.started)
        pthread_join(f.thread, NULL);
    if (f.started)
        ck_assert_int_eq(read(f.lives[0], &byte, 1), 1);
    memglass_observer *o = memglass_attach(name, &err);
    ck_assert_msg(o != NULL, "%s", err.message);
    ck_assert_int_eq(memglass_session_info_get(o, &info), MEMGLASS_OK);
    ck_assert_msg(info.state == MEMGLASS_STATE_DEAD, "a fork at %s %u of %s: %s", call, n,
                  closing ? "closing" : "opening", memglass_state_name((int)info.state));
    memglass_detach(o);
    close(f.ends[1]);
    if (f.started)
        ck_assert_int_eq(waitpid(f.child, NULL, 0), f.child);
    close(f.ends[0]);
    close(f.lives[0]);
    close(f.lives[1]);
    sem_destroy(&f.done);
    ck_assert_int_eq(memglass_clean(name, 0, NULL, NULL), MEMGLASS_OK);
    return f.started;
}

START_TEST(test_a_fork_during_an_opening_does_not_keep_the_lock)
{
    unsigned n = 1;
    while (is_dead_afterwards(false, "shm_open", n))
        n++;
    ck_assert_uint_gt(n, 4); /* the gate, the header twice, the first region */
}
END_TEST

START_TEST(test_a_fork_during_a_closing_does_not_keep_the_lock)
{
    unsigned n = 1;
    while (is_dead_afterwards(true, "munmap", n))
        n++;
    ck_assert_uint_gt(n, 2); /* the region, the header */
}
END_TEST

MEMGLASS_SUITE("crash/forking", test_a_fork_during_an_opening_does_not_keep_the_lock,
               test_a_fork_during_a_closing_does_not_keep_the_lock)
