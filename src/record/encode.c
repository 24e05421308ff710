/* Frames to bytes. Layer 5. */
#include "record/codec.h"

#include <memglass/base.h>
#include <string.h>

/* One frame as it is written. */
struct encoding {
    struct encoder *e;
    const struct schema_numbers *numbers;
    const struct frame *f;
    encoder_keep_fn *keep;
    void *ctx;
    uint64_t alike;   /* rows since the last with words that differ */
    uint64_t row_gap; /* rows since the last that is in the quiet stream */
    bool first;
};

void encoder_fini(struct encoder *e)
{
    image_fini(&e->image);
    image_fini(&e->base);
    for (int i = 0; i < CODEC_STREAM_COUNT; i++)
        bytes_fini(&e->streams[i]);
    bytes_fini(&e->gone);
    bytes_fini(&e->come);
    *e = (struct encoder){0};
}

void encoder_restart(struct encoder *e)
{
    image_clear(&e->image);
    e->image.tick = e->base.tick = 0;
}

int encoder_keep_base(struct encoder *e)
{
    return image_copy(&e->base, &e->image);
}

int encoder_leap(struct encoder *e)
{
    int status = image_copy(&e->image, &e->base);
    if (status)
        encoder_restart(e);
    return status;
}

static bool is_kept(const struct encoding *c, size_t row)
{
    return !frame_gone(c->f, row) && (!c->keep || c->keep(c->f, row, c->ctx));
}

/* --- rows --------------------------------------------------------------------------------------
 */

static void note_gone(struct encoding *c, uint64_t place, uint64_t *last)
{
    bytes_raw(&c->e->gone, &place, sizeof place);
    bytes_number(&c->e->streams[CODEC_ROWS], place - *last);
    *last = place + 1;
}

static void note_come(struct encoding *c, const struct roster_row *row, uint32_t *next_index)
{
    struct bytes *out = &c->e->streams[CODEC_ROWS];
    struct image_row added = {.type = row->type,
                              .created_ns = row->created_ns,
                              .words = image_words(row->size),
                              .index = row->index,
                              .generation = row->generation,
                              .count = row->count};
    bytes_raw(&c->e->come, &added, sizeof added);
    bytes_number(out, row->index - *next_index);
    bytes_number(out, row->generation);
    bytes_number(out, schema_number(c->numbers, row->type));
    bytes_number(out, row->count);
    bytes_number(out, row->created_ns);
    bytes_text(out, row->label);
    *next_index = row->index + 1;
}

static bool is_same_object(const struct image_row *a, const struct roster_row *b)
{
    return a->index == b->index && a->generation == b->generation;
}

static void find_gone(struct encoding *c)
{
    const struct image *m = &c->e->image;
    const struct roster *r = c->f->roster;
    uint64_t last = 0;
    size_t at = 0;
    for (size_t i = 0; i < m->count; i++) {
        while (at < r->count && r->rows[at].index < m->rows[i].index)
            at++;
        if (at == r->count || !is_same_object(&m->rows[i], &r->rows[at]) || !is_kept(c, at))
            note_gone(c, i, &last);
    }
}

static void find_come(struct encoding *c)
{
    const struct image *m = &c->e->image;
    const struct roster *r = c->f->roster;
    uint32_t next_index = 0;
    size_t at = 0;
    for (size_t i = 0; i < r->count; i++) {
        while (at < m->count && m->rows[at].index < r->rows[i].index)
            at++;
        bool there = at < m->count && is_same_object(&m->rows[at], &r->rows[i]);
        if (!there && is_kept(c, i))
            note_come(c, &r->rows[i], &next_index);
    }
}

