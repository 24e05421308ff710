/* Recording: frames into blocks. Layer 5. */
#include "record/writer.h"

#include "base/clock.h"
#include "base/error.h"
#include "record/block.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_KEY_NS   (600 * NS_PER_SEC)
#define DEFAULT_BLOCK_NS NS_PER_SEC

/* Some 25 ns each for a reader that seeks. Where there are no leaps fewer would be a whole frame
 * each time. */
#define DEFAULT_LEAP_WORDS  UINT64_C(820000)
#define DEFAULT_START_WORDS (2 * DEFAULT_LEAP_WORDS)

/* For so many times the span of key_ns leaps refer to one whole frame: what its loss would cost. */
#define BASE_KEYS 3

/* An object that comes costs as much as so many words: its label is checked. */
enum { BORN_WORDS = 8 };

enum { DEFAULT_LEVEL = 3, PAYLOAD_MOST = 8 << 20 };

struct record_writer {
    struct record_sink *sink;
    struct record_options options;
    struct packer packer;
    struct encoder encoder;
    struct schema_numbers numbers;
    uint64_t instance;        /* of the session of this epoch */
    struct record_block head; /* of the block that is being filled; frames 0: none */
    struct bytes payload, cuts, packed, schema;
    uint64_t key_ns;                /* time of the last whole frame */
    uint64_t start_ns, start_words; /* the last whole frame or leap; words that differed since, and
                                       what else costs as much */
    uint64_t layouts;               /* of the image, at the last frame */
    uint64_t key_bytes, leap_bytes; /* stored, of the last block of each kind; 0: none */
    struct record_figures figures;
};

static int append_block(struct record_writer *w, struct record_block *head,
                        const struct bytes *payload, const struct bytes *cuts, memglass_error *err)
{
    bytes_shrink(&w->packed);
    if (packer_block(&w->packer, head, payload, cuts, &w->packed))
        return error_set(err, MEMGLASS_E_NOMEM, 0, "the recording: out of memory");
    int status = w->sink->ops->append(w->sink, head, &w->packed, err);
    if (status)
        return status;
    w->figures.blocks++;
    w->figures.stored_bytes += w->packed.used;
    return MEMGLASS_OK;
}

/* --- blocks ------------------------------------------------------------------------------------
 */

static void count_block(struct record_writer *w)
{
    w->figures.frames += w->head.frames;
    if (w->head.kind == RECORD_KEY)
        w->key_bytes = w->head.stored_bytes;
    if (w->head.kind == RECORD_LEAP)
        w->leap_bytes = w->head.stored_bytes;
}

/* What could not be written leaves a hole: the next frame has to be a whole one. */
int record_writer_flush(struct record_writer *w, memglass_error *err)
{
    if (!w->head.frames)
        return MEMGLASS_OK;
    int status = append_block(w, &w->head, &w->payload, &w->cuts, err);
    if (status == MEMGLASS_OK)
        count_block(w);
    else
        encoder_restart(&w->encoder);
    w->head.frames = 0;
    bytes_shrink(&w->payload);
    return status;
}

static struct record_block head_of(const struct record_writer *w, enum record_kind kind,
                                   const struct frame *f)
{
    return (struct record_block){.kind = (uint16_t)kind,
                                 .epoch = w->head.epoch,
                                 .first_tick = f->tick,
                                 .last_tick = f->tick,
                                 .first_ns = f->time_ns,
                                 .last_ns = f->time_ns,
                                 .wall_ns = f->wall_ns};
}

static int number_new_types(struct record_writer *w, const struct frame *f, memglass_error *err)
{
    const memglass_type *last = NULL;
    bytes_clear(&w->schema);
    for (size_t i = 0; i < f->roster->count; i++) {
        const memglass_type *type = f->roster->rows[i].type;
        int status = type == last ? MEMGLASS_OK : schema_write(&w->numbers, type, &w->schema);
        if (status)
            return error_set(err, status, 0, "the recording: %s", memglass_strerror(status));
        last = type;
    }
    return MEMGLASS_OK;
}

