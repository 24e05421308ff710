/* A producer is killed at each of its steps, from opening to closing: what it leaves can be read,
 * and its name taken over. The default is a part of the steps; with CRASH_ALL in the environment,
 * all of them (`make crash`). Tests only; no layer. */
#define UNIT_FORK
#include "unit.h"

#include "judge.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>

#ifdef HOOKS_SANITIZED
enum { A_PART = 80 };
#else
enum { A_PART = 500 };
#endif

static struct progress *new_progress(void)
{
    struct progress *p =
        mmap(NULL, sizeof *p, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(p, MAP_FAILED);
    return p;
}

/* The producer waits here, so that an observer can attach and know its first objects. */
struct meeting {
    int there[2], go_on[2];
};

static void meet(void *ctx)
{
    const struct meeting *m = ctx;
    char byte;
    if (write(m->there[1], "r", 1) != 1 || read(m->go_on[0], &byte, 1) < 0)
        _exit(2);
}

static void meet_nobody(void *ctx)
{
    (void)ctx;
}

/* NULL when the producer died before. */
static memglass_observer *follow(const struct meeting *m, const char *session)
{
    char byte;
    memglass_observer *o = NULL;
    if (read(m->there[0], &byte, 1) == 1)
        o = memglass_attach(session, NULL);
    return o;
}

/* A session of somebody who died long ago, of several regions. */
static void leave_dead_session(const char *session)
{
    memglass_session *s =
        memglass_open(&(memglass_config){.name = session,
                                         .initial_region_bytes = 16384,
                                         .event_ring_entries = 32,
                                         .flags = MEMGLASS_NO_THREAD | MEMGLASS_KEEP},
                      NULL);
    ck_assert_ptr_nonnull(s);
    for (int i = 0; i < 5; i++)
        ck_assert_ptr_nonnull(memglass_create_object(s, &scenario_slab, 1, "old"));
    memglass_close(s);
}

/* What is left of a dead session while another takes its name. */
static void judge_replacing(const struct progress *p, const char *session)
{
    memglass_error err = {0};
    memglass_observer *o = memglass_attach(session, &err);
    memglass_object object;
    if (o) {
        bool old = memglass_find(o, "old", &object) == MEMGLASS_OK;
        ck_assert_uint_eq(memglass_object_count(o), old ? 5 : 0);
        memglass_detach(o);
    } else {
        ck_assert_msg(err.message[0] != '\0', "step %llu", (unsigned long long)p->steps.die_at);
    }
}

static int run_and_die(struct progress *p, const char *session, uint64_t die_at, bool replacing)
{
    struct meeting m;
    memset(p, 0, sizeof *p);
    p->steps = (struct steps){.die_at = die_at, .counting = true};
    if (replacing)
        leave_dead_session(session);
    ck_assert_int_eq(pipe(m.there) | pipe(m.go_on), 0);
    pid_t pid = fork();
    if (pid == 0) {
        close(m.there[0]);
        close(m.go_on[1]);
        scenario_run(p, session, replacing ? meet_nobody : meet, &m);
        _exit(0);
    }
    close(m.there[1]);
    close(m.go_on[0]);
    memglass_observer *follower = replacing ? NULL : follow(&m, session);
    close(m.go_on[1]);
    int status;
    waitpid(pid, &status, 0);
    close(m.there[0]);
    if (replacing)
        judge_replacing(p, session);
    else
        judge_the_dead(p, session, follower);
    memglass_detach(follower);
    judge_takeover(p, session);
    return status;
}

/* The steps of a run that nobody kills; no store is left out of them. */
static uint64_t count_steps(struct progress *p, const char *session, uint64_t *opening)
{
    memset(p, 0, sizeof *p);
    p->steps = (struct steps){.counting = true, .checking = true};
    pid_t pid = fork();
    int status;
    if (pid == 0) {
        scenario_run(p, session, meet_nobody, NULL);
        _exit(0);
    }
    waitpid(pid, &status, 0);
    ck_assert_msg(status == 0, "ended with %d, while it was to %s", status, p->doing);
    ck_assert_msg(p->steps.mistakes == 0, "%llu stores to shared memory are no step",
                  (unsigned long long)p->steps.mistakes);
    *opening = p->opened;
    return p->steps.taken;
}

/* Some of the steps, spread over all of them, or all. */
static uint64_t stride(uint64_t steps)
{
    return getenv("CRASH_ALL") || steps < A_PART ? 1 : steps / A_PART;
}

START_TEST(test_a_producer_killed_at_any_step_leaves_a_session_that_can_be_read)
{
    char session[UNIT_NAME_BYTES];
    struct progress *p = new_progress();
    uint64_t opening, steps = count_steps(p, unit_session_name(session, "steps"), &opening);
    uint64_t survived = 0;
    uint32_t actions = p->actions;
    for (uint64_t at = 1; at <= steps; at += stride(steps), survived++) {
        int status = run_and_die(p, session, at, false);
        ck_assert_msg(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "step %llu: status %d",
                      (unsigned long long)at, status);
        if (getenv("CRASH_LIST"))
            printf("step %llu: %s\n", (unsigned long long)at, p->doing);
    }
    printf("total: %llu of %llu steps of %u actions: killed there, read and taken over\n",
           (unsigned long long)survived, (unsigned long long)steps, actions);
}
END_TEST

START_TEST(test_a_producer_killed_while_it_takes_a_name_over_can_be_replaced)
{
    char session[UNIT_NAME_BYTES];
    struct progress *p = new_progress();
    uint64_t opening, survived = 0;
    count_steps(p, unit_session_name(session, "over"), &opening);
    opening += 30; /* removing the old one takes some, too */
    for (uint64_t at = 1; at <= opening; at += stride(2 * opening), survived++) {
        int status = run_and_die(p, session, at, true);
        ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    }
    printf("total: %llu of %llu steps of taking a name over: killed there, taken over again\n",
           (unsigned long long)survived, (unsigned long long)opening);
}
END_TEST

MEMGLASS_SUITE("crash/steps", test_a_producer_killed_at_any_step_leaves_a_session_that_can_be_read,
               test_a_producer_killed_while_it_takes_a_name_over_can_be_replaced)
