/* Reading a recording. Layer 5. */
#include "record/reader.h"

#include "base/error.h"
#include "base/strbuf.h"
#include "record/codec.h"
#include "record/epochs.h"
#include "sample/history.h"
#include "sample/pool.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NO_BLOCK SIZE_MAX

struct record_reader {
    struct record_file file;
    struct unpacker unpacker;
    struct epochs epochs;
    struct decoder_state state;
    struct bytes stored, payload;
    struct reading in; /* what is left of the payload of `block` */
    size_t block;      /* that is being read, or NO_BLOCK */
    size_t next_block;
    bool lost; /* a whole frame must come first */
    bool behind_gap;
    struct frame_pool *pool;
    struct epoch *epoch; /* of state's image */
    struct history *history;
    struct roster *roster; /* of state's layout */
    uint64_t roster_layouts;
    bool past_begins; /* the next roster's rows get new rings */
    struct record_note *notes;
    size_t note_count;
    size_t *frame_blocks;   /* those with frames ... */
    uint64_t *first_frames; /* ... and the number of the first of each, and of the end */
    size_t frame_block_count;
    size_t at;           /* place of `block` in frame_blocks */
    uint64_t number;     /* of the frame that the image is, from 0 */
    size_t schema_count; /* blocks of types that were read */
    uint64_t frames;
};

/* --- opening -----------------------------------------------------------------------------------
 */

static int payload_of(struct record_reader *r, size_t block)
{
    return record_file_payload(&r->file, &r->file.places[block], &r->unpacker, &r->stored,
                               &r->payload);
}

static int add_note(struct record_reader *r, const struct record_block *head)
{
    struct reading in = reading_of(r->payload.at, r->payload.used);
    size_t length;
    const char *foreign = reading_text(&in, RECORD_TEXT_MAX, &length);
    if (!foreign)
        return MEMGLASS_OK;
    struct record_note *notes = realloc(r->notes, (r->note_count + 1) * sizeof *notes);
    if (!notes)
        return MEMGLASS_E_NOMEM;
    r->notes = notes;
    char *text = malloc(length + 1);
    if (!text)
        return MEMGLASS_E_NOMEM;
    struct strbuf out;
    strbuf_init(&out, text, length + 1);
    strbuf_foreign(&out, foreign, length);
    notes[r->note_count++] =
        (struct record_note){.tick = head->last_tick, .time_ns = head->last_ns, .text = text};
    return MEMGLASS_OK;
}

static bool has_frames(const struct record_block *head)
{
    return head->kind == RECORD_KEY || head->kind == RECORD_DELTA;
}

static bool list_frames(struct record_reader *r)
{
    r->frame_blocks = calloc(r->file.count + 1, sizeof *r->frame_blocks);
    r->first_frames = calloc(r->file.count + 1, sizeof *r->first_frames);
    if (!r->frame_blocks || !r->first_frames)
        return false;
    for (size_t i = 0; i < r->file.count; i++)
        if (has_frames(&r->file.places[i].head)) {
            r->frame_blocks[r->frame_block_count++] = i;
            r->frames += r->file.places[i].head.frames;
            r->first_frames[r->frame_block_count] = r->frames;
        }
    return true;
}

/* Types and marks are few: all of them are read at once. One that is damaged is done without. Types
 * that were read before, of a ring, are still in it. */
static int read_what_is_few(struct record_reader *r)
{
    size_t schemas = 0;
    for (size_t i = 0; i < r->file.count; i++) {
        const struct record_block *head = &r->file.places[i].head;
        if (head->kind != RECORD_SCHEMA && head->kind != RECORD_MARK)
            continue;
        if (head->kind == RECORD_SCHEMA && schemas++ < r->schema_count)
            continue;
        int status = payload_of(r, i);
        if (!status)
            status = head->kind == RECORD_MARK ? add_note(r, head)
                                               : epochs_add(&r->epochs, head->epoch, &r->payload);
        if (status == MEMGLASS_E_NOMEM)
            return status;
    }
    r->schema_count = schemas;
    return MEMGLASS_OK;
}

static uint64_t default_limit(void)
{
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size / 4 : UINT64_C(1) << 30;
}