/* A list of counts and then what is counted: the counts go first in the stream. */
static int encode_rows(struct encoding *c)
{
    struct encoder *e = c->e;
    bytes_shrink(&e->gone);
    bytes_shrink(&e->come);
    find_gone(c);
    find_come(c);
    if (e->gone.failed || e->come.failed)
        return MEMGLASS_E_NOMEM;
    struct image_change change = {.gone = (void *)e->gone.at,
                                  .gone_count = e->gone.used / sizeof(uint64_t),
                                  .come = (void *)e->come.at,
                                  .come_count = e->come.used / sizeof(struct image_row)};
    e->died = change.gone_count;
    e->born = change.come_count;
    bytes_number(&e->streams[CODEC_META], change.gone_count);
    bytes_number(&e->streams[CODEC_META], change.come_count);
    if (!change.gone_count && !change.come_count)
        return MEMGLASS_OK;
    return image_change(&e->image, &change, UINT64_MAX);
}

/* --- words -------------------------------------------------------------------------------------
 */

/* Numbers grow and shrink by less than what they are: one of the two ways takes fewer bytes. */
static void encode_difference(struct encoding *c, uint64_t now, uint64_t was)
{
    struct bytes *streams = c->e->streams;
    bool less = was - now < now - was;
    uint64_t difference = less ? was - now : now - was;
    unsigned first = (unsigned)__builtin_ctzll(difference) / 8;
    unsigned count = 8 - (unsigned)__builtin_clzll(difference) / 8 - first;
    uint64_t bits = difference >> (8 * first);
    bytes_byte(&streams[CODEC_SHAPES],
               (unsigned char)(CODEC_SHAPE(first, count) | (less ? CODEC_SHAPE_LESS : 0)));
    bytes_raw(&streams[CODEC_BITS], &bits, count);
    c->e->changed_words++;
}

static uint64_t word_of(const unsigned char *bytes, uint64_t size, uint64_t word)
{
    uint64_t value = 0;
    uint64_t left = size - word * 8;
    memcpy(&value, bytes + word * 8, left < 8 ? left : 8);
    return value;
}

/* Whether there were any that differ. Of each, that another follows is known when it does. */
static bool encode_words(struct encoding *c, const struct image_row *row,
                         const unsigned char *bytes, uint64_t size)
{
    struct bytes *out = &c->e->streams[CODEC_WORDS];
    uint64_t *was = c->e->image.words + row->first_word, gap = 0, last_gap = 0;
    bool any = false;
    if (memcmp(was, bytes, size) == 0)
        return false;
    for (uint64_t i = 0; i < row->words; i++) {
        uint64_t now = word_of(bytes, size, i);
        if (now == was[i]) {
            gap++;
            continue;
        }
        if (any)
            bytes_number(out, last_gap << 1 | 1);
        encode_difference(c, now, was[i]);
        was[i] = now;
        last_gap = gap;
        gap = 0;
        any = true;
    }
    if (any)
        bytes_number(out, last_gap << 1);
    return any;
}

/* --- marks -------------------------------------------------------------------------------------
 */

/* A change that was never seen is 0. */
static void write_mark(struct bytes *out, const struct row_mark *mark, uint64_t now_ns)
{
    bytes_number(out, mark->activity);
    bytes_number(out, mark->changed_total);
    bytes_number(out, mark->changes);
    bytes_number(out, mark->last_change_ns ? now_ns - mark->last_change_ns + 1 : 0);
    bytes_number(out, mark->born);
}

static void encode_mark(struct encoding *c, struct image_mark *was, const struct row_mark *now,
                        bool differs)
{
    struct bytes *out = &c->e->streams[differs ? CODEC_MARKS : CODEC_QUIET];
    struct row_mark next =
        codec_next_mark(&was->mark, c->f->tick - was->tick, c->f->time_ns, now->changes);
    unsigned says = now->truth != next.truth ? CODEC_MARK_TRUTH : 0;
    next.truth = now->truth;
    if (!codec_same_mark(&next, now))
        says |= CODEC_MARK_WHOLE;
    c->e->changes += now->changes;
    *was = (struct image_mark){.mark = *now, .tick = c->f->tick};
    if (!differs && !says && !now->changes) {
        c->row_gap++;
        return;
    }
    if (!differs)
        bytes_number(out, c->row_gap);
    bytes_number(out, (uint64_t)now->changes << 2 | says);
    if (says & CODEC_MARK_TRUTH)
        bytes_byte(out, now->truth);
    if (says & CODEC_MARK_WHOLE)
        write_mark(out, now, c->f->time_ns);
    c->row_gap = differs ? c->row_gap + 1 : 0;
}

