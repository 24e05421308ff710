/* What programs do with their processes: fork, exec, daemons, threads that end, exits of every
 * kind. */
#define UNIT_FORK
#include "talk.h"

#include <pthread.h>
#include <spawn.h>

extern char **environ;

/* --- fork and exec -----------------------------------------------------------------------------
 */

/* ThreadSanitizer knows only one thread in the copy of a process, and misses the others. */
#if defined(__SANITIZE_THREAD__)
#    define ONE_THREAD_ONLY
#elif defined(__has_feature)
#    if __has_feature(thread_sanitizer)
#        define ONE_THREAD_ONLY
#    endif
#endif

#ifdef ONE_THREAD_ONLY
#    define FORKS_TEST
#else
static void *churn_until_told(void *ctx)
{
    memglass_session *s = ctx;
    for (int i = 0; i < 5000; i++) {
        struct cell *c = new_cell(s, NULL);
        if (!c || memglass_destroy(s, c) != MEMGLASS_OK)
            return NULL;
    }
    return s;
}

/* The copy of a process in which another thread was inside the library. */
START_TEST(test_forks_while_threads_create_and_destroy)
{
    pthread_t thread;
    void *finished;
    memglass_session *s = open_session("forks");
    ck_assert_int_eq(pthread_create(&thread, NULL, churn_until_told, s), 0);
    for (int i = 0; i < 50; i++) {
        pid_t child = fork();
        if (child == 0) {
            bool refused = new_cell(s, "child") == NULL;
            memglass_close(s);
            _exit(refused ? 0 : 1);
        }
        ck_assert_int_eq(wait_for(child), 0);
    }
    pthread_join(thread, &finished);
    ck_assert_ptr_eq(finished, s);
    ck_assert_uint_eq(stats_of(s).live_objects, 0);
    memglass_close(s);
}
END_TEST
#    define FORKS_TEST test_forks_while_threads_create_and_destroy,
#endif

/* What a program starts holds neither the lock nor the memory. */
START_TEST(test_what_is_executed_holds_nothing)
{
    char name[UNIT_NAME_BYTES];
    memglass_session *s = open_with_cell(unit_session_name(name, "exec"));
    char *const look[] = {
        "sh", "-c", "! ls -l /proc/$$/fd | grep memglass && ! grep memglass /proc/$$/maps", NULL};
    pid_t spawned;
    ck_assert_int_eq(posix_spawn(&spawned, "/bin/sh", NULL, NULL, look, environ), 0);
    ck_assert_int_eq(wait_for(spawned), 0);
    pid_t forked = fork();
    if (forked == 0) {
        execv("/bin/sh", look);
        _exit(127);
    }
    ck_assert_int_eq(wait_for(forked), 0);
    ck_assert_int_eq(state_of(name), MEMGLASS_STATE_ALIVE);
    memglass_close(s);
}
END_TEST

#define SECOND_LIFE "MEMGLASS_TEST_SECOND_LIFE"

/* This program, executed once more by itself: it opens the session anew and says so. */
__attribute__((constructor)) static void second_life(void)
{
    const char *name = getenv(SECOND_LIFE);
    if (!name)
        return;
    memglass_session *s = open_with_cell(name);
    if (write(STDOUT_FILENO, s ? "2" : "n", 1) != 1 || !s)
        _exit(1);
    for (;;)
        pause();
}

START_TEST(test_a_program_that_executes_itself_opens_its_session_again)
{
    char name[UNIT_NAME_BYTES];
    struct talk t;
    talk_open(&t);
    unit_session_name(name, "itself");
    pid_t pid = fork();
    if (pid == 0) {
        open_with_cell(name);
        say(&t, '1');
        linger(&t);
        setenv(SECOND_LIFE, name, 1);
        dup2(t.said[1], STDOUT_FILENO);
        execl("/proc/self/exe", "test_process", (char *)NULL);
        _exit(127);
    }
    ck_assert_int_eq(hear(&t), '1');
    memglass_observer *o = attach(name);
    uint64_t first = info_of(o).instance;
    let_go(&t);
    ck_assert_int_eq(hear(&t), '2');
    ck_assert_int_eq(info_of(o).state, MEMGLASS_STATE_RESTARTED);
    memglass_detach(o);
    ck_assert_int_eq(state_of(name), MEMGLASS_STATE_ALIVE);
    o = attach(name);
    ck_assert_uint_ne(info_of(o).instance, first);
    ck_assert_int_eq(info_of(o).pid, (uint32_t)pid);
    memglass_detach(o);
    kill(pid, SIGKILL);
    wait_for(pid);
    memglass_close(open_named(name, 0));
}
END_TEST

