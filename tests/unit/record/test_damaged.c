/* Whatever happened to a file, what is given out is what was recorded: files that were cut,
 * damaged, that found the disk full, or are none. */
#include "damage.h"
#include "scene.h"

#include <signal.h>
#include <sys/resource.h>

/* Wherever the recorder was killed: all whole blocks before are there, and nothing else. */
START_TEST(test_a_file_cut_anywhere_opens)
{
    struct scene s;
    size_t size, last = 0;
    scene_open(&s, 12);
    scene_record(&s, &small_blocks);
    unsigned char *bytes = slurp(s.path, &size);
    for (size_t cut = 0; cut <= size; cut += cut < 4096 ? 1 : 13) {
        memglass_error err = {0};
        spill(s.path, bytes, cut);
        struct record_reader *r = record_reader_open(s.path, 0, &err);
        if (!r) {
            ck_assert_int_eq(err.code, MEMGLASS_E_CORRUPT);
            ck_assert_uint_eq(last, 0);
            continue;
        }
        size_t frames = read_all(&s, r);
        ck_assert_uint_ge(frames, last); /* more of the file, never fewer frames */
        last = frames;
        record_reader_close(&r);
    }
    ck_assert_uint_eq(last, TICKS);
    free(bytes);
    scene_close(&s);
}
END_TEST

/* What is told of the loss is what could not be read, and the last that can be read is found. Where
 * types are lost, none can. */
static void same_as_told(struct record_reader *r, size_t frames)
{
    struct record_about about;
    record_reader_about(r, &about);
    if (!frames) {
        ck_assert_int_eq(record_reader_seek_last(r, NULL), MEMGLASS_E_NOTFOUND);
        return;
    }
    ck_assert_uint_eq(frames + record_reader_lost(r), about.frames);
    ck_assert_int_eq(record_reader_seek_last(r, NULL), MEMGLASS_OK);
    ck_assert_int_eq(record_reader_next(r, NULL), 0);
}

/* A frame that is given out was recorded so, whatever was done to the file. */
START_TEST(test_a_damaged_file_gives_what_is_whole)
{
    struct scene s;
    size_t size, lost = 0;
    scene_open(&s, 13);
    scene_record(&s, &small_blocks);
    unsigned char *bytes = slurp(s.path, &size);
    for (unsigned i = 0; i < 2000; i++) {
        size_t at = sizeof(struct record_header) +
                    next_random(&s, (unsigned)(size - sizeof(struct record_header)));
        unsigned char was = bytes[at];
        bytes[at] ^= (unsigned char)(1u << next_random(&s, 8));
        spill(s.path, bytes, size);
        struct record_reader *r = record_reader_open(s.path, 0, NULL);
        if (r) {
            size_t frames = read_all(&s, r);
            ck_assert_uint_le(frames, TICKS);
            lost += frames < TICKS;
            same_as_told(r, frames);
        }
        record_reader_close(&r);
        bytes[at] = was;
    }
    ck_assert_uint_gt(lost, 0);
    free(bytes);
    scene_close(&s);
}
END_TEST

/* The same of a file that was not closed, where heads alone say what there is: a block whose head
 * is lost is a gap like any other. */
START_TEST(test_a_block_without_its_head_is_a_gap)
{
    struct scene s;
    struct record_footer footer;
    size_t size, lost = 0, gaps = 0;
    scene_open(&s, 17);
    scene_record(&s, &small_blocks);
    unsigned char *bytes = slurp(s.path, &size);
    memcpy(&footer, bytes + size - sizeof footer, sizeof footer);
    size = footer.index_offset;
    for (size_t at = sizeof(struct record_header); at < size;) {
        struct record_block head;
        memcpy(&head, bytes + at, sizeof head);
        bytes[at + 20] ^= 1;
        spill(s.path, bytes, size);
        bytes[at + 20] ^= 1;
        struct record_reader *r = record_reader_open(s.path, 0, NULL);
        size_t frames = 0;
        for (; record_reader_next(r, NULL) == 1; frames++) {
            same_as_sampled(&s, r);
            gaps += record_reader_behind_gap(r);
        }
        lost += frames < TICKS;
        ck_assert_uint_le(frames, TICKS);
        record_reader_close(&r);
        at += sizeof head + head.stored_bytes;
    }
    ck_assert_uint_gt(lost, 0);
    ck_assert_uint_gt(gaps, 0);
    free(bytes);
    scene_close(&s);
}
END_TEST

