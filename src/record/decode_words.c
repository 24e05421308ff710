/* What differs in the rows of a frame: words and marks. Layer 5. */
#include "record/decode_parts.h"

#include "base/checked.h"

#include <memglass/base.h>
#include <string.h>

/* Frames that are applied together are so by parts of the image that stay in a processor's cache
 * while one frame after the other changes them. */
enum { PART_BYTES = 256 << 10 };

/* --- marks -------------------------------------------------------------------------------------
 */

/* Where marks are read from: streams of their own, or all from the one of quiet rows. */
struct mark_streams {
    struct reading *says, *activity, *totals, *ages;
};

static void read_whole_mark(const struct mark_streams *in, const struct decoder_frame *f,
                            uint64_t says, const struct row_mark *before, struct row_mark *mark)
{
    const unsigned char *activity = reading_raw(in->activity, sizeof mark->activity);
    mark->activity = 0;
    if (activity)
        memcpy(&mark->activity, activity, sizeof mark->activity);
    mark->changed_total = before->changed_total + reading_number(in->totals);
    mark->changes = (uint32_t)(says >> CODEC_MARK_BITS);
    mark->last_change_ns = codec_last_change(&f->recent, mark->activity, before->last_change_ns);
    if (says & CODEC_MARK_AGE) {
        uint64_t ago = reading_number_to(in->ages, f->time_ns);
        mark->last_change_ns = ago ? f->time_ns - ago + 1 : 0;
    }
    mark->born = (says & CODEC_MARK_BORN) != 0;
}

static bool read_mark(struct image_mark *was, const struct decoder_frame *f,
                      const struct mark_streams *in)
{
    struct row_mark before = was->mark;
    uint64_t says = reading_number(in->says), changes = says >> CODEC_MARK_BITS;
    codec_mark_go_on(&was->mark, f->tick - was->tick, f->time_ns, changes);
    was->tick = f->tick;
    if (says & CODEC_MARK_TRUTH)
        was->mark.truth = reading_byte(in->says);
    if (says & CODEC_MARK_WHOLE)
        read_whole_mark(in, f, says, &before, &was->mark);
    return !in->says->bad && !in->activity->bad && !in->totals->bad && !in->ages->bad &&
           changes <= UINT32_MAX && was->mark.truth <= MEMGLASS_STALE;
}

/* How many rows come before the next that is not foretold. */
static bool next_marked(struct decoder_frame *f)
{
    struct reading *in = &f->streams[CODEC_MARKED];
    f->foretold = reading_left(in) ? reading_number(in) : UINT64_MAX;
    return !in->bad;
}

/* What is rare. */
__attribute__((noinline)) static bool read_marked(struct image_mark *was, struct decoder_frame *f)
{
    struct reading *streams = f->streams;
    struct mark_streams in = {&streams[CODEC_MARKS], &streams[CODEC_ACTIVITY],
                              &streams[CODEC_TOTALS], &streams[CODEC_AGES]};
    return read_mark(was, f, &in) && next_marked(f);
}

/* As many fields changed as words differ. */
static inline bool mark_row(struct image_mark *was, struct decoder_frame *f, uint64_t changes)
{
    if (!f->foretold)
        return read_marked(was, f);
    f->foretold--;
    codec_mark_go_on(&was->mark, f->tick - was->tick, f->time_ns, changes);
    was->tick = f->tick;
    return true;
}

/* --- columns -----------------------------------------------------------------------------------
 */

#define EACH_BYTE UINT64_C(0x0101010101010101)

/* Of bytes whose sum is below 256. */
static inline uint64_t sum_of_bytes(uint64_t bytes)
{
    return bytes * EACH_BYTE >> 56;
}

static uint64_t eight(const unsigned char *at, uint64_t left)
{
    uint64_t bytes = 0;
    memcpy(&bytes, at, left < 8 ? left : 8);
    return bytes;
}

