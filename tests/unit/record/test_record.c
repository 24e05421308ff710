/* What was recorded is read back, from the first frame to the last, in order and by time; from
 * files of today and of version 1, and from memory. */
#include "scene.h"

START_TEST(test_frames_come_back_as_they_were)
{
    for (unsigned seed = 1; seed <= 20; seed++) {
        struct scene s;
        scene_open(&s, seed);
        scene_record(&s, &small_blocks);
        struct record_reader *r = scene_reader(&s);
        ck_assert_uint_eq(read_all(&s, r), TICKS);
        struct record_about about;
        record_reader_about(r, &about);
        ck_assert(about.closed);
        ck_assert_uint_eq(about.frames, TICKS);
        ck_assert_uint_eq(about.first_tick, 1);
        ck_assert_uint_eq(about.last_tick, TICKS);
        record_reader_close(&r);
        scene_close(&s);
    }
}
END_TEST

START_TEST(test_seeking_gives_the_newest_frame_at_or_before)
{
    struct scene s;
    scene_open(&s, 7);
    scene_record(&s, &small_blocks);
    struct record_reader *r = scene_reader(&s);
    for (unsigned i = 0; i < 300; i++) {
        uint64_t tick = 1 + next_random(&s, TICKS);
        uint64_t time = s.frames[tick]->time_ns + (i % 2 ? NS_PER_SEC / 2 : 0);
        ck_assert_int_eq(record_reader_seek(r, time, NULL), MEMGLASS_OK);
        ck_assert_uint_eq(record_reader_tick(r), tick);
        same_as_sampled(&s, r);
        if (tick < TICKS) {
            ck_assert_int_eq(record_reader_next(r, NULL), 1);
            ck_assert_uint_eq(record_reader_tick(r), tick + 1);
            same_as_sampled(&s, r);
        }
    }
    for (uint64_t tick = TICKS; tick >= 1; tick--) {
        ck_assert_int_eq(record_reader_seek_tick(r, tick, NULL), MEMGLASS_OK);
        same_as_sampled(&s, r);
        ck_assert_uint_eq(record_reader_tick(r), tick);
    }
    ck_assert_int_eq(record_reader_seek(r, 0, NULL), MEMGLASS_OK);
    ck_assert_uint_eq(record_reader_tick(r), 1);
    ck_assert_int_eq(record_reader_seek(r, UINT64_MAX, NULL), MEMGLASS_OK);
    ck_assert_uint_eq(record_reader_tick(r), TICKS);
    record_reader_close(&r);
    scene_close(&s);
}
END_TEST

START_TEST(test_frames_that_are_held_outlive_the_reader)
{
    struct scene s;
    scene_open(&s, 8);
    scene_record(&s, &small_blocks);
    struct record_reader *r = scene_reader(&s);
    ck_assert_int_eq(record_reader_seek(r, s.frames[50]->time_ns, NULL), MEMGLASS_OK);
    const struct frame *held = record_reader_frame(r);
    ck_assert_int_eq(record_reader_next(r, NULL), 1);
    record_reader_close(&r);
    same_frame(s.frames[50], held);
    frame_release(&held);
    scene_close(&s);
}
END_TEST

START_TEST(test_a_restarted_session_is_another_epoch)
{
    struct scene s;
    scene_open(&s, 9);
    memglass_error err = {0};
    struct record_writer *w = scene_writer(&s, &small_blocks);
    for (uint64_t tick = 1; tick <= TICKS; tick++) {
        ((struct frame *)s.frames[tick])->session.instance = tick < 30 ? 1 : 2;
        ck_assert_int_eq(record_writer_add(w, s.frames[tick], &err), MEMGLASS_OK);
    }
    ck_assert_int_eq(record_writer_close(&w, &err), MEMGLASS_OK);
    struct record_reader *r = scene_reader(&s);
    ck_assert_uint_eq(read_all(&s, r), TICKS);
    struct record_about about;
    record_reader_about(r, &about);
    ck_assert_uint_eq(about.sessions, 2);
    record_reader_close(&r);
    scene_close(&s);
}
END_TEST

START_TEST(test_marks_are_kept_with_their_moment)
{
    struct scene s;
    scene_open(&s, 10);
    struct record_writer *w = scene_writer(&s, &small_blocks);
    for (uint64_t tick = 1; tick <= TICKS; tick++) {
        ck_assert_int_eq(record_writer_add(w, s.frames[tick], NULL), MEMGLASS_OK);
        if (tick == 20)
            ck_assert_int_eq(record_writer_mark(w, "health<20\x1b[31m", NULL), MEMGLASS_OK);
    }
    ck_assert_int_eq(record_writer_close(&w, NULL), MEMGLASS_OK);
    struct record_reader *r = scene_reader(&s);
    const struct record_note *notes;
    ck_assert_uint_eq(record_reader_notes(r, &notes), 1);
    ck_assert_uint_eq(notes[0].tick, 20);
    ck_assert_str_eq(notes[0].text, "health<20?[31m"); /* nothing reaches a terminal as it is */
    ck_assert_uint_eq(read_all(&s, r), TICKS);
    record_reader_close(&r);
    scene_close(&s);
}
END_TEST

static bool every_second(const struct frame *f, size_t row, void *ctx)
{
    (void)ctx;
    return f->roster->rows[row].index % 2 == 0;
}

