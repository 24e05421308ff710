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

static inline bool read_mark(struct image_mark *was, uint64_t tick, uint64_t time_ns,
                             struct reading *in)
{
    struct row_mark *mark = &was->mark;
    uint64_t says = reading_number(in);
    *mark = codec_next_mark(mark, tick - was->tick, time_ns, says >> 2);
    was->tick = tick;
    if (says & CODEC_MARK_TRUTH)
        mark->truth = reading_byte(in);
    if (says & CODEC_MARK_WHOLE)
        read_whole_mark(in, mark, time_ns);
    return !in->bad && says >> 2 <= UINT32_MAX && mark->truth <= MEMGLASS_STALE;
}

bool decode_mark(struct image *m, size_t row, const struct decoder_frame *f, struct reading *in)
{
    return read_mark(&m->marks[row], f->tick, f->time_ns, in);
}

/* --- words -------------------------------------------------------------------------------------
 */

static inline uint64_t read_bits(struct reading *bits, unsigned char shape)
{
    unsigned first = CODEC_SHAPE_FIRST(shape), count = CODEC_SHAPE_COUNT(shape);
    uint64_t value = 0;
    if (first + count > 8) {
        bits->bad = true;
        return 0;
    }
    if (reading_left(bits) >= sizeof value) { /* a copy of a known size is one load */
        memcpy(&value, bits->at, sizeof value);
        bits->at += count;
        return value << (8 * (8 - count)) >> (8 * (8 - count)) << (8 * first);
    }
    const unsigned char *at = reading_raw(bits, count);
    if (at)
        memcpy(&value, at, count);
    return value << (8 * first);
}

uint64_t decode_bits(struct reading *bits, unsigned char shape)
{
    return read_bits(bits, shape);
}

/* The words of a row that differ. */
static inline bool change_words(struct image *m, uint64_t row, struct reading *words,
                                struct reading *shapes, struct reading *bits)
{
    uint64_t at = row ? m->ends[row - 1] : 0, end = m->ends[row], step;
    do {
        step = reading_number(words);
        at += step >> 1;
        if (words->bad || at >= end)
            return false;
        unsigned char shape = reading_byte(shapes);
        uint64_t less = -(uint64_t)(shape >> 7); /* of no branch: it could not be foretold */
        m->words[at++] += (read_bits(bits, shape) ^ less) - less;
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
static bool apply_words(struct image *image, struct decoder_frame *f, uint64_t end)
{
    struct image m = *image;
    struct reading gaps = f->streams[CODEC_GAPS], marks = f->streams[CODEC_MARKS],
                   words = f->streams[CODEC_WORDS], shapes = f->streams[CODEC_SHAPES],
                   bits = f->streams[CODEC_BITS];
    uint64_t row = f->row, tick = f->tick, time_ns = f->time_ns;
    bool good = true;
    while (good && row < end)
        good = read_mark(&m.marks[row], tick, time_ns, &marks) &&
               change_words(&m, row, &words, &shapes, &bits) && next_row(&m, &gaps, row + 1, &row);
    f->row = row;
    f->streams[CODEC_GAPS] = gaps;
    f->streams[CODEC_MARKS] = marks;
    f->streams[CODEC_WORDS] = words;
    f->streams[CODEC_SHAPES] = shapes;
    f->streams[CODEC_BITS] = bits;
    return good;
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
    return next_row(m, &f->streams[CODEC_GAPS], 0, &f->row) &&
           next_row(m, &f->streams[CODEC_QUIET], 0, &f->quiet_row);
}

/* What is left over is no part of any row. */
static bool is_over(const struct decoder_frame *f)
{
    return !f->streams[CODEC_SHAPES].bad && !f->streams[CODEC_BITS].bad;
}

static bool settle_1(struct image *m, struct decoder_frame *f)
{
    return decode_words_1(m, f) && next_row(m, &f->streams[CODEC_QUIET], 0, &f->quiet_row) &&
           (f->row = UINT64_MAX, apply(m, f, m->count)) && is_over(f);
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
    for (size_t i = 0; i < count; i++)
        if (!is_over(&frames[i]))
            return false;
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
