/* While sampling, no memory is asked for: neither malloc nor mmap, on the sampler's thread. */
#include "base/clock.h"
#include "sample/sampler.h"
#include "synthetic.h"
#include "unit.h"

#include <limits.h>
#include <memglass/producer.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#    define COUNTS 0
#elif defined(__has_feature)
#    if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#        define COUNTS 0
#    endif
#endif
#ifndef COUNTS
#    define COUNTS 1
#endif

/* Calls by threads other than the test's own, while counting. */
static pthread_t test_thread;
static _Atomic bool counting;
static _Atomic unsigned calls;

#if COUNTS /* the sanitizers have replaced malloc already */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *p, size_t size);

static void note(void)
{
    if (atomic_load(&counting) && !pthread_equal(pthread_self(), test_thread))
        atomic_fetch_add(&calls, 1);
}

void *malloc(size_t size)
{
    note();
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    note();
    return __libc_calloc(count, size);
}

void *realloc(void *p, size_t size)
{
    note();
    return __libc_realloc(p, size);
}

void *mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
    note();
    return (void *)syscall(SYS_mmap, at, size, protection, flags, fd, offset);
}
#endif

enum { WARM = 40, COUNTED = 80, TURNS = 10 };

static void take_next(struct sampler *sampler, struct snapshot *got)
{
    struct pollfd p = {.fd = sampler_fd(sampler), .events = POLLIN};
    ck_assert_int_eq(poll(&p, 1, 20000), 1);
    snapshot_release(got);
    ck_assert(sampler_take(sampler, got));
}

/* Calls made between two ticks of a running sampler. Before the first of them the screen stays
 * behind once, so that there is a buffer for when it does so again, on a busy machine. */
static unsigned count_calls(struct sampler *sampler, void (*work)(void *ctx, uint64_t tick),
                            void *ctx)
{
    struct snapshot got = {0}, behind = {0};
    uint64_t first;
    test_thread = pthread_self();
    atomic_store(&calls, 0);
    take_next(sampler, &behind);
    take_next(sampler, &behind);
    first = behind.cur->tick;
    do {
        take_next(sampler, &got);
        work(ctx, got.cur->tick);
        if (got.cur->tick < first + WARM || atomic_load(&counting))
            continue;
        snapshot_release(&behind);
        atomic_store(&counting, true);
    } while (got.cur->tick < first + WARM + COUNTED);
    atomic_store(&counting, false);
    snapshot_release(&got);
    return atomic_load(&calls);
}

/* A screen that stays behind takes a buffer more, which is given back later: on a busy machine not
 * each stretch is without. What asks at each tick does so in all of them. */
static unsigned fewest_calls(struct sampler *sampler, void (*work)(void *ctx, uint64_t tick),
                             void *ctx)
{
    unsigned fewest = UINT_MAX;
    for (int i = 0; i < TURNS && fewest; i++) {
        unsigned made = count_calls(sampler, work, ctx);
        fewest = made < fewest ? made : fewest;
    }
    return fewest;
}

static void churn(struct synth_source *s, uint64_t tick)
{
    struct synth_object objects[100];
    for (uint32_t i = 0; i < 100; i++)
        objects[i] = (struct synth_object){i, i % 3 ? 1 : (uint32_t)tick};
    synth_roster(&s->synth, objects, 100);
}

static int change(struct synth_source *s, struct frame *f)
{
    (void)s;
    for (size_t i = 0; i < f->roster->count; i++)
        synth_thing(f, i)->ops += i;
    return MEMGLASS_OK;
}

static void no_work(void *ctx, uint64_t tick)
{
    (void)ctx;
    (void)tick;
}

START_TEST(test_no_memory_is_asked_for_while_objects_come_and_go)
{
    struct synth_source source;
    struct sampler_options options = {.interval_ns = NS_PER_MS};
    struct history *history = history_create(1 << 20);
    synth_source_init(&source, history, change, NULL);
    source.before = churn;
    struct sampler *s = sampler_start_source(&source.source, history, &options, NULL);
    unsigned made = fewest_calls(s, no_work, NULL);
    sampler_stop(&s);
    ck_assert_uint_eq(made, 0);
}
END_TEST

struct program {
    memglass_session *session;
    struct thing *things[1000];
};

static void write_all(void *ctx, uint64_t tick)
{
    struct program *p = ctx;
    for (size_t i = 0; i < 1000; i++)
        p->things[i]->ops += tick;
}

START_TEST(test_no_memory_is_asked_for_by_a_live_session)
{
    char name[UNIT_NAME_BYTES];
    memglass_config config = {.name = unit_session_name(name, "steady")};
    struct sampler_options options = {.interval_ns = NS_PER_MS};
    struct program p = {.session = memglass_open(&config, NULL)};
    ck_assert_ptr_nonnull(p.session);
    for (size_t i = 0; i < 1000; i++) {
        p.things[i] = memglass_create_object(p.session, &thing_type, 1, NULL);
        ck_assert_ptr_nonnull(p.things[i]);
    }
    struct sampler *s = sampler_start(name, &options, NULL);
    ck_assert_ptr_nonnull(s);
    unsigned made = fewest_calls(s, write_all, &p);
    sampler_stop(&s);
    memglass_close(p.session);
    ck_assert_uint_eq(made, 0);
}
END_TEST

MEMGLASS_SUITE("sample/steady", test_no_memory_is_asked_for_while_objects_come_and_go,
               test_no_memory_is_asked_for_by_a_live_session)
