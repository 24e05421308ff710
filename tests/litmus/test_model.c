/*
 * The strong half of the argument for memglass's orders: every protocol is run in all executions
 * that C11 allows; with all orders no reader believes what is false, and without any single one of
 * them some reader does. Tests only; no layer.
 */
#include "programs.h"
#include "unit.h"

#include <string.h>

#define PAGE "docs/guarantees.md"

static const struct {
    const char *name, *word, *order, *where;
    bool machine;
} orders[] = {{0},
#define MODEL                                      false
#define MACHINE                                    true
#define ORDER_ROW(name, shown, word, order, where) {#name, word, order, where, shown},
              LITMUS_ORDER_LIST(ORDER_ROW)
#undef ORDER_ROW
};

START_TEST(test_with_all_orders_nothing_false_is_believed)
{
    uint64_t executions = 0;
    for (size_t i = 0; i < litmus_program_count; i++) {
        struct machine_result all = machine_run(&litmus_programs[i], LITMUS_NONE);
        ck_assert_msg(all.claims > 0, "%s: nothing is ever believed", litmus_programs[i].name);
        ck_assert_msg(all.wrong == 0, "%s: %llu of %llu claims are false", litmus_programs[i].name,
                      (unsigned long long)all.wrong, (unsigned long long)all.claims);
        executions += all.executions;
        printf("%-42s %9llu executions, %9llu claims\n", litmus_programs[i].name,
               (unsigned long long)all.executions, (unsigned long long)all.claims);
    }
    printf("total: %zu protocols, %llu executions, no false claim\n", litmus_program_count,
           (unsigned long long)executions);
}
END_TEST

START_TEST(test_without_any_one_order_something_false_is_believed)
{
    for (int o = LITMUS_NONE + 1; o < LITMUS_ORDER_COUNT; o++) {
        uint64_t wrong = 0;
        for (size_t i = 0; i < litmus_program_count; i++)
            if (machine_has(&litmus_programs[i], (enum litmus_order)o))
                wrong += machine_run(&litmus_programs[i], (enum litmus_order)o).wrong;
        ck_assert_msg(wrong > 0, "%s is not needed, or no program shows why", orders[o].name);
        printf("%-14s taken away: %llu false claims\n", orders[o].name, (unsigned long long)wrong);
    }
    printf("total: each of %d orders is missed when it is taken away\n", LITMUS_ORDER_COUNT - 1);
}
END_TEST

static char *read_page(void)
{
    static char page[64 * 1024];
    FILE *file = fopen(PAGE, "r");
    ck_assert_msg(file != NULL, "there is no " PAGE " here: run this in the top folder");
    size_t length = fread(page, 1, sizeof page - 1, file);
    fclose(file);
    ck_assert_uint_lt(length, sizeof page - 1);
    page[length] = '\0';
    return page;
}

START_TEST(test_the_page_of_guarantees_has_every_order)
{
    const char *page = read_page();
    size_t rows = 0;
    for (int o = LITMUS_NONE + 1; o < LITMUS_ORDER_COUNT; o++) {
        char row[256];
        snprintf(row, sizeof row, "\n| `%s` | `%s` | %s | %s | %s |", orders[o].name,
                 orders[o].word, orders[o].order, orders[o].where,
                 orders[o].machine ? "model, machine" : "model");
        ck_assert_msg(strstr(page, row) != NULL, PAGE " does not have: %s", row + 1);
    }
    for (const char *at = page; (at = strstr(at, "| model")) != NULL; at++)
        rows++;
    ck_assert_uint_eq(rows, LITMUS_ORDER_COUNT - 1);
}
END_TEST

MEMGLASS_SUITE("litmus/model", test_with_all_orders_nothing_false_is_believed,
               test_without_any_one_order_something_false_is_believed,
               test_the_page_of_guarantees_has_every_order)
