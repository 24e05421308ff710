/* Frames out of foreign bytes. Layer 5. */
#include "base/checked.h"
#include "base/strbuf.h"
#include "record/codec.h"
#include "record/decode_parts.h"
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

/* The head of a frame as it is read. */
struct decoding {
    struct decoder_state *d;
    const struct schema *schema;
    struct reading *streams;
    struct codec_recent *recent;
    uint64_t gone_count, come_count;
    bool first;
    int status; /* MEMGLASS_E_NOMEM: there was no room for a label */
};

/* --- life --------------------------------------------------------------------------------------
 */

/* Those behind `last`, or all. The newest chunk is the first of the list. */
static void free_labels(struct decoder_state *d, const struct codec_labels *last)
{
    while (d->labels != last) {
        struct codec_labels *next = d->labels->next;
        free(d->labels);
        d->labels = next;
    }
}

void decoder_state_fini(struct decoder_state *d)
{
    image_fini(&d->image);
    image_fini(&d->base);
    bytes_fini(&d->gone);
    bytes_fini(&d->come);
    free_labels(d, NULL);
    *d = (struct decoder_state){0};
}

void decoder_state_restart(struct decoder_state *d)
{
    image_clear(&d->image);
    d->image.tick = d->base.tick = 0;
    d->frame_count = 0;
    d->layouts++;
    d->base_labels = NULL;
    free_labels(d, NULL);
}

int decoder_state_keep_base(struct decoder_state *d)
{
    int status = image_copy(&d->base, &d->image);
    d->base_layouts = d->layouts;
    d->base_labels = d->labels;
    d->base_labels_used = d->labels ? d->labels->used : 0;
    return status;
}

int decoder_state_leap(struct decoder_state *d)
{
    if (d->image.tick == d->base.tick) /* no frame was read since */
        return MEMGLASS_OK;
    if (d->layouts == d->base_layouts) {
        image_copy_values(&d->image, &d->base);
    } else if (image_copy(&d->image, &d->base)) {
        decoder_state_restart(d);
        return MEMGLASS_E_NOMEM;
    } else {
        d->base_layouts = ++d->layouts;
    }
    d->frame_count = 0;
    free_labels(d, d->base_labels);
    if (d->labels)
        d->labels->used = d->base_labels_used;
    return MEMGLASS_OK;
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
        c->streams[CODEC_ROWS].bad || place >= c->d->image.count || c->d->image.rows[place].dead)
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
                                  .come_count = d->born,
                                  .anew = d->version == 1};
    return image_change(&d->image, &change, d->limit);
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

/* When the ticks before were, in a frame that does not refer to the one before it. */
static bool decode_recent(struct decoding *c)
{
    struct reading *in = &c->streams[CODEC_META];
    uint64_t now_ns = c->d->image.time_ns;
    *c->recent = (struct codec_recent){.ns = {now_ns}};
    uint64_t count = c->d->version > 1 ? reading_number_to(in, CODEC_RECENT - 1) : 0;
    for (uint64_t i = 1; i <= count; i++) {
        uint64_t ago = reading_number_to(in, now_ns);
        c->recent->ns[i] = ago ? now_ns - ago + 1 : 0;
    }
    return !in->bad;
}

/* In version 1 words lay among all of the image, not in rows and columns, and marks were not
 * foretold. */
static bool has_stream(uint32_t version, enum codec_stream stream)
{
    switch (stream) {
    case CODEC_META:
    case CODEC_ROWS:
    case CODEC_MARKS:
    case CODEC_QUIET:
    case CODEC_GAPS:
    case CODEC_SHAPES:
    case CODEC_LOWS:
        return true;
    default:
        return version > 1;
    }
}

static bool split(uint32_t version, struct reading *in, struct reading *streams)
{
    for (int i = 0; i < CODEC_STREAM_COUNT; i++) {
        uint64_t size = has_stream(version, (enum codec_stream)i) ? reading_number(in) : 0;
        const unsigned char *at = reading_raw(in, size);
        if (!at)
            return false;
        streams[i] = reading_of(at, size);
    }
    return true;
}

static int decode_head(struct decoding *c)
{
    struct reading *meta = &c->streams[CODEC_META];
    if (!decode_times(c) || !decode_recent(c))
        return MEMGLASS_E_CORRUPT;
    decode_session(c);
    c->gone_count = reading_number(meta);
    c->come_count = reading_number(meta);
    if (meta->bad || c->d->image.session.state > MEMGLASS_STATE_RESTARTED)
        return MEMGLASS_E_CORRUPT;
    /* What waits lies in the rows as they are. */
    int status = c->gone_count || c->come_count ? decoder_state_settle(c->d) : MEMGLASS_OK;
    return status ? status : decode_rows(c);
}

int decoder_state_frame(struct decoder_state *d, const struct schema *schema, struct reading *in)
{
    if (d->frame_count == DECODER_FRAMES) {
        int status = decoder_state_settle(d);
        if (status)
            return status;
    }
    struct decoder_frame *f = &d->frames[d->frame_count];
    struct decoding c = {.d = d,
                         .schema = schema,
                         .streams = f->streams,
                         .recent = &f->recent,
                         .first = d->image.tick == 0};
    if (!split(d->version, in, f->streams))
        return MEMGLASS_E_CORRUPT;
    int status = decode_head(&c);
    if (status)
        return status;
    if (d->frame_count == 0 && f != d->frames)
        d->frames[0] = *f; /* the rows have changed: those before are settled */
    f = &d->frames[d->frame_count++];
    f->tick = d->image.tick;
    f->time_ns = d->image.time_ns;
    return d->defers ? MEMGLASS_OK : decoder_state_settle(d);
}

bool codec_skip_frame(uint32_t version, struct reading *in, uint64_t *ticks, uint64_t *ns)
{
    struct reading streams[CODEC_STREAM_COUNT], *meta = &streams[CODEC_META];
    if (!split(version, in, streams))
        return false;
    *ticks = reading_number(meta);
    *ns = reading_number(meta);
    return !meta->bad;
}
