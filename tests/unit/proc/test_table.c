/* The table of published processes. Tests only; no layer. */
#include "unit.h"

#include "proc/table.h"

struct gone {
    int count;
    int64_t sum;
};

static void note_gone(struct table_entry *entry, void *ctx)
{
    struct gone *gone = ctx;
    gone->count++;
    gone->sum += entry->pid;
}

START_TEST(test_find_after_growth_and_removal)
{
    enum { PIDS = 5000, STEP = 256 }; /* in as few buckets as pids can be */
    struct table t;
    table_init(&t);
    ck_assert_ptr_null(table_find(&t, 1));
    for (int32_t i = 1; i <= PIDS; i++) {
        struct table_entry *entry = table_insert(&t, i * STEP);
        ck_assert_ptr_nonnull(entry);
        entry->start_ticks = (uint64_t)i;
    }
    for (int32_t i = 1; i <= PIDS; i += 2)
        table_remove(&t, table_find(&t, i * STEP));
    ck_assert_uint_eq(t.count, PIDS / 2);
    for (int32_t i = 1; i <= PIDS; i++) {
        struct table_entry *entry = table_find(&t, i * STEP);
        ck_assert_int_eq(entry != NULL, i % 2 == 0);
        ck_assert(!entry || entry->start_ticks == (uint64_t)i);
    }
    table_fini(&t);
}
END_TEST

START_TEST(test_sweep_removes_what_the_scan_did_not_see)
{
    struct table t;
    struct gone gone = {0, 0};
    table_init(&t);
    for (int32_t pid = 1; pid <= 1000; pid++)
        table_insert(&t, pid)->scan = pid % 10 ? 2 : 1;
    table_sweep(&t, 2, note_gone, &gone);
    ck_assert_int_eq(gone.count, 100);
    ck_assert_int_eq(gone.sum, 50500);
    ck_assert_uint_eq(t.count, 900);
    ck_assert_ptr_null(table_find(&t, 10));
    ck_assert_ptr_nonnull(table_find(&t, 11));
    table_fini(&t);
}
END_TEST

MEMGLASS_SUITE("proc/table", test_find_after_growth_and_removal,
               test_sweep_removes_what_the_scan_did_not_see)