static int create_parts(struct record_reader *r, uint64_t limit)
{
    r->state.limit = limit;
    r->pool = frame_pool_create();
    if (!r->pool || unpacker_init(&r->unpacker, limit) || !list_frames(r))
        return MEMGLASS_E_NOMEM;
    return read_what_is_few(r);
}

/* The file is the reader's from here on, also when this fails. */
static struct record_reader *create(struct record_file *file, uint64_t limit, memglass_error *err)
{
    struct record_reader *r = calloc(1, sizeof *r);
    if (!r) {
        error_set(err, MEMGLASS_E_NOMEM, 0, "%s: out of memory", file->path);
        record_file_close(file);
        return NULL;
    }
    *r = (struct record_reader){.file = *file, .block = NO_BLOCK, .lost = true};
    if (create_parts(r, limit))
        error_set(err, MEMGLASS_E_NOMEM, 0, "%s: out of memory", r->file.path);
    else if (!r->frames)
        error_set(err, MEMGLASS_E_CORRUPT, 0, "%s has no frames", r->file.path);
    else
        return r;
    record_reader_close(&r);
    return NULL;
}

struct record_reader *record_reader_open(const char *path, uint64_t limit_bytes,
                                         memglass_error *err)
{
    struct record_file file;
    if (record_file_open(&file, path, err))
        return NULL;
    return create(&file, limit_bytes ? limit_bytes : default_limit(), err);
}

struct record_reader *record_reader_of_ring(struct record_ring *ring, memglass_error *err)
{
    struct record_file file;
    if (record_file_of_ring(&file, ring)) {
        error_set(err, MEMGLASS_E_NOMEM, 0, "no memory to look back");
        return NULL;
    }
    return create(&file, default_limit(), err);
}

/* What is known of the blocks alone. */
static void forget_blocks(struct record_reader *r)
{
    for (size_t i = 0; i < r->note_count; i++)
        free((char *)r->notes[i].text);
    free(r->notes);
    free(r->frame_blocks);
    free(r->first_frames);
    r->notes = NULL;
    r->frame_blocks = NULL;
    r->first_frames = NULL;
    r->note_count = r->frame_block_count = 0;
    r->frames = 0;
    record_file_close(&r->file);
}

int record_reader_renew(struct record_reader *r, struct record_ring *ring, memglass_error *err)
{
    struct record_file file;
    if (record_file_of_ring(&file, ring))
        return error_set(err, MEMGLASS_E_NOMEM, 0, "no memory to look back");
    forget_blocks(r);
    r->file = file;
    r->block = NO_BLOCK;
    r->next_block = r->at = 0;
    r->lost = true;
    if (!list_frames(r) || read_what_is_few(r))
        return error_set(err, MEMGLASS_E_NOMEM, 0, "no memory to look back");
    return MEMGLASS_OK;
}

void record_reader_close(struct record_reader **reader)
{
    struct record_reader *r = *reader;
    *reader = NULL;
    if (!r)
        return;
    if (r->roster)
        roster_drop(frame_pool_rosters(r->pool), r->roster);
    frame_pool_close(&r->pool);
    epochs_fini(&r->epochs);
    history_destroy(&r->history);
    decoder_state_fini(&r->state);
    unpacker_fini(&r->unpacker);
    bytes_fini(&r->stored);
    bytes_fini(&r->payload);
    forget_blocks(r);
    free(r);
}

/* --- going on ----------------------------------------------------------------------------------
 */

static void lose(struct record_reader *r)
{
    r->lost = r->behind_gap = true;
    r->block = NO_BLOCK;
}

/* 1: there is one; 0: the end; negative. What cannot be read is passed over. */
static int open_next_block(struct record_reader *r)
{
    for (; r->next_block < r->file.count; r->next_block++) {
        const struct record_block *head = &r->file.places[r->next_block].head;
        if (!has_frames(head) || (r->lost && head->kind != RECORD_KEY))
            continue;
        int status = payload_of(r, r->next_block);
        if (status == MEMGLASS_E_NOMEM)
            return status;
        if (status) {
            lose(r);
            continue;
        }
        if (head->kind == RECORD_KEY)
            decoder_state_restart(&r->state);
        r->lost = false;
        r->in = reading_of(r->payload.at, r->payload.used);
        r->block = r->next_block++;
        while (r->frame_blocks[r->at] != r->block)
            r->at++;
        r->number = r->first_frames[r->at] - 1;
        return 1;
    }
    return 0;
}

