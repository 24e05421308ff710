/* Terms: names, and what they are worth. */
#include "crowd.h"

#include "unit.h"

#include <math.h>
#include <string.h>

static struct crowd crowd;
static struct term_place places[2];

static struct term term_named(const char *name)
{
    struct term term;
    memglass_error err;
    ck_assert_msg(term_parse(name, &term, &err) == MEMGLASS_OK, "%s: %s", name, err.message);
    ck_assert_msg(term_bind(&term, crowd_types, 2, places, &err), "%s: %s", name, err.message);
    return term;
}

static double number_of(const char *name, uint32_t row_number)
{
    struct term term = term_named(name);
    struct row row = row_at(&crowd.source, row_number);
    return term_number(&term, &crowd.source, &row);
}

#define ck_assert_is(name, row, expected)                                                 \
    ck_assert_msg(number_of(name, row) == (expected), "%s of row %d is %.17g", name, row, \
                  number_of(name, row))
#define ck_assert_unknown(name, row) \
    ck_assert_msg(isnan(number_of(name, row)), "%s is %g", name, number_of(name, row))

START_TEST(test_names_are_taken_apart)
{
    struct term term;
    ck_assert_int_eq(term_named("label").id, TERM_LABEL);
    ck_assert(term_named("label").text);
    ck_assert_int_eq(term_named("size").id, TERM_SIZE);
    ck_assert_int_eq(term_named(".size").id, TERM_FIELD);
    ck_assert_str_eq(term_named(".size").path, "size");
    ck_assert_int_eq(term_named(".size:max").aspect, TERM_MAX);
    ck_assert_str_eq(term_named("pos.x:p99").path, "pos.x");
    ck_assert_int_eq(term_named("pos.x:p99").aspect, TERM_P99);
    ck_assert(term_named("name").text);
    ck_assert(term_of_field("size", &term));
    ck_assert_str_eq(term.name, ".size");
    ck_assert(term_of_field("rss", &term));
    ck_assert_str_eq(term.name, "rss");
}
END_TEST

static void check_mistake(const char *name, const char *message)
{
    struct term term = {.id = TERM_AGE};
    memglass_error err = {0};
    bool fits = term_parse(name, &term, &err) == MEMGLASS_OK &&
                term_bind(&term, crowd_types, 2, places, &err);
    ck_assert_msg(!fits, "%s: is no mistake", name);
    ck_assert_msg(strstr(err.message, message), "%s: says '%s'", name, err.message);
}

START_TEST(test_mistakes_in_names)
{
    char name[300];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    check_mistake("", "a name is missing");
    check_mistake(".", "a name is missing");
    check_mistake(":max", "a name is missing");
    check_mistake("rss:peak", "no aspect 'peak'; there are: change delta rate");
    check_mistake("rss:", "no aspect ''");
    check_mistake("age:max", "no type has a field 'age'");
    check_mistake("a b", "is no name of a field");
    check_mistake("nothing", "no type has a field 'nothing'");
    check_mistake("pos", "has parts");
    check_mistake("name:max", "is no number");
    check_mistake("state:delta", "is no number");
    check_mistake(name, "too long");
}
END_TEST

START_TEST(test_a_field_is_found_in_each_type_that_has_it)
{
    crowd_open(&crowd);
    crowd_player(&crowd, 0)->health = 5;
    crowd_machine(&crowd)->health = 6;
    ck_assert_is("health", 0, 5);
    ck_assert_is("health", 3, 6);
    ck_assert_unknown("load", 0);
    ck_assert_is("size", 0, (double)sizeof(struct crowd_player));
    ck_assert_is("age", 1, 99e9);
    crowd.rows[0].count = 2;
    ck_assert_unknown("health", 0);
    crowd.source.now_ns = UINT64_MAX;
    ck_assert_unknown("age", 1);
    crowd_close(&crowd);
}
END_TEST

