/*
 * The litmus suite without one order at a time: each must be missed by some read. This is the
 * litmus build, of memglass's own sources with weaken.h before them. Tests only; no layer.
 */
#include "suite.h"
#include "unit.h"
#include "weaken.h"

/* Set before producer and readers are started. */
static enum litmus_order weakened = LITMUS_NONE;

static long put_off_ns(enum litmus_order order)
{
    enum { SHORT = 20000, LONGER_THAN_THE_GRACE_PERIOD = 3000000, ROWS_TO_ONE = 4093 };
    static unsigned rows; /* the reader's */
    switch (order) {
    case LITMUS_HEAD_STORE:
    case LITMUS_HEAD_LOAD:
    case LITMUS_BLOCK_FENCE:
    case LITMUS_LABEL_FENCE:
        return SHORT;
    case LITMUS_RUN_SECOND:
        return LONGER_THAN_THE_GRACE_PERIOD;
    case LITMUS_ROW_FIRST: /* any row, but one of some thousand: the others are to be looked at, too
                            */
        return ++rows % ROWS_TO_ONE ? 0 : LONGER_THAN_THE_GRACE_PERIOD;
    default:
        return 0;
    }
}

bool litmus_is_weakened(enum litmus_order order)
{
    if (order != weakened)
        return false;
    /* Nothing says how soon the processor does what it may put off: here, so late that others get
     * their turn in between also on a machine that has one core and much to do. */
    long ns = put_off_ns(order);
    if (ns)
        nanosleep(&(struct timespec){.tv_nsec = ns}, NULL);
    return true;
}

static const struct {
    const char *name;
    bool machine;
} orders[] = {{0},
#define MODEL                                      false
#define MACHINE                                    true
#define ORDER_ROW(name, shown, word, order, where) {#name, shown},
              LITMUS_ORDER_LIST(ORDER_ROW)
#undef ORDER_ROW
};

static struct suite_result run_without(enum litmus_order order, const struct suite_plan *plan)
{
    weakened = order;
    struct suite_result result = suite_run(plan);
    weakened = LITMUS_NONE;
    return result;
}

START_TEST(test_with_all_orders_nothing_is_wrong)
{
    struct suite_plan plan = {.threads = 2, .reads = 200000, .seconds = 50};
    struct suite_result result = run_without(LITMUS_NONE, &plan);
    ck_assert_msg(suite_broken(&result) == 0, "%s", result.complaint);
}
END_TEST

/* A single writer's sections are broken by the missing order alone, not by another writer; what is
 * about the steps of the one thread that makes them needs no others that take its time. */
static unsigned threads_for(enum litmus_order order)
{
    switch (order) {
    case LITMUS_SECTION_ODD:
    case LITMUS_SECTION_EVEN:
    case LITMUS_STEP_ODD:
    case LITMUS_STEP_EVEN:
    case LITMUS_STEP_FIRST:
    case LITMUS_STEP_SECOND:
        return 1;
    default:
        return 4;
    }
}

/* What is lost or missed shows only at the end of a run. */
static bool shows_at_the_end(enum litmus_order order)
{
    return order == LITMUS_SECTION_LOCK || order == LITMUS_HEAD_STORE || order == LITMUS_HEAD_LOAD;
}

/* What runs without an order find. */
static bool found_without(enum litmus_order order, const char *name)
{
    for (long long deadline = unit_now_ms() + 100000; unit_now_ms() < deadline;) {
        struct suite_plan plan = {.threads = threads_for(order),
                                  .reads = shows_at_the_end(order) ? 10000 : UINT64_MAX,
                                  .seconds = 10,
                                  .until_found = true};
        struct suite_result result = run_without(order, &plan);
        if (suite_broken(&result)) {
            printf("%-14s after %9llu reads, %4.1f s: %s\n", name,
                   (unsigned long long)result.sum.checked, result.seconds, result.complaint);
            fflush(stdout);
            return true;
        }
    }
    return false;
}

START_TEST(test_without_any_one_order_something_is_wrong)
{
    int found = 0, missed = 0;
    for (int o = LITMUS_NONE + 1; o < LITMUS_ORDER_COUNT; o++) {
        if (!orders[o].machine)
            continue;
        if (found_without((enum litmus_order)o, orders[o].name)) {
            found++;
        } else {
            printf("%s is not missed\n", orders[o].name);
            missed++;
        }
    }
    ck_assert_msg(missed == 0, "%d orders are not missed", missed);
    printf("total: %d orders are missed on this machine when they are taken away\n", found);
}
END_TEST

MEMGLASS_SUITE("litmus/weakened", test_with_all_orders_nothing_is_wrong,
               test_without_any_one_order_something_is_wrong)
