/* Time by the processor's counter. Layer 0. */
#include "base/counter.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define SHORTEST_NS UINT64_C(50000) /* to measure over: a reading is some 50 ns off */
#define SHARPNESS   256             /* the rate is that sharp at least */
#define TRIES       4
#define CLOSE_NS    2000 /* two readings that nothing came between */

/* More than any other thread can have raised the offset meanwhile. */
#define STOOD_STILL_NS (INT64_C(1000000))

#define SOURCE "/sys/devices/system/clocksource/clocksource0/current_clocksource"

/* The kernel takes its time from the counter: it has found that it runs evenly, at all times, and
 * alike on all processors. */
static bool is_trusted(void)
{
    char source[8] = "";
    int fd = COUNTER_EXISTS ? open(SOURCE, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0)
        return false;
    ssize_t length = read(fd, source, sizeof source - 1);
    close(fd);
    return length == 4 && memcmp(source, "tsc\n", 4) == 0;
}

void counter_init(struct counter *c, uint64_t now_ns)
{
    *c = (struct counter){.first_ns = now_ns, .first = counter_read()};
}

static uint64_t since(const struct counter *c, uint64_t now_ns)
{
    return now_ns > c->first_ns ? now_ns - c->first_ns : 0;
}

/* The kernel's time, and the counter within so many counts of it. */
struct pair {
    uint64_t ns, count, width;
};

/* The closest of a few: a thread may be held up between the two. */
static struct pair closest_pair(void)
{
    struct pair best = {.width = UINT64_MAX};
    for (int i = 0; i < TRIES; i++) {
        uint64_t before = counter_read(), ns = clock_monotonic_ns(), after = counter_read();
        if (after - before < best.width)
            best = (struct pair){ns, before, after - before};
    }
    return best;
}

void counter_measure(struct counter *c)
{
    if (!is_trusted())
        return;
    struct pair from = closest_pair(), to;
    do
        to = closest_pair();
    while (to.ns < from.ns + SHORTEST_NS);
    uint64_t passed = to.ns - from.ns, counts = to.count - from.count;
    if (passed >= UINT32_MAX || (from.width + to.width) * SHARPNESS >= counts)
        return; /* so slow a start tells nothing */
    uint64_t rate = (passed << 32) / counts;
    c->rate = rate - rate / 64;
    c->holds = (NS_PER_MS << 32) / rate;
}

static struct counter_reading read_both(const struct counter *c)
{
    struct counter_reading r = {.close = false};
    uint64_t close = c->holds / (NS_PER_MS / CLOSE_NS);
    for (int i = 0; i < TRIES && !r.close; i++) {
        uint64_t before = counter_read();
        r.now_ns = since(c, clock_monotonic_ns());
        r.count = counter_read();
        r.close = r.count - before < close;
    }
    return r;
}

/* The offset is not set below what another thread has found since; unless the kernel's clock stood
 * still, of which a reading that is not close says nothing. */
static int64_t correct(struct counter *c, int64_t now, int64_t passed, bool close)
{
    int64_t offset = __atomic_load_n(&c->offset, __ATOMIC_RELAXED);
    while (offset + passed < now || (close && offset + passed > now + STOOD_STILL_NS))
        if (__atomic_compare_exchange_n(&c->offset, &offset, now - passed, false, __ATOMIC_RELAXED,
                                        __ATOMIC_RELAXED))
            return now;
    return offset + passed;
}

/* A thread that was held up between the two asks again at its next turn; this time it is told what
 * others are, if that is not ahead of the kernel's clock. */
uint64_t counter_learn(struct counter *c, struct counter_view *v, const struct counter_reading *r)
{
    int64_t passed = counter_passed(c, r->count);
    uint64_t now = (uint64_t)correct(c, (int64_t)r->now_ns, passed, r->close);
    uint64_t most = r->close ? now : since(c, clock_monotonic_ns());
    v->asked = r->close ? r->count : r->count - c->holds;
    now = now < most ? now : most;
    if (now <= v->last)
        now = v->last + 1;
    return v->last = now;
}

uint64_t counter_ask(struct counter *c, struct counter_view *v)
{
    if (!c->holds)
        return since(c, clock_monotonic_ns());
    struct counter_reading both = read_both(c);
    return counter_learn(c, v, &both);
}
