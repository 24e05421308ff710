/* Frames out of foreign bytes. Layer 5. */
#include "base/checked.h"
#include "base/strbuf.h"
#include "record/codec.h"
#include "record/format.h"

#include <memglass/base.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL_CHUNK = 1 << 16 };

struct codec_labels {
    struct codec_labels *next;
    size_t used;
    char text[LABEL_CHUNK];
};

/* One frame as it is read. */
struct decoding {
    struct decoder_state *d;
    const struct schema *schema;
    struct reading streams[CODEC_STREAM_COUNT];
    uint64_t gone_count, come_count;
    bool first;
    int status; /* MEMGLASS_E_NOMEM: there was no room for a label */
};

/* --- life --------------------------------------------------------------------------------------
 */

static void free_labels(struct decoder_state *d)
{
    while (d->labels) {
        struct codec_labels *next = d->labels->next;
        free(d->labels);
        d->labels = next;
    }
}

void decoder_state_fini(struct decoder_state *d)
{
    image_fini(&d->image);
    bytes_fini(&d->gone);
    bytes_fini(&d->come);
    bytes_fini(&d->places);
    free_labels(d);
    *d = (struct decoder_state){0};
}

void decoder_state_restart(struct decoder_state *d)
{
    image_clear(&d->image);
    d->image.tick = 0;
    d->layouts++;
    free_labels(d);
}

/* --- rows --------------------------------------------------------------------------------------
 */

/* NULL: bad, or no memory (status says so). */
static const char *read_label(struct decoding *c)
{
    size_t length;
    const char *foreign = reading_text(&c->streams[CODEC_ROWS], RECORD_LABEL_MAX, &length);
    struct codec_labels *chunk = c->d->labels;
    if (!foreign)
        return NULL;
    if (!chunk || LABEL_CHUNK - chunk->used < length + 1) {
        chunk = calloc(1, sizeof *chunk);
        if (!chunk) {
            c->status = MEMGLASS_E_NOMEM;
            return NULL;
        }
        chunk->next = c->d->labels;
        c->d->labels = chunk;
    }
    char *text = chunk->text + chunk->used;
    struct strbuf out;
    strbuf_init(&out, text, length + 1);
    strbuf_foreign(&out, foreign, length);
    chunk->used += length + 1;
    return text;
}

static bool read_come(struct decoding *c, uint64_t *next_index)
{
    struct reading *in = &c->streams[CODEC_ROWS];
    struct image_row row = {0};
    uint64_t index, size;
    if (!checked_add(*next_index, reading_number_to(in, UINT32_MAX), &index))
        return false;
    row.index = (uint32_t)index;
    row.generation = (uint32_t)reading_number_to(in, UINT32_MAX);
    row.type = schema_at(c->schema, reading_number(in));
    row.count = (uint32_t)reading_number_to(in, UINT32_MAX);
    row.created_ns = reading_number(in);
    row.label = read_label(c);
    if (in->bad || index > UINT32_MAX || !row.type || !row.label || row.count == 0 ||
        !checked_mul(row.type->size, row.count, &size) || size > c->d->limit)
        return false;
    row.words = image_words(size);
    bytes_raw(&c->d->come, &row, sizeof row);
    *next_index = index + 1;
    return true;
}

static bool read_gone(struct decoding *c, uint64_t *next)
{
    uint64_t place;
    if (!checked_add(*next, reading_number(&c->streams[CODEC_ROWS]), &place) ||
        c->streams[CODEC_ROWS].bad || place >= c->d->image.count)
        return false;
    bytes_raw(&c->d->gone, &place, sizeof place);
    *next = place + 1;
    return true;
}

static bool read_changes(struct decoding *c)
{
    uint64_t next = 0;
    for (uint64_t i = 0; i < c->gone_count; i++)
        if (!read_gone(c, &next))
            return false;
    next = 0;
    for (uint64_t i = 0; i < c->come_count; i++)
        if (!read_come(c, &next))
            return false;
    return true;
}

static int decode_rows(struct decoding *c)
{
    struct decoder_state *d = c->d;
    bytes_clear(&d->gone);
    bytes_clear(&d->come);
    if (!read_changes(c))
        return c->status ? c->status : MEMGLASS_E_CORRUPT;
    if (d->gone.failed || d->come.failed)
        return MEMGLASS_E_NOMEM;
    d->died = c->gone_count;
    d->born = c->come_count;
    if (!d->died && !d->born)
        return MEMGLASS_OK;
    d->layouts++;
    struct image_change change = {.gone = (void *)d->gone.at,
                                  .gone_count = d->died,
                                  .come = (void *)d->come.at,
                                  .come_count = d->born};
    return image_change(&d->image, &change, d->limit);
}

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

static bool read_mark(struct image *m, size_t i, struct reading *in)
{
    struct image_mark *was = &m->marks[i];
    struct row_mark *mark = &was->mark;
    uint64_t says = reading_number(in);
    *mark = codec_next_mark(mark, m->tick - was->tick, m->time_ns, says >> 2);
    was->tick = m->tick;
    if (says & CODEC_MARK_TRUTH)
        mark->truth = reading_byte(in);
    if (says & CODEC_MARK_WHOLE)
        read_whole_mark(in, mark, m->time_ns);
    return !in->bad && says >> 2 <= UINT32_MAX && mark->truth <= MEMGLASS_STALE;
}

static int decode_quiet(struct decoding *c)
{
    struct image *m = &c->d->image;
    struct reading *in = &c->streams[CODEC_QUIET];
    for (uint64_t i = 0; reading_left(in); i++) {
        if (!checked_add(i, reading_number(in), &i) || in->bad || i >= m->count ||
            !read_mark(m, i, in))
            return MEMGLASS_E_CORRUPT;
    }
    return MEMGLASS_OK;
}

