/* What the inspector keeps beside the values: marks, charts, the fast lane, the past of what is
 * gone. */
#include "inspect.h"

#include "base/clock.h"
#include "sample/lane_fill.h"

#include <time.h>

START_TEST(test_marks_are_shown_and_limited)
{
    struct user u;
    start(&u, 40);
    sort_by(&u, "pid", false);
    press(&u, 'm');
    ck_assert_str_eq(text_at(&u, 0, ""), "*");
    ck_assert_str_eq(text_at(&u, 1, ""), "");
    struct object_id watched[LANE_OBJECTS];
    ck_assert_uint_eq(model_watched(&u.model, watched), 1);
    press(&u, VIEW_KEY_ENTER);
    ck_assert_uint_eq(model_watched(&u.model, watched), 1); /* marked and inspected: once */
    press(&u, VIEW_KEY_ESCAPE);
    for (int i = 1; i < MARKS_MAX; i++) {
        press(&u, VIEW_KEY_DOWN);
        press(&u, 'm');
    }
    ck_assert_uint_eq(u.model.marks.count, MARKS_MAX);
    press(&u, VIEW_KEY_DOWN);
    press(&u, 'm');
    ck_assert_uint_eq(u.model.marks.count, MARKS_MAX);
    ck_assert_ptr_nonnull(strstr(u.state.message.text, "No more objects can be marked"));
    press(&u, 'M');
    ck_assert_uint_eq(u.model.marks.count, 0);
    ck_assert_uint_eq(model_watched(&u.model, watched), 0);
    leave(&u);
}
END_TEST

START_TEST(test_an_object_is_watched_also_under_the_help)
{
    struct user u;
    struct object_id watched[LANE_OBJECTS];
    inspect(&u, 1);
    ck_assert_uint_eq(model_watched(&u.model, watched), 1);
    press(&u, '?');
    ck_assert_uint_eq(model_watched(&u.model, watched), 1); /* its rings stay */
    press(&u, VIEW_KEY_ESCAPE);
    press(&u, VIEW_KEY_ESCAPE);
    ck_assert_uint_eq(model_watched(&u.model, watched), 0);
    leave(&u);
}
END_TEST

START_TEST(test_the_chart_is_of_the_selected_field_and_those_kept)
{
    struct user u;
    inspect(&u, 1);
    for (int i = 0; i < 8; i++) {
        process(&u, 0)->cpu = (float)(i * 10);
        tick(&u);
    }
    go_to(&u, "cpu");
    press(&u, 'c');
    ck_assert_int_ge(u.state.layout.chart.height, LAYOUT_CHART_LEAST);
    ck_assert_uint_eq(u.state.chart.series_count, 1);
    ck_assert_str_eq(u.state.chart.series[0].value.text, "70%");
    press(&u, 'o');
    go_to(&u, "rss");
    ck_assert_uint_eq(u.state.chart.series_count, 2);
    ck_assert_ptr_nonnull(strstr(u.state.chart.series[0].name.text, "rss"));
    ck_assert_ptr_nonnull(strstr(u.state.chart.series[1].name.text, "cpu"));
    go_to(&u, "cpu");
    press(&u, 'o');
    ck_assert_uint_eq(u.state.chart.series_count, 1);
    go_to(&u, "name");
    ck_assert_uint_eq(u.state.chart.series_count, 0);
    ck_assert_ptr_nonnull(u.state.chart.empty);
    press(&u, 'o');
    look(&u); /* with a chart, the screen is built many times a second */
    ck_assert_ptr_nonnull(strstr(u.state.message.text, "no number"));
    press(&u, 'c');
    ck_assert_int_eq(u.state.layout.chart.height, 0);
    leave(&u);
}
END_TEST

START_TEST(test_the_past_of_a_chart_is_longer_or_shorter)
{
    struct user u;
    inspect(&u, 1);
    press(&u, 'c');
    uint64_t before = inspecting_span_ns(&u.model.inspect);
    press(&u, '>');
    ck_assert_uint_gt(inspecting_span_ns(&u.model.inspect), before);
    press(&u, '<');
    press(&u, '<');
    ck_assert_uint_lt(inspecting_span_ns(&u.model.inspect), before);
    for (int i = 0; i < 20; i++)
        press(&u, '<');
    ck_assert_uint_gt(inspecting_span_ns(&u.model.inspect), 0);
    leave(&u);
}
END_TEST

START_TEST(test_a_small_screen_says_that_there_is_no_room)
{
    struct user u;
    inspect(&u, 1);
    u.height = 12;
    press(&u, 'c');
    ck_assert_int_eq(u.state.layout.chart.height, 0);
    ck_assert_ptr_nonnull(strstr(u.state.message.text, "No room for the chart"));
    leave(&u);
}
END_TEST

/* --- the fast lane -----------------------------------------------------------------------------
 */

/* Reads the first process of the scene as it is now. */
struct scene_reader {
    struct reader reader;
    const struct scene_process *process;
};

static int reader_size(struct reader *r, const struct object_id *id, uint64_t *size)
{
    (void)r;
    (void)id;
    *size = sizeof(struct scene_process);
    return MEMGLASS_OK;
}

static int reader_read(struct reader *r, const struct object_id *id, unsigned char *to,
                       uint64_t size)
{
    (void)id;
    memcpy(to, ((struct scene_reader *)r)->process, size);
    return MEMGLASS_UNGUARDED;
}