START_TEST(test_a_full_disk_leaves_a_whole_file)
{
    struct scene s;
    struct rlimit before, small;
    scene_open(&s, 14);
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    struct record_writer *w = scene_writer(&s, &small_blocks);
    size_t failed = 0;
    for (uint64_t tick = 1; tick <= TICKS; tick++) {
        memglass_error err = {0};
        struct record_figures figures;
        record_writer_figures(w, &figures);
        if (tick == 21)
            small.rlim_cur = sizeof(struct record_header) + figures.stored_bytes + 100;
        setrlimit(RLIMIT_FSIZE, tick > 20 && tick < 50 ? &small : &before);
        int status = record_writer_add(w, s.frames[tick], &err);
        failed += status != MEMGLASS_OK;
        ck_assert(status == MEMGLASS_OK || strstr(err.message, "whole up to here"));
    }
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_DFL);
    ck_assert_uint_gt(failed, 0);
    ck_assert_int_eq(record_writer_close(&w, NULL), MEMGLASS_OK);
    struct record_reader *r = scene_reader(&s);
    size_t frames = read_all(&s, r);
    ck_assert_uint_gt(frames, 40); /* before and behind the hole */
    ck_assert_uint_lt(frames, TICKS);
    ck_assert_uint_eq(record_reader_tick(r), TICKS);
    record_reader_close(&r);
    scene_close(&s);
}
END_TEST

/* --- leaps -------------------------------------------------------------------------------------
 */

/* The first tick that is read behind a gap. */
static uint64_t gap_end(const struct scene *s)
{
    struct record_reader *r = scene_reader(s);
    uint64_t tick = 0;
    while (!tick && record_reader_next(r, NULL) == 1) {
        same_as_sampled(s, r);
        tick = record_reader_behind_gap(r) ? record_reader_tick(r) : 0;
    }
    record_reader_close(&r);
    return tick;
}

/* The first block of a kind behind a tick. */
static uint64_t first_of_kind(const struct scene *s, enum record_kind kind, uint64_t behind)
{
    struct record_reader *r = scene_reader(s);
    uint64_t tick = 0;
    for (size_t i = 0; i < record_reader_blocks(r) && !tick; i++) {
        const struct record_block *head = record_reader_block(r, i);
        tick = head->kind == kind && head->first_tick > behind ? head->first_tick : 0;
    }
    record_reader_close(&r);
    return tick;
}

START_TEST(test_a_gap_ends_at_a_leap)
{
    struct scene s;
    scene_open(&s, 19);
    scene_record(&s, &small_blocks);
    uint64_t damaged = damage(s.path, RECORD_DELTA, 0);
    uint64_t leap = first_of_kind(&s, RECORD_LEAP, damaged);
    ck_assert_uint_gt(leap, damaged);
    ck_assert_uint_eq(gap_end(&s), leap);
    scene_close(&s);
}
END_TEST

START_TEST(test_leaps_from_a_lost_frame_are_lost_with_it)
{
    struct scene s;
    scene_open(&s, 19);
    scene_record(&s, &small_blocks);
    uint64_t damaged = damage(s.path, RECORD_KEY, 0);
    uint64_t key = first_of_kind(&s, RECORD_KEY, damaged);
    ck_assert_uint_gt(key, first_of_kind(&s, RECORD_LEAP, damaged));
    ck_assert_uint_eq(gap_end(&s), key);
    struct record_reader *r = scene_reader(&s); /* the first that can be read behind it */
    ck_assert_int_eq(record_reader_seek_tick(r, key - 1, NULL), MEMGLASS_OK);
    same_as_sampled(&s, r);
    ck_assert_uint_eq(record_reader_tick(r), key);
    record_reader_close(&r);
    scene_close(&s);
}
END_TEST

