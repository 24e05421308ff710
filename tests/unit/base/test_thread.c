/* Threads of our own: one that hurries, and those that it starts. Tests only. */
#include "base/thread.h"
#include "unit.h"

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The system's struct sched_attr. */
struct scheduling {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime_ns, deadline_ns, period_ns;
};

/* Of this thread; zeros where the system does not tell. */
static struct scheduling scheduling(void)
{
    struct scheduling s = {.size = sizeof s};
    syscall(SYS_sched_getattr, 0, &s, sizeof s, 0);
    return s;
}

static void *look(void *out)
{
    *(struct scheduling *)out = scheduling();
    return NULL;
}

/* Before Linux 6.12 nothing has a turn of its own, and there is nothing to be inherited. */
START_TEST(test_who_hurries_takes_nobody_along)
{
    struct scheduling before = scheduling(), started;
    pthread_t thread;
    thread_hurry();
    struct scheduling hurried = scheduling();
    ck_assert_int_eq(thread_start(&thread, look, &started), 0);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    ck_assert_uint_le(hurried.runtime_ns, before.runtime_ns);
    ck_assert_uint_eq(started.runtime_ns, before.runtime_ns);
}
END_TEST

START_TEST(test_hurrying_is_no_more_of_the_processor)
{
    ck_assert_int_eq(setpriority(PRIO_PROCESS, 0, 5), 0);
    struct scheduling before = scheduling();
    thread_hurry();
    ck_assert_int_eq(scheduling().nice, before.nice);
    ck_assert_uint_eq(scheduling().policy, before.policy);
    ck_assert_uint_eq(scheduling().flags, before.flags);
}
END_TEST

START_TEST(test_other_policies_stay)
{
    const struct sched_param none = {0}; /* musl's sched_setscheduler refuses */
    ck_assert_int_eq(syscall(SYS_sched_setscheduler, 0, SCHED_BATCH, &none), 0);
    struct scheduling before = scheduling();
    thread_hurry();
    ck_assert_uint_eq(scheduling().policy, SCHED_BATCH);
    ck_assert_uint_eq(scheduling().runtime_ns, before.runtime_ns);
}
END_TEST

MEMGLASS_SUITE("thread", test_who_hurries_takes_nobody_along,
               test_hurrying_is_no_more_of_the_processor, test_other_policies_stay)
