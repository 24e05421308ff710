/* A session that grows while an observer is mapping what it had: what is read then may lie in
 * regions that are newer than those that were asked for. Tests only; no layer. */
#include "unit.h"

#include "hooks.h"
#include "scenario.h"

#include <memglass/observer.h>
#include <memglass/producer.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

enum { RING = 256, MANY = 5000, LONG = 255, THREADS = 8 };

struct growing {
    char session[UNIT_NAME_BYTES], label[LONG + 1];
    memglass_session *s;
    memglass_observer *o;
    void *first;
    uint32_t regions; /* before it grew */
    int threads;      /* that are still to come */
};

static uint32_t regions_of(const struct growing *g)
{
    memglass_session_stats stats;
    memglass_stats(g->s, &stats);
    return stats.region_count;
}

static void begin(struct growing *g, const char *tag)
{
    unit_session_name(g->session, tag);
    memset(g->label, 'l', LONG);
    g->s = memglass_open(&(memglass_config){.name = g->session,
                                            .initial_region_bytes = 4096,
                                            .max_region_bytes = 16384,
                                            .reclaim_grace_ms = 1,
                                            .event_ring_entries = RING,
                                            .flags = MEMGLASS_NO_THREAD},
                         NULL);
    ck_assert_ptr_nonnull(g->s);
}

static void attach(struct growing *g)
{
    memglass_error err;
    g->o = memglass_attach(g->session, &err);
    ck_assert_msg(g->o != NULL, "%s", err.message);
}

static void end(struct growing *g)
{
    memglass_detach(g->o);
    memglass_close(g->s);
}

static void *create(struct growing *g, size_t count, const char *label)
{
    void *object = memglass_create_object(g->s, &scenario_triple, count, label);
    ck_assert_ptr_nonnull(object);
    return object;
}

/* It needs a region of its own, which the next refresh maps; meanwhile, that is done. */
static void grow_during_refresh(struct growing *g, void (*grow)(void *ctx))
{
    ck_assert_ptr_nonnull(memglass_create_object(g->s, &scenario_slab, 2, "slab"));
    g->regions = regions_of(g);
    hooks_meanwhile("shm_open", 1, grow, g);
    ck_assert_int_eq(memglass_refresh(g->o), 1);
    ck_assert_uint_gt(regions_of(g), g->regions);
}

static void expect_whole(struct growing *g)
{
    memglass_session_stats stats;
    memglass_object object;
    memglass_stats(g->s, &stats);
    ck_assert_int_ge(memglass_refresh(g->o), 0);
    ck_assert_uint_eq(memglass_object_count(g->o), stats.live_objects);
    ck_assert_uint_eq(memglass_type_count(g->o), stats.type_count);
    for (size_t i = 0; i < stats.live_objects; i++)
        ck_assert_int_eq(memglass_object_at(g->o, i, &object), MEMGLASS_OK);
}

/* In a region that is new. */
static void register_types(void *ctx)
{
    struct growing *g = ctx;
    for (uint32_t before = regions_of(g); regions_of(g) == before;)
        create(g, 1, NULL);
    for (int i = 0; i < SCENARIO_CHAIN; i++)
        ck_assert_int_eq(memglass_register(g->s, scenario_chain(i)), MEMGLASS_OK);
    ck_assert_ptr_nonnull(
        memglass_create_object(g->s, scenario_chain(SCENARIO_CHAIN - 1), 1, "of the last type"));
}

START_TEST(test_types_that_come_during_an_attach)
{
    struct growing g = {.o = NULL};
    begin(&g, "attach-types");
    g.regions = regions_of(&g);
    hooks_meanwhile("shm_open", 2, register_types, &g); /* it has its header */
    attach(&g);
    ck_assert_uint_gt(regions_of(&g), g.regions);
    expect_whole(&g);
    end(&g);
}
END_TEST

START_TEST(test_types_that_come_during_a_refresh)
{
    struct growing g = {.o = NULL};
    begin(&g, "refresh-types");
    attach(&g);
    grow_during_refresh(&g, register_types);
    expect_whole(&g);
    end(&g);
}
END_TEST

/* Rows of what is no object, so that none of them is a reason to map more. */
static void allocate_many(void *ctx)
{
    const struct growing *g = ctx;
    for (int i = 0; i < MANY; i++)
        ck_assert_ptr_nonnull(memglass_alloc(g->s, 16, 0));
}

START_TEST(test_rows_that_come_during_a_rescan)
{
    struct growing g = {.o = NULL};
    begin(&g, "rows");
    attach(&g);
    for (int i = 0; i < 2 * RING; i++)
        create(&g, 1, "many");
    grow_during_refresh(&g, allocate_many);
    expect_whole(&g);
    end(&g);
}
END_TEST

/* The row of the first object has another one, whose label lies in a region that is newer than the
 * event by which it is seen. */
static void give_row_to_another(void *ctx)
{
    struct growing *g = ctx;
    struct timespec now;
    uint32_t row = memglass_object_prefix(g->first)->index;
    clock_gettime(CLOCK_MONOTONIC, &now);
    ck_assert_int_eq(memglass_destroy(g->s, g->first), MEMGLASS_OK);
    for (int i = 0; i < 100; i++)
        create(g, 1, g->label);
    hooks_clock((uint64_t)(now.tv_sec + 60) * 1000000000);
    g->label[0] = 'L';
    void *other = create(g, 5, g->label);
    hooks_clock(0);
    ck_assert_uint_eq(memglass_object_prefix(other)->index, row);
}

START_TEST(test_a_label_that_is_newer_than_what_was_mapped)
{
    struct growing g = {.o = NULL};
    memglass_object object;
    begin(&g, "label");
    attach(&g);
    g.first = create(&g, 5, "first");
    grow_during_refresh(&g, give_row_to_another);
    ck_assert_int_eq(memglass_find(g.o, g.label, &object), MEMGLASS_OK);
    ck_assert_uint_eq(object.count, 5);
    expect_whole(&g);
    end(&g);
}
END_TEST

/* Each starts the next one before it ends, so that none goes on with another's tally. */
static void *create_in_threads(void *ctx)
{
    struct growing *g = ctx;
    pthread_t thread;
    create(g, 1, NULL);
    if (--g->threads == 0)
        return NULL;
    ck_assert_int_eq(pthread_create(&thread, NULL, create_in_threads, g), 0);
    pthread_join(thread, NULL);
    return NULL;
}

/* What threads have done is summed up of places that come with the threads. */
START_TEST(test_threads_that_come_later_are_counted)
{
    struct growing g = {.threads = THREADS};
    memglass_session_info info;
    begin(&g, "threads");
    attach(&g);
    uint32_t before = regions_of(&g);
    uint64_t created = 0;
    for (; regions_of(&g) < before + 8; created++)
        create(&g, 1, NULL);
    create_in_threads(&g);
    ck_assert_int_eq(memglass_session_info_get(g.o, &info), MEMGLASS_OK);
    ck_assert_uint_eq(info.created, created + THREADS);
    ck_assert_uint_eq(info.live_objects, created + THREADS);
    expect_whole(&g);
    end(&g);
}
END_TEST

MEMGLASS_SUITE("crash/growing", test_types_that_come_during_an_attach,
               test_types_that_come_during_a_refresh, test_rows_that_come_during_a_rescan,
               test_a_label_that_is_newer_than_what_was_mapped,
               test_threads_that_come_later_are_counted)
