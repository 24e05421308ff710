/* What was recorded is read back, from the first frame to the last, in order and by time; whatever
 * happened to the file, what is given out is what was recorded. */
#include "unit.h"

#include "../sample/synthetic.h"
#include "base/clock.h"
#include "record/reader.h"
#include "record/writer.h"
#include "sample/diff.h"

#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

enum { TICKS = 90, OBJECTS = 40, PATH_BYTES = 64 };

/* Frames as a sampler would make them, and the file that they are recorded in. */
struct scene {
    struct synth synth;
    const struct frame *frames[TICKS + 1]; /* by tick */
    struct synth_object objects[OBJECTS];
    size_t object_count;
    unsigned random;
    char path[PATH_BYTES];
};

static unsigned next_random(struct scene *s, unsigned below)
{
    s->random = s->random * 1103515245u + 12345u;
    return (s->random >> 8) % below;
}

/* Some objects end and others begin: an index is used again with another generation. */
static void churn(struct scene *s)
{
    for (size_t i = 0; i < s->object_count; i++)
        if (next_random(s, 10) == 0)
            s->objects[i].generation++;
    if (next_random(s, 3) == 0 && s->object_count > 5)
        s->object_count--;
    else if (s->object_count < OBJECTS) {
        struct synth_object *last = &s->objects[s->object_count];
        last->index = s->object_count ? last[-1].index + 1 + next_random(s, 3) : 0;
        last->generation = next_random(s, 1000);
        s->object_count++;
    }
    synth_roster(&s->synth, s->objects, s->object_count);
}

static void change(struct scene *s, struct frame *f)
{
    for (size_t i = 0; i < f->roster->count; i++) {
        struct thing *t = synth_thing(f, i);
        if (next_random(s, 3) == 0)
            t->ops += next_random(s, 1000);
        if (next_random(s, 8) == 0)
            t->level = next_random(s, 100) / 7.0;
        if (next_random(s, 8) == 0)
            t->grid[1][2] = -(int32_t)next_random(s, 1000000);
        if (next_random(s, 20) == 0)
            f->states[i] = (uint8_t)(MEMGLASS_EXACT + next_random(s, 4));
        f->states[i] |= next_random(s, 40) == 0 ? ROW_GONE : 0;
    }
}

static const struct frame *sample(struct scene *s, uint64_t tick)
{
    const struct frame *prev = s->frames[tick - 1];
    if (tick == 1 || next_random(s, 4) == 0)
        churn(s);
    struct frame *f = synth_frame(&s->synth, prev, tick);
    struct diff unused;
    f->wall_ns = UINT64_C(1700000000) * NS_PER_SEC + f->time_ns + next_random(s, 1000);
    f->cut = (enum frame_cut)next_random(s, FRAME_CUT_COUNT);
    f->session.heartbeats = tick * 3;
    f->session.pid = 42;
    snprintf(f->session.name, sizeof f->session.name, "scene");
    change(s, f);
    diff_frames(prev, f, &unused);
    return f;
}

static void scene_open(struct scene *s, unsigned seed)
{
    *s = (struct scene){.random = seed};
    synth_open(&s->synth, NULL);
    snprintf(s->path, sizeof s->path, "/tmp/memglass-record-%d-%u.mgr", (int)getpid(), seed);
    unlink(s->path);
    for (uint64_t tick = 1; tick <= TICKS; tick++)
        s->frames[tick] = sample(s, tick);
}

static void scene_close(struct scene *s)
{
    for (uint64_t tick = 1; tick <= TICKS; tick++)
        frame_release(&s->frames[tick]);
    synth_close(&s->synth);
    unlink(s->path);
}

static const struct record_options small_blocks = {
    .interval_ns = NS_PER_SEC, .key_ns = 17 * NS_PER_SEC, .block_ns = 3 * NS_PER_SEC};

static struct record_writer *scene_writer(struct scene *s, const struct record_options *options)
{
    memglass_error err = {0};
    struct record_sink *sink = record_sink_file(s->path, options->interval_ns, true, &err);
    ck_assert_msg(sink != NULL, "%s", err.message);
    struct record_writer *w = record_writer_create(sink, options, &err);
    ck_assert_msg(w != NULL, "%s", err.message);
    return w;
}

static void scene_record(struct scene *s, const struct record_options *options)
{
    memglass_error err = {0};
    struct record_writer *w = scene_writer(s, options);
    for (uint64_t tick = 1; tick <= TICKS; tick++)
        ck_assert_msg(record_writer_add(w, s->frames[tick], &err) == MEMGLASS_OK, "%s",
                      err.message);
    ck_assert_msg(record_writer_close(&w, &err) == MEMGLASS_OK, "%s", err.message);
}

/* --- comparing ---------------------------------------------------------------------------------
 */

