/* Frames to bytes. Layer 5. */
#include "record/encode_parts.h"

#include <memglass/base.h>
#include <string.h>

void encoder_fini(struct encoder *e)
{
    image_fini(&e->image);
    image_fini(&e->base);
    for (int i = 0; i < CODEC_SHAPES; i++)
        bytes_fini(&e->streams[i]);
    for (int i = 0; i < CODEC_DIVIDED; i++)
        for (unsigned column = 0; column < CODEC_COLUMNS_MOST; column++)
            bytes_fini(&e->divided[i][column]);
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

static void measure_rows(struct encoder *e)
{
    e->row_words = 0;
    for (size_t i = 0; i < e->image.count; i++)
        if (e->image.rows[i].words > e->row_words)
            e->row_words = e->image.rows[i].words;
}

int encoder_leap(struct encoder *e)
{
    int status = image_copy(&e->image, &e->base);
    if (status)
        encoder_restart(e);
    e->leaps = !status;
    measure_rows(e);
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
        if (m->rows[i].dead)
            continue;
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
        bool there =
            at < m->count && !m->rows[at].dead && is_same_object(&m->rows[at], &r->rows[i]);
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
    int status = image_change(&e->image, &change, UINT64_MAX);
    measure_rows(e);
    return status;
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

/* What is not known of the ticks before is as in struct codec_recent. */
static void note_time(struct encoder *e, const struct frame *f)
{
    struct codec_recent was = e->recent;
    uint64_t ticks = f->tick - e->recent_tick;
    e->recent = (struct codec_recent){.ns = {f->time_ns}};
    if (f->tick > e->recent_tick && ticks < CODEC_RECENT && f->time_ns >= was.ns[0])
        memcpy(&e->recent.ns[ticks], was.ns, (CODEC_RECENT - ticks) * sizeof was.ns[0]);
    e->recent_tick = f->tick;
}

/* Only a frame that does not refer to the one before it has marks that are not known from that. */
static void encode_recent(struct encoding *c, bool starts)
{
    struct bytes *out = &c->e->streams[CODEC_META];
    c->recent = (struct codec_recent){.ns = {c->f->time_ns}};
    note_time(c->e, c->f);
    bytes_number(out, starts ? CODEC_RECENT - 1 : 0);
    if (!starts)
        return;
    c->recent = c->e->recent;
    for (int i = 1; i < CODEC_RECENT; i++)
        bytes_number(out, c->recent.ns[i] ? c->f->time_ns - c->recent.ns[i] + 1 : 0);
}

/* Small frames are not worth dividing. */
static unsigned choose_columns(const struct encoder *e, bool starts)
{
    enum { LEAST_WORDS = 1024 };
    unsigned log2 = 0;
    while ((starts || e->changed_words >= LEAST_WORDS) && log2 < CODEC_COLUMNS_LOG2 &&
           1u << log2 < e->row_words)
        log2++;
    return log2;
}

static void note_cut(struct bytes *cuts, const struct bytes *out)
{
    uint64_t cut = out->used;
    bytes_raw(cuts, &cut, sizeof cut);
}

static bool finish_divided(struct encoding *c, int which, struct bytes *out, struct bytes *cuts)
{
    const struct bytes *columns = c->e->divided[which];
    uint64_t size = 0;
    bool failed = false;
    for (unsigned i = 0; i < c->column_count; i++) {
        size += columns[i].used;
        failed = failed || columns[i].failed;
    }
    bytes_number(out, size);
    for (unsigned i = 0; i < c->column_count; i++) {
        note_cut(cuts, out);
        bytes_raw(out, columns[i].at, columns[i].used);
    }
    return !failed;
}

static void encode_columns(struct encoding *c)
{
    struct encoder *e = c->e;
    struct bytes *out = &e->streams[CODEC_COLUMNS];
    bytes_number(out, (uint64_t)__builtin_ctz(c->column_count));
    for (unsigned i = 0; i < c->column_count; i++) {
        bytes_number(out, e->divided[CODEC_PLACE(CODEC_SHAPES)][i].used);
        bytes_number(out, e->divided[CODEC_PLACE(CODEC_HIGHS)][i].used);
    }
}

static int finish(struct encoding *c, struct bytes *out, struct bytes *cuts)
{
    size_t begin = out->used, first_cut = cuts->used;
    bool failed = false;
    encode_columns(c);
    for (int i = 0; i < CODEC_SHAPES; i++) {
        note_cut(cuts, out);
        bytes_number(out, c->e->streams[i].used);
        bytes_raw(out, c->e->streams[i].at, c->e->streams[i].used);
        failed = failed || c->e->streams[i].failed;
    }
    for (int i = 0; i < CODEC_DIVIDED; i++)
        failed = !finish_divided(c, i, out, cuts) || failed;
    if (!failed && !out->failed && !cuts->failed)
        return MEMGLASS_OK;
    bytes_cut(out, begin); /* the frames before this one stay */
    bytes_cut(cuts, first_cut);
    return MEMGLASS_E_NOMEM;
}

static void clear_streams(struct encoder *e)
{
    for (int i = 0; i < CODEC_SHAPES; i++)
        bytes_shrink(&e->streams[i]);
    for (int i = 0; i < CODEC_DIVIDED; i++)
        for (unsigned column = 0; column < CODEC_COLUMNS_MOST; column++)
            bytes_shrink(&e->divided[i][column]);
}

int encoder_frame(struct encoder *e, const struct schema_numbers *numbers, const struct frame *f,
                  encoder_keep_fn *keep, void *ctx, struct bytes *out, struct bytes *cuts)
{
    struct encoding c = {
        .e = e, .numbers = numbers, .f = f, .keep = keep, .ctx = ctx, .first = e->image.tick == 0};
    bool starts = c.first || e->leaps;
    e->leaps = false;
    clear_streams(e);
    encode_times(&c);
    encode_recent(&c, starts);
    encode_session(&c);
    int status = encode_rows(&c);
    c.column_count = 1u << choose_columns(e, starts);
    e->changed_words = e->changes = 0;
    if (status == MEMGLASS_OK) {
        encode_objects(&c);
        status = finish(&c, out, cuts);
    }
    if (status)
        encoder_restart(e);
    return status;
}
