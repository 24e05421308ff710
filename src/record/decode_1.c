/* Words as they are in frames of version 1: their gaps go through the whole image, and what differs
 * is old xor new. Layer 5. */
#include "record/decode_parts.h"

#include "base/checked.h"

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

bool decode_words_1(struct image *m, struct decoder_frame *f)
{
    struct reading *gaps = &f->streams[CODEC_GAPS];
    uint64_t at = 0;
    size_t row = 0, marked = SIZE_MAX;
    for (; reading_left(gaps); at++) {
        if (!checked_add(at, reading_number(gaps), &at) || gaps->bad || at >= m->word_count)
            return false;
        if (m->ends[row] <= at)
            row = find_row(m, row, at);
        if (row != marked && !decode_mark(m, row, f, &f->streams[CODEC_MARKS]))
            return false;
        marked = row;
        m->words[at] ^=
            decode_bits(&f->streams[CODEC_BITS], reading_byte(&f->streams[CODEC_SHAPES]));
    }
    return true;
}
