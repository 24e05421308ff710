/* Objects: what create, destroy, alloc, adopt and reclaim promise. */
#include "fixture.h"
#include "producer/session.h"

#include <memglass/observer.h>
#include <pthread.h>

START_TEST(test_create_gives_zeroed_aligned_memory)
{
    memglass_session *s = open_session("zero");
    for (int i = 0; i < 1000; i++) {
        struct cell *c = new_cell(s, "c"), zero = {0};
        if (!c || (uintptr_t)c % 16 || memcmp(c, &zero, sizeof zero) != 0)
            ck_abort_msg("object %d is not zeroed or not aligned", i);
        memset(c, 0xff, sizeof *c);
    }
    memglass_close(s);
}
END_TEST

START_TEST(test_neighbours_lie_one_after_the_other)
{
    memglass_session *s = open_session("run");
    char *first = (char *)new_cell(s, NULL);
    for (int i = 1; i < 1000; i++)
        if ((char *)new_cell(s, NULL) != first + i * 80)
            ck_abort_msg("object %d lies elsewhere", i);
    memglass_close(s);
}
END_TEST

/* Prefix, canary, row and detail together stay under 64 bytes an object. */
START_TEST(test_bookkeeping_stays_under_64_bytes)
{
    memglass_session *s = open_session("small");
    uint64_t before = stats_of(s).region_bytes, count = 200000;
    for (uint64_t i = 0; i < count; i++)
        new_cell(s, NULL);
    memglass_session_stats after = stats_of(s);
    ck_assert_uint_eq(after.live_objects, count);
    ck_assert_uint_eq(after.payload_bytes, count * sizeof(struct cell));
    /* Regions double, so at most twice what is used has been reserved. */
    ck_assert_uint_lt((after.region_bytes - before) / 2, count * (64 + 64));
    memglass_close(s);
}
END_TEST

START_TEST(test_nothing_moves_while_tables_and_regions_grow)
{
    memglass_session *s = open_session("grow");
    enum { COUNT = 50000 };
    static struct cell *cells[COUNT];
    for (uint64_t i = 0; i < COUNT; i++) {
        cells[i] = new_cell(s, NULL);
        cells[i]->words[7] = i;
    }
    ck_assert_uint_gt(stats_of(s).region_count, 2);
    for (uint64_t i = 0; i < COUNT; i++)
        if (cells[i]->words[7] != i)
            ck_abort_msg("object %lu has moved", (unsigned long)i);
    memglass_close(s);
}
END_TEST

START_TEST(test_destroy_refuses_what_is_no_object)
{
    memglass_session *s = open_session("refuse");
    struct cell *c = new_cell(s, "c"), local;
    memglass_error err;
    ck_assert_int_eq(memglass_destroy(s, NULL), MEMGLASS_E_NOTOBJECT);
    ck_assert_int_eq(memglass_destroy(s, &local), MEMGLASS_E_NOTOBJECT);
    ck_assert_int_eq(memglass_destroy(s, &c->words[2]), MEMGLASS_E_NOTOBJECT);
    ck_assert_int_eq(memglass_destroy(s, c), MEMGLASS_OK);
    ck_assert_int_eq(memglass_destroy(s, c), MEMGLASS_E_NOTOBJECT);
    ck_assert_int_eq(memglass_last_error(s, &err), MEMGLASS_E_NOTOBJECT);
    ck_assert_ptr_nonnull(strstr(err.message, "not a live object"));
    ck_assert_uint_eq(stats_of(s).failures, 4);
    memglass_close(s);
}
END_TEST

static bool reclaimed(void *ctx)
{
    return memglass_reclaim(ctx) > 0;
}

