/* What finds to come will wait for. Tests only; no layer. */
#include "observer/ahead.h"

#include "unit.h"

enum { ROUND = 100 };

/* Notes the steps of a round. What they tell of steps to come has to be so; how many tell any. */
static uint32_t go_round(struct ahead *a, uint64_t (*of)(uint32_t i), uint32_t count)
{
    uint32_t told = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t later = ahead_note(a, of(i));
        ck_assert_uint_le(a->at, a->count);
        if (later && i + AHEAD_STEPS < count) {
            ck_assert_uint_eq(later, of(i + AHEAD_STEPS));
            told++;
        }
    }
    return told;
}

static uint64_t forth(uint32_t i)
{
    return 1000 + i;
}

static uint64_t back(uint32_t i)
{
    return forth(ROUND - 1 - i);
}

static uint64_t with_another_half_way(uint32_t i)
{
    return i == ROUND / 2 ? 5 : forth(i);
}

START_TEST(test_a_round_again_tells_what_comes_later)
{
    struct ahead a = {0};
    ck_assert(ahead_reserve(&a, 2 * ROUND));
    ck_assert_uint_eq(go_round(&a, forth, ROUND), 0);
    for (int i = 0; i < 5; i++)
        ck_assert_uint_eq(go_round(&a, forth, ROUND), ROUND - AHEAD_STEPS);
    ahead_fini(&a);
}
END_TEST

START_TEST(test_an_order_that_changes_is_learned_in_one_round)
{
    struct ahead a = {0};
    ck_assert(ahead_reserve(&a, ROUND));
    go_round(&a, forth, ROUND);
    for (uint32_t i = 0; i < ROUND; i++) {
        uint64_t later = ahead_note(&a, with_another_half_way(i));
        ck_assert_uint_eq(later,
                          i == ROUND / 2 || i + AHEAD_STEPS >= ROUND ? 0 : forth(i + AHEAD_STEPS));
    }
    ck_assert_uint_eq(go_round(&a, with_another_half_way, ROUND), ROUND - AHEAD_STEPS);
    go_round(&a, back, ROUND);
    ck_assert_uint_eq(go_round(&a, back, ROUND), ROUND - AHEAD_STEPS);
    ahead_fini(&a);
}
END_TEST

/* What began the rounds is not found any more: that they are rounds is seen again once there is no
 * room for more steps. */
START_TEST(test_rounds_begin_anew_without_their_first)
{
    struct ahead a = {0};
    ck_assert(ahead_reserve(&a, 3 * ROUND));
    ahead_note(&a, 1);
    for (int i = 0; i < 6; i++)
        go_round(&a, forth, ROUND);
    ck_assert_uint_eq(a.steps[0], forth(ROUND - 1));
    ck_assert_uint_eq(go_round(&a, forth, ROUND), ROUND - AHEAD_STEPS);
    ahead_fini(&a);
}
END_TEST

START_TEST(test_more_room_keeps_the_round)
{
    struct ahead a = {0};
    ck_assert(ahead_reserve(&a, ROUND / 2));
    go_round(&a, forth, ROUND / 2);
    ck_assert(ahead_reserve(&a, ROUND));
    ck_assert(ahead_reserve(&a, 1));
    ck_assert_uint_eq(a.count, ROUND);
    for (uint32_t i = ROUND / 2; i < ROUND; i++)
        ck_assert_uint_eq(ahead_note(&a, forth(i)), 0);
    ck_assert_uint_eq(go_round(&a, forth, ROUND), ROUND - AHEAD_STEPS);
    ahead_fini(&a);
}
END_TEST

START_TEST(test_rounds_longer_than_the_room_stay_within)
{
    struct ahead a = {0};
    ck_assert(ahead_reserve(&a, ROUND / 3));
    for (int i = 0; i < 10; i++)
        for (uint32_t k = 0; k < ROUND; k++) {
            ahead_note(&a, forth(k));
            ck_assert_uint_le(a.at, ROUND / 3);
        }
    for (int i = 0; i < 10; i++) {
        ahead_note(&a, 7);
        ck_assert_uint_le(a.at, ROUND / 3);
    }
    for (uint32_t i = ROUND / 3; i < ROUND / 3 + AHEAD_STEPS; i++)
        ck_assert_uint_eq(a.steps[i], 0);
    ahead_fini(&a);
}
END_TEST

MEMGLASS_SUITE("observer/ahead", test_a_round_again_tells_what_comes_later,
               test_an_order_that_changes_is_learned_in_one_round,
               test_rounds_begin_anew_without_their_first, test_more_room_keeps_the_round,
               test_rounds_longer_than_the_room_stay_within)
