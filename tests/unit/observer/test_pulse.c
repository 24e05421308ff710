/* When a heart has stopped: by a clock that the test sets. */
#include "unit.h"

#include "observer/pulse.h"

#define SECONDS(n) ((uint64_t)(n)*NS_PER_SEC)
#define START      SECONDS(1000)

START_TEST(test_a_heart_that_stops_is_stalled_after_three_seconds)
{
    struct pulse p = {0};
    uint64_t now = START;
    for (uint64_t beat = 1; beat < 20; beat++, now += NS_PER_SEC) {
        pulse_look(&p, beat, now);
        ck_assert(!pulse_stalled(&p));
    }
    for (int i = 0; i < 2; i++, now += NS_PER_SEC) {
        pulse_look(&p, 19, now);
        ck_assert(!pulse_stalled(&p));
    }
    pulse_look(&p, 19, now);
    ck_assert(pulse_stalled(&p));
    pulse_look(&p, 20, now + NS_PER_SEC);
    ck_assert(!pulse_stalled(&p));
}
END_TEST

START_TEST(test_a_heart_that_never_beat_is_not_stalled)
{
    struct pulse p = {0};
    for (uint64_t now = START; now < START + SECONDS(100); now += NS_PER_SEC)
        pulse_look(&p, 0, now);
    ck_assert(!pulse_stalled(&p));
}
END_TEST

/* Both were stopped for an hour; the observer wakes first, and looks before the next beat. */
START_TEST(test_an_hour_in_which_nobody_looked_is_not_quiet)
{
    struct pulse p = {0};
    pulse_look(&p, 7, START);
    pulse_look(&p, 7, START + NS_PER_SEC / 2);
    pulse_look(&p, 7, START + SECONDS(3600));
    ck_assert(!pulse_stalled(&p));
    pulse_look(&p, 8, START + SECONDS(3601));
    ck_assert(!pulse_stalled(&p));
}
END_TEST

START_TEST(test_rare_looks_need_two_without_a_beat)
{
    struct pulse p = {0};
    pulse_look(&p, 7, START);
    pulse_look(&p, 7, START + SECONDS(60));
    ck_assert(!pulse_stalled(&p));
    pulse_look(&p, 7, START + SECONDS(120));
    ck_assert(pulse_stalled(&p));
}
END_TEST

START_TEST(test_a_clock_that_goes_back_is_no_silence)
{
    struct pulse p = {0};
    pulse_look(&p, 7, START);
    for (uint64_t back = 1; back < 100; back++)
        pulse_look(&p, 7, START - SECONDS(back));
    ck_assert(!pulse_stalled(&p));
    for (uint64_t on = 0; on < 4; on++)
        pulse_look(&p, 7, START - SECONDS(99) + SECONDS(on));
    ck_assert(pulse_stalled(&p));
}
END_TEST

MEMGLASS_SUITE("observer/pulse", test_a_heart_that_stops_is_stalled_after_three_seconds,
               test_a_heart_that_never_beat_is_not_stalled,
               test_an_hour_in_which_nobody_looked_is_not_quiet,
               test_rare_looks_need_two_without_a_beat, test_a_clock_that_goes_back_is_no_silence)