static int write_new_types(struct record_writer *w, const struct frame *f, memglass_error *err)
{
    int status = number_new_types(w, f, err);
    struct record_block head = head_of(w, RECORD_SCHEMA, f);
    if (!status && w->schema.used)
        status = record_writer_flush(w, err);
    if (!status && w->schema.used)
        status = append_block(w, &head, &w->schema, NULL, err);
    if (status)
        w->instance = 0; /* numbers were given that nobody will read of: all begins anew */
    return status;
}

/* A session that was restarted has other types and objects. */
static int begin_epoch(struct record_writer *w, const struct frame *f, memglass_error *err)
{
    if (w->instance == f->session.instance)
        return MEMGLASS_OK;
    int status = record_writer_flush(w, err);
    w->instance = f->session.instance;
    w->head.epoch++;
    schema_numbers_clear(&w->numbers);
    encoder_restart(&w->encoder);
    return status;
}

/* Where reading can begin. */
static bool start_is_due(const struct record_writer *w, const struct frame *f)
{
    const struct image *m = &w->encoder.image;
    uint64_t least = w->options.start_words;
    uint64_t most = m->word_count > least ? m->word_count : least;
    return m->tick == 0 || f->time_ns - w->start_ns >= w->options.key_ns || w->start_words >= most;
}

/* A leap costs less than a whole frame does, as long as much of that is still as it was. */
static bool can_leap(const struct record_writer *w, const struct frame *f)
{
    return w->encoder.base.tick && f->time_ns - w->key_ns < BASE_KEYS * w->options.key_ns &&
           w->leap_bytes < w->key_bytes / 4 * 3;
}

static enum record_kind next_kind(const struct record_writer *w, const struct frame *f)
{
    if (!start_is_due(w, f))
        return RECORD_DELTA;
    return can_leap(w, f) ? RECORD_LEAP : RECORD_KEY;
}

/* What the first frame of the block refers to. */
static int begin_frames(struct record_writer *w, enum record_kind kind, const struct frame *f)
{
    if (kind != RECORD_DELTA) {
        w->start_words = 0;
        w->start_ns = f->time_ns;
    }
    if (kind == RECORD_LEAP) {
        bytes_number(&w->payload, w->encoder.base.tick);
        return encoder_leap(&w->encoder);
    }
    if (kind == RECORD_KEY) {
        encoder_restart(&w->encoder);
        w->key_ns = f->time_ns;
        w->key_bytes = w->leap_bytes = 0;
    }
    return MEMGLASS_OK;
}

static int begin_block(struct record_writer *w, const struct frame *f, memglass_error *err)
{
    enum record_kind kind = next_kind(w, f);
    if (kind == RECORD_DELTA && w->head.frames)
        return MEMGLASS_OK;
    int status = record_writer_flush(w, err);
    if (status)
        return status;
    w->head = head_of(w, kind, f);
    bytes_clear(&w->payload);
    bytes_clear(&w->cuts);
    status = begin_frames(w, kind, f);
    return status ? error_set(err, status, 0, "the recording: out of memory") : status;
}

static bool block_is_full(const struct record_writer *w)
{
    return w->payload.used >= PAYLOAD_MOST ||
           w->head.last_ns - w->head.first_ns + w->options.interval_ns >= w->options.block_ns;
}

/* What a frame costs a reader that seeks, in words that differ: to lay all rows out anew takes
 * longer than most frames, and whoever waits for that cannot be applied with others. */
static uint64_t cost_of(const struct record_writer *w)
{
    const struct encoder *e = &w->encoder;
    bool anew = e->image.layouts != w->layouts;
    return e->changed_words + e->born * BORN_WORDS +
           (anew ? e->image.count / 2 + e->image.word_count / 16 : 0);
}

/* A whole frame makes all that there is, which is no news; nor is what a leap makes. */
static void count_frame(struct record_writer *w, const struct frame *f, bool starts)
{
    const struct encoder *e = &w->encoder;
    struct record_block *head = &w->head;
    head->frames++;
    head->last_tick = f->tick;
    head->last_ns = f->time_ns;
    if (!starts) {
        head->changes += e->changes;
        head->born += (uint32_t)e->born;
        head->died += (uint32_t)e->died;
        w->start_words += cost_of(w);
    }
    w->layouts = e->image.layouts;
    w->figures.raw_bytes += e->image.word_count * 8;
    w->figures.changed_words += e->changed_words;
}