static int reader_origin(struct reader *r, const struct object_id *id, struct lane_origin *out)
{
    (void)r;
    (void)id;
    *out = (struct lane_origin){.thread = 4711, .site = "scene.c:12"};
    return MEMGLASS_OK;
}

static const struct reader_ops reader_ops = {
    .size = reader_size, .read = reader_read, .origin = reader_origin};

/* A minute passes between frames: what is charted was copied in between. */
START_TEST(test_the_chart_shows_what_the_fast_lane_copied)
{
    struct user u;
    inspect(&u, 1);
    go_to(&u, "cpu");
    press(&u, 'c');
    struct lane *lane = lane_create();
    struct scene_reader reader = {.reader = {&reader_ops}, .process = process(&u, 0)};
    lane_set(lane, &u.model.inspected, 1);
    u.lane = lane;
    for (int i = 0; i < 5; i++) {
        process(&u, 0)->cpu = (float)(10 * i);
        ck_assert_uint_eq(lane_fill(lane, &reader.reader), 1);
        u.clock_ns = clock_monotonic_ns();
        look(&u);
        char now[16];
        snprintf(now, sizeof now, "%d%%", 10 * i);
        ck_assert_str_eq(u.state.chart.series[0].value.text, now);
    }
    ck_assert_uint_gt(u.state.chart.next_ns, u.clock_ns); /* it moves on */
    ck_assert_str_eq(u.state.chart.moments[0].text, "now");
    u.model.paused = true;
    look(&u);
    ck_assert_uint_eq(u.state.chart.next_ns, 0);
    char then[16];
    time_t seconds = (time_t)(u.scene.now.cur->wall_ns / NS_PER_SEC);
    strftime(then, sizeof then, "%H:%M:%S", localtime(&seconds));
    ck_assert_str_eq(u.state.chart.moments[0].text, then);
    lane_destroy(&lane);
    leave(&u);
}
END_TEST

START_TEST(test_the_title_says_where_the_object_was_created)
{
    struct user u;
    inspect(&u, 1);
    u.width = 200;
    struct lane *lane = lane_create();
    struct scene_reader reader = {.reader = {&reader_ops}, .process = process(&u, 0)};
    lane_set(lane, &u.model.inspected, 1);
    u.lane = lane;
    look(&u);
    ck_assert_str_eq(detail(&u, "created at"), "");
    lane_fill(lane, &reader.reader);
    look(&u);
    ck_assert_str_eq(detail(&u, "created at"), "scene.c:12");
    ck_assert_str_eq(detail(&u, "created by"), "thread 4711");
    lane_destroy(&lane);
    leave(&u);
}
END_TEST

START_TEST(test_a_mark_goes_with_its_object)
{
    struct user u;
    start(&u, 3);
    sort_by(&u, "pid", false);
    press(&u, 'm');
    ck_assert_uint_eq(u.model.marks.count, 1);
    scene_remove(&u.scene, 0);
    tick(&u);
    ck_assert_uint_eq(u.model.marks.count, 0);
    leave(&u);
}
END_TEST

START_TEST(test_a_mark_stays_while_time_is_gone_about_in)
{
    static const struct view_time time = {.back = true};
    struct user u;
    start(&u, 1);
    struct snapshot early = {.cur = frame_retain(u.scene.now.cur)};
    scene_add_process(&u.scene, "late")->pid = 1;
    sort_by(&u, "pid", false);
    tick(&u);
    press(&u, 'm');
    ck_assert_str_eq(at_cursor(&u), "late");
    struct snapshot now = u.scene.now;
    u.scene.now = early;
    u.time = &time;
    look(&u);
    u.scene.now = now;
    u.time = NULL;
    look(&u);
    ck_assert_uint_eq(u.model.marks.count, 1);
    frame_release(&early.cur);
    leave(&u);
}
END_TEST

/* Long after its rings have been taken for others. */
START_TEST(test_a_destroyed_object_keeps_its_graphs)
{
    struct user u;
    inspect(&u, 2);
    for (int i = 0; i < 20; i++) {
        process(&u, 0)->cpu = (float)i;
        tick(&u);
    }
    scene_remove(&u.scene, 0);
    for (int i = 0; i < 400; i++)
        tick(&u);
    ck_assert_str_eq(u.state.title[2].text, "DESTROYED");
    const struct view_spark *spark = &line_of(&u, "cpu")->spark.spark;
    ck_assert_ptr_nonnull(spark->values);
    ck_assert(spark->values[spark->count - 1] == 19.0);
    ck_assert(spark->values[spark->count - 10] == 10.0);
    leave(&u);
}
END_TEST

MEMGLASS_SUITE("view/watching", test_marks_are_shown_and_limited,
               test_an_object_is_watched_also_under_the_help,
               test_the_chart_is_of_the_selected_field_and_those_kept,
               test_the_past_of_a_chart_is_longer_or_shorter,
               test_a_small_screen_says_that_there_is_no_room,
               test_the_chart_shows_what_the_fast_lane_copied,
               test_the_title_says_where_the_object_was_created, test_a_mark_goes_with_its_object,
               test_a_mark_stays_while_time_is_gone_about_in,
               test_a_destroyed_object_keeps_its_graphs)