static int open_error_of(const char *path, char message[256])
{
    memglass_error err = {0};
    struct record_reader *r = record_reader_open(path, 0, &err);
    ck_assert_ptr_null(r);
    snprintf(message, 256, "%s", err.message);
    return err.code;
}

START_TEST(test_what_is_no_recording_is_said_in_a_line)
{
    char message[256];
    ck_assert_int_eq(open_error_of("/tmp/no-such-file.mgr", message), MEMGLASS_E_NOTFOUND);
    ck_assert_str_eq(message, "cannot open /tmp/no-such-file.mgr: No such file or directory");
    ck_assert_int_eq(open_error_of("/tmp", message), MEMGLASS_E_INVALID);
    ck_assert_str_eq(message, "/tmp is no regular file");
    ck_assert_int_eq(open_error_of("/proc/self/exe", message), MEMGLASS_E_CORRUPT);
    ck_assert_str_eq(message, "/proc/self/exe is not a memglass recording");
}
END_TEST

START_TEST(test_a_newer_format_is_named)
{
    struct scene s;
    char message[256], expected[256];
    struct record_header header;
    scene_open(&s, 15);
    record_header_fill(&header, 1, 1);
    header.version = 7;
    header.reader = 5;
    record_header_seal(&header);
    spill(s.path, (const unsigned char *)&header, sizeof header);
    ck_assert_int_eq(open_error_of(s.path, message), MEMGLASS_E_VERSION);
    snprintf(expected, sizeof expected, "%s: recording version 7, this memglass reads up to 2",
             s.path);
    ck_assert_str_eq(message, expected);
    scene_close(&s);
}
END_TEST

/* Not at the end of hours whose frames went nowhere. */
START_TEST(test_a_file_that_is_taken_away_is_said)
{
    static const char *const says[] = {"was removed while", "was cut short while"};
    for (unsigned way = 0; way < 2; way++) {
        struct scene s;
        memglass_error err = {0};
        int status = MEMGLASS_OK;
        scene_open(&s, 70 + way);
        struct record_writer *w = scene_writer(&s, &small_blocks);
        for (uint64_t tick = 1; tick <= TICKS && !status; tick++) {
            status = record_writer_add(w, s.frames[tick], &err);
            if (tick == 20)
                ck_assert_int_eq(way ? truncate(s.path, 100) : unlink(s.path), 0);
        }
        ck_assert_int_eq(status, MEMGLASS_E_SYSTEM);
        ck_assert_msg(strstr(err.message, says[way]) != NULL, "%s", err.message);
        record_writer_close(&w, NULL);
        scene_close(&s);
    }
}
END_TEST

START_TEST(test_an_existing_file_is_not_emptied)
{
    struct scene s;
    memglass_error err = {0};
    scene_open(&s, 16);
    scene_record(&s, &small_blocks);
    ck_assert_ptr_null(record_sink_file(s.path, NS_PER_SEC, false, &err));
    ck_assert_int_eq(err.code, MEMGLASS_E_EXISTS);
    struct record_reader *r = scene_reader(&s);
    ck_assert_uint_eq(read_all(&s, r), TICKS);
    record_reader_close(&r);
    scene_close(&s);
}
END_TEST

MEMGLASS_SUITE("record/damaged", test_a_file_that_is_taken_away_is_said,
               test_a_file_cut_anywhere_opens, test_a_damaged_file_gives_what_is_whole,
               test_a_block_without_its_head_is_a_gap, test_a_full_disk_leaves_a_whole_file,
               test_a_gap_ends_at_a_leap, test_leaps_from_a_lost_frame_are_lost_with_it,
               test_what_is_no_recording_is_said_in_a_line, test_a_newer_format_is_named,
               test_an_existing_file_is_not_emptied)