static int encode(struct record_writer *w, const struct frame *f, memglass_error *err)
{
    bool starts = w->head.frames == 0 && w->head.kind != RECORD_DELTA;
    int status = encoder_frame(&w->encoder, &w->numbers, f, w->options.keep, w->options.ctx,
                               &w->payload, &w->cuts);
    if (status)
        return error_set(err, status, 0, "the recording: %s", memglass_strerror(status));
    if (starts && w->head.kind == RECORD_KEY && w->sink->keeps_all)
        encoder_keep_base(&w->encoder); /* without one there are whole frames instead of leaps */
    count_frame(w, f, starts);
    return block_is_full(w) ? record_writer_flush(w, err) : MEMGLASS_OK;
}

int record_writer_add(struct record_writer *w, const struct frame *f, memglass_error *err)
{
    if (w->encoder.image.tick && f->tick <= w->encoder.image.tick)
        return MEMGLASS_OK;
    int status = begin_epoch(w, f, err);
    if (!status)
        status = write_new_types(w, f, err);
    if (!status)
        status = begin_block(w, f, err);
    return status ? status : encode(w, f, err);
}

int record_writer_mark(struct record_writer *w, const char *text, memglass_error *err)
{
    const struct image *m = &w->encoder.image;
    struct record_block head = {.kind = RECORD_MARK,
                                .epoch = w->head.epoch,
                                .first_tick = m->tick,
                                .last_tick = m->tick,
                                .first_ns = m->time_ns,
                                .last_ns = m->time_ns,
                                .wall_ns = m->wall_ns};
    struct bytes payload = {0};
    int status = record_writer_flush(w, err);
    bytes_text(&payload, text);
    if (!status)
        status = append_block(w, &head, &payload, NULL, err);
    bytes_fini(&payload);
    return status;
}

/* --- life --------------------------------------------------------------------------------------
 */

static void free_writer(struct record_writer *w)
{
    packer_fini(&w->packer);
    encoder_fini(&w->encoder);
    schema_numbers_fini(&w->numbers);
    bytes_fini(&w->payload);
    bytes_fini(&w->cuts);
    bytes_fini(&w->packed);
    bytes_fini(&w->schema);
    free(w);
}

static void fill_defaults(struct record_options *o, bool leaps)
{
    uint64_t start_words = leaps ? DEFAULT_LEAP_WORDS : DEFAULT_START_WORDS;
    o->key_ns = o->key_ns ? o->key_ns : DEFAULT_KEY_NS;
    o->block_ns = o->block_ns ? o->block_ns : DEFAULT_BLOCK_NS;
    o->start_words = o->start_words ? o->start_words : start_words;
    o->level = o->level ? o->level : DEFAULT_LEVEL;
}

static struct record_writer *create(struct record_sink *sink, const struct record_options *options,
                                    memglass_error *err)
{
    if (options->level < 0 || options->level > RECORD_LEVEL_MOST) {
        error_set(err, MEMGLASS_E_INVALID, 0, "compression level %d: there are 1 to %d",
                  options->level, RECORD_LEVEL_MOST);
        return NULL;
    }
    struct record_writer *w = calloc(1, sizeof *w);
    if (w) {
        *w = (struct record_writer){.sink = sink, .options = *options};
        fill_defaults(&w->options, sink->keeps_all);
        if (packer_init(&w->packer, w->options.level) == MEMGLASS_OK)
            return w;
        free_writer(w);
    }
    error_set(err, MEMGLASS_E_NOMEM, 0, "the recording: out of memory");
    return NULL;
}

struct record_writer *record_writer_create(struct record_sink *sink,
                                           const struct record_options *options,
                                           memglass_error *err)
{
    struct record_writer *w = create(sink, options, err);
    if (!w)
        sink->ops->close(&sink, NULL);
    return w;
}

int record_writer_close(struct record_writer **writer, memglass_error *err)
{
    struct record_writer *w = *writer;
    memglass_error unsaid;
    *writer = NULL;
    if (!w)
        return MEMGLASS_OK;
    int status = record_writer_flush(w, err);
    int closed = w->sink->ops->close(&w->sink, status ? &unsaid : err);
    free_writer(w);
    return status ? status : closed;
}

void record_writer_figures(const struct record_writer *w, struct record_figures *out)
{
    *out = w->figures;
}
