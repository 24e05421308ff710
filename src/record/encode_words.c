/* What differs in the rows of a frame, to bytes: words and marks. Layer 5. */
#include "record/encode_parts.h"

#include <string.h>

/* --- words -------------------------------------------------------------------------------------
 */

/* Numbers grow and shrink by less than what they are: one of the two ways takes fewer bytes. */
static void encode_difference(struct encoding *c, uint64_t word, uint64_t now, uint64_t was)
{
    struct bytes(*divided)[CODEC_COLUMNS_MOST] = c->e->divided;
    uint64_t column = word & (c->column_count - 1);
    bool less = was - now < now - was;
    uint64_t difference = less ? was - now : now - was;
    unsigned first = (unsigned)__builtin_ctzll(difference) / 8;
    unsigned count = 8 - (unsigned)__builtin_clzll(difference) / 8 - first;
    uint64_t bits = difference >> (8 * first), highs = bits >> 8;
    bytes_byte(&divided[CODEC_PLACE(CODEC_SHAPES)][column],
               (unsigned char)(CODEC_SHAPE(first, count) | (less ? CODEC_SHAPE_LESS : 0)));
    bytes_byte(&divided[CODEC_PLACE(CODEC_LOWS)][column], (unsigned char)bits);
    bytes_raw(&divided[CODEC_PLACE(CODEC_HIGHS)][column], &highs, count - 1);
}

static uint64_t word_of(const unsigned char *bytes, uint64_t size, uint64_t word)
{
    uint64_t value = 0;
    uint64_t left = size - word * 8;
    memcpy(&value, bytes + word * 8, left < 8 ? left : 8);
    return value;
}

/* How many differ. Of each, that another follows is known when it does. */
static uint64_t encode_words(struct encoding *c, const struct image_row *row,
                             const unsigned char *bytes, uint64_t size)
{
    struct bytes *out = &c->e->streams[CODEC_WORDS];
    uint64_t *was = c->e->image.words + row->first_word, gap = 0, last_gap = 0, count = 0;
    if (memcmp(was, bytes, size) == 0)
        return 0;
    for (uint64_t i = 0; i < row->words; i++) {
        uint64_t now = word_of(bytes, size, i);
        if (now == was[i]) {
            gap++;
            continue;
        }
        if (count)
            bytes_number(out, last_gap << 1 | 1);
        encode_difference(c, i, now, was[i]);
        was[i] = now;
        last_gap = gap;
        gap = 0;
        count++;
    }
    if (count)
        bytes_number(out, last_gap << 1);
    c->e->changed_words += count;
    return count;
}

/* --- marks -------------------------------------------------------------------------------------
 */

/* Where marks are written to: streams of their own, or all into the one of quiet rows. */
struct mark_streams {
    struct bytes *says, *activity, *totals, *ages;
};

/* What a row's mark is, as it was and as its reader takes it to be. */
struct marking {
    const struct row_mark *was, *now;
    unsigned says;
};

static struct marking compare_mark(const struct encoding *c, const struct image_mark *was,
                                   const struct row_mark *now)
{
    struct row_mark next =
        codec_next_mark(&was->mark, c->f->tick - was->tick, c->f->time_ns, now->changes);
    struct marking m = {.was = &was->mark, .now = now};
    m.says = now->truth != next.truth ? CODEC_MARK_TRUTH : 0;
    next.truth = now->truth;
    if (codec_same_mark(&next, now))
        return m;
    m.says |= CODEC_MARK_WHOLE | (now->born ? CODEC_MARK_BORN : 0);
    if (codec_last_change(&c->recent, now->activity, was->mark.last_change_ns) !=
        now->last_change_ns)
        m.says |= CODEC_MARK_AGE;
    return m;
}

/* A change that was never seen is 0. */
static void write_mark(const struct encoding *c, const struct mark_streams *to,
                       const struct marking *m)
{
    uint64_t last_ns = m->now->last_change_ns;
    bytes_number(to->says, (uint64_t)m->now->changes << CODEC_MARK_BITS | m->says);
    if (m->says & CODEC_MARK_TRUTH)
        bytes_byte(to->says, m->now->truth);
    if (!(m->says & CODEC_MARK_WHOLE))
        return;
    bytes_raw(to->activity, &m->now->activity, sizeof m->now->activity);
    bytes_number(to->totals, m->now->changed_total - m->was->changed_total);
    if (m->says & CODEC_MARK_AGE)
        bytes_number(to->ages, last_ns ? c->f->time_ns - last_ns + 1 : 0);
}

static void encode_marked(struct encoding *c, const struct marking *m, uint64_t differ)
{
    struct bytes *streams = c->e->streams;
    const struct mark_streams to = {&streams[CODEC_MARKS], &streams[CODEC_ACTIVITY],
                                    &streams[CODEC_TOTALS], &streams[CODEC_AGES]};
    c->row_gap++;
    if (!m->says && m->now->changes == differ) {
        c->foretold++;
        return;
    }
    bytes_number(&streams[CODEC_MARKED], c->foretold);
    write_mark(c, &to, m);
    c->foretold = 0;
}

static void encode_quiet(struct encoding *c, const struct marking *m)
{
    struct bytes *out = &c->e->streams[CODEC_QUIET];
    const struct mark_streams to = {out, out, out, out};
    if (!m->says && !m->now->changes) {
        c->row_gap++;
        return;
    }
    bytes_number(out, c->row_gap);
    write_mark(c, &to, m);
    c->row_gap = 0;
}

/* differ: how many words. */
static void encode_mark(struct encoding *c, struct image_mark *was, const struct row_mark *now,
                        uint64_t differ)
{
    struct marking m = compare_mark(c, was, now);
    if (differ)
        encode_marked(c, &m, differ);
    else
        encode_quiet(c, &m);
    c->e->changes += now->changes;
    *was = (struct image_mark){.mark = *now, .tick = c->f->tick};
}

void encode_objects(struct encoding *c)
{
    const struct roster *r = c->f->roster;
    struct image *m = &c->e->image;
    size_t at = 0;
    for (size_t i = 0; i < m->count; i++) {
        if (m->rows[i].dead) {
            c->alike++;
            c->row_gap++;
            continue;
        }
        while (r->rows[at].index != m->rows[i].index)
            at++;
        uint64_t differ = encode_words(c, &m->rows[i], frame_data(c->f, at), r->rows[at].size);
        if (differ)
            bytes_number(&c->e->streams[CODEC_GAPS], c->alike);
        c->alike = differ ? 0 : c->alike + 1;
        struct row_mark mark = frame_mark(c->f, at);
        encode_mark(c, &m->marks[i], &mark, differ);
        at++;
    }
}
