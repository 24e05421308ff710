/* What a reader is made of. Layer 5. For its own files. */
#ifndef RECORD_READER_PARTS_H
#define RECORD_READER_PARTS_H

#include "record/codec.h"
#include "record/epochs.h"
#include "record/reader.h"

#include "sample/history.h"
#include "sample/pool.h"

#define NO_BLOCK SIZE_MAX

/* Payloads of frames that are not applied yet, at most; of so many bytes, but for one. */
enum { KEPT_BLOCKS = 64, KEPT_BYTES = 16 << 20 };

struct record_reader {
    struct record_file file;
    struct unpacker unpacker;
    struct epochs epochs;
    struct decoder_state state;
    struct bytes stored, payload;
    struct bytes kept[KEPT_BLOCKS]; /* payloads before it, of frames that the state has deferred */
    size_t kept_count, kept_bytes;
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
    struct bytes listed;     /* size_t: rows of state's image that are not dead ... */
    uint64_t listed_layouts; /* ... in this layout; 0: none */
    bool past_begins;        /* the next roster's rows get new rings */
    struct record_note *notes;
    size_t note_count, note_capacity;
    size_t *frame_blocks;   /* those with frames ... */
    uint64_t *first_frames; /* ... and the number of the first of each, and of the end */
    size_t frame_block_count;
    size_t at;           /* place of `block` in frame_blocks */
    uint64_t number;     /* of the frame that the image is, from 0 */
    size_t schema_count; /* blocks of types that were read */
    uint64_t frames;
};

static inline bool reader_has_frames(const struct record_block *head)
{
    return head->kind == RECORD_KEY || head->kind == RECORD_DELTA || head->kind == RECORD_LEAP;
}

/* The payload of a block into r->payload. */
int reader_payload(struct record_reader *r, size_t block);
void reader_drop_kept(struct record_reader *r);

/* The next frame that can be read: 1; 0: the end; negative. */
int reader_step(struct record_reader *r);
/* From here on frames may wait to be applied, until reader_settle: what fails then is only known
 * then. The reader is lost when it does. */
void reader_defer(struct record_reader *r);
int reader_settle(struct record_reader *r);
/* The status, with the message of a negative one. */
int reader_explain(const struct record_reader *r, int status, memglass_error *err);

#endif