/* --- daemons -----------------------------------------------------------------------------------
 */

/* In the daemon: what became of `before`, which its grandparent opened, and of a session of its
 * own. */
static char live_as_daemon(memglass_session *before, const char *name)
{
    bool refused = !before || (!new_cell(before, "d") &&
                               memglass_last_error(before, NULL) == MEMGLASS_E_FORKED);
    memglass_close(before);
    memglass_session *s = open_with_cell(name);
    return refused && s ? 'd' : 'n';
}

static void daemonise(struct talk *t, const char *name, bool open_before)
{
    memglass_session *before = open_before ? open_named(name, MEMGLASS_NO_THREAD) : NULL;
    struct cell *c = before ? new_cell(before, "c") : NULL;
    if (c)
        c->words[3] = 42;
    pid_t child = fork();
    if (child)
        _exit(child < 0);
    setsid();
    pid_t grandchild = fork();
    if (grandchild)
        _exit(grandchild < 0);
    linger(t); /* until the first process has gone */
    say(t, live_as_daemon(before, name));
    char byte;
    if (read(t->said[0], &byte, 1) == 1) /* nobody says anything: until the test closes its end */
        _exit(1);
}

static bool is_dead(void *ctx)
{
    return info_of(ctx).state == MEMGLASS_STATE_DEAD;
}

static void wait_for_death(const char *name)
{
    memglass_observer *o = attach(name);
    ck_assert(unit_wait(is_dead, o, 20000));
    memglass_detach(o);
}

START_TEST(test_a_daemon_opens_after_its_forks)
{
    char name[UNIT_NAME_BYTES];
    unit_session_name(name, "daemon");
    for (int open_before = 0; open_before < 2; open_before++) {
        struct talk t;
        talk_open(&t);
        int life[2];
        ck_assert_int_eq(pipe(life), 0);
        pid_t pid = fork();
        if (pid == 0) {
            close(life[1]);
            dup2(life[0], t.said[0]);
            daemonise(&t, name, open_before);
            _exit(0);
        }
        close(life[0]);
        ck_assert_int_eq(wait_for(pid), 0);
        if (open_before)
            wait_for_death(name); /* a child's copy of the lock goes when it first runs */
        let_go(&t);
        ck_assert_int_eq(hear(&t), 'd');
        ck_assert_int_eq(state_of(name), MEMGLASS_STATE_ALIVE);
        close(t.said[1]);
        close(life[1]); /* the daemon ends, without closing its session */
        wait_for_death(name);
        memglass_close(open_named(name, 0));
    }
}
END_TEST

/* --- threads that end --------------------------------------------------------------------------
 */

static void *create_one(void *ctx)
{
    struct cell *c = new_cell(ctx, "by a thread");
    memglass_create_object(ctx, NULL, 1,
                           NULL); /* fails: the thread ends with an error of its own */
    return c;
}

START_TEST(test_threads_end_and_their_objects_stay)
{
    char name[UNIT_NAME_BYTES];
    memglass_session *s = open_session("threads");
    struct cell *made[64];
    for (int round = 0; round < 8; round++) {
        pthread_t threads[8];
        for (int i = 0; i < 8; i++)
            ck_assert_int_eq(pthread_create(&threads[i], NULL, create_one, s), 0);
        for (int i = 0; i < 8; i++) {
            void *result;
            pthread_join(threads[i], &result);
            ck_assert_ptr_nonnull(result);
            made[8 * round + i] = result;
        }
    }
    ck_assert_int_eq(memglass_last_error(s, NULL), MEMGLASS_OK); /* this thread has had none */
    memglass_observer *o = attach(unit_session_name(name, "threads"));
    ck_assert_uint_eq(memglass_object_count(o), 64);
    for (int i = 0; i < 64; i++)
        ck_assert_int_eq(memglass_destroy(s, made[i]), MEMGLASS_OK);
    memglass_detach(o);
    memglass_close(s);
}
END_TEST