/* --- words -------------------------------------------------------------------------------------
 */

static uint64_t read_bits(struct reading *bits, unsigned char shape)
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
        return (count < 8 ? value & ((UINT64_C(1) << (8 * count)) - 1) : value) << (8 * first);
    }
    const unsigned char *at = reading_raw(bits, count);
    if (at)
        memcpy(&value, at, count);
    return value << (8 * first);
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

/* Which words differ, and in which rows they lie; -1: bad. */
static long find_places(struct decoding *c, struct decoder_place *to)
{
    struct reading gaps = c->streams[CODEC_GAPS];
    const struct image *m = &c->d->image;
    uint64_t at = 0;
    long count = 0;
    size_t row = 0;
    for (; reading_left(&gaps); at++) {
        if (!checked_add(at, reading_number(&gaps), &at) || gaps.bad || at >= m->word_count)
            return -1;
        if (m->ends[row] <= at)
            row = find_row(m, row, at);
        to[count++] = (struct decoder_place){at, row};
    }
    return count;
}

/* In a large image each place is a cache miss: the ones to come are asked for early. */
static void ask_for(const struct image *m, const struct decoder_place *place)
{
    __builtin_prefetch(&m->words[place->word], 1);
    __builtin_prefetch(&m->marks[place->row], 1);
}

/* Words that differ, and the marks of the rows that they lie in. */
static int decode_words(struct decoding *c)
{
    enum { AHEAD = 12 };
    struct reading *bits = &c->streams[CODEC_BITS], *shapes = &c->streams[CODEC_SHAPES];
    struct image *m = &c->d->image;
    size_t most = reading_left(&c->streams[CODEC_GAPS]); /* each takes a byte, at least */
    bytes_clear(&c->d->places);
    struct decoder_place *places = (void *)bytes_reserve(&c->d->places, most * sizeof *places + 1);
    if (!places)
        return MEMGLASS_E_NOMEM;
    long count = find_places(c, places);
    if (count < 0)
        return MEMGLASS_E_CORRUPT;
    for (long i = 0; i < count; i++) {
        if (i + AHEAD < count)
            ask_for(m, &places[i + AHEAD]);
        bool marked = i && places[i].row == places[i - 1].row;
        if (!marked && !read_mark(m, places[i].row, &c->streams[CODEC_MARKS]))
            return MEMGLASS_E_CORRUPT;
        m->words[places[i].word] ^= read_bits(bits, reading_byte(shapes));
    }
    return bits->bad || shapes->bad ? MEMGLASS_E_CORRUPT : MEMGLASS_OK;
}

/* --- the frame ---------------------------------------------------------------------------------
 */

static void read_text(struct reading *in, char *to, size_t size)
{
    size_t length;
    const char *foreign = reading_text(in, size - 1, &length);
    struct strbuf out;
    strbuf_init(&out, to, size);
    if (foreign)
        strbuf_foreign(&out, foreign, length);
}

static void decode_session(struct decoding *c)
{
    struct reading *in = &c->streams[CODEC_META];
    memglass_session_info *s = &c->d->image.session;
    if (c->first)
        *s = (memglass_session_info){0};
#define READ(field) \
    s->field = (__typeof__(s->field))((uint64_t)s->field + (uint64_t)reading_signed(in));
    CODEC_SESSION_LIST(READ)
#undef READ
    if (!c->first)
        return;
    read_text(in, s->name, sizeof s->name);
    read_text(in, s->executable, sizeof s->executable);
}

static bool decode_times(struct decoding *c)
{
    struct reading *in = &c->streams[CODEC_META];
    struct image *m = &c->d->image;
    uint64_t time, tick;
    if (c->first)
        m->tick = m->time_ns = m->wall_ns = 0;
    if (!checked_add(m->tick, reading_number(in), &tick) || tick == m->tick ||
        !checked_add(m->time_ns, reading_number(in), &time))
        return false;
    m->tick = tick;
    m->time_ns = time;
    m->wall_ns += (uint64_t)reading_signed(in);
    m->cut = (enum frame_cut)reading_number_to(in, FRAME_CUT_COUNT - 1);
    return !in->bad;
}

static bool split(struct decoding *c, struct reading *in)
{
    for (int i = 0; i < CODEC_STREAM_COUNT; i++) {
        uint64_t size = reading_number(in);
        const unsigned char *at = reading_raw(in, size);
        if (!at)
            return false;
        c->streams[i] = reading_of(at, size);
    }
    return true;
}

int decoder_state_frame(struct decoder_state *d, const struct schema *schema, struct reading *in)
{
    struct decoding c = {.d = d, .schema = schema, .first = d->image.tick == 0};
    struct reading *meta = &c.streams[CODEC_META];
    if (!split(&c, in) || !decode_times(&c))
        return MEMGLASS_E_CORRUPT;
    decode_session(&c);
    c.gone_count = reading_number(meta);
    c.come_count = reading_number(meta);
    if (meta->bad || d->image.session.state > MEMGLASS_STATE_RESTARTED)
        return MEMGLASS_E_CORRUPT;
    int status = decode_rows(&c);
    if (!status)
        status = decode_words(&c);
    return status ? status : decode_quiet(&c);
}

bool codec_skip_frame(struct reading *in, uint64_t *ticks, uint64_t *ns)
{
    struct decoding c = {0};
    if (!split(&c, in))
        return false;
    *ticks = reading_number(&c.streams[CODEC_META]);
    *ns = reading_number(&c.streams[CODEC_META]);
    return !c.streams[CODEC_META].bad;
}
