/* Words and marks as they are in frames of version 1: gaps of words go through the whole image,
 * what differs is old xor new, and marks are said of each row that differs. Layer 5. */
#include "record/decode_parts.h"

#include "base/checked.h"

#include <memglass/base.h>
#include <string.h>

/* Bytes of the differences, which version 2 divides. */
#define BITS CODEC_LOWS

enum { SAYS_TRUTH = 1, SAYS_WHOLE = 2 };

static void read_whole_mark(struct reading *in, struct row_mark *mark, uint64_t now_ns)
{
    mark->activity = reading_number(in);
    mark->changed_total = reading_number(in);
    mark->changes = (uint32_t)reading_number_to(in, UINT32_MAX);
    uint64_t ago = reading_number_to(in, now_ns);
    mark->last_change_ns = ago ? now_ns - ago + 1 : 0;
    mark->born = (uint8_t)reading_number_to(in, 1);
}

static bool read_mark(struct image_mark *was, const struct decoder_frame *f, struct reading *in)
{
    struct row_mark *mark = &was->mark;
    uint64_t says = reading_number(in);
    codec_mark_go_on(mark, f->tick - was->tick, f->time_ns, says >> 2);
    was->tick = f->tick;
    if (says & SAYS_TRUTH)
        mark->truth = reading_byte(in);
    if (says & SAYS_WHOLE)
        read_whole_mark(in, mark, f->time_ns);
    return !in->bad && says >> 2 <= UINT32_MAX && mark->truth <= MEMGLASS_STALE;
}

/* The row of a word behind that row: most often its neighbours are as long as it is. */
static size_t find_row(const struct image *m, size_t row, uint64_t word)
{
    uint64_t length = m->ends[row] - (row ? m->ends[row - 1] : 0);
    if (length) {
        uint64_t guess = row + 1 + (word - m->ends[row]) / length;
        if (guess < m->count && m->ends[guess - 1] <= word && word < m->ends[guess])
            return guess;
    }
    while (m->ends[row] <= word)
        row++;
    return row;
}

static uint64_t read_bits(struct reading *bits, unsigned char shape)
{
    unsigned first = CODEC_SHAPE_FIRST(shape), count = CODEC_SHAPE_COUNT(shape);
    uint64_t value = 0;
    const unsigned char *at = first + count <= 8 ? reading_raw(bits, count) : NULL;
    bits->bad = bits->bad || !at;
    if (at)
        memcpy(&value, at, count);
    return value << (8 * first);
}

static bool read_words(struct image *m, struct decoder_frame *f)
{
    struct reading *gaps = &f->streams[CODEC_GAPS];
    uint64_t at = 0;
    size_t row = 0, marked = SIZE_MAX;
    for (; reading_left(gaps); at++) {
        if (!checked_add(at, reading_number(gaps), &at) || gaps->bad || at >= m->word_count)
            return false;
        if (m->ends[row] <= at)
            row = find_row(m, row, at);
        if (row != marked && !read_mark(&m->marks[row], f, &f->streams[CODEC_MARKS]))
            return false;
        marked = row;
        m->words[at] ^= read_bits(&f->streams[BITS], reading_byte(&f->streams[CODEC_SHAPES]));
    }
    return !f->streams[CODEC_SHAPES].bad && !f->streams[BITS].bad;
}

static bool read_quiet(struct image *m, struct decoder_frame *f)
{
    struct reading *quiet = &f->streams[CODEC_QUIET];
    for (uint64_t row = 0; reading_left(quiet); row++)
        if (!checked_add(row, reading_number(quiet), &row) || quiet->bad || row >= m->count ||
            !read_mark(&m->marks[row], f, quiet))
            return false;
    return true;
}

bool decode_frame_1(struct image *m, struct decoder_frame *f)
{
    return read_words(m, f) && read_quiet(m, f);
}