static int read_frame(struct record_reader *r)
{
    const struct record_block *head = &r->file.places[r->block].head;
    uint64_t before = r->state.image.tick;
    r->epoch = epochs_at(&r->epochs, head->epoch);
    if (!r->epoch)
        return MEMGLASS_E_CORRUPT;
    int status = decoder_state_frame(&r->state, &r->epoch->schema, &r->in);
    if (status)
        return status;
    return r->state.image.tick > before && r->state.image.tick <= head->last_tick
               ? MEMGLASS_OK
               : MEMGLASS_E_CORRUPT;
}

static int step(struct record_reader *r)
{
    for (;;) {
        while (r->block != NO_BLOCK && reading_left(&r->in)) {
            int status = read_frame(r);
            r->number++;
            if (status == MEMGLASS_OK)
                return 1;
            lose(r);
            if (status != MEMGLASS_E_CORRUPT)
                return status;
        }
        int opened = open_next_block(r);
        if (opened <= 0)
            return opened;
    }
}

static int explain(const struct record_reader *r, int status, memglass_error *err)
{
    const char *why = status == MEMGLASS_E_LIMIT ? "a frame is larger than this machine can hold"
                                                 : memglass_strerror(status);
    return status < 0 ? error_set(err, status, 0, "%s: %s", r->file.path, why) : status;
}

int record_reader_next(struct record_reader *r, memglass_error *err)
{
    r->behind_gap = false;
    return explain(r, step(r), err);
}

/* --- seeking -----------------------------------------------------------------------------------
 */

/* A moment that is looked for: by time, by tick or by the number of the frame. */
struct moment {
    enum { BY_TIME, BY_TICK, BY_NUMBER } by;
    uint64_t at;
};

/* The i-th block with frames. */
static bool begins_by(const struct record_reader *r, size_t i, struct moment m)
{
    const struct record_block *head = &r->file.places[r->frame_blocks[i]].head;
    switch (m.by) {
    case BY_TIME:
        return head->first_ns <= m.at;
    case BY_TICK:
        return head->first_tick <= m.at;
    default:
        return r->first_frames[i] <= m.at;
    }
}

/* The newest block with a whole frame that begins at or before it; the first when none does. As a
 * place in frame_blocks. */
static size_t key_before(const struct record_reader *r, struct moment m)
{
    size_t found = NO_BLOCK;
    for (size_t i = 0; i < r->frame_block_count; i++) {
        if (r->file.places[r->frame_blocks[i]].head.kind != RECORD_KEY)
            continue;
        if (found != NO_BLOCK && !begins_by(r, i, m))
            break;
        found = i;
    }
    return found;
}

/* Whether there is a frame behind this one that is not younger than that. */
static bool goes_on_until(struct record_reader *r, struct moment m)
{
    const struct image *now = &r->state.image;
    uint64_t ticks, ns;
    if (r->block != NO_BLOCK && reading_left(&r->in)) {
        struct reading in = r->in;
        if (m.by == BY_NUMBER)
            return r->number < m.at;
        return codec_skip_frame(&in, &ticks, &ns) &&
               (m.by == BY_TICK ? now->tick + ticks : now->time_ns + ns) <= m.at;
    }
    for (size_t i = r->at; i < r->frame_block_count; i++)
        if (r->frame_blocks[i] >= r->next_block)
            return begins_by(r, i, m);
    return false;
}

static void go_to_block(struct record_reader *r, size_t at)
{
    r->block = NO_BLOCK;
    r->at = at;
    r->next_block = r->frame_blocks[at];
    r->lost = true;
    r->behind_gap = false;
}

/* From the frame that the reader stands at it is no farther than from the whole frame before. */
static bool is_on_the_way(const struct record_reader *r, size_t key, struct moment m)
{
    return m.by == BY_NUMBER && !r->lost && r->block != NO_BLOCK && r->number <= m.at &&
           r->number >= r->first_frames[key];
}