/* --- the end -----------------------------------------------------------------------------------
 */

/* Handlers have no argument. */
static memglass_session *to_close;
static volatile sig_atomic_t told_to_end;

static void close_at_exit(void)
{
    memglass_close(to_close);
}

static void on_sigterm(int number)
{
    told_to_end = number;
}

static void end_by_exit(memglass_session *s)
{
    (void)s;
    exit(0);
}

static void end_by_immediate_exit(memglass_session *s)
{
    (void)s;
    _exit(0);
}

static void end_by_quick_exit(memglass_session *s)
{
    (void)s;
    quick_exit(0);
}

static void end_by_abort(memglass_session *s)
{
    (void)s;
    signal(SIGABRT, SIG_DFL);
    abort();
}

static void end_by_sigterm(memglass_session *s)
{
    (void)s;
    signal(SIGTERM, SIG_DFL);
    raise(SIGTERM);
}

static void end_with_atexit(memglass_session *s)
{
    to_close = s;
    atexit(close_at_exit);
    exit(0);
}

static void end_with_a_handler(memglass_session *s)
{
    signal(SIGTERM, on_sigterm);
    raise(SIGTERM);
    if (told_to_end)
        memglass_close(s);
    _exit(0);
}

static void end_of_the_thread_that_opened(memglass_session *s)
{
    (void)s;
    pthread_exit(NULL);
}

START_TEST(test_each_way_to_end)
{
    static const struct {
        const char *name;
        void (*end)(memglass_session *s);
        bool removed;
    } ways[] = {
        {"exit", end_by_exit, false},
        {"_exit", end_by_immediate_exit, false},
        {"quick_exit", end_by_quick_exit, false},
        {"abort", end_by_abort, false},
        {"SIGTERM", end_by_sigterm, false},
        {"SIGTERM, handled", end_with_a_handler, true},
        {"atexit", end_with_atexit, true},
        {"pthread_exit", end_of_the_thread_that_opened, false},
    };
    char name[UNIT_NAME_BYTES];
    unit_session_name(name, "end");
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct talk t;
        talk_open(&t);
        pid_t pid = fork();
        if (pid == 0) {
            memglass_session *s = open_with_cell(name);
            say(&t, s ? 'y' : 'n');
            linger(&t);
            ways[i].end(s);
            _exit(9);
        }
        ck_assert_int_eq(hear(&t), 'y');
        ck_assert_int_eq(state_of(name), MEMGLASS_STATE_ALIVE);
        let_go(&t);
        if (ways[i].end == end_of_the_thread_that_opened) {
            /* The library's thread keeps the process, and the session, alive. */
            ck_assert_int_eq(state_of(name), MEMGLASS_STATE_ALIVE);
            kill(pid, SIGKILL);
        }
        wait_for(pid);
        if (ways[i].removed) {
            ck_assert_msg(segments(name) == 0, "%s leaves segments", ways[i].name);
        } else {
            ck_assert_msg(state_of(name) == MEMGLASS_STATE_DEAD, "%s", ways[i].name);
            memglass_close(open_named(name, 0));
        }
        close(t.said[0]);
        close(t.said[1]);
        close(t.hold[0]);
    }
}
END_TEST

MEMGLASS_SUITE("producer/process", FORKS_TEST test_what_is_executed_holds_nothing,
               test_a_program_that_executes_itself_opens_its_session_again,
               test_a_daemon_opens_after_its_forks, test_threads_end_and_their_objects_stay,
               test_each_way_to_end)
