/* What each thread has in hand of a session: no lock, nothing lost when it ends, nothing touched of
 * a session that is closed. */
#include "fixture.h"

#include "producer/session.h"

#include <pthread.h>
#include <sched.h>

enum { MANY = 200, TIMEOUT_MS = 20000 };

static void run(void *(*work)(void *), void *arg)
{
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, work, arg), 0);
    pthread_join(thread, NULL);
}

static uint64_t rows_of(const memglass_session *s)
{
    return s->store.used[FORMAT_TABLE_objects];
}

/* The lock is not recursive: who took it would wait for ever. */
START_TEST(test_what_is_in_hand_is_used_without_the_lock)
{
    memglass_session *s = open_session("nolock");
    struct cell *cells[MANY];
    for (int i = 0; i < MANY; i++)
        cells[i] = new_cell(s, "c");
    ck_assert_uint_ge(rows_of(s), MANY + 20);
    pthread_mutex_lock(&s->lock);
    for (int i = 0; i < 20; i++) {
        ck_assert_int_eq(memglass_destroy(s, cells[i]), MEMGLASS_OK);
        cells[i] = new_cell(s, "again");
        ck_assert_ptr_nonnull(cells[i]);
    }
    pthread_mutex_unlock(&s->lock);
    ck_assert_uint_eq(stats_of(s).live_objects, MANY);
    memglass_close(s);
}
END_TEST

static void *make_twenty(void *s)
{
    for (int i = 0; i < 20; i++)
        new_cell(s, "c");
    return NULL;
}

/* 1, 2, 4, 8 and 16 rows are 11 more than it used; another's label granules, too. */
START_TEST(test_what_an_ended_thread_had_in_hand_is_used)
{
    memglass_session *s = open_session("ended");
    run(make_twenty, s);
    uint64_t rows = rows_of(s);
    ck_assert_uint_eq(rows, 31);
    for (int i = 0; i < 11; i++)
        new_cell(s, "c");
    ck_assert_uint_eq(rows_of(s), rows);
    memglass_close(s);
}
END_TEST

START_TEST(test_threads_one_after_the_other_share_a_tally)
{
    memglass_session *s = open_session("tally");
    for (int i = 0; i < 20; i++)
        run(make_twenty, s);
    ck_assert_uint_eq(stats_of(s).created, 400);
    ck_assert_uint_le(s->store.used[FORMAT_TABLE_tallies], 2);
    memglass_close(s);
}
END_TEST

struct pair {
    memglass_session *s;
    pthread_barrier_t step;
    struct cell *cells[MANY];
    size_t next, failed;
};

static void *end_ten_and_sleep(void *arg)
{
    struct pair *p = arg;
    for (int i = 0; i < 10; i++)
        memglass_destroy(p->s, p->cells[i]);
    pthread_barrier_wait(&p->step);
    pthread_barrier_wait(&p->step);
    return NULL;
}

static bool ten_reclaimed(void *s)
{
    memglass_reclaim(s);
    return stats_of(s).reclaimed == 10;
}

START_TEST(test_what_a_sleeping_thread_has_ended_is_reclaimed)
{
    struct pair p = {.s = open_session("sleeper")};
    pthread_t thread;
    for (int i = 0; i < 10; i++)
        p.cells[i] = new_cell(p.s, "c");
    pthread_barrier_init(&p.step, NULL, 2);
    ck_assert_int_eq(pthread_create(&thread, NULL, end_ten_and_sleep, &p), 0);
    pthread_barrier_wait(&p.step);
    ck_assert(unit_wait(ten_reclaimed, p.s, TIMEOUT_MS));
    pthread_barrier_wait(&p.step);
    pthread_join(thread, NULL);
    pthread_barrier_destroy(&p.step);
    memglass_close(p.s);
}
END_TEST

static void *outlive(void *arg)
{
    struct pair *p = arg;
    make_twenty(p->s);
    pthread_barrier_wait(&p->step);
    pthread_barrier_wait(&p->step); /* the session is closed, and another is open */
    make_twenty(p->s);
    return NULL;
}