static int seek(struct record_reader *r, struct moment m)
{
    size_t key = key_before(r, m);
    if (key == NO_BLOCK)
        return MEMGLASS_E_NOTFOUND;
    int status = 1;
    if (!is_on_the_way(r, key, m)) {
        go_to_block(r, key);
        status = step(r);
    }
    while (status == 1 && goes_on_until(r, m))
        status = step(r);
    return status == 1 ? MEMGLASS_OK : status == 0 ? MEMGLASS_E_NOTFOUND : status;
}

int record_reader_seek(struct record_reader *r, uint64_t time_ns, memglass_error *err)
{
    return explain(r, seek(r, (struct moment){BY_TIME, time_ns}), err);
}

int record_reader_seek_tick(struct record_reader *r, uint64_t tick, memglass_error *err)
{
    return explain(r, seek(r, (struct moment){BY_TICK, tick}), err);
}

int record_reader_seek_number(struct record_reader *r, uint64_t number, memglass_error *err)
{
    return explain(r, seek(r, (struct moment){BY_NUMBER, number}), err);
}

/* The newest frame of a block at or before it: heads of frames say when they were taken. */
static uint64_t number_within(struct record_reader *r, size_t i, uint64_t time_ns)
{
    const struct record_block *head = record_reader_block(r, i);
    struct bytes stored = {0}, payload = {0};
    uint64_t number = r->first_frames[i], at_ns = head->first_ns, ticks, ns;
    int status = record_file_payload(&r->file, &r->file.places[r->frame_blocks[i]], &r->unpacker,
                                     &stored, &payload);
    struct reading in = reading_of(payload.at, status ? 0 : payload.used);
    bool first = true;
    while (reading_left(&in) && codec_skip_frame(&in, &ticks, &ns)) {
        at_ns += first ? 0 : ns;
        if (at_ns > time_ns)
            break;
        number += first ? 0 : 1;
        first = false;
    }
    bytes_fini(&stored);
    bytes_fini(&payload);
    return number;
}

uint64_t record_reader_number_at(struct record_reader *r, uint64_t time_ns)
{
    struct moment m = {BY_TIME, time_ns};
    size_t low = 0, high = r->frame_block_count; /* the last that begins by then */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (begins_by(r, middle, m))
            low = middle;
        else
            high = middle;
    }
    const struct record_block *head = record_reader_block(r, low);
    if (head->last_ns <= time_ns)
        return r->first_frames[low] + head->frames - 1;
    return head->first_ns >= time_ns ? r->first_frames[low] : number_within(r, low, time_ns);
}

/* --- frames ------------------------------------------------------------------------------------
 */

/* What the roster before knew of an object stays; `old` may be NULL. */
static bool fill_roster(struct record_reader *r, const struct roster *old, struct roster *to)
{
    const struct image *m = &r->state.image;
    struct roster_store *store = frame_pool_rosters(r->pool);
    struct roster_cursor rest = roster_cursor(old);
    for (size_t i = 0; i < m->count; i++) {
        const struct image_row *from = &m->rows[i];
        const struct roster_row *was = roster_seek(&rest, from->index, from->generation);
        bool keeps = was && !r->past_begins;
        const char *label = was ? was->label : roster_label(store, to, from->label);
        if (!label)
            return false;
        to->rows[to->count++] = (struct roster_row){.type = from->type,
                                                    .label = label,
                                                    .data = from->first_word * 8,
                                                    .size = from->type->size * from->count,
                                                    .created_ns = from->created_ns,
                                                    .history = keeps ? was->history : HISTORY_NONE,
                                                    .index = from->index,
                                                    .generation = from->generation,
                                                    .count = from->count};
    }
    to->bytes = m->word_count * 8;
    return true;
}

static bool renew_roster(struct record_reader *r)
{
    struct roster_store *store = frame_pool_rosters(r->pool);
    if (r->roster && r->roster_layouts == r->state.layouts && !r->past_begins)
        return true;
    bool same = r->roster && roster_anchor(r->roster) == &r->epoch->anchor;
    struct roster *fresh = roster_begin(store, &r->epoch->anchor, r->state.image.count);
    if (!fresh)
        return false;
    if (!fill_roster(r, same ? r->roster : NULL, fresh)) {
        roster_abort(store, fresh);
        return false;
    }
    roster_commit(store, fresh, r->history);
    if (r->roster)
        roster_drop(store, r->roster);
    r->roster = fresh;
    r->roster_layouts = r->state.layouts;
    r->past_begins = false;
    return true;
}