START_TEST(test_changes_are_exact)
{
    crowd_open(&crowd);
    crowd.rows[0].first = (const unsigned char *)&crowd.first[0];
    crowd_player(&crowd, 0)->big = UINT64_MAX - 5;
    crowd_player(&crowd, 0)->depth = INT64_MIN;
    crowd.first[0].player.big = UINT64_MAX;
    ck_assert_unknown("big:delta", 0);
    ck_assert_unknown("big:rate", 0);
    ck_assert_unknown("big:base", 0);
    crowd_tick(&crowd);
    crowd.source.baseline = &crowd.frames[0];
    crowd_player(&crowd, 0)->big += 3;
    crowd_player(&crowd, 0)->depth = INT64_MAX;
    ck_assert_is("big:delta", 0, 3);
    ck_assert_is("big:rate", 0, 3);
    ck_assert_is("big:first", 0, -2);
    ck_assert_is("big:base", 0, 3);
    ck_assert_is("depth:delta", 0, 18446744073709551615.0);
    ck_assert_unknown("big:first", 1);
    crowd_tick(&crowd);
    crowd_player(&crowd, 0)->big += 1;
    crowd.source.baseline = &crowd.frames[0];
    ck_assert_is("big:delta", 0, 1);
    ck_assert_is("big:base", 0, 4);
    crowd_close(&crowd);
}
END_TEST

START_TEST(test_change_follows_the_choice)
{
    crowd_open(&crowd);
    crowd.rows[0].first = (const unsigned char *)&crowd.first[0];
    crowd_player(&crowd, 0)->health = 10;
    crowd_tick(&crowd);
    crowd_player(&crowd, 0)->health = 30;
    crowd_tick(&crowd);
    crowd_player(&crowd, 0)->health = 60;
    crowd.source.baseline = &crowd.frames[0];
    ck_assert_is("health:change", 0, 30);
    crowd.source.since = ROW_SINCE_FIRST;
    ck_assert_is("health:change", 0, 60);
    crowd.source.since = ROW_SINCE_BASELINE;
    ck_assert_is("health:change", 0, 50);
    crowd_close(&crowd);
}
END_TEST

START_TEST(test_counters_wrap_and_are_reset)
{
    crowd_open(&crowd);
    crowd_player(&crowd, 0)->wheel = 250;
    crowd_player(&crowd, 0)->ops = 1000;
    crowd_tick(&crowd);
    crowd_player(&crowd, 0)->wheel = 4;
    crowd_player(&crowd, 0)->ops = 10;
    ck_assert_is("wheel:rate", 0, 10);
    ck_assert_is("wheel:delta", 0, 10);
    ck_assert_unknown("ops:rate", 0);
    ck_assert_is("ops:delta", 0, -990);
    crowd_close(&crowd);
}
END_TEST

START_TEST(test_torn_values_are_not_known)
{
    crowd_open(&crowd);
    crowd_player(&crowd, 0)->guarded.value = 1;
    crowd_tick(&crowd);
    crowd_player(&crowd, 0)->guarded.value = 4;
    ck_assert_is("guarded:delta", 0, 3);
    crowd_player(&crowd, 0)->guarded.guard.sequence = 1;
    ck_assert_unknown("guarded", 0);
    ck_assert_unknown("guarded:delta", 0);
    crowd_close(&crowd);
}
END_TEST

START_TEST(test_objects_that_were_not_there)
{
    crowd_open(&crowd);
    crowd_tick(&crowd);
    crowd.source.baseline = &crowd.frames[0];
    crowd.states[0][1] |= ROW_GONE;
    ck_assert_is("health:delta", 0, 0);
    ck_assert_unknown("health:delta", 1);
    ck_assert_unknown("health:base", 1);
    crowd.frames[0].session.instance = 8;
    ck_assert_unknown("health:base", 0);
    crowd_close(&crowd);
}
END_TEST

/* A damaged file may say that it is the same object, and that it was smaller. */
START_TEST(test_an_object_of_another_size_is_another)
{
    struct roster_row rows[CROWD_ROWS];
    const struct roster before = {.rows = rows, .count = CROWD_ROWS, .serial = 2};
    crowd_open(&crowd);
    crowd_tick(&crowd);
    ck_assert_is("health:delta", 0, 0);
    memcpy(rows, crowd.rows, sizeof rows);
    rows[0].size = 4;
    crowd.frames[0].roster = &before;
    ck_assert_unknown("health:delta", 0);
    ck_assert_is("health:delta", 2, 0);
    crowd_close(&crowd);
}
END_TEST

