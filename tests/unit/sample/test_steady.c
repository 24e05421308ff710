/* While sampling, no memory is asked for: neither malloc nor mmap, on the sampler's thread. */
#include "base/clock.h"
#include "sample/sampler.h"
#include "synthetic.h"
#include "unit.h"

#include <memglass/producer.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
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

/* Another source, which captures a frame when it is told to. A screen that stays behind takes a
 * buffer more (sample/pool.h), and that is asked for: here it never does, on whatever machine. */
struct paced {
    struct source source;
    struct source *inner;
    sem_t go;
};

static int paced_capture(struct source *source, const struct frame *prev, uint64_t tick,
                         const struct frame **out, memglass_error *err)
{
    struct paced *p = (struct paced *)source;
    while (sem_wait(&p->go) != 0)
        ;
    return p->inner->ops->capture(p->inner, prev, tick, out, err);
}

static void paced_cost(const struct source *source, struct source_cost *out)
{
    const struct paced *p = (const struct paced *)source;
    if (p->inner->ops->cost)
        p->inner->ops->cost(p->inner, out);
}

static void paced_close(struct source **source)
{
    struct paced *p = (struct paced *)*source;
    p->inner->ops->close(&p->inner);
    sem_destroy(&p->go);
    *source = NULL;
}

static struct sampler *start_paced(struct paced *p, struct source *inner, struct history *history)
{
    static const struct source_ops ops = {
        .capture = paced_capture, .cost = paced_cost, .close = paced_close};
    struct sampler_options options = {.interval_ns = NS_PER_MS};
    *p = (struct paced){.source = {.ops = &ops}, .inner = inner};
    ck_assert_ptr_nonnull(inner);
    sem_init(&p->go, 0, 0);
    struct sampler *s = sampler_start_source(&p->source, history, &options, NULL);
    ck_assert_ptr_nonnull(s);
    return s;
}

static void take_next(struct sampler *sampler, struct paced *paced, struct snapshot *got)
{
    struct pollfd p = {.fd = sampler_fd(sampler), .events = POLLIN};
    sem_post(&paced->go);
    ck_assert_int_eq(poll(&p, 1, 20000), 1);
    snapshot_release(got);
    ck_assert(sampler_take(sampler, got));
}

enum { WARM = 40, COUNTED = COUNTS ? 800 : 40 }; /* where nothing is counted, it only runs */

/* Calls made between two ticks of a sampler, which is stopped. */
static unsigned count_calls(struct sampler *sampler, struct paced *paced,
                            void (*work)(void *ctx, uint64_t tick), void *ctx)
{
    struct snapshot got = {0};
    test_thread = pthread_self();
    atomic_store(&calls, 0);
    for (uint64_t tick = 1; tick <= WARM + COUNTED; tick++) {
        take_next(sampler, paced, &got);
        ck_assert_uint_eq(got.cur->tick, tick);
        work(ctx, tick);
        atomic_store(&counting, tick >= WARM);
    }
    atomic_store(&counting, false);
    snapshot_release(&got);
    sem_post(&paced->go);
    sampler_stop(&sampler);
    return atomic_load(&calls);
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
    struct paced paced;
    struct history *history = history_create(1 << 20);
    synth_source_init(&source, history, change, NULL);
    source.before = churn;
    struct sampler *s = start_paced(&paced, &source.source, history);
    ck_assert_uint_eq(count_calls(s, &paced, no_work, NULL), 0);
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

#define BUDGET (UINT64_C(64) << 20) /* as usual */

START_TEST(test_no_memory_is_asked_for_by_a_live_session)
{
    char name[UNIT_NAME_BYTES];
    memglass_config config = {.name = unit_session_name(name, "steady")};
    struct paced paced;
    struct program p = {.session = memglass_open(&config, NULL)};
    ck_assert_ptr_nonnull(p.session);
    for (size_t i = 0; i < 1000; i++) {
        p.things[i] = memglass_create_object(p.session, &thing_type, 1, NULL);
        ck_assert_ptr_nonnull(p.things[i]);
    }
    struct history *history = history_create(BUDGET);
    const struct source_live_options options = {.history = history, .first_bytes = BUDGET};
    struct sampler *s = start_paced(&paced, source_live_open(name, &options, NULL), history);
    ck_assert_uint_eq(count_calls(s, &paced, write_all, &p), 0);
    memglass_close(p.session);
}
END_TEST

MEMGLASS_SUITE("sample/steady", test_no_memory_is_asked_for_while_objects_come_and_go,
               test_no_memory_is_asked_for_by_a_live_session)