static void same_row(const struct frame *a, size_t i, const struct frame *b, size_t j)
{
    const struct roster_row *x = &a->roster->rows[i], *y = &b->roster->rows[j];
    const struct row_mark was = frame_mark(a, i), is = frame_mark(b, j), *m = &was, *n = &is;
    ck_assert_uint_eq(x->index, y->index);
    ck_assert_uint_eq(x->generation, y->generation);
    ck_assert_str_eq(x->label, y->label);
    ck_assert_str_eq(x->type->name, y->type->name);
    ck_assert_uint_eq(x->size, y->size);
    ck_assert_uint_eq(x->created_ns, y->created_ns);
    ck_assert_int_eq(memcmp(frame_data(a, i), frame_data(b, j), x->size), 0);
    ck_assert_uint_eq(m->activity, n->activity);
    ck_assert_uint_eq(m->changed_total, n->changed_total);
    ck_assert_uint_eq(m->last_change_ns, n->last_change_ns);
    ck_assert_uint_eq(m->changes, n->changes);
    ck_assert_uint_eq(m->truth, n->truth);
    ck_assert_uint_eq(m->born, n->born);
}

/* `was` as it was sampled, where some rows may be gone; `is` as it was read. */
static void same_frame(const struct frame *was, const struct frame *is)
{
    size_t at = 0;
    ck_assert_uint_eq(was->tick, is->tick);
    ck_assert_uint_eq(was->time_ns, is->time_ns);
    ck_assert_uint_eq(was->wall_ns, is->wall_ns);
    ck_assert_uint_eq(was->cut, is->cut);
    ck_assert_uint_eq(was->session.heartbeats, is->session.heartbeats);
    ck_assert_uint_eq(was->session.instance, is->session.instance);
    ck_assert_str_eq(was->session.name, is->session.name);
    for (size_t i = 0; i < was->roster->count; i++) {
        if (frame_gone(was, i))
            continue;
        ck_assert_uint_lt(at, is->roster->count);
        same_row(was, i, is, at++);
    }
    ck_assert_uint_eq(at, is->roster->count);
}

static void same_as_sampled(const struct scene *s, struct record_reader *r)
{
    const struct frame *f = record_reader_frame(r);
    ck_assert_ptr_nonnull(f);
    ck_assert(f->tick >= 1 && f->tick <= TICKS);
    same_frame(s->frames[f->tick], f);
    frame_release(&f);
}

static struct record_reader *scene_reader(const struct scene *s)
{
    memglass_error err = {0};
    struct record_reader *r = record_reader_open(s->path, 0, &err);
    ck_assert_msg(r != NULL, "%s", err.message);
    return r;
}

/* Reads on; each frame is as it was sampled. How many there were. */
static size_t read_all(const struct scene *s, struct record_reader *r)
{
    size_t frames = 0;
    memglass_error err = {0};
    int status;
    while ((status = record_reader_next(r, &err)) == 1) {
        same_as_sampled(s, r);
        frames++;
    }
    ck_assert_msg(status == 0, "%s", err.message);
    return frames;
}

/* --- whole files -------------------------------------------------------------------------------
 */

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

/* --- what happens to files ---------------------------------------------------------------------
 */

static unsigned char *slurp(const char *path, size_t *size)
{
    struct stat about;
    int fd = open(path, O_RDONLY);
    ck_assert(fd >= 0 && fstat(fd, &about) == 0);
    *size = (size_t)about.st_size;
    unsigned char *bytes = malloc(*size);
    ck_assert(read(fd, bytes, *size) == (ssize_t)*size);
    close(fd);
    return bytes;
}

static void spill(const char *path, const unsigned char *bytes, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ck_assert(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
    close(fd);
}

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

/* Damages the payload of the n-th block of a kind. The tick of its first frame. */
static uint64_t damage(const struct scene *s, enum record_kind kind, size_t n)
{
    size_t size;
    struct record_block head;
    unsigned char *bytes = slurp(s->path, &size);
    for (size_t at = sizeof(struct record_header); at < size;
         at += sizeof head + head.stored_bytes) {
        memcpy(&head, bytes + at, sizeof head);
        if (head.kind == kind && n-- == 0) {
            bytes[at + sizeof head] ^= 1;
            break;
        }
    }
    spill(s->path, bytes, size);
    free(bytes);
    return head.first_tick;
}

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
    uint64_t damaged = damage(&s, RECORD_DELTA, 0);
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
    uint64_t damaged = damage(&s, RECORD_KEY, 0);
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

MEMGLASS_SUITE("record/record", test_frames_come_back_as_they_were,
               test_seeking_gives_the_newest_frame_at_or_before,
               test_frames_that_are_held_outlive_the_reader,
               test_a_restarted_session_is_another_epoch, test_marks_are_kept_with_their_moment,
               test_only_chosen_objects_are_recorded, test_the_past_in_memory_is_read_like_a_file,
               test_the_past_in_memory_is_thinned_from_its_old_end, test_a_file_cut_anywhere_opens,
               test_a_damaged_file_gives_what_is_whole, test_a_block_without_its_head_is_a_gap,
               test_a_full_disk_leaves_a_whole_file, test_reading_begins_at_leaps,
               test_a_gap_ends_at_a_leap, test_leaps_from_a_lost_frame_are_lost_with_it,
               test_files_of_version_1_are_read, test_what_is_no_recording_is_said_in_a_line,
               test_a_newer_format_is_named, test_an_existing_file_is_not_emptied)