/* How many bytes shapes are of, beside the lowest ones; UINT64_MAX: some are of none that a word
 * has. */
static uint64_t count_highs(const unsigned char *shapes, uint64_t size)
{
    uint64_t count = 0, lasts = 0;
    for (uint64_t i = 0; i < size; i += 8) {
        uint64_t some = eight(shapes + i, size - i), more = some & EACH_BYTE * 15;
        lasts |= (some >> 4 & EACH_BYTE * 7) + more;
        count += sum_of_bytes(more);
    }
    return lasts & EACH_BYTE * 0xf8 ? UINT64_MAX : count;
}

static bool begin_column(struct reading *streams, struct decoder_column *column)
{
    uint64_t words = reading_number(&streams[CODEC_COLUMNS]);
    uint64_t highs = reading_number(&streams[CODEC_COLUMNS]);
    column->shapes = reading_raw(&streams[CODEC_SHAPES], words);
    column->lows = reading_raw(&streams[CODEC_LOWS], words);
    column->highs = reading_raw(&streams[CODEC_HIGHS], highs);
    if (streams[CODEC_COLUMNS].bad || !column->shapes || !column->lows || !column->highs)
        return false;
    column->shapes_end = column->shapes + words;
    return count_highs(column->shapes, words) == highs;
}

/* Looked at once, so that what follows a column has to look for the end of its shapes alone. */
static bool begin_columns(struct decoder_frame *f)
{
    struct reading *in = &f->streams[CODEC_COLUMNS];
    uint64_t log2 = reading_number_to(in, CODEC_COLUMNS_LOG2);
    f->column_mask = (UINT64_C(1) << log2) - 1;
    for (uint64_t i = 0; i <= f->column_mask; i++)
        if (!begin_column(f->streams, &f->columns[i]))
            return false;
    return true;
}

/* --- words -------------------------------------------------------------------------------------
 */

/* Where words have come to. */
struct word_cursor {
    const unsigned char *words, *words_end;
    struct decoder_column *columns;
    uint64_t column_mask;
};

/* UINT64_MAX, which is in no row: it is no number. */
__attribute__((noinline)) static uint64_t read_long_step(struct word_cursor *c)
{
    struct reading in = {.at = c->words - 1, .end = c->words_end};
    uint64_t step = reading_long_number(&in);
    c->words = in.at;
    return in.bad ? UINT64_MAX : step;
}

/* The difference. Highs may be read behind their end: see BYTES_SLACK. */
static inline uint64_t read_difference(struct decoder_column *c)
{
    unsigned char shape = *c->shapes++, low = *c->lows++;
    unsigned more = CODEC_SHAPE_COUNT(shape) - 1;
    uint64_t less = -(uint64_t)(shape >> 7); /* of no branch: it could not be foretold */
    uint64_t value;
    memcpy(&value, c->highs, sizeof value);
    c->highs += more;
    value = (value & ((UINT64_C(1) << 8 * more) - 1)) << 8 | low;
    return (value << (8 * CODEC_SHAPE_FIRST(shape)) ^ less) - less;
}

/* How many words of a row differ; 0: bad. */
static inline uint64_t change_words(uint64_t *row, uint64_t length, struct word_cursor *c)
{
    uint64_t at = 0, count = 0, step;
    do {
        if (c->words == c->words_end)
            return 0;
        step = *c->words++;
        if (step & 0x80)
            step = read_long_step(c);
        at += step >> 1;
        struct decoder_column *column = &c->columns[at & c->column_mask];
        if (at >= length || column->shapes == column->shapes_end)
            return 0;
        row[at++] += read_difference(column);
        count++;
    } while (step & 1);
    return count;
}

/* The row of the next entry, of gaps or of quiet; UINT64_MAX: there is none. False: it is not in
 * the image. */
