/* Reading a recording: opening it. Layer 5. */
#include "base/array.h"
#include "record/reader_parts.h"

#include "base/error.h"
#include "base/strbuf.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- opening -----------------------------------------------------------------------------------
 */

int reader_payload(struct record_reader *r, size_t block)
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
    if (!array_reserve(&r->notes, sizeof *r->notes, &r->note_capacity, r->note_count + 1))
        return MEMGLASS_E_NOMEM;
    char *text = malloc(length + 1);
    if (!text)
        return MEMGLASS_E_NOMEM;
    struct strbuf out;
    strbuf_init(&out, text, length + 1);
    strbuf_foreign(&out, foreign, length);
    r->notes[r->note_count++] =
        (struct record_note){.tick = head->last_tick, .time_ns = head->last_ns, .text = text};
    return MEMGLASS_OK;
}

static bool list_frames(struct record_reader *r)
{
    r->frame_blocks = calloc(r->file.count + 1, sizeof *r->frame_blocks);
    r->first_frames = calloc(r->file.count + 1, sizeof *r->first_frames);
    if (!r->frame_blocks || !r->first_frames)
        return false;
    for (size_t i = 0; i < r->file.count; i++)
        if (reader_has_frames(&r->file.places[i].head)) {
            r->frame_blocks[r->frame_block_count++] = i;
            r->frames += r->file.places[i].head.frames;
            r->first_frames[r->frame_block_count] = r->frames;
        }
    return true;
}

/* Whether something lay before a block of a file that is not known now. */
static bool is_behind_a_hole(const struct record_file *f, size_t block)
{
    const struct record_place *at = &f->places[block], *before = block ? at - 1 : NULL;
    uint64_t end = f->header.size;
    if (before)
        end = before->offset + sizeof before->head + before->head.stored_bytes;
    return !at->held && at->offset != end;
}

static int read_few(struct record_reader *r, size_t block)
{
    const struct record_block *head = &r->file.places[block].head;
    int status = reader_payload(r, block);
    if (status)
        return status;
    return head->kind == RECORD_MARK ? add_note(r, head)
                                     : epochs_add(&r->epochs, head->epoch, &r->payload);
}

/*
 * Types and marks are few: all of them are read at once. One that is damaged is done without. Types
 * that were read before, of a ring, are still in it. Types are numbered in their order, so behind
 * one that is lost, or may be, the epoch's others are not known, either: frames that have them are
 * lost, too, instead of being taken for something else.
 */
static int read_what_is_few(struct record_reader *r)
{
    size_t schemas = 0;
    uint32_t incomplete = 0; /* epoch */
    for (size_t i = 0; i < r->file.count; i++) {
        const struct record_block *head = &r->file.places[i].head;
        if (is_behind_a_hole(&r->file, i))
            incomplete = head->epoch;
        bool schema = head->kind == RECORD_SCHEMA;
        if (!schema && head->kind != RECORD_MARK)
            continue;
        if (schema && (schemas++ < r->schema_count || head->epoch == incomplete))
            continue;
        int status = read_few(r, i);
        if (status == MEMGLASS_E_NOMEM)
            return status;
        if (status && schema)
            incomplete = head->epoch;
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
    r->state.version = r->file.header.version;
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
        error_set(err, MEMGLASS_E_CORRUPT, 0, "%s has no frames%s", r->file.path,
                  r->file.at_work ? " yet: a recorder is at work" : "");
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

/* What is known of the blocks alone, but for where they are. */
static void forget_lists(struct record_reader *r)
{
    for (size_t i = 0; i < r->note_count; i++)
        free((char *)r->notes[i].text);
    free(r->notes);
    free(r->frame_blocks);
    free(r->first_frames);
    r->notes = NULL;
    r->frame_blocks = NULL;
    r->first_frames = NULL;
    r->note_count = r->note_capacity = r->frame_block_count = 0;
    r->frames = 0;
}

static int renew_places(struct record_reader *r, struct record_ring *ring, bool *renewed)
{
    struct record_file file;
    if (!ring)
        return record_file_grow(&r->file, renewed);
    *renewed = true;
    int status = record_file_of_ring(&file, ring);
    if (status)
        return status;
    record_file_close(&r->file);
    r->file = file;
    return MEMGLASS_OK;
}

int record_reader_renew(struct record_reader *r, struct record_ring *ring, memglass_error *err)
{
    bool renewed;
    if (renew_places(r, ring, &renewed))
        return error_set(err, MEMGLASS_E_NOMEM, 0, "no memory to look back");
    if (!renewed)
        return 0;
    forget_lists(r);
    r->block = NO_BLOCK;
    r->next_block = r->at = 0;
    r->lost = true;
    if (!list_frames(r) || read_what_is_few(r))
        return error_set(err, MEMGLASS_E_NOMEM, 0, "no memory to look back");
    return 1;
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
    bytes_fini(&r->listed);
    reader_drop_kept(r);
    forget_lists(r);
    record_file_close(&r->file);
    free(r);
}
