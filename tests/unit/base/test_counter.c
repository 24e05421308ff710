/* Time by the processor's counter: as the kernel tells it, and always going up. */
#include "unit.h"

#include "base/counter.h"

#include <pthread.h>

enum { READINGS = 200000, READERS = 4 };

static struct counter started(void)
{
    struct counter c;
    counter_init(&c, clock_monotonic_ns());
    counter_measure(&c);
    return c;
}

/* Not ahead of the kernel's clock, and not far behind: a reading that something came between, as on
 * a busy machine, says nothing. */
START_TEST(test_it_is_the_kernels_time)
{
    struct counter c = started();
    struct counter_view v = {0};
    uint64_t close = 0;
    for (int i = 0; i < READINGS; i++) {
        uint64_t before = clock_monotonic_ns() - c.first_ns;
        uint64_t told = counter_now_ns(&c, &v);
        uint64_t after = clock_monotonic_ns() - c.first_ns;
        ck_assert_msg(told <= after + 1000, "%llu ns ahead", (unsigned long long)(told - after));
        close += told + COUNTER_LAG_NS + 1000 >= before;
    }
    ck_assert_uint_ge(close, READINGS / 2);
}
END_TEST

START_TEST(test_each_time_is_later_than_the_one_before)
{
    struct counter c = started();
    struct counter_view v = {0};
    for (uint64_t i = 0, last = 0; i < READINGS; i++) {
        uint64_t told = counter_now_ns(&c, &v);
        ck_assert_uint_gt(told, last);
        last = told;
    }
}
END_TEST

/* A processor reads the counter while it still waits for loads that come before: for as long as
 * the slowest of them takes, which no test can bound. What is said here is that nothing else makes
 * a time go back. */
static void wait_for_loads(void)
{
#if COUNTER_EXISTS
    __builtin_ia32_lfence();
#endif
}

/* What threads hand on to each other: the newest time of all. */
struct relay {
    struct counter clock;
    uint64_t newest;
    uint64_t back;
};

static void *take_part(void *arg)
{
    struct relay *r = arg;
    struct counter_view v = {0};
    for (int i = 0; i < READINGS; i++) {
        uint64_t known = __atomic_load_n(&r->newest, __ATOMIC_ACQUIRE);
        wait_for_loads();
        uint64_t told = counter_now_ns(&r->clock, &v);
        if (told < known)
            __atomic_add_fetch(&r->back, 1, __ATOMIC_RELAXED);
        while (known < told && !__atomic_compare_exchange_n(&r->newest, &known, told, false,
                                                            __ATOMIC_RELEASE, __ATOMIC_ACQUIRE))
            ;
    }
    return NULL;
}

START_TEST(test_time_goes_up_from_thread_to_thread)
{
    struct relay r = {.clock = started()};
    pthread_t threads[READERS];
    for (int i = 0; i < READERS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, take_part, &r), 0);
    for (int i = 0; i < READERS; i++)
        pthread_join(threads[i], NULL);
    ck_assert_uint_eq(r.back, 0);
}
END_TEST

/* A machine that was suspended: the counter ran on for an hour, the kernel's clock did not. */
START_TEST(test_a_clock_that_stood_still_is_followed)
{
    struct counter c = started();
    struct counter_view v = {0};
    if (!c.holds)
        return; /* the kernel is asked each time */
    uint64_t hour = c.holds * 3600000;
    c.first -= hour; /* as if it had begun so many counts ago */
    uint64_t told = counter_now_ns(&c, &v), truth = clock_monotonic_ns() - c.first_ns;
    ck_assert_uint_le(told, truth);
    ck_assert_uint_le(counter_now_ns(&c, &v), clock_monotonic_ns() - c.first_ns + 1000);
}
END_TEST

/* A thread that was stopped for longer than any reading takes, between the kernel's clock and the
 * counter: that is no clock that stood still, and other threads' times do not go back. */
START_TEST(test_a_thread_that_is_held_up_sets_no_clock_back)
{
    struct counter c = started();
    struct counter_view held = {0}, other = {0}, later = {0};
    if (!c.holds)
        return;
    c.first -= 1000 * c.holds; /* as if it had begun a second ago */
    c.first_ns -= NS_PER_SEC;
    uint64_t told = counter_now_ns(&c, &other);
    struct counter_reading reading = {.now_ns = told, .count = counter_read() + 3600000 * c.holds};
    ck_assert_uint_ge(counter_learn(&c, &held, &reading), told);
    later.asked = counter_read();
    uint64_t after = counter_now_ns(&c, &later);
    ck_assert_uint_ge(after + COUNTER_LAG_NS, told);
    ck_assert_uint_le(after, clock_monotonic_ns() - c.first_ns + 1000);
    ck_assert_uint_ge(counter_read() - held.asked, c.holds);
}
END_TEST

/* What it is told is no later than what others are told by the counter, which is behind the
 * kernel's clock. */
START_TEST(test_a_thread_that_is_held_up_is_not_ahead_of_others)
{
    struct counter c = started();
    struct counter_view held = {0}, other = {0};
    if (!c.holds)
        return;
    counter_now_ns(&c, &other);
    c.offset -= 20000;
    struct counter_reading reading = {.now_ns = clock_monotonic_ns() - c.first_ns,
                                      .count = counter_read()};
    uint64_t told = counter_learn(&c, &held, &reading);
    other = (struct counter_view){.asked = counter_read()};
    ck_assert_uint_ge(counter_now_ns(&c, &other) + 1000, told);
}
END_TEST

START_TEST(test_without_a_counter_the_kernel_is_asked)
{
    struct counter c;
    struct counter_view v = {0};
    counter_init(&c, clock_monotonic_ns()); /* not measured: as where there is none to trust */
    for (int i = 0; i < 1000; i++) {
        uint64_t before = clock_monotonic_ns() - c.first_ns, told = counter_now_ns(&c, &v);
        ck_assert_uint_ge(told, before);
        ck_assert_uint_le(told, clock_monotonic_ns() - c.first_ns);
    }
}
END_TEST

MEMGLASS_SUITE("base/counter", test_it_is_the_kernels_time,
               test_each_time_is_later_than_the_one_before, test_time_goes_up_from_thread_to_thread,
               test_a_clock_that_stood_still_is_followed,
               test_a_thread_that_is_held_up_sets_no_clock_back,
               test_a_thread_that_is_held_up_is_not_ahead_of_others,
               test_without_a_counter_the_kernel_is_asked)
