/* Triggers: when objects fire, when they fire again, and how often that is told. */
#include "crowd.h"

#include "unit.h"

#include "query/trigger.h"

#include "base/clock.h"

#include <stdio.h>
#include <string.h>

static struct crowd crowd;

static void open_crowd(void)
{
    crowd_open(&crowd);
    for (size_t i = 0; i < 3; i++)
        crowd_player(&crowd, i)->health = 50;
}

static void close_crowd(void)
{
    crowd_close(&crowd);
}

static struct trigger *compiled(const char *text, uint64_t every_ns)
{
    struct filter_error err;
    struct trigger *t = trigger_compile(text, every_ns, &err);
    ck_assert_msg(t, "%s: %s", text, err.message);
    return t;
}

static char fired[64];

static void note_row(const struct row *row, void *ctx)
{
    size_t length = strlen(fired);
    (void)ctx;
    snprintf(fired + length, sizeof fired - length, "%zu", row->number);
}

/* What fires in the newest frame, as digits. */
static const char *look(struct trigger *t)
{
    fired[0] = '\0';
    ck_assert_int_eq(trigger_look(t, &crowd.source, note_row, NULL), MEMGLASS_OK);
    return fired;
}

static const char *tick(struct trigger *t, size_t row, int32_t health)
{
    crowd_tick(&crowd);
    crowd_player(&crowd, row)->health = health;
    return look(t);
}

START_TEST(test_an_object_fires_when_it_begins_to_match)
{
    open_crowd();
    struct trigger *t = compiled("type~player health<20", 0);
    ck_assert_str_eq(look(t), "");
    ck_assert_str_eq(tick(t, 1, 10), "1");
    ck_assert_str_eq(tick(t, 1, 9), "");
    ck_assert_str_eq(tick(t, 2, 3), "2");
    ck_assert_str_eq(tick(t, 1, 50), "");
    ck_assert_str_eq(tick(t, 1, 10), "1");
    trigger_free(&t);
    close_crowd();
}
END_TEST

START_TEST(test_what_matches_at_first_fires)
{
    open_crowd();
    struct trigger *t = compiled("type~player health>20", 0);
    ck_assert_str_eq(look(t), "012");
    ck_assert_str_eq(tick(t, 0, 51), "");
    trigger_free(&t);
    close_crowd();
}
END_TEST

/* Frames are a second apart. */
START_TEST(test_it_has_to_match_for_so_long_without_a_break)
{
    open_crowd();
    struct trigger *t = compiled("type~player health<20 for 2s", 0);
    ck_assert_str_eq(tick(t, 1, 10), "");
    ck_assert_str_eq(tick(t, 1, 50), "");
    ck_assert_str_eq(tick(t, 1, 10), "");
    ck_assert_ptr_null(strchr(tick(t, 1, 10), '1'));
    ck_assert_ptr_nonnull(strchr(tick(t, 1, 10), '1'));
    trigger_free(&t);
    close_crowd();
}
END_TEST

START_TEST(test_it_fires_again_only_after_it_was_quiet_for_as_long)
{
    open_crowd();
    struct trigger *t = compiled("type~player health<20 for 1s", 0);
    look(t);
    ck_assert_str_eq(tick(t, 0, 10), "");
    ck_assert_str_eq(tick(t, 0, 10), "0");
    ck_assert_str_eq(tick(t, 0, 50), ""); /* for less than a second */
    ck_assert_str_eq(tick(t, 0, 10), "");
    ck_assert_str_eq(tick(t, 0, 10), "");
    trigger_free(&t);
    close_crowd();
}
END_TEST

START_TEST(test_a_storm_is_counted_and_not_told)
{
    open_crowd();
    struct trigger *t = compiled("type~player health>20", 10 * NS_PER_SEC);
    ck_assert_str_eq(look(t), "0");
    ck_assert_uint_eq(trigger_left_out(t), 2);
    ck_assert_uint_eq(trigger_left_out(t), 0);
    tick(t, 1, 1);
    ck_assert_str_eq(tick(t, 1, 50), "");
    ck_assert_uint_eq(trigger_left_out(t), 1);
    trigger_free(&t);
    close_crowd();
}
END_TEST