START_TEST(test_only_chosen_objects_are_recorded)
{
    struct scene s;
    scene_open(&s, 11);
    struct record_options options = small_blocks;
    options.keep = every_second;
    scene_record(&s, &options);
    struct record_reader *r = scene_reader(&s);
    size_t frames = 0;
    for (; record_reader_next(r, NULL) == 1; frames++) {
        const struct frame *f = record_reader_frame(r), *was = s.frames[f->tick];
        for (size_t i = 0; i < f->roster->count; i++) {
            const struct roster_row *row = &f->roster->rows[i];
            ck_assert_uint_eq(row->index % 2, 0);
            same_row(was, (size_t)frame_find(was, row->index, row->generation), f, i);
        }
        frame_release(&f);
    }
    ck_assert_uint_eq(frames, TICKS);
    record_reader_close(&r);
    scene_close(&s);
}
END_TEST

static size_t count_blocks(const struct record_reader *r, enum record_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < record_reader_blocks(r); i++)
        count += record_reader_block(r, i)->kind == kind;
    return count;
}

/* Each by a reader that knows nothing yet of the whole frame that the leap refers to. */
START_TEST(test_reading_begins_at_leaps)
{
    struct scene s;
    scene_open(&s, 18);
    scene_record(&s, &small_blocks);
    struct record_reader *all = scene_reader(&s);
    ck_assert_uint_gt(count_blocks(all, RECORD_LEAP), 1);
    for (size_t i = 0; i < record_reader_blocks(all); i++) {
        const struct record_block *head = record_reader_block(all, i);
        struct record_reader *r = scene_reader(&s);
        ck_assert_int_eq(record_reader_seek_tick(r, head->first_tick, NULL), MEMGLASS_OK);
        ck_assert_uint_eq(record_reader_tick(r), head->first_tick);
        same_as_sampled(&s, r);
        ck_assert_uint_eq(read_all(&s, r), TICKS - head->first_tick);
        record_reader_close(&r);
    }
    record_reader_close(&all);
    scene_close(&s);
}
END_TEST

/* What was written as version 1, of the scene of seed 21: in order, and by going about in it. */
START_TEST(test_files_of_version_1_are_read)
{
    struct scene s;
    memglass_error err = {0};
    scene_open(&s, 21);
    struct record_reader *r = record_reader_open("tests/unit/record/version1.mgr", 0, &err);
    ck_assert_msg(r != NULL, "%s", err.message);
    ck_assert_uint_eq(read_all(&s, r), TICKS);
    for (uint64_t tick = TICKS; tick >= 1; tick -= tick < 7 ? 1 : 7) {
        ck_assert_int_eq(record_reader_seek_tick(r, tick, NULL), MEMGLASS_OK);
        ck_assert_uint_eq(record_reader_tick(r), tick);
        same_as_sampled(&s, r);
    }
    record_reader_close(&r);
    scene_close(&s);
}
END_TEST

/* --- memory ------------------------------------------------------------------------------------
 */

static void scene_remember(struct scene *s, struct record_ring *ring)
{
    struct record_writer *w = record_writer_create(record_sink_ring(ring), &small_blocks, NULL);
    ck_assert_ptr_nonnull(w);
    for (uint64_t tick = 1; tick <= TICKS; tick++)
        ck_assert_int_eq(record_writer_add(w, s->frames[tick], NULL), MEMGLASS_OK);
    ck_assert_int_eq(record_writer_close(&w, NULL), MEMGLASS_OK);
}

START_TEST(test_the_past_in_memory_is_read_like_a_file)
{
    struct scene s;
    scene_open(&s, 17);
    struct record_ring *ring = record_ring_create(UINT64_C(1) << 30);
    scene_remember(&s, ring);
    struct record_reader *r = record_reader_of_ring(ring, NULL);
    record_ring_release(&ring); /* the reader holds what it reads */
    ck_assert_uint_eq(read_all(&s, r), TICKS);
    ck_assert_int_eq(record_reader_seek(r, s.frames[33]->time_ns, NULL), MEMGLASS_OK);
    same_as_sampled(&s, r);
    record_reader_close(&r);
    scene_close(&s);
}
END_TEST

/* Within its budget; the newest frames whole, of the older ones some. */
START_TEST(test_the_past_in_memory_is_thinned_from_its_old_end)
{
    struct scene s;
    scene_open(&s, 18);
    struct record_ring *all = record_ring_create(UINT64_C(1) << 30);
    scene_remember(&s, all);
    uint64_t budget = record_ring_bytes(all) / 2;
    struct record_ring *ring = record_ring_create(budget);
    scene_remember(&s, ring);
    ck_assert_uint_le(record_ring_bytes(ring), budget);
    struct record_reader *r = record_reader_of_ring(ring, NULL);
    size_t frames = read_all(&s, r), old = 0;
    ck_assert(frames > 10 && frames < TICKS);
    ck_assert_uint_eq(record_reader_tick(r), TICKS);
    for (uint64_t tick = 1; tick <= TICKS / 2; tick++) {
        record_reader_seek(r, s.frames[tick]->time_ns, NULL);
        old += record_reader_tick(r) == tick;
    }
    ck_assert_uint_gt(old, 0);
    record_reader_close(&r);
    record_ring_release(&ring);
    record_ring_release(&all);
    scene_close(&s);
}
END_TEST

MEMGLASS_SUITE("record/record", test_frames_come_back_as_they_were,
               test_seeking_gives_the_newest_frame_at_or_before,
               test_frames_that_are_held_outlive_the_reader,
               test_a_restarted_session_is_another_epoch, test_marks_are_kept_with_their_moment,
               test_only_chosen_objects_are_recorded, test_the_past_in_memory_is_read_like_a_file,
               test_the_past_in_memory_is_thinned_from_its_old_end, test_reading_begins_at_leaps,
               test_files_of_version_1_are_read)