static bool next_row(const struct image *m, struct reading *in, uint64_t from, uint64_t *row)
{
    *row = UINT64_MAX;
    if (!reading_left(in))
        return true;
    return checked_add(from, reading_number(in), row) && !in->bad && *row < m->count;
}

/* What gaps and words say of rows below `end`. Streams are followed in registers. */
static bool apply_words(struct image *m, struct decoder_frame *f, uint64_t end)
{
    struct reading gaps = f->streams[CODEC_GAPS];
    struct word_cursor c = {.words = f->streams[CODEC_WORDS].at,
                            .words_end = f->streams[CODEC_WORDS].end,
                            .columns = f->columns,
                            .column_mask = f->column_mask};
    uint64_t row = f->row;
    bool good = true;
    while (good && row < end) {
        uint64_t begin = row ? m->ends[row - 1] : 0;
        uint64_t count = change_words(m->words + begin, m->ends[row] - begin, &c);
        good = count && mark_row(&m->marks[row], f, count) && next_row(m, &gaps, row + 1, &row);
    }
    f->row = row;
    f->streams[CODEC_GAPS] = gaps;
    f->streams[CODEC_WORDS].at = c.words;
    return good;
}

/* What a frame says of rows below `end`. */
static bool apply(struct image *m, struct decoder_frame *f, uint64_t end)
{
    if (f->row < end && !apply_words(m, f, end))
        return false;
    struct reading *quiet = &f->streams[CODEC_QUIET];
    const struct mark_streams in = {quiet, quiet, quiet, quiet};
    while (f->quiet_row < end)
        if (!read_mark(&m->marks[f->quiet_row], f, &in) ||
            !next_row(m, quiet, f->quiet_row + 1, &f->quiet_row))
            return false;
    return true;
}

/* Where a part that begins with this row ends. */
static uint64_t part_end(const struct image *m, uint64_t row)
{
    uint64_t begin = row ? m->ends[row - 1] : 0, bytes = 0;
    for (; row < m->count && bytes < PART_BYTES; row++)
        bytes = (m->ends[row] - begin) * sizeof(uint64_t);
    return row;
}

/* Asks for all of a part at once, in order: taken line by line as the first frame touches them,
 * they would be waited for one by one. */
static void ask_for(const struct image *m, uint64_t row, uint64_t end)
{
    enum { LINE = 64 };
    const char *marks = (const char *)&m->marks[row], *marks_end = (const char *)&m->marks[end];
    const char *words = (const char *)&m->words[row ? m->ends[row - 1] : 0];
    const char *words_end = (const char *)&m->words[m->ends[end - 1]];
    for (; marks < marks_end; marks += LINE)
        __builtin_prefetch(marks, 1);
    for (; words < words_end; words += LINE)
        __builtin_prefetch(words, 1);
}

/* --- frames ------------------------------------------------------------------------------------
 */

static bool begin(const struct image *m, struct decoder_frame *f)
{
    return begin_columns(f) && next_marked(f) && next_row(m, &f->streams[CODEC_GAPS], 0, &f->row) &&
           next_row(m, &f->streams[CODEC_QUIET], 0, &f->quiet_row);
}

static bool settle(struct image *m, struct decoder_frame *frames, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!begin(m, &frames[i]))
            return false;
    for (uint64_t row = 0, end; row < m->count; row = end) {
        end = part_end(m, row);
        if (count > 1)
            ask_for(m, row, end);
        for (size_t i = 0; i < count; i++)
            if (!apply(m, &frames[i], end))
                return false;
    }
    return true;
}

int decoder_state_settle(struct decoder_state *d)
{
    size_t count = d->frame_count;
    bool good = true;
    d->frame_count = 0;
    if (d->version > 1)
        good = settle(&d->image, d->frames, count);
    for (size_t i = 0; d->version == 1 && good && i < count; i++)
        good = decode_frame_1(&d->image, &d->frames[i]);
    return good ? MEMGLASS_OK : MEMGLASS_E_CORRUPT;
}