START_TEST(test_memory_is_reused_only_after_the_grace_period)
{
    char name[UNIT_NAME_BYTES];
    memglass_error err;
    memglass_session *s = memglass_open(
        &(memglass_config){.name = unit_session_name(name, "grace"), .reclaim_grace_ms = 3600000},
        &err);
    struct cell *c = new_cell(s, "c");
    c->words[0] = 7;
    memglass_destroy(s, c);
    ck_assert_uint_eq(memglass_reclaim(s), 0);
    ck_assert_ptr_ne(new_cell(s, "d"), c);
    ck_assert_uint_eq(c->words[0], 7);
    memglass_close(s);

    s = open_session("grace");
    c = new_cell(s, "c");
    c->words[0] = 7;
    memglass_destroy(s, c);
    ck_assert(unit_wait(reclaimed, s, 20000));
    struct cell *again = new_cell(s, "d");
    ck_assert_ptr_eq(again, c);
    ck_assert_uint_eq(again->words[0], 0);
    memglass_close(s);
}
END_TEST

START_TEST(test_churn_does_not_grow_memory)
{
    memglass_session *s = open_session("churn");
    enum { LIVE = 500 };
    struct cell *cells[LIVE];
    char label[32];
    for (int i = 0; i < LIVE; i++)
        cells[i] = new_cell(s, "first");
    uint64_t before = 0;
    for (int round = 0; round < 400; round++) {
        for (int i = 0; i < LIVE; i++) {
            if (memglass_destroy(s, cells[i]))
                ck_abort_msg("object %d of round %d cannot be destroyed", i, round);
            snprintf(label, sizeof label, "object_%d_%d", round, i);
            cells[i] = new_cell(s, label);
        }
        memglass_session_stats now = stats_of(s);
        /* However fast the machine is by now, no more wait for the grace period than before. */
        if (now.destroyed - now.reclaimed > 10 * LIVE)
            ck_assert(unit_wait(reclaimed, s, 20000));
        if (round == 150)
            before = now.region_bytes;
    }
    ck_assert_uint_eq(stats_of(s).live_objects, LIVE);
    ck_assert_uint_le(stats_of(s).region_bytes, before * 2);
    memglass_close(s);
}
END_TEST

START_TEST(test_adopt_shows_allocated_memory_as_an_object)
{
    memglass_session *s = open_session("adopt");
    void *mem = memglass_alloc(s, 3 * sizeof(struct cell), 256);
    ck_assert_uint_eq((uintptr_t)mem % 256, 0);
    ck_assert_uint_eq(stats_of(s).live_objects, 0);
    ck_assert_int_eq(memglass_adopt(s, mem, &cell_type, 4, "four"), MEMGLASS_E_SIZE);
    ck_assert_int_eq(memglass_adopt(s, mem, &cell_type, 3, "three"), MEMGLASS_OK);
    ck_assert_int_eq(memglass_adopt(s, mem, &cell_type, 3, "again"), MEMGLASS_E_NOTOBJECT);
    ck_assert_uint_eq(stats_of(s).live_objects, 1);
    ck_assert_int_eq(memglass_destroy(s, mem), MEMGLASS_OK);
    void *unused = memglass_alloc(s, 100, 0);
    ck_assert_int_eq(memglass_destroy(s, unused), MEMGLASS_OK);
    ck_assert_uint_eq(stats_of(s).destroyed, 1);
    ck_assert_ptr_null(memglass_alloc(s, 100, 24));
    ck_assert_ptr_null(memglass_alloc(s, 0, 0));
    memglass_close(s);
}
END_TEST

/* Blocks are larger than what was asked for. What lies behind that is not zeroed, and the library's
 * check word is there. */
START_TEST(test_no_more_is_adopted_than_was_asked_for)
{
    memglass_session *s = open_session("adopt-more");
    struct cell *cells = memglass_alloc(s, 1000 * sizeof *cells + 1, 0);
    ck_assert_int_eq(memglass_adopt(s, cells, &cell_type, 1001, "more"), MEMGLASS_E_SIZE);
    ck_assert_int_eq(memglass_adopt(s, cells, &cell_type, 1000, "all of it"), MEMGLASS_OK);
    ck_assert_int_eq(memglass_destroy(s, cells), MEMGLASS_OK);
    memglass_close(s);
}
END_TEST