START_TEST(test_a_thread_outlives_the_session_it_has_in_hand)
{
    struct pair p = {.s = open_session("closed")};
    pthread_t thread;
    pthread_barrier_init(&p.step, NULL, 2);
    ck_assert_int_eq(pthread_create(&thread, NULL, outlive, &p), 0);
    pthread_barrier_wait(&p.step);
    memglass_close(p.s);
    p.s = open_session("closed");
    pthread_barrier_wait(&p.step);
    pthread_join(thread, NULL);
    ck_assert_uint_eq(stats_of(p.s).live_objects, 20);
    pthread_barrier_destroy(&p.step);
    memglass_close(p.s);
}
END_TEST

/* More sessions than a thread has hands for, in turn. */
START_TEST(test_a_thread_may_go_about_with_many_sessions)
{
    enum { SESSIONS = 7, TURNS = 30 };
    memglass_session *s[SESSIONS];
    char tag[16];
    for (int i = 0; i < SESSIONS; i++) {
        snprintf(tag, sizeof tag, "many-%d", i);
        s[i] = open_session(tag);
    }
    for (int turn = 0; turn < TURNS; turn++)
        for (int i = 0; i < SESSIONS; i++)
            ck_assert_ptr_nonnull(new_cell(s[i], "c"));
    for (int i = 0; i < SESSIONS; i++) {
        ck_assert_uint_eq(stats_of(s[i]).live_objects, TURNS);
        ck_assert_uint_eq(rows_of(s[i]), 31); /* none was lost on the way */
        memglass_close(s[i]);
    }
}
END_TEST

static void *end_all(void *arg)
{
    struct pair *p = arg;
    pthread_barrier_wait(&p->step);
    for (int i = 0; i < MANY; i++)
        if (memglass_destroy(p->s, p->cells[i]) != MEMGLASS_OK)
            __atomic_add_fetch(&p->failed, 1, __ATOMIC_RELAXED);
    return NULL;
}

START_TEST(test_of_two_threads_that_end_an_object_one_does)
{
    struct pair p = {.s = open_session("twice")};
    pthread_t threads[2];
    for (int turn = 1; turn <= 50; turn++) {
        p.failed = 0;
        for (int i = 0; i < MANY; i++)
            p.cells[i] = new_cell(p.s, "c");
        pthread_barrier_init(&p.step, NULL, 2);
        for (int i = 0; i < 2; i++)
            ck_assert_int_eq(pthread_create(&threads[i], NULL, end_all, &p), 0);
        for (int i = 0; i < 2; i++)
            pthread_join(threads[i], NULL);
        pthread_barrier_destroy(&p.step);
        ck_assert_uint_eq(p.failed, MANY);
        ck_assert_uint_eq(stats_of(p.s).live_objects, 0);
        ck_assert_uint_eq(stats_of(p.s).destroyed, (uint64_t)turn * MANY);
    }
    memglass_close(p.s);
}
END_TEST

/* One thread makes, another ends: the slots of the ring between them. */
static void *end_what_comes(void *arg)
{
    struct pair *p = arg;
    for (int i = 0; i < 20000; i++) {
        struct cell **from = &p->cells[i % MANY], *cell;
        while (!(cell = __atomic_exchange_n(from, NULL, __ATOMIC_ACQUIRE)))
            sched_yield();
        p->failed += memglass_destroy(p->s, cell) != MEMGLASS_OK;
    }
    return NULL;
}

START_TEST(test_one_thread_may_make_what_another_ends)
{
    struct pair p = {.s = open_session("handed")};
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, end_what_comes, &p), 0);
    for (int i = 0; i < 20000; i++) {
        struct cell *none = NULL, *cell = new_cell(p.s, i % 2 ? "odd" : NULL);
        ck_assert_ptr_nonnull(cell);
        while (!__atomic_compare_exchange_n(&p.cells[i % MANY], &none, cell, false,
                                            __ATOMIC_RELEASE, __ATOMIC_RELAXED)) {
            none = NULL;
            sched_yield();
        }
    }
    pthread_join(thread, NULL);
    ck_assert_uint_eq(p.failed, 0);
    ck_assert_uint_eq(stats_of(p.s).live_objects, 0);
    memglass_close(p.s);
}
END_TEST

