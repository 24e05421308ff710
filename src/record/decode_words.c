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

static void read_whole_mark(struct reading *in, struct row_mark *mark, uint64_t now_ns)
{
    mark->activity = reading_number(in);
    mark->changed_total = reading_number(in);
    mark->changes = (uint32_t)reading_number_to(in, UINT32_MAX);
    uint64_t ago = reading_number_to(in, now_ns);
    mark->last_change_ns = ago ? now_ns - ago + 1 : 0;
    mark->born = (uint8_t)reading_number_to(in, 1);
}

/* What is rare. */
__attribute__((noinline)) static bool read_more(struct row_mark *mark, uint64_t says,
                                                uint64_t time_ns, struct reading *in)
{
    if (says & CODEC_MARK_TRUTH)
        mark->truth = reading_byte(in);
    if (says & CODEC_MARK_WHOLE)
        read_whole_mark(in, mark, time_ns);
    return says >> 2 <= UINT32_MAX && mark->truth <= MEMGLASS_STALE;
}

/* Where `in` ends too early it is bad then, and the mark is any. */
static inline bool read_mark(struct image_mark *was, uint64_t tick, uint64_t time_ns,
                             struct reading *in)
{
    uint64_t says = reading_number(in);
    codec_mark_go_on(&was->mark, tick - was->tick, time_ns, says >> 2);
    was->tick = tick;
    bool rare = says & (CODEC_MARK_TRUTH | CODEC_MARK_WHOLE) || says >> 2 > UINT32_MAX;
    return !rare || read_more(&was->mark, says, time_ns, in);
}

bool decode_mark(struct image *m, size_t row, const struct decoder_frame *f, struct reading *in)
{
    return read_mark(&m->marks[row], f->tick, f->time_ns, in) && !in->bad;
}

/* --- words -------------------------------------------------------------------------------------
 */

uint64_t decode_bits(struct reading *bits, unsigned char shape)
{
    unsigned first = CODEC_SHAPE_FIRST(shape), count = CODEC_SHAPE_COUNT(shape);
    uint64_t value = 0;
    const unsigned char *at = first + count <= 8 ? reading_raw(bits, count) : NULL;
    bits->bad = bits->bad || !at;
    if (at)
        memcpy(&value, at, count);
    return value << (8 * first);
}

#define EACH_BYTE UINT64_C(0x0101010101010101)

/* Of bytes whose sum is below 256. */
static inline uint64_t sum_of_bytes(uint64_t bytes)
{
    return bytes * EACH_BYTE >> 56;
}

static uint64_t eight(const unsigned char *at, size_t left)
{
    uint64_t bytes = 0;
    memcpy(&bytes, at, left < 8 ? left : 8);
    return bytes;
}

/* How many numbers these are; SIZE_MAX: the last one has no end. */
static size_t count_numbers(const struct reading *in)
{
    size_t size = reading_left(in), count = size;
    if (size && in->end[-1] & 0x80)
        return SIZE_MAX;
    for (size_t i = 0; i < size; i += 8)
        count -= sum_of_bytes(eight(in->at + i, size - i) >> 7 & EACH_BYTE);
    return count;
}

/* How many bytes shapes are of; SIZE_MAX: some are of none that a word has. */
static size_t count_bits(const struct reading *shapes)
{
    uint64_t size = reading_left(shapes), count = size, lasts = 0;
    for (size_t i = 0; i < size; i += 8) {
        uint64_t some = eight(shapes->at + i, size - i), more = some & EACH_BYTE * 15;
        lasts |= (some >> 4 & EACH_BYTE * 7) + more;
        count += sum_of_bytes(more);
    }
    return lasts & EACH_BYTE * 0xf8 ? SIZE_MAX : count;
}

/* Looked at once, so that what follows the three streams has to look for the end of one. */
static bool words_agree(const struct decoder_frame *f)
{
    const struct reading *shapes = &f->streams[CODEC_SHAPES];
    return count_numbers(&f->streams[CODEC_WORDS]) == reading_left(shapes) &&
           count_bits(shapes) == reading_left(&f->streams[CODEC_BITS]);
}