/* --- the frame ---------------------------------------------------------------------------------
 */

static void encode_session(struct encoding *c)
{
    struct bytes *out = &c->e->streams[CODEC_META];
    const memglass_session_info *now = &c->f->session, *was = &c->e->image.session;
    static const memglass_session_info nothing;
    if (c->first)
        was = &nothing;
#define WRITE(field) bytes_signed(out, (int64_t)((uint64_t)now->field - (uint64_t)was->field));
    CODEC_SESSION_LIST(WRITE)
#undef WRITE
    if (c->first) {
        bytes_text(out, now->name);
        bytes_text(out, now->executable);
    }
    c->e->image.session = *now;
}

static void encode_times(struct encoding *c)
{
    struct bytes *out = &c->e->streams[CODEC_META];
    struct image *m = &c->e->image;
    const struct frame *f = c->f;
    bytes_number(out, f->tick - (c->first ? 0 : m->tick));
    bytes_number(out, f->time_ns - (c->first ? 0 : m->time_ns));
    bytes_signed(out, (int64_t)(f->wall_ns - (c->first ? 0 : m->wall_ns)));
    bytes_number(out, f->cut);
    m->tick = f->tick;
    m->time_ns = f->time_ns;
    m->wall_ns = f->wall_ns;
}

static void encode_objects(struct encoding *c)
{
    const struct roster *r = c->f->roster;
    struct image *m = &c->e->image;
    size_t at = 0;
    for (size_t i = 0; i < m->count; i++, at++) {
        while (r->rows[at].index != m->rows[i].index)
            at++;
        bool differs = encode_words(c, &m->rows[i], frame_data(c->f, at), r->rows[at].size);
        if (differs)
            bytes_number(&c->e->streams[CODEC_GAPS], c->alike);
        c->alike = differs ? 0 : c->alike + 1;
        struct row_mark mark = frame_mark(c->f, at);
        encode_mark(c, &m->marks[i], &mark, differs);
    }
}

static int finish(struct encoding *c, struct bytes *out, struct bytes *cuts)
{
    size_t begin = out->used;
    bool failed = false;
    for (int i = 0; i < CODEC_STREAM_COUNT; i++) {
        uint64_t cut = out->used;
        bytes_raw(cuts, &cut, sizeof cut);
        bytes_number(out, c->e->streams[i].used);
        bytes_raw(out, c->e->streams[i].at, c->e->streams[i].used);
        failed = failed || c->e->streams[i].failed;
    }
    if (!failed && !out->failed)
        return MEMGLASS_OK;
    out->used = begin;
    return MEMGLASS_E_NOMEM;
}

int encoder_frame(struct encoder *e, const struct schema_numbers *numbers, const struct frame *f,
                  encoder_keep_fn *keep, void *ctx, struct bytes *out, struct bytes *cuts)
{
    bool first = e->image.tick == 0;
    struct encoding c = {
        .e = e, .numbers = numbers, .f = f, .keep = keep, .ctx = ctx, .first = first};
    for (int i = 0; i < CODEC_STREAM_COUNT; i++)
        bytes_shrink(&e->streams[i]);
    e->changed_words = e->changes = 0;
    encode_times(&c);
    encode_session(&c);
    int status = encode_rows(&c);
    if (status == MEMGLASS_OK) {
        encode_objects(&c);
        status = finish(&c, out, cuts);
    }
    if (status)
        encoder_restart(e);
    return status;
}