const struct frame *record_reader_frame(struct record_reader *r)
{
    const struct image *m = &r->state.image;
    if (r->lost || m->tick == 0)
        return NULL;
    frame_pool_sweep(r->pool);
    struct frame *f = renew_roster(r) ? frame_pool_take(r->pool, r->roster) : NULL;
    if (!f)
        return NULL;
    f->tick = m->tick;
    f->time_ns = m->time_ns;
    f->wall_ns = m->wall_ns;
    f->capture_ns = 0;
    f->session = m->session;
    f->cut = m->cut;
    if (m->word_count)
        memcpy(f->bytes, m->words, m->word_count * 8);
    for (size_t i = 0; i < m->count; i++) {
        const struct image_mark *was = &m->marks[i];
        f->marks[i] = codec_next_mark(&was->mark, m->tick - was->tick, m->time_ns, 0);
        f->torn += was->mark.truth == MEMGLASS_TORN || was->mark.truth == MEMGLASS_STALE;
    }
    return f;
}

const struct history *record_reader_remember(struct record_reader *r, uint64_t budget_bytes)
{
    if (!r->history && !r->roster)
        r->history = history_create(budget_bytes);
    return r->history;
}

void record_reader_note_past(struct record_reader *r, const struct frame *f)
{
    history_append(r->history, f);
}

void record_reader_begin_past(struct record_reader *r)
{
    r->past_begins = true; /* the roster names rings that are not its rows' any more */
    history_restart(r->history);
}

bool record_reader_object(const struct record_reader *r, uint32_t index, uint32_t generation,
                          struct record_object *out)
{
    const struct image *m = &r->state.image;
    size_t low = 0, high = r->lost ? 0 : m->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (m->rows[middle].index < index)
            low = middle + 1;
        else
            high = middle;
    }
    if (r->lost || low == m->count || m->rows[low].index != index ||
        m->rows[low].generation != generation)
        return false;
    const struct image_row *row = &m->rows[low];
    const struct image_mark *mark = &m->marks[low];
    *out = (struct record_object){.type = row->type,
                                  .count = row->count,
                                  .bytes = (const unsigned char *)&m->words[row->first_word],
                                  .size = row->type->size * row->count,
                                  .changes = mark->tick == m->tick ? mark->mark.changes : 0,
                                  .truth = mark->mark.truth};
    return true;
}

/* --- what is known -----------------------------------------------------------------------------
 */

uint64_t record_reader_tick(const struct record_reader *r)
{
    return r->state.image.tick;
}

uint64_t record_reader_time_ns(const struct record_reader *r)
{
    return r->state.image.time_ns;
}

bool record_reader_behind_gap(const struct record_reader *r)
{
    return r->behind_gap;
}

uint64_t record_reader_number(const struct record_reader *r)
{
    return r->number;
}

uint64_t record_reader_instance(const struct record_reader *r)
{
    return r->state.image.session.instance;
}

size_t record_reader_blocks(const struct record_reader *r)
{
    return r->frame_block_count;
}

const struct record_block *record_reader_block(const struct record_reader *r, size_t i)
{
    return &r->file.places[r->frame_blocks[i]].head;
}

size_t record_reader_notes(const struct record_reader *r, const struct record_note **out)
{
    *out = r->notes;
    return r->note_count;
}

void record_reader_about(const struct record_reader *r, struct record_about *out)
{
    *out = (struct record_about){.interval_ns = r->file.header.interval_ns,
                                 .frames = r->frames,
                                 .damaged_bytes = r->file.damaged_bytes,
                                 .cut_bytes = r->file.cut_bytes,
                                 .closed = r->file.closed};
    const struct record_block *first = record_reader_block(r, 0);
    const struct record_block *last = record_reader_block(r, r->frame_block_count - 1);
    out->first_tick = first->first_tick;
    out->first_ns = first->first_ns;
    out->first_wall_ns = first->wall_ns;
    out->last_tick = last->last_tick;
    out->last_ns = last->last_ns;
    out->sessions = last->epoch;
}
