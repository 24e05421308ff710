/* Instants of a recording. Layer 5. */
#include "record/timeline.h"

#include "base/clock.h"
#include "base/error.h"
#include "record/timeline_parts.h"

#include <stdlib.h>

#define HISTORY_BYTES (UINT64_C(64) << 20)

/* What reading the past may cost before an instant is shown without. */
#define PAST_AT_ONCE_NS (15 * NS_PER_MS)

/* Frames before an instant that its past is made of: a rate needs one more. */
#define PAST_FRAMES (HISTORY_SHOWN + 1)

static struct timeline *create(struct record_reader *reader, memglass_error *err)
{
    struct timeline *t = reader ? calloc(1, sizeof *t) : NULL;
    if (!reader)
        return NULL;
    if (t) {
        *t = (struct timeline){.reader = reader};
        t->history = record_reader_remember(reader, HISTORY_BYTES);
        if (t->history)
            return t;
    }
    free(t);
    record_reader_close(&reader);
    error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
    return NULL;
}

struct timeline *timeline_open(const char *path, memglass_error *err)
{
    return create(record_reader_open(path, 0, err), err);
}

struct timeline *timeline_of_ring(struct record_ring *ring, memglass_error *err)
{
    struct timeline *t = create(record_reader_of_ring(ring, err), err);
    if (t)
        t->ring = record_ring_hold(ring);
    return t;
}

void timeline_close(struct timeline **timeline)
{
    struct timeline *t = *timeline;
    *timeline = NULL;
    if (!t)
        return;
    frame_release(&t->prev);
    frame_release(&t->cur);
    record_reader_close(&t->reader);
    record_ring_release(&t->ring);
    free(t);
}

static uint64_t frames_of(const struct timeline *t)
{
    struct record_about about;
    record_reader_about(t->reader, &about);
    return about.frames;
}

int timeline_renew(struct timeline *t, memglass_error *err)
{
    int status = record_reader_renew(t->reader, t->ring, err);
    if (status <= 0 || !t->cur)
        return status < 0 ? status : MEMGLASS_OK;
    /* Numbers have moved as frames were thinned out; those that were noted are not next any more,
     * unless the end has only grown. */
    uint64_t number = record_reader_number_at(t->reader, t->cur->time_ns);
    if (number != t->number)
        t->has_past = false;
    t->number = number;
    return MEMGLASS_OK;
}

bool timeline_grows(const struct timeline *t)
{
    struct record_about about;
    record_reader_about(t->reader, &about);
    return about.at_work;
}

/* --- frames ------------------------------------------------------------------------------------
 */

/* The frame of a number, or the first that can be read behind it; *landed: its number. */
static int take(struct timeline *t, uint64_t number, const struct frame **out, uint64_t *landed,
                memglass_error *err)
{
    int status = record_reader_seek_number(t->reader, number, err);
    if (status)
        return status;
    *landed = record_reader_number(t->reader);
    *out = record_reader_frame(t->reader);
    return *out ? MEMGLASS_OK : error_set(err, MEMGLASS_E_NOMEM, 0, "out of memory");
}

static bool same_objects(const struct roster *a, const struct roster *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; a != b && same && i < a->count; i++)
        same =
            a->rows[i].index == b->rows[i].index && a->rows[i].generation == b->rows[i].generation;
    return same;
}

/* A frame becomes the one that is shown. An object that is not in it has lost its past, so that it
 * is without one when it comes again. */
static void show(struct timeline *t, const struct frame *f, uint64_t number, bool noted)
{
    if (t->cur && !noted && !same_objects(t->cur->roster, f->roster))
        t->has_past = false;
    bool follows = t->cur && number == t->number + 1;
    frame_release(&t->prev);
    if (follows)
        t->prev = t->cur;
    else
        frame_release(&t->cur);
    t->cur = f;
    t->number = number;
}

/* noted: it will be part of the past. */
static int show_number(struct timeline *t, uint64_t number, bool noted, memglass_error *err)
{
    const struct frame *f;
    uint64_t landed;
    int status = take(t, number, &f, &landed, err);
    if (status == MEMGLASS_OK)
        show(t, f, landed, noted);
    return status;
}

/* With the neighbour before. */
static int show_pair(struct timeline *t, uint64_t number, memglass_error *err)
{
    int status = MEMGLASS_OK;
    if (number && !(t->cur && t->number + 1 == number))
        status = show_number(t, number - 1, false, err);
    if (!status && (!number || t->number < number))
        status = show_number(t, number, false, err);
    return status;
}

/* --- the past ----------------------------------------------------------------------------------
 */