START_TEST(test_labels_are_kept_whole_or_refused)
{
    memglass_session *s = open_session("labels");
    char label[300];
    memset(label, 'x', sizeof label);
    label[255] = '\0';
    ck_assert_ptr_nonnull(new_cell(s, label));
    label[255] = 'x';
    label[256] = '\0';
    ck_assert_ptr_null(new_cell(s, label));
    ck_assert_ptr_null(new_cell(s, ""));
    ck_assert_int_eq(memglass_last_error(s, NULL), MEMGLASS_E_INVALID);
    memglass_close(s);
}
END_TEST

/* Labels are put together by loads that overlap: each length has its own. */
START_TEST(test_labels_of_each_length_are_read_as_they_were_given)
{
    char name[UNIT_NAME_BYTES], label[MEMGLASS_LABEL_MAX + 1];
    memglass_session *s = open_named(unit_session_name(name, "lengths"), MEMGLASS_NO_THREAD);
    memglass_observer *o = memglass_attach(name, NULL);
    ck_assert_ptr_nonnull(o);
    for (size_t length = 1; length <= MEMGLASS_LABEL_MAX; length++) {
        memglass_object found;
        for (size_t i = 0; i < length; i++)
            label[i] = (char)('!' + (i * 7 + length) % 90);
        label[length] = '\0';
        struct cell *c = new_cell(s, label);
        ck_assert_ptr_nonnull(c);
        memglass_refresh(o);
        ck_assert_int_eq(memglass_find(o, label, &found), MEMGLASS_OK);
        ck_assert_str_eq(found.label, label);
        ck_assert_int_eq(memglass_destroy(s, c), MEMGLASS_OK); /* the next takes its storage */
        while (memglass_reclaim(s) == 0)
            ;
    }
    memglass_detach(o);
    memglass_close(s);
}
END_TEST

/* Zeroed by more than a word at a time: what is left of each size. */
START_TEST(test_memory_that_is_used_again_is_zeroed_to_its_end)
{
    memglass_session *s = open_session("zeroed");
    for (size_t size = 1; size <= 200; size++) {
        unsigned char *first = memglass_alloc(s, size, 0);
        memset(first, 0xff, size);
        ck_assert_int_eq(memglass_destroy(s, first), MEMGLASS_OK);
        while (memglass_reclaim(s) == 0)
            ;
        unsigned char *again = memglass_alloc(s, size, 0);
        ck_assert_ptr_eq(again, first);
        for (size_t i = 0; i < size; i++)
            ck_assert_uint_eq(again[i], 0);
        ck_assert_int_eq(memglass_destroy(s, again), MEMGLASS_OK);
        while (memglass_reclaim(s) == 0)
            ;
    }
    ck_assert_uint_eq(memglass_damage(s, NULL), 0);
    memglass_close(s);
}
END_TEST

START_TEST(test_the_last_failure_outlives_a_success)
{
    memglass_session *s = open_session("last");
    memglass_error err;
    ck_assert_ptr_null(new_cell(s, ""));
    ck_assert_int_eq(memglass_destroy(s, new_cell(s, "fine")), MEMGLASS_OK);
    ck_assert_int_eq(memglass_last_error(s, &err), MEMGLASS_E_INVALID);
    ck_assert_ptr_nonnull(strstr(err.message, "label"));
    memglass_close(s);
    s = open_session("last"); /* likely where the old one was */
    ck_assert_int_eq(memglass_last_error(s, NULL), MEMGLASS_OK);
    memglass_close(s);
}
END_TEST

START_TEST(test_large_objects_get_regions_of_their_own)
{
    memglass_session *s = open_session("large");
    struct cell *big = memglass_create_object(s, &cell_type, 100000, "big");
    ck_assert_ptr_nonnull(big);
    big[99999].words[7] = 1;
    ck_assert_ptr_nonnull(new_cell(s, "small"));
    ck_assert_ptr_null(memglass_create_object(s, &cell_type, (size_t)1 << 40, "absurd"));
    ck_assert_int_eq(memglass_last_error(s, NULL), MEMGLASS_E_LIMIT);
    ck_assert_ptr_null(memglass_create_object(s, &cell_type, 0, "none"));
    memglass_close(s);
}
END_TEST