/* Their numbers are claimed together: none is left out, and none told twice. */
START_TEST(test_rows_that_are_freed_together_have_an_event_each)
{
    enum { FREED = 150 };
    memglass_session *s = open_session("together");
    const struct store *store = &s->store;
    struct cell *cells[FREED];
    bool told[FREED] = {false};
    for (int i = 0; i < FREED; i++)
        cells[i] = new_cell(s, NULL);
    for (int i = 0; i < FREED; i++)
        ck_assert_int_eq(memglass_destroy(s, cells[i]), MEMGLASS_OK);
    uint64_t first = load_relaxed_64(&store->header->ring_head);
    for (int freed = 0; freed < FREED;)
        freed += (int)memglass_reclaim(s);
    ck_assert_uint_eq(load_relaxed_64(&store->header->ring_head), first + FREED);
    ck_assert_uint_eq(load_relaxed_64(&store->tally->reclaimed), FREED);
    for (uint64_t n = first; n < first + FREED; n++) {
        const struct format_event *e = &store->ring[n % store->limits.ring_entries];
        uint32_t index = (uint32_t)e->where;
        ck_assert_uint_lt(index, FREED);
        ck_assert_uint_eq(e->where, format_event_where(n, index));
        ck_assert_uint_eq(e->what, format_event_what(n, FORMAT_EVENT_RECLAIMED, 0));
        ck_assert(!told[index]);
        told[index] = true;
    }
    memglass_close(s);
}
END_TEST

/* More than a hand has room for. Each is free once: it would be two objects' otherwise. */
START_TEST(test_ending_many_in_a_row_loses_none)
{
    enum { COUNT = 4 * HAND_ENDED + 3 };
    static struct cell *cells[COUNT];
    memglass_session *s = open_session("row");
    for (int i = 0; i < COUNT; i++)
        cells[i] = new_cell(s, "c");
    uint64_t rows = rows_of(s);
    for (int i = 0; i < COUNT; i++)
        ck_assert_int_eq(memglass_destroy(s, cells[i]), MEMGLASS_OK);
    while (stats_of(s).reclaimed < COUNT)
        memglass_reclaim(s);
    for (int i = 0; i < COUNT; i++)
        (cells[i] = new_cell(s, "again"))->words[0] = (uint64_t)i;
    for (int i = 0; i < COUNT; i++)
        ck_assert_uint_eq(cells[i]->words[0], (uint64_t)i);
    ck_assert_uint_eq(rows_of(s), rows);
    ck_assert_uint_eq(stats_of(s).reclaimed, COUNT);
    memglass_close(s);
}
END_TEST

struct making {
    memglass_session *s;
    uint32_t thread;
    struct cell *cell;
};

static void *make_here(void *arg)
{
    struct making *m = arg;
    m->thread = shm_thread_id();
    m->cell = memglass_create_object_at(m->s, &cell_type, 1, "c", "here:1");
    return NULL;
}

/* It gets the hand of one that has ended, but not what that one knew. */
START_TEST(test_each_thread_is_told_as_the_creator)
{
    struct making m = {.s = open_session("creator")};
    for (int i = 0; i < 3; i++) {
        run(make_here, &m);
        uint32_t index = memglass_object_prefix(m.cell)->index;
        const struct format_origin *origin =
            table_entry(&m.s->store, FORMAT_TABLE_origins, detail_at(&m.s->store, index)->origin);
        ck_assert_uint_eq(origin->thread, m.thread);
    }
    memglass_close(m.s);
}
END_TEST

MEMGLASS_SUITE("producer/hands", test_ending_many_in_a_row_loses_none,
               test_each_thread_is_told_as_the_creator,
               test_what_is_in_hand_is_used_without_the_lock,
               test_what_an_ended_thread_had_in_hand_is_used,
               test_threads_one_after_the_other_share_a_tally,
               test_what_a_sleeping_thread_has_ended_is_reclaimed,
               test_a_thread_outlives_the_session_it_has_in_hand,
               test_a_thread_may_go_about_with_many_sessions,
               test_of_two_threads_that_end_an_object_one_does,
               test_one_thread_may_make_what_another_ends,
               test_rows_that_are_freed_together_have_an_event_each)