static uint64_t past_begin(uint64_t number)
{
    return number > PAST_FRAMES ? number - PAST_FRAMES : 0;
}

/* What was noted long ago has been overwritten since. */
static bool has_past_of(const struct timeline *t, uint64_t number)
{
    uint64_t begin = past_begin(number);
    return t->has_past && t->past_first <= begin && number <= t->past_last &&
           t->past_last + 1 < begin + HISTORY_TICKS;
}

static void note(struct timeline *t)
{
    record_reader_note_past(t->reader, t->cur);
    t->past_last = t->number;
}

/* Shows frame after frame up to that one, and notes them as past. */
static int walk(struct timeline *t, uint64_t number, timeline_go_on *on, void *ctx,
                memglass_error *err)
{
    uint64_t begin_ns = clock_monotonic_ns(), first = t->number;
    while (t->number < number) {
        if (on && !on(ctx))
            return MEMGLASS_E_NOTFOUND;
        int status = show_number(t, t->number + 1, true, err);
        if (status)
            return status;
        note(t);
    }
    uint64_t walked = t->number - first;
    if (walked)
        t->walk_ns = (clock_monotonic_ns() - begin_ns) / walked;
    return MEMGLASS_OK;
}

static int walk_anew(struct timeline *t, uint64_t number, timeline_go_on *on, void *ctx,
                     memglass_error *err)
{
    frame_release(&t->prev);
    frame_release(&t->cur);
    t->has_past = false;
    record_reader_begin_past(t->reader);
    int status = show_number(t, past_begin(number), true, err);
    if (status)
        return status;
    t->has_past = true;
    t->past_first = past_begin(number);
    note(t);
    return walk(t, number, on, ctx, err);
}

/* Small recordings are walked through at once; how large one is, is known once a frame was read. */
static bool is_cheap(const struct timeline *t, uint64_t frames)
{
    uint64_t guess = t->cur ? t->cur->roster->bytes + t->cur->roster->count * 256 : 0;
    uint64_t cost = t->walk_ns ? t->walk_ns : guess;
    return t->cur && frames * cost <= PAST_AT_ONCE_NS;
}

bool timeline_lacks_past(const struct timeline *t)
{
    return t->cur && !has_past_of(t, t->number);
}

int timeline_read_past(struct timeline *t, timeline_go_on *on, void *ctx, memglass_error *err)
{
    uint64_t number = t->number;
    int status = t->cur ? walk_anew(t, number, on, ctx, err) : MEMGLASS_E_NOTFOUND;
    if (status && t->number != number) {
        memglass_error unsaid;
        t->has_past = false;
        show_pair(t, number, &unsaid);
    }
    return status;
}

/* --- going -------------------------------------------------------------------------------------
 */

static int go_there(struct timeline *t, uint64_t number, memglass_error *err)
{
    bool next = t->has_past && t->cur && t->number == t->past_last && number > t->number &&
                number - t->number <= PAST_FRAMES;
    if (next && (number - t->number == 1 || is_cheap(t, number - t->number)))
        return walk(t, number, NULL, NULL, err);
    bool known = has_past_of(t, number), cheap = is_cheap(t, number - past_begin(number));
    int status = known || !cheap ? show_pair(t, number, err) : MEMGLASS_OK;
    bool lacks = !known || !t->has_past;
    return !status && cheap && lacks ? walk_anew(t, number, NULL, NULL, err) : status;
}

/* Back from behind a damaged stretch, a whole block at a time. */
static bool block_before(const struct timeline *t, uint64_t number, uint64_t *before)
{
    uint64_t first = 0;
    for (size_t i = 0; i < record_reader_blocks(t->reader); i++) {
        uint64_t end = first + record_reader_block(t->reader, i)->frames;
        if (number < end)
            break;
        first = end;
    }
    *before = first - 1;
    return first > 0;
}

/* All behind it is damaged. */
static int go_to_last(struct timeline *t, memglass_error *err)
{
    int status = record_reader_seek_last(t->reader, err);
    return status ? status : go_there(t, record_reader_number(t->reader), err);
}

static void go_back(struct timeline *t, uint64_t number)
{
    memglass_error unsaid;
    t->has_past = false;
    show_pair(t, number, &unsaid);
}

/* What lies between the frame that was wanted and the one that is shown. */
static void note_lost(struct timeline *t, uint64_t wanted)
{
    t->lost = (struct timeline_lost){.before = t->number > wanted ? t->number - wanted : 0,
                                     .behind = t->number < wanted ? wanted - t->number : 0};
}