START_TEST(test_another_object_in_the_slot_starts_anew)
{
    open_crowd();
    struct trigger *t = compiled("type~player health<20", 0);
    look(t);
    ck_assert_str_eq(tick(t, 0, 10), "0");
    crowd.rows[0].generation++;
    ck_assert_str_eq(tick(t, 0, 10), "0");
    trigger_free(&t);
    close_crowd();
}
END_TEST

START_TEST(test_a_torn_copy_says_nothing)
{
    open_crowd();
    struct trigger *t = compiled("type~player health<20", 0);
    look(t);
    ck_assert_str_eq(tick(t, 0, 10), "0");
    crowd_tick(&crowd);
    crowd_player(&crowd, 0)->health = 50;
    crowd_player(&crowd, 1)->health = 10;
    for (size_t i = 0; i < 2; i++)
        crowd.states[crowd.count - 1][i] = MEMGLASS_TORN;
    ck_assert_str_eq(look(t), "");
    crowd_tick(&crowd);
    crowd_player(&crowd, 0)->health = 10;
    crowd_player(&crowd, 1)->health = 50;
    crowd.states[crowd.count - 1][0] = MEMGLASS_EXACT;
    ck_assert_str_eq(look(t), "");
    trigger_free(&t);
    close_crowd();
}
END_TEST

START_TEST(test_mistakes_are_pointed_at)
{
    open_crowd();
    static const struct {
        const char *text, *says;
        size_t at;
    } mistakes[] = {{"health<20 for 3parsecs", "behind 'for'", 14},
                    {"health<20 for 3s or so", "behind 'for'", 14},
                    {"health<20 for", "a time is missing", 13},
                    {"health<20 for ", "a time is missing", 14},
                    {"health<20 for -1s", "a time is not negative", 14},
                    {"health<20 for .5parsecs", "behind 'for'", 14},
                    {"health<20 for 1e20s", "the time is too long", 14},
                    {"(health<20 for 3s", "", 0}};
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct filter_error err;
        ck_assert_ptr_null(trigger_compile(mistakes[i].text, 0, &err));
        ck_assert_msg(strstr(err.message, mistakes[i].says), "%s", err.message);
        ck_assert_uint_eq(err.at, mistakes[i].at);
    }
    close_crowd();
}
END_TEST

START_TEST(test_for_may_be_a_word_of_the_filter)
{
    open_crowd();
    struct trigger *t = compiled("waiting for life", 0);
    ck_assert_str_eq(filter_text(trigger_filter(t)), "waiting for life");
    trigger_free(&t);
    t = compiled("label=\"wait for 3 cats\"", 0);
    ck_assert_str_eq(filter_text(trigger_filter(t)), "label=\"wait for 3 cats\"");
    trigger_free(&t);
    t = compiled("label=\"wait for 3\" a\"b for 3s", 0);
    ck_assert_str_eq(filter_text(trigger_filter(t)), "label=\"wait for 3\" a\"b ");
    trigger_free(&t);
    t = compiled("health<20 for 3s", 0);
    ck_assert_str_eq(filter_text(trigger_filter(t)), "health<20 ");
    ck_assert_str_eq(trigger_text(t), "health<20 for 3s");
    trigger_free(&t);
    close_crowd();
}
END_TEST

START_TEST(test_values_of_its_terms_are_at_hand)
{
    open_crowd();
    struct trigger *t = compiled("type~player health<60 (health>1 or rss>1)", 0);
    struct row row = row_at(&crowd.source, 0);
    struct term term;
    struct term_place place;
    ck_assert_uint_eq(trigger_term_count(t), 3);
    ck_assert(trigger_bind(t, 1, &row, &place, &term));
    ck_assert_str_eq(term.name, "health");
    ck_assert_double_eq(term_number(&term, &crowd.source, &row), 50);
    row = row_at(&crowd.source, 3);
    ck_assert(!trigger_bind(t, 2, &row, &place, &term));
    trigger_free(&t);
    close_crowd();
}
END_TEST

MEMGLASS_SUITE("query/trigger", test_an_object_fires_when_it_begins_to_match,
               test_what_matches_at_first_fires, test_it_has_to_match_for_so_long_without_a_break,
               test_it_fires_again_only_after_it_was_quiet_for_as_long,
               test_a_storm_is_counted_and_not_told, test_another_object_in_the_slot_starts_anew,
               test_a_torn_copy_says_nothing, test_mistakes_are_pointed_at,
               test_for_may_be_a_word_of_the_filter, test_values_of_its_terms_are_at_hand)