START_TEST(test_the_window)
{
    static const int32_t values[] = {5, 1, 9, 3, 7};
    crowd_open(&crowd);
    for (size_t i = 0; i < 5; i++) {
        if (i)
            crowd_tick(&crowd);
        crowd_player(&crowd, 0)->health = values[i];
        crowd_player(&crowd, 0)->ops = i * i;
        crowd_keep(&crowd);
    }
    ck_assert_is("health:min", 0, 1);
    ck_assert_is("health:max", 0, 9);
    ck_assert_is("health:mean", 0, 5);
    ck_assert_is("health:p50", 0, 5);
    ck_assert_is("health:p90", 0, 9);
    ck_assert_is("health:p99", 0, 9);
    ck_assert_is("ops:min", 0, 1); /* of the rate: 1 3 5 7 */
    ck_assert_is("ops:max", 0, 7);
    ck_assert_is("ops:p50", 0, 3);
    crowd.source.history = NULL;
    ck_assert_unknown("health:max", 0);
    crowd_close(&crowd);
}
END_TEST

/* Against sorting: all orders of a few values, and many with equal ones. */
START_TEST(test_percentiles_find_what_sorting_finds)
{
    uint32_t seed = 1;
    for (size_t count = 1; count <= 120; count++)
        for (int round = 0; round < 20; round++) {
            double values[120];
            size_t below = 0, upto = 0;
            for (size_t i = 0; i < count; i++) {
                seed = seed * 1664525 + 1013904223;
                values[i] = (double)((seed >> 16) % (round % 2 ? 5 : 1000));
            }
            double found = term_statistic(TERM_P90, values, count);
            for (size_t i = 0; i < count; i++) {
                below += values[i] < found;
                upto += values[i] <= found;
            }
            ck_assert_uint_ge(10 * upto, 9 * count);
            ck_assert_uint_lt(10 * below, 9 * count);
        }
    ck_assert(isnan(term_statistic(TERM_P90, NULL, 0)));
}
END_TEST

#define PAGE "docs/filters.md"

static void check_page(const char *page, const char *name, const char *what)
{
    char line[200];
    snprintf(line, sizeof line, "\n| `%s` | %s |\n", name, what);
    ck_assert_msg(strstr(page, line) != NULL, PAGE " does not have: %s", line);
}

/* Runs in the top folder of the sources. */
START_TEST(test_the_page_has_each_term)
{
    static char page[20000];
    char name[40];
    FILE *file = fopen(PAGE, "r");
    ck_assert_msg(file != NULL, PAGE);
    page[fread(page, 1, sizeof page - 1, file)] = '\0';
    fclose(file);
    for (int i = 0; i < TERM_FIELD; i++)
        check_page(page, term_common_name((enum term_id)i), term_common_help((enum term_id)i));
    for (int i = TERM_VALUE + 1; i < TERM_ASPECTS; i++) {
        const struct term_aspect_info *info = term_aspect_info((enum term_aspect)i);
        snprintf(name, sizeof name, "rss:%s", info->name);
        check_page(page, name, info->help);
    }
}
END_TEST

START_TEST(test_rows_are_found_by_object)
{
    struct row row;
    crowd_open(&crowd);
    crowd_tick(&crowd);
    ck_assert(row_find(&crowd.source, &(struct object_id){7, 2, 1}, &row));
    ck_assert_uint_eq(row.number, 2);
    ck_assert(!row.dying);
    ck_assert_uint_eq(row_id(&row).index, 2);
    ck_assert(!row_find(&crowd.source, &(struct object_id){7, 2, 2}, &row));
    ck_assert(!row_find(&crowd.source, &(struct object_id){8, 2, 1}, &row));
    crowd.states[1][2] |= ROW_GONE;
    ck_assert(row_find(&crowd.source, &(struct object_id){7, 2, 1}, &row));
    ck_assert(row.dying);
    crowd_close(&crowd);
}
END_TEST

static uint64_t integer_of(const char *name, uint32_t row_number)
{
    struct term term = term_named(name);
    struct row row = row_at(&crowd.source, row_number);
    uint64_t out = 0;
    ck_assert(term_integer(&term, &row, &out));
    return out;
}