static int go(struct timeline *t, uint64_t number, int direction, memglass_error *err)
{
    uint64_t stood = t->number, wanted = number;
    bool stands = t->cur != NULL;
    int status = go_there(t, number, err);
    if (status == MEMGLASS_E_NOTFOUND && direction < 0)
        status = go_to_last(t, err);
    while (!status && direction < 0 && t->number > wanted && block_before(t, number, &number))
        status = go_there(t, number, err);
    if (status && stands)
        go_back(t, stood);
    note_lost(t, status == MEMGLASS_E_NOTFOUND ? frames_of(t) - 1 : wanted);
    return status;
}

int timeline_seek(struct timeline *t, uint64_t time_ns, memglass_error *err)
{
    if (!t->cur) { /* how large a frame is decides how its past is read */
        int status = show_number(t, record_reader_number_at(t->reader, time_ns), false, err);
        if (status && status != MEMGLASS_E_NOTFOUND)
            return status;
    }
    return go(t, record_reader_number_at(t->reader, time_ns), -1, err);
}

int timeline_step(struct timeline *t, int64_t frames, memglass_error *err)
{
    uint64_t last = frames_of(t) - 1, number = t->number;
    if (!t->cur)
        return MEMGLASS_E_NOTFOUND;
    if (frames < 0)
        number = number > (uint64_t)-frames ? number - (uint64_t)-frames : 0;
    else
        number = (uint64_t)frames < last - number ? number + (uint64_t)frames : last;
    return number == t->number ? MEMGLASS_E_NOTFOUND : go(t, number, frames < 0 ? -1 : 1, err);
}

int timeline_mark(struct timeline *t, int direction, memglass_error *err)
{
    const struct record_note *notes, *found = NULL;
    size_t count = record_reader_notes(t->reader, &notes);
    uint64_t now = t->cur ? t->cur->time_ns : 0;
    for (size_t i = 0; i < count; i++) {
        bool before = notes[i].time_ns<now, behind = notes[i].time_ns> now;
        if ((direction < 0 && before) || (direction > 0 && behind && !found))
            found = &notes[i];
    }
    return found ? timeline_seek(t, found->time_ns, err) : MEMGLASS_E_NOTFOUND;
}

/* --- what is shown -----------------------------------------------------------------------------
 */

/* As diff_frames counts: out of the marks, which were recorded. */
static void count(const struct frame *prev, const struct frame *cur, struct diff *out)
{
    struct roster_cursor rest = {0};
    size_t stayed = 0;
    bool same = prev && prev->roster == cur->roster;
    if (prev && !same && frame_same_session(prev, cur))
        rest = roster_cursor(prev->roster);
    for (size_t i = 0; i < cur->roster->count; i++) {
        const struct roster_row *row = &cur->roster->rows[i];
        stayed += same || roster_seek(&rest, row->index, row->generation) ? 1 : 0;
        out->changed += frame_changes(cur, i) ? 1 : 0;
        out->field_changes += frame_changes(cur, i);
    }
    out->created = cur->roster->count - stayed;
    out->destroyed = prev ? prev->roster->count - stayed : 0;
}

void timeline_snapshot(const struct timeline *t, struct snapshot *out)
{
    struct record_about about;
    *out = (struct snapshot){0};
    if (!t->cur)
        return;
    record_reader_about(t->reader, &about);
    out->cur = frame_retain(t->cur);
    out->prev = t->prev ? frame_retain(t->prev) : NULL;
    out->interval_ns = about.interval_ns;
    if (!out->interval_ns && t->prev)
        out->interval_ns = t->cur->time_ns - t->prev->time_ns;
    count(t->prev, t->cur, &out->diff);
}

const struct history *timeline_history(const struct timeline *t)
{
    return t->history;
}

uint64_t timeline_time_ns(const struct timeline *t)
{
    return t->cur ? t->cur->time_ns : 0;
}

uint64_t timeline_next_ns(struct timeline *t)
{
    memglass_error unsaid;
    uint64_t next = t->number + 1, frames = frames_of(t);
    t->lost = (struct timeline_lost){0};
    if (next >= frames)
        return UINT64_MAX;
    if (record_reader_seek_number(t->reader, next, &unsaid) != MEMGLASS_OK) {
        t->lost.behind = frames - next;
        return UINT64_MAX;
    }
    t->lost.before = record_reader_number(t->reader) - next;
    return record_reader_time_ns(t->reader);
}

struct timeline_lost timeline_take_lost(struct timeline *t)
{
    struct timeline_lost lost = t->lost;
    t->lost = (struct timeline_lost){0};
    return lost;
}