/* Where words that agree have come to. */
struct word_cursor {
    const unsigned char *words, *words_end, *shapes, *shapes_end, *bits;
};

/* UINT64_MAX, which is in no row: it is no number. */
__attribute__((noinline)) static uint64_t read_long_step(struct word_cursor *c)
{
    struct reading in = {.at = c->words - 1, .end = c->words_end};
    uint64_t step = reading_long_number(&in);
    c->words = in.at;
    return in.bad ? UINT64_MAX : step;
}

/* The difference. Bits may be read behind their end: see BYTES_SLACK. */
static inline uint64_t read_difference(struct word_cursor *c)
{
    unsigned char shape = *c->shapes++;
    unsigned count = CODEC_SHAPE_COUNT(shape), unused = 8 * (8 - count);
    uint64_t less = -(uint64_t)(shape >> 7); /* of no branch: it could not be foretold */
    uint64_t value;
    memcpy(&value, c->bits, sizeof value);
    c->bits += count;
    return ((value & UINT64_MAX >> unused) << (8 * CODEC_SHAPE_FIRST(shape)) ^ less) - less;
}

/* The words of a row that differ; it is those from `at` on, up to `end`. */
static inline bool change_words(uint64_t *image, uint64_t at, uint64_t end, struct word_cursor *c)
{
    uint64_t step;
    do {
        if (c->shapes == c->shapes_end)
            return false;
        step = *c->words++;
        if (step & 0x80)
            step = read_long_step(c);
        at += step >> 1;
        if (at >= end)
            return false;
        image[at++] += read_difference(c);
    } while (step & 1);
    return true;
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
    struct reading *streams = f->streams;
    struct reading gaps = streams[CODEC_GAPS], marks = streams[CODEC_MARKS];
    struct word_cursor c = {.words = streams[CODEC_WORDS].at,
                            .words_end = streams[CODEC_WORDS].end,
                            .shapes = streams[CODEC_SHAPES].at,
                            .shapes_end = streams[CODEC_SHAPES].end,
                            .bits = streams[CODEC_BITS].at};
    uint64_t row = f->row, tick = f->tick, time_ns = f->time_ns;
    const uint64_t *ends = m->ends;
    bool good = true;
    while (good && row < end)
        good = read_mark(&m->marks[row], tick, time_ns, &marks) &&
               change_words(m->words, row ? ends[row - 1] : 0, ends[row], &c) &&
               next_row(m, &gaps, row + 1, &row);
    f->row = row;
    streams[CODEC_GAPS] = gaps;
    streams[CODEC_MARKS] = marks;
    streams[CODEC_WORDS].at = c.words;
    streams[CODEC_SHAPES].at = c.shapes;
    streams[CODEC_BITS].at = c.bits;
    return good && !marks.bad;
}

/* What a frame says of rows below `end`. */
static bool apply(struct image *m, struct decoder_frame *f, uint64_t end)
{
    if (f->row < end && !apply_words(m, f, end))
        return false;
    while (f->quiet_row < end)
        if (!decode_mark(m, f->quiet_row, f, &f->streams[CODEC_QUIET]) ||
            !next_row(m, &f->streams[CODEC_QUIET], f->quiet_row + 1, &f->quiet_row))
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
    return words_agree(f) && next_row(m, &f->streams[CODEC_GAPS], 0, &f->row) &&
           next_row(m, &f->streams[CODEC_QUIET], 0, &f->quiet_row);
}

static bool settle_1(struct image *m, struct decoder_frame *f)
{
    return decode_words_1(m, f) && next_row(m, &f->streams[CODEC_QUIET], 0, &f->quiet_row) &&
           (f->row = UINT64_MAX, apply(m, f, m->count)) && !f->streams[CODEC_SHAPES].bad &&
           !f->streams[CODEC_BITS].bad;
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
        good = settle_1(&d->image, &d->frames[i]);
    return good ? MEMGLASS_OK : MEMGLASS_E_CORRUPT;
}