START_TEST(test_integers_are_told_as_they_are)
{
    struct row row;
    struct term term = term_named("big");
    uint64_t integer;
    crowd_open(&crowd);
    crowd_player(&crowd, 0)->big = UINT64_MAX - 5;
    crowd_player(&crowd, 0)->depth = INT64_MIN + 1;
    crowd_player(&crowd, 0)->health = -3;
    crowd_player(&crowd, 0)->on = true;
    crowd_player(&crowd, 0)->link = &crowd;
    ck_assert_uint_eq(integer_of("big", 0), UINT64_MAX - 5);
    ck_assert_int_eq((int64_t)integer_of("depth", 0), INT64_MIN + 1);
    ck_assert_int_eq((int64_t)integer_of("health", 0), -3);
    ck_assert_uint_eq(integer_of("on", 0), 1);
    ck_assert_uint_eq(integer_of("link", 0), (uintptr_t)&crowd);
    row = row_at(&crowd.source, 3);
    ck_assert(!term_integer(&term, &row, &integer));
    crowd_close(&crowd);
    ck_assert_int_eq(term_named("big").order, TERM_BY_UNSIGNED);
    ck_assert_int_eq(term_named("link").order, TERM_BY_UNSIGNED);
    ck_assert_int_eq(term_named("depth").order, TERM_BY_SIGNED);
    ck_assert_int_eq(term_named("health").order, TERM_BY_SIGNED);
    ck_assert_int_eq(term_named("big:delta").order, TERM_BY_DIFFERENCE);
    ck_assert_int_eq(term_named("big:rate").order, TERM_BY_DIFFERENCE);
    ck_assert_int_eq(term_named("big:max").order, TERM_BY_NUMBER);
    ck_assert_int_eq(term_named("ratio:delta").order, TERM_BY_NUMBER);
    ck_assert_int_eq(term_named("ratio").order, TERM_BY_NUMBER);
    ck_assert_int_eq(term_named("age").order, TERM_BY_NUMBER);
    ck_assert_int_eq(term_named("name").order, TERM_BY_TEXT);
    ck_assert_int_eq(term_named("label").order, TERM_BY_TEXT);
}
END_TEST

/* Of one name in two types: what both values fit into, else a double. */
START_TEST(test_integers_of_several_types_have_one_order)
{
    static const struct {
        uint32_t kinds[2], bits[2];
        enum term_order order;
    } mixes[] = {{{MEMGLASS_KIND_UINT, MEMGLASS_KIND_UINT}, {64, 8}, TERM_BY_UNSIGNED},
                 {{MEMGLASS_KIND_INT, MEMGLASS_KIND_UINT}, {64, 32}, TERM_BY_SIGNED},
                 {{MEMGLASS_KIND_INT, MEMGLASS_KIND_UINT}, {8, 64}, TERM_BY_NUMBER},
                 {{MEMGLASS_KIND_UINT, MEMGLASS_KIND_FLOAT}, {64, 64}, TERM_BY_NUMBER}};
    for (size_t i = 0; i < sizeof mixes / sizeof *mixes; i++) {
        memglass_field fields[2];
        memglass_type types[2];
        struct type_count counts[2] = {{0}};
        for (size_t k = 0; k < 2; k++) {
            fields[k] = (memglass_field){.name = "n",
                                         .type_name = "",
                                         .unit = "",
                                         .format = "",
                                         .desc = "",
                                         .kind = mixes[i].kinds[k],
                                         .bit_size = mixes[i].bits[k]};
            types[k] = (memglass_type){
                .name = "t", .fields = &fields[k], .field_count = 1, .size = 8, .align = 8};
            counts[k].type = &types[k];
        }
        struct term term;
        ck_assert_int_eq(term_parse("n", &term, NULL), MEMGLASS_OK);
        ck_assert(term_bind(&term, counts, 2, places, NULL));
        ck_assert_int_eq(term.order, mixes[i].order);
    }
}
END_TEST

MEMGLASS_SUITE("query/term", test_names_are_taken_apart, test_mistakes_in_names,
               test_a_field_is_found_in_each_type_that_has_it, test_changes_are_exact,
               test_change_follows_the_choice, test_counters_wrap_and_are_reset,
               test_torn_values_are_not_known, test_objects_that_were_not_there,
               test_an_object_of_another_size_is_another, test_the_window,
               test_percentiles_find_what_sorting_finds, test_the_page_has_each_term,
               test_rows_are_found_by_object, test_integers_are_told_as_they_are,
               test_integers_of_several_types_have_one_order)