static void *create_and_destroy(void *context)
{
    memglass_session *s = context;
    struct cell *mine[64] = {0};
    for (int i = 0; i < 20000; i++) {
        struct cell **at = &mine[i % 64];
        if (*at) {
            if ((*at)->words[0] != (uintptr_t)at || memglass_destroy(s, *at) != MEMGLASS_OK)
                return "another thread's object";
        }
        *at = new_cell(s, "t");
        (*at)->words[0] = (uintptr_t)at;
    }
    return NULL;
}

START_TEST(test_threads_never_share_an_object)
{
    char name[UNIT_NAME_BYTES];
    memglass_session *s = open_named(unit_session_name(name, "threads"), MEMGLASS_RECLAIM);
    pthread_t threads[4];
    void *fault;
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, create_and_destroy, s);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], &fault);
        ck_assert_msg(fault == NULL, "%s", (char *)fault);
    }
    ck_assert_uint_eq(stats_of(s).live_objects, 4 * 64);
    memglass_close(s);
}
END_TEST

START_TEST(test_a_null_session_is_an_error)
{
    memglass_error err;
    ck_assert_ptr_null(new_cell(NULL, "c"));
    ck_assert_int_eq(memglass_last_error(NULL, &err), MEMGLASS_E_INVALID);
    ck_assert_int_eq(memglass_destroy(NULL, &err), MEMGLASS_E_INVALID);
    memglass_tick(NULL);
    memglass_frame_begin(NULL);
    memglass_frame_end(NULL);
    ck_assert_uint_eq(memglass_reclaim(NULL), 0);
    ck_assert_uint_eq(stats_of(NULL).created, 0);
    ck_assert_uint_eq(memglass_damage(NULL, &err), 0);
    ck_assert_int_eq(err.code, MEMGLASS_OK);
    ck_assert_int_eq(memglass_close(NULL), MEMGLASS_OK);
}
END_TEST

/* Of its own life, not of that of the session or of who had the row before. */
START_TEST(test_a_row_tells_how_long_its_object_lived)
{
    enum { APART_MS = 30 };
    memglass_session *s = open_session("lived");
    for (int turn = 0; turn < 2; turn++) {
        long long before = unit_now_ms();
        while (unit_now_ms() < before + APART_MS)
            ;
        before = unit_now_ms();
        struct cell *c = new_cell(s, "c");
        uint32_t index = memglass_object_prefix(c)->index;
        ck_assert_int_eq(memglass_destroy(s, c), MEMGLASS_OK);
        long long lived = row_at(&s->store, index)->label_hash;
        ck_assert_int_le(lived, unit_now_ms() - before + 1);
        while (stats_of(s).reclaimed < (uint64_t)turn + 1)
            memglass_reclaim(s);
    }
    memglass_close(s);
}
END_TEST

MEMGLASS_SUITE("producer/objects", test_a_row_tells_how_long_its_object_lived,
               test_create_gives_zeroed_aligned_memory, test_neighbours_lie_one_after_the_other,
               test_bookkeeping_stays_under_64_bytes,
               test_nothing_moves_while_tables_and_regions_grow,
               test_destroy_refuses_what_is_no_object, test_the_last_failure_outlives_a_success,
               test_memory_is_reused_only_after_the_grace_period, test_churn_does_not_grow_memory,
               test_adopt_shows_allocated_memory_as_an_object,
               test_no_more_is_adopted_than_was_asked_for, test_labels_are_kept_whole_or_refused,
               test_labels_of_each_length_are_read_as_they_were_given,
               test_memory_that_is_used_again_is_zeroed_to_its_end,
               test_large_objects_get_regions_of_their_own, test_threads_never_share_an_object,
               test_a_null_session_is_an_error)
